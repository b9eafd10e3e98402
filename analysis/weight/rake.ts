/**
 * Raking (iterative proportional fitting): weights are scaled to one margin after the other, round after round, until nothing moves.
 * Source: Deming and Stephan (1940), Ann. Math. Stat. 11, 427–444; Deville, Särndal and Sautory (1993), J. Am. Stat. Assoc. 88, 1013–1020.
 * The same weights as R's `survey::rake`.
 */
import { violation, type Violation } from '../assumptions.ts';
import { checkMargin, type Margin } from './margin.ts';

export interface RakeOptions {
	/** Weights to begin from, above 0; N/n each when absent. Only their proportions matter. */
	base?: ArrayLike<number>;
	/** Smallest and largest weight as multiples of the mean weight N/n; weights outside are cut at the end of each round. */
	limits?: { low?: number; high?: number };
	/** Largest change of a weight in the last round, as a share of the mean weight N/n. Default 1e-13. */
	tolerance?: number;
	/** Rounds before giving up. Default 5000. */
	iterations?: number;
}

export interface Raked {
	/** One weight a respondent, in the respondents' order; they sum to N, the total of the first margin. */
	weights: Float64Array;
	/** Rounds through all margins, the last of which moved nothing. */
	iterations: number;
	/** Largest |weighted level / target - 1|. */
	max_margin_error: number;
	/** Respondents whose weight is at a limit. */
	trimmed: number;
}

/** Respondents alike on every margin and in base weight share a weight all the way: they are moved together. */
interface Cells {
	/** Cell of each respondent. */
	of: Int32Array;
	n: Float64Array;
	start: Float64Array;
	/** codes[m][cell] */
	codes: Int32Array[];
}

function gather(margins: readonly Margin[], base: ArrayLike<number> | undefined, scale: number): Cells {
	const rows = margins[0]!.codes.length;
	const index = new Map<string | number, number>();
	const of = new Int32Array(rows);
	const [n, start]: [number[], number[]] = [[], []];
	const codes: number[][] = margins.map(() => []);
	for (let i = 0; i < rows; i++) {
		const combined = margins.reduce((key, m) => key * m.levels.length + m.codes[i]!, 0);
		const key = base ? `${combined} ${base[i]}` : combined;
		let cell = index.get(key);
		if (cell === undefined) {
			cell = n.length;
			index.set(key, cell);
			n.push(0);
			start.push(scale * (base ? base[i]! : 1));
			margins.forEach((m, k) => codes[k]!.push(m.codes[i]!));
		}
		of[i] = cell;
		n[cell]! += 1;
	}
	return { of, n: Float64Array.from(n), start: Float64Array.from(start), codes: codes.map((c) => Int32Array.from(c)) };
}

function sums(cells: Cells, m: number, levels: number, weights: Float64Array): Float64Array {
	const total = new Float64Array(levels);
	for (let c = 0; c < weights.length; c++) total[cells.codes[m]![c]!]! += cells.n[c]! * weights[c]!;
	return total;
}

function marginError(margins: readonly Margin[], cells: Cells, weights: Float64Array): number {
	let worst = 0;
	margins.forEach((margin, m) => {
		const total = sums(cells, m, margin.levels.length, weights);
		margin.targets.forEach((target, k) => {
			if (target > 0) worst = Math.max(worst, Math.abs(total[k]! / target - 1));
		});
	});
	return worst;
}

/** A weight may come to rest at a limit without being cut; then its last digits depend on the order of the rows, and are no reason to count it otherwise. */
const atLimit = (w: number, low: number, high: number): boolean => w <= low * (1 + 1e-9) || w >= high * (1 - 1e-9);

function checkAll(margins: readonly Margin[], base: ArrayLike<number> | undefined): Violation | null {
	for (const margin of margins) {
		const wrong = checkMargin(margin);
		if (wrong) return wrong;
	}
	const totals = margins.map((m) => m.targets.reduce((a, b) => a + b, 0));
	const odd = totals.findIndex((t) => Math.abs(t - totals[0]!) > 1e-9 * totals[0]!);
	if (odd >= 0) return violation('inconsistent', { field: margins[odd]!.name, total: totals[odd]!, needed: totals[0]! });
	for (let i = 0; base && i < base.length; i++) if (!(base[i]! > 0 && base[i]! < Infinity)) return violation('bad_field', { field: 'base', needed: 'number > 0' });
	return null;
}

/**
 * Rakes to the margins in the order given. Each respondent has a level on every margin.
 * @returns `unreachable_margin` for a level without respondents, `inconsistent` when the margins have different totals or a respondent's level is not in the
 * population, `not_converged` when the rounds run out or the weights settle without meeting the margins (cells without respondents make them
 * contradict each other). With `limits`, margins that the limits keep from being met are no violation: see `max_margin_error`.
 */
export function rake(margins: readonly Margin[], options: RakeOptions = {}): Raked | Violation {
	const rows = margins[0]?.codes.length ?? 0;
	if (rows === 0) return violation('no_data', { columns: margins.map((m) => m.name).join(', ') });
	const { base, limits = {}, tolerance = 1e-13, iterations = 5000 } = options;
	const wrong = checkAll(margins, base);
	if (wrong) return wrong;
	const mean = margins[0]!.targets.reduce((a, b) => a + b, 0) / rows;
	const baseSum = base ? Array.prototype.reduce.call(base, (a, b) => (a as number) + (b as number), 0) as number : rows;
	const cells = gather(margins, base, (mean * rows) / baseSum);
	const [low, high] = [(limits.low ?? 0) * mean, (limits.high ?? Infinity) * mean];
	const limited = low > 0 || high < Infinity;
	const weights = Float64Array.from(cells.start);
	for (let round = 1; round <= iterations; round++) {
		const before = Float64Array.from(weights);
		margins.forEach((margin, m) => {
			const total = sums(cells, m, margin.levels.length, weights);
			for (let c = 0; c < weights.length; c++) weights[c]! *= margin.targets[cells.codes[m]![c]!]! / total[cells.codes[m]![c]!]!;
		});
		let change = 0;
		for (let c = 0; c < weights.length; c++) {
			if (limited) weights[c] = Math.min(high, Math.max(low, weights[c]!));
			change = Math.max(change, Math.abs(weights[c]! - before[c]!));
		}
		if (change >= tolerance * mean) continue;
		const max_margin_error = marginError(margins, cells, weights);
		if (!limited && max_margin_error > 1e-8) return violation('not_converged', { iterations: round, max_margin_error });
		let trimmed = 0;
		for (let c = 0; c < weights.length; c++) if (limited && atLimit(weights[c]!, low, high)) trimmed += cells.n[c]!;
		return { weights: Float64Array.from(cells.of, (c) => weights[c]!), iterations: round, max_margin_error, trimmed };
	}
	return violation('not_converged', { iterations, max_margin_error: marginError(margins, cells, weights) });
}
