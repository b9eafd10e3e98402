import { violation, type Violation } from '../assumptions.ts';
import { decimals } from '../numeric/decimal.ts';
import { TwofoldSum } from '../numeric/twofold.ts';

/**
 * The lag-1 autocorrelation Σ(y_t − ȳ)(y_{t+1} − ȳ)/Σ(y_t − ȳ)², the values in the order they were observed. Decimals are taken as whole
 * numbers. Source: Box and Jenkins (1976), Time Series Analysis, 2.1.4; NIST's certified r(1).
 * @returns `too_few` below two values, `constant` without variation
 */
export function autocorrelation(values: Float64Array): number | Violation {
	const n = values.length;
	if (n < 2) return violation('too_few', { n, needed: 2 });
	const whole = decimals([values]);
	const y = whole ? whole.offsets[0]! : values;
	// Σ(y − m) = 0 only for the exact mean: the products are summed around a value near it and put right afterwards
	const near = y.reduce((a, b) => a + b / n, 0);
	const pivot = whole ? Math.round(near) : near;
	const [sum, squares, products] = [new TwofoldSum(), new TwofoldSum(), new TwofoldSum()];
	for (let t = 0; t < n; t++) {
		const d = y[t]! - pivot;
		sum.add(d);
		squares.addProduct(d, d);
		if (t > 0) products.addProduct(y[t - 1]! - pivot, d);
	}
	const rest = sum.total / n;
	const [first, last] = [y[0]! - pivot, y[n - 1]! - pivot];
	const ss = squares.total - n * rest * rest;
	if (!(ss > 0)) return violation('constant');
	return (products.total - rest * (2 * sum.total - first - last) + (n - 1) * rest * rest) / ss;
}
