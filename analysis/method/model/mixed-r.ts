import type { Codebook } from '../../r/codebook.ts';
import { rNumber, rText } from '../../r/write.ts';
import type { MixedSpec } from './mixed.ts';
import { modelFrame } from './r-frame.ts';

/** V is inverted group by group through its Cholesky root 1 - c J/m, and b is lm on the transformed rows: another way than the engine's. */
export function mixedScript(spec: MixedSpec, codebook: Codebook): string {
	const reml = spec.REML ?? true;
	return `${modelFrame(spec, codebook, `num(${rText(spec.y)})`, { id: `group(${rText(spec.group)})` })}
reml <- ${reml ? 'TRUE' : 'FALSE'}
X <- model.matrix(model, m); y <- m$y; id <- as.integer(factor(m$id)); size <- tabulate(id); n <- length(y); k <- ncol(X)
transformed <- function(x, ratio) x - (1 - 1 / sqrt(1 + size * ratio))[id] * (rowsum(x, id) / size)[id, , drop = FALSE]
at <- function(ratio) {
  Q <- qr(transformed(X, ratio), tol = 1e-11)
  z <- transformed(cbind(y), ratio)
  r <- qr.resid(Q, z)
  df <- if (reml) n - k else n
  w <- size / (1 + size * ratio)
  R <- qr.R(Q)
  b <- qr.coef(Q, z)
  A <- chol2inv(R)
  back <- order(Q$pivot)
  A <- A[back, back, drop = FALSE]
  rbar <- rowsum(y - X %*% b, id) / size
  xbar <- rowsum(X, id) / size
  rss <- sum(r^2)
  list(b = b, A = A, s2 = rss / df,
       loglik = -0.5 * (df * (log(2 * pi * rss / df) + 1) + sum(log1p(size * ratio)) + if (reml) 2 * sum(log(abs(diag(R)))) else 0),
       score = 0.5 * (df * sum((w * rbar)^2) / rss - sum(w) + if (reml) sum(w^2 * rowSums((xbar %*% A) * xbar)) else 0))
}
grid <- c(0, 1e-6, 1e-5, 1e-4, 1e-3, .003, .01, .02, .05, seq(.1, .95, .05), .98, .99, .999, .9999, .99999)
grid <- grid / (1 - grid)
slope <- sapply(grid, function(g) at(g)$score)
candidates <- 0
for (i in which(head(slope, -1) > 0 & tail(slope, -1) <= 0)) {
  lo <- grid[i]; hi <- grid[i + 1]
  for (step in 1:200) { mid <- (lo + hi) / 2; if (mid <= lo || mid >= hi) break; if (at(mid)$score > 0) lo <- mid else hi <- mid }
  candidates <- c(candidates, (lo + hi) / 2)
}
ratio <- candidates[which.max(sapply(candidates, function(g) at(g)$loglik))]
fit <- at(ratio)
se <- sqrt(fit$s2 * diag(fit$A)); b <- c(fit$b); icc <- ratio / (1 + ratio)
show("n", n)
show("n_groups", length(size))
show("var_between", ratio * fit$s2)
show("var_within", fit$s2)
show("ICC", icc)
show("design_effect", 1 + (sum(size^2) / n - 1) * icc)
show("fixed", b)
show("fixed_se", se)
show("z", b / se)
show_p("p", 2 * pnorm(-abs(b / se)))
show_log("log_p", log(2) + pnorm(-abs(b / se), log.p = TRUE))
q <- qnorm(${rNumber((1 + (spec.level ?? 0.95)) / 2)})
show("ci", cbind(b - q * se, b + q * se))
show("loglik", fit$loglik)${reml ? '' : `
lrt <- max(0, 2 * (fit$loglik - at(0)$loglik))
show("lrt_vs_no_random", lrt)
show_p("lrt_p_half", pchisq(lrt, 1, lower.tail = FALSE) / 2)
show_log("lrt_log_p_half", pchisq(lrt, 1, lower.tail = FALSE, log.p = TRUE) - log(2))`}`;
}
