import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VIOLATIONS } from '#analysis/assumptions.ts';
import { LOCALES } from '#lib/i18n.ts';
import { cellText } from '#lib/ui/cell.ts';
import { formatP, phraseP } from '#lib/ui/format.ts';
import { assumptionSentence, levelLabel, noteSentence, violationSentence, type Words } from '#lib/server/results/frafall/words.ts';

const text = (nb: string, en = nb) => ({ nb, nn: nb, en });
const strata = [
	{ name: 'fylke', label: text('Fylke', 'County'), categories: [{ code: 'a', label: text('Agder') }, { code: 'a × b', label: text('Agder og Buskerud') }] },
	{ name: 'rolle', label: text('Rolle', 'Role'), categories: [{ code: 'l', label: text('Leder', 'Leader') }, { code: 'b × l', label: text('Bistilling') }] }
];
const words = (locale: Words['locale'], of?: string[]): Words => ({ locale, strata, ...(of ? { of } : {}) });

describe('p-values', () => {
	it('are printed with three decimals, and under 0.001 as that, with the decimal sign of the language', () => {
		expect([0.0446, 0.001, 0.000999, 1e-300, 1].map((p) => formatP(p, 'nb'))).toEqual(['0,045', '0,001', '<\u00a00,001', '<\u00a00,001', '1,000']);
		expect(formatP(0.0446, 'en')).toBe('0.045');
		expect([phraseP(0.2, 'nn'), phraseP(1e-9, 'en')]).toEqual(['p\u00a0=\u00a00,200', 'p\u00a0<\u00a00.001']);
		expect(cellText({ kind: 'p', value: 1e-9 }, 'nb')).toBe('<\u00a00,001');
		expect(cellText({ kind: 'number', value: -0.0462, decimals: 2 }, 'en')).toBe('-0.05');
	});
});

describe('what the engine says', () => {
	it('names strata and levels by their labels, and numbers as they are printed', () => {
		const note = { key: 'response_stratum_under', level: 'warning' as const, params: { level: 'l', rate: 0.1583, total: 0.2951, p: 0.00004 } };
		expect(noteSentence(note, words('nb', ['rolle']))).toEqual({
			key: note.key, warning: true, text: 'Leder har svart mindre enn de andre (15,8\u00a0% mot 29,5\u00a0% i alt, korrigert p-verdi <\u00a00,001) og veier for lite i svarene.'
		});
		expect(noteSentence({ key: 'response_r_most', level: 'info', params: { stratum: 'fylke', value: 0.1492 } }, words('en')).text).toContain('County gives most imbalance beyond the other variables (conditional part 0.149)');
	});
	it('cuts a crossed level where the list says that the first code ends', () => {
		expect(levelLabel(['fylke', 'rolle'], 'a × l', words('nb'))).toBe('Agder × Leder');
		// both codes hold the sign of crossing: only one way of cutting gives two that are on the list
		expect(levelLabel(['fylke', 'rolle'], 'a × b × l', words('nb'))).toBe('Agder × Bistilling');
		expect(levelLabel(['fylke'], 'a × b', words('nb'))).toBe('Agder og Buskerud');
		expect(levelLabel(['fylke'], 'ukjent', words('nb'))).toBe('ukjent');
	});
	it('names the strata that follow from each other, not their terms', () => {
		expect(violationSentence({ violation: 'singular', params: { columns: 'rollel, rolleb × l' } }, words('nb'))).toBe('Noen variabler kan regnes ut fra de andre (rolle). Ta bort en av dem.');
		expect(violationSentence({ violation: 'constant', params: { column: '.responded' } }, words('nb'))).toContain('Svart eller ikke');
	});
	it('says of what is taken for granted whether it is met', () => {
		const of = (met: boolean | null) => assumptionSentence({ key: 'expected_counts', met }, words('nn'));
		expect([of(true).text, of(false).text, of(null).text].map((t) => t.split(': ')[1])).toEqual(['oppfylt.', 'ikkje oppfylt.', 'det kan ein ikkje lese av tala.']);
		expect(of(false).warning).toBe(true);
	});
	it.each(LOCALES)('is a whole sentence in %s for every note, violation and assumption of response and weights, with the numbers it is given', (locale) => {
		const params = { level: 'l', stratum: 'rolle', rate: 0.5, total: 0.4, p: 0.01, strata: 3, smallest: 2.5, n: 7, limit: 10, value: 0.1, S: 0.02, terms: 9, answers: 10, gain: 0.04, even: 0.01, groups: 2, count: 300, lowest: 250, highest: 350, dispersion: 3.25, iterations: 12, error: 1e-12, trimmed: 4, n_eff: 80.5, deff: 1.8, times: 6, cells: 2, tests: 3, columns: 'rollel', column: 'rolle', field: 'rolle', needed: 'number > 0', instead: 'monte_carlo', method: 'x' };
		const keys = globSync('src/i18n/messages/analysis_{response,weight}/nb.json').flatMap((f) => Object.keys(JSON.parse(readFileSync(f, 'utf8')) as object));
		for (const key of keys.filter((k) => k.startsWith('analysis_note_'))) expect(noteSentence({ key: key.slice('analysis_note_'.length), level: 'info', params }, words(locale)).text, key).not.toMatch(/undefined|NaN|[{}]|analysis_/);
		for (const violation of VIOLATIONS) expect(violationSentence({ violation, params: { ...params, groups: 1 } }, words(locale)), violation).not.toMatch(/undefined|NaN|[{}]|analysis_/);
	});
});
