import { describe, expect, it } from 'vitest';
import { findMethod, METHODS } from '../../../analysis/registry.ts';
import { run } from '../../../analysis/run.ts';
import type { Spec } from '../../../analysis/spec.ts';
import { checkSpec, type Fields } from '../../../analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf } from '../../../analysis/table/build.ts';

/** The type check finds a name too many or too few here; the test compares with the registry. */
const IN_THE_UNION: Record<Spec['method'], true> = {
	agreement: true,
	alpha: true,
	anova: true,
	anova_summary: true,
	anova_welch: true,
	anova_welch_summary: true,
	bands: true,
	battery_table: true,
	correlation: true,
	crosstab: true,
	crosstab_counts: true,
	describe: true,
	dunn: true,
	factor_adequacy: true,
	factor_analysis: true,
	family: true,
	follow_up_extraction: true,
	frequencies: true,
	games_howell: true,
	games_howell_summary: true,
	goodness_of_fit: true,
	icc_anova: true,
	icc_anova_summary: true,
	kruskal_wallis: true,
	levene: true,
	logistic: true,
	mann_whitney: true,
	margin_of_error: true,
	mean_index: true,
	means: true,
	mixed: true,
	multiple_response: true,
	natural_breaks: true,
	nonresponse: true,
	nonresponse_counts: true,
	nonresponse_model: true,
	nonresponse_model_counts: true,
	ols: true,
	omega: true,
	p_adjust: true,
	paired_categories: true,
	paired_categories_counts: true,
	parallel_analysis: true,
	polychoric: true,
	polychoric_counts: true,
	poststratified_mean: true,
	poststratify: true,
	power_anova: true,
	power_chisq: true,
	power_correlation: true,
	power_t_test: true,
	power_t_test_paired: true,
	power_two_proportions: true,
	proof_band: true,
	proof_correlation: true,
	proof_flag: true,
	proof_hundred: true,
	proof_mean: true,
	proof_parts: true,
	proof_percentages: true,
	proof_statistic: true,
	proof_tables: true,
	proof_total: true,
	quantile_groups: true,
	r_indicator: true,
	r_indicator_counts: true,
	rake: true,
	response_forecast: true,
	response_rates: true,
	response_rates_counts: true,
	survey_crosstab: true,
	survey_frequencies: true,
	survey_mean: true,
	survey_ols: true,
	t_paired: true,
	t_paired_summary: true,
	t_test: true,
	t_test_summary: true,
	tukey_hsd: true,
	tukey_hsd_summary: true,
	weight_summary: true,
	who_to_remind: true,
	wilcoxon_signed_rank: true
};

const FIELDS: Fields = {
	y: { type: 'column', kind: 'numeric' },
	items: { type: 'columns', kind: 'any', min: 2, optional: true },
	level: { type: 'number', above: 0, below: 1, optional: true },
	exact: { type: 'choice', of: ['auto', 'none'], optional: true },
	counts: { type: 'matrix', min: 0, integer: true, optional: true },
	margins: { type: 'margins', optional: true }
};
const check = (spec: Record<string, unknown>) => checkSpec({ method: 'm', ...spec }, FIELDS);

describe('a spec', () => {
	it('is right with what is needed, and null counts as absent', () => {
		expect(check({ y: 'a' })).toBeNull();
		expect(check({ y: 'a', items: null, level: 0.9, exact: 'none', counts: [[1, 2], [0, 4]], margins: { sex: { K: 10 } } })).toBeNull();
	});
	it.each([
		[{}, 'y'],
		[{ y: 3 }, 'y'],
		[{ y: 'a', items: ['b'] }, 'items'],
		[{ y: 'a', items: ['b', 'b'] }, 'items'],
		[{ y: 'a', level: 1 }, 'level'],
		[{ y: 'a', level: Number.NaN }, 'level'],
		[{ y: 'a', exact: 'yes' }, 'exact'],
		[{ y: 'a', counts: [[1, 2], [3]] }, 'counts'],
		[{ y: 'a', counts: [[1.5]] }, 'counts'],
		[{ y: 'a', margins: { sex: 3 } }, 'margins'],
		[{ y: 'a', filter: [{ column: 'x' }] }, 'filter']
	])('with a mistake, %j, is refused with the field named', (spec, field) => {
		expect(check(spec)).toMatchObject({ violation: 'bad_field', params: { field } });
	});
	it('with a field that the method does not know is refused, so that a misspelt option is not passed over', () => {
		expect(check({ y: 'a', excat: 'none' })).toEqual({ violation: 'unknown_field', params: { field: 'excat' } });
	});
});

describe('run', () => {
	const describing = (rest: object = {}) => ({ method: 'describe', x: ['score'], ...rest });
	const table = tableOf({
		score: numericColumn([1, 2, 3, 4, null, 6], 'score'),
		arm: categoricalColumn(['A', 'B', 'A', 'B', 'A', { missing: 'dont_know' }], 'arm')
	});
	it('says so when there is no such method or column', () => {
		expect(run({ method: 'no such' }, table)).toEqual({ violation: 'unknown_method', params: { method: 'no such' } });
		expect(run(describing({ x: ['nowhere'] }), table)).toEqual({ violation: 'unknown_column', params: { column: 'nowhere' } });
	});
	it('keeps only the rows that meet every condition of the filter, and no missing value meets one', () => {
		const all = run(describing(), table);
		const some = run(describing({ filter: [{ column: 'arm', in: ['A', 'B'] }, { column: 'score', in: ['1', '2', '6'] }] }), table);
		expect(all).toMatchObject({ missing: [{ column: 'score', rows: 6, valid: 5 }] });
		expect(some).toMatchObject({ missing: [{ column: 'score', rows: 2, valid: 2 }] });
	});
	it('refuses a filter on a level that the column does not have instead of giving an empty table', () => {
		expect(run(describing({ filter: [{ column: 'arm', in: ['C'] }] }), table)).toMatchObject({ violation: 'unknown_level', params: { level: 'C' } });
	});
	it('gives plain data: through JSON and back it is the same, and the same bytes each time', () => {
		const [one, two] = [run(describing(), table), run(describing(), table)];
		expect(one).toHaveProperty('values');
		expect(JSON.parse(JSON.stringify(one))).toEqual(one);
		expect(JSON.stringify(one)).toBe(JSON.stringify(two));
	});
});

describe('the registry', () => {
	it('has every method once, each found by its name', () => {
		expect(new Set(METHODS.map((m) => m.name)).size).toBe(METHODS.length);
		for (const m of METHODS) expect(findMethod(m.name)).toBe(m);
	});
	it('has the methods of the union of specs, no more and no fewer', () => {
		expect(METHODS.map((m) => m.name).sort()).toEqual(Object.keys(IN_THE_UNION).sort());
	});
	it('has for every method a definition, a missing-value rule, a source and the R call', () => {
		for (const { name, about } of METHODS) for (const part of ['title', 'definition', 'missing', 'source', 'r'] as const) expect(about[part].trim(), `${name}.${part}`).not.toBe('');
	});
});
