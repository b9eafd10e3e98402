/** What a list comes to: rows, persons, and how its strata are filled. */
import type { Incoming } from './check.ts';
import type { MappedVariable } from './mapping.ts';

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

/** Counts over all rows of the list. */
export function countFrame(seats: Incoming[], variables: MappedVariable[], hasSample: boolean): Counts {
	const held = new Map<string, number>();
	for (const seat of seats) if (seat.emailKey !== '') held.set(seat.emailKey, (held.get(seat.emailKey) ?? 0) + 1);
	return {
		rows: seats.length,
		persons: held.size,
		severalSeats: [...held.values()].filter((n) => n > 1).length,
		sampled: hasSample ? seats.filter((seat) => seat.sampled).length : null,
		withoutParticulars: variables.length === 0 ? 0 : seats.filter((seat) => seat.values.every((value) => value === null)).length,
		variables: variables.map((variable, i) => {
			const count = new Map<string, number>();
			for (const { values } of variable.stratum ? seats : []) {
				const code = values[i] ?? null;
				if (code !== null) count.set(code, (count.get(code) ?? 0) + 1);
			}
			return {
				name: variable.name,
				stratum: variable.stratum,
				categories: [...count].map(([code, n]) => ({ code, count: n })).sort((a, b) => b.count - a.count || a.code.localeCompare(b.code, 'nb')),
				missing: seats.filter(({ values }) => values[i] === null).length
			};
		})
	};
}
