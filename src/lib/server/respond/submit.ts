/** Starting, sending in and reopening a form. Each may be asked for twice, at once or later, and gives one response. */
import { Problem } from '#lib/domain/problem.ts';
import { missing } from '#lib/domain/questionnaire/routing.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import type { Database } from '#lib/server/db/connection.ts';
import { saveAnswers } from '#lib/server/db/respond-save.ts';
import { reopenResponse, startResponse, submitResponse } from '#lib/server/db/respond.ts';
import { linkKey, openForm, type Form, type Services } from './open.ts';
import { blockPath, continueAt, formPath, reviewPath } from './place.ts';

/** Where a person who comes back to an open form continues. */
export function continuePath(token: string, form: Form): string {
	const block = continueAt(form.compiled, form.route, form.row.block, form.row.onward);
	return block ? blockPath(token, block) : reviewPath(token);
}

/**
 * Consent: makes the response in `locale` unless there is one, and says where to go.
 * @throws LinkProblem when the link takes no answers
 */
export async function startForm(services: Services, token: string, locale: Locale): Promise<string> {
	const status = await startResponse(services.database.respond.sql, linkKey(services, token), locale);
	const form = await openForm(services, token);
	return status === 'open' ? continuePath(token, form) : formPath(token);
}

/**
 * Changes the language of a response there is.
 * @throws LinkProblem when the link takes no answers
 */
export async function changeLanguage(services: Services, token: string, locale: Locale): Promise<void> {
	const { key, versionId } = await openForm(services, token);
	await saveAnswers(services.database.respond.sql, key, { versionId, patch: [], block: null, onward: null, locale, revision: null, read: false });
}

/** How often a save may come between reading the answers and sending them in. */
const ATTEMPTS = 10;

/**
 * Sends the form in: every field ends as answered, "vet ikke", not answered or not asked. Sent in already is as good as sent in now.
 * @returns false when required answers are missing; then nothing has changed
 * @throws LinkProblem when the link takes no answers
 */
export async function submitForm(services: Services, token: string): Promise<boolean> {
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		const form = await openForm(services, token);
		if (form.status === 'submitted') return true;
		if (form.status === 'not_started') return false;
		const { required, optional } = missing(form.compiled, form.answers, form.frame, form.route);
		if (required.length > 0) return false;
		const status = await submitResponse(services.database.respond.sql, form.key, form.row.revision ?? 0, [...form.route.notAsked], optional.map((f) => f.key));
		if (status === 'ok' || status === 'submitted') return true;
	}
	throw new Problem('respond_problem_busy', 503);
}

/**
 * Opens a submitted form again, so that its link takes answers. What stale pages posted after it was sent in is given to the items without
 * an answer; an answer that was sent in is never replaced. Audited.
 * @param actor the evaluator, as in every audit entry
 * @returns how many answers were merged
 * @throws Problem 409 when the seat has no submitted form
 */
export async function reopen(database: Pick<Database, 'evaluate'>, surveyId: number, seatId: number, actor: string): Promise<{ merged: number }> {
	const merged = await reopenResponse(database.evaluate.sql, surveyId, seatId, actor);
	if (merged === null) throw new Problem('respond_problem_not_submitted', 409);
	return { merged };
}
