/** A table of counts and everything that is said of it, as named numbers. */
import { isViolation } from '../../assumptions.ts';
import { chiSquare, expectedCounts, smallExpected, yates } from '../../crosstab/chi-square.ts';
import { percentages, tested, type Counts, type Tested } from '../../crosstab/counts.ts';
import { fisher, oddsRatio, type OddsRatio } from '../../crosstab/fisher.ts';
import { ordinalMeasures, type Ordinal } from '../../crosstab/ordinal.ts';
import { residuals } from '../../crosstab/residuals.ts';
import { contingencyC, cramersV, phi } from '../../crosstab/strength.ts';
import type { Tail } from '../../distribution/tail.ts';
import type { Assumption, Effect, Note, Outcome, Value, Values } from '../../result.ts';
import { exactFor, type ExactChoice } from './exact.ts';

export interface CrosstabChoice extends ExactChoice {
	/** Confidence level; 0.95 when absent. */
	level?: number | null;
	/** Whether the levels of both are in order; true when absent. False leaves the ordinal measures out. */
	ordered?: boolean | null;
}

/** Below this many answers percentages are uncertain, and single answers may be recognised. */
const SMALL_N = 20;

export const finite = (x: number | null): Value => (x === null || Number.isNaN(x) ? null : x === Infinity ? 'Inf' : x === -Infinity ? '-Inf' : x);
export const pOf = (tail: Tail | null): { p: Value; log_p: Value } => ({ p: tail && tail.p, log_p: tail && finite(tail.logP) });
export const matrix = (rows: readonly ArrayLike<number>[]): number[][] => rows.map((row) => Array.from(row));

const ratio = (o: OddsRatio): Values => ({ value: finite(o.value), low: finite(o.low), high: finite(o.high) });
const ordinal = (m: Ordinal | null): Values | null => m && { value: m.value, ase1: m.ase1, ase0: m.ase0, z: m.z, ...pOf(m.tail), low: m.low, high: m.high };

/** A matrix of the tested rows and columns in the shape of the whole table: null in empty rows and columns. */
function whole({ rowIndex, columnIndex }: Tested, all: Counts, part: readonly ArrayLike<number>[]): (number | null)[][] {
	return Array.from(all.rows, (_, i) => Array.from(all.columns, (_, j) => part[rowIndex.indexOf(i)]?.[columnIndex.indexOf(j)] ?? null));
}

function fourfold(counts: Counts, level: number): { values: Values; effects: Effect[]; notes: Note[]; tails: Tail[] } {
	const corrected = yates(counts);
	const exact = fisher(counts, level);
	const odds = oddsRatio(counts, level);
	const association = phi(counts);
	const values = { phi: association, yates: { chi2: corrected.chi2, ...pOf(corrected.tail) }, fisher: pOf(exact.tail), odds_ratio: ratio(odds), odds_ratio_conditional: ratio(exact.odds) };
	const infinite = odds.value === null || odds.value === 0 || odds.value === Infinity;
	const effects: Effect[] = [{ name: 'phi', value: association, low: null, high: null, level: null }];
	if (!infinite) effects.push({ name: 'odds_ratio', value: odds.value!, low: odds.low, high: odds.high, level });
	return { values, effects, notes: infinite ? [{ key: 'crosstab_empty_cell', level: 'info' }] : [], tails: [corrected.tail, exact.tail] };
}

function ordinalValues(all: Counts, level: number): { values: Values; effects: Effect[]; notes: Note[]; tails: Tail[] } {
	const m = ordinalMeasures(all, level);
	if (isViolation(m)) return { values: {}, effects: [], notes: [], tails: [] };
	const named = { gamma: m.gamma, tau_b: m.tauB, tau_c: m.tauC, somers_d_column: m.columnGivenRow, somers_d_row: m.rowGivenColumn, somers_d_symmetric: m.symmetric };
	const values: Values = {
		concordant: m.concordant,
		discordant: m.discordant,
		...Object.fromEntries(Object.entries(named).map(([name, x]) => [name, ordinal(x)])),
		linear_by_linear: { chi2: m.linear.chi2, r: m.linear.r, ...pOf(m.linear.tail) }
	};
	const effects = Object.entries(named).flatMap(([name, x]): Effect[] => (x ? [{ name, value: x.value, low: x.low, high: x.high, level }] : []));
	const flat = Object.values(named).some((x) => x === null || x.z === null);
	return { values, effects, notes: flat ? [{ key: 'crosstab_no_spread', level: 'info' }] : [], tails: [m.tauB.tail, m.linear.tail].filter((t) => t !== null) };
}

