/** A list's open link: one for all, which gives each who starts a seat and a link of their own. Looking changes nothing. */
import { randomBytes } from 'node:crypto';
import { pipe } from '#lib/domain/questionnaire/pipe.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { Locale, Text } from '#lib/domain/questionnaire/schema.ts';
import { inLocale } from '#lib/i18n.ts';
import type { SharedView } from '#lib/respond/view.ts';
import { CODE_MAX, hashCode, tidyCode } from '#lib/server/access/list-code.ts';
import { deriveToken, hashToken, parseToken } from '#lib/server/access/token.ts';
import type { LinkKey } from '#lib/server/db/respond.ts';
import { openList, startByList } from '#lib/server/db/respond-lists.ts';
import { LinkProblem } from './link-problem.ts';
import type { Services } from './open.ts';
import { ownLinkPath } from './place.ts';
import { compiledVersion } from './versions.ts';

const NONCE = /^[A-Za-z0-9_-]{22}$/;

function listKey(services: Services, token: string): LinkKey {
	const key = parseToken(token, services.secret, 'list');
	if (!key) throw new LinkProblem('unknown');
	return key;
}

/**
 * What the study is, and a button to start. Each page carries a random value of its own: posted twice, it starts one form.
 * @param problem why a start was refused, as a message key
 * @throws LinkProblem when the link is unknown, closed, paused, full or not open yet
 */
export async function sharedView(services: Services, token: string, requested: Locale | undefined): Promise<SharedView> {
	const key = listKey(services, token);
	const { sql } = services.database.respond;
	const list = await openList(sql, key);
	if (!list) throw new LinkProblem('unknown');
	const locale = requested ?? list.defaultLocale;
	const compiled = list.currentVersion === null ? null : await compiledVersion(sql, key.surveyId, list.currentVersion);
	if (list.status !== 'open' || !compiled) {
		throw new LinkProblem(list.status === 'open' ? 'not_yet_open' : list.status, { locale, opensAt: list.opensAt, title: compiled?.questionnaire.title, contact: compiled?.questionnaire.study.contact });
	}
	// what the population list knows of a seat is not known before there is one
	const say = (text: Text) => pipe(inLocale(text, locale), compiled, {}, {}, locale);
	const { title, study } = compiled.questionnaire;
	return {
		locale, survey: say(title), purpose: say(study.purpose), responsible: say(study.responsible), duration: say(study.duration), privacy: say(study.privacy),
		contact: say(study.contact), consent: say(study.consent), asksCode: list.asksCode, codeMax: CODE_MAX, nonce: randomBytes(17).toString('base64url').slice(0, 22)
	};
}

export interface SharedStart { nonce: string; code: string; locale: Locale }

/**
 * Consent by the open link: a seat, its form begun, and a link of the person's own, or nothing. The same page posted again within a quarter of an hour
 * leads to the same form.
 * @returns where the person's own link is shown
 * @throws LinkProblem as for the page
 * @throws Problem respond_problem_malformed (400), respond_shared_problem_code (422), respond_shared_problem_busy (429), respond_shared_problem_again (409)
 */
export async function startShared(services: Services, token: string, start: SharedStart): Promise<string> {
	const key = listKey(services, token);
	if (!NONCE.test(start.nonce)) throw new Problem('respond_problem_malformed', 400);
	const code = start.code.length <= CODE_MAX && tidyCode(start.code) !== '' ? hashCode(token, start.code, services.secret) : null;
	const own = deriveToken(key.surveyId, services.secret, ['start', token, start.nonce]);
	const status = await startByList(services.database.respond.sql, key, hashToken(own, services.secret), code, start.locale);
	switch (status) {
		case 'ok': return ownLinkPath(own);
		case 'code': throw new Problem('respond_shared_problem_code', 422);
		case 'busy': throw new Problem('respond_shared_problem_busy', 429);
		case 'again': throw new Problem('respond_shared_problem_again', 409);
		default: throw new LinkProblem(status, { locale: start.locale });
	}
}
