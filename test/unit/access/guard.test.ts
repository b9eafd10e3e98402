import { describe, expect, it } from 'vitest';
import { isPublic, isRespondentRoute, safePath } from '#lib/server/access/guard.ts';

describe('the guard', () => {
	it.each(['/(public)', '/(public)/logg-inn', '/(public)/personvern', '/(public)/tilgjengelighet', '/helse', '/svar', '/svar/[token]', '/svar/[token]/[page]'])('lets anyone reach %s', (route) => {
		expect(isPublic(route)).toBe(true);
	});
	it.each(['/evaluering', '/evaluering/[survey]', '/evaluering/[survey]/svar/x', '/svarte', '/helse/alt', '/(public)/nytt', '/(public)logg-inn', '/logg-inn', '/admin', ''])('denies %s, and whatever else is not named', (route) => {
		expect(isPublic(route)).toBe(false);
	});
	it('has nothing to guard where no route matches', () => {
		expect(isPublic(null)).toBe(true);
	});
	it('knows a respondent’s route from others', () => {
		expect(isRespondentRoute('/svar/[token]')).toBe(true);
		for (const route of ['/evaluering/svar/x', '/svarte', null]) expect(isRespondentRoute(route)).toBe(false);
	});
});

describe('a path to go on to', () => {
	it.each(['/evaluering', '/evaluering/2?rows=fylke&columns=rolle', '/', '/a%20b'])('is kept when it is on this site: %s', (path) => {
		expect(safePath(path, '/evaluering')).toBe(path);
	});
	it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'evil', '', '/\t/evil.example', '/\n/evil', '/a\\b', '\\/evil', 'javascript:alert(1)', '/'.padEnd(3000, 'a'), null, 7])('is the fallback when it could lead elsewhere: %j', (path) => {
		expect(safePath(path, '/evaluering')).toBe('/evaluering');
	});
	it('cannot climb above the site', () => {
		expect(safePath('/../../x', '/')).toBe('/x');
	});
});
