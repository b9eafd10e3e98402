/** What a table holds, and finding in it what is meant. A table that does not hold it is told of by what it does hold; nothing is guessed. */
import { Problem } from '../problem.ts';
import { aggregateKind, isMunicipalityCode } from '../region/aggregates.ts';
import type { Category, Cube, Role } from './cube.ts';

export interface MetaDimension {
	id: string;
	label: string;
	role: Role | null;
	categories: readonly Category[];
	/** Whether it may be left out: the table then gives the sum or the total. */
	optional: boolean;
}
export interface TableMeta { id: string; title: string; updated: string | null; dimensions: readonly MetaDimension[] }

/** What is meant in a dimension: by codes, by words that its label has, or both, and then both must fit. */
export interface Wanted {
	codes?: readonly string[];
	/** Each of these is in label or unit, in small letters. */
	words?: readonly string[];
	without?: readonly string[];
	/** `one` (the standard) must fit a single category; `all` takes every one that fits. */
	count?: 'one' | 'all';
}

const shown = (categories: readonly Category[]): string => {
	const some = categories.slice(0, 12).map((c) => `${c.code} «${c.label}»`);
	return some.join(', ') + (categories.length > some.length ? ` … (${categories.length})` : '');
};
const textOf = (c: Category): string => `${c.label} ${c.unit ?? ''}`.toLowerCase();

/**
 * The codes of `dimension` that are meant.
 * @param measure what it is for, as people call it
 * @throws Problem that names table and measure and says what the dimension holds, when a code is not there, its label says something else, or not exactly one fits
 */
export function codesOf(table: string, dimension: MetaDimension, pick: Wanted, measure: string): string[] {
	const refuse = (code: string): never => {
		throw new Problem(code, 422, { table, measure, dimension: dimension.label, holds: shown(dimension.categories) });
	};
	const fits = (c: Category) => (pick.words ?? []).every((w) => textOf(c).includes(w)) && !(pick.without ?? []).some((w) => textOf(c).includes(w));
	const named = pick.codes ? pick.codes.map((code) => dimension.categories.find((c) => c.code === code) ?? refuse('statbank_problem_measure_gone')) : dimension.categories.filter(fits);
	if (named.length === 0) refuse('statbank_problem_measure_gone');
	if (!named.every(fits)) refuse('statbank_problem_measure_other');
	if (pick.count !== 'all' && named.length !== 1) refuse('statbank_problem_measure_several');
	return named.map((c) => c.code);
}

/** Whether most of the codes are those of municipalities, or of the sums that stand among them. */
function looksLikeRegions(categories: readonly Category[]): boolean {
	const regions = categories.filter((c) => isMunicipalityCode(c.code));
	return regions.length > 0 && categories.every((c) => isMunicipalityCode(c.code) || aggregateKind(c.code) !== null);
}
const isYear = (code: string): boolean => /^(1[89]|20)\d{2}$/.test(code);

/**
 * What each dimension is for. A role that the source does not give is read off names and codes; the source's own goes first.
 * @throws Problem when there is not exactly one of regions and one of time, or more than one of measures
 */
export function rolesOf<D extends Pick<MetaDimension, 'id' | 'role' | 'categories'>>(table: string, dimensions: readonly D[]): { region: D; time: D; contents: D | null; others: D[] } {
	const find = (role: Role, ...looks: ((d: D) => boolean)[]): D[] => {
		const free = dimensions.filter((d) => d.role === null || d.role === role);
		return [(d: D) => d.role === role, ...looks].map((look) => free.filter(look)).find((found) => found.length > 0) ?? [];
	};
	const contents = find('metric', (d) => d.id === 'ContentsCode');
	const time = find('time', (d) => d.id === 'Tid', (d) => !contents.includes(d) && d.categories.length > 0 && d.categories.every((c) => isYear(c.code)));
	const taken = [...contents, ...time];
	const region = find('geo', (d) => !taken.includes(d) && /^(region|kokkommuneregion0000)$/i.test(d.id), (d) => !taken.includes(d) && looksLikeRegions(d.categories));
	const [r, t, c] = [region[0], time[0], contents[0]];
	if (!r || region.length > 1) throw new Problem('statbank_problem_no_regions', 422, { table, holds: dimensions.map((d) => d.id).join(', ') });
	if (!t || time.length > 1) throw new Problem('statbank_problem_no_time', 422, { table, holds: dimensions.map((d) => d.id).join(', ') });
	if (contents.length > 1) throw new Problem('statbank_problem_two_measures', 422, { table, holds: contents.map((d) => d.id).join(', ') });
	return { region: r, time: t, contents: c ?? null, others: dimensions.filter((d) => d !== r && d !== t && d !== c) };
}

/** The year that a category of time is. @throws Problem where it is a month, a quarter or a span of years */
export function yearOf(table: string, code: string): number {
	if (!isYear(code)) throw new Problem('statbank_problem_not_yearly', 422, { table, time: code });
	return Number(code);
}

/** A cube told as a table's metadata: every dimension must be asked for. */
export const metaOfCube = (id: string, cube: Cube): TableMeta => ({ id, title: cube.title, updated: cube.updated, dimensions: cube.dimensions.map((d) => ({ ...d, optional: false })) });
