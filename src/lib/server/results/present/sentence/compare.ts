/** Comparisons in a sentence: who scores higher, by how much, and what the test says; where it says nothing, that no difference is shown. */
import type { Effect, Result } from '#analysis/result.ts';
import { m, type Locale } from '#lib/i18n.ts';
import { formatInterval, midSentence } from '#lib/ui/format.ts';
import { SUPPRESSED } from '../cells.ts';
import { levelFirst, levelWithin, names, nameWithin, variableLabel, type Reader } from '../reader.ts';
import { cohenD, effectOf, effectPhrase, joined, lists, num, plain, rankSum, pPhrase, statistic, turned } from './parts.ts';

/** The level that a difference is said to be shown at. */
export const LEVEL = 0.05;

/** As a sentence begins with it, and as it stands within one. */
interface Name { first: string; within: string }
const levelName = (reader: Reader, level: unknown): Name => ({ first: levelFirst(reader, names(reader.spec.group), String(level)), within: levelWithin(reader, names(reader.spec.group), String(level)) });
const levelsOf = (result: Result, reader: Reader, path = 'levels'): Name[] => lists(result, path).map((v) => levelName(reader, v));
const variableName = (label: string, locale: Locale): Name => { const within = nameWithin(label, locale); return { first: within === midSentence(label) ? label : within, within }; };
const outcome = (reader: Reader): string => names(reader.spec.y).map((name) => nameWithin(variableLabel(reader, name), reader.locale)).join(', ');

interface Two { labels: [Name, Name]; values: [number, number]; diff: number; interval: string; test: string; p: number; effect: string; what: string }

function two({ labels: [a, b], values: [x, y], diff, interval, test, p, effect, what }: Two, reader: Reader): string {
	const { locale } = reader;
	const [high, low, upper, lower] = diff >= 0 ? [a, b, x, y] : [b, a, y, x];
	const numbers = { upper: plain(upper, locale), lower: plain(lower, locale), test: joined(test, pPhrase(p, locale), effect) };
	if (p < LEVEL) {
		const params = { high: high.first, low: low.within, diff: plain(Math.abs(diff), locale), what, ...numbers };
		return what === '' ? m.result_say_higher(params, { locale }) : m.result_say_higher_on(params, { locale });
	}
	const params = { first: a.within, second: b.within, what, interval, x: plain(x, locale), y: plain(y, locale), diff: plain(diff, locale), test: numbers.test };
	return what === '' ? m.result_say_no_difference(params, { locale }) : m.result_say_no_difference_on(params, { locale });
}

function pair(result: Result, path: string): string | null {
	const [low, high] = lists(result, path);
	return typeof low === 'number' && typeof high === 'number' ? `${low} ${high}` : null;
}

function intervalOf(result: Result, path: string, reader: Reader): string {
	const [low = null, high = null] = pair(result, path)?.split(' ').map(Number) ?? [];
	return low === null || high === null ? '' : formatInterval(low, high, reader.locale, 2);
}

/** A difference that is shown is told with the higher first, so that its test and effect are from that side too. */
const facing = (value: number, p: number, diff: number): number => (p < LEVEL && diff < 0 ? -value : value);
const faced = (effect: Effect | undefined, p: number, diff: number): Effect | undefined => (p < LEVEL && diff < 0 ? turned(effect) : effect);

export function tTest(result: Result, reader: Reader): string[] {
	const [t, p, diff, [a, b], [x, y]] = [num(result, 't'), num(result, 'p'), num(result, 'diff'), levelsOf(result, reader), lists(result, 'means')];
	if (t === null || p === null || diff === null || a === undefined || b === undefined || typeof x !== 'number' || typeof y !== 'number') return [];
	const welch = (reader.spec.variances ?? 'unequal') === 'unequal';
	return [two({
		labels: [a, b], values: [x, y], diff, interval: intervalOf(result, 'ci_diff', reader), p, what: outcome(reader),
		test: statistic(welch ? 'Welch t' : 't', result.values.df, facing(t, p, diff), reader.locale),
		effect: effectPhrase(faced(cohenD(result), p, diff), reader.locale)
	}, reader)];
}

export function pairedT(result: Result, reader: Reader): string[] {
	const [t, p, diff, [x, y]] = [num(result, 't'), num(result, 'p'), num(result, 'mean_diff'), lists(result, 'means')];
	if (t === null || p === null || diff === null || typeof x !== 'number' || typeof y !== 'number') return [];
	const { spec, locale } = reader;
	const time = (first: string): Name => ({ first, within: midSentence(first) });
	const labels: [Name, Name] = typeof spec.x === 'string' && typeof spec.y === 'string'
		? [variableName(variableLabel(reader, spec.x), locale), variableName(variableLabel(reader, spec.y), locale)] : [time(m.result_first_time({}, { locale })), time(m.result_second_time({}, { locale }))];
	return [two({ labels, values: [x, y], diff, interval: intervalOf(result, 'ci_diff', reader), p, what: '', test: statistic('t', result.values.df, facing(t, p, diff), locale), effect: effectPhrase(faced(effectOf(result, 'd_z'), p, diff), locale) }, reader)];
}

