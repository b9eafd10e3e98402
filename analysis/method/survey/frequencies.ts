import { isViolation, type Violation } from '../../assumptions.ts';
import { tQuantile } from '../../distribution/t.ts';
import type { Method } from '../../method.ts';
import { rText } from '../../r/write.ts';
import type { Outcome, Value } from '../../result.ts';
import { logitInterval, weightedShares } from '../../survey/shares.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { completeRows, groups } from '../../table/view.ts';
import { clean } from '../model/values.ts';
import { designColumns, designLines, frameLines } from './design-r.ts';
import { DESIGN_FIELDS, designNotes, designOf, designViews, type DesignSpec } from './read.ts';

export interface SurveyFrequenciesSpec extends DesignSpec {
	method: 'survey_frequencies';
	x: string;
}

function run(spec: SurveyFrequenciesSpec, table: Table): Outcome | Violation {
	const level = spec.level ?? 0.95;
	const x = groups(table, spec.x);
	if (isViolation(x)) return x;
	const parts = designViews(table, spec);
	if (isViolation(parts)) return parts;
	const columns = [...new Set([spec.x, ...Object.keys(parts.named)])];
	const rows = completeRows(table.rows, [x, ...Object.values(parts.named)]);
	if (rows.length === 0) return { violation: 'no_data', params: { columns: columns.join(', ') } };
	const design = designOf(parts.views, rows, spec);
	if (isViolation(design)) return design;
	if (design.df < 1) return { violation: 'too_few', params: { n: design.units, needed: design.strata + 1 } };
	const shares = weightedShares(design, Int32Array.from(rows, (i) => x.codes[i]!), x.levels.length);
	if (isViolation(shares)) return shares;
	const quantile = tQuantile((1 + level) / 2, design.df);
	const ci: Value[][] = Array.from(shares.share, (p, c) => logitInterval(p, shares.se[c]!, quantile)?.map((e) => 100 * e) ?? [null, null]);
	const { notes, assumptions } = designNotes(design, table, spec);
	const edge = ci.some((e) => e[0] === null);
	return {
		n: rows.length,
		missing: missingReport(table, columns, rows.length),
		values: clean({
			n: rows.length, df: design.df, levels: x.levels.map((l) => l.value), counts: Array.from(shares.counts), weighted: Array.from(shares.weighted),
			percent: Array.from(shares.share, (p) => 100 * p), se: Array.from(shares.se, (s) => 100 * s), ci
		}),
		effects: [],
		assumptions,
		notes: edge ? [...notes, { key: 'survey_share_at_edge', level: 'info' }] : notes
	};
}

function script(spec: SurveyFrequenciesSpec): string {
	return `levels <- levels(group(${rText(spec.x)}))
${frameLines({ x: `as.character(group(${rText(spec.x)}))`, ...designColumns(spec) })}
${designLines(spec)}
I <- outer(as.character(m$x), levels, "==") + 0
W <- colSums(w * I); p <- W / sum(w)
se <- sqrt(diag(covariance(w * sweep(I, 2, p) / sum(w))))
half <- q * se / (p * (1 - p))
ci <- 100 * plogis(cbind(qlogis(p) - half, qlogis(p) + half))
ci[p <= 0 | p >= 1, ] <- NA
show("n", nrow(m))
show("df", nu)
show("levels", levels)
show("counts", colSums(I))
show("weighted", W)
show("percent", 100 * p)
show("se", 100 * se)
show("ci", ci)`;
}

/** Weighted percentages of a categorical column with design-based intervals. */
export const surveyFrequencies: Method<SurveyFrequenciesSpec> = {
	name: 'survey_frequencies',
	room: 'survey',
	about: {
		title: 'Weighted frequencies',
		definition: 'Percentages 100 sum w[category]/sum w, standard errors by linearisation under the design (as survey_mean), intervals by the logit of the share on t quantiles with units less strata degrees of freedom; none where the share is 0 or 1.',
		missing: 'Listwise over x and the design\'s columns.',
		source: 'Korn and Graubard (1998), Survey Methodology 24, 193-201; Särndal, Swensson and Wretman (1992)',
		r: 'survey::svytable, svymean(~factor(x)), svyciprop(method = "logit") written out in base R',
		golden: ['weighted_crosstab_rao_scott']
	},
	fields: { x: { type: 'column', kind: 'any' }, ...DESIGN_FIELDS },
	run,
	toR: script
};
