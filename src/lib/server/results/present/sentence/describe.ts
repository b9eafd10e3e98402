/** Variables, batteries, factors, groups made of numbers and extractions in a sentence. */
import type { Result, Value } from '#analysis/result.ts';
import { m } from '#lib/i18n.ts';
import { formatInterval, formatNumber, formatPercent } from '#lib/ui/format.ts';
import { SUPPRESSED } from '../cells.ts';
import { levelLabel, names, nameWithin, quoted, variableLabel, variableOf, type Reader } from '../reader.ts';
import { joined, listed, lists, num, plain, pPhrase, statistic } from './parts.ts';
import { LEVEL } from './compare.ts';

/** So many variables have a sentence each. */
const ALONE = 2;

const numberAt = (result: Result, path: string, i: number): number | null => { const v = lists(result, path)[i]; return typeof v === 'number' ? v : null; };

/** The highest and the lowest; nothing where one is hidden, since nobody then knows. */
function ends(labels: readonly string[], values: readonly Value[]): { high: string; low: string; upper: number; lower: number } | null {
	if (values.includes(SUPPRESSED)) return null;
	const shown = labels.flatMap((label, i) => { const v = values[i]; return typeof v === 'number' ? [{ label, v }] : []; }).sort((a, b) => b.v - a.v);
	const [top, bottom] = [shown[0], shown.at(-1)];
	return top && bottom && top.v !== bottom.v ? { high: top.label, low: bottom.label, upper: top.v, lower: bottom.v } : null;
}

/** Means of one scale can be put beside each other; others are told of one by one, as long as they are few. */
export function variables(result: Result, reader: Reader): string[] {
	const { locale } = reader;
	const columns = lists(result, 'columns').map(String);
	if (columns.length <= ALONE) {
		return columns.flatMap((name, i) => {
			const one = (path: string): number | null => numberAt(result, path, i);
			const [mean, sd, median, low, high, n] = [one('mean'), one('sd'), one('median'), one('ci_lo'), one('ci_hi'), one('n')];
			if (mean === null || sd === null || median === null || n === null) return [];
			return [m.result_say_describe({ what: variableLabel(reader, name), mean: plain(mean, locale), interval: low === null || high === null ? '' : ` ${formatInterval(low, high, locale, 2)}`, sd: plain(sd, locale), median: plain(median, locale), n: formatNumber(n, locale) }, { locale })];
		});
	}
	const scales = new Set(columns.map((name) => JSON.stringify(variableOf(reader, name)?.categories.map((c) => c.score ?? c.value) ?? name)));
	const found = scales.size === 1 && variableOf(reader, columns[0] ?? '')?.type === 'categorical' ? ends(columns.map((name) => nameWithin(variableLabel(reader, name), locale)), lists(result, 'mean')) : null;
	return found ? [m.result_say_describe_ends({ high: found.high, low: found.low, upper: plain(found.upper, locale), lower: plain(found.lower, locale) }, { locale })] : [];
}

/** Where the last category of a scale, or else the commonest, is most and least chosen. */
export function battery(result: Result, reader: Reader): string[] {
	const { locale, spec } = reader;
	const items = lists(result, 'columns').map(String);
	const shares = lists(result, 'pct').map((row) => (Array.isArray(row) ? (row as readonly Value[]) : []));
	const scored = variableOf(reader, items[0] ?? '')?.categories.some((c) => c.score !== undefined) ?? false;
	const sums = shares.map((row) => row.reduce<number>((sum, v) => sum + (typeof v === 'number' ? v : 0), 0));
	const at = scored ? shares.length - 1 : sums.indexOf(Math.max(...sums));
	const found = ends(items.map((item) => nameWithin(variableLabel(reader, item), locale)), shares[at] ?? []);
	if (!found) return [];
	const category = levelLabel(reader, names(spec.columns).slice(0, 1), String(lists(result, 'categories')[at]));
	return [m.result_say_battery({ category: quoted(category, locale), high: found.high, low: found.low, upper: formatPercent(found.upper / 100, locale), lower: formatPercent(found.lower / 100, locale) }, { locale })];
}

