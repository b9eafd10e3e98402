/** Numbers as they were written: whole numbers over a power of ten. */
export interface Decimals {
	/** `values[i]` is the double nearest to `integers[i] / scale`. */
	integers: Float64Array;
	/** A power of ten. */
	scale: number;
}

/** Every decimal of at most 15 significant digits survives the way to a double and back. */
const LARGEST = 1e15;

/**
 * The values as decimals of at most 15 digits with a common number of decimals, or null when they are not. A measurement written 10000000.2 is stored as a
 * double about 1e-9 away from it; where the spread is small beside the mean that rounding shows in the eighth digit of a standard deviation.
 * Reckoning with whole numbers gives the figures of the numbers as written.
 */
export function asDecimals(values: ArrayLike<number>): Decimals | null {
	let scale = 1;
	let largest = 0;
	for (let i = 0; i < values.length; i++) {
		const v = values[i]!;
		largest = Math.max(largest, Math.abs(v));
		while (Math.round(v * scale) / scale !== v) {
			scale *= 10;
			if (largest * scale > LARGEST || scale > LARGEST) return null;
		}
		if (largest * scale > LARGEST) return null;
	}
	const integers = new Float64Array(values.length);
	for (let i = 0; i < values.length; i++) integers[i] = Math.round(values[i]! * scale);
	return { integers, scale };
}
