/** Saving answers as they are given, from the page's script. Keeps the rules of `save.ts`; the answer says what was saved. */
import * as v from 'valibot';
import { Problem } from '#lib/domain/problem.ts';
import { parseAnswer, type Answer, type Problem as AnswerProblem } from '#lib/domain/questionnaire/answers.ts';
import type { Compiled } from '#lib/domain/questionnaire/fields.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import { saveAnswers } from '#lib/server/db/respond-save.ts';
import { parseJson } from './body.ts';
import { linkKey, openForm, type Services } from './open.ts';
import { changes } from './save.ts';
import { isForeign } from './problems.ts';
import { compiledVersion } from './versions.ts';

const Autosave = v.object({
	/** The page's block, where coming back continues. */
	block: v.optional(v.string()),
	/** The version the page was made from; without it the response's is looked up. */
	version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
	/** Save only if nothing has been saved since; a script that is told 'stale' asks again with the newest. */
	revision: v.optional(v.pipe(v.number(), v.integer())),
	/** By field key: code, codes, number or text, 'dk', or null for none. */
	answers: v.record(v.string(), v.unknown())
});

/** Another name may be anything, a person's too, and is not repeated. */
const KEY = /^[a-z][a-z0-9_]{0,62}$/;

export type AutosaveReply =
	| { status: 200; body: { status: 'ok'; revision: number; problems: AnswerProblem[] }; locale: Locale }
	| { status: 409; body: { status: 'stale' | 'late' | 'submitted' | 'not_started'; revision: number | null } }
	| { status: 422; body: { status: 'refused'; problems: AnswerProblem[] } };

function parseAnswers(compiled: Compiled, answers: Record<string, unknown>) {
	const patch = Object.create(null) as Record<string, Answer | null>;
	const problems: AnswerProblem[] = [];
	for (const [key, raw] of Object.entries(answers)) {
		const field = compiled.byKey.get(key);
		const parsed = field ? parseAnswer(field, raw) : { problem: { ...(KEY.test(key) && { field: key }), code: 'problem_unknown_item' } };
		if ('problem' in parsed) problems.push(parsed.problem);
		else patch[key] = parsed.answer;
	}
	return { patch, problems };
}

/**
 * Saves the autosave in `text`.
 * @throws LinkProblem when the link takes no answers
 * @throws Problem 400 when it is not an autosave
 */
export async function autosave(services: Services, token: string, text: string): Promise<AutosaveReply> {
	const key = linkKey(services, token);
	const checked = v.safeParse(Autosave, parseJson(text));
	if (!checked.success) throw new Problem('respond_problem_malformed', 400);
	const { block, revision, answers } = checked.output;
	const { sql } = services.database.respond;
	let versionId = checked.output.version;
	let compiled = versionId === undefined ? null : await compiledVersion(sql, key.surveyId, versionId);
	if (versionId === undefined || !compiled) ({ versionId, compiled } = await openForm(services, token));

	const { patch, problems } = parseAnswers(compiled, answers);
	if (problems.some((p) => isForeign(compiled, p))) return { status: 422, body: { status: 'refused', problems } };
	const saved = await saveAnswers(sql, key, {
		versionId, patch: changes(compiled, patch, undefined), block: compiled.blocks.some((b) => b.key === block) ? block ?? null : null,
		onward: block === undefined ? null : 0, locale: null, revision: revision ?? null, read: false
	});
	switch (saved.status) {
		case 'ok': return { status: 200, body: { status: 'ok', revision: saved.revision ?? 0, problems }, locale: saved.locale ?? 'nb' };
		case 'stale': case 'late': case 'submitted': case 'not_started': return { status: 409, body: { status: saved.status, revision: saved.revision } };
		default:
			await openForm(services, token);
			throw new Problem('respond_problem_version', 409);
	}
}
