/** Figures that fit a result, the best first, as data: what a method's numbers look like, never how they are drawn. */
import type { Result, Value } from '#analysis/result.ts';
import { translate } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import { LIMITS } from '#lib/figures/check.ts';
import type { Axis, Figure, Point } from '#lib/domain/figure/types.ts';
import { SUPPRESSED } from '../cells.ts';
import { titleOf } from '../layout/build.ts';
import { percentLevel } from '../layout/parts.ts';
import { levelLabel, names, termLabel, variableLabel, variableOf, type Reader } from '../reader.ts';
import { lists, num } from '../sentence/parts.ts';
import { tilesOf } from './tiles.ts';

type List = readonly Value[];
type Make = (result: Result, reader: Reader) => Figure[];

const word = (key: string, reader: Reader): string => translate(`result_${key}`, {}, reader.locale);
const row = (value: Value | undefined): List => (Array.isArray(value) ? (value as List) : []);
const number = (value: Value | undefined): number | null => (typeof value === 'number' ? value : null);

function point(value: Value | undefined, low?: Value, high?: Value, n?: Value): Point {
	return {
		value: number(value), ...(number(low ?? null) === null ? {} : { low: number(low ?? null) }), ...(number(high ?? null) === null ? {} : { high: number(high ?? null) }), ...(typeof n === 'number' ? { n } : {}),
		...(value === SUPPRESSED ? { missing: 'suppressed' as const } : {})
	};
}

const nNote = (result: Result, reader: Reader): string => `n = ${formatNumber(result.n, reader.locale)}`;
const intervalNote = (result: Result, reader: Reader): string => translate('result_figure_ci', { level: percentLevel(reader, result.values) }, reader.locale);
const common = (result: Result, reader: Reader, key: string, notes: readonly string[]) => ({ title: titleOf(key, reader, true), notes: [...notes, nNote(result, reader)], locale: reader.locale });

/** An axis over the scale's points where the variable is one. */
function scaleAxis(reader: Reader, name: string | undefined, label: string): Axis {
	const scores = (name === undefined ? [] : (variableOf(reader, name)?.categories ?? [])).flatMap((c) => (c.score === undefined ? [] : [c.score]));
	return scores.length > 1 ? { label, min: Math.min(...scores), max: Math.max(...scores), decimals: 2 } : { label, decimals: 2 };
}

const percentAxis = (reader: Reader, most?: number): Axis => ({ label: word('figure_percent', reader), min: 0, ...(most === undefined ? {} : { max: most }), decimals: 0, percent: true });
const part = (value: Value | undefined): Value => (typeof value === 'number' ? value / 100 : (value ?? null));

const groupsOf = (result: Result, reader: Reader, path = 'levels', field = 'group'): string[] => lists(result, path).map((v) => levelLabel(reader, names(reader.spec[field]).slice(0, 1), String(v)));

/** Means of groups with one standard deviation to each side. */
const groupMeans: Make = (result, reader) => {
	const [means, sds, n] = [lists(result, 'means'), lists(result, 'sds'), lists(result, 'n')];
	if (means.length === 0) return [];
	const points = means.map((mean, k) => { const sd = sds[k]; return point(mean, typeof mean === 'number' && typeof sd === 'number' ? mean - sd : null, typeof mean === 'number' && typeof sd === 'number' ? mean + sd : null, n[k]); });
	return [{ kind: 'bars', ...common(result, reader, 'groups', [word('figure_sd', reader)]), labels: groupsOf(result, reader), series: [{ label: word('figure_mean', reader), points }], axis: scaleAxis(reader, names(reader.spec.y)[0], word('figure_mean', reader)), horizontal: false, interval: 'sd' }];
};

