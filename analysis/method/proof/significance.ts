import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { checkFlag } from '../../proof/flag.ts';
import { checkCorrelation, checkStatistic, type PrintedP, type Statistic } from '../../proof/statistic.ts';
import { rMatrix, rNumber } from '../../r/write.ts';
import type { Outcome } from '../../result.ts';
import type { BaseSpec, Field } from '../../spec/fields.ts';
import { ENDS_R, judgedOutcome, NO_ROWS, ROUNDING } from './shared.ts';

interface WithP extends BaseSpec {
	p: number;
	/** Decimals that p is printed with; 3 when absent. */
	p_decimals?: number | null;
	/** `=` when absent. Stars are `<` their level. */
	p_relation?: '=' | '<' | '>' | null;
	/** Level of significance for decisions; 0.05 when absent. */
	level?: number | null;
}
export interface ProofCorrelationSpec extends WithP {
	method: 'proof_correlation';
	r: number;
	decimals?: number | null;
	/** One number, or the least and the most that it can be. */
	n: readonly number[];
}
export interface ProofStatisticSpec extends WithP {
	method: 'proof_statistic';
	statistic: 't' | 'F' | 'chi2' | 'z';
	value: number;
	decimals?: number | null;
	df?: number | null;
	df2?: number | null;
}
export interface ProofFlagSpec extends BaseSpec {
	method: 'proof_flag';
	counts: readonly (readonly number[])[];
	/** Whether the table is marked as significant. */
	flagged: boolean;
	/** Level of the mark, or that a mark would have; 0.05 when absent. */
	level?: number | null;
}

const decimals: Field = { type: 'number', min: 0, max: 6, integer: true, optional: true };
const P_FIELDS = {
	p: { type: 'number', min: 0, max: 1 },
	p_decimals: decimals,
	p_relation: { type: 'choice', of: ['=', '<', '>'], optional: true },
	level: { type: 'number', above: 0, below: 1, optional: true }
} as const;

const printedP = (spec: WithP): PrintedP => ({ relation: spec.p_relation ?? '=', value: spec.p, decimals: spec.p_decimals ?? 3 });

/** R: range of the printed p as `q`, and the verdict from the range of p, `own`. */
function pToR(spec: WithP): string {
	const relation = spec.p_relation ?? '=';
	const q = relation === '<' ? `c(0, ${rNumber(spec.p)})` : relation === '>' ? `c(${rNumber(spec.p)}, 1)` : `pmin(1, pmax(0, ends(${rNumber(spec.p)}, ${spec.p_decimals ?? 3})))`;
	return `q <- ${q}; meets <- function(a, b) a[1] <= b[2] && b[1] <= a[2]`;
}

function statisticOf(spec: ProofStatisticSpec): Statistic | Violation {
	if (spec.statistic === 'z') return { name: 'z' };
	if (!spec.df) return violation('bad_field', { field: 'df', needed: 'number > 0' });
	if (spec.statistic !== 'F') return { name: spec.statistic, df: spec.df };
	return spec.df2 ? { name: 'F', df: spec.df, df2: spec.df2 } : violation('bad_field', { field: 'df2', needed: 'number > 0' });
}

function runStatistic(spec: ProofStatisticSpec): Outcome | Violation {
	const statistic = statisticOf(spec);
	if (isViolation(statistic)) return statistic;
	const judged = checkStatistic(statistic, { value: spec.value, decimals: spec.decimals ?? 2 }, printedP(spec), spec.level ?? 0.05);
	return isViolation(judged) ? judged : judgedOutcome(1, judged, { p: judged.p, p_low: judged.low, p_high: judged.high, decision_error: judged.decisionError });
}

const TAIL_R: Record<ProofStatisticSpec['statistic'], (s: ProofStatisticSpec) => string> = {
	t: (s) => `2 * pt(-abs(x), ${s.df})`,
	z: () => '2 * pnorm(-abs(x))',
	chi2: (s) => `pchisq(x, ${s.df}, lower.tail = FALSE)`,
	F: (s) => `pf(x, ${s.df}, ${s.df2}, lower.tail = FALSE)`
};

export const proofStatistic: Method<ProofStatisticSpec> = {
	name: 'proof_statistic',
	room: 'proof',
	about: {
		title: 'Does this p follow from this statistic',
		definition: `p of t and z (two-sided), F and chi-square (upper) with their degrees of freedom, for all that rounds to the printed statistic, against the printed p: equal to so many decimals, or below or above a limit. A p that is half of it is \`undecidable\` (one-sided?). \`decision_error\`: the two fall on different sides of the level. ${ROUNDING}`,
		missing: NO_ROWS,
		source: 'Nuijten, Hartgerink, van Assen, Epskamp and Wicherts (2016), Behav. Res. Methods 48, 1205-1226 (statcheck)',
		r: '2 * pt(-abs(t), df)',
		golden: []
	},
	fields: {
		statistic: { type: 'choice', of: ['t', 'F', 'chi2', 'z'] },
		value: { type: 'number' },
		decimals,
		df: { type: 'number', above: 0, optional: true },
		df2: { type: 'number', above: 0, optional: true },
		...P_FIELDS
	},
	run: runStatistic,
	toR: (spec) => `${ENDS_R}
p_of <- function(x) ${TAIL_R[spec.statistic](spec)}
e <- ends(${rNumber(spec.value)}, ${spec.decimals ?? 2})
size <- c(max(0, e[1], -e[2]), max(abs(e)))
own <- p_of(rev(size))
${pToR(spec)}
show("p", p_of(abs(${rNumber(spec.value)}))); show("p_low", own[1]); show("p_high", own[2])
show("verdict", if (meets(own, q)) "consistent" else if (${spec.statistic === 't' || spec.statistic === 'z' ? 'meets(own / 2, q)' : 'FALSE'}) "undecidable" else "inconsistent")`
};

