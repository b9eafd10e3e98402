/** What a list would change in the population as it stands, seat by seat and column by column; and what it may not change. */
import type { CurrentSeat } from '../../db/frames-read.ts';
import type { Incoming, Seats } from './check.ts';
import { issue, type Issue } from './issues.ts';
import type { Columns } from './mapping.ts';
import type { Person } from './persons.ts';
import { inTurns } from './turns.ts';

export interface Change {
	row: number;
	ref: string;
	/** `person.name`, `person.email`, `seat.locale`, `seat.sampled`, or the name of a frame variable, which never has a full stop. */
	field: string;
	from: string | null;
	to: string | null;
	/** True for name and e-mail: shown on the population page only. */
	contact: boolean;
}

export interface SeatChange {
	seat: Incoming;
	current: CurrentSeat;
	/** The seat goes to another person: the normalised e-mail differs. */
	moved: boolean;
	changes: Change[];
}

export interface Difference {
	/** Seats that the population does not have. */
	added: { count: number; seats: Seats };
	changed: SeatChange[];
	unchanged: number;
	/** Refs of seats that the list does not have. They stay. */
	absent: string[];
	/** Whether a new seat is drawn when the list does not say: yes, unless the population already has seats that are not. */
	newSampled: boolean;
	issues: Issue[];
}

/** Changes of one seat. A field that no column of the list gives is left as it is. */
function changesOf(seat: Incoming, current: CurrentSeat, person: Person | undefined, columns: Columns): Change[] {
	const changes: Change[] = [];
	const compare = (field: string, from: string | null, to: string | null, contact = false) => {
		if (from !== to) changes.push({ row: seat.row, ref: seat.ref, field, from, to, contact });
	};
	compare('person.email', current.email, person?.email ?? seat.email, true);
	if (person) compare('person.name', current.name, person.name, true);
	if (seat.locale !== undefined) compare('seat.locale', current.locale, seat.locale);
	if (seat.sampled !== undefined) compare('seat.sampled', String(current.sampled), String(seat.sampled));
	columns.variables.forEach((variable, i) => {
		compare(variable.name, current.strata?.[variable.name] ?? current.particulars[variable.name] ?? null, seat.values[i] ?? null);
	});
	return changes;
}

function seatIssues({ seat, current, moved }: SeatChange, columns: Columns): Issue[] {
	const at = (level: Issue['level'], code: string, column: number) => issue(level, code, seat.row, columns.header[column] ?? null, { params: { ref: seat.ref } });
	if (current.listed) return [at('error', 'lists_issue_ref', columns.ref)];
	if (current.contactKey === null) return [at('error', 'frame_issue_unlinked', columns.ref)];
	return [
		...(seat.sampled === false && current.invited ? [at('error', 'frame_issue_sampled_invited', columns.sampled ?? 0)] : []),
		...(moved && (current.invited || current.answered) ? [at('warning', 'frame_issue_moved', columns.email)] : [])
	];
}

/** New seats of persons who have a seat that the list lacks: a new ref for a seat with a response would lose the tie to it. */
async function refIssues(added: Seats, absent: CurrentSeat[], columns: Columns): Promise<Issue[]> {
	const lost = new Map(absent.filter((seat) => seat.emailKey !== null).map((seat) => [seat.emailKey, seat]));
	const issues: Issue[] = [];
	if (lost.size === 0) return issues;
	await inTurns(added, (seat) => {
		const old = lost.get(seat.emailKey);
		if (old) issues.push(issue(old.answered ? 'error' : 'warning', old.answered ? 'frame_issue_ref_changed' : 'frame_issue_ref_other', seat.row,
			columns.header[columns.ref] ?? null, { value: seat.ref, params: { old: old.ref } }));
	});
	return issues;
}

/**
 * @param current the survey's seats by ref
 * @param persons the persons as they will be, by normalised e-mail
 */
export async function compareFrame(seats: Seats, current: ReadonlyMap<string, CurrentSeat>, persons: ReadonlyMap<string, Person>, columns: Columns): Promise<Difference> {
	const changed: SeatChange[] = [];
	const found = new Set<string>();
	let [count, unchanged] = [0, 0];
	const issues: Issue[] = [];
	await inTurns(seats, (seat) => {
		const before = current.get(seat.ref);
		if (!before) {
			count++;
			return;
		}
		found.add(seat.ref);
		const change = { seat, current: before, moved: before.emailKey !== seat.emailKey, changes: changesOf(seat, before, persons.get(seat.emailKey), columns) };
		issues.push(...seatIssues(change, columns));
		if (change.changes.length > 0) changed.push(change);
		else unchanged++;
	});
	const added = {
		*[Symbol.iterator]() {
			for (const seat of seats) if (!current.has(seat.ref)) yield seat;
		}
	};
	const absent = [...current.values()].filter((seat) => !found.has(seat.ref) && !seat.listed);
	issues.push(...await refIssues(added, absent, columns));
	return {
		added: { count, seats: added }, changed, unchanged, absent: absent.map((seat) => seat.ref),
		newSampled: [...current.values()].every((seat) => seat.sampled), issues
	};
}
