/** Which counts are not shown where results on few people are not. */

/**
 * True for a count that is not shown: one between 0 and `below`; and where that leaves a single one, which the sum would give away, the smallest of the others.
 * @param counts that sum to something that is shown
 * @param below 0: everything is shown
 */
export function hiddenCounts(counts: readonly number[], below: number): boolean[] {
	const hidden = counts.map((n) => n > 0 && n < below);
	if (hidden.filter(Boolean).length !== 1) return hidden;
	const others = counts.map((n, i) => ({ n, i })).filter(({ n, i }) => !hidden[i] && n > 0).sort((a, b) => a.n - b.n);
	const [next] = others;
	return hidden.map((is, i) => is || i === next?.i);
}

/** A number of people as it may be shown; null where it may not. */
export const shownCount = (n: number, below: number): number | null => (n > 0 && n < below ? null : n);
