import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VIOLATIONS } from '#analysis/assumptions.ts';
import { LOCALES, m } from '#lib/i18n.ts';
import { insteadText, neededText, reasonText } from '#lib/server/results/engine-terms.ts';

const source = globSync('analysis/**/*.ts').map((f) => readFileSync(f, 'utf8')).join('\n');
/** Everything the library says is needed; what it fills in is put as 3. */
const needed = [...new Set([...source.matchAll(/needed: (?:'([^']*)'|`([^`]*)`)/g)].map((found) => (found[1] ?? found[2]!).replace(/\$\{[^}]*\}/g, '3')))];
const instead = [...new Set([...source.matchAll(/violation\('too_large', \{[^}]*instead: '(\w+)'/g)].map((found) => found[1]!))];

describe('what a field should have been', () => {
	it('is said in words', () => {
		const of = (text: string) => LOCALES.map((locale) => neededText(text, locale));
		expect(of('number > 0 < 1')).toEqual(['et tall over 0 og under 1', 'eit tal over 0 og under 1', 'a number above 0 and below 1']);
		expect(of('integer >= 2')).toEqual(['et helt tall fra 2 og oppover', 'eit heilt tal frå 2 og oppover', 'a whole number from 2 upwards']);
		expect(of('number >= 0.5 <= 1')[0]).toBe('et tall fra 0,5 til 1');
		expect(of('numeric')).toEqual(['en variabel med tall', 'ein variabel med tal', 'a variable of numbers']);
		expect(of('2+')).toEqual(['minst 2', 'minst 2', 'at least 2']);
		expect(of('2 to Infinity columns')).toEqual(['minst 2 ulike variabler', 'minst 2 ulike variablar', 'at least 2 different variables']);
		expect(of('2 to 60 columns')[0]).toBe('fra 2 til 60 ulike variabler');
		expect(of('pearson | spearman | kendall')[0]).toBe('pearson eller spearman eller kendall');
		expect(of('n1 and n2, or n_per_group')).toEqual(['n1 og n2 eller n_per_group', 'n1 og n2 eller n_per_group', 'n1 and n2 or n_per_group']);
		expect(of('{column: {level: number}}')[2]).toBe('something of the form {column: {level: number}}');
	});
	it.each(LOCALES)('is never the library\'s own word in %s, but where it is a form of the spec', (locale) => {
		expect(needed.length).toBeGreaterThan(30);
		const forms = needed.filter((text) => neededText(text, locale) === m.analysis_needed_form({ form: text }, { locale }));
		expect(forms.filter((text) => !/^[[{(]|^null \(/.test(text))).toEqual([]);
		for (const text of needed.filter((t) => !forms.includes(t))) expect(neededText(text, locale), text).not.toMatch(/analysis_|undefined|[{}<>|]/);
		if (locale !== 'en') for (const text of needed.filter((t) => !forms.includes(t))) expect(neededText(text, locale), text).not.toMatch(/\b(number|integer|numeric|column|columns|and|or|of|rising|different)\b/);
	});
	it.each(LOCALES)('and what to use instead, and why there is no number, have words in %s', (locale) => {
		expect(instead.length).toBeGreaterThan(4);
		for (const code of instead) expect(insteadText(code, locale)).not.toMatch(/^analysis_|_/);
		for (const code of VIOLATIONS) expect(reasonText(code, locale)).not.toMatch(/^analysis_|_/);
	});
});
