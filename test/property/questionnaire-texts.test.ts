import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Answer } from '#lib/domain/questionnaire/answers.ts';
import { canonical } from '#lib/domain/questionnaire/hash.ts';
import { escapeHtml, pipe, references } from '#lib/domain/questionnaire/pipe.ts';
import { LOCALES } from '#lib/domain/questionnaire/schema.ts';
import { code, codes, compiled, DONT_KNOW, number } from '../unit/questionnaire/sample.ts';

const c = compiled();
const fragment = fc.oneof(
	fc.constantFrom('{', '}', '{{', '}}', 'item:', 'frame:', ' ', '\n', '{{item:', '{{ frame : ', ...['title', 'role', 'satisfied', 'county', 'constructor', '__proto__'].flatMap((k) => [k, `{{item:${k}}}`, `{{frame:${k}}}`]), '$&', '…', '<b>'),
	fc.string({ maxLength: 5 })
);
const aText = fc.array(fragment, { maxLength: 12 }).map((parts) => parts.join(''));
const anAnswer: fc.Arbitrary<Answer> = fc.oneof(aText.map((text) => ({ state: 'answered' as const, text })), fc.constantFrom(code(1), code(99), codes(1, 9), codes(), number(-1.5), DONT_KNOW));
const answers = fc.dictionary(fc.constantFrom(...c.byKey.keys(), 'constructor'), anAnswer);
const frame = fc.dictionary(fc.constantFrom('county', 'institution', 'constructor'), fc.option(aText));

it('piping leaves no reference, whatever the text and whatever was answered', () => {
	fc.assert(fc.property(aText, answers, frame, fc.constantFrom(...LOCALES), (text, a, f, locale) => {
		const piped = pipe(text, c, a, f, locale);
		expect(references(piped)).toEqual([]);
		expect(pipe(piped, c, a, f, locale)).toBe(piped);
		if (references(text).length === 0) expect(piped).toBe(text);
	}), { numRuns: 2000 });
});

it('what is piped into HTML and escaped holds no markup', () => {
	fc.assert(fc.property(aText, answers, frame, (text, a, f) => {
		const html = escapeHtml(pipe(text, c, a, f, 'nb'));
		expect(html).not.toMatch(/[<>"']/);
		expect(html.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
	}));
});

const reordered = (value: unknown, seed: number): unknown => {
	if (Array.isArray(value)) return value.map((x) => reordered(x, seed));
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).map(([k, x]): [string, unknown] => [k, reordered(x, seed + 1)]);
	const turn = entries.length ? seed % entries.length : 0;
	return Object.fromEntries([...entries.slice(turn), ...entries.slice(0, turn)].toReversed());
};

it('the canonical form does not depend on the order of keys, and loses nothing', () => {
	fc.assert(fc.property(fc.jsonValue(), fc.nat(20), (value, seed) => {
		expect(canonical(reordered(value, seed))).toBe(canonical(value));
		expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
	}), { numRuns: 1000 });
});
