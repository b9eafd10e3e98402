/** The list of seats that response methods read: from a table with a column that says who has answered, or from counts of cells. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { completeRows, groups, numbers, type Groups } from '../table/view.ts';
import type { Table } from '../table/table.ts';
import type { StratumFactor } from './propensity.ts';
import type { Strata } from './strata.ts';

export interface Seats {
	/** 1 for a seat that has answered, 0 for one that has not. */
	answered: Float64Array;
	factors: StratumFactor[];
}

/** Cells of several strata crossed: `cells[c]` one level a stratum, with how many are on the list and how many of them have answered. */
export interface CellCounts {
	strata: readonly string[];
	cells: readonly (readonly string[])[];
	population: readonly number[];
	respondents: readonly number[];
}

/**
 * Seats of a table. Rows without a stratum, or of which it is not known whether they have answered, are left out.
 * @param responded a column of 0 and 1
 * @param levels levels of the first stratum, to pick and order them
 */
export function seatsOf(table: Table, responded: string, strata: readonly string[], levels?: readonly string[] | null): Seats | Violation {
	const y = numbers(table, responded);
	if (isViolation(y)) return y;
	const views: Groups[] = [];
	for (const [k, name] of strata.entries()) {
		const view = groups(table, name, k === 0 ? (levels ?? undefined) : undefined);
		if (isViolation(view)) return view;
		views.push(view);
	}
	const rows = completeRows(table.rows, [y, ...views]);
	if (rows.length === 0) return violation('no_data', { columns: [responded, ...strata].join(', ') });
	const answered = new Float64Array(rows.length);
	for (let at = 0; at < rows.length; at++) {
		const value = y.values[rows[at]!]!;
		if (value !== 0 && value !== 1) return violation('wrong_kind', { column: responded, needed: '0 | 1' });
		answered[at] = value;
	}
	const ofRows = (codes: Int32Array): Int32Array => {
		if (rows.length === codes.length) return codes;
		const chosen = new Int32Array(rows.length);
		for (let at = 0; at < chosen.length; at++) chosen[at] = codes[rows[at]!]!;
		return chosen;
	};
	return { answered, factors: views.map((v, k) => ({ name: strata[k]!, codes: ofRows(v.codes), levels: v.levels.map((l) => l.value) })) };
}

/** Everyone on the list: the largest that counts are spread out to. */
const MOST_SEATS = 5_000_000;

/** The seats that counts of cells stand for, the respondents of a cell first. Levels in the order in which the cells first name them. */
export function seatsFromCells({ strata, cells, population, respondents }: CellCounts): Seats | Violation {
	const right = Array.isArray(cells) && cells.length > 0 && cells.every((c: unknown) => Array.isArray(c) && c.length === strata.length && c.every((v) => typeof v === 'string'));
	if (!right) return violation('bad_field', { field: 'cells', needed: `[[${strata.map(() => 'level').join(', ')}]]` });
	for (const [field, counts] of [['population', population], ['respondents', respondents]] as const) {
		if (counts.length !== cells.length) return violation('bad_field', { field, needed: `${cells.length} numbers` });
		if (!counts.every((x) => Number.isSafeInteger(x) && x >= 0)) return violation('not_a_count', { field });
	}
	if (respondents.some((n, c) => n > population[c]!)) return violation('numerator_above_denominator');
	const N = population.reduce((a, b) => a + b, 0);
	if (N === 0) return violation('no_data', { columns: strata.join(', ') });
	if (N > MOST_SEATS) return violation('too_large', { instead: 'nonresponse_counts' });
	const answered = new Float64Array(N);
	const cellOf = new Int32Array(N);
	let at = 0;
	population.forEach((size, c) => {
		answered.fill(1, at, at + respondents[c]!);
		cellOf.fill(c, at, at + size);
		at += size;
	});
	const factors = strata.map((name, s) => {
		const levels = [...new Set(cells.map((c) => c[s]!))];
		const codes = cells.map((c) => levels.indexOf(c[s]!));
		return { name, levels, codes: Int32Array.from(cellOf, (c) => codes[c]!) };
	});
	return { answered, factors };
}

/** Population and respondents of one factor, level by level. */
export function strataOf(answered: Float64Array, factor: StratumFactor): Strata {
	const population = factor.levels.map(() => 0);
	const respondents = factor.levels.map(() => 0);
	for (let i = 0; i < answered.length; i++) {
		population[factor.codes[i]!]! += 1;
		respondents[factor.codes[i]!]! += answered[i]!;
	}
	return { levels: factor.levels, population, respondents };
}

/** Two factors as one, with levels such as `K × 18-34`, the first varying slowest. */
export function crossedFactor(a: StratumFactor, b: StratumFactor): StratumFactor {
	return {
		name: `${a.name} × ${b.name}`,
		codes: a.codes.map((code, i) => code * b.levels.length + b.codes[i]!),
		levels: a.levels.flatMap((x) => b.levels.map((y) => `${x} × ${y}`))
	};
}
