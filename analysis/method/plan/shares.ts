import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { effectH, powerTwoShares, shareAt, type Sides } from '../../plan/power.ts';
import type { Outcome } from '../../result.ts';
import { DESIGN_FIELDS, SIDES_FIELD, designToR, runDesign, type Design, type DesignSpec } from './design.ts';
import { rNumber } from '../../r/write.ts';

export interface PowerTwoSharesSpec extends DesignSpec {
	method: 'power_two_proportions';
	/** The first group's share, from 0 to 1. */
	p1: number;
	/** The other group's share; when absent the nearest shares above and below p1 that are found with the wanted power. */
	p2?: number | null;
	/** Answers in each of two equal groups; or n1 and n2. */
	n_per_group?: number | null;
	n1?: number | null;
	n2?: number | null;
	alternative?: Sides | null;
}

const missing = (x: unknown): boolean => x === null || x === undefined;

function design(spec: PowerTwoSharesSpec): Design {
	const sides = spec.alternative ?? 'two_sided';
	const n1 = spec.n1 ?? spec.n_per_group ?? null;
	const n2 = spec.n2 ?? spec.n_per_group ?? null;
	return {
		effect: { name: 'h', standard: 'cohen_h', value: missing(spec.p2) ? null : Math.abs(effectH(spec.p1, spec.p2!)) },
		sizes: n1 === null || n2 === null ? null : [n1, n2],
		sizeNames: ['n1', 'n2'],
		groups: 2,
		least: 2,
		highest: Math.PI,
		power: (h, [a, b]) => powerTwoShares(h, a!, b!, spec.alpha ?? 0.05, sides),
		assumptions: [],
		r: `power_of <- function(e, n) {
  critical <- qnorm(alpha${sides === 'two_sided' ? ' / 2' : ''}, lower.tail = FALSE)
  ncp <- e * sqrt(n[1] * n[2] / (n[1] + n[2]))
  list(power = pnorm(critical - ncp, lower.tail = FALSE)${sides === 'two_sided' ? ' + pnorm(-critical - ncp)' : ''}, ncp = ncp, critical = critical)
}`
	};
}

function run(spec: PowerTwoSharesSpec): Outcome | Violation {
	if (missing(spec.n1) !== missing(spec.n2) || (!missing(spec.n1) && !missing(spec.n_per_group))) return violation('bad_field', { field: 'n1', needed: 'n1 and n2, or n_per_group' });
	const outcome = runDesign(spec, design(spec), (h) => ({
		p1: spec.p1,
		...(missing(spec.p2) ? { p2_low: shareAt(spec.p1, h), p2_high: shareAt(spec.p1, -h) } : { p2: spec.p2! })
	}));
	if (isViolation(outcome) || !missing(spec.p2)) return outcome;
	const beyond = outcome.values.p2_low === null || outcome.values.p2_high === null;
	return beyond ? { ...outcome, notes: [...outcome.notes, { key: 'plan_no_such_share', level: 'info', params: { p1: spec.p1 } }] } : outcome;
}

function toR(spec: PowerTwoSharesSpec): string {
	const p1 = rNumber(spec.p1);
	const more = missing(spec.p2)
		? `angle <- asin(sqrt(${p1}))
share <- function(a) if (a < 0 || a > pi / 2) NA else sin(a)^2
show("p2_low", share(angle - e / 2))
show("p2_high", share(angle + e / 2))`
		: `show("p2", ${rNumber(spec.p2!)})`;
	return designToR(spec, design(spec), `show("p1", ${p1})\n${more}`);
}

export const powerTwoProportions: Method<PowerTwoSharesSpec> = {
	name: 'power_two_proportions',
	room: 'plan',
	about: {
		title: 'Power of a comparison of two shares',
		definition:
			'Power by the arcsine transformation: h = |2·asin√p1 − 2·asin√p2|, power P(|Z + h·√(n1·n2/(n1 + n2))| ≥ z(1 − α/2)). Without p2 the smallest h found with the wanted power, and the shares p2_low and p2_high that far from p1 (null where there is none). Without sizes the size of each of two equal groups. A two-sided power counts both rejection regions. A design effect deff and a population N make n answers worth n/(deff·(1 − n/N)).',
		missing: 'No data are read.',
		source: 'Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, ch. 6',
		r: 'pnorm(qnorm(alpha / 2, lower.tail = FALSE) - h * sqrt(n / 2), lower.tail = FALSE)',
		golden: ['power_2p']
	},
	fields: {
		p1: { type: 'number', min: 0, max: 1 },
		p2: { type: 'number', min: 0, max: 1, optional: true },
		n_per_group: { type: 'number', min: 2, optional: true },
		n1: { type: 'number', min: 2, optional: true },
		n2: { type: 'number', min: 2, optional: true },
		...SIDES_FIELD,
		...DESIGN_FIELDS
	},
	run,
	toR
};
