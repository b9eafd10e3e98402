/** Response by a stratum, or two crossed, beside the population: table, test and words. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Cell, Column, Row, Table } from '#analysis/report/table.ts';
import type { Result } from '#analysis/result.ts';
import { inLocale, m } from '#lib/i18n.ts';
import { formatNumber, midSentence, phraseP } from '#lib/ui/format.ts';
import { listedPatterns, RESPONDED, type FrafallData } from './data.ts';
import { numberAt, numbersAt, runOn, saidOf, textsAt, type Outcome } from './runs.ts';
import { levelLabel, type Sentence, type Words } from './words.ts';

/** Under so many seats a rate says little. */
export const FEW_SEATS = 10;

export interface StratumView {
	/** Names of the stratum, or the two crossed. */
	of: string[];
	label: string;
	outcome: Outcome;
	/** The test in a sentence; null when it could not be made. */
	test: string | null;
	differs: boolean;
	violation: string | null;
	notes: Sentence[];
	assumptions: Sentence[];
	/** Which groups have few seats, in a sentence; null when none has. */
	small: string | null;
	table: Table | null;
}

const count = (value: number | null): Cell => (value === null ? { kind: 'missing', reason: 'not_applicable' } : { kind: 'count', value });
const percent = (value: number | null): Cell => (value === null ? { kind: 'missing', reason: 'zero_denominator' } : { kind: 'percent', value, decimals: 1 });

/** p of the table of those who have answered beside those who have not: the exact one where the engine gives it. */
export function pOf(result: Result): number {
	const exact = result.values.table_exact_p;
	return typeof exact === 'number' ? exact : numberAt(result, 'table_p');
}

/** So many groups are named. */
const NAMED = 8;

function smallSentence(groups: string[], { locale }: Words): string | null {
	if (groups.length === 0) return null;
	return groups.length <= NAMED ? m.frafall_small({ groups: groups.join(', '), limit: FEW_SEATS }, { locale }) : m.frafall_small_many({ count: groups.length, limit: FEW_SEATS }, { locale });
}

function sentence(result: Result, label: string, words: Words): string {
	const { locale } = words;
	const effect = result.effects[0];
	const p = pOf(result);
	const params = {
		stratum: midSentence(label), chi2: formatNumber(numberAt(result, 'table_chi2'), locale, 1), df: numberAt(result, 'table_df'), p: phraseP(p, locale),
		v: formatNumber(effect?.value ?? 0, locale, 2), low: formatNumber(effect?.low ?? 0, locale, 2), high: formatNumber(effect?.high ?? 0, locale, 2),
		dissimilarity: formatNumber(numberAt(result, 'dissimilarity_index') * 100, locale, 1)
	};
	const said = p < 0.05 ? m.frafall_test_differs(params, { locale }) : m.frafall_test_alike(params, { locale });
	// V of many small groups is large by chance alone, which the interval knows
	return effect && effect.high !== null && effect.value > effect.high ? `${said} ${m.frafall_test_inflated({}, { locale })}` : said;
}

/** How many of the whole list are on each level; the sample may be a part of it. */
function population(data: FrafallData, of: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	listedPatterns(data).forEach((n, pattern) => {
		const level = of.map((name) => data.patterns[pattern]![name]);
		if (n === 0 || level.includes(undefined)) return;
		const key = level.join(' × ');
		counts.set(key, (counts.get(key) ?? 0) + n);
	});
	return counts;
}

