import type { Method } from '../../method.ts';
import { powerOneSample, powerTwoSample, type Sides } from '../../plan/power.ts';
import { DESIGN_FIELDS, SIDES_FIELD, designToR, runDesign, type Design, type DesignSpec } from './design.ts';
import { violation } from '../../assumptions.ts';

export interface PowerTTestSpec extends DesignSpec {
	method: 'power_t_test';
	/** Answers in each of two equal groups; or n1 and n2. The size is found when all are absent. */
	n_per_group?: number | null;
	n1?: number | null;
	n2?: number | null;
	/** Difference of means in standard deviations; found when absent. */
	d?: number | null;
	alternative?: Sides | null;
}

export interface PowerPairedSpec extends DesignSpec {
	method: 'power_t_test_paired';
	/** Pairs, or answers where one mean is tested against a fixed value; found when absent. */
	n?: number | null;
	/** Mean difference in standard deviations of the differences; found when absent. */
	d?: number | null;
	alternative?: Sides | null;
}

const NORMAL = { key: 'normality', met: null };

const R_POWER = (sides: Sides): string =>
	sides === 'two_sided'
		? `critical <- qt(alpha / 2, df, lower.tail = FALSE)
  list(power = pt(critical, df, ncp, lower.tail = FALSE) + pt(-critical, df, ncp), ncp = ncp, df = df, critical = critical)`
		: `critical <- qt(alpha, df, lower.tail = FALSE)
  list(power = pt(critical, df, ncp, lower.tail = FALSE), ncp = ncp, df = df, critical = critical)`;

function twoSample(spec: PowerTTestSpec): Design {
	const sides = spec.alternative ?? 'two_sided';
	const alpha = spec.alpha ?? 0.05;
	const n1 = spec.n1 ?? spec.n_per_group ?? null;
	const n2 = spec.n2 ?? spec.n_per_group ?? null;
	return {
		effect: { name: 'd', standard: 'cohen_d', value: spec.d ?? null },
		sizes: n1 === null || n2 === null ? null : [n1, n2],
		sizeNames: ['n1', 'n2'],
		groups: 2,
		least: 2,
		highest: Infinity,
		power: (d, [a, b]) => powerTwoSample(sides === 'two_sided' ? Math.abs(d) : d, a!, b!, alpha, sides),
		assumptions: [{ key: 'equal_variances', met: null }, NORMAL],
		r: `power_of <- function(e, n) {
  df <- sum(n) - 2
  ncp <- ${sides === 'two_sided' ? 'abs(e)' : 'e'} / sqrt(1 / n[1] + 1 / n[2])
  ${R_POWER(sides)}
}`
	};
}

/** Neither the pair n1, n2 nor n_per_group, but something between. */
const halfGiven = (spec: PowerTTestSpec): boolean => {
	const own = [spec.n1, spec.n2].filter((n) => n !== null && n !== undefined).length;
	const equal = spec.n_per_group !== null && spec.n_per_group !== undefined;
	return own === 1 || (own === 2 && equal);
};

function oneSample(spec: PowerPairedSpec): Design {
	const sides = spec.alternative ?? 'two_sided';
	return {
		effect: { name: 'd', standard: 'cohen_d', value: spec.d ?? null },
		sizes: spec.n === null || spec.n === undefined ? null : [spec.n],
		sizeNames: ['n'],
		groups: 1,
		least: 2,
		highest: Infinity,
		power: (d, [n]) => powerOneSample(sides === 'two_sided' ? Math.abs(d) : d, n!, spec.alpha ?? 0.05, sides),
		assumptions: [NORMAL],
		r: `power_of <- function(e, n) {
  df <- n - 1
  ncp <- ${sides === 'two_sided' ? 'abs(e)' : 'e'} * sqrt(n)
  ${R_POWER(sides)}
}`
	};
}

const FOUND =
	'Two of size, effect and power are given and the third is found: the power, the smallest effect found so often, or the size (n_exact; the whole size above it, with its own power). A two-sided power counts both rejection regions. A design effect deff and a population N make n answers worth n/(deff·(1 − n/N)).';
export const powerTTest: Method<PowerTTestSpec> = {
	name: 'power_t_test',
	room: 'plan',
	about: {
		title: 'Power of a t test of two groups',
		definition: `Power of Student's t test: P(|T'| ≥ t(1 − α/2)) with T' noncentral t, df = n1 + n2 − 2, ncp = d/√(1/n1 + 1/n2). ${FOUND}`,
		missing: 'No data are read.',
		source: 'Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, ch. 2',
		r: 'power.t.test(n, delta = d, strict = TRUE); pt(qt(alpha / 2, df, lower.tail = FALSE), df, ncp, lower.tail = FALSE)',
		golden: ['power_t2', 'power_t2_unequal', 'mde_t2']
	},
	fields: {
		n_per_group: { type: 'number', min: 2, optional: true },
		n1: { type: 'number', min: 2, optional: true },
		n2: { type: 'number', min: 2, optional: true },
		d: { type: 'number', optional: true },
		...SIDES_FIELD,
		...DESIGN_FIELDS
	},
	run: (spec) => (halfGiven(spec) ? violation('bad_field', { field: 'n1', needed: 'n1 and n2, or n_per_group' }) : runDesign(spec, twoSample(spec))),
	toR: (spec) => designToR(spec, twoSample(spec))
};

export const powerTTestPaired: Method<PowerPairedSpec> = {
	name: 'power_t_test_paired',
	room: 'plan',
	about: {
		title: 'Power of a t test of pairs or of one mean',
		definition: `Power of the one-sample t test, also of differences within n pairs: df = n − 1, ncp = d·√n, d in standard deviations of the differences. ${FOUND}`,
		missing: 'No data are read.',
		source: 'Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, ch. 2',
		r: 'power.t.test(n, delta = d, type = "paired", strict = TRUE)',
		golden: []
	},
	fields: { n: { type: 'number', min: 2, optional: true }, d: { type: 'number', optional: true }, ...SIDES_FIELD, ...DESIGN_FIELDS },
	run: (spec) => runDesign(spec, oneSample(spec)),
	toR: (spec) => designToR(spec, oneSample(spec))
};
