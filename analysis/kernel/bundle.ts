/** Several columns of few categories in one byte a row, so that one count serves many pairs of columns. */
import type { Coded } from './codes.ts';
import { wordsOf } from './histogram.ts';

export interface Bundle {
	/** Place of its first column among all columns; the others follow. */
	first: number;
	/** Categories of each column; one code more stands for missing. */
	sizes: readonly number[];
	/** Codes of the whole bundle: Π (sizes[d] + 1), at most 256. The last column's code moves fastest. */
	span: number;
	/** One byte a row, padded to a multiple of four with the code of "all missing". */
	packed: Uint8Array;
	/** digits[d][code] is the code of column d, or sizes[d] when it is missing. */
	digits: readonly Uint8Array[];
}

/** Places in order, each group's span at most `limit` unless it is a single column. */
function grouped(sizes: readonly number[], limit: number): number[][] {
	const groups: number[][] = [];
	let span = Infinity;
	sizes.forEach((size, at) => {
		span *= size + 1;
		if (span > limit) {
			groups.push([]);
			span = size + 1;
		}
		groups.at(-1)!.push(at);
	});
	return groups;
}

/**
 * How many columns to put together. A wider bundle means fewer passes over the rows, but every pair of bundles must be folded
 * to pairs of columns, which costs as much for few rows as for many. Measured: folding a cell costs about as much as counting two rows.
 */
function cheapest(sizes: readonly number[], rows: number): number[][] {
	const cost = (groups: number[][]): number => {
		const spans = groups.map((g) => g.reduce((p, at) => p * (sizes[at]! + 1), 1));
		const sum = spans.reduce((a, b) => a + b, 0);
		const cells = (sum * sum - spans.reduce((a, b) => a + b * b, 0)) / 2;
		return (groups.length * (groups.length - 1) * rows) / 2 + 2 * cells;
	};
	const plans = [1, 40, 256].map((limit) => grouped(sizes, limit));
	return plans.reduce((best, plan) => (cost(plan) < cost(best) ? plan : best));
}

/** Above this a code's highest bit no longer tells missing from valid. */
const HALF = 128;

/**
 * Adds code · stride of every row, missing as `size`. No sum exceeds a byte, so four rows are reckoned in one word.
 */
function addColumn(packed: Uint8Array, codes: Uint8Array, size: number, stride: number): void {
	const sums = new Int32Array(packed.buffer);
	const words = size < HALF ? wordsOf(codes) : null;
	const missing = size * 0x01010101;
	for (let i = 0; words && i < words.length; i++) {
		const x = words[i]!;
		// 255 in each byte whose highest bit is set
		const gone = Math.imul((x >>> 7) & 0x01010101, 255);
		sums[i] = (sums[i]! + Math.imul((x & ~gone) | (missing & gone), stride)) | 0;
	}
	for (let i = words ? words.length * 4 : 0; i < codes.length; i++) packed[i]! += Math.min(codes[i]!, size) * stride;
}

function pack(columns: readonly Coded[], first: number, rows: number, keep: Uint8Array | null): Bundle {
	const sizes = columns.map((c) => c.categories.length);
	const strides = sizes.map((_, d) => sizes.slice(d + 1).reduce((p, s) => p * (s + 1), 1));
	const span = sizes.reduce((p, s) => p * (s + 1), 1);
	const packed = new Uint8Array(Math.ceil(rows / 4) * 4);
	columns.forEach((column, d) => addColumn(packed, column.codes as Uint8Array, sizes[d]!, strides[d]!));
	packed.fill(span - 1, rows);
	if (keep) for (let i = 0; i < rows; i++) if (keep[i] === 0) packed[i] = span - 1;
	const digits = sizes.map((size, d) => Uint8Array.from({ length: span }, (_, code) => Math.floor(code / strides[d]!) % (size + 1)));
	return { first, sizes, span, packed, digits };
}

/**
 * The columns in as few passes as pay for this number of rows.
 * @param columns of bytes, at most 252 categories each
 * @param keep rows to count (1); all when null. The others become missing in every column
 */
export function bundles(columns: readonly Coded[], rows: number, keep: Uint8Array | null = null): Bundle[] {
	const sizes = columns.map((c) => c.categories.length);
	return cheapest(sizes, rows).map((group) => pack(group.map((at) => columns[at]!), group[0]!, rows, keep));
}
