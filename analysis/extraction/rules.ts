import { violation, type Violation } from '../assumptions.ts';
import type { IndicatorRule } from './types.ts';

/** Points and weights beyond this serve no purpose, and sums of them would lose digits. */
const LARGEST = 1000;
const NEEDED = '[{indicator, worse: "low" | "high", limits: [{value | percentile, points?}], weight?, kind?: "share" | "percent" | "mean", sd?}]';
const STEP = ['value', 'percentile', 'points'];
const RULE = ['indicator', 'worse', 'limits', 'weight', 'kind', 'sd'];

type Fields = Record<string, unknown>;
const isFields = (x: unknown, known: readonly string[]): x is Fields => typeof x === 'object' && x !== null && !Array.isArray(x) && Object.keys(x).every((k) => known.includes(k));
const isNumber = (x: unknown): x is number => typeof x === 'number' && Number.isFinite(x);
const absent = (x: unknown): boolean => x === undefined || x === null;
/** Absent, or above 0 and not beyond measure. */
const positive = (x: unknown): boolean => absent(x) || (isNumber(x) && x > 0 && x <= LARGEST);

function isStep(x: unknown): boolean {
	if (!isFields(x, STEP) || !positive(x.points) || absent(x.value) === absent(x.percentile)) return false;
	return absent(x.percentile) ? isNumber(x.value) : isNumber(x.percentile) && x.percentile > 0 && x.percentile < 100;
}

function isRule(x: unknown): boolean {
	return isFields(x, RULE) && typeof x.indicator === 'string' && x.indicator !== '' && (x.worse === 'low' || x.worse === 'high')
		&& Array.isArray(x.limits) && x.limits.length > 0 && x.limits.every(isStep)
		&& positive(x.weight) && (absent(x.sd) || (isNumber(x.sd) && x.sd > 0))
		&& (absent(x.kind) || x.kind === 'share' || x.kind === 'percent' || x.kind === 'mean');
}

/** The rules as given, or what is wrong with them, with the number of the rule that is. @param replicated the bootstrap must know how values vary */
export function checkRules(given: unknown, replicated: boolean): readonly IndicatorRule[] | Violation {
	if (!Array.isArray(given) || given.length === 0) return violation('bad_field', { field: 'indicators', needed: NEEDED });
	const wrong = given.findIndex((r) => !isRule(r));
	if (wrong >= 0) return violation('bad_field', { field: `indicators[${wrong + 1}]`, needed: NEEDED });
	const rules = given as IndicatorRule[];
	const names = rules.map((r) => r.indicator);
	const twice = names.findIndex((n, i) => names.indexOf(n) < i);
	if (twice >= 0) return violation('bad_field', { field: `indicators[${twice + 1}]`, needed: 'different texts' });
	const unknown = replicated ? rules.findIndex((r) => !r.kind || (r.kind === 'mean' && !r.sd)) : -1;
	return unknown < 0 ? rules : violation('bad_field', { field: `indicators[${unknown + 1}]`, needed: '{kind: share | percent} | {kind: mean, sd: number}' });
}
