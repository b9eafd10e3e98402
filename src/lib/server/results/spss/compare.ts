/** Groups compared, measurements on the same people, and correlations. */
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { SpssData } from './data.ts';
import { keepLevels } from './describe.ts';
import { levelAt, percent, textAt, textsAt } from './fields.ts';
import type { Syntax } from './methods.ts';
import { command, comment } from './write.ts';

interface Compared {
	y: string;
	group: string;
	/** The numbers of the groups, in the spec's order; else in that of the categories met. */
	codes: number[];
	/** Keeps rows of the groups asked for. */
	keep: string[];
}

/** Null where the group is no variable of categories or numbers, or fewer than two groups have answered. */
function compared(data: SpssData, spec: AnySpec): Compared | null {
	const name = textAt(spec, 'group');
	const levels = textsAt(spec, 'levels');
	const filtered = (spec.filter ?? []).find((f) => f.column === name)?.in;
	const met = data.met(name);
	const codes = data.codes(name, levels.length > 0 ? levels : filtered ? met.filter((v) => filtered.includes(v)) : met);
	if (codes.length < 2) return null;
	return { y: data.numeric(textAt(spec, 'y')), group: data.name(name), codes, keep: keepLevels(data, name, levels) };
}

const withGroups = (make: (c: Compared, spec: AnySpec) => string[] | null): Syntax => (data, spec) => {
	const found = compared(data, spec);
	const made = found && make(found, spec);
	return found && made ? [...found.keep, ...made] : null;
};
const two = (make: (c: Compared, spec: AnySpec) => string[]): Syntax => withGroups((c, spec) => (c.codes.length === 2 ? make(c, spec) : null));
const oneway = (...more: readonly string[]): Syntax => withGroups((c) => [command('ONEWAY', `${c.y} BY ${c.group}`, ...more, '/MISSING ANALYSIS')]);
const range = (c: Compared): string => `${Math.min(...c.codes)} ${Math.max(...c.codes)}`;
const EXACT = comment('The exact p needs /METHOD=EXACT of the module Exact Tests. SPSS gives the asymptotic p without a correction for continuity.');

export const compare: Readonly<Record<string, Syntax>> = {
	t_test: two((c, spec) => [
		comment(spec.variances === 'equal' ? 'The engine’s test is the line "Equal variances assumed" (Student).' : 'The engine’s test is the line "Equal variances not assumed" (Welch).'),
		command('T-TEST', `GROUPS=${c.group}(${c.codes.join(' ')})`, `/VARIABLES=${c.y}`, `/CRITERIA=CI(${levelAt(spec)})`)
	]),
	t_paired: (data, spec) => [command('T-TEST', `PAIRS=${data.numeric(textAt(spec, 'x'))} WITH ${data.numeric(textAt(spec, 'y'))} (PAIRED)`, `/CRITERIA=CI(${levelAt(spec)})`)],
	mann_whitney: two((c) => [EXACT, command('NPAR TESTS', `/M-W=${c.y} BY ${c.group}(${c.codes.join(' ')})`)]),
	wilcoxon_signed_rank: (data, spec) => [EXACT, command('NPAR TESTS', `/WILCOXON=${data.numeric(textAt(spec, 'x'))} WITH ${data.numeric(textAt(spec, 'y'))} (PAIRED)`)],
	anova: oneway('/STATISTICS DESCRIPTIVES HOMOGENEITY'),
	anova_welch: oneway('/STATISTICS DESCRIPTIVES WELCH'),
	tukey_hsd: oneway('/STATISTICS DESCRIPTIVES HOMOGENEITY', '/POSTHOC=TUKEY ALPHA(0.05)'),
	games_howell: oneway('/STATISTICS DESCRIPTIVES WELCH', '/POSTHOC=GH ALPHA(0.05)'),
	levene: withGroups((c) => [
		comment('The engine gives both forms: "Based on Mean" (Levene) and "Based on Median" (Brown and Forsythe).'),
		command('EXAMINE', `VARIABLES=${c.y} BY ${c.group}`, '/PLOT=SPREADLEVEL(1)', '/STATISTICS=NONE', '/NOTOTAL')
	]),
	kruskal_wallis: withGroups((c) => [command('NPAR TESTS', `/K-W=${c.y} BY ${c.group}(${range(c)})`)]),
	dunn: withGroups((c) => [
		comment('Pairwise comparisons are shown when the table of the test is opened, with Bonferroni’s correction. SPSS takes the groups from the measurement level of the variable: it must be nominal.'),
		command('NPTESTS', `/INDEPENDENT TEST (${c.y}) GROUP (${c.group}) KRUSKAL_WALLIS(COMPARE=PAIRWISE)`)
	]),
	correlation: (data, spec) => {
		const variables = textsAt(spec, 'vars').map((name) => data.numeric(name)).join(' ');
		const asked = textsAt(spec, 'coefficients');
		const has = (name: string): boolean => asked.length === 0 || asked.includes(name);
		const missing = `/MISSING=${spec.missing === 'listwise' ? 'LISTWISE' : 'PAIRWISE'}`;
		const ranks = [...(has('spearman') ? ['SPEARMAN'] : []), ...(has('kendall') ? ['KENDALL'] : [])];
		return [
			...(has('pearson') ? [command('CORRELATIONS', `/VARIABLES=${variables}`, '/PRINT=TWOTAIL NOSIG', missing)] : []),
			...(ranks.length > 0 ? [command('NONPAR CORR', `/VARIABLES=${variables}`, `/PRINT=${ranks.length === 2 ? 'BOTH' : ranks[0]!} TWOTAIL NOSIG`, missing)] : [])
		];
	},
	survey_mean: (data, spec) => weighted(data, spec, typeof spec.by === 'string'
		? command('MEANS', `TABLES=${data.numeric(textAt(spec, 'y'))} BY ${data.name(spec.by)}`, '/CELLS=MEAN COUNT STDDEV')
		: command('DESCRIPTIVES', `VARIABLES=${data.numeric(textAt(spec, 'y'))}`, '/STATISTICS=MEAN STDDEV')),
	survey_frequencies: (data, spec) => weighted(data, spec, command('FREQUENCIES', `VARIABLES=${data.name(textAt(spec, 'x'))}`)),
	survey_crosstab: (data, spec) => weighted(data, spec, command('CROSSTABS', `/TABLES=${data.name(textAt(spec, 'rows'))} BY ${data.name(textAt(spec, 'columns'))}`, '/CELLS=COUNT ROW COLUMN', '/COUNT ASIS'))
};

function weighted(data: SpssData, spec: AnySpec, body: string): string[] {
	return [
		comment(`The shares and means are the engine’s for level ${percent(levelAt(spec))} too; standard errors, intervals and tests of a weighted or clustered sample need the module Complex Samples and are not made here.`),
		...(typeof spec.weights === 'string' ? [command('WEIGHT', `BY ${data.name(spec.weights)}`)] : []),
		body
	];
}
