import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { checkRules } from '../../extraction/rules.ts';
import type { IndicatorRule, Options } from '../../extraction/types.ts';
import type { BaseSpec, Fields } from '../../spec/fields.ts';

export interface FollowUpExtractionSpec extends BaseSpec {
	method: 'follow_up_extraction';
	municipality: string;
	/** Missing on the municipality's own values. */
	school?: string | null;
	county?: string | null;
	indicator: string;
	year: string;
	value: string;
	/** Pupils that the value rests on. */
	n?: string | null;
	indicators: readonly IndicatorRule[];
	/** All years of the table when absent. */
	years?: readonly string[] | null;
	/** Values of fewer pupils do not count; 0 when absent. */
	min_n?: number | null;
	/** A municipality is ranked when the values it has make up this share of the possible points; 0.5 when absent. */
	min_present?: number | null;
	/** The same for schools, which have only their own years; 0 when absent. */
	school_min_present?: number | null;
	/** How many each extraction takes; 30 and 10 when absent. */
	average_count?: number | null;
	spread_count?: number | null;
	/** Those who stand equal across the limit of a list: all are taken (default), or none. */
	ties?: 'all' | 'none' | null;
	spread_measure?: 'sd' | 'range' | null;
	/** The share of all schools that counts as the highest; 0.25 when absent. */
	highest?: number | null;
	/** Earlier extractions by name, in the codes of the table. */
	earlier?: Readonly<Record<string, readonly string[]>> | null;
	characteristics?: readonly string[] | null;
	/** 0 when absent: no bootstrap. */
	replicates?: number | null;
	/** Only cohorts smaller than this are drawn anew; all when absent. */
	redraw_below?: number | null;
	seed?: number | null;
	level?: number | null;
}

export const FIELDS: Fields = {
	municipality: { type: 'column', kind: 'any' },
	school: { type: 'column', kind: 'any', optional: true },
	county: { type: 'column', kind: 'any', optional: true },
	indicator: { type: 'column', kind: 'any' },
	year: { type: 'column', kind: 'any' },
	value: { type: 'column', kind: 'numeric' },
	n: { type: 'column', kind: 'numeric', optional: true },
	indicators: { type: 'other', needed: 'indicators with worse end, limits, weight' },
	years: { type: 'texts', optional: true },
	min_n: { type: 'number', min: 0, integer: true, optional: true },
	min_present: { type: 'number', min: 0, max: 1, optional: true },
	school_min_present: { type: 'number', min: 0, max: 1, optional: true },
	average_count: { type: 'number', min: 0, integer: true, optional: true },
	spread_count: { type: 'number', min: 0, integer: true, optional: true },
	ties: { type: 'choice', of: ['all', 'none'], optional: true },
	spread_measure: { type: 'choice', of: ['sd', 'range'], optional: true },
	highest: { type: 'number', above: 0, max: 1, optional: true },
	earlier: { type: 'other', needed: '{name: [municipality]}', optional: true },
	characteristics: { type: 'columns', kind: 'numeric', max: 50, optional: true },
	replicates: { type: 'number', min: 0, max: 10000, integer: true, optional: true },
	redraw_below: { type: 'number', min: 1, integer: true, optional: true },
	seed: { type: 'number', integer: true, optional: true },
	level: { type: 'number', above: 0, below: 1, optional: true }
};

const isEarlier = (x: unknown): boolean =>
	typeof x === 'object' && x !== null && !Array.isArray(x) && Object.values(x).every((list) => Array.isArray(list) && list.every((m) => typeof m === 'string') && new Set(list).size === list.length);

/** The spec with what is absent filled in; what `checkSpec` cannot see of it is checked here. */
export function optionsOf(spec: FollowUpExtractionSpec): Options | Violation {
	const rules = checkRules(spec.indicators, (spec.replicates ?? 0) > 0);
	if (isViolation(rules)) return rules;
	if (!isEarlier(spec.earlier ?? {})) return violation('bad_field', { field: 'earlier', needed: '{name: [different municipalities]}' });
	if (!spec.n && ((spec.min_n ?? 0) > 0 || (spec.replicates ?? 0) > 0)) return violation('bad_field', { field: 'n', needed: 'column' });
	return {
		rules, minPresent: spec.min_present ?? 0.5, schoolMinPresent: spec.school_min_present ?? 0,
		average: spec.average_count ?? 30, spread: spec.spread_count ?? 10, ties: spec.ties ?? 'all', measure: spec.spread_measure ?? 'sd', highest: spec.highest ?? 0.25
	};
}
