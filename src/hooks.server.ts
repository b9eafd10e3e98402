import { building } from '$app/env';
import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { Problem } from '#lib/domain/problem.ts';
import { translate } from '#lib/i18n.ts';
import { describeError, newErrorId } from '#lib/server/access/error-log.ts';
import { isPublic, isRespondentRoute } from '#lib/server/access/guard.ts';
import { setSecurityHeaders } from '#lib/server/access/headers.ts';
import { LANGUAGE_COOKIE, languageOf } from '#lib/server/access/language.ts';
import { userOf } from '#lib/server/access/session.ts';
import { forgetUploadsHourly } from '#lib/server/fieldwork/frames/background.ts';
import { startJobs } from '#lib/server/fieldwork/jobs/index.ts';
import { startRuntime, stopRuntime } from '#lib/server/runtime.ts';

export const init: ServerInit = async () => {
	if (building) return;
	const runtime = await startRuntime();
	const stopForgetting = forgetUploadsHourly(runtime);
	const jobs = runtime.config.worker ? startJobs(runtime) : null;
	// sent by the server round the build once it has answered what it had begun, on SIGTERM and SIGINT
	process.once('sveltekit:shutdown', () => {
		stopForgetting();
		void Promise.resolve(jobs?.stop()).then(stopRuntime).finally(() => process.emit('grunnlag:stopped' as 'exit', 0));
	});
};

/** What someone who is not signed in gets instead of a page: the sign-in form, and back again; a program gets 401. */
function signInFirst({ request, url, isDataRequest, locals }: RequestEvent): Response {
	// what was posted is gone in any case: come back to the page its form stands on
	const location = `/logg-inn?${new URLSearchParams({ til: request.method === 'GET' ? url.pathname + url.search : url.pathname })}`;
	// Kit tells its own client of a redirect in its own way
	if (isDataRequest || request.headers.has('x-sveltekit-action')) redirect(303, location);
	if (request.headers.get('accept')?.includes('text/html')) return new Response(null, { status: 303, headers: { location } });
	return Response.json({ message: translate('evaluate_problem_signed_out', {}, locals.locale) }, { status: 401 });
}

export const handle: Handle = async ({ event, resolve }) => {
	const { locals, route, request, url } = event;
	const respondent = isRespondentRoute(route.id);
	const finish = (response: Response) => {
		setSecurityHeaders(response.headers, { https: url.protocol === 'https:' });
		return response;
	};
	locals.locale = 'nb';
	locals.user = null;
	if (!respondent) {
		locals.locale = languageOf(event.cookies.get(LANGUAGE_COOKIE), request.headers.get('accept-language'));
		locals.user = await userOf(await startRuntime(), request.headers);
		if (!locals.user && (event.isRemoteRequest || !isPublic(route.id))) return finish(signInFirst(event));
	}
	const response = await resolve(event, { transformPageChunk: ({ html }) => html.replace('%grunnlag.lang%', locals.locale) });
	setSecurityHeaders(response.headers, { https: url.protocol === 'https:' });
	// a personal link that has strayed onto a page must not be found by searching
	if (respondent) response.headers.set('x-robots-tag', 'noindex, nofollow');
	return response;
};

export const handleError: HandleServerError = ({ kind, error, event }) => {
	const locale = event.locals.locale ?? 'nb';
	if (kind !== 'unknown') return { locale };
	if (error instanceof Problem) return { status: error.status, message: translate(error.code, error.params, locale), code: error.code, locale };
	const id = newErrorId();
	console.error(JSON.stringify(describeError(error, id, event.route.id)));
	return { status: 500, message: translate('evaluate_error_unexpected', {}, locale), id, locale };
};
