import { isViolation, type Violation } from '../../assumptions.ts';
import { gamesHowell as gamesHowellPairs, tukeyHsd as tukeyPairs, type PairOfMeans } from '../../test/range-tests.ts';
import { bothForms, type Answer, type Groups, type RawSpec, type SummarySpec } from './grouped.ts';
import { normality, spread, underflow } from './notes.ts';
import { R_RANGE } from './r-code.ts';
import { effect, finite } from './values.ts';

export type TukeySpec = RawSpec & { method: 'tukey_hsd' };
export type TukeySummarySpec = SummarySpec & { method: 'tukey_hsd_summary' };
export type GamesHowellSpec = RawSpec & { method: 'games_howell' };
export type GamesHowellSummarySpec = SummarySpec & { method: 'games_howell_summary' };

function report(pairs: readonly PairOfMeans[], { levels, moments, samples }: Groups, level: number): Answer {
	const names = pairs.map(({ pair: [i, j] }) => [levels[i]!, levels[j]!]);
	const tails = pairs.map((x) => x.tail);
	return {
		values: {
			pairs: names,
			diff: pairs.map((x) => x.diff),
			q: pairs.map((x) => x.q),
			p: tails.map((t) => t.p),
			log_p: tails.map((t) => finite(t.logP)),
			halfwidth: pairs.map((x) => x.halfwidth),
			ci_low: pairs.map((x) => x.diff - x.halfwidth),
			ci_high: pairs.map((x) => x.diff + x.halfwidth),
			level
		},
		effects: pairs.map((x, i) => effect('mean_difference', x.diff, { low: x.diff - x.halfwidth, high: x.diff + x.halfwidth }, level, names[i])),
		assumptions: [normality(moments, samples)],
		notes: [{ key: 'compare_adjusted', level: 'info', params: { tests: pairs.length } }, ...underflow(tails)]
	};
}

const R_PAIRS = `pairs <- t(combn(k, 2))
i <- pairs[, 1]
j <- pairs[, 2]
diff <- m[j] - m[i]`;

const R_REPORT = `${R_RANGE}
q <- abs(diff) / se
p <- pmax(mapply(range_upper, q, k, df), 5e-324)
critical <- sapply(df, function(df) range_quantile(level, k, df))
show("diff", diff)
show("q", q)
show("p", p)
show("log_p", log(p))
show("halfwidth", critical * se)
show("ci_low", diff - critical * se)
show("ci_high", diff + critical * se)
show("level", level)`;

const DIFFERS = 'p: R\'s ptukey takes the tail from 1 with fixed quadrature and is wrong from about 1e-10 on, by up to a factor 1e251. In its middle it has seven to nine digits, fewest with few degrees of freedom, and qtukey four. The R code made here integrates the tail itself, for p and for a last step towards the critical value, and agrees with the engine. log_p is not compared: it is the logarithm of the p that is.';

/** log_p says no more than p, and where p is nearly 1 it is nearly 0, with no digits to compare. */
const R_TOLERANCE = { log_p: null };

/** Tukey's comparisons of all pairs, in Kramer's form for unequal n. */
export const [tukey, tukeySummary] = bothForms<object>({
	name: 'tukey_hsd',
	about: {
		title: "Tukey's comparisons of all pairs",
		definition: `For each pair $q = |\\bar x_j - \\bar x_i|/\\sqrt{\\tfrac12 MS_w(1/n_i + 1/n_j)}$, referred to the studentized range of $k$ means with $N - k$ df; \`diff\` is the second mean minus the first, with simultaneous intervals.`,
		missing: 'Rows with a value on y, group and cluster.',
		source: 'Tukey (1953), The Problem of Multiple Comparisons; Kramer (1956), Biometrics 12, 307-310',
		r: 'TukeyHSD(aov(y ~ g)) for all but small p; the tail by integrate',
		golden: ['tukey_hsd'],
		differs: DIFFERS
	},
	needed: null,
	fields: {},
	level: 0.95,
	rTolerance: R_TOLERANCE,
	answer: (groups, spec): Answer | Violation => {
		const pairs = tukeyPairs(groups.moments, spec.level);
		if (isViolation(pairs)) return pairs;
		const equal = spread(groups.moments, groups.samples);
		const answer = report(pairs, groups, spec.level);
		return { ...answer, values: { ...answer.values, df: pairs[0]!.df }, assumptions: [equal.assumption, ...answer.assumptions], notes: [...equal.notes, ...answer.notes] };
	},
	r: (spec) => `level <- ${spec.level}
${R_PAIRS}
df <- sum(n) - k
se <- sqrt(sum((n - 1) * v) / df / 2 * (1 / n[i] + 1 / n[j]))
show("df", df)
${R_REPORT}`
});

/** Games and Howell's comparisons of all pairs, each with its own variances. */
export const [gamesHowell, gamesHowellSummary] = bothForms<object>({
	name: 'games_howell',
	about: {
		title: "Games and Howell's comparisons of all pairs",
		definition: `For each pair $q = |\\bar x_j - \\bar x_i|/\\sqrt{\\tfrac12(s_i^2/n_i + s_j^2/n_j)}$ ($= \\sqrt2\\,t$ of Welch), referred to the studentized range of $k$ means with Welch-Satterthwaite's df of the pair. For unequal variances.`,
		missing: 'Rows with a value on y, group and cluster.',
		source: 'Games and Howell (1976), J. Educ. Stat. 1, 113-125',
		r: 'formulas with ptukey; the tail by integrate',
		golden: ['games_howell'],
		differs: DIFFERS
	},
	needed: null,
	fields: {},
	level: 0.95,
	rTolerance: R_TOLERANCE,
	answer: (groups, spec): Answer | Violation => {
		const pairs = gamesHowellPairs(groups.moments, spec.level);
		if (isViolation(pairs)) return pairs;
		const answer = report(pairs, groups, spec.level);
		return { ...answer, values: { ...answer.values, t: pairs.map((x) => x.q / Math.SQRT2), df: pairs.map((x) => x.df) } };
	},
	r: (spec) => `level <- ${spec.level}
${R_PAIRS}
w <- v / n
df <- (w[i] + w[j])^2 / (w[i]^2 / (n[i] - 1) + w[j]^2 / (n[j] - 1))
se <- sqrt((w[i] + w[j]) / 2)
show("df", df)
show("t", abs(diff) / se / sqrt(2))
${R_REPORT}`
});
