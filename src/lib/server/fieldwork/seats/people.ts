/** People change: another person in a seat, and seats that come after the list. */
import { Problem } from '../../../domain/problem.ts';
import { LOCALES, type Locale } from '../../../domain/questionnaire/schema.ts';
import { beginAnew, insertEvent, type EventSql } from '../../db/seat-events.ts';
import { countHeldSeats, insertSeats, lockFrame, moveSeats, writePersons } from '../../db/frames-write.ts';
import { readCategories, readFrameSurvey, readPersons, readVariables } from '../../db/frames-read.ts';
import { readSeatContact, seatIdOf } from '../../db/seat-people.ts';
import { emailKey, isEmail } from '../frames/email.ts';
import { tidyNote, withSeat, type SeatDeps, type SeatInput } from './decide.ts';

const NAME_MAX = 200;
const REF_MAX = 200;

export interface PersonInput { name: string; email: string }

const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim();

/** @throws Problem disposition_problem_name, disposition_problem_email (422) */
function personOf({ name, email }: PersonInput): { name: string; email: string; emailKey: string } {
	const person = { name: oneLine(name), email: email.trim(), emailKey: emailKey(email) };
	if (person.name === '' || person.name.length > NAME_MAX) throw new Problem('disposition_problem_name', 422, { max: NAME_MAX });
	if (!isEmail(person.email)) throw new Problem('disposition_problem_email', 422);
	return person;
}

/** A person who is known already keeps the name that is stored. */
async function keepPerson(sql: EventSql, evaluationId: number, person: ReturnType<typeof personOf>): Promise<void> {
	const there = await readPersons(sql, evaluationId, [person.emailKey]);
	if (!there.has(person.emailKey)) await writePersons(sql, evaluationId, [person]);
}

async function evaluationOf(sql: EventSql, surveyId: number): Promise<number> {
	const survey = await readFrameSurvey(sql, surveyId);
	if (!survey) throw new Problem('survey_problem_no_survey', 404);
	return survey.evaluationId;
}

/**
 * Gives a seat to another person: earlier links end, the person who left is forgotten unless another seat is theirs, and the seat's history says
 * when and by whom, never who. Who had it may not have begun the form: what they wrote is theirs, so then the seat is to be marked as left and a
 * late seat added.
 * @returns invited: an invitation went to the person before, so that the new one gets the next reminder; else the next run of the invitation
 * @throws Problem disposition_problem_name, disposition_problem_email, disposition_problem_same_person, disposition_problem_replace_answered
 */
export async function replacePerson(deps: SeatDeps, input: SeatInput & PersonInput): Promise<{ invited: boolean }> {
	const { surveyId, seatId, actor } = input;
	const person = personOf(input);
	const note = tidyNote(input.note);
	return withSeat(deps, input, async (sql, seat) => {
		if (seat.form !== null) throw new Problem('disposition_problem_replace_answered', 409);
		const evaluationId = await evaluationOf(sql, surveyId);
		const before = await readSeatContact(sql, surveyId, seatId);
		if (!before) throw new Problem('disposition_problem_no_contact', 409);
		if (before.emailKey === person.emailKey) throw new Problem('disposition_problem_same_person', 422);
		await keepPerson(sql, evaluationId, person);
		await moveSeats(sql, surveyId, evaluationId, [{ ref: seat.ref, emailKey: person.emailKey, before: before.emailKey }]);
		await countHeldSeats(sql, surveyId);
		await insertEvent(sql, { surveyId, seatId, kind: 'replaced', note, actor });
		return beginAnew(sql, surveyId, seatId);
		// an import locks the list and then seats: so does this, that they never wait for each other
	}, (sql) => lockFrame(sql, surveyId));
}

export interface LateSeat extends PersonInput {
	surveyId: number;
	/** The seat's key; none of the survey's may have it. */
	ref: string;
	locale: string;
	sampled: boolean;
	/** A code a stratum; blank: not stated. */
	strata: Record<string, string>;
	note?: string | undefined;
	actor: string;
}

/**
 * Adds a seat that the population list did not have.
 * @returns the seat's id
 * @throws Problem disposition_problem_ref, disposition_problem_name, disposition_problem_email, disposition_problem_category (422); disposition_problem_ref_taken (409)
 */
export async function addLateSeat(deps: SeatDeps, input: LateSeat): Promise<number> {
	const { surveyId, sampled, actor } = input;
	const ref = oneLine(input.ref);
	if (ref === '' || ref.length > REF_MAX) throw new Problem('disposition_problem_ref', 422, { max: REF_MAX });
	const person = personOf(input);
	const note = tidyNote(input.note);
	const locale = LOCALES.find((l): l is Locale => l === input.locale) ?? null;
	return deps.database.fieldwork.sql.begin(async (sql) => {
		await lockFrame(sql, surveyId);
		const evaluationId = await evaluationOf(sql, surveyId);
		if ((await seatIdOf(sql, surveyId, ref)) !== null) throw new Problem('disposition_problem_ref_taken', 409, { ref });
		const [variables, categories] = [await readVariables(sql, surveyId), await readCategories(sql, surveyId)];
		const strata = Object.fromEntries(variables.filter((v) => v.stratum).map((v) => [v.name, input.strata[v.name] ?? '']).filter(([, code]) => code !== ''));
		for (const [variable, code] of Object.entries(strata)) {
			if (!categories.some((c) => c.variable === variable && c.code === code)) throw new Problem('disposition_problem_category', 422);
		}
		await keepPerson(sql, evaluationId, person);
		await insertSeats(sql, surveyId, evaluationId, [person], () => ({ ref, emailKey: person.emailKey, locale, sampled, particulars: {}, strata }));
		await countHeldSeats(sql, surveyId);
		const seatId = await seatIdOf(sql, surveyId, ref);
		if (seatId === null) throw new Error('the seat was not added');
		await insertEvent(sql, { surveyId, seatId, kind: 'added', note, actor });
		return seatId;
	});
}
