/** Counting the codes of columns of bytes: the loops that read every row, four rows to a word. */

/** The bytes as words, where they lie so that they can be read that way. The last bytes, up to three, are not among them. */
export function wordsOf(bytes: Uint8Array): Uint32Array | null {
	return bytes.byteOffset % 4 === 0 ? new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2) : null;
}

/** How many rows have each of the 256 codes. */
export function histogram(codes: Uint8Array): Int32Array {
	// four histograms side by side, so that equal neighbours do not wait for each other
	const lanes = new Int32Array(1024);
	const words = wordsOf(codes) ?? new Uint32Array(0);
	for (let i = 0; i < words.length; i++) {
		const x = words[i]!;
		lanes[x & 255]!++;
		lanes[256 + ((x >>> 8) & 255)]!++;
		lanes[512 + ((x >>> 16) & 255)]!++;
		lanes[768 + (x >>> 24)]!++;
	}
	for (let i = words.length * 4; i < codes.length; i++) lanes[codes[i]!]!++;
	return foldLanes(lanes);
}

function foldLanes(lanes: Int32Array): Int32Array {
	const out = new Int32Array(256);
	for (let code = 0; code < 256; code++) out[code] = lanes[code]! + lanes[256 + code]! + lanes[512 + code]! + lanes[768 + code]!;
	return out;
}

const known = new WeakMap<Uint8Array, Int32Array>();

/** The same for a column of a table, kept as long as the column is, since columns never change: one method after the other asks for it. */
export function columnHistogram(codes: Uint8Array): Int32Array {
	let found = known.get(codes);
	if (!found) known.set(codes, (found = histogram(codes)));
	return found;
}

/** Categories that fit in half a byte together with the four kinds of missing, whose last four bits are 12 to 15. */
export const NIBBLE = 12;

/** Rows with each pair of codes of two columns of at most 12 categories: cell [a << 4 | b] of 256, missing as 12 to 15. */
export function nibblePairs(a: Uint8Array, b: Uint8Array): Int32Array {
	const lanes = new Int32Array(1024);
	const [left, right] = [wordsOf(a), wordsOf(b)];
	const words = left && right ? left.length : 0;
	if (left && right) {
		for (let i = 0; i < words; i++) {
			// four pairs at once, each in a byte of its own
			const z = ((left[i]! & 0x0f0f0f0f) << 4) | (right[i]! & 0x0f0f0f0f);
			lanes[z & 255]!++;
			lanes[256 + ((z >>> 8) & 255)]!++;
			lanes[512 + ((z >>> 16) & 255)]!++;
			lanes[768 + (z >>> 24)]!++;
		}
	}
	for (let i = words * 4; i < a.length; i++) lanes[((a[i]! & 15) << 4) | (b[i]! & 15)]!++;
	return foldLanes(lanes);
}

/** Rows with each pair of codes: cell [a << 8 | b] of 65,536, the missing codes among them. */
export function bytePairs(a: Uint8Array, b: Uint8Array): Int32Array {
	const cells = new Int32Array(65536);
	for (let i = 0; i < a.length; i++) cells[(a[i]! << 8) | b[i]!]!++;
	return cells;
}
