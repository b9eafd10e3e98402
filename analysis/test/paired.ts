/** Two measurements of the same rows. */
import { decimals } from '../numeric/decimal.ts';
import { TwofoldSum } from '../numeric/twofold.ts';
import { groupMoments, type Moments } from './moments.ts';
import { sampleOf } from './sample.ts';

/**
 * x - y row by row. Decimals are subtracted as whole numbers, so that 3.3 - 1.1 and 2.2 - 0 tie, which they do not as doubles.
 * @param x and y of the same length; never changed
 */
export function differences(x: Float64Array, y: Float64Array): Float64Array {
	const whole = decimals([x, y]);
	if (!whole) return x.map((v, i) => v - y[i]!);
	const [a, b] = whole.offsets as [Float64Array, Float64Array];
	return a.map((v, i) => (v - b[i]!) / whole.scale);
}

export interface PairedMoments {
	x: Moments;
	y: Moments;
	diff: Moments;
	/** Pearson's correlation between the two; null when one of them does not vary. */
	r: number | null;
}

/** Σ(x - x̄)(y - ȳ)/√(Σ(x - x̄)² Σ(y - ȳ)²), products summed in twice the working precision; null when one of them does not vary. */
function correlation(x: Float64Array, y: Float64Array, mx: Moments, my: Moments): number | null {
	if (!(mx.variance > 0 && my.variance > 0)) return null;
	const products = new TwofoldSum();
	const [restX, restY] = [new TwofoldSum(), new TwofoldSum()];
	// each in its own SD, so that no product under- or overflows
	const [sx, sy] = [Math.sqrt(mx.variance), Math.sqrt(my.variance)];
	for (let i = 0; i < x.length; i++) {
		const [dx, dy] = [(x[i]! - mx.mean) / sx, (y[i]! - my.mean) / sy];
		products.addProduct(dx, dy);
		restX.add(dx);
		restY.add(dy);
	}
	const r = (products.total - (restX.total * restY.total) / x.length) / (x.length - 1);
	return Math.max(-1, Math.min(1, r));
}

/** Moments of both measurements and of their difference. */
export function pairedMoments(x: Float64Array, y: Float64Array): PairedMoments {
	const [mx, my] = groupMoments([sampleOf(x), sampleOf(y)]) as [Moments, Moments];
	const [diff] = groupMoments([sampleOf(differences(x, y))]) as [Moments];
	return { x: mx, y: my, diff, r: correlation(x, y, mx, my) };
}

/** The same from printed figures: s_D² = s_x² + s_y² - 2 r s_x s_y. */
export function pairedFromSummary(n: number, mean: readonly [number, number], sd: readonly [number, number], r: number): PairedMoments {
	const moments = (m: number, variance: number): Moments => ({ n, mean: m, deviation: m, ss: (n - 1) * variance, variance });
	// the square of a difference plus what r lacks to 1: no cancellation when r is close to 1
	const variance = (sd[0] - sd[1]) ** 2 + 2 * (1 - r) * sd[0] * sd[1];
	return { x: moments(mean[0], sd[0] ** 2), y: moments(mean[1], sd[1] ** 2), diff: moments(mean[0] - mean[1], variance), r };
}
