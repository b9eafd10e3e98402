/** The name someone probably meant. */

/** How many letters must be put in, taken out, changed, or swapped with the next (optimal string alignment). */
function distance(a: string, b: string): number {
	let before: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = (last[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
			const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity;
			row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change, swap));
		}
		[before, last] = [last, row];
	}
	return last[b.length] ?? 0;
}

/** The known name nearest to `word`, whatever the case; null when none is near enough to have been meant. Of equals the first. */
export function nearest(word: string, known: readonly string[]): string | null {
	const typed = word.toLowerCase().slice(0, 100);
	const far = Math.max(2, Math.ceil(typed.length / 3));
	const ranked = known.map((name) => ({ name, d: distance(typed, name.toLowerCase()) })).sort((a, b) => a.d - b.d);
	return ranked[0] && ranked[0].d <= far ? ranked[0].name : null;
}
