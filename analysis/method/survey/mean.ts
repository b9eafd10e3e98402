import { isViolation, type Violation } from '../../assumptions.ts';
import { tQuantile } from '../../distribution/t.ts';
import type { Method } from '../../method.ts';
import { rText } from '../../r/write.ts';
import type { Effect, Note, Outcome, Value } from '../../result.ts';
import { weightedMean, type WeightedMean } from '../../survey/mean.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { completeRows, groups, numbers, pick, type Groups } from '../../table/view.ts';
import type { SurveyDesign } from '../../survey/design.ts';
import { clean } from '../model/values.ts';
import { designColumns, designLines, frameLines } from './design-r.ts';
import { DESIGN_FIELDS, designNotes, designOf, designViews, kishEffect, type DesignSpec } from './read.ts';

export interface SurveyMeanSpec extends DesignSpec {
	method: 'survey_mean';
	y: string;
	/** Column whose groups get means and totals of their own. */
	by?: string | null;
}

const SMALL_DOMAIN = 10;

function domains(design: SurveyDesign, y: Float64Array, by: Groups, rows: Int32Array): { names: string[]; means: (WeightedMean | null)[] } {
	const codes = Int32Array.from(rows, (i) => by.codes[i]!);
	const means = by.levels.map((_, c) => {
		const found = weightedMean(design, y, Uint8Array.from(codes, (code) => (code === c ? 1 : 0)));
		return isViolation(found) ? null : found;
	});
	return { names: by.levels.map((l) => l.value), means };
}

function run(spec: SurveyMeanSpec, table: Table): Outcome | Violation {
	const level = spec.level ?? 0.95;
	const y = numbers(table, spec.y);
	if (isViolation(y)) return y;
	const by = spec.by ? groups(table, spec.by) : null;
	if (isViolation(by)) return by;
	const parts = designViews(table, spec);
	if (isViolation(parts)) return parts;
	const columns = [...new Set([spec.y, ...(spec.by ? [spec.by] : []), ...Object.keys(parts.named)])];
	const rows = completeRows(table.rows, [y, ...(by ? [by] : []), ...Object.values(parts.named)]);
	if (rows.length === 0) return { violation: 'no_data', params: { columns: columns.join(', ') } };
	const design = designOf(parts.views, rows, spec);
	if (isViolation(design)) return design;
	if (design.df < 1) return { violation: 'too_few', params: { n: design.units, needed: design.strata + 1 } };
	const own = pick(y, rows);
	const whole = weightedMean(design, own);
	if (isViolation(whole)) return whole;
	const quantile = tQuantile((1 + level) / 2, design.df);
	const ends = (x: number, se: number): Value[] => [x - quantile * se, x + quantile * se];
	const values: Record<string, Value> = {
		n: whole.n, sum_weights: whole.weights, df: design.df, mean: whole.mean, se: whole.se, ci: ends(whole.mean, whole.se),
		total: whole.total, total_se: whole.totalSe, total_ci: ends(whole.total, whole.totalSe),
		sd: whole.spread.population, sd_unbiased: whole.spread.unbiased, deff: whole.designEffect, deff_kish: kishEffect(design.weights),
		n_eff: whole.designEffect === null || whole.designEffect === 0 ? null : whole.n / whole.designEffect
	};
	const effects: Effect[] = [];
	const extra: Note[] = [];
	if (by) {
		const { names, means } = domains(design, own, by, rows);
		const column = (pickValue: (m: WeightedMean) => Value): Value[] => means.map((m) => (m ? pickValue(m) : null));
		Object.assign(values, {
			by_levels: names, by_n: column((m) => m.n), by_mean: column((m) => m.mean), by_se: column((m) => m.se), by_ci: means.map((m) => (m ? ends(m.mean, m.se) : [null, null])),
			by_total: column((m) => m.total), by_total_se: column((m) => m.totalSe), by_sd: column((m) => m.spread.population)
		});
		means.forEach((m, c) => {
			if (!m) extra.push({ key: 'survey_empty_domain', level: 'info', params: { level: names[c]! } });
			else if (m.n < SMALL_DOMAIN) extra.push({ key: 'survey_small_domain', level: 'warning', params: { level: names[c]!, n: m.n, limit: SMALL_DOMAIN } });
		});
	}
	if (whole.designEffect !== null && whole.designEffect > 1.1 && spec.cluster) extra.push({ key: 'survey_clustered', level: 'warning', params: { times: whole.designEffect } });
	if (whole.designEffect === null) extra.push({ key: 'survey_no_variation', level: 'info' });
	const { notes, assumptions } = designNotes(design, table, spec);
	return { n: whole.n, missing: missingReport(table, columns, whole.n), values: clean(values), effects, assumptions, notes: [...notes, ...extra] };
}

