import { isViolation, type Violation } from '../../assumptions.ts';
import { varianceExplained } from '../../effect/variance-explained.ts';
import { anovaFromMoments } from '../../test/anova.ts';
import { bothForms, type Answer, type Groups, type RawSpec, type SummarySpec } from './grouped.ts';
import { normality, spread, underflow } from './notes.ts';
import { R_NCP_F } from './r-code.ts';
import { effect, ends, pOf } from './values.ts';

export type AnovaSpec = RawSpec & { method: 'anova' };
export type AnovaSummarySpec = SummarySpec & { method: 'anova_summary' };

function answer({ moments, samples }: Groups, spec: { level: number }): Answer | Violation {
	const test = anovaFromMoments(moments);
	if (isViolation(test)) return test;
	const share = varianceExplained(test.ss_between, test.ss_within, test.df[0], test.df[1], spec.level);
	const equal = spread(moments, samples);
	return {
		values: {
			ss_between: test.ss_between,
			ss_within: test.ss_within,
			df: test.df,
			ms_between: test.ms_between,
			ms_within: test.ms_within,
			F: test.F,
			...pOf(test.tail),
			eta2: share.eta2,
			omega2: share.omega2,
			epsilon2: share.epsilon2,
			cohen_f: share.cohen_f,
			ncp_ci: ends(share.ncp_ci),
			eta2_ci: ends(share.interval),
			level: spec.level
		},
		effects: [effect('eta2', share.eta2, share.interval, spec.level), effect('omega2', share.omega2, share.interval, spec.level), effect('epsilon2', share.epsilon2, share.interval, spec.level)],
		assumptions: [equal.assumption, normality(moments, samples)],
		notes: [...underflow([test.tail]), ...equal.notes]
	};
}

function r(spec: { level: number }, raw: boolean): string {
	const sums = raw
		? `a <- anova(lm(y ~ g))
ss <- a$"Sum Sq"
df <- a$Df`
		: `centre <- sum(n * m) / sum(n)
ss <- c(sum(n * (m - centre)^2), sum((n - 1) * v))
df <- c(k - 1, sum(n) - k)`;
	return `level <- ${spec.level}
${sums}
ms <- ss / df
f <- ms[1] / ms[2]
show("ss_between", ss[1])
show("ss_within", ss[2])
show("df", df)
show("ms_between", ms[1])
show("ms_within", ms[2])
show("F", f)
show("p", max(pf(f, df[1], df[2], lower.tail = FALSE), 5e-324))
show("log_p", pf(f, df[1], df[2], lower.tail = FALSE, log.p = TRUE))
show("eta2", ss[1] / sum(ss))
show("omega2", (ss[1] - df[1] * ms[2]) / (sum(ss) + ms[2]))
show("epsilon2", (ss[1] - df[1] * ms[2]) / sum(ss))
show("cohen_f", sqrt(ss[1] / ss[2]))
${R_NCP_F}
ncp <- ncp_f(f, df[1], df[2], level)
show("ncp_ci", ncp)
show("eta2_ci", ncp / (ncp + sum(n)))
show("level", level)`;
}

/** One-way analysis of variance. */
export const [anova, anovaSummary] = bothForms<object>({
	name: 'anova',
	about: {
		title: 'One-way analysis of variance',
		definition: `$F = MS_b/MS_w$ with $SS_b = \\sum n_g(\\bar x_g - \\bar x)^2$, $SS_w = \\sum\\sum(x - \\bar x_g)^2$, summed exactly for decimal data. $\\eta^2 = SS_b/SS$, $\\omega^2 = (SS_b - df_b MS_w)/(SS + MS_w)$, $\\varepsilon^2 = (SS_b - df_b MS_w)/SS$, not truncated at 0. Interval (90 % unless \`level\` says otherwise): $\\lambda/(\\lambda + N)$ with $\\lambda$ from the noncentral F; it is of the population's share, which all three estimate. With \`cluster\`: intraclass correlation and design effect.`,
		missing: 'Rows with a value on y, group and cluster.',
		source: 'Fisher (1925), Statistical Methods for Research Workers; Steiger (2004), Psychol. Methods 9, 164-182; Olejnik and Algina (2003), Psychol. Methods 8, 434-447',
		r: 'anova(lm(y ~ g)); noncentral F by integrate and uniroot',
		golden: ['anova_oneway'],
		differs: 'Data with many constant leading digits: R sums doubles and has lost every digit on NIST SmLs07 to SmLs09; here decimals are summed as whole numbers.'
	},
	needed: null,
	fields: {},
	level: 0.9,
	answer,
	r,
	// a root search in R on an integral
	rTolerance: { ncp_ci: 1e-7, eta2_ci: 1e-7 }
});
