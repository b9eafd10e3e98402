/** R code that the scripts of several methods share. Base packages only. */
import { rLevels, rNumbers, rText } from '../../r/write.ts';
import type { Comparison } from './read.ts';

/** y and g of the complete rows; n, m, s, v of each group (a group of one has no s; its v is 0 in sums of squares). */
export function rGroups(spec: Comparison): string {
	const cluster = spec.cluster ? `cl <- group(${rText(spec.cluster)})\n` : '';
	return `y <- num(${rText(spec.y)})
g <- group(${rText(spec.group)}, ${rLevels(spec.levels)})
${cluster}ok <- complete(y, g${spec.cluster ? ', cl' : ''})
y <- y[ok]
g <- droplevels(g[ok])
${spec.cluster ? `cl <- droplevels(cl[ok])\n${R_CLUSTER}` : ''}k <- nlevels(g)
n <- tabulate(g, k)
m <- as.vector(tapply(y, g, mean))
s <- as.vector(tapply(y, g, sd))
v <- ifelse(n > 1, s^2, 0)
show("n", n)
show("means", m)
show("sds", s)`;
}

/** The same names from printed figures. */
export function rSummary(spec: { n: readonly number[]; mean: readonly number[]; sd: readonly number[] }): string {
	return `n <- ${rNumbers(spec.n)}
m <- ${rNumbers(spec.mean)}
s <- ifelse(n > 1, ${rNumbers(spec.sd)}, NA)
v <- ifelse(n > 1, s^2, 0)
k <- length(n)
show("n", n)
show("means", m)
show("sds", s)`;
}

const R_CLUSTER = `cells <- table(g, cl)
e <- y - ave(y, g)
nc <- tabulate(cl)
N <- length(e)
msb <- sum(tapply(e, cl, sum)^2 / nc) / (length(nc) - 1)
msw <- sum((e - ave(e, cl))^2) / (N - length(nc))
n0 <- (N - sum(nc^2) / N) / (length(nc) - 1)
icc <- max(0, (msb - msw) / (msb + (n0 - 1) * msw))
once <- sum(nc^2) / N
by_group <- if (nrow(cells) > 1) (sum(cells^2 / rowSums(cells)) - once) / (nrow(cells) - 1) else once
if (length(nc) > 1 && N > length(nc)) {
  show("clustering.clusters", length(nc))
  show("clustering.icc", icc)
  show("clustering.design_effect", 1 - icc + icc * by_group)
}
`;

/** `ncp_t(t, df, level)`: noncentralities that t is compatible with; the noncentral t as an integral over the SD, because pt() loses digits beyond 37. */
export const R_NCP_T = `ncp_t <- function(t, df, level) {
  a <- (1 - level) / 2
  sd_range <- sqrt(c(qchisq(1e-18, df), qchisq(1e-18, df, lower.tail = FALSE)) / df)
  tail <- function(ncp, sign) integrate(function(s) pnorm(sign * (t * s - ncp)) * dchisq(df * s^2, df) * 2 * df * s,
    sd_range[1], sd_range[2], rel.tol = 1e-12, subdivisions = 1000)$value
  reach <- 8 * sqrt(1 + t^2 / (2 * df))
  sapply(c(-1, 1), function(sign) uniroot(function(ncp) log(tail(ncp, sign)) - log(a), t + reach * c(-1, 1), extendInt = "yes", tol = 1e-13)$root)
}`;

/** `ncp_f(f, d1, d2, level)`: the same for F, by the noncentral chi-square over the denominator. */
export const R_NCP_F = `ncp_f <- function(f, d1, d2, level) {
  a <- (1 - level) / 2
  w_range <- c(qchisq(1e-18, d2), qchisq(1e-18, d2, lower.tail = FALSE)) / d2
  tail <- function(ncp, lower) integrate(function(w) pchisq(d1 * f * w, d1, ncp, lower.tail = lower) * dchisq(d2 * w, d2) * d2,
    w_range[1], w_range[2], rel.tol = 1e-12, subdivisions = 1000, stop.on.error = FALSE)$value
  sapply(c(FALSE, TRUE), function(lower) {
    if (tail(0, lower) == a || (lower && tail(0, TRUE) < a) || (!lower && tail(0, FALSE) > a)) return(0)
    uniroot(function(ncp) tail(ncp, lower) - a, c(0, 2 * d1 * f + 20), extendInt = "yes", tol = 1e-12)$root
  })
}`;

/**
 * `range_upper(q, k, df)`: upper tail of the studentized range; ptukey() takes it from 1 and is wrong there. The trapezoid rule, over the least of k normal
 * values and over the logarithm of the SD: exact to many digits for integrands that vanish smoothly at both ends.
 */
export const R_RANGE = `range_upper <- function(q, k, df) {
  if (q == 0) return(1)
  width <- min(1, 1 / sqrt(2 * df))
  u <- 0.5 * log(df / (df + q^2 / 2)) + seq(-12 * width - 36 / df, 12 * width, by = width / 8)
  s <- exp(u)
  z <- seq(-11, 11, by = 0.1)
  least <- outer(-q * s / 2, z, "+")
  a <- pnorm(least, lower.tail = FALSE)
  b <- pnorm(least + q * s, lower.tail = FALSE)
  beyond <- 0.1 * rowSums(k * dnorm(least) * a^(k - 1) * -expm1((k - 1) * log1p(-b / a)))
  sum(beyond * dchisq(df * s^2, df) * 2 * df * s^2) * width / 8
}
range_quantile <- function(level, k, df) {
  q <- uniroot(function(q) ptukey(q, k, df) - level, c(0.01, 100), extendInt = "upX", tol = 1e-13)$root
  log_upper <- function(q) ptukey(q, k, df, lower.tail = FALSE, log.p = TRUE)
  slope <- (log_upper(q * 1.001) - log_upper(q / 1.001)) / (q * 0.001 * (1 + 1 / 1.001))
  q - (log(range_upper(q, k, df)) - log(1 - level)) / slope
}`;
