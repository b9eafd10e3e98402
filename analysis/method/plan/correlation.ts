import type { Method } from '../../method.ts';
import { powerCorrelation, type Sides } from '../../plan/power.ts';
import { DESIGN_FIELDS, SIDES_FIELD, designToR, runDesign, type Design, type DesignSpec } from './design.ts';

export interface PowerCorrelationSpec extends DesignSpec {
	method: 'power_correlation';
	/** Rows with both variables; found when absent. */
	n?: number | null;
	/** The correlation; found when absent. */
	r?: number | null;
	alternative?: Sides | null;
}

function design(spec: PowerCorrelationSpec): Design {
	const sides = spec.alternative ?? 'two_sided';
	return {
		effect: { name: 'r', standard: 'r', value: spec.r ?? null },
		sizes: spec.n === null || spec.n === undefined ? null : [spec.n],
		sizeNames: ['n'],
		groups: 1,
		least: 4,
		highest: 1 - 1e-12,
		power: (r, [n]) => powerCorrelation(sides === 'two_sided' ? Math.abs(r) : r, n!, spec.alpha ?? 0.05, sides),
		assumptions: [{ key: 'normality', met: null }],
		r: `power_of <- function(e, n) {
  ${sides === 'two_sided' ? 'e <- abs(e)\n  ' : ''}df <- n - 2
  t <- qt(alpha${sides === 'two_sided' ? ' / 2' : ''}, df, lower.tail = FALSE)
  critical <- t / sqrt(t^2 + df)
  ncp <- (atanh(e) + e / (2 * (n - 1))) * sqrt(n - 3)
  limit <- atanh(critical) * sqrt(n - 3)
  list(power = pnorm(limit - ncp, lower.tail = FALSE)${sides === 'two_sided' ? ' + pnorm(-limit - ncp)' : ''}, ncp = ncp, df = df, critical = critical)
}`
	};
}

export const powerCorrelationMethod: Method<PowerCorrelationSpec> = {
	name: 'power_correlation',
	room: 'plan',
	about: {
		title: 'Power of a test of a correlation',
		definition:
			"Power by Fisher's z with its small-sample bias: ncp = (artanh r + r/(2(n − 1)))·√(n − 3) against artanh of the t test's critical r. Two of n, r and power are given and the third is found. A two-sided power counts both rejection regions. A design effect deff and a population N make n answers worth n/(deff·(1 − n/N)).",
		missing: 'No data are read.',
		source: 'Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, ch. 3, as in R package pwr',
		r: 'pwr::pwr.r.test(n, r); pnorm((atanh(r) + r / (2 * (n - 1)) - atanh(rc)) * sqrt(n - 3))',
		golden: ['power_r']
	},
	fields: { n: { type: 'number', min: 4, optional: true }, r: { type: 'number', above: -1, below: 1, optional: true }, ...SIDES_FIELD, ...DESIGN_FIELDS },
	run: (spec) => runDesign(spec, design(spec)),
	toR: (spec) => designToR(spec, design(spec))
};
