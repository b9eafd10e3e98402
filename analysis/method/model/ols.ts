import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { ncpIntervalF } from '../../distribution/noncentral-f.ts';
import { fUpper } from '../../distribution/f.ts';
import { tQuantile } from '../../distribution/t.ts';
import type { Method } from '../../method.ts';
import { breuschPagan, influence, intraClass, standardised, varianceInflation, type BreuschPagan, type Influence } from '../../model/diagnose.ts';
import { ols as fitOls, type OlsFit } from '../../model/ols.ts';
import { clusterErrors, HC, heteroskedasticErrors, type ClusterErrors, type Robust } from '../../model/robust.ts';
import type { Assumption, Effect, Note, Outcome, Value, Values } from '../../result.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { groups, numbers } from '../../table/view.ts';
import { clusterNotes, HIGH_VIF, readNotes, underflow } from './notes.ts';
import { olsScript } from './ols-r.ts';
import { clustersOf, MODEL_FIELDS, named, readModel, type ModelSpec } from './read.ts';
import { clean, intervals, list, tails, tTest, value } from './values.ts';

export interface OlsSpec extends ModelSpec {
	method: 'ols';
	/** Column whose groups the rows were drawn in: gives cluster-robust errors. */
	cluster?: string | null;
	/** Confidence level, 0.95 when absent. */
	level?: number | null;
}

function robustValues(fit: OlsFit, robust: Robust, quantile: number): Values {
	const values: Record<string, Value> = {};
	for (const type of HC) {
		const se = robust.se[type];
		values[`se_${type}`] = se ? list(se) : null;
		const tests = tails(Array.from(fit.b, (b, j) => (se ? tTest(b, se[j]!, fit.dfResid) : null)));
		values[`p_${type}`] = tests.p;
		values[`log_p_${type}`] = tests.log_p;
	}
	values.ci_HC3 = robust.se.HC3 ? intervals(fit.b, robust.se.HC3, () => quantile) : null;
	return values;
}

function clusterValues(fit: OlsFit, c: ClusterErrors, level: number): Values {
	const p = (se: Float64Array, df: (j: number) => number | null): { p: Value[]; log_p: Value[] } => tails(Array.from(fit.b, (b, j) => tTest(b, se[j]!, df(j))));
	const few = () => c.clusters - 1;
	const own = (j: number) => c.df[j] ?? null;
	const cr1s = p(c.cr1s, few);
	const cr2 = p(c.cr2, own);
	return {
		n_clusters: c.clusters,
		se_CR0: list(c.cr0), se_CR1: list(c.cr1), se_CR1S: list(c.cr1s), se_CR2: list(c.cr2),
		df_CR1S: c.clusters - 1, p_CR1S: cr1s.p, log_p_CR1S: cr1s.log_p,
		ci_CR1S: intervals(fit.b, c.cr1s, () => tQuantile((1 + level) / 2, c.clusters - 1)),
		df_CR2: list(c.df), p_CR2: cr2.p, log_p_CR2: cr2.log_p,
		ci_CR2: intervals(fit.b, c.cr2, (j) => (own(j) === null ? null : tQuantile((1 + level) / 2, own(j)!)))
	};
}

/** R2 with the interval from the noncentral F of fixed x, ncp / (ncp + n). */
function explained(fit: OlsFit, level: number): Effect[] {
	if (fit.f === null || !Number.isFinite(fit.f)) return [];
	const ncp = ncpIntervalF(fit.f, fit.fDf[0], fit.fDf[1], level);
	if (isViolation(ncp)) return [{ name: 'r2', value: fit.r2, low: null, high: null, level: null }];
	return [{ name: 'r2', value: fit.r2, low: ncp.low / (ncp.low + fit.n), high: ncp.high / (ncp.high + fit.n), level }];
}

function judge(fit: OlsFit, names: readonly string[], bp: BreuschPagan | null, vif: Float64Array | null, rows: Influence): { assumptions: Assumption[]; notes: Note[] } {
	const notes: Note[] = [];
	const assumptions: Assumption[] = [{ key: 'independent_rows', met: null }, { key: 'model_linear', met: null }];
	if (bp) assumptions.push({ key: 'model_equal_residual_variances', met: bp.p.p >= 0.05, params: { p: bp.p.p } });
	if (bp && bp.p.p < 0.05) notes.push({ key: 'model_heteroskedastic', level: 'warning', params: { p: bp.p.p } });
	vif?.forEach((v, j) => {
		if (v > HIGH_VIF) notes.push({ key: 'model_collinear', level: 'warning', params: { term: names[j]!, vif: v } });
	});
	if (rows.influential > 0) notes.push({ key: 'model_influential', level: 'warning', params: { rows: rows.influential } });
	if (rows.highLeverage > 0) notes.push({ key: 'model_leverage', level: 'info', params: { rows: rows.highLeverage } });
	if (rows.own > 0) notes.push({ key: 'model_own_coefficient', level: 'warning', params: { rows: rows.own } });
	if (fit.rss <= 1e-26 * fit.mss) notes.push({ key: 'model_perfect_fit', level: 'warning' });
	return { assumptions, notes };
}