const pairwise: Make = (result, reader) => {
	const labels = lists(result, 'pairs').map((pair) => row(pair).map((v) => levelLabel(reader, names(reader.spec.group), String(v))).join(' – '));
	const [diff, low, high] = [lists(result, 'diff'), lists(result, 'ci_low'), lists(result, 'ci_high')];
	return low.length === 0 ? [] : [{
		kind: 'dots', ...common(result, reader, 'pairs', [intervalNote(result, reader)]), labels, horizontal: true, interval: 'ci',
		series: [{ label: word('figure_difference', reader), points: diff.map((d, k) => point(d, low[k], high[k])) }], axis: { label: word('figure_difference', reader), decimals: 2 }
	}];
};

/** Items by group: with standard deviations as the report has them, then with intervals. */
const meansByGroup: Make = (result, reader) => {
	const [items, groups] = [lists(result, 'columns').map(String), groupsOf(result, reader, 'groups')];
	const at = (path: string, i: number, g: number): Value => row(lists(result, path)[i])[g] ?? null;
	const make = (interval: 'sd' | 'ci', kind: 'bars' | 'dots'): Figure => ({
		kind, ...common(result, reader, 'means', [interval === 'sd' ? word('figure_sd', reader) : intervalNote(result, reader)]), labels: items.map((item) => variableLabel(reader, item)), horizontal: true, interval,
		axis: scaleAxis(reader, items[0], word('figure_mean', reader)),
		series: groups.map((label, g) => ({
			label, points: items.map((_, i) => {
				const [mean, sd] = [at('mean', i, g), at('sd', i, g)];
				return interval === 'ci' ? point(mean, at('ci_lo', i, g), at('ci_hi', i, g), at('n', i, g)) : point(mean, typeof mean === 'number' && typeof sd === 'number' ? mean - sd : null, typeof mean === 'number' && typeof sd === 'number' ? mean + sd : null, at('n', i, g));
			})
		}))
	});
	return [make('sd', 'bars'), make('ci', 'dots')];
};

const crosstab: Make = (result, reader) => {
	const [rows, columns] = [groupsOf(result, reader, 'row_levels', 'rows'), groupsOf(result, reader, 'column_levels', 'columns')];
	const survey = result.method === 'survey_crosstab';
	const cells = lists(result, survey ? 'column_percent' : 'column_pct');
	const share = (i: number, j: number): Value => part(row(cells[i])[j]);
	const bars: Figure = {
		kind: 'bars', ...common(result, reader, 'percent', []), labels: rows, horizontal: false, interval: null, axis: percentAxis(reader),
		series: columns.map((label, j) => ({ label, points: rows.map((_, i) => point(share(i, j))) }))
	};
	const n = survey ? columns.map((_, j) => lists(result, 'counts').reduce<number>((sum, r) => sum + (number(row(r)[j]) ?? 0), 0)) : lists(result, 'column_totals').map((v) => number(v) ?? 0);
	const ordered = (variableOf(reader, names(reader.spec.rows)[0] ?? '')?.measure ?? 'ordinal') !== 'nominal' && rows.length > 2;
	const hidden = columns.map((_, j) => rows.some((_, i) => share(i, j) === SUPPRESSED));
	const likert: Figure = {
		kind: 'likert', ...common(result, reader, 'percent', []), labels: columns, categories: rows, shares: columns.map((_, j) => rows.map((_, i) => number(share(i, j)))), n, centred: false,
		...(hidden.some(Boolean) ? { missing: hidden.map((h) => (h ? ('suppressed' as const) : null)) } : {})
	};
	return ordered ? [likert, bars] : [bars, likert];
};

const battery: Make = (result, reader) => {
	const items = lists(result, 'columns').map(String);
	const categories = lists(result, 'categories').map((v) => levelLabel(reader, items.slice(0, 1), String(v)));
	const shares = items.map((_, j) => categories.map((_, k) => part(row(lists(result, 'pct')[k])[j])));
	const hidden = shares.map((own) => own.includes(SUPPRESSED));
	const make = (centred: boolean): Figure => ({
		kind: 'likert', ...common(result, reader, 'battery', []), labels: items.map((item) => variableLabel(reader, item)), categories, shares: shares.map((own) => own.map((v) => number(v))), n: lists(result, 'n').map((v) => number(v) ?? 0), centred,
		...(hidden.some(Boolean) ? { missing: hidden.map((h) => (h ? ('suppressed' as const) : null)) } : {})
	});
	return [make(false), make(true)];
};

