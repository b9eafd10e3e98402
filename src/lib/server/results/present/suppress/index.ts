/**
 * Suppression: what leaves the statistics library has no number on fewer people than the limit, nor one that such a number could be found from by subtraction. Numbers taken away read
 * `suppressed`; a result on too few people altogether is a violation. Rows of single people (scores, groups of each row) never leave with a limit.
 * Response, frafall, weights, numbers that stand in the spec, plans, checks of printed numbers and extractions tell nothing of anybody's answers and stay as they are.
 */
import { isViolation, violation, type Violation } from '#analysis/assumptions.ts';
import type { Note, Result, Value, Values } from '#analysis/result.ts';
import { findMethod } from '#analysis/registry.ts';
import type { Table } from '#analysis/table/table.ts';
import { battery, cross, domains, eachOwn, frequencies, groups, means, options, shares, sizes, type Kept, type Rule } from './rules.ts';
import { protectParts } from './parts.ts';
import { fewInTerms } from './terms.ts';
import { hideAll } from './values.ts';

const RULES: Readonly<Record<string, Rule>> = {
	means, frequencies, multiple_response: options, battery_table: battery, describe: eachOwn('columns'), correlation: eachOwn('pairs'), polychoric: eachOwn('pairs'), crosstab: cross,
	paired_categories: cross, agreement: cross, survey_crosstab: cross, survey_mean: domains, family: eachOwn('member'), survey_frequencies: shares, bands: sizes, quantile_groups: sizes, natural_breaks: sizes
};
/** Rooms whose results rest on seats, weights, plans and print. */
const OPEN = new Set(['response', 'weight', 'plan', 'proof', 'extraction']);
/** Methods on numbers that stand in the spec: no data are read. */
const GIVEN = /_(counts|summary)$/;
/** Lists with a place for each row of the data. */
const PER_ROW = ['values', 'group', 'n_valid_items'];
/** Ends of the data are one person's. */
const ENDS = ['min', 'max'];

const ruleOf = (method: string, values: Values): Rule | null => RULES[method] ?? (Array.isArray(values.n) && values.levels !== undefined ? groups : null);

function withoutRows(values: Values): Values {
	return Object.fromEntries(Object.entries(values).filter(([name]) => !PER_ROW.includes(name) && !name.startsWith('scores_')));
}

/** Notes that count people, when some of the counts are hidden, are not told; nor those of a hidden group. */
const quiet = (notes: readonly Note[], limit: number): Note[] => notes.filter(({ params = {} }) => !Object.entries(params).some(([key, v]) => /^(n|zeros|changed|rows|left_out)$/.test(key) && typeof v === 'number' && v > 0 && v < limit));

/** Refuses what rests on fewer people than the limit in all; the number itself is not told. */
const refused = (limit: number): Violation => violation('suppressed', { limit });

/**
 * @param limit fewest people that a number may rest on; 0 or 1: no limit
 * @param table what the result was made on, where it is at hand: coefficients of a model are refused when one of its categories has few people
 * @returns the same result when nothing has to be hidden, else a new one; what is given is not changed
 */
export function suppress(result: Result | Violation, limit: number, table: Table | null = null): Result | Violation {
	if (isViolation(result)) return safeViolation(result, limit);
	if (limit <= 1 || OPEN.has(findMethod(result.method)?.room ?? '') || GIVEN.test(result.method)) return result;
	if (result.n < limit || (table && fewInTerms(result, limit, table))) return refused(limit);
	const bare = withoutRows(result.values);
	const rule = ruleOf(result.method, bare);
	const kept: Kept | null = rule ? rule(bare, limit) : { values: bare, hidden: false };
	if (!kept) return refused(limit);
	// one small kind is told of by the number of rows, which all variables share
	const missing = result.missing.some((report) => protectParts([...Object.values(report.missing), report.left_out], limit).parts.some(Boolean)) ? [] : result.missing;
	const values = ENDS.some((name) => name in kept.values) ? Object.fromEntries(Object.entries(kept.values).map(([name, v]): [string, Value] => [name, ENDS.includes(name) ? hideAll(v) : v])) : kept.values;
	const effects = !kept.hidden ? result.effects : kept.levels ? result.effects.filter((e) => !e.of?.some((level) => kept.levels?.includes(level))) : effectsOf(result, values);
	return { ...result, values, effects, missing, notes: quiet(result.notes, limit), assumptions: kept.hidden ? result.assumptions.map(({ key, met }) => ({ key, met })) : result.assumptions };
}

/** Effects of a table stand as far as its tests do. */
function effectsOf(result: Result, values: Values): Result['effects'] {
	const v = values.cramers_v;
	if (result.values.cramers_v === undefined) return result.effects.filter((e) => e.of === undefined);
	return v !== null && typeof v === 'object' && typeof (v as Values).value === 'number'
		? result.effects.filter((e) => e.name === 'cramers_v').map((e) => ({ ...e, value: Number(e.value.toFixed(2)), low: e.low === null ? null : Number(e.low.toFixed(2)), high: e.high === null ? null : Number(e.high.toFixed(2)) })) : [];
}

/** A violation may tell how few there are. */
function safeViolation(given: Violation, limit: number): Violation {
	const n = given.params?.n;
	return limit > 1 && typeof n === 'number' && n > 0 && n < limit ? refused(limit) : given;
}
