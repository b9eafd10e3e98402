import { isViolation, type Violation } from '../../assumptions.ts';
import { propensity } from '../../response/propensity.ts';
import { rIndicator } from '../../response/r-indicator.ts';
import type { Note, Outcome, Values } from '../../result.ts';
import { onCells, onSeats, type SeatSpec } from './by-strata.ts';
import type { CellSpec, Read } from './shared.ts';

export interface RIndicatorSpec extends SeatSpec {
	method: 'r_indicator';
}
export interface RIndicatorCountsSpec extends CellSpec {
	method: 'r_indicator_counts';
}

/** Seats a coefficient under which the correction for chance is itself uncertain. */
const SEATS_PER_TERM = 10;

function outcome({ seats, missing, leftOut }: Read): Outcome | Violation {
	const fitted = propensity(seats.answered, seats.factors);
	if (isViolation(fitted)) return fitted;
	const r = rIndicator(fitted, seats.factors);
	const notes: Note[] = [];
	const ranked = Object.entries(r.partial).sort(([, a], [, b]) => b.P_c - a.P_c);
	if (ranked.length > 1) notes.push({ key: 'response_r_most', level: 'info', params: { stratum: ranked[0]![0], value: ranked[0]![1].P_c } });
	const categories = Object.entries(r.partial).flatMap(([stratum, p]) => p.P_uk.map((value, k) => ({ stratum, level: p.categories[k]!, value })));
	const least = categories.reduce((a, b) => (b.value < a.value ? b : a));
	notes.push({ key: 'response_r_category', level: 'info', params: least });
	if (r.adjusted.S === 0) notes.push({ key: 'response_r_chance', level: 'info', params: { S: r.S } });
	if (fitted.terms.length * SEATS_PER_TERM > r.N) notes.push({ key: 'response_r_few_seats', level: 'warning', params: { n: r.N, terms: fitted.terms.length } });
	for (const c of fitted.certain) notes.push(c.responded ? { key: 'response_level_all', level: 'warning', params: { stratum: c.stratum, level: c.level } } : { key: 'response_level_none', level: 'warning', params: { stratum: c.stratum, level: c.level } });
	if (leftOut > 0) notes.push({ key: 'response_rows_left_out', level: 'warning', params: { n: leftOut } });
	return {
		n: r.N, missing, notes,
		values: {
			N: r.N, mean_rho: r.mean, S_rho: r.S, R: r.R, CV: r.CV, max_abs_bias_std: r.maxAbsBias,
			R_bias_adjusted: r.adjusted.R, S_bias_adjusted: r.adjusted.S, R_se: r.se, R_lo: r.adjusted.low, R_hi: r.adjusted.high,
			terms: fitted.terms, logit_b: fitted.b, logit_se: fitted.se, logit_se_glm: fitted.seGlm,
			partial: Object.fromEntries(Object.entries(r.partial).map(([name, p]): [string, Values] => [name, { ...p, categories: [...p.categories] }]))
		},
		effects: [{ name: 'r_indicator', value: r.adjusted.R, low: r.adjusted.low, high: r.adjusted.high, level: 0.95 }],
		assumptions: [{ key: 'response_no_interaction', met: null }, { key: 'response_strata_enough', met: null }]
	};
}