export function ranks(result: Result, reader: Reader): string[] {
	const { locale } = reader;
	const p = num(result, 'p');
	const r = num(result, 'rank_biserial');
	const signed = result.method === 'wilcoxon_signed_rank';
	const labels = signed ? [reader.spec.x, reader.spec.y].map((name) => variableName(variableLabel(reader, String(name)), locale)) : levelsOf(result, reader);
	const [a, b] = labels;
	if (p === null || r === null || a === undefined || b === undefined) return [];
	const [x, y] = lists(result, 'medians');
	const statisticPart = signed ? rankSum('V', num(result, 'V_plus') ?? 0, locale) : rankSum('U', num(result, 'U') ?? 0, locale);
	const medians = typeof x === 'number' && typeof y === 'number' ? m.result_medians({ x: plain(p < LEVEL && r < 0 ? y : x, locale), y: plain(p < LEVEL && r < 0 ? x : y, locale) }, { locale }) : '';
	const test = joined(medians, statisticPart, pPhrase(p, locale), effectPhrase(faced(effectOf(result, 'rank_biserial'), p, r), locale));
	const what = signed ? '' : outcome(reader);
	const [high, low] = r >= 0 ? [a, b] : [b, a];
	if (p < LEVEL) return [what === '' ? m.result_say_ranks_higher({ high: high.first, low: low.within, test }, { locale }) : m.result_say_ranks_higher_on({ high: high.first, low: low.within, what, test }, { locale })];
	return [m.result_say_no_rank_difference({ first: a.within, second: b.within, test }, { locale })];
}

/** F or H over several groups: which stands highest, and which lowest. */
export function several(result: Result, reader: Reader): string[] {
	const { locale } = reader;
	const p = num(result, 'p');
	const kruskal = result.method === 'kruskal_wallis';
	const value = num(result, kruskal ? 'H' : 'F');
	const levels = levelsOf(result, reader);
	const middles = lists(result, kruskal ? 'mean_ranks' : 'means');
	const shown = levels.flatMap((label, k) => { const v = middles[k]; return typeof v === 'number' ? [{ label, v }] : []; }).sort((a, b) => b.v - a.v);
	const [top, bottom] = [shown[0], shown.at(-1)];
	if (p === null || value === null || !top || !bottom) return [];
	const letter = kruskal ? 'H' : result.method.startsWith('anova_welch') ? 'Welch F' : 'F';
	const test = joined(statistic(letter, result.values.df, value, locale), pPhrase(p, locale), effectPhrase(effectOf(result, 'eta2', 'omega2', 'epsilon2'), locale));
	const params = { what: outcome(reader) || m.result_the_values({}, { locale }), high: top.label.within, low: bottom.label.within, upper: plain(top.v, locale), lower: plain(bottom.v, locale), test };
	// with a hidden group nobody knows which is the highest
	if (middles.includes(SUPPRESSED)) return [p < LEVEL ? m.result_say_groups_differ_hidden(params, { locale }) : m.result_say_groups_rank_alike(params, { locale })];
	if (p < LEVEL) return [kruskal ? m.result_say_groups_rank_differ(params, { locale }) : m.result_say_groups_differ(params, { locale })];
	return [kruskal ? m.result_say_groups_rank_alike(params, { locale }) : m.result_say_groups_alike(params, { locale })];
}

/** So many pairs are named. */
const NAMED = 4;

export function pairs(result: Result, reader: Reader): string[] {
	const { locale } = reader;
	const p = lists(result, result.method === 'dunn' ? 'p_holm' : 'p');
	const tested = p.filter((v) => typeof v === 'number').length;
	const diff = lists(result, 'diff');
	const differ = lists(result, 'pairs').flatMap((own, k) => {
		const [a, b] = Array.isArray(own) ? own.map((v) => levelName(reader, v).within) : [];
		const [pk, dk] = [p[k], diff[k]];
		return a !== undefined && b !== undefined && typeof pk === 'number' && typeof dk === 'number' && pk < LEVEL ? [{ a, b, pk, dk }] : [];
	}).sort((x, y) => x.pk - y.pk);
	if (tested === 0) return [];
	if (differ.length === 0) return [m.result_say_no_pairs({ count: tested }, { locale })];
	const said = differ.slice(0, NAMED).map(({ a, b, pk, dk }) => m.result_say_pair({ high: dk > 0 ? a : b, low: dk > 0 ? b : a, diff: plain(Math.abs(dk), locale), p: pPhrase(pk, locale) }, { locale }));
	return [m.result_say_pairs({ count: differ.length, of: tested, pairs: said.join('; ') }, { locale })];
}

export function levene(result: Result, reader: Reader): string[] {
	const { locale } = reader;
	const [F, p] = [num(result, 'F_median'), num(result, 'p')];
	if (F === null || p === null) return [];
	const params = { what: outcome(reader) || m.result_the_values({}, { locale }), test: joined(statistic('F', result.values.df, F, locale), pPhrase(p, locale)) };
	return [p < LEVEL ? m.result_say_spread_differs(params, { locale }) : m.result_say_spread_alike(params, { locale })];
}

/** Means without a test: the highest and the lowest group of each item is what the table shows; the sentence names those of one. */
export function means(result: Result, reader: Reader): string[] {
	const { locale } = reader;
	const [items, groups] = [lists(result, 'columns').map(String), levelsOf(result, reader, 'groups')];
	const said = items.slice(0, 2).flatMap((item, i) => {
		const own = lists(result, 'mean')[i];
		const shown = groups.flatMap((label, g) => { const v = Array.isArray(own) ? (own as readonly unknown[])[g] : null; return typeof v === 'number' ? [{ label, v }] : []; }).sort((a, b) => b.v - a.v);
		const [top, bottom] = [shown[0], shown.at(-1)];
		const hidden = Array.isArray(own) && own.includes(SUPPRESSED);
		return top && bottom && top !== bottom && !hidden ? [m.result_say_means({ what: variableLabel(reader, item), high: top.label.within, low: bottom.label.within, upper: plain(top.v, locale), lower: plain(bottom.v, locale) }, { locale })] : [];
	});
	return items.length > 2 ? [] : said;
}
