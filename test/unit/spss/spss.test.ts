import { describe, expect, it } from 'vitest';
import { METHODS as ALL } from '#analysis/registry.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import { METHODS } from '#lib/server/results/spss/methods.ts';
import { toSpss } from '#lib/server/results/spss/script.ts';
import { command, comment, spssText } from '#lib/server/results/spss/write.ts';
import { buildDataset, missing } from '../../support/dataset/build.ts';
import { evaluationDatasets } from '../../support/evaluation-dataset.ts';

const both = evaluationDatasets()(['samarbeidsforum', 'nettverk']);
const list = evaluationDatasets()(['nettverk.liste']);
const ITEMS = ['goals_clear', 'shared_mission', 'define_roles_together'];
const SPECS: readonly AnySpec[] = [
	{ method: 'frequencies', x: 'samarbeid_band', levels: ['1', '2'] },
	{ method: 'battery_table', columns: ITEMS },
	{ method: 'multiple_response', columns: ITEMS, chosen: '5' },
	{ method: 'describe', x: ['samarbeid', 'goals_clear'] },
	{ method: 'means', y: ['samarbeid', 'krevende'], group: 'del' },
	{ method: 'crosstab', rows: 'del', columns: 'samarbeid_band', filter: [{ column: 'goals_clear', in: ['4', '5'] }] },
	{ method: 'crosstab_counts', counts: [[3, 4], [5, 1]] },
	{ method: 'paired_categories', first: 'goals_clear', second: 'shared_mission' },
	{ method: 'paired_categories_counts', counts: [[3, 4], [5, 1]] },
	{ method: 'goodness_of_fit', x: 'del', population: { nettverk: 400, samarbeidsforum: 200 } },
	{ method: 't_test', y: 'samarbeid', group: 'del' },
	{ method: 't_paired', x: 'goals_clear', y: 'shared_mission' },
	{ method: 'mann_whitney', y: 'samarbeid', group: 'del' },
	{ method: 'wilcoxon_signed_rank', x: 'goals_clear', y: 'shared_mission' },
	...['anova', 'anova_welch', 'tukey_hsd', 'games_howell', 'levene', 'kruskal_wallis', 'dunn'].map((method) => ({ method, y: 'samarbeid', group: 'samarbeid_band' })),
	{ method: 'correlation', vars: ['samarbeid', 'goals_clear'], missing: 'listwise' },
	{ method: 'alpha', items: ITEMS, reversed: ['goals_clear'] },
	{ method: 'omega', items: ITEMS },
	{ method: 'mean_index', items: ITEMS, min_valid: 2 },
	{ method: 'factor_adequacy', items: ITEMS },
	{ method: 'factor_analysis', items: ITEMS, factors: 1, extraction: 'ml', rotation: 'oblimin' },
	{ method: 'ols', y: 'samarbeid', x: ['del', 'goals_clear', 'del:goals_clear'] },
	{ method: 'logistic', y: 'del', x: ['samarbeid'], event: 'nettverk' },
	{ method: 'survey_mean', y: 'samarbeid', by: 'del', weights: 'krevende' },
	{ method: 'survey_frequencies', x: 'samarbeid_band' },
	{ method: 'survey_crosstab', rows: 'del', columns: 'samarbeid_band' },
	{ method: 'response_rates', responded: 'responded', strata: ['fylke'] },
	{ method: 'nonresponse', responded: 'responded', stratum: 'fylke' }
];
const COMMANDS = ['GET', 'COMPUTE', 'RECODE', 'VARIABLE LABELS', 'VALUE LABELS', 'SELECT IF', 'WEIGHT', 'FREQUENCIES', 'DESCRIPTIVES', 'MEANS', 'CROSSTABS', 'MULT RESPONSE', 'NPAR TESTS', 'NPTESTS', 'T-TEST', 'ONEWAY', 'EXAMINE', 'CORRELATIONS', 'NONPAR CORR',
	'RELIABILITY', 'FACTOR', 'REGRESSION', 'LOGISTIC REGRESSION', 'DATA LIST', 'BEGIN DATA', 'END DATA', 'EXECUTE'];

const syntaxOf = (spec: AnySpec): string => toSpss(spec, 'counts' in spec ? null : 'responded' in spec ? list : both) as string;
/** Commands as SPSS reads them: up to a full stop that ends a line; comments left out, data lines with their command. */
const commandsOf = (syntax: string): string[] => syntax.replace(/BEGIN DATA\n[\d \n]*END DATA/, 'END DATA').split(/\.\n/).map((c) => c.trim()).filter((c) => c !== '' && !c.startsWith('*'));

