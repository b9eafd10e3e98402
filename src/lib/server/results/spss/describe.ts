/** Tables of one and two variables. */
import type { SpssData } from './data.ts';
import { countsAt, textAt, textsAt } from './fields.ts';
import type { Syntax } from './methods.ts';
import { command, comment } from './write.ts';

const EXACT = comment('Fisher and the exact p of larger tables: add /METHOD=EXACT TIMER(10), which needs the module Exact Tests. Without it SPSS gives Fisher of 2 x 2 only. Its Monte Carlo draws other tables than the engine.');
const ORDERED = comment('Gamma, tau and Somers’ d take the categories in the order of their numbers. Cramér’s V has no interval in SPSS.');
const CELLS = '/CELLS=COUNT ROW COLUMN TOTAL EXPECTED SRESID ASRESID';
const STATISTICS = '/STATISTICS=CHISQ PHI CC GAMMA BTAU CTAU D';

/** Keeps rows whose value is among the levels asked for. */
export function keepLevels(data: SpssData, name: string, levels: readonly string[]): string[] {
	return levels.length > 0 ? [command('SELECT IF', `(ANY(${data.name(name)}, ${data.codes(name, levels).join(', ')}))`)] : [];
}

/** A table of counts read as rows, columns and a weight. */
const fromCounts = (counts: readonly (readonly number[])[]): string[] => [
	'DATA LIST FREE / row column count.', 'BEGIN DATA', ...counts.flatMap((row, i) => row.map((n, j) => `${i + 1} ${j + 1} ${n}`)), 'END DATA.', 'WEIGHT BY count.'
];

export const describe: Readonly<Record<string, Syntax>> = {
	frequencies: (data, spec) => [...keepLevels(data, textAt(spec, 'x'), textsAt(spec, 'levels')), command('FREQUENCIES', `VARIABLES=${data.name(textAt(spec, 'x'))}`, '/ORDER=ANALYSIS')],
	battery_table: (data, spec) => [
		comment('Per cent of those who answered an item, "vet ikke" among them, is "Percent" only where nobody skipped it. "Valid percent" is of those with an opinion.'),
		command('FREQUENCIES', `VARIABLES=${data.names(textsAt(spec, 'columns'))}`, '/ORDER=ANALYSIS')
	],
	multiple_response: (data, spec) => {
		const columns = textsAt(spec, 'columns');
		const chosen = data.codes(columns[0]!, [typeof spec.chosen === 'string' ? spec.chosen : '1'])[0];
		if (chosen === undefined) return null;
		return [command('MULT RESPONSE', `GROUPS=$answers 'answers' (${data.names(columns)} (${chosen}))`, '/FREQUENCIES=$answers')];
	},
	describe: (data, spec) => {
		const x = textsAt(spec, 'x').map((name) => data.numeric(name)).join(' ');
		return [
			comment('Percentiles: SPSS uses the definition that R calls type 6; the engine gives types 7, 6 and 2.'),
			command('DESCRIPTIVES', `VARIABLES=${x}`, '/STATISTICS=MEAN SUM STDDEV VARIANCE RANGE MIN MAX SEMEAN KURTOSIS SKEWNESS'),
			command('FREQUENCIES', `VARIABLES=${x}`, '/FORMAT=NOTABLE', '/PERCENTILES=25 50 75')
		];
	},
	means: (data, spec) => [
		...keepLevels(data, textAt(spec, 'group'), textsAt(spec, 'levels')),
		command('MEANS', `TABLES=${textsAt(spec, 'y').map((name) => data.numeric(name)).join(' ')} BY ${data.name(textAt(spec, 'group'))}`, '/CELLS=MEAN COUNT STDDEV SEMEAN')
	],
	crosstab: (data, spec) => [
		...keepLevels(data, textAt(spec, 'rows'), textsAt(spec, 'row_levels')), ...keepLevels(data, textAt(spec, 'columns'), textsAt(spec, 'column_levels')), EXACT, ORDERED,
		command('CROSSTABS', `/TABLES=${data.name(textAt(spec, 'rows'))} BY ${data.name(textAt(spec, 'columns'))}`, STATISTICS, CELLS)
	],
	crosstab_counts: (_data, spec) => [...fromCounts(countsAt(spec)), EXACT, command('CROSSTABS', '/TABLES=row BY column', STATISTICS, CELLS)],
	paired_categories: (data, spec) => [
		comment('For more than two categories SPSS calls Bowker’s test McNemar-Bowker.'),
		command('CROSSTABS', `/TABLES=${data.name(textAt(spec, 'first'))} BY ${data.name(textAt(spec, 'second'))}`, '/STATISTICS=MCNEMAR KAPPA', '/CELLS=COUNT TOTAL')
	],
	paired_categories_counts: (_data, spec) => [...fromCounts(countsAt(spec)), command('CROSSTABS', '/TABLES=row BY column', '/STATISTICS=MCNEMAR KAPPA', '/CELLS=COUNT TOTAL')],
	goodness_of_fit: (data, spec) => {
		const population = spec.population as Readonly<Record<string, number>>;
		const x = textAt(spec, 'x');
		const named = Object.entries(population).map(([value, n]) => [data.code(x, value), n] as const);
		if (named.some(([code]) => code === null)) return null;
		const sorted = named.toSorted((a, b) => a[0]! - b[0]!);
		return [comment('The expected shares stand in the order of the categories’ numbers, and must be as many as the categories met.'), command('NPAR TESTS', `/CHISQUARE=${data.name(x)}`, `/EXPECTED=${sorted.map(([, n]) => n).join(' ')}`)];
	},
	response_rates: (data, spec) => [
		comment('SPSS gives no Wilson interval here.'),
		...textsAt(spec, 'strata').map((stratum) => command('CROSSTABS', `/TABLES=${data.name(stratum)} BY ${data.name(textAt(spec, 'responded'))}`, '/CELLS=COUNT ROW'))
	],
	nonresponse: (data, spec) => (typeof spec.crossed_with === 'string' ? null : [
		comment('Pearson’s chi-square here is table_chi2 of the engine: respondents beside non-respondents, the right test when the list is the whole population.'), EXACT,
		command('CROSSTABS', `/TABLES=${data.name(textAt(spec, 'stratum'))} BY ${data.name(textAt(spec, 'responded'))}`, '/STATISTICS=CHISQ PHI', '/CELLS=COUNT ROW COLUMN ASRESID')
	])
};
