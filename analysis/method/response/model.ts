import { isViolation, type Violation } from '../../assumptions.ts';
import { chisqUpper } from '../../distribution/chisq.ts';
import { normalTwoSided } from '../../distribution/normal.ts';
import { holm } from '../../plan/adjust.ts';
import { propensity, type Propensity } from '../../response/propensity.ts';
import type { Seats } from '../../response/seats.ts';
import type { Effect, Note, Outcome, Value } from '../../result.ts';
import { onCells, onSeats, type SeatSpec } from './by-strata.ts';
import type { CellSpec, Read } from './shared.ts';

export interface NonresponseModelSpec extends SeatSpec {
	method: 'nonresponse_model';
}
export interface NonresponseModelCountsSpec extends CellSpec {
	method: 'nonresponse_model_counts';
}

const Z = 1.959963984540054;

/** -2 log L with a constant probability. */
function nullDeviance(answered: Float64Array): number {
	const [n, N] = [answered.reduce((a, b) => a + b, 0), answered.length];
	return -2 * (n * Math.log(n / N) + (N - n) * Math.log1p(-n / N));
}

/** A difference of deviances, 0 where it is no more than what rounding leaves of two equal ones: its p is very sensitive there. */
const likelihoodRatio = (less: number, full: number, base: number): number => (less - full > 1e-12 * base ? less - full : 0);

/** What the fit loses, in -2 log L, without each stratum. */
function withoutEach(seats: Seats, full: Propensity, base: number): { chi2: number; df: number }[] | Violation {
	const out: { chi2: number; df: number }[] = [];
	for (const factor of seats.factors) {
		const others = seats.factors.filter((f) => f !== factor);
		const less = others.length > 0 ? propensity(seats.answered, others, { plain: true }) : { deviance: base, df: 0 };
		if (isViolation(less)) return less;
		out.push({ chi2: likelihoodRatio(less.deviance, full.deviance, base), df: full.df - less.df });
	}
	return out;
}

function outcome({ seats, missing, leftOut }: Read): Outcome | Violation {
	const full = propensity(seats.answered, seats.factors);
	if (isViolation(full)) return full;
	const base = nullDeviance(seats.answered);
	const tests = withoutEach(seats, full, base);
	if (isViolation(tests)) return tests;
	const tails = tests.map((t) => chisqUpper(t.chi2, t.df));
	const corrected = holm(tails.map((t) => t.p));
	const ratio = likelihoodRatio(base, full.deviance, base);
	const overall = chisqUpper(ratio, full.df);
	const each = (f: (b: number, se: number) => Value): Value[] => full.b.map((b, j) => (b === null ? null : f(b, full.se[j]!)));
	const effects: Effect[] = full.b.flatMap((b, j) => (b === null || j === 0 ? [] : [{ name: 'odds_ratio', value: Math.exp(b), low: Math.exp(b - Z * full.se[j]!), high: Math.exp(b + Z * full.se[j]!), level: 0.95, of: [full.terms[j]!] }]));
	const notes: Note[] = seats.factors.flatMap((f, k): Note[] => (corrected[k]! < 0.05 ? [{ key: 'response_stratum_matters', level: 'warning', params: { stratum: f.name, p: corrected[k]! } }] : []));
	if (notes.length === 0) notes.push({ key: 'response_no_stratum_matters', level: 'info' });
	for (const c of full.certain) notes.push(c.responded ? { key: 'response_level_all', level: 'warning', params: { stratum: c.stratum, level: c.level } } : { key: 'response_level_none', level: 'warning', params: { stratum: c.stratum, level: c.level } });
	if (leftOut > 0) notes.push({ key: 'response_rows_left_out', level: 'warning', params: { n: leftOut } });
	return {
		n: seats.answered.length, missing, effects, notes,
		values: {
			terms: full.terms, b: full.b, se: full.se,
			z: each((b, se) => b / se), p: each((b, se) => normalTwoSided(b / se).p),
			odds_ratio: each((b) => Math.exp(b)), odds_ratio_lo: each((b, se) => Math.exp(b - Z * se)), odds_ratio_hi: each((b, se) => Math.exp(b + Z * se)),
			deviance: full.deviance, null_deviance: base,
			lr_chi2: ratio, lr_df: full.df, lr_p: overall.p, lr_log_p: overall.logP,
			mcfadden_r2: ratio / base,
			stratum: { names: seats.factors.map((f) => f.name), chi2: tests.map((t) => t.chi2), df: tests.map((t) => t.df), p: tails.map((t) => t.p), log_p: tails.map((t) => t.logP), p_holm: corrected }
		},
		assumptions: [{ key: 'response_no_interaction', met: null }, { key: 'independent_rows', met: null }]
	};
}

