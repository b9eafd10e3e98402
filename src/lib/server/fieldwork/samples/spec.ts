/** What a sample is drawn by, as asked for and as stored. */
import { SAMPLE_METHODS, type SamplePlan } from '#analysis/sample/draw.ts';
import { ALLOCATIONS, type Allocation } from '#analysis/sample/allocation.ts';
import { Problem } from '../../../domain/problem.ts';

export type SampleMethod = (typeof SAMPLE_METHODS)[number];
export type AllocationKind = (typeof ALLOCATIONS)[number];

export interface SampleSpec {
	method: SampleMethod;
	/** Frame variables: what it is stratified or sorted by, or the one whose values are the clusters; at most two. */
	by: string[];
	/** Of clusters within strata: the frame variable whose values are the clusters. Null for every other method. */
	cluster: string | null;
	/** Seats, or clusters; null for a census and for fixed numbers. */
	n: number | null;
	/** Of a sample with strata. */
	allocation: AllocationKind | null;
	/** By stratum, as `stratumName` names it: how many (fixed), or the expected standard deviation (Neyman). */
	numbers: Record<string, number> | null;
	deviations: Record<string, number> | null;
	/** At least so many of each stratum. */
	least: number;
	/** A person with several seats: one of them, or each. */
	onePerPerson: boolean;
	/** Leaves out persons who are in the sample of another survey of the wave. */
	avoid: boolean;
}

/** Whether a method draws within strata, by an allocation. */
export const hasStrata = (method: SampleMethod | undefined): method is 'stratified' | 'stratified_clusters' => method === 'stratified' || method === 'stratified_clusters';

/** Frame variables that a spec needs the codes of, in the order they are read. */
export const variablesOf = ({ by, cluster }: Pick<SampleSpec, 'by' | 'cluster'>): string[] => (cluster === null ? by : [...by, cluster]);

/** A spec as it was stored; those from before there were clusters within strata do not name a cluster. */
export const storedSpec = (spec: unknown): SampleSpec => ({ cluster: null, ...(spec as Omit<SampleSpec, 'cluster'>) });

export const SEED_MAX = 2147483647;

/** A stratum's codes, null where the list says nothing, as one text. */
export const stratumName = (codes: readonly (string | null)[]): string => JSON.stringify(codes);
export const codesOf = (name: string): (string | null)[] => JSON.parse(name) as (string | null)[];

/** A whole number from 0, typed with or without blanks between thousands; NaN when it is none. */
const whole = (text: string): number => (/^\d{1,9}$/.test(text.replace(/\s/g, '')) ? Number(text.replace(/\s/g, '')) : NaN);
const decimal = (text: string): number => (/^\d{1,9}([.,]\d{1,9})?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : NaN);

/** @throws Problem sample_problem_seed */
export function seedOf(text: string): number {
	const seed = /^\d{1,10}$/.test(text.trim()) ? Number(text.trim()) : NaN;
	if (!(seed <= SEED_MAX)) throw new Problem('sample_problem_seed', 400, { max: SEED_MAX });
	return seed;
}

/** A response rate in per cent, from 1 to 100, as a share. */
export function rateOf(text: string): number {
	const percent = decimal(text);
	if (!(percent >= 1 && percent <= 100)) throw new Problem('sample_problem_percent', 400, { min: 1 });
	return percent / 100;
}

/** An intraclass correlation, from 0 to 1; 0 when nothing is typed. */
export function iccOf(text: string): number {
	const icc = text.trim() === '' ? 0 : decimal(text);
	if (!(icc >= 0 && icc <= 1)) throw new Problem('sample_problem_icc');
	return icc;
}

/** The fields of a form whose names start with `prefix`, with what comes after it as key; blank ones left out. */
function named(fields: ReadonlyMap<string, string>, prefix: string, read: (text: string) => number): Record<string, number> {
	return Object.fromEntries([...fields].filter(([name, text]) => name.startsWith(prefix) && text.trim() !== '').map(([name, text]) => [name.slice(prefix.length), read(text)]));
}

/**
 * The spec that a form's fields (texts by name) ask for. Numbers that are none come through as NaN, and are refused where the sample is planned.
 * @throws Problem sample_problem_method, sample_problem_stratum, sample_problem_cluster
 */
export function sampleSpecOf(fields: ReadonlyMap<string, string>): SampleSpec {
	const of = (name: string) => fields.get(name) ?? '';
	const method = SAMPLE_METHODS.find((m) => m === of('method'));
	const allocation = hasStrata(method) ? ALLOCATIONS.find((a) => a === of('allocation')) : null;
	if (method === undefined || allocation === undefined) throw new Problem('sample_problem_method');
	const by = [...new Set([of('by'), of('by2')].filter(Boolean))];
	const cluster = of('cluster');
	if (cluster === '' && (method === 'clusters' || method === 'stratified_clusters')) throw new Problem('sample_problem_cluster');
	if (by.length === 0 && hasStrata(method)) throw new Problem('sample_problem_stratum');
	return {
		method, by: method === 'clusters' ? [cluster] : by, cluster: method === 'stratified_clusters' ? cluster : null, allocation, n: method === 'census' || allocation === 'fixed' ? null : whole(of('n')),
		numbers: allocation === 'fixed' ? named(fields, 'number:', whole) : null,
		deviations: allocation === 'neyman' ? named(fields, 'deviation:', decimal) : null,
		least: (allocation === 'proportional' || allocation === 'neyman') && of('least').trim() !== '' ? whole(of('least')) : 0,
		onePerPerson: of('persons') === 'one', avoid: of('avoid') === 'yes'
	};
}

function allocationOf({ n, allocation, numbers, deviations, least }: SampleSpec): Allocation {
	const count = n ?? NaN;
	switch (allocation) {
		case 'fixed': return { kind: 'fixed', numbers: numbers ?? {} };
		case 'neyman': return { kind: 'neyman', n: count, deviations: deviations ?? {}, least };
		case 'equal': return { kind: 'equal', n: count };
		default: return { kind: 'proportional', n: count, least };
	}
}

/** The plan as the statistics library takes it. */
export function planOf(spec: SampleSpec): SamplePlan {
	const { method, onePerPerson } = spec;
	if (method === 'census') return { method, onePerPerson };
	return hasStrata(method) ? { method, allocation: allocationOf(spec), onePerPerson } : { method, n: spec.n ?? NaN, onePerPerson };
}
