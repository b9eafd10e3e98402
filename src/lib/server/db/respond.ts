/**
 * The respondent's calls to the database: each is one statement and one round trip, by a named prepared statement on the driver itself.
 * The rules they keep are written with the functions in migrations/0002_respond.sql.
 */
import type postgres from 'postgres';
import type { Locale } from '../../domain/questionnaire/schema.ts';

/** The driver, for rooms that hold it without knowing it. */
export type Driver = postgres.Sql;

/** What a link leads to. */
export type LinkStatus = 'unknown' | 'revoked' | 'expired' | 'not_yet_open' | 'closed' | 'not_started' | 'open' | 'submitted';

/** An answer as an autosave sends it: code or number, codes, text, 'dk'. */
export type RawAnswer = number | number[] | string;
export type RawAnswers = Record<string, RawAnswer>;

/** A field to be written: what the database takes in. */
export interface PatchEntry {
	item: string;
	kind: string;
	state: 'answered' | 'dont_know' | 'not_answered';
	code?: number;
	codes?: number[];
	number?: number;
	text?: string;
}

export interface LinkKey {
	surveyId: number;
	hash: Uint8Array;
}

export interface OpenRow {
	status: LinkStatus;
	seatId: number;
	seatsHeld: number;
	seatLocale: Locale | null;
	defaultLocale: Locale;
	currentVersion: number | null;
	/** Milliseconds since 1970. */
	opensAt: number | null;
	responseId: number | null;
	versionId: number | null;
	locale: Locale | null;
	revision: number | null;
	block: string | null;
	onward: number | null;
	frame: Record<string, unknown>;
	answers: RawAnswers | null;
}

/** The state of a link with its seat and, if it was started, its response and answers. Null: unknown. Changes nothing. */
export async function openLink(sql: postgres.Sql, key: LinkKey): Promise<OpenRow | null> {
	const [row] = await sql<OpenRow[]>`
		select status, seat_id as "seatId", seats_held as "seatsHeld", seat_locale as "seatLocale", default_locale as "defaultLocale", current_version as "currentVersion",
			(extract(epoch from opens_at) * 1000)::float8 as "opensAt", response_id as "responseId", version_id as "versionId", locale, revision, block, onward, frame, answers
		from respond_open(${key.surveyId}, ${key.hash as Buffer})`;
	return row ?? null;
}

/** Makes the response unless there is one, in `locale`. Returns what the link leads to afterwards. */
export async function startResponse(sql: postgres.Sql, key: LinkKey, locale: Locale): Promise<LinkStatus> {
	const [row] = await sql<{ status: LinkStatus }[]>`select respond_start(${key.surveyId}, ${key.hash as Buffer}, ${locale}) as status`;
	return row?.status ?? 'unknown';
}

/** Sends the form in, as of `revision`. Fields in neither list keep their answer. */
export async function submitResponse(sql: postgres.Sql, key: LinkKey, revision: number, notAsked: string[], notAnswered: string[]): Promise<LinkStatus | 'ok' | 'stale'> {
	const [row] = await sql<[{ status: LinkStatus | 'ok' | 'stale' }]>`
		select respond_submit(${key.surveyId}, ${key.hash as Buffer}, ${revision}, ${notAsked}, ${notAnswered}) as status`;
	return row.status;
}

/** Says no for whoever holds the link. @returns 'ok', also when it was said before, or what the link leads to */
export async function optOutSeat(sql: postgres.Sql, key: LinkKey): Promise<'ok' | 'submitted' | 'revoked' | 'unknown'> {
	const [row] = await sql<[{ status: 'ok' | 'submitted' | 'revoked' | 'unknown' }]>`select respond_opt_out(${key.surveyId}, ${key.hash as Buffer}) as status`;
	return row.status;
}

/** The published document of a version, or null when the survey has none with this id. */
export async function readDocument(sql: postgres.Sql, surveyId: number, versionId: number): Promise<unknown> {
	const [row] = await sql<{ document: unknown }[]>`select document from questionnaire_version where (survey_id, id) = (${surveyId}, ${versionId})`;
	return row?.document ?? null;
}

export interface SeatLabel {
	variable: Partial<Record<Locale, string>>;
	category: Partial<Record<Locale, string>>;
}

/** The strata of a seat, as the population list labels them, in its order. Never who holds it. */
export async function readSeatLabels(sql: postgres.Sql, surveyId: number, seatId: number): Promise<SeatLabel[]> {
	return sql<SeatLabel[]>`
		select v.label as variable, c.label as category from seat_stratum t
		join frame_variable v on (v.survey_id, v.name) = (t.survey_id, t.variable)
		join frame_category c on (c.survey_id, c.variable, c.code) = (t.survey_id, t.variable, t.code)
		where (t.survey_id, t.seat_id) = (${surveyId}, ${seatId}) order by v.position`;
}

/** Opens a submitted form again. Returns how many late answers were merged; null when there was none to open. */
export async function reopenResponse(sql: postgres.Sql, surveyId: number, seatId: number, actor: string): Promise<number | null> {
	const [row] = await sql<[{ merged: number | null }]>`select respond_reopen(${surveyId}, ${seatId}, ${actor}) as merged`;
	return row.merged;
}
