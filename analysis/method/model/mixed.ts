import { isViolation, type Violation } from '../../assumptions.ts';
import { normalQuantile, normalTwoSided } from '../../distribution/normal.ts';
import type { Method } from '../../method.ts';
import { randomIntercept } from '../../model/random-intercept.ts';
import type { Note, Outcome } from '../../result.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { groups, numbers } from '../../table/view.ts';
import { mixedScript } from './mixed-r.ts';
import { readNotes, underflow } from './notes.ts';
import { clustersOf, MODEL_FIELDS, named, readModel, type ModelSpec } from './read.ts';
import { clean, intervals, list, tails, value } from './values.ts';

export interface MixedSpec extends ModelSpec {
	method: 'mixed';
	/** Column whose groups have an intercept of their own. */
	group: string;
	/** Restricted likelihood (the default) or, when false, full likelihood. */
	REML?: boolean | null;
	/** Confidence level, 0.95 when absent. */
	level?: number | null;
}

const FEW_GROUPS = 20;

function run(spec: MixedSpec, table: Table): Outcome | Violation {
	const level = spec.level ?? 0.95;
	const reml = spec.REML ?? true;
	const y = numbers(table, spec.y);
	if (isViolation(y)) return y;
	const group = groups(table, spec.group);
	if (isViolation(group)) return group;
	const read = readModel(table, spec, y, { [spec.group]: group });
	if (isViolation(read)) return read;
	const { codes, clusters } = clustersOf(group, read.rows);
	const fit = randomIntercept(read.design, read.y, codes, clusters, reml);
	if (isViolation(fit)) return named(fit, spec);
	const quantile = normalQuantile((1 + level) / 2);
	const tests = tails(Array.from(fit.fixed, (b, j) => normalTwoSided(b / fit.se[j]!)));
	const notes: Note[] = [{ key: 'model_icc', level: fit.designEffect > 1.1 ? 'warning' : 'info', params: { icc: fit.icc, times: fit.designEffect } }];
	if (clusters < FEW_GROUPS) notes.push({ key: 'model_few_groups', level: 'warning', params: { groups: clusters, limit: FEW_GROUPS } });
	if (fit.between === 0) notes.push({ key: 'model_no_group_variance', level: 'warning' });
	if (reml) notes.push({ key: 'model_test_needs_ml', level: 'info' });
	return {
		n: fit.n,
		missing: missingReport(table, read.columns, fit.n),
		values: clean({
			n: fit.n, n_groups: fit.groups, var_between: fit.between, var_within: fit.within, ICC: fit.icc, design_effect: fit.designEffect,
			terms: [...fit.names], fixed: list(fit.fixed), fixed_se: list(fit.se), z: list(fit.fixed.map((b, j) => b / fit.se[j]!)), p: tests.p, log_p: tests.log_p,
			ci: intervals(fit.fixed, fit.se, () => quantile), loglik: fit.logLik,
			lrt_vs_no_random: reml ? null : fit.lrt, lrt_p_half: reml ? null : fit.p.p, lrt_log_p_half: reml ? null : value(fit.p.logP)
		}),
		effects: [{ name: 'icc', value: fit.icc, low: null, high: null, level: null, of: [spec.group] }],
		assumptions: [{ key: 'model_groups_independent', met: null }, { key: 'normality', met: null }],
		notes: [...readNotes(read, table), ...notes, ...underflow(tests.p)]
	};
}

/** A mean of y that depends on x, where groups of rows share what x does not explain. */
export const mixed: Method<MixedSpec> = {
	name: 'mixed',
	room: 'model',
	about: {
		title: 'Regression with a random intercept',
		definition:
			'y = Xb + u_g + e, u_g ~ N(0, var_between), e ~ N(0, var_within). (Restricted) likelihood profiled to var_between/var_within, its score equation solved to the last digits. ICC = var_between/(var_between + var_within); ' +
			'design_effect = 1 + (m - 1) ICC, m = sum n_g^2/n. lrt_vs_no_random = 2(log L - log L at var_between = 0), p half the upper tail of chi-square(1); under full likelihood only. z and p of b by the normal distribution.',
		missing: 'Listwise over y, x and group.',
		source: 'Searle, Casella and McCulloch (1992), Variance Components; Self and Liang (1987), J. Am. Stat. Assoc. 82, 605-610',
		r: 'lme4::lmer(y ~ x + (1 | g), REML = ); the R code here maximises the profiled likelihood with optimize and uniroot in base R',
		golden: ['mixed_random_intercept'],
		differs: 'A maximum found by function values alone is right to half the digits; the R code therefore solves the derivative with uniroot, and where var_between is near 0 the two agree to 1e-6 only.'
	},
	fields: { ...MODEL_FIELDS, group: { type: 'column', kind: 'any' }, REML: { type: 'flag', optional: true }, level: { type: 'number', above: 0, below: 1, optional: true } },
	run,
	toR: mixedScript
};