function tableOf(result: Result, data: FrafallData, of: string[], label: string, words: Words): Table {
	const { locale } = words;
	const levels = textsAt(result, 'levels');
	const listed = population(data, of);
	const all = levels.reduce((sum, level) => sum + (listed.get(level) ?? 0), 0);
	const [N, n, rate, low, high, z, p] = ['population', 'respondents', 'rate', 'wilson95_lo', 'wilson95_hi', 'table_adj_resid_resp', 'adj_resid_p_holm'].map((name) => numbersAt(result, name)) as [(number | null)[], (number | null)[], (number | null)[], (number | null)[], (number | null)[], (number | null)[], (number | null)[]];
	const answered = n.reduce<number>((sum, x) => sum + (x ?? 0), 0);
	const seats = N.reduce<number>((sum, x) => sum + (x ?? 0), 0);
	const groups = { counts: m.frafall_group_counts({}, { locale }), rate: m.frafall_group_rate({}, { locale }), shares: m.frafall_group_shares({}, { locale }), residual: m.frafall_group_residual({}, { locale }) };
	const columns: Column[] = [
		{ key: 'listed', label: m.frafall_column_population({}, { locale }), group: groups.counts }, { key: 'seats', label: m.frafall_column_sample({}, { locale }), group: groups.counts },
		{ key: 'answered', label: m.frafall_column_answered({}, { locale }), group: groups.counts },
		{ key: 'rate', label: m.frafall_column_rate({}, { locale }), group: groups.rate }, { key: 'low', label: m.evaluate_interval_low({}, { locale }), group: groups.rate }, { key: 'high', label: m.evaluate_interval_high({}, { locale }), group: groups.rate },
		{ key: 'share_listed', label: m.frafall_column_population({}, { locale }), group: groups.shares }, { key: 'share_answered', label: m.frafall_column_answered({}, { locale }), group: groups.shares },
		{ key: 'z', label: m.frafall_column_residual({}, { locale }), group: groups.residual }, { key: 'p', label: m.frafall_column_p({}, { locale }), group: groups.residual }
	];
	const none: Cell = { kind: 'missing', reason: 'not_applicable' };
	const rows: Row[] = levels.map((level, k) => ({
		key: `level:${level}`, label: levelLabel(of, level, words),
		cells: [
			count(listed.get(level) ?? 0), count(N[k] ?? null), count(n[k] ?? null), percent(rate[k] ?? null), percent(low[k] ?? null), percent(high[k] ?? null),
			percent(all > 0 ? (listed.get(level) ?? 0) / all : null), percent(answered > 0 ? (n[k] ?? 0) / answered : null),
			typeof z[k] === 'number' ? { kind: 'number', value: z[k], decimals: 2 } : none, typeof p[k] === 'number' ? { kind: 'p', value: p[k] } : none
		]
	}));
	rows.push({
		key: 'total', label: m.evaluate_total({}, { locale }), total: true,
		cells: [count(all), count(seats), count(answered), percent(numberAt(result, 'rate_total')), percent(numberAt(result, 'rate_total_lo')), percent(numberAt(result, 'rate_total_hi')), percent(1), percent(1), none, none]
	});
	return { title: m.frafall_table_title({ stratum: midSentence(label) }, { locale }), rowHeading: label, columns, rows, notes: [], provenance: [] };
}

/** @param of one stratum, or two to be crossed */
export function stratumView(data: FrafallData, of: [string] | [string, string], base: Omit<Words, 'of'>): StratumView {
	const words: Words = { ...base, of };
	const label = of.map((name) => inLocale(data.strata.find((s) => s.name === name)?.label, base.locale) || name).join(' × ');
	const outcome = runOn(data, { method: 'nonresponse', responded: RESPONDED, stratum: of[0], ...(of[1] === undefined ? {} : { crossed_with: of[1] }) });
	const said = saidOf(outcome, words);
	if (isViolation(outcome)) return { of, label, outcome, test: null, differs: false, small: null, table: null, ...said };
	const few = numbersAt(outcome, 'population').flatMap((N, k) => (N !== null && N < FEW_SEATS ? [levelLabel(of, textsAt(outcome, 'levels')[k] ?? '', words)] : []));
	return { of, label, outcome, test: sentence(outcome, label, words), differs: pOf(outcome) < 0.05, small: smallSentence(few, words), table: tableOf(outcome, data, of, label, words), ...said };
}
