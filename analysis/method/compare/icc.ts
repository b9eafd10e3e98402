import { isViolation, type Violation } from '../../assumptions.ts';
import { iccFromMoments } from '../../test/icc.ts';
import { bothForms, type Answer, type Groups, type RawSpec, type SummarySpec } from './grouped.ts';
import { normality, spread, underflow } from './notes.ts';
import { effect, ends, finite, pOf } from './values.ts';

export type IccSpec = RawSpec & { method: 'icc_anova' };
export type IccSummarySpec = SummarySpec & { method: 'icc_anova_summary' };

function answer({ moments, samples }: Groups, spec: { level: number }): Answer | Violation {
	const icc = iccFromMoments(moments, spec.level);
	if (isViolation(icc)) return icc;
	const rows = moments.reduce((s, g) => s + g.n, 0);
	const concentration = moments.reduce((s, g) => s + (g.n * g.n) / rows, 0);
	const equal = spread(moments, samples);
	return {
		values: {
			n0: icc.n0,
			icc1: icc.icc1,
			icc1_ci: ends(icc.icc1_ci),
			icc2: finite(icc.icc2),
			design_effect: 1 + Math.max(0, icc.icc1) * (concentration - 1),
			F: icc.anova.F,
			df: icc.anova.df,
			...pOf(icc.anova.tail),
			level: spec.level
		},
		effects: [effect('icc1', icc.icc1, icc.icc1_ci, spec.level)],
		assumptions: [equal.assumption, normality(moments, samples)],
		notes: underflow([icc.anova.tail])
	};
}

function r(spec: { level: number }, raw: boolean): string {
	const squares = raw ? 'ms <- anova(lm(y ~ g))$"Mean Sq"' : 'ms <- c(sum(n * (m - sum(n * m) / N)^2) / (k - 1), sum((n - 1) * v) / (N - k))';
	return `level <- ${spec.level}
N <- sum(n)
${squares}
df <- c(k - 1, N - k)
f <- ms[1] / ms[2]
n0 <- (N - sum(n^2) / N) / (k - 1)
icc <- (ms[1] - ms[2]) / (ms[1] + (n0 - 1) * ms[2])
fl <- f / qf((1 + c(level, -level)) / 2, df[1], df[2])
show("n0", n0)
show("icc1", icc)
show("icc1_ci", (fl - 1) / (fl + n0 - 1))
show("icc2", if (f > 0) 1 - 1 / f else -Inf)
show("design_effect", 1 + max(0, icc) * (sum(n^2) / N - 1))
show("F", f)
show("df", df)
show("p", max(pf(f, df[1], df[2], lower.tail = FALSE), 5e-324))
show("log_p", pf(f, df[1], df[2], lower.tail = FALSE, log.p = TRUE))
show("level", level)`;
}

/** How alike rows of the same group are. */
export const [icc, iccSummary] = bothForms<object>({
	name: 'icc_anova',
	about: {
		title: 'Intraclass correlation from one-way analysis of variance',
		definition: `$ICC(1) = (MS_b - MS_w)/(MS_b + (n_0 - 1)MS_w)$ with $n_0 = (N - \\sum n_g^2/N)/(k - 1)$; $ICC(2) = 1 - MS_w/MS_b$, the reliability of the group means. Interval from the quantiles of F, exact for equal groups. Design effect of the overall mean: $1 + ICC(1)(\\sum n_g^2/N - 1)$, not below 1.`,
		missing: 'Rows with a value on y, group and cluster.',
		source: 'Shrout and Fleiss (1979), Psychol. Bull. 86, 420-428; Donner (1986), Int. Stat. Rev. 54, 67-82; Kish (1965), Survey Sampling',
		r: 'anova(lm(y ~ g)) and the formulas',
		golden: ['icc_anova']
	},
	needed: null,
	fields: {},
	level: 0.95,
	answer,
	r
});