function script(spec: SurveyMeanSpec): string {
	return [
		frameLines({ y: `num(${rText(spec.y)})`, ...(spec.by ? { by: `group(${rText(spec.by)})` } : {}), ...designColumns(spec) }),
		designLines(spec),
		`y <- m$y; n <- length(y); total <- sum(w * y); mean <- total / sum(w)
one <- function(inside) {
  W <- sum(w[inside]); b <- sum((w * y)[inside]) / W
  c(n = sum(inside), mean = b, se = sqrt(covariance(inside * w * (y - b) / W)), total = sum((w * y)[inside]), total_se = sqrt(covariance(inside * w * y)),
    sd = sqrt(sum((w * (y - b)^2)[inside]) / W))
}
whole <- one(rep(TRUE, n))
for (v in c("n", "mean", "se", "total", "total_se", "sd")) show(v, whole[[v]])
show("sum_weights", sum(w))
show("df", nu)
show("ci", whole[["mean"]] + c(-q, q) * whole[["se"]])
show("total_ci", whole[["total"]] + c(-q, q) * whole[["total_se"]])
if (sum(w) > sum(w^2) / sum(w)) show("sd_unbiased", sqrt(sum(w * (y - mean)^2) / (sum(w) - sum(w^2) / sum(w))))
show("deff", whole[["se"]]^2 / (var(y) / n))
show("n_eff", n / (whole[["se"]]^2 / (var(y) / n)))
show("deff_kish", n * sum(w^2) / sum(w)^2)`,
		spec.by && `levels <- levels(group(${rText(spec.by)}))
by <- sapply(levels, function(l) if (any(m$by == l)) one(m$by == l) else rep(NA, 6))
for (v in c("n", "mean", "se", "total", "total_se", "sd")) show(paste0("by_", v), by[v, ])
show("by_levels", levels)
show("by_ci", unname(cbind(by["mean", ] - q * by["se", ], by["mean", ] + q * by["se", ])))`
	].filter(Boolean).join('\n');
}

/** Weighted mean and total of a sample with its design. */
export const surveyMean: Method<SurveyMeanSpec> = {
	name: 'survey_mean',
	room: 'survey',
	about: {
		title: 'Weighted mean and total',
		definition:
			'mean = sum w y / sum w, total = sum w y, over the whole sample and over domains; errors by linearisation under strata, clusters nested in strata and finite population correction, weights taken as fixed: ' +
			'var = sum_h (1 - f_h) n_h/(n_h - 1) sum_u (z_hu - z_h)^2. A stratum with one unit is centred on the mean of all units. Intervals by t on units less strata. ' +
			'sd = sqrt(sum w (y - mean)^2/sum w), sd_unbiased with sum w - sum w^2/sum w. deff = se^2/(s^2/n) with the unweighted variance; deff_kish = n sum w^2/(sum w)^2; n_eff = n/deff.',
		missing: 'Listwise over y, by and the design\'s columns; n_h counts the rows left.',
		source: 'Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling; Wolter (2007), Introduction to Variance Estimation; Kish (1965)',
		r: 'survey::svymean, svytotal, svyby written out in base R',
		golden: ['weighted_mean', 'survey_mean_total'],
		differs: 'R\'s survey stops at a stratum with one unit unless told otherwise; the engine goes on and warns. R\'s svymean(deff = TRUE) compares with the weighted variance and a correction for sum w; the engine with the unweighted one.'
	},
	fields: { y: { type: 'column', kind: 'numeric' }, by: { type: 'column', kind: 'any', optional: true }, ...DESIGN_FIELDS },
	run,
	toR: script
};
