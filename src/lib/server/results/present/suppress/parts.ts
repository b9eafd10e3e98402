/** Parts of one total: which must be hidden so that no small one is shown or can be found by subtraction. */

/**
 * Parts from 1 and under the limit are hidden. As long as the hidden ones are one alone, or together fewer than the limit (or so few that each must be one person), the
 * smallest part left is hidden as well; parts of 0 are shown, since they are nobody. When nothing is left to hide, the total is.
 * @returns a flag for each part, and for the total
 */
export function protectParts(parts: readonly number[], limit: number): { parts: boolean[]; total: boolean } {
	const hidden = parts.map((n) => n > 0 && n < limit);
	const order = parts.map((_, k) => k).filter((k) => !hidden[k] && (parts[k] ?? 0) > 0).sort((a, b) => (parts[a] ?? 0) - (parts[b] ?? 0) || a - b);
	for (;;) {
		const own = parts.filter((_, k) => hidden[k]);
		if (own.length === 0 || safe(own, limit)) return { parts: hidden, total: false };
		const next = order.shift();
		if (next === undefined) return { parts: hidden, total: true };
		hidden[next] = true;
	}
}

/** Two or more, enough people together, and more people than parts: then no part follows from their sum. */
export function safe(own: readonly number[], limit: number): boolean {
	return own.length >= 2 && own.reduce((a, b) => a + b, 0) >= Math.max(limit, own.length + 1);
}