const BODY_R = `control <- glm.control(epsilon = 1e-15, maxit = 100)
fit <- function(v) suppressWarnings(if (length(v)) glm(y ~ ., data = data.frame(y = y, setNames(f[v], paste0("f", v))), family = binomial, control = control)
                                    else glm(y ~ 1, family = binomial, control = control))
full <- fit(seq_along(f)); none <- fit(integer(0))
# summary() takes its standard errors from the weights before the last step; these are at the estimate
b <- unname(coef(full)); X <- model.matrix(full); w <- fitted(full) * (1 - fitted(full))
show("terms", c("(Intercept)", unlist(lapply(names(f), function(v) paste0(v, levels(f[[v]])[-1])))))
if (all(abs(b) < 12)) {
  se <- unname(sqrt(diag(solve(crossprod(X, X * w))))); q <- qnorm(0.975) * se
  show("b", b); show("se", se); show("z", b / se); show("p", 2 * pnorm(-abs(b / se)))
  show("odds_ratio", exp(b)); show("odds_ratio_lo", exp(b - q)); show("odds_ratio_hi", exp(b + q))
}
show("deviance", deviance(full)); show("null_deviance", deviance(none))
lr <- function(less) {
  x <- deviance(less) - deviance(full)
  c(if (x > 1e-12 * deviance(none)) x else 0, df.residual(less) - df.residual(full))
}
tail_of <- function(x, log) pchisq(x[1], x[2], lower.tail = FALSE, log.p = log)
a <- lr(none)
show("lr_chi2", a[1]); show("lr_df", a[2]); show("lr_p", tail_of(a, FALSE)); show("lr_log_p", tail_of(a, TRUE))
show("mcfadden_r2", a[1] / deviance(none))
each <- lapply(seq_along(f), function(k) lr(fit(seq_along(f)[-k])))
p <- sapply(each, tail_of, FALSE)
show("stratum.names", names(f)); show("stratum.chi2", sapply(each, function(x) x[1])); show("stratum.df", sapply(each, function(x) x[2]))
show("stratum.p", p); show("stratum.log_p", sapply(each, tail_of, TRUE)); show("stratum.p_holm", p.adjust(p, "holm"))`;

const about = {
	definition:
		'logit P(answered) = constant + one effect a level of each stratum (main effects, first level as reference). For each stratum the likelihood-ratio test of leaving it out, -2 log L without - -2 log L with, with Holm\'s correction over the strata; odds ratios with Wald intervals exp(b ± z se); McFadden\'s 1 - D/D0. A level on which all or none have answered has no finite coefficient (null): the likelihood\'s limit is used and a note names it.',
	source: 'McCullagh and Nelder (1989), Generalized Linear Models, 4; Groves and Couper (1998), Nonresponse in Household Interview Surveys',
	r: 'glm(y ~ a + b, family = binomial); drop1(fit, test = "LRT")',
	differs: 'glm stops when the deviance has settled to 1e-8, and takes its standard errors from the weights before its last step; the code sets a tighter rule and takes them at the estimate. Deviances are differences of large sums in R, so small likelihood ratios are compared to 1e-8.'
};
const rTolerance = { lr_chi2: 1e-8, lr_p: 1e-8, lr_log_p: 1e-8, mcfadden_r2: 1e-8, 'stratum.chi2': 1e-7, 'stratum.p': 1e-7, 'stratum.log_p': 1e-7, 'stratum.p_holm': 1e-7 };

const shared = { about, outcome, body: BODY_R, rTolerance };
export const nonresponseModel = onSeats<NonresponseModelSpec>('nonresponse_model', 'Frafall by several strata at once', shared);
export const nonresponseModelCounts = onCells<NonresponseModelCountsSpec>('nonresponse_model_counts', 'Frafall by several strata, from counts', shared);
