/** What the respondent's routes share: their services, and how a link that leads nowhere is told. */
import { error, type RequestEvent } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { inLocale, isLocale, LOCALES, translate, type Locale } from '#lib/i18n.ts';
import { LinkProblem } from '#lib/server/respond/link-problem.ts';
import type { Services } from '#lib/server/respond/open.ts';
import { startRuntime } from '#lib/server/runtime.ts';

export async function services(): Promise<Services> {
	const { database, secret } = await startRuntime();
	return { database, secret };
}

/** The language asked for in the address (`?sprak=nn`): it changes what is shown, and nothing that is stored. */
export function requestedLocale(url: URL): Locale | undefined {
	const asked = url.searchParams.get('sprak');
	return isLocale(asked) ? asked : undefined;
}

/** For someone of whom nothing is known but the browser's setting. */
export function guessedLocale(event: Pick<RequestEvent, 'url' | 'request'>): Locale {
	const wanted = (event.request.headers.get('accept-language') ?? '').toLowerCase().split(',').map((x) => x.trim().slice(0, 2));
	const first = wanted.map((x) => (x === 'no' ? 'nb' : x)).find((x) => (LOCALES as readonly string[]).includes(x));
	return requestedLocale(event.url) ?? (isLocale(first) ? first : 'nb');
}

function bodyOf(problem: LinkProblem, locale: Locale): string {
	const { kind, context: { opensAt } } = problem;
	if (kind !== 'not_yet_open' || !opensAt || opensAt <= Date.now()) return translate(`respond_link_${kind}`, {}, locale);
	const when = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Oslo' }).format(opensAt);
	return translate('respond_link_not_yet_open_when', { when }, locale);
}

/**
 * Answers a problem with its own plain page, in the reader's language. Anything else is thrown on.
 * @param posted the reader sent something, which then was not saved
 */
export function tell(event: RequestEvent, problem: unknown, posted = false): never {
	if (problem instanceof Problem) {
		event.locals.locale = guessedLocale(event);
		error(problem.status, { message: translate(problem.code, problem.params, event.locals.locale), code: problem.code, locale: event.locals.locale });
	}
	if (!(problem instanceof LinkProblem)) throw problem;
	const locale = requestedLocale(event.url) ?? problem.context.locale ?? guessedLocale(event);
	event.locals.locale = locale;
	const message = [bodyOf(problem, locale), ...(posted ? [translate('respond_unsaved', {}, locale)] : [])].join('\n\n');
	error(problem.status, { message, code: `respond_link_${problem.kind}`, locale, contact: inLocale(problem.context.contact, locale) });
}