/** What a reader must know of a table no test can be made of. */
function untestable(all: Counts): { values: Values; notes: Note[] } {
	const filled = (margin: Float64Array): number => margin.filter((x) => x > 0).length;
	return { values: { chi2: null, df: null, p: null, log_p: null }, notes: [{ key: 'crosstab_no_test', level: 'warning', params: { rows: filled(all.rows), columns: filled(all.columns) } }] };
}

function tests(part: Tested, all: Counts, choice: CrosstabChoice): Pick<Outcome, 'values' | 'effects' | 'assumptions' | 'notes'> {
	const { counts } = part;
	const level = choice.level ?? 0.95;
	const chi = chiSquare(counts);
	const expected = expectedCounts(counts);
	const few = smallExpected(expected);
	const cells = residuals(counts);
	const v = cramersV(counts, chi.chi2, level);
	const square = counts.rows.length === 2 && counts.columns.length === 2;
	const four = square ? fourfold(counts, level) : null;
	const exact = exactFor(counts, choice, few.number > 0);
	const order = choice.ordered === false ? null : ordinalValues(all, level);
	const in_ = (m: readonly ArrayLike<number>[]): (number | null)[][] => whole(part, all, m);
	const values: Values = {
		chi2: chi.chi2,
		df: chi.df,
		...pOf(chi.tail),
		g2: { chi2: chi.g2, ...pOf(chi.g2Tail) },
		expected: in_(expected),
		expected_lt5: few.number,
		expected_lt5_share: few.share,
		expected_min: few.min,
		pearson_resid: in_(cells.pearson),
		adj_resid: in_(cells.adjusted),
		adj_resid_p: in_(cells.p),
		adj_resid_p_holm: in_(cells.holm),
		adj_resid_p_bh: in_(cells.bh),
		cramers_v: { value: v.value, low: v.low, high: v.high, bias_corrected: v.corrected, ncp_low: v.ncp.low, ncp_high: v.ncp.high },
		contingency_c: contingencyC(chi.chi2, counts.n),
		...four?.values,
		exact: pOf(exact.tail),
		...(exact.drawn && { monte_carlo: { ...exact.drawn } }),
		...order?.values
	};
	const effects: Effect[] = [{ name: 'cramers_v', value: v.value, low: v.low, high: Math.min(1, v.high), level }, ...(four?.effects ?? []), ...(order?.effects ?? [])];
	const dropped = { rows: all.rows.length - counts.rows.length, columns: all.columns.length - counts.columns.length };
	const notes: Note[] = [];
	if (dropped.rows + dropped.columns > 0) notes.push({ key: 'crosstab_empty', level: 'info', params: dropped });
	if (few.number > 0) notes.push({ key: 'crosstab_expected_small', level: 'warning', params: { cells: few.number, percent: 100 * few.share, min: few.min } });
	const beside = exact.tail ?? (few.number > 0 && choice.exact !== 'none' ? (four?.tails[1] ?? null) : null);
	if (few.number > 0 && beside) notes.push({ key: 'crosstab_exact_beside', level: 'info', params: { exact_p: beside.p, p: chi.tail.p } });
	notes.push(...exact.notes, ...(four?.notes ?? []), ...(order?.notes ?? []));
	if (!square) notes.push({ key: 'crosstab_cell_tests', level: 'info', params: { tests: counts.rows.length * counts.columns.length } });
	const tails = [chi.tail, chi.g2Tail, ...(four?.tails ?? []), ...(order?.tails ?? []), ...(exact.tail ? [exact.tail] : [])];
	if (tails.some((t) => t.logP < Math.log(Number.MIN_VALUE))) notes.push({ key: 'p_below', level: 'info' });
	const assumptions: Assumption[] = [
		{ key: 'expected_counts', met: few.number === 0, params: { cells: few.number, share: few.share, min: few.min } },
		{ key: 'independent_rows', met: null }
	];
	return { values, effects, assumptions, notes };
}

/** The whole result of a table of counts but for what was missing. */
export function crosstabOutcome(all: Counts, labels: { rows: readonly string[]; columns: readonly string[] }, choice: CrosstabChoice): Omit<Outcome, 'missing'> {
	const percent = percentages(all);
	const base: Values = {
		row_levels: labels.rows,
		column_levels: labels.columns,
		n: all.n,
		table: matrix(all.cells),
		row_totals: [...all.rows],
		column_totals: [...all.columns],
		row_pct: percent.row,
		column_pct: percent.column,
		total_pct: percent.total
	};
	const part = tested(all);
	const test = isViolation(part) ? { ...untestable(all), effects: [], assumptions: [{ key: 'independent_rows', met: null }] } : tests(part, all, choice);
	const small: Note[] = all.n < SMALL_N ? [{ key: 'small_n', level: 'warning', params: { n: all.n, limit: SMALL_N } }] : [];
	return { n: all.n, values: { ...base, ...test.values }, effects: test.effects, assumptions: test.assumptions, notes: [...small, ...test.notes] };
}
