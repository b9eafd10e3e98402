/** A group's values as the tests take them: each with how often it occurs, so that points of a scale cost a handful of numbers, however many answered. */

export interface Sample {
	/** Finite numbers, in any order; the same value may stand several times. */
	values: Float64Array;
	/** How many rows have each value; whole numbers from 0 upwards. */
	counts: Float64Array;
}

/** Plain values, one row each. */
export function sampleOf(values: Float64Array): Sample {
	return { values, counts: new Float64Array(values.length).fill(1) };
}

/** Rows in a sample. */
export function size(sample: Sample): number {
	let n = 0;
	for (let i = 0; i < sample.counts.length; i++) n += sample.counts[i]!;
	return n;
}

const plain = (sample: Sample): boolean => sample.counts.every((c) => c === 1);

/** The same sample without values that nobody has, in rising order. The given one is not changed. */
export function sorted(sample: Sample): Sample {
	if (plain(sample)) return { values: sample.values.slice().sort(), counts: sample.counts };
	const order = Array.from(sample.values.keys()).filter((i) => sample.counts[i]! > 0);
	order.sort((a, b) => sample.values[a]! - sample.values[b]!);
	return { values: Float64Array.from(order, (i) => sample.values[i]!), counts: Float64Array.from(order, (i) => sample.counts[i]!) };
}

/** The median: the middle row's value, or half the sum of the two in the middle; never -0. The sample must have rows. */
export function median(sample: Sample): number {
	const { values, counts } = sorted(sample);
	const n = size(sample);
	let before = 0;
	let low: number | null = null;
	for (let i = 0; i < values.length; i++) {
		before += counts[i]!;
		if (low === null && 2 * before >= n) {
			if (2 * before > n) return values[i]! + 0;
			low = values[i]!;
		} else if (low !== null) return (low + values[i]!) / 2 + 0;
	}
	return low ?? 0;
}