/** How much the factors carry, and what loads highest on each. */
export function factors(result: Result, reader: Reader): string[] {
	const { locale } = reader;
	const communalities = lists(result, 'h2').filter((v) => typeof v === 'number');
	const paths = ['loadings_oblimin_kaiser', 'loadings_varimax', 'loadings_oblimin_raw', 'loadings_unrotated'];
	const rows = lists(result, paths.find((path) => lists(result, path).length > 0) ?? '').map((row) => (Array.isArray(row) ? (row as readonly Value[]) : []));
	const items = lists(result, 'items').length > 0 ? lists(result, 'items').map(String) : names(reader.spec.items);
	const count = rows[0]?.length ?? 0;
	if (count === 0 || communalities.length === 0) return [];
	const percent = formatPercent(communalities.reduce((sum, v) => sum + v, 0) / communalities.length, locale);
	const strongest = Array.from({ length: count }, (_, f) => {
		const best = rows.reduce((top, row, i) => (Math.abs(Number(row[f])) > Math.abs(Number(rows[top]?.[f])) ? i : top), 0);
		return m.result_say_factor_top({ factor: f + 1, item: nameWithin(variableLabel(reader, items[best] ?? ''), locale), loading: formatNumber(Number(rows[best]?.[f]), locale, 2) }, { locale });
	});
	const first = count === 1 ? m.result_say_factor_one({ percent, items: items.length }, { locale }) : m.result_say_factors({ count, percent, items: items.length }, { locale });
	return [first, m.result_say_factor_tops({ tops: listed(strongest, locale) }, { locale })];
}

/** Groups that a number was cut into: how many, and how large the smallest and the largest are. */
export function groups(result: Result, { locale }: Reader): string[] {
	const sizes = lists(result, result.method === 'natural_breaks' ? 'sizes' : 'group_sizes');
	const shown = sizes.filter((v) => typeof v === 'number');
	const gvf = num(result, 'gvf');
	const covered = gvf === null ? [] : [m.result_say_breaks({ percent: formatPercent(gvf, locale) }, { locale })];
	if (shown.length === 0 || sizes.includes(SUPPRESSED)) return covered;
	return [m.result_say_groups({ count: sizes.length, n: formatNumber(shown.reduce((a, b) => a + b, 0), locale), low: formatNumber(Math.min(...shown), locale), high: formatNumber(Math.max(...shown), locale) }, { locale }), ...covered];
}

/** Whether who has answered hangs together with the strata, all in one. */
export function responseModel(result: Result, reader: Reader): string[] {
	const { locale, spec } = reader;
	const [chi2, p] = [num(result, 'lr_chi2'), num(result, 'lr_p')];
	if (chi2 === null || p === null) return [];
	const strata = listed(names(spec.strata).map((name) => nameWithin(variableLabel(reader, name), locale)), locale) || m.result_the_strata({}, { locale });
	const params = { strata, test: joined(statistic('χ²', result.values.lr_df, chi2, locale), pPhrase(p, locale)) };
	return [p < LEVEL ? m.result_say_response_differs(params, { locale }) : m.result_say_response_alike(params, { locale })];
}

/** How many municipalities each of the two extractions picked. */
export function extraction(result: Result, { locale }: Reader): string[] {
	const [ranked, of] = [num(result, 'ranked'), num(result, 'municipalities')];
	const picked = (path: string): number => lists(result, path).filter((v) => typeof v === 'string' && v !== '').length;
	if (ranked === null || of === null) return [];
	return [m.result_say_extraction({ average: formatNumber(picked('ranking.extraction'), locale), spread: formatNumber(picked('spread.extraction'), locale), ranked: formatNumber(ranked, locale), of: formatNumber(of, locale) }, { locale })];
}
