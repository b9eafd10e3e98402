import { isViolation, type Violation } from '../../assumptions.ts';
import { rankBiserialInterval } from '../../effect/rank-biserial.ts';
import type { Method } from '../../method.ts';
import type { Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import type { Table } from '../../table/table.ts';
import { exactRankSum } from '../../test/exact-ranks.ts';
import { mannWhitney as test } from '../../test/mann-whitney.ts';
import { countsAt } from '../../test/ranks.ts';
import { median, type Sample } from '../../test/sample.ts';
import { EXACT_FIELD, exactOf, R_P, rankP, rWanted, type Exact } from './exact.ts';
import { COMPARISON_FIELDS, named } from './grouped.ts';
import { independence, smallN, tiesNote, underflow } from './notes.ts';
import { rGroups } from './r-code.ts';
import { readComparison, type Comparison } from './read.ts';
import { clusterValues, effect, ends } from './values.ts';

export interface MannWhitneySpec extends BaseSpec, Comparison {
	method: 'mann_whitney';
	exact?: Exact | null;
	level?: number | null;
}

function runMannWhitney(spec: MannWhitneySpec, table: Table): Outcome | Violation {
	const exact = exactOf(spec.exact);
	if (isViolation(exact)) return exact;
	const data = readComparison(table, spec, 2);
	if (isViolation(data)) return data;
	const [a, b] = data.samples as [Sample, Sample];
	const found = test([a, b]);
	if (isViolation(found)) return named(found, spec.y);
	const { ranking } = found;
	const level = spec.level ?? 0.95;
	const p = rankP(exact, ranking.n, () => exactRankSum(ranking.doubled, ranking.totals, ranking.n[0]!, ranking.rankSums[0]!), found);
	const interval = rankBiserialInterval(found.rank_biserial, { first: countsAt(ranking.values, a), second: countsAt(ranking.values, b) }, level);
	const rows = independence(spec.cluster, data.clustering);
	return {
		n: data.n,
		missing: data.missing,
		values: {
			levels: data.levels,
			n: ranking.n,
			medians: [median(a), median(b)],
			mean_ranks: found.mean_ranks,
			U1: found.U1,
			U2: found.U2,
			U: Math.min(found.U1, found.U2),
			...p.values,
			rank_biserial: found.rank_biserial,
			rank_biserial_ci: ends(interval),
			r_from_z: found.r_from_z,
			level,
			...clusterValues(data.clustering)
		},
		effects: [effect('rank_biserial', found.rank_biserial, interval, level, data.levels)],
		assumptions: [rows.assumption],
		notes: [
			...smallN(ranking.n),
			...p.notes,
			...underflow([p.tail]),
			...tiesNote(ranking.tied, ranking.rows),
			...(interval ? [] : [{ key: 'compare_no_interval', level: 'info' as const }]),
			...rows.notes,
			...data.notes
		]
	};
}

/** Mann-Whitney's U, exact and asymptotic. */
export const mannWhitney: Method<MannWhitneySpec> = {
	name: 'mann_whitney',
	room: 'compare',
	about: {
		title: 'Two groups by ranks (Mann-Whitney, Wilcoxon rank sum)',
		definition: `$U_1 = R_1 - n_1(n_1+1)/2$ with mid-ranks; $z = (U_1 - n_1n_2/2)/\\sigma$, $\\sigma^2 = \\frac{n_1n_2}{12}\\left(N + 1 - \\frac{\\sum(t^3 - t)}{N(N-1)}\\right)$, with (\`_corrected\`, as R) and without (\`_uncorrected\`, as SPSS) continuity correction of ½. \`p_exact\`: $P(|U - EU| \\ge |u - EU|)$ over all choices of rows, ties kept; computed when both groups are below 50 (\`exact: "auto"\`) or when asked for and $N \\le 300$. \`p\` is the exact one where there is one, else the corrected. Rank-biserial $r = 2U_1/(n_1n_2) - 1$, interval from the variance of the placements on Fisher's scale.`,
		missing: 'Rows with a value on y, group and cluster.',
		source: 'Mann and Whitney (1947), Ann. Math. Stat. 18, 50-60; Streitberg and Röhmel (1986), Stat. Softw. Newsl. 12, 10-18; Brunner and Munzel (2000), Biom. J. 42, 17-25',
		r: 'wilcox.test(y ~ g, exact = FALSE, correct = TRUE or FALSE); the exact p with ties by counting',
		golden: ['mann_whitney', 'mann_whitney_exact'],
		differs: 'wilcox.test of R 4.6 has lost the digits of an asymptotic p below about 1e-10 and prints 0 below 1e-16 (R 4.2 had them); the R code takes U from wilcox.test and p from pnorm(-abs(z)), which agrees.'
	},
	fields: { ...COMPARISON_FIELDS, exact: EXACT_FIELD },
	run: runMannWhitney,
	toR: (spec) => `${rGroups(spec).split('\n').slice(0, -2).join('\n')}
level <- ${spec.level ?? 0.95}
a <- y[as.integer(g) == 1]
b <- y[as.integer(g) == 2]
sizes <- n
N <- sum(n)
rk <- rank(c(a, b))
U1 <- unname(suppressWarnings(wilcox.test(a, b, exact = FALSE)$statistic))
distance <- U1 - prod(n) / 2
ties <- table(rk)
sdev <- sqrt(prod(n) / 12 * (N + 1 - sum(ties^3 - ties) / (N * (N - 1))))
exact_p <- function(rk, m, observed) {
  ranks <- 2 * rk
  top <- sum(sort(ranks, decreasing = TRUE)[seq_len(m)])
  ways <- matrix(0, top + 1, m + 1)
  ways[1, 1] <- 1
  for (i in seq_along(ranks)) {
    r <- ranks[i]
    for (j in min(i, m):1) {
      s <- seq_len(top + 1 - r)
      ways[s + r, j + 1] <- ways[s + r, j + 1] + ways[s, j]
    }
  }
  w <- ways[, m + 1]
  sum(w[abs(0:top - m * (N + 1)) >= observed]) / sum(w)
}
p_exact <- if (${rWanted(isViolation(exactOf(spec.exact)) ? 'auto' : (exactOf(spec.exact) as Exact))}) exact_p(rk, min(n), 2 * abs(distance)) else NA
show("medians", c(median(a), median(b)))
show("mean_ranks", c(mean(rk[seq_along(a)]), mean(rk[-seq_along(a)])))
show("U1", U1)
show("U2", prod(n) - U1)
show("U", min(U1, prod(n) - U1))
${R_P}
r <- 2 * U1 / prod(n) - 1
show("rank_biserial", r)
place <- function(x, others) sapply(x, function(v) mean(others < v) + mean(others == v) / 2)
se <- 2 * sqrt(var(place(a, b)) / n[1] + var(place(b, a)) / n[2])
show("rank_biserial_ci", if (min(n) > 1 && abs(r) < 1) tanh(atanh(r) + c(-1, 1) * qnorm((1 + level) / 2) * se / (1 - r^2)) else NA)
show("r_from_z", abs(z) / sqrt(N))
show("level", level)`
};
