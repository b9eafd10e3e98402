/** Coefficients of two variables from their values, where these are too many for a table. */
import { decimals } from '../numeric/decimal.ts';
import { exactSum } from '../numeric/sum.ts';
import type { Order, Products } from './scored.ts';

/** A column made ready for many pairs: sorted once, its values as small numbers around a pivot. */
export interface Measured {
	/** 1 where the row has a value. */
	valid: Uint8Array;
	/** Values less a number near their mean; whole numbers where the values are decimals. */
	shifted: Float64Array;
	/** Valid rows in the order of their values. */
	order: Int32Array;
	/** Place of a row's value among the distinct values; equal values have the same. */
	place: Int32Array;
}

/** Index of the first of the sorted values that is not below x. */
function firstAtLeast(sorted: Float64Array, x: number): number {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (sorted[middle]! < x) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** @param values one a row; those of rows that are not valid have no meaning. Not changed */
export function measured(values: Float64Array, valid: Uint8Array): Measured {
	const sorted = values.filter((_, i) => valid[i] === 1).sort();
	const whole = decimals([sorted]);
	const numbers = whole ? whole.offsets[0]! : sorted;
	const mean = sorted.length > 0 ? exactSum(numbers) / sorted.length : 0;
	const pivot = whole ? Math.round(mean) : mean;
	const shifted = new Float64Array(values.length);
	const place = new Int32Array(values.length);
	const order = new Int32Array(sorted.length);
	const filled = new Int32Array(sorted.length);
	// sorting the values and finding each row's place among them is many times faster than sorting the rows
	for (let row = 0; row < values.length; row++) {
		if (valid[row] !== 1) continue;
		const at = firstAtLeast(sorted, values[row]!);
		place[row] = at;
		shifted[row] = numbers[at]! - pivot;
		order[at + filled[at]!++] = row;
	}
	return { valid, shifted, order, place };
}

/** The rows where both are valid: as they stand, in the order of x, and in the order of y. */
export interface Shared {
	x: Measured;
	y: Measured;
	rows: Int32Array;
	byX: Int32Array;
	byY: Int32Array;
}

export function shared(x: Measured, y: Measured): Shared {
	const byX = x.order.filter((i) => y.valid[i] === 1);
	return { x, y, rows: byX.toSorted(), byX, byY: y.order.filter((i) => x.valid[i] === 1) };
}

/** Sums over blocks, so that rounding grows with the number of blocks and not of rows. */
const BLOCK = 128;

function sums(rows: Int32Array, x: Float64Array, y: Float64Array): Products {
	const n = rows.length;
	if (n === 0) return { n, xx: 0, yy: 0, xy: 0 };
	let [sx, sy] = [0, 0];
	for (let i = 0; i < n; i++) {
		sx += x[rows[i]!]!;
		sy += y[rows[i]!]!;
	}
	const [mx, my] = [sx / n, sy / n];
	let [xx, yy, xy, restX, restY] = [0, 0, 0, 0, 0];
	for (let from = 0; from < n; from += BLOCK) {
		const to = Math.min(n, from + BLOCK);
		let [bxx, byy, bxy, bx, by] = [0, 0, 0, 0, 0];
		for (let i = from; i < to; i++) {
			const dx = x[rows[i]!]! - mx;
			const dy = y[rows[i]!]! - my;
			bx += dx;
			by += dy;
			bxx += dx * dx;
			byy += dy * dy;
			bxy += dx * dy;
		}
		[xx, yy, xy, restX, restY] = [xx + bxx, yy + byy, xy + bxy, restX + bx, restY + by];
	}
	return { n, xx: xx - (restX * restX) / n, yy: yy - (restY * restY) / n, xy: xy - (restX * restY) / n };
}

/** Sums of squares and products around the means of the rows that both have, in two passes. A constant gives exactly 0. */
export function measuredProducts({ x, y, rows }: Shared): Products {
	const out = sums(rows, x.shifted, y.shifted);
	const constant = (m: Measured) => rows.every((i) => m.place[i] === m.place[rows[0]!]);
	return { ...out, xx: constant(x) ? 0 : out.xx, yy: constant(y) ? 0 : out.yy };
}

/** Sizes of the groups of equal places among rows sorted by it. */
function tieGroups(sorted: Int32Array, place: Int32Array): number[] {
	const groups: number[] = [];
	for (let k = 0; k < sorted.length; k++) {
		if (k > 0 && place[sorted[k]!] === place[sorted[k - 1]!]) groups[groups.length - 1]!++;
		else groups.push(1);
	}
	return groups;
}

function midRanks(sorted: Int32Array, ties: readonly number[], into: Float64Array): void {
	const middle = (sorted.length + 1) / 2;
	let k = 0;
	for (const t of ties) {
		const rank = k + (t + 1) / 2 - middle;
		for (let end = k + t; k < end; k++) into[sorted[k]!] = rank;
	}
}

/** The same sums for mid-ranks among the rows that both have. */
export function measuredRankProducts({ x, y, rows, byX, byY }: Shared): Products {
	const [rx, ry] = [new Float64Array(x.valid.length), new Float64Array(x.valid.length)];
	midRanks(byX, tieGroups(byX, x.place), rx);
	midRanks(byY, tieGroups(byY, y.place), ry);
	let [xx, yy, xy] = [0, 0, 0];
	for (const i of rows) {
		xx += rx[i]! * rx[i]!;
		yy += ry[i]! * ry[i]!;
		xy += rx[i]! * ry[i]!;
	}
	return { n: byX.length, xx, yy, xy };
}

/** Sorts in place by merging and counts how many pairs stood in the wrong order. */
function inversions(values: Int32Array): number {
	let from = values;
	let to: Int32Array = new Int32Array(values.length);
	let count = 0;
	for (let width = 1; width < values.length; width *= 2) {
		for (let start = 0; start < values.length; start += 2 * width) {
			const middle = Math.min(start + width, values.length);
			const end = Math.min(start + 2 * width, values.length);
			for (let i = start, j = middle, k = start; k < end; k++) {
				if (i < middle && (j >= end || from[i]! <= from[j]!)) to[k] = from[i++]!;
				else {
					count += middle - i;
					to[k] = from[j++]!;
				}
			}
		}
		[from, to] = [to, from];
	}
	return count;
}

/** P − Q in O(n log n): Knight (1966), J. Am. Stat. Assoc. 61, 436–439. Rows by x and, among equals, by y; what must be swapped to sort y is discordant. */
export function measuredOrder({ x, y, byX, byY }: Shared): Order {
	const n = byX.length;
	const tiesX = tieGroups(byX, x.place);
	const tiesY = tieGroups(byY, y.place);
	const places = Int32Array.from(byX, (i) => y.place[i]!);
	let both = 0;
	let start = 0;
	const pairs = (t: number) => (t * (t - 1)) / 2;
	for (const t of tiesX) {
		// one row alone is in order and tied with nobody
		const group = t > 1 ? places.subarray(start, start + t).sort() : [];
		for (let k = 1, run = 1; k <= group.length; k++) {
			if (k < group.length && group[k] === group[k - 1]) run++;
			else {
				both += pairs(run);
				run = 1;
			}
		}
		start += t;
	}
	const tied = (ties: readonly number[]) => ties.reduce((sum, t) => sum + pairs(t), 0);
	return { n, s: pairs(n) - tied(tiesX) - tied(tiesY) + both - 2 * inversions(places), tiesX, tiesY };
}
