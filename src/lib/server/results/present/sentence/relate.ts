/** Relations in a sentence: cross tables, correlations, scales and models. */
import type { Result, Value } from '#analysis/result.ts';
import { m, type Locale } from '#lib/i18n.ts';
import { formatInterval, formatNumber, formatPercent } from '#lib/ui/format.ts';
import { levelLabel, levelWithin, names, nameWithin, termLabel, variableLabel, type Reader } from '../reader.ts';
import { effectOf, effectPhrase, joined, listed, lists, num, pPhrase, statistic, two } from './parts.ts';
import { LEVEL } from './compare.ts';

/** So many cells are named each way. */
const CELLS = 3;

const cellAt = (result: Result, path: string, i: number, j: number): Value => {
	const row = lists(result, path)[i];
	return Array.isArray(row) ? ((row as readonly Value[])[j] ?? null) : null;
};

/** Cells that stand out after Holm's correction, the clearest first. */
function outstanding(result: Result, reader: Reader, sign: 1 | -1): string[] {
	const { locale, spec } = reader;
	const found: { text: string; z: number }[] = [];
	lists(result, 'row_levels').forEach((row, i) => lists(result, 'column_levels').forEach((column, j) => {
		const [z, p, percent] = ['adj_resid', 'adj_resid_p_holm', 'column_pct'].map((path) => cellAt(result, path, i, j));
		if (typeof z !== 'number' || typeof p !== 'number' || typeof percent !== 'number' || p >= LEVEL || Math.sign(z) !== sign) return;
		const total = lists(result, 'row_totals')[i];
		const n = num(result, 'n');
		const params = {
			row: levelLabel(reader, names(spec.rows).slice(0, 1), String(row)), column: levelWithin(reader, names(spec.columns).slice(0, 1), String(column)),
			percent: formatPercent(percent / 100, locale), all: typeof total === 'number' && n ? formatPercent(total / n, locale) : ''
		};
		found.push({ text: m.result_say_cell(params, { locale }), z: Math.abs(z) });
	}));
	return found.sort((a, b) => b.z - a.z).slice(0, CELLS).map((c) => c.text);
}

/** The p that a cross table goes by: of chi-square; where a count under 5 was expected, the exact one, and where that was not to be had, the simulated one. */
export function crosstabP(result: Result): { p: number | null; of: 'chi2' | 'exact' | 'simulated' } {
	const few = (num(result, 'expected_lt5') ?? 0) > 0;
	const [exact, simulated] = [num(result, 'exact.p') ?? num(result, 'fisher.p'), num(result, 'monte_carlo.p')];
	if (few && exact !== null) return { p: exact, of: 'exact' };
	if (few && simulated !== null) return { p: simulated, of: 'simulated' };
	return { p: num(result, 'p'), of: 'chi2' };
}

/** Says of which test it is, where it is not chi-square's. */
export function namedP(of: ReturnType<typeof crosstabP>['of'], p: string, locale: Locale): string {
	return of === 'chi2' ? p : (of === 'simulated' ? m.result_simulated_p : m.result_exact_p)({ p }, { locale });
}

export function crosstab(result: Result, reader: Reader): string[] {
	const { locale, spec } = reader;
	const { p, of } = crosstabP(result);
	const chi2 = num(result, 'chi2');
	if (chi2 === null || p === null) return [];
	const test = joined(statistic('χ²', result.values.df, chi2, locale), namedP(of, pPhrase(p, locale), locale), effectPhrase(effectOf(result, 'cramers_v'), locale));
	const rows = names(spec.rows).length === 1 ? nameWithin(variableLabel(reader, String(spec.rows)), locale) : m.result_the_rows({}, { locale });
	const columns = names(spec.columns).length === 1 ? nameWithin(variableLabel(reader, String(spec.columns)), locale) : m.result_the_columns({}, { locale });
	if (p >= LEVEL) return [m.result_say_no_association({ first: rows, second: columns, test }, { locale })];
	const first = m.result_say_distribution({ rows, columns, test }, { locale });
	if (lists(result, 'adj_resid').length === 0) return [first];
	const [more, fewer] = [outstanding(result, reader, 1), outstanding(result, reader, -1)];
	const cells = more.length > 0 ? [m.result_say_more({ cells: more.join('; ') }, { locale })] : fewer.length > 0 ? [m.result_say_fewer({ cells: fewer.join('; ') }, { locale })] : [m.result_say_no_cell({}, { locale })];
	return [first, ...cells];
}

