import { Problem } from '#lib/domain/problem.ts';
import { translate } from '#lib/i18n.ts';
import { autosave } from '#lib/server/respond/autosave.ts';
import { JSON_LIMIT, readBody } from '#lib/server/respond/body.ts';
import { LinkProblem } from '#lib/server/respond/link-problem.ts';
import { problemViews } from '#lib/server/respond/page-view.ts';
import type { RequestHandler } from './$types';
import { guessedLocale, services } from '../../respondent.ts';

/** Saves answers as they are given. Answers 200 only to what is committed. */
export const POST: RequestHandler = async (event) => {
	const { request, params } = event;
	try {
		const reply = await autosave(await services(), params.token, await readBody(request, JSON_LIMIT));
		const { status, body } = reply;
		if (!('problems' in body) || body.problems.length === 0) return Response.json(body, { status });
		const words = problemViews(body.problems, 'locale' in reply ? reply.locale : guessedLocale(event));
		return Response.json({ ...body, problems: body.problems.map((p, i) => ({ ...p, text: words[i]?.text })) }, { status });
	} catch (error) {
		if (error instanceof LinkProblem) {
			const locale = error.context.locale ?? guessedLocale(event);
			return Response.json({ status: error.kind, message: translate(`respond_link_${error.kind}`, {}, locale) }, { status: error.status });
		}
		if (error instanceof Problem) return Response.json({ status: 'refused', code: error.code, message: translate(error.code, error.params, guessedLocale(event)) }, { status: error.status });
		throw error;
	}
};
