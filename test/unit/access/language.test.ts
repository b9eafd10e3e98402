import { describe, expect, it } from 'vitest';
import { languageOf } from '#lib/server/access/language.ts';

describe('the language of an evaluator’s page', () => {
	it('is the one that was chosen, whatever the browser asks for', () => {
		expect(languageOf('nn', 'en-GB,en;q=0.9')).toBe('nn');
	});
	it.each([
		['nn-NO,nn;q=0.9,nb;q=0.8', 'nn'], ['no', 'nb'], ['nb-NO', 'nb'], ['en-US,en;q=0.5', 'en'], ['de-DE,de;q=0.9,en;q=0.4', 'en'],
		['en;q=0.3,nn;q=0.7', 'nn'], ['en;q=0,nn;q=0.1', 'nn'], ['*', 'nb'], ['', 'nb'], [null, 'nb'], [';;q=,,,', 'nb']
	])('is what the browser asks for: %j gives %s', (accept, locale) => {
		expect(languageOf(undefined, accept)).toBe(locale);
	});
	it('is not something a cookie makes up', () => {
		expect(languageOf('<script>', null)).toBe('nb');
	});
});
