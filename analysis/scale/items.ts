/** Items of a scale as they stand in a table's columns, read without copying them. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { codeCounts } from '../kernel/counts.ts';
import { firstMissingCode, MISSING_KINDS, type Category, type Table } from '../table/table.ts';
import { column } from '../table/view.ts';

/** Codes of a scored categorical column with the score of each code (NaN for the codes that mean missing), or numbers with their missing marks. */
export type Item = { name: string; rows: number; codes: Uint8Array | Uint16Array; categories: readonly Category[]; scores: Float64Array } | { name: string; rows: number; values: Float64Array; missing: Uint8Array | null };

/** The columns named, as items; `wrong_kind` for a categorical column whose categories have no scores. */
export function readItems(table: Table, names: readonly string[]): Item[] | Violation {
	const items: Item[] = [];
	for (const name of names) {
		const found = column(table, name);
		if (isViolation(found)) return found;
		if (found.kind === 'numeric') {
			items.push({ name, rows: table.rows, values: found.values, missing: found.missing });
			continue;
		}
		const scores = new Float64Array(firstMissingCode(found.codes) + MISSING_KINDS.length).fill(NaN);
		for (const [code, category] of found.categories.entries()) {
			if (category.score === undefined) return violation('wrong_kind', { column: name, needed: 'numeric' });
			scores[code] = category.score;
		}
		items.push({ name, rows: table.rows, codes: found.codes, categories: found.categories, scores });
	}
	return items;
}

/** Writes the item's values minus `shift` from row `from` to row `to` into `out` from `at`, NaN where missing. */
export function readBlock(item: Item, from: number, to: number, shift: number, out: Float64Array, at: number): void {
	if ('codes' in item) {
		for (let i = from; i < to; i++) out[at + i - from] = item.scores[item.codes[i]!]! - shift;
	} else if (item.missing) {
		for (let i = from; i < to; i++) out[at + i - from] = item.missing[i]! > 0 ? NaN : item.values[i]! - shift;
	} else {
		for (let i = from; i < to; i++) out[at + i - from] = item.values[i]! - shift;
	}
}

export interface Spread {
	valid: number;
	mean: number;
	min: number;
	max: number;
	/** Valid rows at `max` and at `min`. */
	atMax: number;
	atMin: number;
	whole: boolean;
}

/** Mean, limits and the number of rows at them over the valid rows of an item; null when there is none. */
export function spread(item: Item): Spread | null {
	const weights = new Map<number, number>();
	if ('codes' in item) {
		codeCounts(item.codes, item.categories.length).forEach((count, code) => {
			const score = item.scores[code]!;
			if (count > 0) weights.set(score, (weights.get(score) ?? 0) + count);
		});
	} else {
		for (let i = 0; i < item.rows; i++) if (!item.missing || item.missing[i] === 0) weights.set(item.values[i]!, (weights.get(item.values[i]!) ?? 0) + 1);
	}
	if (weights.size === 0) return null;
	const found: Spread = { valid: 0, mean: 0, min: Infinity, max: -Infinity, atMax: 0, atMin: 0, whole: true };
	for (const [value, count] of weights) {
		found.valid += count;
		found.min = Math.min(found.min, value);
		found.max = Math.max(found.max, value);
		found.whole &&= Number.isSafeInteger(value);
	}
	for (const [value, count] of weights) found.mean += (value - found.min) * (count / found.valid);
	found.mean += found.min;
	found.atMax = weights.get(found.max)!;
	found.atMin = weights.get(found.min)!;
	return found;
}
