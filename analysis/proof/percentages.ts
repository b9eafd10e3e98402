/** Can these printed percentages come from whole counts with these margins, and from which? */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { units, wholesThatPrint, type Judged } from './rounding.ts';
import { wholeTables } from './whole-tables.ts';

export interface PrintedPercentages {
	/** As printed, 0 to 100; null where nothing is printed. */
	percent: readonly (readonly (number | null)[])[];
	decimals: number;
	/** What the percentages are of. */
	of: 'column' | 'row' | 'total';
	/** Counts under the columns and beside the rows; those that the percentages are of are needed. */
	nColumns?: readonly number[] | null;
	nRows?: readonly number[] | null;
	n?: number | null;
}

/** A cell that no whole count of its base gives. */
export interface ImpossibleCell {
	row: number;
	column: number;
	base: number;
	/** The counts on either side, and how they would print is 100 count / base. */
	below: number;
	above: number;
	/** What the count must be by the other cells and the margins, if they leave one possibility. */
	must: number | null;
	/** That count prints so when it is rounded first to one decimal more and then again, as 43.48 by way of 43.5 to 44. */
	twice: boolean;
}

export interface CountsFromPercentages extends Judged {
	solutions: number;
	/** The first ten tables of counts. */
	tables: number[][][];
	impossible: ImpossibleCell[];
	/** Columns (of column percentages), or rows (of row percentages), whose cells are possible one by one but do not sum to the base. */
	lines: number[];
	/** For each line that is contradicted, the nearest other base that its percentages fit; null when none up to twice the base does. */
	otherBase: (number | null)[];
}

const LISTED = 10;

function transpose<T>(m: readonly (readonly T[])[]): T[][] {
	return m[0]!.map((_, j) => m.map((row) => row[j]!));
}

/** Ranges of counts that print as a line's percentages with this base; the sum fits when the base is between their sums. */
function lineFits(percent: readonly (number | null)[], decimals: number, base: number): boolean {
	let [least, most] = [0, 0];
	for (const value of percent) {
		const { first, last } = value === null ? { first: 0, last: base } : wholesThatPrint(shift(value, decimals), base);
		if (first > last) return false;
		least += Math.max(0, first);
		most += Math.min(base, last);
	}
	return least <= base && base <= most;
}

/** A percentage with d decimals is a share with d + 2. */
function shift(value: number, decimals: number): { value: number; decimals: number } {
	return { value: Number((value / 100).toFixed(decimals + 2)), decimals: decimals + 2 };
}

function nearestBase(percent: readonly (number | null)[], decimals: number, base: number): number | null {
	for (let d = 1; d <= base; d++) {
		if (base - d > 0 && lineFits(percent, decimals, base - d)) return base - d;
		if (lineFits(percent, decimals, base + d)) return base + d;
	}
	return null;
}

/**
 * Every table of whole counts that prints as these percentages, given the margins. Without the other margin the lines are independent and the number of tables is the product over them.
 * A cell that nothing prints as is named with its neighbours; the rest is then solved with that cell free, which may tell what it should be.
 * @returns `bad_field` when margins are missing, of another length or not whole; `inconsistent` when the margins have different sums; `too_large`
 */
