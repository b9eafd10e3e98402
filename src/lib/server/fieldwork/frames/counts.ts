/** What a list comes to: rows, persons, and how its strata are filled. */
import type { Seats } from './check.ts';
import type { MappedVariable } from './mapping.ts';
import { inTurns } from './turns.ts';

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
export async function countFrame(seats: Seats, variables: MappedVariable[], hasSample: boolean): Promise<Counts> {
	const held = new Map<string, number>();
	const counted = variables.map((variable) => ({ variable, codes: new Map<string, number>(), missing: 0 }));
	let [rows, sampled, withoutParticulars] = [0, 0, 0];
	await inTurns(seats, (seat) => {
		rows++;
		if (seat.emailKey !== '') held.set(seat.emailKey, (held.get(seat.emailKey) ?? 0) + 1);
		if (seat.sampled) sampled++;
		if (variables.length > 0 && seat.values.every((value) => value === null)) withoutParticulars++;
		counted.forEach((count, i) => {
			const code = seat.values[i] ?? null;
			if (code === null) count.missing++;
			else if (count.variable.stratum) count.codes.set(code, (count.codes.get(code) ?? 0) + 1);
		});
	});
	return {
		rows,
		persons: held.size,
		severalSeats: held.values().filter((n) => n > 1).reduce((n) => n + 1, 0),
		sampled: hasSample ? sampled : null,
		withoutParticulars,
		variables: counted.map(({ variable: { name, stratum }, codes, missing }) => ({
			name, stratum, missing,
			categories: [...codes].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count || a.code.localeCompare(b.code, 'nb'))
		}))
	};
}
