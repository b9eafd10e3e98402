/** Chebyshev interpolation of a function on an interval. */

/**
 * Coefficients of the polynomial through the function at n Chebyshev points of (low, high); the first is to be halved in the sum.
 * Source: Mason and Handscomb (2003), Chebyshev Polynomials, 6.3.
 */
export function chebyshevFit(f: (x: number) => number, low: number, high: number, n: number): Float64Array {
	const values = Float64Array.from({ length: n }, (_, j) => f((low + high) / 2 + ((high - low) / 2) * Math.cos((Math.PI * (j + 0.5)) / n)));
	return Float64Array.from({ length: n }, (_, m) => values.reduce((sum, v, j) => sum + v * Math.cos((Math.PI * m * (j + 0.5)) / n), 0) * (2 / n));
}

/** The polynomial at t = (2x − low − high)/(high − low), from −1 to 1, by Clenshaw's recurrence. */
export function chebyshevAt(coefficients: Float64Array, t: number): number {
	let b = 0;
	let c = 0;
	for (let k = coefficients.length - 1; k > 0; k--) {
		const next = 2 * t * b - c + coefficients[k]!;
		c = b;
		b = next;
	}
	return t * b - c + 0.5 * coefficients[0]!;
}
