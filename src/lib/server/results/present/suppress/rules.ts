/** Where the people of a result are counted, by the form of its values, and what goes with a count that is hidden. */
import type { Value, Values } from '#analysis/result.ts';
import { protectCross } from './cross.ts';
import { protectParts } from './parts.ts';
import { changed, hideAll, hideAt, hideCells, isList, numbersOf, rowsOf, type Flags } from './values.ts';

/** What is left, and whether anything was taken; null: nothing may be shown. */
export interface Kept { values: Values; hidden: boolean; levels?: readonly string[] }
export type Rule = (values: Values, limit: number) => Kept | null;

const some = (flags: Flags): boolean => flags.some(Boolean);
const none = (values: Values): Kept => ({ values, hidden: false });

/** Groups with a number of people each: every list along them, and pairs with one of them. A test of two groups of which one is small says what the other and the total would give away. */
export const groups: Rule = (values, limit) => {
	const n = numbersOf(values.n);
	const { parts, total } = protectParts(n, limit);
	if (!some(parts)) return none(values);
	if (n.length <= 2 || total) return null;
	const levels = isList(values.levels) ? values.levels.map(String) : [];
	const pairs = isList(values.pairs) ? values.pairs.map((pair) => isList(pair) && pair.some((level) => parts[levels.indexOf(String(level))])) : [];
	const along = (name: string, v: Value): Value => (name === 'levels' || name === 'pairs' || !isList(v) ? v : name === 'df' && v.length !== pairs.length ? v : v.length === pairs.length && PAIRWISE.has(name) ? hideAt(v, pairs) : hideAt(v, parts));
	return { values: Object.fromEntries(Object.entries(values).map(([name, v]) => [name, along(name, v)])), hidden: true, levels: levels.filter((_, k) => parts[k]) };
};
const PAIRWISE = new Set(['diff', 'q', 't', 'z', 'p', 'log_p', 'p_holm', 'p_bh', 'halfwidth', 'ci_low', 'ci_high', 'df']);

/** Lists along columns, each with its own number of people: no sum binds them. */
export const eachOwn = (lists: string): Rule => (values, limit) => {
	const flags = numbersOf(values.n).map((n) => n < limit);
	const names = isList(values[lists]) ? values[lists].length : 0;
	if (!some(flags) || names !== flags.length) return none(values);
	return { values: Object.fromEntries(Object.entries(values).map(([name, v]) => [name, name === lists ? v : hideAt(v, flags)])), hidden: true };
};

/** Means of items by group: within each item the groups add up to its total. */
export const means: Rule = (values, limit) => {
	const cells = rowsOf(values.n).map((row) => protectParts(row, limit));
	if (!cells.some((c) => some(c.parts))) return none(values);
	const flags = cells.map((c) => c.parts);
	const totals = cells.map((c) => c.total);
	const kept = changed(values, ['n', 'mean', 'sd', 'se', 'ci_lo', 'ci_hi'], (v) => hideCells(v, flags));
	return { values: changed(kept, ['total_n', 'total_mean', 'total_sd', 'total_se', 'total_ci_lo', 'total_ci_hi'], (v) => hideAt(v, totals)), hidden: true };
};

/** Running percentages between the first hidden category and the last give away how the hidden are divided. */
function between(flags: Flags): boolean[] {
	const [first, last] = [flags.indexOf(true), flags.lastIndexOf(true)];
	return flags.map((_, k) => first >= 0 && k >= first && k < last);
}

/** Categories of one variable; kinds of missing are parts of all rows. */
export const frequencies: Rule = (values, limit) => {
	const own = protectParts(numbersOf(values.count), limit);
	const kinds = protectParts(numbersOf(values.missing_count), limit);
	if (own.total) return null;
	if (!some(own.parts) && !some(kinds.parts)) return none(values);
	const kept = frequencyCells(values, own.parts);
	return { values: kinds.total ? hideRows(kept, kinds.parts) : changed(kept, ['missing_count', 'missing_pct_all'], (v) => hideAt(v, kinds.parts)), hidden: true };
};
const frequencyCells = (values: Values, flags: Flags): Values => changed(changed(values, ['count', 'pct_all', 'pct_valid', 'ci95_lo', 'ci95_hi'], (v) => hideAt(v, flags)), ['pct_cumulative'], (v) => hideAt(v, between(flags)));
/** With all rows hidden, what is a share of them is too. */
const hideRows = (values: Values, missing: Flags): Values => changed(changed(values, ['missing_count'], (v) => hideAt(v, missing)), ['rows', 'missing', 'missing_pct_all', 'pct_all'], hideAll);

