import type { Codebook } from '../../r/codebook.ts';
import { rNumber, rText } from '../../r/write.ts';
import type { OlsSpec } from './ols.ts';
import { modelFrame } from './r-frame.ts';

/** Matrices of n x n and of each cluster's rows, as the papers write them: another way than the engine's, which never leaves k x k. */
const CLUSTERS = `id <- as.integer(factor(m$id))
G <- max(id)
M <- A %*% Reduce("+", lapply(1:G, function(g) tcrossprod(crossprod(X[id == g, , drop = FALSE], e[id == g])))) %*% A
cr0 <- sqrt(diag(M))
IH <- diag(n) - X %*% A %*% t(X)
adjusted <- lapply(1:G, function(g) {
  own <- eigen((IH[id == g, id == g, drop = FALSE] + t(IH[id == g, id == g, drop = FALSE])) / 2, symmetric = TRUE)
  root <- ifelse(own$values > 1e-12, 1 / sqrt(pmax(own$values, 1e-300)), 0)
  own$vectors %*% (root * t(own$vectors)) %*% X[id == g, , drop = FALSE]
})
M2 <- A %*% Reduce("+", lapply(1:G, function(g) tcrossprod(crossprod(adjusted[[g]], e[id == g])))) %*% A
cr2 <- sqrt(diag(M2))
df2 <- sapply(1:k, function(j) {
  P <- sapply(1:G, function(g) IH[, id == g, drop = FALSE] %*% (adjusted[[g]] %*% A[, j]))
  W <- crossprod(P)
  sum(diag(W))^2 / sum(W^2)
})
cr1s <- cr0 * sqrt(G / (G - 1) * (n - 1) / (n - k))
show("n_clusters", G)
show("se_CR0", cr0)
show("se_CR1", cr0 * sqrt(G / (G - 1)))
show("se_CR1S", cr1s)
show("se_CR2", cr2)
show("df_CR1S", G - 1)
show_p("p_CR1S", 2 * pt(-abs(b / cr1s), G - 1))
show_log("log_p_CR1S", log(2) + pt(-abs(b / cr1s), G - 1, log.p = TRUE))
show("ci_CR1S", cbind(b - qt(q, G - 1) * cr1s, b + qt(q, G - 1) * cr1s))
show("df_CR2", df2)
show_p("p_CR2", 2 * pt(-abs(b / cr2), df2))
show_log("log_p_CR2", log(2) + pt(-abs(b / cr2), df2, log.p = TRUE))
show("ci_CR2", cbind(b - qt(q, df2) * cr2, b + qt(q, df2) * cr2))
one <- anova(lm(e ~ factor(id)))
size <- tabulate(id)
n0 <- (n - sum(size^2) / n) / (G - 1)
icc <- (one[1, 3] - one[2, 3]) / (one[1, 3] + (n0 - 1) * one[2, 3])
show("cluster_icc", icc)
show("cluster_deff", 1 + (sum(size^2) / n - 1) * icc)`;

export function olsScript(spec: OlsSpec, codebook: Codebook): string {
	const constant = spec.intercept !== false;
	const x = (spec.x ?? []).length > 0;
	const frame = modelFrame(spec, codebook, `num(${rText(spec.y)})`, spec.cluster ? { id: `group(${rText(spec.cluster)})` } : {});
	const lines = [
		frame,
		`q <- ${rNumber((1 + (spec.level ?? 0.95)) / 2)}`,
		`fit <- lm(model, m, tol = 1e-11)
s <- summary(fit)
b <- coef(s)[, 1]; se <- coef(s)[, 2]; n <- nobs(fit); k <- length(b); df <- fit$df.residual
X <- model.matrix(fit); e <- resid(fit); A <- s$cov.unscaled; h <- hatvalues(fit)
show("n", n)
show("b", b)
show("se", se)
show("t", b / se)
show_p("p", coef(s)[, 4])
show_log("log_p", log(2) + pt(-abs(b / se), df, log.p = TRUE))
show("df_resid", df)
show("R2", s$r.squared)
show("adjR2", s$adj.r.squared)
show("sigma", s$sigma)
show("loglik", as.numeric(logLik(fit)))
show("AIC", AIC(fit))
show("BIC", BIC(fit))
show("ci", unname(confint(fit, level = 2 * q - 1)))`,
		x && `f <- s$fstatistic
show("F", f[[1]])
show("F_df", c(f[[2]], f[[3]]))
show_p("F_p", pf(f[[1]], f[[2]], f[[3]], lower.tail = FALSE))
show_log("F_log_p", pf(f[[1]], f[[2]], f[[3]], lower.tail = FALSE, log.p = TRUE))`,
		x && constant && `if (k > 2) show("vif", sapply(2:k, function(j) 1 / (1 - summary(lm(X[, j] ~ X[, -c(1, j)]))$r.squared)))
show("beta_std", b[-1] * apply(X[, -1, drop = FALSE], 2, sd) / sd(m$y))
bp <- n * summary(lm(e^2 ~ X[, -1, drop = FALSE]))$r.squared
show("breusch_pagan", bp)
show("breusch_pagan_df", k - 1)
show_p("breusch_pagan_p", pchisq(bp, k - 1, lower.tail = FALSE))`,
		`hc <- list(HC0 = e^2, HC1 = e^2 * n / (n - k), HC2 = e^2 / (1 - h), HC3 = e^2 / (1 - h)^2, HC4 = e^2 / (1 - h)^pmin(4, n * h / k))
for (type in names(hc)) {
  if (type %in% c("HC2", "HC3", "HC4") && any(1 - h < 1e-11)) { show(paste0("se_", type), NA); next }
  r <- diag(A %*% crossprod(X * sqrt(hc[[type]])) %*% A)
  if (any(1 - h < 1e-11)) r[r <= 1e-12 * diag(A) * sum(h * hc[[type]])] <- NA
  r <- sqrt(r)
  show(paste0("se_", type), r)
  show_p(paste0("p_", type), 2 * pt(-abs(b / r), df))
  show_log(paste0("log_p_", type), log(2) + pt(-abs(b / r), df, log.p = TRUE))
  if (type == "HC3") show("ci_HC3", cbind(b - qt(q, df) * r, b + qt(q, df) * r))
}
show("max_leverage", max(h))
show("high_leverage", sum(h > 3 * k / n))
show("max_cook", max(cooks.distance(fit)[1 - h > 1e-11]))`,
		spec.cluster && CLUSTERS
	];
	return lines.filter(Boolean).join('\n');
}
