/** One municipality looked up, with all that is known of it on its day and on another: what the register page shows and a terminal prints. */
import { carry, type Carried } from '#lib/domain/region/carry.ts';
import { agreement } from '#lib/domain/region/check.ts';
import { correspondingAt, countyAt } from '#lib/domain/region/county.ts';
import { isDay } from '#lib/domain/region/dates.ts';
import { codeAt, covers, periodsOf } from '#lib/domain/region/index-of.ts';
import { resolve, type Resolved } from '#lib/domain/region/resolve.ts';
import type { Choice, History } from '#lib/domain/region/types.ts';
import type { Register } from './store.ts';

export interface About { county: string | null; centrality: { name: string; asOf: string } | null; kostra: { name: string; asOf: string } | null }
export interface Lookup {
	value: string;
	day: string;
	/** Null when it is not to be carried anywhere. */
	to: string | null;
	/** Null when a day is none. */
	read: Resolved | null;
	about: About | null;
	carried: Carried | null;
	/** `1508 Ålesund` by code, for every code in the result. */
	labels: Record<string, string>;
}

/** The name of `code` on `day`, or that of the period nearest to it. */
function nameOf(history: History, code: string, day: string): string {
	const periods = periodsOf(history, code);
	return (codeAt(history, code, day) ?? periods.findLast((p) => p.from <= day) ?? periods[0])?.name ?? '';
}

export const labelOf = (history: History, code: string, day: string): string => `${code} ${nameOf(history, code, day)}`.trim();

function aboutOf({ municipalities, counties, centrality, kostra }: Register, code: string, day: string): About {
	const of = (readings: Register['kostra']) => {
		const found = correspondingAt(municipalities, readings, code, day);
		return found ? { name: found.targetName || found.target, asOf: found.asOf } : null;
	};
	return { county: (counties && countyAt(counties, code, day)?.name) ?? null, centrality: of(centrality), kostra: of(kostra) };
}

/** Every code that a result names, with the day it is named for. */
function codesIn(read: Resolved | null, carried: Carried | null, day: string, to: string): [string, string][] {
	const at = (codes: string[], on: string) => codes.map((code): [string, string] => [code, on]);
	const found: [string, string][] = [];
	if (read && 'code' in read) found.push([read.code, day]);
	if (read?.kind === 'name') found.push(...at(read.formerly, day));
	if (read?.kind === 'ambiguous') found.push(...at(read.codes, day));
	if (read?.kind === 'not_valid') found.push(...at(read.periods.map((p) => p.code), day), ...at(read.replaced?.codes ?? [], read.replaced?.date ?? day));
	if (carried && 'via' in carried) for (const step of carried.via) found.push(...at(step.codes, step.date));
	if (carried && 'with' in carried) found.push(...at(carried.with, day));
	// last, so that a code that has kept its number is named as on the day it is carried to
	if (carried && 'candidates' in carried) found.push(...at(carried.candidates, to));
	if (carried && 'code' in carried && !(read && 'code' in read && read.code === carried.code)) found.push([carried.code, to]);
	return found;
}

/** @param choices the rules that hold */
export function lookUp(register: Register, choices: readonly Choice[], asked: { value: string; day: string; to: string | null }): Lookup {
	const { value, day, to } = asked;
	if (!isDay(day) || (to !== null && !isDay(to))) return { ...asked, read: null, about: null, carried: null, labels: {} };
	const { municipalities } = register;
	const read = resolve(municipalities, register.counties, value, day);
	const code = 'code' in read ? read.code : null;
	const carried = code !== null && to !== null ? carry(municipalities, code, day, to, choices) : null;
	const labels = Object.fromEntries(codesIn(read, carried, day, to ?? day).map(([c, on]) => [c, labelOf(municipalities, c, on)]));
	return { value, day, to, read, about: code === null ? null : aboutOf(register, code, day), carried, labels };
}

export interface Differing { from: string; to: string; all: number; rows: { label: string; chain: string[]; group: string[] }[] }

/** The municipalities of `from` that the chain takes elsewhere on `to` than their harmonised group. Null without groups, or for a day that is not held. */
export function differing({ municipalities }: Register, from: string, to: string): Differing | null {
	if (municipalities.groups.length === 0 || !covers(municipalities, from) || !covers(municipalities, to)) return null;
	const all = agreement(municipalities, from, to);
	const labels = (codes: string[]) => codes.map((code) => labelOf(municipalities, code, to));
	const rows = all.filter((a) => !a.agrees).map(({ code, carried, group }) => ({
		label: labelOf(municipalities, code, from), chain: labels('code' in carried ? [carried.code] : carried.kind === 'split' ? carried.candidates : []), group: labels(group)
	}));
	return { from, to, all: all.length, rows };
}
