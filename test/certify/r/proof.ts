import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Specs } from './harness.ts';

/** Whole numbers from a seed: the printed figures of a made-up report, right or with one of them moved. */
function dice(seed: number): (low: number, high: number) => number {
	let state = (seed + 1) * 2654435761;
	return (low, high) => {
		state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
		return low + (state % (high - low + 1));
	};
}

export const specs: Specs = (_table, _roles, seed) => {
	// made-up figures do not depend on the table: some sixty sets of them are enough
	if (seed % 4 > 0) return [];
	const roll = dice(seed);
	const rows = roll(2, 3);
	const columns = roll(2, 3);
	const counts = Array.from({ length: rows }, () => Array.from({ length: columns }, () => roll(1, 9)));
	const sum = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);
	const nRows = counts.map(sum);
	const nColumns = counts[0]!.map((_, j) => sum(counts.map((r) => r[j]!)));
	const n = sum(nRows);
	const move = (x: number): number => Math.min(100, x + (roll(0, 5) === 0 ? 1 : 0));
	const share = (base: (i: number, j: number) => number) => counts.map((r, i) => r.map((x, j) => move(Math.round((100 * x) / base(i, j)))));
	const means = nColumns.map(() => roll(210, 480) / 100);
	const total = Math.round((100 * sum(nColumns.map((x, j) => x * means[j]!))) / n + roll(-1, 2)) / 100;
	const r = roll(-600, 600) / 1000;
	const people = roll(12, 200);
	const all: (BaseSpec & Record<string, unknown>)[] = [
		{ method: 'proof_percentages', percent: share((_, j) => nColumns[j]!), n_columns: nColumns, n_rows: nRows },
		{ method: 'proof_percentages', percent: share((_, j) => nColumns[j]!), n_columns: nColumns },
		{ method: 'proof_percentages', percent: share((i) => nRows[i]!), of: 'row', n_rows: nRows, n_columns: nColumns },
		{ method: 'proof_percentages', percent: share(() => n), of: 'total', n_rows: nRows },
		{ method: 'proof_hundred', percent: counts.map((x) => Math.round((100 * x[0]!) / nColumns[0]!) + roll(0, 1)) },
		{ method: 'proof_parts', parts: nRows, total: n + roll(-2, 2), overlapping: roll(0, 1) === 1 },
		{ method: 'proof_mean', mean: roll(100, 500) / 100, n: roll(3, 40), items: roll(1, 4), scale: [1, 5] },
		{ method: 'proof_mean', mean: roll(20, 48) / 10, n: roll(2, 9), items: roll(1, 2), scale: [1, 5], decimals: 1, sd: roll(2, 18) / 10 },
		{ method: 'proof_total', n: nColumns, means, total },
		{ method: 'proof_total', n: nColumns, means, total, items: roll(1, 5), scale: [1, 5] },
		{ method: 'proof_total', n: nColumns, means, total, scale: [1, 5], n_total: n + roll(1, 5) },
		{ method: 'proof_band', mean: roll(200, 480) / 100, counts: counts.map((x) => x[0]!), cuts: rows === 2 ? [3.6] : [3, 4.2], items: 5, scale: [1, 5] },
		{ method: 'proof_correlation', r, n: [people], p: roll(0, 999) / 1000 },
		{ method: 'proof_correlation', r, n: [people, people + 5], p: 0.05, p_relation: '<' },
		{ method: 'proof_statistic', statistic: 't', value: roll(-400, 400) / 100, df: roll(3, 90), p: roll(0, 999) / 1000 },
		{ method: 'proof_statistic', statistic: 'F', value: roll(1, 800) / 100, df: roll(1, 5), df2: roll(5, 90), p: 0.01, p_relation: '<' },
		{ method: 'proof_statistic', statistic: 'chi2', value: roll(1, 200) / 10, decimals: 1, df: roll(1, 8), p: roll(0, 99) / 100, p_decimals: 2 },
		{ method: 'proof_statistic', statistic: 'z', value: roll(-300, 300) / 100, p: 0.05, p_relation: '>' },
		{ method: 'proof_flag', counts, flagged: roll(0, 1) === 1 }
	];
	return all;
};
