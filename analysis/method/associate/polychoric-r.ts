import { rMatrix, rNumber, rTexts } from '../../r/write.ts';
import type { PolychoricCountsSpec, PolychoricSpec } from './polychoric.ts';

/** Cell probabilities by integrating over one variable, the density of the other's part between its thresholds. */
const FUNCTIONS = `cell <- function(a1, a2, b1, b2, rho) {
  s <- sqrt(1 - rho^2)
  f <- function(x) {
    u <- (b2 - rho * x) / s
    l <- (b1 - rho * x) / s
    dnorm(x) * ifelse(l > 0, pnorm(l, lower.tail = FALSE) - pnorm(u, lower.tail = FALSE), pnorm(u) - pnorm(l))
  }
  integrate(f, max(a1, -9), min(a2, 9), rel.tol = 1e-12, subdivisions = 1000L, stop.on.error = FALSE)$value
}
cells <- function(a, b, rho) outer(seq_len(length(a) - 1), seq_len(length(b) - 1), Vectorize(function(i, j) cell(a[i], a[i + 1], b[j], b[j + 1], rho)))
slopes <- function(a, b, rho) {
  phi <- function(x, y) ifelse(is.finite(x) & is.finite(y), exp(-(x^2 - 2 * rho * x * y + y^2) / (2 * (1 - rho^2))) / (2 * pi * sqrt(1 - rho^2)), 0)
  g <- outer(a, b, phi)
  r <- length(a)
  k <- length(b)
  g[-1, -1, drop = FALSE] - g[-r, -1, drop = FALSE] - g[-1, -k, drop = FALSE] + g[-r, -k, drop = FALSE]
}
polychoric <- function(tab, level) {
  tab <- unname(tab[rowSums(tab) > 0, colSums(tab) > 0, drop = FALSE])
  n <- sum(tab)
  a <- c(-Inf, qnorm(cumsum(rowSums(tab)) / n)[-nrow(tab)], Inf)
  b <- c(-Inf, qnorm(cumsum(colSums(tab)) / n)[-ncol(tab)], Inf)
  score <- function(rho) sum(ifelse(tab > 0, tab * slopes(a, b, rho) / cells(a, b, rho), 0))
  way <- sign(score(0))
  rho <- 0
  if (way != 0) {
    for (end in c(0.3, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999)) if (sign(score(way * end)) != way) break
    rho <- uniroot(score, sort(c(0, way * end)), tol = 1e-14)$root
  }
  p <- cells(a, b, rho)
  se <- 1 / sqrt(n * sum(slopes(a, b, rho)^2 / p))
  half <- qnorm((1 + level) / 2) * se / (1 - rho^2)
  loglik <- sum(ifelse(tab > 0, tab * log(p), 0))
  free <- outer(rowSums(tab), colSums(tab)) / n^2
  lr <- 2 * (loglik - sum(ifelse(tab > 0, tab * log(free), 0)))
  list(n = n, rho = rho, se_given_thresholds = se, ci_lo = tanh(atanh(rho) - half), ci_hi = tanh(atanh(rho) + half), lr = lr,
       p = pchisq(lr, 1, lower.tail = FALSE), log_p = pchisq(lr, 1, lower.tail = FALSE, log.p = TRUE), loglik = loglik,
       thr_row = a[is.finite(a)], thr_col = b[is.finite(b)])
}
`;

export function polychoricCountsR(spec: PolychoricCountsSpec): string {
	return `${FUNCTIONS}out <- polychoric(${rMatrix(spec.counts)}, ${rNumber(spec.level ?? 0.95)})
for (name in names(out)) show(name, out[[name]])`;
}

export function polychoricR(spec: PolychoricSpec): string {
	return `${FUNCTIONS}vars <- ${rTexts(spec.vars)}
x_of <- lapply(vars, function(v) { x <- suppressWarnings(num(v)); if (all(is.na(x))) group(v) else factor(x) })
out <- list()
m <- length(vars)
for (i in 1:(m - 1)) for (j in (i + 1):m) out[[length(out) + 1]] <- polychoric(table(x_of[[i]], x_of[[j]]), ${rNumber(spec.level ?? 0.95)})
for (name in c("n", "rho", "se_given_thresholds", "ci_lo", "ci_hi", "lr", "p", "log_p", "loglik")) show(name, sapply(out, function(o) o[[name]]))
square <- diag(m)
square[lower.tri(square)] <- sapply(out, function(o) o$rho)
square[upper.tri(square)] <- t(square)[upper.tri(square)]
show("Rho", square)`;
}