interface Pair { a: string; b: string; r: number; p: number | null; n: number | null; k: number }

function correlations(result: Result, reader: Reader, r: string, p: string): Pair[] {
	return lists(result, 'pairs').flatMap((pair, k) => {
		const [a, b] = Array.isArray(pair) ? pair.map((v) => variableLabel(reader, String(v))) : [];
		const [value, pk, n] = [lists(result, r)[k], lists(result, p)[k], lists(result, 'n')[k]];
		return a !== undefined && b !== undefined && typeof value === 'number' ? [{ a, b, r: value, p: typeof pk === 'number' ? pk : null, n: typeof n === 'number' ? n : null, k }] : [];
	});
}

export function correlation(result: Result, reader: Reader): string[] {
	const { locale } = reader;
	const polychoric = result.method === 'polychoric';
	const [r, p, symbol] = polychoric ? ['rho', 'p', 'ρ'] : lists(result, 'r').length > 0 ? ['r', 'r_p', 'r'] : lists(result, 'rho').length > 0 ? ['rho', 'rho_p', 'ρ'] : ['tau_b', 'tau_p', 'τ'];
	const all = correlations(result, reader, r ?? 'r', p ?? 'r_p').sort((x, y) => Math.abs(y.r) - Math.abs(x.r));
	const [first] = all;
	if (!first) return [];
	const ends = [lists(result, `${r}_lo`)[first.k] ?? lists(result, 'ci_lo')[first.k], lists(result, `${r}_hi`)[first.k] ?? lists(result, 'ci_hi')[first.k]];
	const interval = typeof ends[0] === 'number' && typeof ends[1] === 'number' ? ` ${formatInterval(ends[0], ends[1], locale, 2)}` : '';
	const test = joined(`${symbol}\u00a0=\u00a0${two(first.r, locale)}${interval}`, pPhrase(first.p, locale), first.n === null ? '' : `n\u00a0=\u00a0${formatNumber(first.n, locale)}`);
	const params = { first: nameWithin(first.a, locale), second: nameWithin(first.b, locale), test };
	// a perfect relation has no p: there is nothing left to chance
	const shown = first.p === null ? Math.abs(first.r) > 1 - 1e-12 : first.p < LEVEL;
	const one = !shown ? m.result_say_no_correlation(params, { locale }) : first.r > 0 ? m.result_say_positive(params, { locale }) : m.result_say_negative(params, { locale });
	if (all.length === 1) return [one];
	const holm = lists(result, `${r}_p_holm`).length > 0 ? lists(result, `${r}_p_holm`) : lists(result, p ?? 'p');
	const count = holm.filter((x) => typeof x === 'number' && x < LEVEL).length;
	if (count === 0 && !shown) return [m.result_say_no_correlations({ of: all.length, first: params.first, second: params.second, test }, { locale })];
	return [m.result_say_strongest({ sentence: one }, { locale }), m.result_say_of_pairs({ count, of: all.length }, { locale })];
}

const ALPHA_WORDS = [[0.9, 'very_high'], [0.8, 'high'], [0.7, 'acceptable'], [-Infinity, 'low']] as const;

export function reliability(result: Result, reader: Reader): string[] {
	const { locale } = reader;
	const alpha = result.method === 'alpha';
	const value = num(result, alpha ? 'alpha' : 'omega_std');
	if (value === null) return [];
	const word = ALPHA_WORDS.find(([limit]) => value >= limit)?.[1] ?? 'low';
	const quality = { very_high: m.result_reliability_very_high, high: m.result_reliability_high, acceptable: m.result_reliability_acceptable, low: m.result_reliability_low }[word]({}, { locale });
	const effect = alpha ? effectPhrase(effectOf(result, 'cronbach_alpha'), locale) || `α\u00a0=\u00a0${two(value, locale)}` : `ω\u00a0=\u00a0${two(value, locale)}`;
	return [m.result_say_reliability({ items: names(reader.spec.items).length, quality, effect, n: formatNumber(result.n, locale) }, { locale })];
}