/** Shares with their intervals: the categories of a variable, options, response by group. */
function shares(labels: string[], values: List, low: List, high: List, axis: string, result: Result, reader: Reader, scale: number): Figure[] {
	const of = (v: Value | undefined): Value => (typeof v === 'number' ? v / scale : (v ?? null));
	if (labels.length === 0) return [];
	return [{ kind: 'bars', ...common(result, reader, 'categories', low.length > 0 ? [intervalNote(result, reader)] : []), labels, horizontal: true, interval: low.length > 0 ? 'ci' : null, axis: { label: axis, min: 0, decimals: 0, percent: true }, series: [{ label: axis, points: values.map((v, k) => point(of(v), of(low[k]), of(high[k]))) }] }];
}

const frequencies: Make = (result, reader) => {
	const survey = result.method === 'survey_frequencies';
	const pairs = lists(result, 'ci').map(row);
	return shares(groupsOf(result, reader, survey ? 'levels' : 'categories', 'x'), lists(result, survey ? 'percent' : 'pct_valid'), survey ? pairs.map((p) => p[0] ?? null) : lists(result, 'ci95_lo'), survey ? pairs.map((p) => p[1] ?? null) : lists(result, 'ci95_hi'), word('figure_percent', reader), result, reader, 100);
};
const options: Make = (result, reader) => shares(lists(result, 'columns').map((v) => variableLabel(reader, String(v))), lists(result, 'pct_respondents'), lists(result, 'ci95_lo'), lists(result, 'ci95_hi'), word('figure_percent', reader), result, reader, 100);
const response: Make = (result, reader) => shares(lists(result, 'levels').map((v) => levelLabel(reader, [...names(reader.spec.stratum), ...names(reader.spec.crossed_with)], String(v))), lists(result, 'rate'), lists(result, 'wilson95_lo'), lists(result, 'wilson95_hi'), word('figure_rate', reader), result, reader, 1);

/** Coefficients with their intervals; the constant is of another size and left out. */
const coefficients: Make = (result, reader) => {
	const logistic = result.method === 'logistic';
	const [values, ends] = logistic ? [lists(result, 'odds_ratio'), lists(result, 'odds_ratio_ci')] : [lists(result, result.method === 'mixed' ? 'fixed' : 'b'), lists(result, 'ci')];
	const kept = lists(result, 'terms').flatMap((term, k) => (term === '(Intercept)' ? [] : [{ label: termLabel(reader, String(term)), point: point(values[k], row(ends[k])[0], row(ends[k])[1]) }]));
	const label = word(logistic ? 'figure_odds_ratio' : 'figure_coefficient', reader);
	return kept.length === 0 ? [] : [{ kind: 'dots', ...common(result, reader, 'coefficients', [intervalNote(result, reader)]), labels: kept.map((c) => c.label), series: [{ label, points: kept.map((c) => c.point) }], axis: { label, decimals: 2 }, horizontal: true, interval: 'ci' }];
};

const correlation: Make = (result, reader) => {
	const [r, low, high] = result.method === 'polychoric' ? ['rho', 'ci_lo', 'ci_hi'] : lists(result, 'r').length > 0 ? ['r', 'r_lo', 'r_hi'] : lists(result, 'rho').length > 0 ? ['rho', 'rho_lo', 'rho_hi'] : ['tau_b', 'tau_lo', 'tau_hi'];
	const labels = lists(result, 'pairs').map((pair) => row(pair).map((v) => variableLabel(reader, String(v))).join(' – '));
	const label = word('figure_correlation', reader);
	return labels.length === 0 ? [] : [{ kind: 'dots', ...common(result, reader, 'correlations', [intervalNote(result, reader)]), labels, horizontal: true, interval: 'ci', axis: { label, min: -1, max: 1, decimals: 1 }, series: [{ label, points: labels.map((_, k) => point(lists(result, r ?? 'r')[k], lists(result, low ?? '')[k], lists(result, high ?? '')[k])) }] }];
};