export function countsFromPercentages(input: PrintedPercentages): CountsFromPercentages | Violation {
	if (input.of === 'row') {
		const turned = countsFromPercentages({ ...input, of: 'column', percent: transpose(input.percent), nColumns: input.nRows, nRows: input.nColumns });
		if (isViolation(turned)) return turned;
		return { ...turned, tables: turned.tables.map((t) => transpose(t)), impossible: turned.impossible.map((c) => ({ ...c, row: c.column, column: c.row })) };
	}
	const { percent, decimals, of } = input;
	const [nColumns, nRows] = [input.nColumns ?? null, input.nRows ?? null];
	const wrong = checkMargins(percent, nColumns, nRows, input);
	if (wrong) return wrong;
	const sum = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);
	const total = input.n ?? (nColumns ? sum(nColumns) : nRows ? sum(nRows) : null);
	const width = percent[0]!.length;
	const bases = of === 'column' ? nColumns! : percent[0]!.map(() => total!);
	const first: number[][] = percent.map(() => []);
	const last: number[][] = percent.map(() => []);
	const impossible: ImpossibleCell[] = [];
	for (const [i, row] of percent.entries()) {
		for (const [j, value] of row.entries()) {
			const range = value === null ? { first: 0, last: bases[j]! } : wholesThatPrint(shift(value, decimals), bases[j]!);
			const possible = range.first <= range.last && range.first <= bases[j]! && range.last >= 0;
			if (!possible) impossible.push({ row: i, column: j, base: bases[j]!, below: Math.max(0, range.last), above: Math.min(bases[j]!, range.first), must: null, twice: false });
			first[i]![j] = possible ? Math.max(0, range.first) : 0;
			last[i]![j] = possible ? Math.min(bases[j]!, range.last) : bases[j]!;
		}
	}
	const known = { first, last, rows: nRows ?? percent.map(() => null), columns: nColumns ?? percent[0]!.map(() => null), total: nColumns || nRows ? null : total };
	const found = wholeTables(known, LISTED);
	if (isViolation(found)) return found;
	for (const cell of impossible) {
		const values = new Set(found.tables.map((t) => t[cell.row]![cell.column]!));
		if (values.size !== 1 || found.solutions > LISTED) continue;
		cell.must = [...values][0]!;
		cell.twice = roundedTwice(percent[cell.row]![cell.column]!, decimals, cell.must, cell.base);
	}
	const linesWrong = of === 'column' ? Array.from({ length: width }, (_, j) => j).filter((j) => !lineFits(percent.map((r) => r[j]!), decimals, bases[j]!)) : [];
	const lines = linesWrong.filter((j) => !impossible.some((c) => c.column === j));
	const otherBase = linesWrong.map((j) => nearestBase(percent.map((r) => r[j]!), decimals, bases[j]!));
	const consistent = impossible.length === 0 && found.solutions > 0;
	const sure = consistent ? (found.solutions === 1 ? 'proof_sure_one_table' : 'proof_sure_some_table') : impossible.length > 0 ? 'proof_sure_cell' : lines.length > 0 ? 'proof_sure_line' : 'proof_sure_margins';
	return { verdict: consistent ? 'consistent' : 'inconsistent', sure, solutions: impossible.length === 0 ? found.solutions : 0, tables: found.tables, impossible, lines, otherBase };
}

/** Whether 100 count / base prints as `value` by way of one decimal more. Whole numbers; a half goes up. */
function roundedTwice(value: number, decimals: number, count: number, base: number): boolean {
	const scale = 10 ** decimals;
	const once = Math.floor((2000 * scale * count + base) / (2 * base));
	return Math.floor((once + 5) / 10) === Math.round(value * scale);
}

function checkMargins(percent: PrintedPercentages['percent'], nColumns: readonly number[] | null, nRows: readonly number[] | null, { decimals, of, n }: PrintedPercentages): Violation | null {
	const width = percent[0]?.length ?? 0;
	if (width === 0 || percent.some((r) => r.length !== width)) return violation('bad_field', { field: 'percent', needed: '[[number]]' });
	for (const value of percent.flat()) {
		if (value === null) continue;
		const whole = units({ value, decimals }, 'percent');
		if (isViolation(whole)) return whole;
		if (value < 0 || value > 100) return violation('bad_field', { field: 'percent', needed: 'number >= 0 <= 100' });
	}
	for (const [field, margin, length] of [['n_columns', nColumns, width], ['n_rows', nRows, percent.length]] as const) {
		if (margin && margin.length !== length) return violation('bad_field', { field, needed: `${length} numbers` });
		if (margin && !margin.every((x) => Number.isSafeInteger(x) && x >= 0)) return violation('not_a_count', { field });
	}
	if (of === 'column' && !nColumns) return violation('bad_field', { field: 'n_columns', needed: `${width} numbers` });
	if (of === 'total' && (n ?? null) === null && !nColumns && !nRows) return violation('bad_field', { field: 'n', needed: 'integer > 0' });
	const sums = [n ?? null, nColumns, nRows].filter((x) => x !== null).map((x) => (typeof x === 'number' ? x : x.reduce((a, b) => a + b, 0)));
	return sums.some((s) => s !== sums[0]) ? violation('inconsistent', { field: 'n_rows' }) : null;
}
