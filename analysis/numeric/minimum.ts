const GOLDEN = (3 - Math.sqrt(5)) / 2;
const ROOT_EPSILON = Math.sqrt(Number.EPSILON);

/**
 * The minimum of a function of one variable between two ends: golden sections and parabolas, Brent (1973), Algorithms for Minimization without
 * Derivatives, ch. 5, with the tolerance ε^(1/4) that R's `optimize` has by default.
 */
export function minimum(f: (x: number) => number, low: number, high: number, tolerance = Number.EPSILON ** 0.25): number {
	let [a, b] = [low, high];
	let x = a + GOLDEN * (b - a);
	let [v, w] = [x, x];
	let fx = f(x);
	let [fv, fw] = [fx, fx];
	let [d, e] = [0, 0];
	for (;;) {
		const middle = (a + b) / 2;
		const near = ROOT_EPSILON * Math.abs(x) + tolerance / 3;
		if (Math.abs(x - middle) <= 2 * near - (b - a) / 2) return x;
		let [p, q, r] = [0, 0, 0];
		if (Math.abs(e) > near) {
			r = (x - w) * (fx - fv);
			q = (x - v) * (fx - fw);
			p = (x - v) * q - (x - w) * r;
			q = 2 * (q - r);
			if (q > 0) p = -p;
			else q = -q;
			[r, e] = [e, d];
		}
		if (Math.abs(p) >= Math.abs(0.5 * q * r) || p <= q * (a - x) || p >= q * (b - x)) {
			e = x < middle ? b - x : a - x;
			d = GOLDEN * e;
		} else {
			d = p / q;
			const u = x + d;
			if (u - a < 2 * near || b - u < 2 * near) d = x < middle ? near : -near;
		}
		const u = Math.abs(d) >= near ? x + d : d > 0 ? x + near : x - near;
		const fu = f(u);
		if (fu <= fx) {
			if (u < x) b = x;
			else a = x;
			[v, w, x, fv, fw, fx] = [w, x, u, fw, fx, fu];
		} else {
			if (u < x) a = u;
			else b = u;
			if (fu <= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu];
			else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
		}
	}
}
