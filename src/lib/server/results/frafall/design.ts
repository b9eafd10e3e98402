/** What the drawing of the sample says of the respondents' weights, before anything is known of who answered. */
import { createHash } from 'node:crypto';
import { weightSummary } from '#analysis/weight/summary.ts';
import { isViolation } from '#analysis/assumptions.ts';
import { m } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import type { Words } from './words.ts';

export interface Design {
	/** 1 over the inclusion probability, by seat; 1 for a seat that came into the sample without being drawn, since nothing else was asked in its stead. */
	weights: ReadonlyMap<number, number>;
	/** Seats of the sample that were not drawn. */
	undrawn: ReadonlySet<number>;
}

/** Name of the design weights in the engine's table: no stratum can have it. */
export const DESIGN_WEIGHT = '.design_weight';

/**
 * @param drawn the seats of the sample that stands
 * @param base the seats whose response is looked at
 * @returns null where no sample stands, and where it says the same of all: weights would be what they are without it
 */
export function designOf(drawn: readonly { seatId: number; probability: number }[], base: readonly { id: number }[]): Design | null {
	if (drawn.length === 0) return null;
	const probabilities = new Map(drawn.map((d) => [d.seatId, d.probability]));
	const weights = new Map(base.map(({ id }) => [id, 1 / (probabilities.get(id) ?? 1)]));
	if (new Set(weights.values()).size < 2) return null;
	return { weights, undrawn: new Set(base.flatMap(({ id }) => (probabilities.has(id) ? [] : [id]))) };
}

/** The hash of the answers together with that of the design weights. */
export function hashWith(hash: string, { weights }: Design): string {
	return createHash('sha256').update(JSON.stringify([hash, ...weights])).digest('hex');
}

/** What the respondents begin with, in a sentence or two. */
export function designSentence({ weights, undrawn }: Design, respondents: readonly { id: number }[], { locale }: Words): string {
	const of = respondents.map(({ id }) => weights.get(id) ?? 1);
	const summary = weightSummary(of);
	if (isViolation(summary)) return '';
	const number = (value: number) => formatNumber(value, locale, 2);
	const late = respondents.filter(({ id }) => undrawn.has(id)).length;
	const said = m.frafall_weight_design({ min: number(summary.min), max: number(summary.max), deff: number(summary.deff_kish) }, { locale });
	return late > 0 ? `${said} ${m.frafall_weight_undrawn({ count: formatNumber(late, locale) }, { locale })}` : said;
}
