/** Random and systematic choices out of an ordered list. */

/** A whole number from 0 to k - 1, each as likely: floor(u·k). */
export const below = (k: number, random: () => number): number => Math.min(k - 1, Math.floor(random() * k));

/**
 * n of the items without replacement, every set of n as likely, by n steps of Fisher and Yates's shuffle (Knuth, The Art of Computer Programming 2, 3.4.2).
 * The items' order matters to which are chosen, so give them in an order of their own. The list itself is left alone.
 * @param n 0 to the number of items
 */
export function chooseWithout<T>(items: readonly T[], n: number, random: () => number): T[] {
	const pool = [...items];
	for (let i = 0; i < n; i++) {
		const j = i + below(pool.length - i, random);
		[pool[i], pool[j]] = [pool[j]!, pool[i]!];
	}
	return pool.slice(0, n);
}

/**
 * n of the items, as far apart in the list as can be, from a random start r among the whole numbers 0 to N - 1: items number floor((r + iN)/n), i = 0 to n - 1.
 * The interval N/n need not be whole, exactly n are chosen, and each item has the probability n/N exactly: of the nN values r + iN each item has n.
 * Source: Cochran (1977), Sampling Techniques, 8.1; Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, 3.4.
 * @param n 0 to the number of items
 */
export function chooseSystematic<T>(items: readonly T[], n: number, random: () => number): T[] {
	if (n === 0) return [];
	const start = below(items.length, random);
	return Array.from({ length: n }, (_, i) => items[Math.floor((start + i * items.length) / n)]!);
}
