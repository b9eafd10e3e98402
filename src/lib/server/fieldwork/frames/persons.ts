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

/** The persons that a list writes of: in one way, or in the ways of several rows. */
export interface Written {
	/** As the person's first row has them, by normalised e-mail. */
	persons: Map<string, Person & { row: number }>;
	/** All rows' names that are not blank and all addresses, of those who have several rows. */
	several: Map<string, { names: string[]; emails: string[] }>;
}

const filled = (name: string) => (name === '' ? [] : [name]);

/** Takes a row's person into `written`. @returns the same person's first row, when this is not it */
export function addPerson({ persons, several }: Written, { row, emailKey, name = '', email }: Incoming): (Person & { row: number }) | undefined {
	const first = persons.get(emailKey);
	if (!first) {
		persons.set(emailKey, { emailKey, name, email, row });
		return undefined;
	}
	const rows = several.get(emailKey) ?? { names: filled(first.name), emails: [first.email] };
	rows.names.push(...filled(name));
	rows.emails.push(email);
	several.set(emailKey, rows);
	return first;
}

/**
 * The persons of a list by normalised e-mail. A blank name, or a list without names, never takes a stored name away.
 * @param stored those of the evaluation's persons that the list has
 */
export async function personsOf({ persons, several }: Written, stored: ReadonlyMap<string, Person>): Promise<ReadonlyMap<string, Person>> {
	await inTurns(persons.values(), (person) => {
		const before = stored.get(person.emailKey);
		const rows = several.get(person.emailKey);
		if (rows) person.email = choose(rows.emails, before?.email) ?? '';
		if (rows) person.name = choose(rows.names, before?.name) ?? '';
		if (person.name === '') person.name = before?.name ?? '';
	});
	return persons;
}
