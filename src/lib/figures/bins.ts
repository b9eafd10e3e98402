/** Numbers gathered in intervals with round ends. */
import { scaleLinear } from 'd3-scale';

export interface Bins {
	edges: number[];
	counts: number[];
	/** Each interval is about one whole number. */
	single: boolean;
	/** Some lie beyond the edges and are counted in the outermost intervals. */
	beyond: boolean;
	/** How many different values there are. */
	distinct: number;
}

/** Whole numbers over no more than this have an interval each. */
const MOST_SINGLE = 30;
const [FEWEST, MOST] = [5, 40];

/** Counts in intervals closed to the right, the first to the left as well; what lies beyond the edges is counted in the outermost. */
export function countsIn(sorted: Iterable<number>, edges: readonly number[]): number[] {
	const counts = edges.slice(1).map(() => 0);
	let bin = 0;
	for (const value of sorted) {
		while (bin < counts.length - 1 && value > (edges[bin + 1] ?? Infinity)) bin += 1;
		counts[bin] = (counts[bin] ?? 0) + 1;
	}
	return counts;
}

function differentIn(sorted: Float64Array): number {
	let found = sorted.length > 0 ? 1 : 0;
	for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) found += 1;
	return found;
}

/** Freedman and Diaconis (1981), Z. Wahrscheinlichkeitstheorie 57, 453-476: width 2 IQR n^(-1/3); by Sturges where half of the values are equal. */
function manyFor(sorted: Float64Array, span: number): number {
	const at = (p: number) => sorted[Math.min(Math.floor(sorted.length * p), sorted.length - 1)] ?? 0;
	const width = (2 * (at(0.75) - at(0.25))) / Math.cbrt(sorted.length);
	return Math.min(Math.max(Math.ceil(width > 0 ? span / width : Math.log2(sorted.length) + 1), FEWEST), MOST);
}

/**
 * @param values finite numbers
 * @param scale ends of the scale that the values are points of; the values' own ends where absent
 * @param tail the edges are taken from the `tail`th smallest and largest value, so that they tell nothing of a single one; 1: the smallest and largest themselves
 * @returns null where there are fewer than two different values, or too few for two tails
 */
export function binsOf(values: readonly number[], scale: readonly [number, number] | null = null, tail = 1): Bins | null {
	const sorted = new Float64Array(values).sort();
	const distinct = differentIn(sorted);
	if (distinct < 2 || sorted.length < 2 * tail) return null;
	const [low, high] = scale ?? [sorted[tail - 1] ?? 0, sorted[sorted.length - tail] ?? 0];
	const whole = sorted.every((v) => Number.isInteger(v));
	const single = whole && Number.isInteger(low) && high - low <= MOST_SINGLE;
	const edges = single ? Array.from({ length: high - low + 2 }, (_, i) => low - 0.5 + i) : roundEdges(low, high, Math.min(manyFor(sorted, high - low), whole ? high - low : MOST));
	const [first = 0, last = 0] = [edges[0], edges.at(-1)];
	return { edges, counts: countsIn(sorted, edges), single, beyond: sorted.some((v) => v < first || v > last), distinct };
}

function roundEdges(low: number, high: number, count: number): number[] {
	if (high <= low) return [low - 0.5, low + 0.5];
	const scale = scaleLinear().domain([low, high]).nice(count);
	const ticks = scale.ticks(count);
	const step = (ticks[1] ?? high) - (ticks[0] ?? low);
	return [...((ticks[0] ?? low) > low ? [(ticks[0] ?? low) - step] : []), ...ticks, ...((ticks.at(-1) ?? high) < high ? [(ticks.at(-1) ?? high) + step] : [])];
}