/** Eigenvalues falling off, beside those of random data where there are such. */
const eigenvalues: Make = (result, reader) => {
	const curve = (path: string, label: string) => ({ label, points: lists(result, path).flatMap((v, k): [number, number][] => (typeof v === 'number' ? [[k + 1, v]] : [])) });
	const parallel = result.method === 'parallel_analysis';
	const series = parallel ? [curve('observed', translate('result_value_observed', {}, reader.locale)), curve('random_quantile', translate('result_value_random_quantile', {}, reader.locale))] : [curve('eigenvalues', word('figure_eigenvalue', reader))];
	return series[0]?.points.length ? [{ kind: 'curve', ...common(result, reader, 'eigenvalues', []), x: { label: word('figure_component', reader), decimals: 0 }, y: { label: word('figure_eigenvalue', reader), min: 0, decimals: 1 }, series }] : [];
};

const forecast: Make = (result, reader) => {
	const [days, expected, low, high] = ['days', 'expected', 'expected_lo', 'expected_hi'].map((name) => lists(result, name).map((v) => number(v) ?? 0)) as [number[], number[], number[], number[]];
	const label = word('figure_expected', reader);
	return [{ kind: 'curve', ...common(result, reader, 'forecast', []), x: { label: word('axis_days', reader), decimals: 0 }, y: { label, min: 0, decimals: 0 }, series: [{ label, points: days.map((d, k) => [d, expected[k] ?? 0] as const), band: days.map((d, k) => [d, low[k] ?? 0, high[k] ?? 0] as const) }] }];
};

const domains: Make = (result, reader) => {
	const labels = groupsOf(result, reader, 'by_levels', 'by');
	const label = word('figure_mean', reader);
	const whole = num(result, 'mean');
	const ends = lists(result, 'ci');
	const all = labels.length > 0 ? { labels, points: lists(result, 'by_mean').map((v, k) => point(v, row(lists(result, 'by_ci')[k])[0], row(lists(result, 'by_ci')[k])[1], lists(result, 'by_n')[k])) } : { labels: [word('figure_alone', reader)], points: [point(whole, ends[0], ends[1])] };
	return [{ kind: 'dots', ...common(result, reader, 'estimate', [intervalNote(result, reader)]), labels: all.labels, series: [{ label, points: all.points }], axis: scaleAxis(reader, names(reader.spec.y)[0], label), horizontal: true, interval: 'ci' }];
};

const FIGURES: Readonly<Record<string, Make>> = {
	t_test: groupMeans, anova: groupMeans, anova_welch: groupMeans, levene: groupMeans, icc_anova: groupMeans, tukey_hsd: pairwise, games_howell: pairwise, means: meansByGroup, crosstab, survey_crosstab: crosstab, battery_table: battery,
	frequencies, survey_frequencies: frequencies, multiple_response: options, nonresponse: response, ols: coefficients, survey_ols: coefficients, logistic: coefficients, mixed: coefficients, correlation, polychoric: correlation,
	factor_adequacy: eigenvalues, factor_analysis: eigenvalues, parallel_analysis: eigenvalues, response_forecast: forecast, survey_mean: domains
};

export function figuresOf(result: Result, reader: Reader): Figure[] {
	const make = FIGURES[result.method] ?? FIGURES[result.method.replace(/_(summary|counts)$/, '')];
	// more categories than colours can tell apart are for bars, or a table
	const [best, ...others] = make ? make(result, reader).filter((figure) => figure.kind !== 'likert' || figure.categories.length <= LIMITS.categories) : [];
	const [map, ...maps] = tilesOf(result, reader);
	return [...(best ? [best] : []), ...(map ? [map] : []), ...others, ...maps];
}