function runCorrelation(spec: ProofCorrelationSpec): Outcome | Violation {
	const [least, most] = spec.n;
	if (least === undefined || spec.n.length > 2) return violation('bad_field', { field: 'n', needed: '[n] | [least, most]' });
	const judged = checkCorrelation({ value: spec.r, decimals: spec.decimals ?? 3 }, most === undefined ? least : [least, most], printedP(spec), spec.level ?? 0.05);
	if (isViolation(judged)) return judged;
	return judgedOutcome(most ?? least, judged, { p: judged.p, p_low: judged.low, p_high: judged.high, n_low: judged.nLow, n_high: judged.nHigh, decision_error: judged.decisionError });
}

export const proofCorrelation: Method<ProofCorrelationSpec> = {
	name: 'proof_correlation',
	room: 'proof',
	about: {
		title: 'Do this r, n and p agree',
		definition: `t = r sqrt((n-2)/(1-r²)) on n - 2 degrees of freedom, two-sided, for all that rounds to r, against the printed p. \`n_low\` to \`n_high\`: the numbers of people for which they would agree, which tells whose n a p belongs to (n_high null: no largest). ${ROUNDING}`,
		missing: NO_ROWS,
		source: 'Student (1908), Biometrika 6, 302-310; Nuijten and others (2016), Behav. Res. Methods 48, 1205-1226',
		r: '2 * pt(-abs(r) * sqrt((n - 2) / (1 - r^2)), n - 2)',
		golden: []
	},
	fields: { r: { type: 'number', min: -1, max: 1 }, decimals, n: { type: 'numbers', min: 3, integer: true }, ...P_FIELDS },
	run: runCorrelation,
	toR: (spec) => `${ENDS_R}
p_of <- function(x, n) 2 * pt(-x * sqrt((n - 2) / ((1 - x) * (1 + x))), n - 2)
e <- ends(${rNumber(spec.r)}, ${spec.decimals ?? 3})
size <- pmin(1, c(max(0, e[1], -e[2]), max(abs(e))))
n <- range(c(${spec.n.join(', ')}))
own <- c(p_of(size[2], n[2]), p_of(size[1], n[1]))
${pToR(spec)}
show("p", p_of(abs(${rNumber(spec.r)}), n[1])); show("p_low", own[1]); show("p_high", own[2])
all_n <- 3:5000
fit <- all_n[p_of(size[2], all_n) <= q[2] & p_of(size[1], all_n) >= q[1]]
if (length(fit) && max(fit) < 5000) { show("n_low", min(fit)); show("n_high", max(fit)) }
one <- any(sapply(n, function(k) meets(p_of(rev(size), k) / 2, q)))
show("verdict", if (any(fit >= n[1] & fit <= n[2])) "consistent" else if (one) "undecidable" else "inconsistent")`
};

export const proofFlag: Method<ProofFlagSpec> = {
	name: 'proof_flag',
	room: 'proof',
	about: {
		title: 'Does a mark of significance agree with the counts',
		definition: 'Pearson\'s chi-square of the counts and the exact test of Freeman and Halton, against whether the table is marked as significant at the level. Both on the mark\'s side: `consistent`; both on the other: `inconsistent`; divided: `undecidable`.',
		missing: NO_ROWS,
		source: 'Agresti (2013), Categorical Data Analysis, 3.2 and 3.5',
		r: 'chisq.test(x, correct = FALSE); fisher.test(x)',
		golden: [],
		differs: 'R\'s fisher.test holds about seven digits; the exact p is compared to that.'
	},
	fields: { counts: { type: 'matrix', min: 0, integer: true }, flagged: { type: 'flag' }, level: { type: 'number', above: 0, below: 1, optional: true } },
	run(spec) {
		const judged = checkFlag([spec.counts], spec.flagged, spec.level ?? 0.05);
		if (isViolation(judged)) return judged;
		return judgedOutcome(spec.counts.flat().reduce((a, b) => a + b, 0), judged, { chi2: judged.chi2, df: judged.df, p: judged.p, log_p: judged.logP, exact_p: judged.exactP });
	},
	toR: (spec) => `x <- ${rMatrix(spec.counts)}
x <- x[rowSums(x) > 0, colSums(x) > 0, drop = FALSE]
test <- suppressWarnings(chisq.test(x, correct = FALSE)); exact <- fisher.test(x, workspace = 2e7)$p.value
show("chi2", test$statistic); show("df", test$parameter); show("p", test$p.value)
show("log_p", pchisq(test$statistic, test$parameter, lower.tail = FALSE, log.p = TRUE)); show("exact_p", exact)
shown <- c(test$p.value, exact) < ${rNumber(spec.level ?? 0.05)}
show("verdict", if (all(shown == ${spec.flagged ? 'TRUE' : 'FALSE'})) "consistent" else if (all(shown != ${spec.flagged ? 'TRUE' : 'FALSE'})) "inconsistent" else "undecidable")`,
	rTolerance: { exact_p: 1e-7 }
};
