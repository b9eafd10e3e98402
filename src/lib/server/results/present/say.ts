/** What the library says of a result, as sentences: notes, assumptions and violations, with variables and categories by their labels. */
import type { Violation } from '#analysis/assumptions.ts';
import type { Assumption, Note, Result } from '#analysis/result.ts';
import { m, translate } from '#lib/i18n.ts';
import { formatNumber, formatP, formatPercent } from '#lib/ui/format.ts';
import { fieldName, insteadText, neededText, reasonText } from '../engine-terms.ts';
import { levelLabel, names, nameWithin, termLabel, variableLabel, variableOf, type Reader } from './reader.ts';

type Params = Record<string, string | number>;

const PERCENT = new Set(['rate', 'total', 'error']);
const THREE = new Set(['gain', 'even', 'value', 'S', 'icc', 'gvf']);
const ONE = new Set(['percent', 'smallest', 'dispersion', 'deff', 'n_eff', 'times', 'design_effect']);
const COLUMNS = new Set(['column', 'columns', 'stratum', 'cluster', 'field', 'items', 'vars']);
const LEVELS = new Set(['level', 'group', 'bands']);

function numberOf(key: string, value: number, reader: Reader): string {
	const { locale } = reader;
	if (key === 'p' || key === 'exact_p') return formatP(value, locale);
	if (PERCENT.has(key)) return formatPercent(value, locale, key === 'error' ? 2 : 1);
	if (key === 'se') return formatNumber(value, locale, 4);
	if (Number.isInteger(value)) return formatNumber(value, locale);
	return formatNumber(value, locale, THREE.has(key) ? 3 : ONE.has(key) ? 1 : 2);
}

/** Several names in one text stand with commas; the number of a refused field stands as it is. */
const each = (value: string, one: (name: string) => string): string => value.split(', ').map(one).join(', ');

function textOf(key: string, value: string, params: Params, reader: Reader): string {
	const of = params.stratum ?? params.column;
	if (key === 'field' && !variableOf(reader, value)) return fieldName(value, reader.locale);
	if (COLUMNS.has(key)) return each(value, (name) => (variableOf(reader, name) || name.includes(' × ') ? nameWithin(variableLabel(reader, name), reader.locale) : termLabel(reader, name)));
	if (key === 'term') return termLabel(reader, value);
	if (LEVELS.has(key)) return levelLabel(reader, typeof of === 'string' ? of.split(' × ') : ['group', 'by', 'x', 'stratum'].flatMap((field) => names(reader.spec[field])).slice(0, 1), value);
	if (key === 'needed') return neededText(value, reader.locale);
	if (key === 'instead') return insteadText(value, reader.locale);
	if (key === 'violation') return reasonText(value, reader.locale);
	return value;
}

function sentence(key: string, params: Params | undefined, reader: Reader): string {
	const given = params ?? {};
	const said = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, typeof value === 'number' ? numberOf(name, value, reader) : textOf(name, value, given, reader)]));
	const text = translate(key, said, reader.locale);
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param n people in all: fewer in a note of few are those of the smallest group */
export function noteText({ key, params }: Note, reader: Reader, n?: number): string {
	const group = key === 'small_n' && typeof params?.n === 'number' && n !== undefined && params.n < n;
	return sentence(group ? 'result_note_small_group' : `analysis_note_${key}`, params, reader);
}

export const violationText = ({ violation, params }: Violation, reader: Reader): string => sentence(`analysis_violation_${violation}`, params, reader);

export function assumptionText({ key, params }: Assumption, reader: Reader): string {
	return sentence(`analysis_assumption_${key}`, params, reader);
}

/** Methods that hold where this one's assumption does not, by assumption or by the note that tells of it. */
const INSTEAD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	t_test: { small_n: 'mann_whitney' }, t_paired: { small_n: 'wilcoxon' }, anova: { small_n: 'kruskal', equal_variances: 'welch' }, anova_welch: { small_n: 'kruskal' },
	tukey_hsd: { small_n: 'dunn', equal_variances: 'games_howell' }, games_howell: { small_n: 'dunn' }, ols: { model_equal_residual_variances: 'hc3' },
	correlation: { linear_relation: 'spearman', small_n: 'spearman' }, crosstab: { expected_counts: 'exact' }, crosstab_counts: { expected_counts: 'exact' }
};

/** What to use instead, in a sentence; null where nothing is better. */
export function insteadSentence({ method, values }: Result, key: string, reader: Reader): string | null {
	const found = INSTEAD[method]?.[key] === 'exact' && values.monte_carlo !== undefined ? 'simulated' : INSTEAD[method]?.[key];
	return found === undefined ? null : m[`result_instead_${found}` as 'result_instead_welch']({}, { locale: reader.locale });
}
