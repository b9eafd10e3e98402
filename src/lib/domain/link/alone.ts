/** How many people a linked file could point out: those whose combination of values few others have. */

export interface Traits {
	name: string;
	/** One a row; null where there is none, which is a value like the others. */
	values: readonly (string | null)[];
}
export interface Aloneness {
	columns: string[];
	/** Combinations that occur. */
	combinations: number;
	/** Rows that are alone in theirs, among fewer than three, among fewer than five. */
	alone: number;
	below3: number;
	below5: number;
}

function counted(columns: readonly Traits[], rows: readonly number[]): Aloneness {
	const sizes = new Map<string, number>();
	for (const row of rows) {
		const key = JSON.stringify(columns.map((c) => c.values[row] ?? null));
		sizes.set(key, (sizes.get(key) ?? 0) + 1);
	}
	const below = (limit: number) => [...sizes.values()].reduce((sum, size) => (size < limit ? sum + size : sum), 0);
	return { columns: columns.map((c) => c.name), combinations: sizes.size, alone: below(2), below3: below(3), below5: below(5) };
}

/**
 * Rows alone in their combination of the first column and the others (k-anonymity with k = 2, 3 and 5: Sweeney 2002, Int. J. Uncertain. Fuzz.
 * 10, 557-570): by the first alone, by the first with each other, and by all together.
 * @param rows those that are counted: people in the file who have a municipality
 */
export function aloneIn(columns: readonly Traits[], rows: readonly number[]): Aloneness[] {
	const [first, ...others] = columns;
	if (!first) return [];
	const sets = [[first], ...others.map((other) => [first, other]), ...(others.length > 1 ? [[first, ...others]] : [])];
	return sets.map((set) => counted(set, rows));
}
