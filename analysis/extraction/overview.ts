import { isViolation, violation, type Violation } from '../assumptions.ts';
import { standardisedDifference, type StandardisedDifference } from '../effect/standardised.ts';
import { groupMoments, type Moments } from '../test/moments.ts';
import { sampleOf } from '../test/sample.ts';
import { welchT, type TTest } from '../test/t.ts';
import type { Table } from '../table/table.ts';
import { groups, numbers, type Groups } from '../table/view.ts';
import type { Drawn } from './draw.ts';

/** The list beside an earlier one. */
export interface Overlap {
	earlier: number;
	/** Of the earlier, how many the data know at all. */
	known: number;
	both: number;
	/** Both / either. */
	jaccard: number;
}

export function overlap(now: readonly string[], earlier: readonly string[], known: ReadonlySet<string>): Overlap {
	const before = new Set(earlier);
	const both = now.filter((m) => before.has(m)).length;
	const either = now.length + before.size - both;
	return { earlier: before.size, known: [...before].filter((m) => known.has(m)).length, both, jaccard: either > 0 ? both / either : 0 };
}

/** The one value that each municipality's rows have; -1 where none has any. `inconsistent` when two rows differ. */
export function ofMunicipality(table: Table, name: string, municipality: Groups): Groups | Violation {
	const found = groups(table, name);
	if (isViolation(found)) return found;
	const codes = new Int32Array(municipality.levels.length).fill(-1);
	for (let i = 0; i < table.rows; i++) {
		const [m, code] = [municipality.codes[i]!, found.codes[i]!];
		if (m < 0 || code < 0) continue;
		if (codes[m]! >= 0 && codes[m] !== code) return violation('inconsistent', { field: name, row: i + 1 });
		codes[m] = code;
	}
	return { codes, levels: found.levels };
}

export interface Compared {
	column: string;
	inside: Moments;
	outside: Moments;
	test: TTest | null;
	effect: StandardisedDifference | null;
}

/** A number of the municipalities, among those on the list and the others: means, and Welch's test where both groups are large enough and vary. */
export function compareListed(table: Table, column: string, municipality: Groups, list: ReadonlySet<number>, level: number): Compared | Violation {
	const view = numbers(table, column);
	if (isViolation(view)) return view;
	const own = new Map<number, number>();
	for (let i = 0; i < table.rows; i++) {
		const m = municipality.codes[i]!;
		if (m < 0 || view.valid[i] === 0) continue;
		const x = view.values[i]!;
		if (own.has(m) && own.get(m) !== x) return violation('inconsistent', { field: column, row: i + 1 });
		own.set(m, x);
	}
	const part = (on: boolean) => sampleOf(Float64Array.from([...own].filter(([m]) => list.has(m) === on).map(([, x]) => x)));
	const [inside, outside] = groupMoments([part(true), part(false)]) as [Moments, Moments];
	const test = welchT(inside, outside, level);
	if (isViolation(test)) return { column, inside, outside, test: null, effect: null };
	return { column, inside, outside, test, effect: standardisedDifference(inside, outside, level) };
}

export interface CountyRow {
	county: string;
	municipalities: number;
	ranked: number;
	average: number;
	spread: number;
	/** Mean share of possible points among the ranked; null without any. */
	mean: number | null;
}

/** How the list falls on counties, in the order of the county column; municipalities without a county are left out. */
export function countyRows(counties: Groups, drawn: Drawn): CountyRow[] {
	return counties.levels.map(({ value }, c) => {
		const own = Array.from(counties.codes.keys()).filter((m) => counties.codes[m] === c);
		const ranked = own.filter((m) => drawn.rank[m]! > 0);
		const keys = ranked.map((m) => drawn.scored.key[m]!).sort((a, b) => a - b);
		const among = (list: readonly number[]) => list.filter((m) => counties.codes[m] === c).length;
		return { county: value, municipalities: own.length, ranked: ranked.length, average: among(drawn.average), spread: among(drawn.spread), mean: keys.length > 0 ? keys.reduce((a, b) => a + b, 0) / keys.length : null };
	});
}
