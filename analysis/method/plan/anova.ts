import type { Method } from '../../method.ts';
import { powerAnova, powerChisq } from '../../plan/power.ts';
import { DESIGN_FIELDS, designToR, runDesign, type Design, type DesignSpec } from './design.ts';
import { rNumber } from '../../r/write.ts';

export interface PowerAnovaSpec extends DesignSpec {
	method: 'power_anova';
	/** Number of groups, 2 or more. */
	k: number;
	/** Answers in each group; found when absent. */
	n_per_group?: number | null;
	/** Cohen's f: the standard deviation of the group means over that within groups; found when absent. */
	f?: number | null;
}

export interface PowerChisqSpec extends DesignSpec {
	method: 'power_chisq';
	/** Degrees of freedom of the table, (rows − 1)·(columns − 1). */
	df: number;
	/** Answers in all; found when absent. */
	n?: number | null;
	/** Cohen's w = √(χ²/n); found when absent. */
	w?: number | null;
}

function anova(spec: PowerAnovaSpec): Design {
	return {
		effect: { name: 'f', standard: 'cohen_f', value: spec.f ?? null },
		sizes: spec.n_per_group === null || spec.n_per_group === undefined ? null : [spec.n_per_group],
		sizeNames: ['n_per_group'],
		groups: spec.k,
		least: 2,
		highest: Infinity,
		power: (f, [n]) => powerAnova(f, spec.k, n!, spec.alpha ?? 0.05),
		assumptions: [{ key: 'equal_variances', met: null }, { key: 'normality', met: null }],
		r: `power_of <- function(e, n) {
  df <- c(${rNumber(spec.k)} - 1, ${rNumber(spec.k)} * (n - 1))
  ncp <- ${rNumber(spec.k)} * n * e^2
  critical <- qf(alpha, df[1], df[2], lower.tail = FALSE)
  list(power = pf(critical, df[1], df[2], ncp, lower.tail = FALSE), ncp = ncp, df = df, critical = critical)
}`
	};
}

function chisq(spec: PowerChisqSpec): Design {
	return {
		effect: { name: 'w', standard: 'cohen_w', value: spec.w ?? null },
		sizes: spec.n === null || spec.n === undefined ? null : [spec.n],
		sizeNames: ['n'],
		groups: 1,
		least: 1,
		highest: Infinity,
		power: (w, [n]) => powerChisq(w, n!, spec.df, spec.alpha ?? 0.05),
		assumptions: [{ key: 'expected_counts', met: null }],
		r: `power_of <- function(e, n) {
  ncp <- n * e^2
  critical <- qchisq(alpha, ${rNumber(spec.df)}, lower.tail = FALSE)
  list(power = pchisq(critical, ${rNumber(spec.df)}, ncp, lower.tail = FALSE), ncp = ncp, df = ${rNumber(spec.df)}, critical = critical)
}`
	};
}

const FOUND =
	'Two of size, effect and power are given and the third is found: the power, the smallest effect found so often, or the size (n_exact; the whole size above it, with its own power). A design effect deff and a population N make n answers worth n/(deff·(1 − n/N)).';

export const powerAnovaMethod: Method<PowerAnovaSpec> = {
	name: 'power_anova',
	room: 'plan',
	about: {
		title: 'Power of a one-way analysis of variance',
		definition: `Power of the F test of k groups of n: P(F' ≥ F(1 − α)) with F' noncentral F, df = k − 1 and k·(n − 1), ncp = k·n·f². ${FOUND}`,
		missing: 'No data are read.',
		source: 'Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, ch. 8',
		r: 'pf(qf(alpha, k - 1, k * (n - 1), lower.tail = FALSE), k - 1, k * (n - 1), k * n * f^2, lower.tail = FALSE)',
		golden: ['power_anova'],
		differs: "R's pf with a noncentrality stops at 1e-9; the engine's Poisson mixture goes on to the last digit."
	},
	fields: { k: { type: 'number', min: 2, integer: true }, n_per_group: { type: 'number', min: 2, optional: true }, f: { type: 'number', min: 0, optional: true }, ...DESIGN_FIELDS },
	run: (spec) => runDesign(spec, anova(spec)),
	toR: (spec) => designToR(spec, anova(spec)),
	rTolerance: { power: 1e-7, f: 1e-7, n_exact: 1e-7, ncp: 1e-7 }
};

export const powerChisqMethod: Method<PowerChisqSpec> = {
	name: 'power_chisq',
	room: 'plan',
	about: {
		title: 'Power of a chi-square test',
		definition: `Power of Pearson's chi-square with df degrees of freedom: P(X' ≥ χ²(1 − α)) with X' noncentral chi-square, ncp = n·w². ${FOUND}`,
		missing: 'No data are read.',
		source: 'Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, ch. 7',
		r: 'pchisq(qchisq(alpha, df, lower.tail = FALSE), df, n * w^2, lower.tail = FALSE)',
		golden: ['power_chisq']
	},
	fields: { df: { type: 'number', above: 0 }, n: { type: 'number', min: 1, optional: true }, w: { type: 'number', min: 0, optional: true }, ...DESIGN_FIELDS },
	run: (spec) => runDesign(spec, chisq(spec)),
	toR: (spec) => designToR(spec, chisq(spec))
};
