import { isViolation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import type { Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import type { Table } from '../../table/table.ts';
import { levene as leveneTest } from '../../test/levene.ts';
import { groupMoments } from '../../test/moments.ts';
import { COMPARISON_FIELDS, named } from './grouped.ts';
import { independence, smallN, underflow } from './notes.ts';
import { rGroups } from './r-code.ts';
import { readComparison, type Comparison } from './read.ts';
import { clusterValues, finite, groupValues, pOf } from './values.ts';

export interface LeveneSpec extends BaseSpec, Comparison {
	method: 'levene';
}

function runLevene(spec: LeveneSpec, table: Table): Outcome | Violation {
	const data = readComparison(table, spec, null);
	if (isViolation(data)) return data;
	const moments = groupMoments(data.samples);
	const median = leveneTest(data.samples, 'median');
	if (isViolation(median)) return named(median, spec.y);
	const mean = leveneTest(data.samples, 'mean');
	if (isViolation(mean)) return named(mean, spec.y);
	const rows = independence(spec.cluster, data.clustering);
	const variances = moments.filter((m) => m.n > 1).map((m) => m.variance);
	return {
		n: data.n,
		missing: data.missing,
		values: {
			...groupValues(data.levels, moments),
			F_median: median.F,
			p_median: median.tail.p,
			log_p_median: finite(median.tail.logP),
			F_mean: mean.F,
			p_mean: mean.tail.p,
			log_p_mean: finite(mean.tail.logP),
			df: median.df,
			variance_ratio: finite(Math.max(...variances) / Math.min(...variances)),
			...pOf(median.tail),
			...clusterValues(data.clustering)
		},
		effects: [],
		assumptions: [rows.assumption],
		notes: [...smallN(moments.map((m) => m.n)), ...underflow([median.tail, mean.tail]), ...rows.notes, ...data.notes]
	};
}

/** Levene's test, centred at the median and at the mean. */
export const levene: Method<LeveneSpec> = {
	name: 'levene',
	room: 'compare',
	about: {
		title: 'Equal variances',
		definition: `One-way analysis of variance of $|x - c_g|$, $c_g$ the group's median (Brown and Forsythe; \`p\` is this one) or mean (Levene).`,
		missing: 'Rows with a value on y, group and cluster.',
		source: 'Levene (1960), in Olkin (ed.), Contributions to Probability and Statistics; Brown and Forsythe (1974), JASA 69, 364-367',
		r: 'anova(lm(abs(y - ave(y, g, FUN = median)) ~ g))',
		golden: ['levene']
	},
	fields: { y: COMPARISON_FIELDS.y!, group: COMPARISON_FIELDS.group!, levels: COMPARISON_FIELDS.levels!, cluster: COMPARISON_FIELDS.cluster! },
	run: runLevene,
	toR: (spec) => `${rGroups(spec)}
levene <- function(centre) {
  a <- anova(lm(abs(y - ave(y, g, FUN = centre)) ~ g))
  list(f = a$"F value"[1], df = a$Df, p = a$"Pr(>F)"[1])
}
by_median <- levene(median)
by_mean <- levene(mean)
show("F_median", by_median$f)
show("p_median", by_median$p)
show("log_p_median", log(by_median$p))
show("F_mean", by_mean$f)
show("p_mean", by_mean$p)
show("log_p_mean", log(by_mean$p))
show("df", by_median$df)
show("variance_ratio", max(s^2, na.rm = TRUE) / min(s^2, na.rm = TRUE))
show("p", by_median$p)
show("log_p", log(by_median$p))`
};