function run(spec: OlsSpec, table: Table): Outcome | Violation {
	const level = spec.level ?? 0.95;
	const y = numbers(table, spec.y);
	if (isViolation(y)) return y;
	const cluster = spec.cluster ? groups(table, spec.cluster) : null;
	if (isViolation(cluster)) return cluster;
	const read = readModel(table, spec, y, cluster ? { [spec.cluster!]: cluster } : {});
	if (isViolation(read)) return read;
	const fit = fitOls(read.design, read.y);
	if (isViolation(fit)) return named(fit, spec);
	const robust = heteroskedasticErrors(fit);
	const bp = breuschPagan(fit, read.design);
	const vif = varianceInflation(fit);
	const rows = influence(fit, robust.leverage);
	const names = fit.intercept ? fit.names.slice(1) : fit.names;
	const { assumptions, notes } = judge(fit, names, bp, vif, rows);
	const tests = tails(Array.from(fit.b, (b, j) => tTest(b, fit.se[j]!, fit.dfResid)));
	const f = fit.f === null || !Number.isFinite(fit.f) ? null : fUpper(fit.f, fit.fDf[0], fit.fDf[1]);
	const quantile = tQuantile((1 + level) / 2, fit.dfResid);
	const beta = standardised(fit);
	const values: Record<string, Value> = {
		n: fit.n, terms: [...fit.names], b: list(fit.b), se: list(fit.se),
		t: list(fit.b.map((b, j) => b / fit.se[j]!)), p: tests.p, log_p: tests.log_p, df_resid: fit.dfResid,
		R2: fit.r2, adjR2: fit.adjR2, F: value(fit.f), F_df: [...fit.fDf], F_p: f ? f.p : null, F_log_p: f ? value(f.logP) : null,
		sigma: fit.sigma, loglik: value(fit.logLik), AIC: value(fit.aic), BIC: value(fit.bic),
		ci: intervals(fit.b, fit.se, () => quantile), vif: vif ? list(vif) : null, beta_std: list(beta),
		...robustValues(fit, robust, quantile),
		breusch_pagan: bp ? bp.statistic : null, breusch_pagan_df: bp ? bp.df : null, breusch_pagan_p: bp ? bp.p.p : null,
		max_leverage: rows.maxLeverage, high_leverage: rows.highLeverage, max_cook: rows.maxCook
	};
	const extra: Note[] = [];
	if (cluster) {
		const { codes, clusters } = clustersOf(cluster, read.rows);
		if (clusters < 2) return violation('groups', { groups: clusters, needed: 2 });
		const within = intraClass(fit.residuals, codes, clusters);
		Object.assign(values, clusterValues(fit, clusterErrors(fit, codes, clusters), level), { cluster_icc: within && within.icc, cluster_deff: within && within.designEffect });
		assumptions[0] = { key: 'independent_rows', met: within ? within.designEffect <= 1.1 : null };
		extra.push(...clusterNotes(clusters, within && within.icc, within && within.designEffect));
	}
	return {
		n: fit.n,
		missing: missingReport(table, read.columns, fit.n),
		values: clean(values),
		effects: [...explained(fit, level), ...names.map((name, j) => ({ name: 'beta_std', value: beta[j]!, low: null, high: null, level: null, of: [name] }))],
		assumptions,
		notes: [...readNotes(read, table), ...notes, ...extra, ...underflow(tests.p)]
	};
}

/** A mean of y that depends on x, by ordinary least squares. */
export const ols: Method<OlsSpec> = {
	name: 'ols',
	room: 'model',
	about: {
		title: 'Linear regression',
		definition:
			'y = Xb + e by least squares (QR with scaled columns and refinement). se_j = s sqrt((X\'X)^-1_jj); t on n - k; R2 = MSS/(MSS + RSS); F on (k - 1, n - k); VIF_j = 1/(1 - R2_j); beta_j = b_j s_j/s_y. ' +
			'Sandwich errors HC0-HC4; with `cluster` CR0, CR1 = G/(G - 1), CR1S = G/(G - 1) (n - 1)/(n - k) with G - 1 df, CR2 with Satterthwaite df. Factors are treatment coded, first level as reference. ' +
			'breusch_pagan is Koenker\'s n R2 of e^2 on X. high_leverage counts rows with h > 3k/n.',
		missing: 'Listwise over y, x and cluster.',
		source: 'Seber and Lee (2003), Linear Regression Analysis; MacKinnon and White (1985); Cribari-Neto (2004); Bell and McCaffrey (2002); Pustejovsky and Tipton (2018)',
		r: 'summary(lm(y ~ x)); sandwich::vcovHC, sandwich::vcovCL, clubSandwich::vcovCR(type = "CR2") written out in base R',
		golden: ['ols'],
		differs:
			'R\'s lm drops columns whose part not explained by the others is below 1e-7 of their length (NIST Filip loses a coefficient); the engine keeps them and is right to 7 digits and more. ' +
			'HC4 divides by up to (1 - h)^4: with a leverage h near 1 the rounding of h, ours or R\'s, comes out magnified, and p magnifies it by t^2 once more. These p are compared to 1e-9.'
	},
	rTolerance: { p_HC4: 1e-9, log_p_HC4: 1e-9 },
	fields: { ...MODEL_FIELDS, cluster: { type: 'column', kind: 'any', optional: true }, level: { type: 'number', above: 0, below: 1, optional: true } },
	run,
	toR: olsScript
};
