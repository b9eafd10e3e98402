/** One person for all rows with the same normalised e-mail, however the rows write name and address. */
import type { Incoming } from './check.ts';
import { inTurns } from './turns.ts';

export interface Person {
	emailKey: string;
	name: string;
	email: string;
}

/**
 * Which of several writings is kept: the one already stored if a row has it, else the most frequent, ties by code unit order.
 * The order of the rows never matters.
 */
function choose(written: string[], stored: string | undefined): string | undefined {
	if (stored !== undefined && written.includes(stored)) return stored;
	const count = new Map<string, number>();
	for (const value of written) count.set(value, (count.get(value) ?? 0) + 1);
	return [...count].sort(([a, n], [b, k]) => k - n || (a < b ? -1 : 1))[0]?.[0];
}

/**
 * The persons of a list by normalised e-mail. A blank name, or a list without names, never takes a stored name away.
 * @param stored those of the evaluation's persons that the list has
 */
export async function personsOf(seats: Incoming[], stored: ReadonlyMap<string, Person>): Promise<Map<string, Person>> {
	const rows = Map.groupBy(seats, (seat) => seat.emailKey);
	const persons = new Map<string, Person>();
	await inTurns(rows, ([key, of]) => {
		const before = stored.get(key);
		const names = of.map((seat) => seat.name ?? '').filter((name) => name !== '');
		persons.set(key, {
			emailKey: key,
			name: choose(names, before?.name) ?? before?.name ?? '',
			email: choose(of.map((seat) => seat.email), before?.email) ?? ''
		});
	});
	return persons;
}
