/** What a list comes to: rows, persons, and how its strata are filled. */
import type { Incoming } from './check.ts';
import type { MappedVariable } from './mapping.ts';
import type { Written } from './persons.ts';

export interface VariableCount {
	name: string;
	stratum: boolean;
	/** Category and rows, most rows first; for a variable that is not a stratum, empty. */
	categories: { code: string; count: number }[];
	/** Rows where the cell is blank: the list says nothing. Not a category. */
	missing: number;
}

export interface Counts {
	rows: number;
	persons: number;
	/** Persons that hold more than one seat in the list. */
	severalSeats: number;
	/** Rows drawn; null when no column says who is. */
	sampled: number | null;
	/** Rows where all variables are blank. */
	withoutParticulars: number;
	variables: VariableCount[];
}

/** Counts a list row by row; `counts` gives what the rows so far come to. */
export function frameCounter(variables: MappedVariable[]): { add(seat: Incoming): void; counts(written: Written, hasSample: boolean): Counts } {
	const counted = variables.map((variable) => ({ variable, codes: new Map<string, number>(), missing: 0 }));
	let [rows, sampled, withoutParticulars] = [0, 0, 0];
	return {
		add(seat) {
			rows++;
			if (seat.sampled) sampled++;
			if (variables.length > 0 && seat.values.every((value) => value === null)) withoutParticulars++;
			counted.forEach((count, i) => {
				const code = seat.values[i] ?? null;
				if (code === null) count.missing++;
				else if (count.variable.stratum) count.codes.set(code, (count.codes.get(code) ?? 0) + 1);
			});
		},
		// rows without an address are nobody's
		counts: ({ persons, several }, hasSample) => ({
			rows, withoutParticulars,
			persons: persons.size - (persons.has('') ? 1 : 0),
			severalSeats: several.size - (several.has('') ? 1 : 0),
			sampled: hasSample ? sampled : null,
			variables: counted.map(({ variable: { name, stratum }, codes, missing }) => ({
				name, stratum, missing,
				categories: [...codes].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count || a.code.localeCompare(b.code, 'nb'))
			}))
		})
	};
}
