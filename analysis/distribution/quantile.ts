/** Quantiles as the point where a tail's logarithm reaches its goal. */

// logarithms of the ends of what a number can be
const SMALLEST = -744;
const LARGEST = 709.7;

const numberAt = (u: number): number => (u > LARGEST - 0.01 ? Infinity : u < SMALLEST + 0.01 ? 0 : Math.exp(u));

/**
 * The x > 0 at which log tail = logP, by Newton's method in log x within a bracket that shrinks: Newton where it is good, halving
 * where it leaves the bracket.
 * @param tail log of the tail at x
 * @param slope derivative of that by log x: positive for lower tails, negative for upper ones
 * @param start a first guess; any positive number will do
 * @returns 0 or Infinity where the point is smaller or larger than a number can be
 */
export function quantileByLog(logP: number, tail: (x: number) => number, slope: (x: number) => number, start: number): number {
	let low = SMALLEST;
	let high = LARGEST;
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
		if (Math.abs(step) < 1e-15 * Math.max(1, Math.abs(u))) return numberAt(next);
		if (!(next > low && next < high)) next = (low + high) / 2;
		if (high - low < 1e-16 * Math.abs(u)) return numberAt(next);
		u = next;
	}
	return numberAt(u);
}
