import { isViolation, type Violation } from '../../assumptions.ts';
import { averageDifference, standardisedDifference, type AverageDifference } from '../../effect/standardised.ts';
import type { Effect, Values } from '../../result.ts';
import type { Moments } from '../../test/moments.ts';
import { studentT, welchT } from '../../test/t.ts';
import { bothForms, type Answer, type Groups, type RawSpec, type SummarySpec } from './grouped.ts';
import { normality, spread, underflow } from './notes.ts';
import { R_NCP_T } from './r-code.ts';
import { effect, ends, pOf } from './values.ts';

interface Own {
	/** `unequal` (Welch, the default) or `equal` (Student). */
	variances?: 'unequal' | 'equal' | null;
}
export type TTestSpec = RawSpec & Own & { method: 't_test' };
export type TTestSummarySpec = SummarySpec & Own & { method: 't_test_summary' };

function standardised(a: Moments, b: Moments, level: number, pair: readonly string[], student: boolean): { values: Values; effects: Effect[] } {
	const pooled = standardisedDifference(a, b, level);
	const average: AverageDifference | null = Math.min(a.n, b.n) > 1 ? averageDifference(a, b, level) : null;
	const d = effect('cohen_d', pooled.cohen_d, pooled.cohen_d_ci, level, pair);
	const g = effect('hedges_g', pooled.hedges_g, pooled.hedges_g_ci, level, pair);
	const av = average ? [effect('cohen_d_av', average.cohen_d_av, average.cohen_d_av_ci, level, pair)] : [];
	return {
		values: {
			cohen_d: pooled.cohen_d,
			cohen_d_ci: ends(pooled.cohen_d_ci),
			hedges_g: pooled.hedges_g,
			hedges_g_ci: ends(pooled.hedges_g_ci),
			hedges_J: pooled.hedges_J,
			cohen_d_av: average ? average.cohen_d_av : null,
			cohen_d_av_ci: average ? ends(average.cohen_d_av_ci) : null
		},
		effects: student ? [g, d, ...av] : [...av, g, d]
	};
}

function answer({ levels, moments, samples }: Groups, spec: Own & { level: number }): Answer | Violation {
	const [a, b] = moments as readonly [Moments, Moments];
	const student = spec.variances === 'equal';
	const test = (student ? studentT : welchT)(a, b, spec.level);
	if (isViolation(test)) return test;
	const equal = student ? spread(moments, samples) : null;
	const { values, effects } = standardised(a, b, spec.level, levels, student);
	return {
		values: { diff: test.diff, se: test.se, t: test.t, df: test.df, ...pOf(test.tail), ci_diff: ends(test.ci), level: spec.level, ...values },
		effects,
		assumptions: [normality(moments, samples), ...(equal ? [equal.assumption] : [])],
		notes: [...underflow([test.tail]), ...(equal?.notes ?? [])]
	};
}

function r(spec: Own & { level: number }, raw: boolean): string {
	const equal = spec.variances === 'equal';
	const test = raw
		? `tt <- t.test(y[g == levels(g)[1]], y[g == levels(g)[2]], var.equal = ${equal ? 'TRUE' : 'FALSE'}, conf.level = level)
t <- tt$statistic
df <- tt$parameter
se <- tt$stderr
p <- tt$p.value
ci <- tt$conf.int`
		: `${equal ? 'se <- sp * sqrt(sum(1 / n))\ndf <- sum(n) - 2' : 'se <- sqrt(sum(v / n))\ndf <- sum(v / n)^2 / sum((v / n)^2 / (n - 1))'}
t <- diff / se
p <- 2 * pt(-abs(t), df)
ci <- diff + c(-1, 1) * qt((1 + level) / 2, df) * se`;
	return `level <- ${spec.level}
diff <- m[1] - m[2]
sp <- sqrt(sum((n - 1) * v) / (sum(n) - 2))
${test}
show("diff", diff)
show("se", se)
show("t", t)
show("df", df)
show("p", max(p, 5e-324))
show("log_p", log(2) + pt(-abs(t), df, log.p = TRUE))
show("ci_diff", ci)
show("level", level)
${R_NCP_T}
root <- sqrt(prod(n) / sum(n))
d_pooled <- diff / sp
d_ci <- ncp_t(d_pooled * root, sum(n) - 2, level) / root
h <- (sum(n) - 2) / 2
J <- exp(lgamma(h) - lgamma(h - 0.5)) / sqrt(h)
show("cohen_d", d_pooled)
show("cohen_d_ci", d_ci)
show("hedges_g", J * d_pooled)
show("hedges_g_ci", J * d_ci)
show("hedges_J", J)
s2 <- mean(v)
d_av <- if (min(n) > 1) diff / sqrt(s2) else NA
d_av_var <- d_av^2 * sum(v^2 / (n - 1)) / (8 * s2^2) + sum(v / (n - 1)) / s2
show("cohen_d_av", d_av)
show("cohen_d_av_ci", if (min(n) > 1) d_av + c(-1, 1) * qnorm((1 + level) / 2) * sqrt(d_av_var) else NA)`;
}

/** Student's and Welch's t for two independent groups. */
export const [tTest, tTestSummary] = bothForms<Own>({
	name: 't_test',
	about: {
		title: 'Two means, independent groups',
		definition: `\`variances: "unequal"\` (default), Welch: $t = (\\bar x_1 - \\bar x_2)/\\sqrt{s_1^2/n_1 + s_2^2/n_2}$ with Welch-Satterthwaite's df; \`"equal"\`, Student: $t = (\\bar x_1 - \\bar x_2)/(s_p\\sqrt{1/n_1 + 1/n_2})$, $df = n_1 + n_2 - 2$. Cohen's $d = (\\bar x_1 - \\bar x_2)/s_p$ with its interval from the noncentral t; Hedges' $g = Jd$ with the exact $J$; $d_{av}$ over $\\sqrt{(s_1^2 + s_2^2)/2}$ with Bonett's interval. With \`cluster\`: intraclass correlation and design effect.`,
		missing: 'Rows with a value on y, group and cluster.',
		source: 'Welch (1947), Biometrika 34, 28-35; Hedges and Olkin (1985), Statistical Methods for Meta-Analysis; Cumming and Finch (2001), Educ. Psychol. Meas. 61, 532-574; Bonett (2008), Psychol. Methods 13, 99-109',
		r: 't.test(y ~ g, var.equal = FALSE); noncentral t by integrate and uniroot',
		golden: ['t_student', 't_welch']
	},
	needed: 2,
	fields: { variances: { type: 'choice', of: ['unequal', 'equal'], optional: true } },
	level: 0.95,
	answer,
	r,
	// a root search in R on an integral
	rTolerance: { cohen_d_ci: 1e-8, hedges_g_ci: 1e-8 }
});
