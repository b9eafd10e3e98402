import { isViolation, violation, type Violation } from '../assumptions.ts';
import type { Table } from '../table/table.ts';
import { groups, numbers, type Groups, type Numbers } from '../table/view.ts';
import type { IndicatorRule, Level, Observed, Slot } from './types.ts';

export interface Columns {
	municipality: string;
	school?: string | null;
	indicator: string;
	year: string;
	value: string;
	n?: string | null;
}

/** Values of the indicators and years asked for that do not count: none is there; the cohort is too small; its size is not known, so that the rule cannot be held. */
export interface Left { missing: number; small: number; size_unknown: number }

export interface Read {
	observed: Observed;
	municipality: Groups;
	years: readonly string[];
	/** School by number: its own value in the school column. */
	schools: readonly string[];
	/** Values that count. */
	used: number;
	left: Left;
	/** Rows of other indicators and years, or without municipality, indicator or year. */
	unplaced: number;
}

interface Views { municipality: Groups; school: Groups | null; indicator: Groups; year: Groups; value: Numbers; n: Numbers | null }

function viewsOf(table: Table, columns: Columns, rules: readonly IndicatorRule[], years: readonly string[] | null | undefined): Views | Violation {
	const municipality = groups(table, columns.municipality);
	if (isViolation(municipality)) return municipality;
	const school = columns.school ? groups(table, columns.school) : null;
	if (isViolation(school)) return school;
	const indicator = groups(table, columns.indicator, rules.map((r) => r.indicator));
	if (isViolation(indicator)) return indicator;
	const year = groups(table, columns.year, years ?? undefined);
	if (isViolation(year)) return year;
	const value = numbers(table, columns.value);
	if (isViolation(value)) return value;
	const n = columns.n ? numbers(table, columns.n) : null;
	if (isViolation(n)) return n;
	return { municipality, school, indicator, year, value, n };
}

const emptyLevel = (parent: Int32Array, slots: number): Level => ({ units: parent.length, parent, values: new Float64Array(parent.length * slots), present: new Uint8Array(parent.length * slots), n: new Float64Array(parent.length * slots) });

/** Schools that have rows, each known by its municipality and its own value, in the order of these. */
function schoolsOf(rows: number, { municipality, school }: Views): { ofRow: Int32Array; parent: Int32Array; names: string[] } {
	const ofRow = new Int32Array(rows).fill(-1);
	if (!school) return { ofRow, parent: new Int32Array(0), names: [] };
	const width = school.levels.length;
	const key = (i: number): number => municipality.codes[i]! * width + school.codes[i]!;
	const inSchool = Array.from(ofRow.keys()).filter((i) => municipality.codes[i]! >= 0 && school.codes[i]! >= 0);
	const keys = [...new Set(inSchool.map(key))].sort((a, b) => a - b);
	const index = new Map(keys.map((k, i) => [k, i]));
	for (const i of inSchool) ofRow[i] = index.get(key(i))!;
	return { ofRow, parent: Int32Array.from(keys, (k) => Math.floor(k / width)), names: keys.map((k) => school.levels[k % width]!.value) };
}

/** Whether a value counts, and why not. */
function fate(views: Views, i: number, minN: number): 'used' | keyof Left {
	if (views.value.valid[i] === 0) return 'missing';
	if (minN === 0) return 'used';
	if (!views.n || views.n.valid[i] === 0) return 'size_unknown';
	return views.n.values[i]! < minN ? 'small' : 'used';
}

/**
 * Reads a long table, one value a row: municipality, school or nothing, indicator, year, value, size of the cohort. A row without a school is the
 * municipality's own value.
 * @param minN values of smaller cohorts, or of cohorts whose size is not known, do not count; 0: every value counts
 * @returns `inconsistent` when a unit has two rows for one indicator and year, `not_a_count` for a cohort that is not a whole number
 */
export function readObserved(table: Table, columns: Columns, rules: readonly IndicatorRule[], years: readonly string[] | null | undefined, minN: number): Read | Violation {
	const views = viewsOf(table, columns, rules, years);
	if (isViolation(views)) return views;
	const { municipality, indicator, year, value, n } = views;
	const slots: Slot[] = rules.flatMap((_, i) => year.levels.map((_, y) => ({ indicator: i, year: y })));
	const { ofRow, parent, names } = schoolsOf(table.rows, views);
	const own = emptyLevel(Int32Array.from(municipality.levels.keys()), slots.length);
	const schools = emptyLevel(parent, slots.length);
	const seen = [new Uint8Array(own.present.length), new Uint8Array(schools.present.length)] as const;
	const left: Left = { missing: 0, small: 0, size_unknown: 0 };
	let [used, unplaced] = [0, 0];
	for (let i = 0; i < table.rows; i++) {
		if (municipality.codes[i]! < 0 || indicator.codes[i]! < 0 || year.codes[i]! < 0) {
			unplaced += 1;
			continue;
		}
		const at = (k: number): number => k * slots.length + indicator.codes[i]! * year.levels.length + year.codes[i]!;
		const [level, place, done] = ofRow[i]! < 0 ? [own, at(municipality.codes[i]!), seen[0]] : [schools, at(ofRow[i]!), seen[1]];
		if (done[place] === 1) return violation('inconsistent', { field: [columns.municipality, columns.school, columns.indicator, columns.year].filter(Boolean).join(', '), row: i + 1 });
		done[place] = 1;
		if (n?.valid[i] === 1 && !(Number.isSafeInteger(n.values[i]) && n.values[i]! >= 0)) return violation('not_a_count', { field: columns.n!, row: i + 1 });
		const what = fate(views, i, minN);
		if (what !== 'used') {
			left[what] += 1;
			continue;
		}
		const top = { share: 1, percent: 100, mean: Infinity, none: Infinity }[rules[indicator.codes[i]!]!.kind ?? 'none'];
		const x = value.values[i]!;
		if (top < Infinity && (x < 0 || x > top)) return violation('inconsistent', { field: columns.value, row: i + 1 });
		level.values[place] = x;
		level.present[place] = 1;
		level.n[place] = n?.valid[i] === 1 ? n.values[i]! : 0;
		used += 1;
	}
	return { observed: { slots, municipalities: own, schools }, municipality, years: year.levels.map((l) => l.value), schools: names, used, left, unplaced };
}
