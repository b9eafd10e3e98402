/** Quantiles as the point where a tail's logarithm reaches its goal. */

/**
 * The x > 0 at which log tail = logP, by Newton's method in log x within a bracket that shrinks: Newton where it is good, halving
 * where it leaves the bracket.
 * @param tail log of the tail at x
 * @param slope derivative of that by log x: positive for lower tails, negative for upper ones
 * @param start a first guess; any positive number will do
 */
export function quantileByLog(logP: number, tail: (x: number) => number, slope: (x: number) => number, start: number): number {
	let low = -744;
	let high = 709;
	let u = Math.min(Math.max(Math.log(start), low), high);
	for (let i = 0; i < 300; i++) {
		const x = Math.exp(u);
		const gap = tail(x) - logP;
		const rate = slope(x);
		if (gap === 0) return x;
		if (gap > 0 === rate >= 0) high = u;
		else low = u;
		const step = gap / rate;
		let next = u - step;
		if (Math.abs(step) < 1e-15 * Math.max(1, Math.abs(u))) return Math.exp(next);
		if (!(next > low && next < high)) next = (low + high) / 2;
		if (high - low < 1e-16 * Math.abs(u)) return Math.exp(next);
		u = next;
	}
	return Math.exp(u);
}
