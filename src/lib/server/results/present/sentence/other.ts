/** Frafall, weights, distributions, estimates, plans and checks in a sentence. */
import type { Result } from '#analysis/result.ts';
import { m } from '#lib/i18n.ts';
import { formatInterval, formatNumber, formatPercent, midSentence, phraseP } from '#lib/ui/format.ts';
import { wordOf } from '../cells.ts';
import { levelLabel, names, nameWithin, subjectOf, variableLabel, type Reader } from '../reader.ts';
import { LEVEL } from './compare.ts';
import { lists, num, plain, pPhrase, two } from './parts.ts';

export function nonresponse(result: Result, reader: Reader): string[] {
	const { locale } = reader;
	const p = num(result, 'table_exact_p') ?? num(result, 'table_p');
	const chi2 = num(result, 'table_chi2');
	if (p === null || chi2 === null) return [];
	const effect = result.effects[0];
	const params = {
		stratum: nameWithin(subjectOf(reader), locale) || m.result_the_strata({}, { locale }), chi2: formatNumber(chi2, locale, 1), df: num(result, 'table_df') ?? 0, p: phraseP(p, locale),
		v: two(effect?.value ?? 0, locale), low: two(effect?.low ?? 0, locale), high: two(effect?.high ?? 0, locale), dissimilarity: formatNumber((num(result, 'dissimilarity_index') ?? 0) * 100, locale, 1)
	};
	return [p < LEVEL ? m.frafall_test_differs(params, { locale }) : m.frafall_test_alike(params, { locale })];
}

export function rates(result: Result, { locale }: Reader): string[] {
	const [rate, n, N] = [num(result, 'total.rate'), num(result, 'total.respondents'), num(result, 'total.population')];
	const [low, high] = [num(result, 'total.wilson95_lo'), num(result, 'total.wilson95_hi')];
	if (rate === null || n === null || N === null) return [];
	return [m.result_say_rate({ n: formatNumber(n, locale), of: formatNumber(N, locale), percent: formatPercent(rate, locale), interval: low === null || high === null ? '' : formatInterval(low, high, locale, 1, true) }, { locale })];
}

export function rIndicator(result: Result, { locale }: Reader): string[] {
	const [R, low, high] = [num(result, 'R'), num(result, 'R_lo'), num(result, 'R_hi')];
	return R === null ? [] : [m.result_say_r_indicator({ value: two(R, locale), interval: low === null || high === null ? '' : ` ${formatInterval(low, high, locale, 2)}` }, { locale })];
}

export function weights(result: Result, { locale }: Reader): string[] {
	const [n, effective, deff] = [num(result, 'n'), num(result, 'n_eff'), num(result, 'deff_kish')];
	return n === null || effective === null || deff === null ? [] : [m.result_say_weights({ n: formatNumber(n, locale), effective: formatNumber(effective, locale), deff: two(deff, locale) }, { locale })];
}

/** The commonest answer with its share. */
export function commonest(result: Result, reader: Reader): string[] {
	const { locale, spec, dataset } = reader;
	const multiple = result.method === 'multiple_response';
	const survey = result.method === 'survey_frequencies';
	const [labels, percent] = [lists(result, multiple ? 'columns' : survey ? 'levels' : 'categories'), lists(result, multiple ? 'pct_respondents' : survey ? 'percent' : 'pct_valid')];
	const shown = labels.flatMap((label, k) => { const v = percent[k]; return typeof v === 'number' ? [{ label: String(label), v, k }] : []; }).sort((a, b) => b.v - a.v);
	const [top] = shown;
	if (!top) return [];
	const pair = survey ? lists(result, 'ci')[top.k] : [lists(result, 'ci95_lo')[top.k], lists(result, 'ci95_hi')[top.k]];
	const [low, high] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
	const interval = typeof low === 'number' && typeof high === 'number' ? ` ${formatInterval(low / 100, high / 100, locale, 1, true)}` : '';
	const label = multiple ? variableLabel({ locale, spec, dataset }, top.label) : levelLabel(reader, names(spec.x), top.label);
	return [m.result_say_commonest({ label, percent: formatPercent(top.v / 100, locale), interval }, { locale })];
}

/** A mean with its interval: of an index, of a sample with a design. */
export function estimate(result: Result, reader: Reader): string[] {
	const { locale } = reader;
	const mean = num(result, 'mean');
	const pair = lists(result, 'ci');
	const [low, high] = pair.length === 2 ? pair : [result.values.ci_lo, result.values.ci_hi];
	if (mean === null) return [];
	const interval = typeof low === 'number' && typeof high === 'number' ? ` ${formatInterval(low, high, locale, 2)}` : '';
	const index = result.method === 'mean_index';
	return [index ? m.result_say_index({ mean: plain(mean, locale), interval, n: formatNumber(result.n, locale) }, { locale }) : m.result_say_mean({ what: subjectOf({ ...reader, spec: { ...reader.spec, by: undefined } }), mean: plain(mean, locale), interval }, { locale })];
}

export function power(result: Result, { locale }: Reader): string[] {
	const value = num(result, 'power');
	const n = num(result, 'n_total') ?? num(result, 'n');
	return value === null || n === null ? [] : [m.result_say_power({ power: formatPercent(value, locale), n: formatNumber(Math.ceil(n), locale) }, { locale })];
}

export function margin(result: Result, { locale }: Reader): string[] {
	const moe = num(result, 'moe_fpc') ?? num(result, 'moe');
	const n = num(result, 'n');
	return moe === null || n === null ? [] : [m.result_say_margin({ n: formatNumber(n, locale), moe: formatNumber(moe * 100, locale, 1) }, { locale })];
}

export function corrected(result: Result, { locale }: Reader): string[] {
	const [p, holm] = [lists(result, 'p'), lists(result, result.method === 'family' ? 'p_holm' : 'holm')];
	const below = (all: readonly unknown[]) => all.filter((v) => typeof v === 'number' && v < LEVEL).length;
	return [m.result_say_corrected({ tests: p.length, plain: below(p), holm: below(holm) }, { locale })];
}

export function verdict(result: Result, { locale }: Reader): string[] {
	const found = result.values.verdict;
	return typeof found === 'string' ? [m.result_say_verdict({ verdict: midSentence(wordOf(found, locale)) }, { locale })] : [];
}

export function adequacy(result: Result, { locale }: Reader): string[] {
	const [kmo, p] = [num(result, 'kmo'), num(result, 'bartlett_p')];
	return kmo === null ? [] : [kmo >= 0.6 ? m.result_say_adequate({ kmo: two(kmo, locale), p: pPhrase(p, locale) }, { locale }) : m.result_say_inadequate({ kmo: two(kmo, locale), p: pPhrase(p, locale) }, { locale })];
}

export function components(result: Result, { locale }: Reader): string[] {
	const count = num(result, 'n_above_quantile');
	return count === null ? [] : [m.result_say_components({ count }, { locale })];
}

export function agreement(result: Result, { locale }: Reader): string[] {
	const [share, kappa, low, high] = [num(result, 'agreement'), num(result, 'kappa.value'), num(result, 'kappa.low'), num(result, 'kappa.high')];
	return share === null || kappa === null ? [] : [m.result_say_agreement({ percent: formatPercent(share, locale), kappa: `${two(kappa, locale)}${low === null || high === null ? '' : ` ${formatInterval(low, high, locale, 2)}`}` }, { locale })];
}
