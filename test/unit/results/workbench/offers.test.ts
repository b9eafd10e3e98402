import { describe, expect, it } from 'vitest';
import { METHODS } from '#analysis/registry.ts';
import type { DatasetVariable, Origin } from '#lib/domain/dataset/types.ts';
import { LOCALES, m } from '#lib/i18n.ts';
import { specFaults } from '#lib/server/results/plan/spec-check.ts';
import { factsOfVariable, type Facts } from '#lib/server/results/workbench/facts.ts';
import { FITS } from '#lib/server/results/workbench/fits.ts';
import { offers } from '#lib/server/results/workbench/offers.ts';
import { reasonSentence } from '#lib/server/results/workbench/words.ts';

const label = (nb: string) => ({ nb, nn: nb, en: nb });
const base = { question: null, reversed: false, decimals: null, unit: null, origin: { kind: 'item', survey: 's', item: 'i', block: 'b' } as Origin };
const named = (name: string, count: number, over: Partial<DatasetVariable> = {}): DatasetVariable => ({
	...base, name, label: label(name), type: 'categorical', measure: 'nominal', categories: Array.from({ length: count }, (_, i) => ({ value: String(i + 1), label: label(`k${i + 1}`) })), ...over
});
const item = (name: string, over: Partial<DatasetVariable> = {}): DatasetVariable => named(name, 4, { measure: 'ordinal', categories: [1, 2, 3, 4].map((score) => ({ value: String(score), label: label(`k${score}`), score })), ...over });
const number = (name: string, over: Partial<DatasetVariable> = {}): DatasetVariable => ({ ...base, name, label: label(name), type: 'numeric', measure: 'scale', categories: [], ...over });

const all = {
	index: number('indeks'), other: number('andel'), two: named('kjonn', 2), three: named('fylke', 3), many: named('skole', 300), q1: item('q1'), q2: item('q2'), q3: item('q3', { reversed: true }),
	text: { ...base, name: 'fritekst', label: label('Fritekst'), type: 'text', measure: 'nominal', categories: [] } as DatasetVariable,
	weight: number('vekt', { origin: { kind: 'weight', survey: 's', weight: 1, name: 'v', version: 1 } }),
	answered: named('responded', 2, { origin: { kind: 'seat', survey: 's', what: 'responded' } }),
	tick1: named('kilde_1', 2, { origin: { kind: 'tick', survey: 's', item: 'kilde', block: 'b', code: 1 } }), tick2: named('kilde_2', 2, { origin: { kind: 'tick', survey: 's', item: 'kilde', block: 'b', code: 2 } })
};
type Name = keyof typeof all;
const facts = (...names: Name[]): Facts[] => names.map((n) => factsOfVariable(all[n]));
const methods = (...names: Name[]): string[] => offers(facts(...names)).offers.map((o) => o.method);
const refusal = (method: string, ...names: Name[]) => offers(facts(...names)).refused.find((r) => r.method === method)?.reason;

/** Variables that each method of the table is offered for. */
const EXAMPLES: Record<string, Name[]> = {
	frequencies: ['three'], describe: ['index'], means: ['index', 'three'], battery_table: ['q1', 'q2'], multiple_response: ['tick1', 'tick2'], t_test: ['index', 'two'], mann_whitney: ['q1', 'two'],
	anova_welch: ['index', 'three'], anova: ['index', 'three'], kruskal_wallis: ['q1', 'three'], games_howell: ['index', 'three'], tukey_hsd: ['index', 'three'], dunn: ['q1', 'three'], levene: ['index', 'two'],
	icc_anova: ['index', 'three'], t_paired: ['index', 'other'], wilcoxon_signed_rank: ['q1', 'q2'], crosstab: ['two', 'three'], paired_categories: ['q1', 'q2'], agreement: ['q1', 'q2'], correlation: ['index', 'other'],
	polychoric: ['q1', 'q2'], alpha: ['q1', 'q2'], mean_index: ['q1', 'q2'], omega: ['q1', 'q2', 'q3'], factor_adequacy: ['q1', 'q2', 'q3'], factor_analysis: ['q1', 'q2', 'q3'], parallel_analysis: ['q1', 'q2', 'q3'],
	quantile_groups: ['index'], natural_breaks: ['index'], bands: ['index'], ols: ['index', 'other', 'three'], logistic: ['two', 'index'], mixed: ['index', 'other', 'three'], survey_mean: ['index', 'weight'],
	survey_frequencies: ['three', 'weight'], survey_crosstab: ['two', 'three', 'weight'], survey_ols: ['index', 'other', 'weight'], poststratified_mean: ['index', 'three'], weight_summary: ['weight'], poststratify: ['three'],
	goodness_of_fit: ['three'], response_rates: ['answered', 'three'], nonresponse: ['answered', 'three'], nonresponse_model: ['answered', 'three', 'two'], r_indicator: ['answered', 'three']
};