/** Terms that matter, with their estimate and interval; the constant is none. */
function terms(result: Result, reader: Reader, estimate: string, interval: string, symbol: string): string[] {
	const { locale } = reader;
	const p = lists(result, 'p');
	return lists(result, 'terms').flatMap((term, k) => {
		const [pk, b, ends] = [p[k], lists(result, estimate)[k], lists(result, interval)[k]];
		if (term === '(Intercept)' || typeof pk !== 'number' || pk >= LEVEL || typeof b !== 'number') return [];
		const [low, high] = Array.isArray(ends) ? (ends as readonly Value[]) : [];
		const bounds = typeof low === 'number' && typeof high === 'number' ? ` ${formatInterval(low, high, locale, 2)}` : '';
		return [{ pk, text: `${nameWithin(termLabel(reader, String(term)), locale)} (${symbol}\u00a0=\u00a0${two(b, locale)}${bounds}; ${pPhrase(pk, locale)})` }];
	}).sort((a, b) => a.pk - b.pk).slice(0, 4).map((t) => t.text);
}

export function model(result: Result, reader: Reader): string[] {
	const { locale, spec } = reader;
	const what = names(spec.y).map((name) => nameWithin(variableLabel(reader, name), locale)).join(', ');
	const logistic = result.method === 'logistic';
	const mixed = result.method === 'mixed';
	const matters = logistic ? terms(result, reader, 'odds_ratio', 'odds_ratio_ci', 'OR') : terms(result, reader, mixed ? 'fixed' : 'b', 'ci', 'b');
	const second = matters.length > 0 ? m.result_say_terms({ terms: listed(matters, locale) }, { locale }) : m.result_say_no_terms({}, { locale });
	const r2 = num(result, logistic ? 'r2_nagelkerke' : 'R2');
	if (mixed) {
		const icc = num(result, 'ICC');
		return [...(icc === null ? [] : [m.result_say_icc({ percent: formatPercent(icc, locale), what, test: `ICC\u00a0=\u00a0${two(icc, locale)}` }, { locale })]), second];
	}
	if (r2 === null) return [second];
	const [F, p] = logistic ? [num(result, 'lr_chi2'), num(result, 'lr_p')] : [num(result, 'F'), num(result, 'F_p')];
	const test = joined(F === null ? '' : statistic(logistic ? 'χ²' : 'F', logistic ? result.values.lr_df : result.values.F_df, F, locale), pPhrase(p, locale));
	const first = logistic ? m.result_say_logistic({ what, r2: two(r2, locale), test }, { locale }) : m.result_say_explains({ percent: formatPercent(r2, locale), what, test }, { locale });
	return [test === '' ? first.replace(' ()', '') : first, second];
}

export function icc(result: Result, reader: Reader): string[] {
	const value = num(result, 'icc1');
	const { locale, spec } = reader;
	if (value === null) return [];
	const test = joined(effectPhrase(effectOf(result, 'icc1'), locale), statistic('F', result.values.df, num(result, 'F') ?? 0, locale), pPhrase(num(result, 'p'), locale));
	return [m.result_say_icc({ percent: formatPercent(Math.max(0, value), locale), what: names(spec.y).map((name) => nameWithin(variableLabel(reader, name), locale)).join(', ') || m.result_the_values({}, { locale }), test }, { locale })];
}

export function paired(result: Result, reader: Reader): string[] {
	const { locale } = reader;
	const p = num(result, 'exact.p') ?? num(result, 'p');
	const [chi2, changed] = [num(result, 'chi2'), num(result, 'changed')];
	if (p === null || chi2 === null || changed === null) return [];
	const params = { changed: formatNumber(changed, locale), n: formatNumber(result.n, locale), test: joined(statistic('χ²', result.values.df, chi2, locale), pPhrase(p, locale)) };
	return [p < LEVEL ? m.result_say_changed({ ...params }, { locale }) : m.result_say_not_changed({ ...params }, { locale })];
}
