/**
 * A list's open link, for the role that serves respondents. The rules are written with the functions in migrations/0012_lists.sql and 0017_lists_start.sql: they alone take a
 * seat into use, under the list's ceiling.
 */
import type postgres from 'postgres';
import type { Locale } from '../../domain/questionnaire/schema.ts';
import type { LinkKey } from './respond.ts';

export type ListStatus = 'unknown' | 'closed' | 'not_yet_open' | 'paused' | 'full' | 'open';

export interface OpenList {
	status: Exclude<ListStatus, 'unknown'>;
	defaultLocale: Locale;
	currentVersion: number | null;
	/** Milliseconds since 1970. */
	opensAt: number | null;
	asksCode: boolean;
}

/** Null: unknown. Changes nothing. */
export async function openList(sql: postgres.Sql, key: LinkKey): Promise<OpenList | null> {
	const [row] = await sql<OpenList[]>`
		select status, default_locale as "defaultLocale", current_version as "currentVersion", (extract(epoch from opens_at) * 1000)::float8 as "opensAt", asks_code as "asksCode"
		from respond_list_open(${key.surveyId}, ${key.hash as Buffer})`;
	return row ?? null;
}

/** `ok`, also when the same start came before; `again`: it came too long ago; `busy`: too many this minute; `code`: not on the list, or used. */
export type StartStatus = Exclude<ListStatus, 'open'> | 'ok' | 'again' | 'busy' | 'code';

/**
 * Takes a free seat of the list into use and starts its form, all of it or nothing.
 * @param link hash of the link that the seat gets
 * @param code hash of the member's code, where the list asks for one
 */
export async function startByList(sql: postgres.Sql, key: LinkKey, link: Uint8Array, code: Uint8Array | null, locale: Locale): Promise<StartStatus> {
	const [row] = await sql<[{ status: StartStatus }]>`
		select respond_list_start(${key.surveyId}, ${key.hash as Buffer}, ${link as Buffer}, ${code as Buffer | null}, ${locale}) as status`;
	return row.status;
}