describe('The methods offered for chosen variables', () => {
	it.each(FITS.map((f) => f.method))('%s is offered for what it fits, with a spec that its fields accept', (method) => {
		const chosen = EXAMPLES[method];
		expect(chosen, 'an example').toBeDefined();
		const offer = offers(facts(...chosen!)).offers.find((o) => o.method === method);
		expect(offer).toBeDefined();
		const dataset = { variables: Object.values(all) } as never;
		expect(specFaults(offer!.spec, dataset).filter((f) => !offer!.asks.includes(f.field))).toEqual([]);
		for (const name of chosen!) expect(JSON.stringify(offer!.spec)).toContain(`"${all[name].name}"`);
	});

	it('names nothing that the library does not have, and every other method has a title and is reached by its form', () => {
		const known = new Set(METHODS.map((x) => x.name));
		expect(FITS.filter((f) => !known.has(f.method))).toEqual([]);
		expect(new Set(FITS.map((f) => f.method)).size).toBe(FITS.length);
		for (const { name, fields, room } of METHODS) for (const key of [`workbench_method_${name}`, `workbench_room_${room}`, ...Object.keys(fields).map((f) => `workbench_field_${f}`)]) expect(Object.hasOwn(m, key), key).toBe(true);
	});

	it('puts the test for two groups first where there are two, and that for several where there are more', () => {
		expect(methods('index', 'two')[0]).toBe('t_test');
		expect(methods('index', 'three')[0]).toBe('anova_welch');
		expect(methods('index', 'two')).not.toContain('anova');
		expect(methods('index', 'three')).not.toContain('t_test');
	});

	it('prefers ranks where the answers are ordered categories', () => {
		expect(methods('q1', 'two').indexOf('mann_whitney')).toBeLessThan(methods('q1', 'two').indexOf('t_test'));
	});

	it('lays the outcome in the rows of a cross table and the groups in its columns, in whatever order they were chosen', () => {
		for (const names of [['q1', 'three'], ['three', 'q1']] as Name[][]) expect(offers(facts(...names)).offers.find((o) => o.method === 'crosstab')?.spec).toEqual({ method: 'crosstab', rows: 'q1', columns: 'fylke' });
	});

	it('weights what is weighted, and turns what is worded the other way', () => {
		expect(methods('index', 'weight')[0]).toBe('survey_mean');
		expect(offers(facts('q1', 'q2', 'q3')).offers.find((o) => o.method === 'alpha')?.spec.reversed).toEqual(['q3']);
	});

	it('puts a variable where a person says', () => {
		const y = (roles: Record<string, string>) => offers(facts('q1', 'q2'), roles).offers.find((o) => o.method === 't_paired')?.spec.y;
		expect([y({ y: 'q1' }), y({ y: 'q2' })]).toEqual(['q1', 'q2']);
	});

	it('says why a text, a constant, 300 categories and a wrong number of groups do not fit, and what would', () => {
		expect(refusal('t_test', 'text', 'two')).toMatchObject({ key: 'workbench_not_text', variable: 'fritekst' });
		expect(refusal('crosstab', 'two', 'many')?.key).toBe('workbench_not_too_many_groups');
		expect(refusal('t_test', 'index', 'three')).toMatchObject({ key: 'workbench_not_two_groups', variable: 'fylke', params: { count: 3 } });
		expect(offers(facts('index', 'three')).refused.find((r) => r.method === 't_test')?.instead).toContain('anova_welch');
		const constant = offers([factsOfVariable(all.index), { ...factsOfVariable(all.two), met: 1 }]);
		expect(constant.refused.find((r) => r.method === 't_test')?.reason).toMatchObject({ key: 'workbench_not_constant', variable: 'kjonn' });
	});

	it('offers nothing for nothing', () => {
		expect(offers([]).offers).toEqual([]);
	});

	it('offers a hundred items and a group of three without trying for ever', () => {
		const items = Array.from({ length: 100 }, (_, i) => factsOfVariable(item(`s${i}`)));
		expect(offers([...items, factsOfVariable(all.three)]).offers.map((o) => o.method)).toContain('means');
	});

	it.each(LOCALES)('gives every reason in words, in %s', (locale) => {
		const dataset = { variables: Object.values(all) };
		const chosen = [...Object.values(EXAMPLES), ['text', 'two'], ['index', 'many'], ['three', 'weight'], ['answered'], ['q1'], ['tick1', 'index']] as Name[][];
		for (const names of chosen) {
			const made = offers(facts(...names));
			for (const { reason } of [...made.offers, ...made.refused]) {
				const text = reasonSentence(reason, dataset, locale);
				expect(text, reason.key).not.toMatch(/workbench_|undefined|[{}]/);
			}
		}
	});
});