const BODY_R = `m <- suppressWarnings(glm(y ~ ., data = data.frame(y = y, setNames(f, paste0("f", seq_along(f)))), family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100)))
rho <- unname(fitted(m)); N <- length(y); bar <- mean(rho); S <- sd(rho)
show("N", N); show("mean_rho", bar); show("S_rho", S); show("R", 1 - 2 * S); show("CV", S / bar); show("max_abs_bias_std", S / bar)
show("terms", c("(Intercept)", unlist(lapply(names(f), function(v) paste0(v, levels(f[[v]])[-1])))))
b <- coef(m); certain <- any(abs(b) > 12)
if (!certain) {
  X <- model.matrix(m); z <- X * (rho * (1 - rho)); V <- solve(crossprod(X, z))
  show("logit_b", b); show("logit_se", sqrt(diag(V))); show("logit_se_glm", sqrt(diag(vcov(m))))
  S2 <- max(0, S^2 - sum((z %*% V) * z) / N)
  show("R_bias_adjusted", 1 - 2 * sqrt(S2)); show("S_bias_adjusted", sqrt(S2))
  A <- crossprod(z, rho - bar) / (N - 1); B <- cov(z)
  se <- sqrt(4 * t(A) %*% V %*% A + 2 * sum(diag(B %*% V %*% B %*% V)))[1]
  show("R_se", if (S > 1e-12) se / S else NA)
  ends <- S^2 - sum((z %*% V) * z) / N + c(1, -1) * qnorm(0.975) * se
  ends <- 1 - 2 * sqrt(pmin(0.25, pmax(0, ends)))
  show("R_lo", ends[1]); show("R_hi", ends[2])
}
for (v in names(f)) {
  at <- function(name) paste0("partial.", v, ".", name)
  x <- f[[v]]; P <- sqrt(as.vector(table(x)) / N) * (tapply(rho, x, mean) - bar)
  others <- f[names(f) != v]
  centre <- if (length(others)) ave(rho, interaction(others, drop = TRUE)) else bar
  q <- tapply((rho - centre)^2, x, sum) / (N - 1)
  show(at("P_u"), sqrt(sum(P^2))); show(at("categories"), levels(x)); show(at("P_uk"), P)
  show(at("P_c"), sqrt(sum(q))); show(at("P_ck"), sqrt(q))
}`;

const about = {
	definition:
		'rho_i = P(answered) from a main-effects logit on everyone on the list. R = 1 - 2 S(rho), S with N - 1; CV = S/mean; the largest bias of any mean, in standard deviations, is (1 - R)/(2 mean). Adjusted for chance: S² - (1/N) Σ z_i\'Vz_i with z = rho(1 - rho)x and V = (Σ z_j x_j\')⁻¹, at least 0. Standard error of R: sqrt(4A\'VA + 2tr(BVBV))/S with A = Σ(rho_i - mean)(z_i - z̄)/(N-1), B the covariance of z; the interval of R is made from that of S², adjusted S² ± 1.96 of its standard error. Unconditional partials: P_uk = sqrt(N_k/N)(rho_k - mean), P_u the root of their sum of squares. Conditional: P_c = sqrt(Σ_u Σ_{i in u} (rho_i - rho_u)²/(N-1)) over the cells u of all other strata crossed, and its part on each level. Levels where all or none have answered have rho 1 or 0.',
	source: 'Schouten, Cobben and Bethlehem (2009), Survey Methodology 35, 101-113; Schouten, Shlomo and Skinner (2011), J. Off. Stat. 27, 231-253; Shlomo, Skinner and Schouten (2012), J. Stat. Plan. Inference 142, 201-211',
	r: 'rho <- fitted(glm(y ~ a + b, family = binomial)); 1 - 2 * sd(rho)',
	differs: 'glm takes its standard errors from the weights before its last step: `logit_se_glm` are those (at epsilon 1e-15), `logit_se` those at the estimate, which are right; the golden values are glm\'s. Whether glm makes one step more hangs at times on the last bit of its deviance, so `logit_se_glm` is compared to 1e-6. Where all or none of a level have answered, coefficients and what is made of their covariance are not compared: glm\'s are as large as its last step made them.'
};
/** A bias-corrected S near 0 is the root of a difference. */
const rTolerance = { S_bias_adjusted: 1e-6, R_bias_adjusted: 1e-9, R_lo: 1e-9, R_hi: 1e-9, logit_se_glm: 1e-6 };

const shared = { about, outcome, body: BODY_R, rTolerance };
export const rIndicatorMethod = onSeats<RIndicatorSpec>('r_indicator', 'R-indicator', shared);
export const rIndicatorCounts = onCells<RIndicatorCountsSpec>('r_indicator_counts', 'R-indicator from counts', shared);
