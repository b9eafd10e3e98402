import { isViolation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import type { Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import type { Table } from '../../table/table.ts';
import { dunn as dunnPairs, kruskalWallis as test } from '../../test/kruskal-wallis.ts';
import { median } from '../../test/sample.ts';
import { COMPARISON_FIELDS, named } from './grouped.ts';
import { independence, smallN, tiesNote, underflow } from './notes.ts';
import { rGroups } from './r-code.ts';
import { readComparison, type Compared, type Comparison } from './read.ts';
import { clusterValues, effect, finite, pOf } from './values.ts';

export interface KruskalWallisSpec extends BaseSpec, Comparison {
	method: 'kruskal_wallis';
}
export interface DunnSpec extends BaseSpec, Comparison {
	method: 'dunn';
}

const fields = { y: COMPARISON_FIELDS.y!, group: COMPARISON_FIELDS.group!, levels: COMPARISON_FIELDS.levels!, cluster: COMPARISON_FIELDS.cluster! };

function finish(spec: Comparison, data: Compared, ranking: { n: number[]; tied: number; rows: number }, own: Pick<Outcome, 'values' | 'effects' | 'notes'>): Outcome {
	const rows = independence(spec.cluster, data.clustering);
	return {
		n: data.n,
		missing: data.missing,
		values: { levels: data.levels, n: ranking.n, ...own.values, ...clusterValues(data.clustering) },
		effects: own.effects,
		assumptions: [rows.assumption],
		notes: [...smallN(ranking.n), ...own.notes, ...tiesNote(ranking.tied, ranking.rows), ...rows.notes, ...data.notes]
	};
}

function runKruskalWallis(spec: KruskalWallisSpec, table: Table): Outcome | Violation {
	const data = readComparison(table, spec, null);
	if (isViolation(data)) return data;
	const found = test(data.samples);
	if (isViolation(found)) return named(found, spec.y);
	return finish(spec, data, found.ranking, {
		values: { medians: data.samples.map(median), mean_ranks: found.mean_ranks, H: found.H, df: found.df, ...pOf(found.tail), epsilon2: found.epsilon2, eta2_H: found.eta2_H },
		effects: [effect('epsilon2', found.epsilon2, null, 0)],
		notes: underflow([found.tail])
	});
}

/** Several groups by ranks. */
export const kruskalWallis: Method<KruskalWallisSpec> = {
	name: 'kruskal_wallis',
	room: 'compare',
	about: {
		title: 'Several groups by ranks (Kruskal-Wallis)',
		definition: `$H = \\frac{12}{N(N+1)}\\sum n_g(\\bar R_g - \\frac{N+1}2)^2 \\Big/ \\left(1 - \\frac{\\sum(t^3 - t)}{N^3 - N}\\right)$ with mid-ranks, chi-square with $k - 1$ df; $\\varepsilon^2 = H/(N - 1)$, $\\eta^2_H = (H - k + 1)/(N - k)$.`,
		missing: 'Rows with a value on y, group and cluster.',
		source: 'Kruskal and Wallis (1952), JASA 47, 583-621; Tomczak and Tomczak (2014), Trends Sport Sci. 21, 19-25',
		r: 'kruskal.test(y, g)',
		golden: ['kruskal_wallis']
	},
	fields,
	run: runKruskalWallis,
	toR: (spec) => `${rGroups(spec).split('\n').slice(0, -2).join('\n')}
N <- sum(n)
tt <- kruskal.test(y, g)
H <- unname(tt$statistic)
show("medians", as.vector(tapply(y, g, median)))
show("mean_ranks", as.vector(tapply(rank(y), g, mean)))
show("H", H)
show("df", tt$parameter)
show("p", max(tt$p.value, 5e-324))
show("log_p", pchisq(H, k - 1, lower.tail = FALSE, log.p = TRUE))
show("epsilon2", H / (N - 1))
show("eta2_H", if (N > k) (H - k + 1) / (N - k) else NA)`
};

function runDunn(spec: DunnSpec, table: Table): Outcome | Violation {
	const data = readComparison(table, spec, null);
	if (isViolation(data)) return data;
	const found = dunnPairs(data.samples);
	if (isViolation(found)) return named(found, spec.y);
	const { ranking } = found;
	return finish(spec, data, ranking, {
		values: {
			mean_ranks: ranking.rankSums.map((r, g) => r / ranking.n[g]!),
			pairs: found.pairs.map(([i, j]) => [data.levels[i]!, data.levels[j]!]),
			diff: found.pairs.map(([i, j]) => ranking.rankSums[i]! / ranking.n[i]! - ranking.rankSums[j]! / ranking.n[j]!),
			z: found.z,
			p: found.tails.map((t) => t.p),
			log_p: found.tails.map((t) => finite(t.logP)),
			p_holm: found.p_holm,
			p_bh: found.p_bh
		},
		effects: found.pairs.map(([i, j], at) => effect('r_from_z', found.z[at]! / Math.sqrt(ranking.n[i]! + ranking.n[j]!), null, 0, [data.levels[i]!, data.levels[j]!])),
		notes: [...(found.pairs.length > 1 ? [{ key: 'multiple_tests', level: 'info' as const, params: { tests: found.pairs.length } }] : []), ...underflow(found.tails)]
	});
}

/** Pairs of groups by mean rank. */
export const dunn: Method<DunnSpec> = {
	name: 'dunn',
	room: 'compare',
	about: {
		title: "Dunn's comparisons of all pairs by ranks",
		definition: `$z = (\\bar R_i - \\bar R_j)\\Big/\\sqrt{\\left(\\frac{N(N+1)}{12} - \\frac{\\sum(t^3 - t)}{12(N-1)}\\right)\\left(\\frac1{n_i} + \\frac1{n_j}\\right)}$ with ranks over all groups; two-sided, corrected over all pairs by Holm and by Benjamini and Hochberg.`,
		missing: 'Rows with a value on y, group and cluster.',
		source: 'Dunn (1964), Technometrics 6, 241-252; Holm (1979), Scand. J. Stat. 6, 65-70; Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289-300',
		r: 'the formula with rank() and p.adjust()',
		golden: ['dunn']
	},
	fields,
	run: runDunn,
	toR: (spec) => `${rGroups(spec).split('\n').slice(0, -2).join('\n')}
N <- sum(n)
rk <- rank(y)
ties <- table(rk)
mr <- as.vector(tapply(rk, g, mean))
pairs <- t(combn(k, 2))
i <- pairs[, 1]
j <- pairs[, 2]
z <- (mr[i] - mr[j]) / sqrt((N * (N + 1) / 12 - sum(ties^3 - ties) / (12 * (N - 1))) * (1 / n[i] + 1 / n[j]))
p <- pmax(2 * pnorm(-abs(z)), 5e-324)
show("mean_ranks", mr)
show("diff", mr[i] - mr[j])
show("z", z)
show("p", p)
show("log_p", log(2) + pnorm(-abs(z), log.p = TRUE))
show("p_holm", p.adjust(p, "holm"))
show("p_bh", p.adjust(p, "BH"))`
};
