import { isViolation, violation, type Violation } from '../assumptions.ts';
import { firstMissingCode, MISSING_KINDS, type Column, type NumericColumn, type Table } from '../table/table.ts';
import { column } from '../table/view.ts';
import { readItems, type Item } from './items.ts';

export interface IndexSpec {
	items: readonly string[];
	/** Items turned round: x ↦ scale_min + scale_max − x. */
	reversed?: readonly string[] | null;
	/** Least number of valid items for an index value; all of them when absent. */
	min_valid?: number | null;
	/** Ends of the scale; when absent the lowest and highest score among the item's categories. */
	scale_min?: number | null;
	scale_max?: number | null;
}

/** The sum a reversed item's value is taken from, min + max; a violation when the ends of the scale are not known. */
export function turningSum(table: Table, name: string, spec: Pick<IndexSpec, 'scale_min' | 'scale_max'>): number | Violation {
	const found = table.columns[name]!;
	const scores = found.kind === 'categorical' ? found.categories.map((c) => c.score ?? NaN) : [];
	const min = spec.scale_min ?? (scores.length ? Math.min(...scores) : null);
	const max = spec.scale_max ?? (scores.length ? Math.max(...scores) : null);
	return min === null || max === null ? violation('bad_field', { field: min === null ? 'scale_min' : 'scale_max', needed: 'number' }) : min + max;
}

const kind = (name: (typeof MISSING_KINDS)[number]): number => 1 + MISSING_KINDS.indexOf(name);
const [NOT_ASKED, NOT_ANSWERED, DONT_KNOW, SUPPRESSED] = [kind('not_asked'), kind('not_answered'), kind('dont_know'), kind('suppressed')];

/**
 * Why a row has no index, from the kinds its missing items have (bit i for kind i): not asked when all that is missing was not asked;
 * suppressed when anything is; don't know when every item that was asked and is missing is a don't know; otherwise not answered.
 */
function reason(kinds: number): number {
	if (kinds === 1 << NOT_ASKED) return NOT_ASKED;
	if (kinds & (1 << SUPPRESSED)) return SUPPRESSED;
	return (kinds & ~(1 << NOT_ASKED)) === 1 << DONT_KNOW ? DONT_KNOW : NOT_ANSWERED;
}

export interface MeanIndex {
	column: NumericColumn;
	/** Valid items of each row. */
	validItems: Uint16Array;
}

interface Totals {
	sums: Float64Array;
	valid: Uint16Array;
	/** Bit i for kind of missing i. */
	kinds: Uint8Array;
}

/** Adds an item's column to the rows' totals, turned about `turn` where it is reversed. */
function add(item: Item, turn: number | null, totals: Totals): void {
	const turned = (x: number): number => (turn === null ? x : turn - x);
	const { sums, valid, kinds } = totals;
	if ('codes' in item) {
		const { codes, scores } = item;
		const first = firstMissingCode(codes);
		const points = scores.map((s) => (Number.isNaN(s) ? 0 : turned(s)));
		const bits = Uint8Array.from(scores, (s, code) => (Number.isNaN(s) ? 1 << (code >= first ? code - first + 1 : NOT_ANSWERED) : 0));
		for (let i = 0; i < item.rows; i++) {
			const code = codes[i]!;
			const bit = bits[code]!;
			sums[i]! += points[code]!;
			kinds[i]! |= bit;
			if (bit === 0) valid[i]! += 1;
		}
		return;
	}
	for (let i = 0; i < item.rows; i++) {
		const absent = item.missing ? item.missing[i]! : 0;
		if (absent > 0) kinds[i]! |= 1 << absent;
		else {
			sums[i]! += turned(item.values[i]!);
			valid[i]! += 1;
		}
	}
}

/**
 * The mean of a row's valid items, where at least `min_valid` are valid; otherwise missing, of the kind given by the rule of
 * `reason` above (not asked when all that is missing was not asked; suppressed when anything is; don't know when all that was asked and
 * is missing is don't know; else not answered).
 * @param table never changed
 * @returns a new numeric column, or what is wrong with the spec or the columns
 */
export function meanIndex(table: Table, spec: IndexSpec, label = ''): MeanIndex | Violation {
	const items = readItems(table, spec.items);
	if (isViolation(items)) return items;
	const stranger = (spec.reversed ?? []).find((name) => !spec.items.includes(name));
	if (stranger !== undefined) return violation('bad_field', { field: 'reversed', needed: spec.items.join(' | ') });
	const sums: (number | null)[] = [];
	for (const name of spec.items) {
		const sum = spec.reversed?.includes(name) ? turningSum(table, name, spec) : null;
		if (isViolation(sum)) return sum;
		sums.push(sum);
	}
	const needed = spec.min_valid ?? items.length;
	if (needed > items.length) return violation('bad_field', { field: 'min_valid', needed: `<= ${items.length}` });
	const totals: Totals = { sums: new Float64Array(table.rows), valid: new Uint16Array(table.rows), kinds: new Uint8Array(table.rows) };
	items.forEach((item, j) => add(item, sums[j]!, totals));
	const values = new Float64Array(table.rows);
	const missing = new Uint8Array(table.rows);
	for (let i = 0; i < table.rows; i++) {
		const valid = totals.valid[i]!;
		if (valid >= needed && valid > 0) values[i] = totals.sums[i]! / valid;
		else missing[i] = reason(totals.kinds[i]!);
	}
	return { column: { kind: 'numeric', label, values, missing: missing.some((m) => m > 0) ? missing : null }, validItems: totals.valid };
}

/** The index as a new column of a table: `{ ...table.columns, trust: indexColumn(table, { items: ['q1', 'q2'], min_valid: 1 }) }`. */
export function indexColumn(table: Table, spec: IndexSpec, label = ''): NumericColumn | Violation {
	const found = meanIndex(table, spec, label);
	return isViolation(found) ? found : found.column;
}

/**
 * A column with each value x replaced by min + max − x, its missing values as they were.
 * @param ends of the scale; when absent the lowest and highest score of the column's categories
 */
export function reverseColumn(table: Table, name: string, ends: Pick<IndexSpec, 'scale_min' | 'scale_max'> = {}): Column | Violation {
	const found = column(table, name);
	if (isViolation(found)) return found;
	const items = readItems(table, [name]);
	if (isViolation(items)) return items;
	const sum = turningSum(table, name, ends);
	if (isViolation(sum)) return sum;
	if (found.kind === 'numeric') return { ...found, values: found.values.map((x) => sum - x) };
	return { ...found, categories: found.categories.map((c) => ({ ...c, score: sum - c.score! })) };
}