describe('SPSS syntax', () => {
	it('is tried here for every method that has it', () => {
		expect([...new Set(SPECS.map((s) => s.method))].sort()).toEqual(Object.keys(METHODS).sort());
		expect(Object.keys(METHODS).filter((name) => !ALL.some((m) => m.name === name))).toEqual([]);
	});
	it.each(SPECS.map((spec) => [`${spec.method}`, spec] as const))('%s: known commands, each ended, quotes and brackets closed, lines within their length', (_, spec) => {
		const syntax = syntaxOf(spec);
		expect(syntax.endsWith('EXECUTE.\n')).toBe(true);
		for (const line of syntax.split('\n')) expect(line.length).toBeLessThan(256);
		for (const made of commandsOf(syntax)) {
			expect(COMMANDS.some((known) => made.startsWith(known)), made).toBe(true);
			const bare = made.replace(/'(?:[^']|'')*'/g, 'T');
			expect(bare).not.toContain("'");
			expect(bare.split('(').length, made).toBe(bare.split(')').length);
			expect(bare, made).not.toMatch(/undefined|NaN|null|\[object|\(\s*\)/);
		}
	});
	it('makes derived variables anew from what they are made of, those of others after these', () => {
		const made = commandsOf(syntaxOf({ method: 'frequencies', x: 'samarbeid_band' }));
		expect(made.find((c) => c.startsWith('COMPUTE'))).toMatch(/^COMPUTE samarbeid = MEAN\.11\(discuss_improvement, /);
		expect(made.find((c) => c.startsWith('RECODE'))!.replace(/\s+/g, ' ')).toBe('RECODE samarbeid (MISSING=SYSMIS) (4.3 THRU HIGHEST=3) (3.6 THRU HIGHEST=2) (LOWEST THRU HIGHEST=1) INTO samarbeid_band');
		expect(made.findIndex((c) => c.startsWith('COMPUTE'))).toBeLessThan(made.findIndex((c) => c.startsWith('RECODE')));
	});
	it('names groups, categories and filters by the numbers they have in the file', () => {
		expect(syntaxOf({ method: 't_test', y: 'samarbeid', group: 'del' })).toContain('T-TEST GROUPS=del(1 2)');
		expect(syntaxOf(SPECS[5]!)).toContain('SELECT IF (ANY(goals_clear, 4, 5)).');
		expect(syntaxOf({ method: 'ols', y: 'samarbeid', x: ['del'] })).toContain('COMPUTE del#is2 = (del = 2).');
		expect(syntaxOf({ method: 'goodness_of_fit', x: 'del', population: { nettverk: 400, samarbeidsforum: 200 } })).toContain('/EXPECTED=200 400');
	});
	it('gives variables names that SPSS takes, and scores that are other than the numbers a variable of their own', () => {
		const data = buildDataset([
			{ name: 'by', type: 'categorical', categories: [['a', "It's"], ['b', 'B']], cells: ['a', 'b', missing('dont_know')] },
			{ name: 'x', type: 'numeric', cells: [1, 2, 3] }
		]);
		const scored = { ...data, variables: data.variables.map((v) => ({ ...v, categories: v.categories.map((c, i) => ({ ...c, score: i * 10 })) })) };
		expect(toSpss({ method: 'frequencies', x: 'by' }, data)).toContain('FREQUENCIES VARIABLES=by_v');
		expect(toSpss({ method: 'means', y: ['by'], group: 'x' }, scored)).toContain('RECODE by_v (1=0) (2=10) INTO by_v#score.');
	});
	it('is not given for what SPSS does not have, and says what is wrong with a spec', () => {
		expect(toSpss({ method: 'margin_of_error', n: 100, p: 0.5 }, null)).toBeNull();
		expect(toSpss({ method: 't_test', y: 'samarbeid', group: 'samarbeid_band' }, both)).toBeNull();
		expect(toSpss({ method: 'frequencies', x: 'nobody' }, both)).toMatchObject({ violation: 'unknown_column', params: { column: 'nobody' } });
		expect(toSpss({ method: 'frequencies' }, both)).toMatchObject({ violation: 'bad_field' });
		expect(toSpss({ method: 'nothing' }, both)).toMatchObject({ violation: 'unknown_method' });
	});
	it('keeps texts within their quotes, and comments within their lines', () => {
		expect(spssText("Ja, det er 'fint'\nog bra")).toBe("'Ja, det er ''fint'' og bra'");
		expect(comment(`One. ${'word '.repeat(60)}end`).split('\n').every((line) => /^\* .*[^.]\.$/.test(line) && line.length < 130)).toBe(true);
		expect(command('GET', "FILE='a  b.sav'")).toBe("GET FILE='a  b.sav'.");
	});
});
