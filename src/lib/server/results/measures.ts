/** The measures of response that a table may show, each with its label, its definition and its value for a set of counts. */
import { isViolation } from '#analysis/assumptions.ts';
import { rr1, rr2, shareOfInvited, shareOfPopulation } from '#analysis/response/rates.ts';
import type { Cell } from '#analysis/report/table.ts';
import type { Proportion } from '#analysis/estimate/proportion.ts';
import type { Violation } from '#analysis/assumptions.ts';
import { translate, type Locale } from '#lib/i18n.ts';
import type { ResponseCounts } from './response.ts';

export const COUNTS = ['population', 'sampled', 'invited', 'answered'] as const;
export const RATES = ['rr1', 'rr2', 'share_invited', 'share_population'] as const;
export const MEASURES = [...COUNTS, ...RATES] as const;
export type Rate = (typeof RATES)[number];
export type Measure = (typeof MEASURES)[number];

export function isMeasure(value: unknown): value is Measure {
	return typeof value === 'string' && (MEASURES as readonly string[]).includes(value);
}

/** The rate of some counts, or why there is none. */
export function rateOf(rate: Rate, c: ResponseCounts): Proportion | Violation {
	switch (rate) {
		case 'rr1': return rr1(c.sample);
		case 'rr2': return rr2(c.sample);
		case 'share_invited': return shareOfInvited(c.answered, c.invited);
		case 'share_population': return shareOfPopulation(c.answered, c.population);
	}
}

/** One decimal, as response rates are printed. */
export function percentCell(result: Proportion | Violation, part: 'value' | 'low' | 'high' = 'value'): Cell {
	if (!isViolation(result)) return { kind: 'percent', value: result[part], decimals: 1 };
	if (result.violation === 'zero_denominator') return { kind: 'missing', reason: 'zero_denominator' };
	throw new Error(`impossible counts: ${result.violation}`);
}

export function measureCell(measure: Measure, c: ResponseCounts): Cell {
	return measure === 'population' || measure === 'sampled' || measure === 'invited' || measure === 'answered'
		? { kind: 'count', value: c[measure] } : percentCell(rateOf(measure, c));
}

export function measureLabel(measure: Measure, locale: Locale): string {
	return translate(`evaluate_measure_${measure}`, {}, locale);
}

/** The label where it stands alone, without a heading above it that says what it is a share of. */
export function measureTitle(measure: Measure, locale: Locale): string {
	return (RATES as readonly string[]).includes(measure) ? translate(`evaluate_rate_${measure}`, {}, locale) : measureLabel(measure, locale);
}

/** What the measure is, in a sentence or two, with its formula where it has one. */
export function measureDefinition(measure: Measure, locale: Locale): string {
	return translate(`evaluate_definition_${measure}`, {}, locale);
}
