/**
 * Decimal data as whole numbers. A double such as 1000000000000.4 stands for a decimal it can only come near; sums of the doubles carry that error, sums
 * of the decimals do not. NIST's SmLs07 to SmLs09 keep their digits only this way.
 */

/** Below this a double times its power of ten rounds to the right whole number: both roundings together stay under a half. */
const LARGEST = 2 ** 51;
const LARGEST_SCALE = 1e15;

export interface Decimals {
	/** A power of ten; every value is `(origin + offset) / scale` as a decimal. */
	scale: number;
	/** A whole number: the first value's. */
	origin: number;
	/** Whole numbers, one array for each array given. */
	offsets: Float64Array[];
	/** The largest size of an offset. */
	largest: number;
}

const isDecimal = (x: number, scale: number): boolean => Math.round(x * scale) / scale === x;

/**
 * Reads each double as the decimal with fewest digits after the point, one number of digits for all, such that every double is the one nearest its
 * decimal: x = k / 10^d with whole k, exactly the decimal that was typed or read from a file.
 * @param arrays finite numbers; never changed
 * @returns null when some value is no such decimal below 2^51 units (a third, a logarithm): then the doubles themselves are the data
 */
export function decimals(arrays: readonly Float64Array[]): Decimals | null {
	let scale = 1;
	let origin: number | null = null;
	let size = 0;
	for (const values of arrays) {
		for (let i = 0; i < values.length; i++) {
			const x = values[i]!;
			while (!isDecimal(x, scale)) {
				scale *= 10;
				if (scale > LARGEST_SCALE) return null;
			}
			size = Math.max(size, Math.abs(x));
			origin ??= x;
		}
	}
	if (size * scale >= LARGEST) return null;
	const start = Math.round((origin ?? 0) * scale);
	let largest = 0;
	const offsets = arrays.map((values) => {
		const own = new Float64Array(values.length);
		for (let i = 0; i < values.length; i++) {
			own[i] = Math.round(values[i]! * scale) - start;
			largest = Math.max(largest, Math.abs(own[i]!));
		}
		return own;
	});
	return { scale, origin: start, offsets, largest };
}
