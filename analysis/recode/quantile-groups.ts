import { violation, type Violation } from '../assumptions.ts';
import { quantile } from '../estimate/ordered.ts';
import type { Numbers } from '../table/view.ts';
import { distinct } from './groups.ts';

/**
 * Cuts between k groups of nearly equal size at the quantiles of type 7 (Hyndman and Fan 1996, Am. Stat. 50, 361–365).
 * @returns k − 1 cuts in rising order, possibly equal; `no_data` without valid values
 */
export function quantileCuts(numbers: Numbers, groups: number): number[] | Violation {
	const d = distinct(numbers);
	if (d.n === 0) return violation('no_data');
	return Array.from({ length: groups - 1 }, (_, j) => quantile(d, (j + 1) / groups, 7));
}

/**
 * Cuts at values that occur, so that equal values stay together and the groups come as near to equal sizes as whole values allow: for each
 * j/k the distinct value whose cumulative share is nearest, the lower of two that are equally near. Shares are compared as whole numbers.
 * @returns k − 1 cuts in rising order, possibly equal; `no_data` without valid values
 */
export function tieSafeCuts(numbers: Numbers, groups: number): number[] | Violation {
	const d = distinct(numbers);
	if (d.n === 0) return violation('no_data');
	return Array.from({ length: groups - 1 }, (_, j) => {
		let [best, nearest, cumulative] = [0, Infinity, 0];
		d.counts.forEach((count, i) => {
			cumulative += count;
			const distance = Math.abs(groups * cumulative - (j + 1) * d.n);
			if (distance < nearest) [best, nearest] = [i, distance];
		});
		return d.values[best]!;
	});
}
