import { isViolation, type Violation } from '../../assumptions.ts';
import { matchedRankBiserialInterval } from '../../effect/rank-biserial.ts';
import type { Method } from '../../method.ts';
import type { Note, Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import type { Table } from '../../table/table.ts';
import { exactSignedRank } from '../../test/exact-ranks.ts';
import { differences } from '../../test/paired.ts';
import { median, sampleOf } from '../../test/sample.ts';
import { signedRank } from '../../test/signed-rank.ts';
import { EXACT_FIELD, exactOf, R_P, rankP, rWanted, type Exact } from './exact.ts';
import { COMPARISON_FIELDS, named } from './grouped.ts';
import { independence, smallN, tiesNote, underflow } from './notes.ts';
import { rPaired, readPairs, type Pairs } from './read-pairs.ts';
import { clusterValues, effect, ends } from './values.ts';

export interface WilcoxonSpec extends BaseSpec, Pairs {
	method: 'wilcoxon_signed_rank';
	exact?: Exact | null;
	level?: number | null;
}

function runWilcoxon(spec: WilcoxonSpec, table: Table): Outcome | Violation {
	const exact = exactOf(spec.exact);
	if (isViolation(exact)) return exact;
	const data = readPairs(table, spec);
	if (isViolation(data)) return data;
	const d = differences(data.x, data.y);
	const found = signedRank(d);
	if (isViolation(found)) return named(found, `${spec.x} - ${spec.y}`);
	const { ranking } = found;
	const level = spec.level ?? 0.95;
	const p = rankP(exact, [found.n_nonzero], () => exactSignedRank(ranking.doubled, ranking.totals, found.V_plus), found);
	const interval = matchedRankBiserialInterval(found.rank_biserial, found.differences, level);
	const rows = independence(spec.cluster, data.clustering);
	const zeros: Note[] = found.zeros > 0 ? [{ key: 'compare_zero_differences', level: 'info', params: { zeros: found.zeros, n: data.n } }] : [];
	return {
		n: data.n,
		missing: data.missing,
		values: {
			n_nonzero: found.n_nonzero,
			zeros: found.zeros,
			median_diff: median(sampleOf(d)),
			V_plus: found.V_plus,
			V_minus: found.V_minus,
			...p.values,
			rank_biserial: found.rank_biserial,
			rank_biserial_ci: ends(interval),
			level,
			...clusterValues(data.clustering)
		},
		effects: [effect('rank_biserial', found.rank_biserial, interval, level, [spec.x, spec.y])],
		assumptions: [rows.assumption],
		notes: [
			...smallN([found.n_nonzero]),
			...p.notes,
			...underflow([p.tail]),
			...zeros,
			...tiesNote(ranking.tied, ranking.rows),
			...(interval ? [] : [{ key: 'compare_no_interval', level: 'info' as const }]),
			...rows.notes
		]
	};
}

/** Wilcoxon's signed rank test, exact and asymptotic. */
export const wilcoxon: Method<WilcoxonSpec> = {
	name: 'wilcoxon_signed_rank',
	room: 'compare',
	about: {
		title: 'Two measurements by ranks (Wilcoxon signed rank)',
		definition: `$V_+$ and $V_-$: sums of the mid-ranks of $|d|$ over the positive and the negative $d = x - y$, zeros dropped; $z = (V_+ - n(n+1)/4)/\\sigma$, $\\sigma^2 = n(n+1)(2n+1)/24 - \\sum(t^3 - t)/48$, with and without continuity correction of ½. \`p_exact\`: $P(|V - EV| \\ge |v - EV|)$ over all choices of signs, ties kept; computed when fewer than 50 differences (\`exact: "auto"\`), or when asked for up to 300. Matched-pairs rank-biserial $r = (V_+ - V_-)/(V_+ + V_-)$, interval from the variance of its U-statistic on Fisher's scale. Decimals are subtracted exactly, so that equal differences tie.`,
		missing: 'Rows with a value on x, y and cluster.',
		source: 'Wilcoxon (1945), Biometrics Bull. 1, 80-83; Hollander, Wolfe and Chicken (2014), Nonparametric Statistical Methods, ch. 3; Kerby (2014), Compr. Psychol. 3, 11.IT.3.1; Sen (1960), Calcutta Stat. Assoc. Bull. 10, 1-18',
		r: 'wilcox.test(round(x - y, 9), exact = FALSE, correct = TRUE or FALSE); the exact p with ties by counting',
		golden: ['wilcoxon_signed_rank'],
		differs: 'wilcox.test(x, y, paired = TRUE) subtracts doubles, so that differences of decimals that are equal on paper may not tie (3.3 - 1.1 and 2.2); rounding the differences first gives the engine\'s numbers. And wilcox.test of R 4.6 has lost the digits of a small asymptotic p: the R code takes it from pnorm(-abs(z)).'
	},
	fields: { x: { type: 'column', kind: 'numeric' }, y: { type: 'column', kind: 'numeric' }, cluster: COMPARISON_FIELDS.cluster!, level: COMPARISON_FIELDS.level!, exact: EXACT_FIELD },
	run: runWilcoxon,
	toR: (spec) => `${rPaired(spec)}
level <- ${spec.level ?? 0.95}
all_d <- round(x - y, 9)
d <- all_d[all_d != 0]
n <- length(d)
sizes <- n
rk <- rank(abs(d))
V <- unname(wilcox.test(d, exact = FALSE)$statistic)
distance <- V - n * (n + 1) / 4
ties <- table(rk)
sdev <- sqrt(n * (n + 1) * (2 * n + 1) / 24 - sum(ties^3 - ties) / 48)
exact_p <- function(rk, observed) {
  share <- 1
  for (r in 2 * rk) share <- (c(share, numeric(r)) + c(numeric(r), share)) / 2
  sum(share[abs(2 * (seq_along(share) - 1) - sum(2 * rk)) >= observed])
}
p_exact <- if (${rWanted(isViolation(exactOf(spec.exact)) ? 'auto' : (exactOf(spec.exact) as Exact))}) min(1, exact_p(rk, 4 * abs(distance))) else NA
show("n_nonzero", n)
show("zeros", sum(all_d == 0))
show("median_diff", median(all_d))
show("V_plus", V)
show("V_minus", n * (n + 1) / 2 - V)
${R_P}
r <- 4 * V / (n * (n + 1)) - 1
show("rank_biserial", r)
h <- sapply(d, function(v) mean(sign(round(v + d, 9))))
show("rank_biserial_ci", if (n > 1 && abs(r) < 1) tanh(atanh(r) + c(-1, 1) * qnorm((1 + level) / 2) * 2 * sd(h) / sqrt(n) / (1 - r^2)) else NA)
show("level", level)`
};