/** Options that may be chosen together: those who have chosen one, and those who have not. */
export const options: Rule = (values, limit) => {
	const n = typeof values.respondents === 'number' ? values.respondents : 0;
	const count = numbersOf(values.count);
	const small = count.map((c) => (c > 0 && c < limit) || (n - c > 0 && n - c < limit));
	if (!some(small)) return none(values);
	// the number of answers is the sum of the options: two must be hidden, or it
	const alone = small.filter(Boolean).length < 2;
	const kept = changed(values, ['count', 'pct_respondents', 'ci95_lo', 'ci95_hi', 'pct_answers'], (v) => hideAt(v, small));
	return { values: alone ? changed(kept, ['answers', 'answers_per_respondent', 'pct_answers'], hideAll) : kept, hidden: true };
};

/** Answers to items that share their categories: an item's categories add up to those who answered it. */
export const battery: Rule = (values, limit) => {
	const counts = rowsOf(values.count);
	const dontKnow = numbersOf(values.dont_know);
	const items = isList(values.columns) ? values.columns.length : 0;
	const own = Array.from({ length: items }, (_, j) => protectParts([...counts.map((row) => row[j] ?? 0), dontKnow[j] ?? 0], limit));
	if (!own.some((o) => some(o.parts))) return none(values);
	const flags = counts.map((_, k) => own.map((o) => o.parts[k] ?? false));
	const kept = changed(changed(values, ['count', 'pct'], (v) => hideCells(v, flags)), ['dont_know', 'pct_dont_know'], (v) => hideAt(v, own.map((o) => o.parts.at(-1) ?? false)));
	return { values: changed(kept, ['not_answered', 'not_asked', 'suppressed'], hideAll), hidden: true };
};

const CELLS = ['table', 'counts', 'weighted_table', 'row_pct', 'column_pct', 'total_pct', 'row_percent', 'column_percent', 'percent', 'percent_se'];
const SAFE_NAMES = new Set(['row_levels', 'column_levels', 'levels', 'row_totals', 'column_totals', 'n', 'df', 'level', ...CELLS]);

const TESTS = ['chi2', 'p', 'exact', 'monte_carlo', 'cramers_v', 'F', 'kappa', 'alpha', 'changed'];

/**
 * A table with hidden cells has no tests: they are functions of all cells, and with the sums and the cells that are shown, even a p of three decimals leaves few
 * tables, or one.
 */
function untested(values: Values): Values {
	const bare = Object.entries(values).filter(([name]) => SAFE_NAMES.has(name));
	return Object.fromEntries([...bare, ...TESTS.flatMap((name): [string, Value][] => (values[name] === undefined ? [] : [[name, hideAll(values[name])]]))]);
}

/** A table of counts with its sums. */
export const cross: Rule = (values, limit) => {
	const counts = rowsOf(values.table ?? values.counts);
	const hidden = protectCross(counts, limit);
	if (!hidden) return null;
	if (!hidden.cells.some(some) && !some(hidden.rows) && !some(hidden.columns)) return none(values);
	const cells = hidden.cells.map((row, i) => row.map((own, j) => own || (hidden.rows[i] ?? false) || (hidden.columns[j] ?? false)));
	// a percentage gives its count away by the sum that it is of
	const kept = changed(untested(values), CELLS, (v) => hideCells(v, cells));
	return { values: changed(changed(kept, ['row_totals'], (v) => hideAt(v, hidden.rows)), ['column_totals'], (v) => hideAt(v, hidden.columns)), hidden: true };
};

/** Bands and classes: their sizes add up to all. The largest value of all is one person's, and classes of other numbers of classes are not looked at one by one. */
export const sizes: Rule = (values, limit) => {
	const name = values.group_sizes === undefined ? 'sizes' : 'group_sizes';
	const { parts } = protectParts(numbersOf(values[name]), limit);
	const kept = Object.fromEntries(Object.entries(values).flatMap(([key, v]): [string, Value][] => (key === 'range' ? [] : [[key, key === 'upper_values' && isList(v) ? hideAt(v, v.map((_, k) => k === v.length - 1)) : v]])));
	if (some(parts)) return { values: changed(kept, [name], (v) => hideAt(v, parts)), hidden: true };
	const { range } = values;
	return none(range !== null && typeof range === 'object' && !isList(range) ? { ...kept, range: Object.fromEntries(Object.entries(range as Values).filter(([key]) => key !== 'upper_values' && key !== 'sizes')) } : kept);
};

/** Estimates by domain of a sample with a design. */
export const domains: Rule = (values, limit) => {
	const { parts, total } = protectParts(numbersOf(values.by_n), limit);
	if (!some(parts)) return none(values);
	return total ? null : { values: Object.fromEntries(Object.entries(values).map(([name, v]) => [name, name !== 'by_levels' && name.startsWith('by_') ? hideAt(v, parts) : v])), hidden: true };
};

/** Weighted shares of one variable. */
export const shares: Rule = (values, limit) => {
	const { parts, total } = protectParts(numbersOf(values.counts), limit);
	if (!some(parts)) return none(values);
	return total ? null : { values: changed(values, ['counts', 'weighted', 'percent', 'se', 'ci'], (v) => hideAt(v, parts)), hidden: true };
};
