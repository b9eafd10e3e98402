/** Nodes and weights on (−1, 1). */
export interface Rule {
	nodes: Float64Array;
	weights: Float64Array;
}

/**
 * Gauss and Legendre's rule with n points, exact for polynomials of degree 2n − 1. Newton's method on the Legendre polynomial's
 * roots. Source: Davis and Rabinowitz (1984), Methods of Numerical Integration, 2.7.
 */
export function gaussLegendre(n: number): Rule {
	const nodes = new Float64Array(n);
	const weights = new Float64Array(n);
	for (let i = 0; i < (n + 1) / 2; i++) {
		let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
		let derivative = 1;
		for (let round = 0; round < 8; round++) {
			let before = 1;
			let value = x;
			for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
			derivative = (n * (x * value - before)) / (x * x - 1);
			x -= value / derivative;
		}
		nodes[i] = -x;
		nodes[n - 1 - i] = x;
		weights[i] = weights[n - 1 - i] = 2 / ((1 - x * x) * derivative * derivative);
	}
	return { nodes, weights };
}
