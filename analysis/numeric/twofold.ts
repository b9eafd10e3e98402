/**
 * Sums of products as if in twice the working precision. Source: Ogita, Rump and Oishi (2005), Accurate Sum and Dot Product, SIAM J. Sci.
 * Comput. 26, 1955-1988, algorithm Dot2; products split exactly after Dekker (1971).
 */

const SPLIT = 134217729;

/** What a product loses by rounding: a b - fl(a b), exactly, as long as neither overflows when multiplied by 2^27. */
export function productError(a: number, b: number, product: number): number {
	const ca = SPLIT * a;
	const cb = SPLIT * b;
	const ah = ca - (ca - a);
	const bh = cb - (cb - b);
	return (a - ah) * (b - bh) - (((product - ah * bh) - (a - ah) * bh) - ah * (b - bh));
}

/** A running sum that keeps what each addition loses. `sum + rest` is the total. */
export class TwofoldSum {
	sum: number;
	rest = 0;

	constructor(start = 0) {
		this.sum = start;
	}

	add(x: number): void {
		const total = this.sum + x;
		const back = total - this.sum;
		this.rest += this.sum - (total - back) + (x - back);
		this.sum = total;
	}

	addProduct(a: number, b: number): void {
		const product = a * b;
		this.add(product);
		this.rest += productError(a, b, product);
	}

	get total(): number {
		return this.sum + this.rest;
	}
}

/** x'y in twice the working precision, rounded once. */
export function dotTwofold(x: Float64Array, y: Float64Array): number {
	const sum = new TwofoldSum();
	for (let i = 0; i < x.length; i++) sum.addProduct(x[i]!, y[i]!);
	return sum.total;
}

/** `dotTwofold` of each column with y, to the same bits: two columns a pass, whose sums do not wait for one another. */
export function dotsTwofold(columns: readonly Float64Array[], y: Float64Array): Float64Array {
	const dots = new Float64Array(columns.length);
	let j = 0;
	for (; j + 2 <= columns.length; j += 2) {
		const first = new TwofoldSum();
		const second = new TwofoldSum();
		const a = columns[j]!;
		const b = columns[j + 1]!;
		for (let i = 0; i < y.length; i++) {
			first.addProduct(a[i]!, y[i]!);
			second.addProduct(b[i]!, y[i]!);
		}
		dots[j] = first.total;
		dots[j + 1] = second.total;
	}
	if (j < columns.length) dots[j] = dotTwofold(columns[j]!, y);
	return dots;
}
