/** Opening a personal link: reads everything a page needs in one round trip, and changes nothing. */
import { effective, route, type Route } from '#lib/domain/questionnaire/routing.ts';
import type { Answers, Frame } from '#lib/domain/questionnaire/answers.ts';
import type { Compiled } from '#lib/domain/questionnaire/fields.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import { parseToken } from '#lib/server/access/token.ts';
import type { Database } from '#lib/server/db/connection.ts';
import { openLink, type LinkKey, type LinkStatus, type OpenRow } from '#lib/server/db/respond.ts';
import { decodeAnswers } from './codec.ts';
import { LinkProblem } from './link-problem.ts';
import { compiledVersion } from './versions.ts';

export interface Services {
	database: Pick<Database, 'respond'>;
	/** The server's secret, under which tokens are hashed. */
	secret: string;
}

/** A form with its questionnaire: not started, being answered, or sent in. */
export interface Form {
	status: Extract<LinkStatus, 'not_started' | 'open' | 'submitted'>;
	key: LinkKey;
	row: OpenRow;
	versionId: number;
	compiled: Compiled;
	frame: Frame;
	/** Everything stored, also to fields that are no longer asked. */
	answers: Answers;
	route: Route;
	/** The answers that count. */
	counted: Answers;
	locale: Locale;
}

/** Frame variables as the domain takes them: text, or null. */
export function toFrame(raw: Record<string, unknown>): Frame {
	return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, value === null || value === undefined ? null : String(value)]));
}

/** @throws LinkProblem when `token` cannot be a link */
export function linkKey(services: Services, token: string): LinkKey {
	const key = parseToken(token, services.secret);
	if (!key) throw new LinkProblem('unknown');
	return key;
}

/**
 * The form behind `token`, in `requested` if given, else in the response's language, the seat's or the survey's.
 * @throws LinkProblem when the link is unknown, revoked or expired, or the survey does not take answers
 */
export async function openForm(services: Services, token: string, requested?: Locale): Promise<Form> {
	const key = linkKey(services, token);
	const { sql } = services.database.respond;
	const row = await openLink(sql, key);
	if (!row) throw new LinkProblem('unknown');
	const locale = requested ?? row.locale ?? row.seatLocale ?? row.defaultLocale;
	const versionId = row.versionId ?? row.currentVersion;
	const compiled = versionId === null ? null : await compiledVersion(sql, key.surveyId, versionId);
	const { status } = row;
	if (status !== 'not_started' && status !== 'open' && status !== 'submitted') {
		throw new LinkProblem(status, { locale, opensAt: row.opensAt, title: compiled?.questionnaire.title, contact: compiled?.questionnaire.study.contact });
	}
	if (!compiled || versionId === null) throw new Error(`survey ${key.surveyId} is open without a version`);
	const answers = decodeAnswers(compiled, row.answers ?? {});
	const frame = toFrame(row.frame);
	const routed = route(compiled, answers, frame);
	return { status, key, row, versionId, compiled, frame, answers, route: routed, counted: effective(compiled, answers, frame, routed), locale };
}
