/** Whole shares of a whole number. */

export interface Part {
	name: string;
	/** The most it can get. */
	size: number;
	/** The least it can get, not above `size`. */
	least: number;
	/** What its share is in proportion to, 0 or more. */
	weight: number;
}

const byName = (a: Part, b: Part): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
const sum = (parts: readonly Part[], of: (part: Part) => number): number => parts.reduce((total, part) => total + of(part), 0);

/** m·w/W as whole part and remainder (in units of 1/W): exact for whole weights, so that equal remainders are equal. */
function quota(m: number, weight: number, total: number): { whole: number; remainder: number } {
	const remainder = (m * weight) % total;
	return { whole: Math.round((m * weight - remainder) / total), remainder };
}

/** Weights of the parts that are still free; where none has any, their sizes. */
function weighed(free: readonly Part[]): Part[] {
	return sum(free, (p) => p.weight) > 0 ? [...free] : free.map((p) => ({ ...p, weight: p.size }));
}

/**
 * Shares n among the parts in proportion to their weights, within their limits: a part whose share would pass a limit gets the limit, and the rest is shared anew;
 * then by largest remainder, ties going to the larger part and then by name.
 * @param n from the sum of the least to the sum of the sizes
 */
export function apportion(n: number, parts: readonly Part[]): Map<string, number> {
	const shares = new Map<string, number>();
	let free = weighed([...parts].sort(byName));
	let left = n;
	for (;;) {
		const total = sum(free, (p) => p.weight);
		const ideal = (p: Part) => (total > 0 ? (left * p.weight) / total : 0);
		const over = free.filter((p) => ideal(p) > p.size);
		const under = free.filter((p) => ideal(p) < p.least);
		if (over.length + under.length === 0) break;
		const high = sum(over, (p) => ideal(p) - p.size) >= sum(under, (p) => p.least - ideal(p));
		for (const part of high ? over : under) {
			shares.set(part.name, high ? part.size : part.least);
			left -= high ? part.size : part.least;
		}
		free = weighed(free.filter((p) => !shares.has(p.name)));
	}
	const total = sum(free, (p) => p.weight);
	const quotas = free.map((part) => ({ part, ...(total > 0 ? quota(left, part.weight, total) : { whole: 0, remainder: 0 }) }));
	const rest = left - quotas.reduce((given, q) => given + q.whole, 0);
	const first = new Set([...quotas].filter((q) => q.whole < q.part.size)
		.sort((a, b) => b.remainder - a.remainder || b.part.size - a.part.size || byName(a.part, b.part)).slice(0, rest).map((q) => q.part.name));
	for (const { part, whole } of quotas) shares.set(part.name, whole + (first.has(part.name) ? 1 : 0));
	return shares;
}
