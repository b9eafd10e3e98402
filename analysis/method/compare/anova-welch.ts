import { isViolation, type Violation } from '../../assumptions.ts';
import { omegaSquaredWelch } from '../../effect/variance-explained.ts';
import { welchAnova } from '../../test/welch-anova.ts';
import { bothForms, type Answer, type Groups, type RawSpec, type SummarySpec } from './grouped.ts';
import { normality, underflow } from './notes.ts';
import { R_NCP_F } from './r-code.ts';
import { effect, ends, pOf } from './values.ts';

export type AnovaWelchSpec = RawSpec & { method: 'anova_welch' };
export type AnovaWelchSummarySpec = SummarySpec & { method: 'anova_welch_summary' };

function answer({ moments, samples }: Groups, spec: { level: number }): Answer | Violation {
	const test = welchAnova(moments);
	if (isViolation(test)) return test;
	const rows = moments.reduce((s, g) => s + g.n, 0);
	const { omega2, interval } = omegaSquaredWelch(test.F, test.df[0], test.df[1], rows, spec.level);
	return {
		values: { F: test.F, df: test.df, ...pOf(test.tail), omega2, omega2_ci: ends(interval), level: spec.level },
		effects: [effect('omega2', omega2, interval, spec.level)],
		assumptions: [normality(moments, samples)],
		notes: underflow([test.tail])
	};
}

function r(spec: { level: number }, raw: boolean): string {
	const test = raw
		? `tt <- oneway.test(y ~ g)
f <- unname(tt$statistic)
df <- unname(tt$parameter)
p <- tt$p.value`
		: `w <- n / v
h <- sum((1 - w / sum(w))^2 / (n - 1)) / (k^2 - 1)
f <- sum(w * (m - sum(w * m) / sum(w))^2) / (k - 1) / (1 + 2 * (k - 2) * h)
df <- c(k - 1, 1 / (3 * h))
p <- pf(f, df[1], df[2], lower.tail = FALSE)`;
	return `level <- ${spec.level}
${test}
show("F", f)
show("df", df)
show("p", max(p, 5e-324))
show("log_p", pf(f, df[1], df[2], lower.tail = FALSE, log.p = TRUE))
show("omega2", df[1] * (f - 1) / (df[1] * (f - 1) + sum(n)))
${R_NCP_F}
ncp <- ncp_f(f, df[1], df[2], level)
show("omega2_ci", ncp / (ncp + sum(n)))
show("level", level)`;
}

/** Welch's analysis of variance, without equal variances. */
export const [anovaWelch, anovaWelchSummary] = bothForms<object>({
	name: 'anova_welch',
	about: {
		title: "Welch's analysis of variance",
		definition: `With $w_g = n_g/s_g^2$, $W = \\sum w_g$, $m = \\sum (1 - w_g/W)^2/(n_g - 1)/(k^2 - 1)$: $F = \\frac{\\sum w_g(\\bar x_g - \\tilde x)^2/(k-1)}{1 + 2(k-2)m}$, $df = k - 1$ and $1/(3m)$. $\\omega^2 = (k-1)(F-1)/((k-1)(F-1) + N)$ with an approximate interval (90 %) from the noncentrality of F.`,
		missing: 'Rows with a value on y, group and cluster.',
		source: 'Welch (1951), Biometrika 38, 330-336; Albers and Lakens (2018), J. Exp. Soc. Psychol. 74, 187-195',
		r: 'oneway.test(y ~ g)',
		golden: ['anova_welch']
	},
	needed: null,
	fields: {},
	level: 0.9,
	answer,
	r,
	// a root search in R on an integral
	rTolerance: { omega2_ci: 1e-7 }
});
