/**
 * Who may reach what: nothing without being signed in, but for the routes named here. Decided by the id of the route whose code would run,
 * not by the address as typed, so that no spelling of an address gets past.
 */

/** Routes that anyone may reach; a name that ends with `/` stands for everything below it. */
export const PUBLIC_ROUTES: readonly string[] = [
	'/(public)', '/(public)/logg-inn', '/(public)/personvern', '/(public)/tilgjengelighet', '/helse', '/svar', '/svar/'
];

/** @param route Kit's route id, groups included; null when no route matches, so that no code of ours would run */
export function isPublic(route: string | null): boolean {
	return route === null || PUBLIC_ROUTES.some((p) => (p.endsWith('/') ? route.startsWith(p) : route === p));
}

/** Whether the route is a respondent's: no session, no evaluator's language. */
export function isRespondentRoute(route: string | null): boolean {
	return route !== null && (route === '/svar' || route.startsWith('/svar/'));
}

/**
 * A path on this site to send someone on to, or `fallback` when `value` could lead elsewhere (`//host`, `/\host`, `https:`, control characters).
 */
export function safePath(value: unknown, fallback: string): string {
	if (typeof value !== 'string' || value.length > 2000 || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(value)) return fallback;
	const url = new URL(value, 'http://here.invalid');
	return url.host === 'here.invalid' ? url.pathname + url.search : fallback;
}
