/**
 * What a survey's population holds now, for whoever may see contacts: every query needs the fieldwork role.
 */
import type postgres from 'postgres';
import type { Locale, Text } from '../../domain/questionnaire/schema.ts';

/** The fieldwork pool's driver, or a transaction on it. */
export type FrameSql = postgres.Sql | postgres.TransactionSql;

export interface FrameSurvey {
	id: number;
	evaluationId: number;
	/** The published questionnaire, else the draft as written; null when there is neither, or the draft is not JSON. */
	document: unknown;
}

export interface CurrentSeat {
	ref: string;
	/** Null once the linkage key has been destroyed. */
	contactKey: string | null;
	name: string | null;
	email: string | null;
	emailKey: string | null;
	locale: Locale | null;
	sampled: boolean;
	/** Has a disposition that only a drawn seat can have. */
	invited: boolean;
	/** Has a response, submitted or not. */
	answered: boolean;
	/** Of a list that others send: it has no contact, and no population list holds it. */
	listed: boolean;
	particulars: Record<string, string>;
	strata: Record<string, string> | null;
}

export interface StoredVariable { name: string; label: Text; stratum: boolean; position: number }
export interface StoredCategory { variable: string; code: string; label: Text; position: number }
export interface StoredPerson { name: string; email: string; emailKey: string }

function parseDraft(text: string | null): unknown {
	try {
		return text === null ? null : JSON.parse(text);
	} catch {
		return null;
	}
}

/** The survey, or undefined when there is none with this id. */
export async function readFrameSurvey(sql: FrameSql, surveyId: number): Promise<FrameSurvey | undefined> {
	const [row] = await sql<{ id: number; evaluationId: number; document: unknown; draft: string | null }[]>`
		select s.id, w.evaluation_id as "evaluationId", q.document, s.draft::text as draft
		from survey s join wave w on w.id = s.wave_id left join questionnaire_version q on (q.survey_id, q.id) = (s.id, s.version_id)
		where s.id = ${surveyId}`;
	return row && { id: row.id, evaluationId: row.evaluationId, document: row.document ?? parseDraft(row.draft) };
}

/** Every seat of the survey by its ref, read in batches. */
export async function readCurrentSeats(sql: FrameSql, surveyId: number): Promise<Map<string, CurrentSeat>> {
	const seats = new Map<string, CurrentSeat>();
	const batches = sql<CurrentSeat[]>`
		select s.ref, s.contact_key as "contactKey", p.name, p.email, p.email_key as "emailKey", s.locale, s.sampled, s.particulars, t.strata, s.list_id is not null as listed,
			s.disposition not in ('not_invited', 'ineligible') as invited,
			exists (select from response r where (r.survey_id, r.seat_id) = (s.survey_id, s.id)) as answered
		from seat s
			left join contact.link l using (contact_key) left join contact.person p on p.id = l.person_id
			left join (select seat_id, jsonb_object_agg(variable, code) as strata from seat_stratum where survey_id = ${surveyId} group by seat_id) t on t.seat_id = s.id
		where s.survey_id = ${surveyId} order by s.id`.cursor(2000);
	for await (const batch of batches) for (const seat of batch) seats.set(seat.ref, seat);
	return seats;
}

/** Keys asked for at a time. */
const KEYS = 2000;

/** Those of the evaluation's persons that `keys` (normalised e-mails) name. */
export async function readPersons(sql: FrameSql, evaluationId: number, keys: Iterable<string>): Promise<Map<string, StoredPerson>> {
	const persons = new Map<string, StoredPerson>();
	let part: string[] = [];
	const read = async () => {
		const rows = await sql<StoredPerson[]>`
			select name, email, email_key as "emailKey" from contact.person where evaluation_id = ${evaluationId} and email_key = any(${part}::text[])`;
		for (const row of rows) persons.set(row.emailKey, row);
		part = [];
	};
	for (const key of keys) {
		part.push(key);
		if (part.length === KEYS) await read();
	}
	if (part.length > 0) await read();
	return persons;
}

export async function readVariables(sql: FrameSql, surveyId: number): Promise<StoredVariable[]> {
	return sql<StoredVariable[]>`select name, label, stratum, position from frame_variable where survey_id = ${surveyId} order by position, name`;
}

export async function readCategories(sql: FrameSql, surveyId: number): Promise<StoredCategory[]> {
	return sql<StoredCategory[]>`select variable, code, label, position from frame_category where survey_id = ${surveyId} order by variable, position, code`;
}
