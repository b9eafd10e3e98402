/** The R code of a cross table: chisq.test and fisher.test where base R has the number, formulas where it has none. */
import { rLevels, rNumber, rText } from '../../r/write.ts';
import { AUTO_TABLES } from './exact.ts';
import type { CrosstabChoice } from './values.ts';

/** `tab`, the matrix of counts, from two columns of the data. */
export function tableR(rows: string, columns: string, rowLevels?: readonly string[] | null, columnLevels?: readonly string[] | null): string {
	return `down <- group(${rText(rows)}, ${rLevels(rowLevels)})
across <- group(${rText(columns)}, ${rLevels(columnLevels)})
tab <- unclass(table(down, across))
tab <- matrix(as.numeric(tab), nrow = nrow(tab))`;
}

const COUNTS = `n <- sum(tab)
show("n", n)
show("table", tab)
show("row_totals", rowSums(tab))
show("column_totals", colSums(tab))
show("row_pct", 100 * tab / rowSums(tab))
show("column_pct", 100 * t(t(tab) / colSums(tab)))
show("total_pct", 100 * tab / n)
used_rows <- rowSums(tab) > 0
used_cols <- colSums(tab) > 0
x <- tab[used_rows, used_cols, drop = FALSE]
whole <- function(m) {
  out <- matrix(NA_real_, nrow(tab), ncol(tab))
  out[used_rows, used_cols] <- m
  out
}
both <- function(name, log_p) {
  show(paste0(name, "p"), exp(log_p))
  show(paste0(name, "log_p"), log_p)
}
exact <- function(p) if (p > 1 - 1e-12) 0 else log(p) # certain but for rounding
upper <- function(q, df) pchisq(q, df, lower.tail = FALSE, log.p = TRUE)`;

const chiSquareR = (level: string): string => `  test <- suppressWarnings(chisq.test(x, correct = FALSE))
  chi2 <- unname(test$statistic)
  if (chi2 < 1e-20) chi2 <- 0 # rounding
  df <- unname(test$parameter)
  e <- test$expected
  show("chi2", chi2)
  show("df", df)
  both("", upper(chi2, df))
  g2 <- max(0, 2 * sum(ifelse(x > 0, x * log1p((x - e) / e) - (x - e), e)))
  if (g2 < 1e-20) g2 <- 0
  show("g2.chi2", g2)
  both("g2.", upper(g2, df))
  show("expected", whole(e))
  show("expected_lt5", sum(e < 5))
  show("expected_lt5_share", mean(e < 5))
  show("expected_min", min(e))
  show("pearson_resid", whole(test$residuals))
  show("adj_resid", whole(test$stdres))
  cell_p <- 2 * pnorm(-abs(test$stdres))
  show("adj_resid_p", whole(cell_p))
  show("adj_resid_p_holm", whole(p.adjust(cell_p, "holm")))
  show("adj_resid_p_bh", whole(p.adjust(cell_p, "BH")))
  r <- nrow(x)
  c <- ncol(x)
  k <- min(r, c) - 1
  ncp_at <- function(p) {
    f <- function(ncp) pchisq(chi2, df, ncp) - p
    if (suppressWarnings(f(0)) < 0) return(0)
    suppressWarnings(uniroot(f, c(0, 2 * chi2 + 100), tol = 1e-13, extendInt = "downX")$root)
  }
  ncp <- c(ncp_at((1 + ${level}) / 2), ncp_at((1 - ${level}) / 2))
  show("cramers_v.value", sqrt(chi2 / n / k))
  show("cramers_v.low", sqrt(ncp[1] / n / k))
  show("cramers_v.high", sqrt(ncp[2] / n / k))
  show("cramers_v.ncp_low", ncp[1])
  show("cramers_v.ncp_high", ncp[2])
  r0 <- r - (r - 1)^2 / (n - 1)
  c0 <- c - (c - 1)^2 / (n - 1)
  phi2 <- max(0, chi2 / n - (r - 1) * (c - 1) / (n - 1))
  show("cramers_v.bias_corrected", if (min(r0, c0) > 1) min(1, sqrt(phi2 / (min(r0, c0) - 1))) else 0)
  show("contingency_c", sqrt(chi2 / (chi2 + n)))`;

const fourfoldR = (level: string): string => `  if (r == 2 && c == 2) {
    show("phi", (x[1, 1] * x[2, 2] - x[1, 2] * x[2, 1]) / sqrt(prod(rowSums(x), colSums(x))))
    corrected <- unname(suppressWarnings(chisq.test(x, correct = TRUE))$statistic)
    if (corrected < 1e-20) corrected <- 0
    show("yates.chi2", corrected)
    both("yates.", upper(corrected, 1))
    both("fisher.", exact(fisher.test(x)$p.value))
    or <- x[1, 1] * x[2, 2] / (x[1, 2] * x[2, 1])
    se <- sqrt(sum(1 / x))
    show("odds_ratio.value", or)
    show("odds_ratio.low", exp(log(or) - qnorm((1 + ${level}) / 2) * se))
    show("odds_ratio.high", exp(log(or) + qnorm((1 + ${level}) / 2) * se))
    s <- max(0, sum(x[, 1]) - sum(x[2, ])):min(sum(x[1, ]), sum(x[, 1]))
    base <- dhyper(s, sum(x[1, ]), sum(x[2, ]), sum(x[, 1]), log = TRUE)
    weight <- function(t) {
      l <- base + t * s
      w <- exp(l - max(l))
      w / sum(w)
    }
    odds <- function(f) exp(uniroot(f, c(-1, 1), extendInt = "yes", tol = 1e-13, maxiter = 10000)$root)
    a <- (1 - ${level}) / 2
    o <- x[1, 1]
    show("odds_ratio_conditional.value", if (o == min(s)) 0 else if (o == max(s)) Inf else odds(function(t) sum(weight(t) * s) - o))
    show("odds_ratio_conditional.low", if (o == min(s)) 0 else odds(function(t) sum(weight(t)[s >= o]) - a))
    show("odds_ratio_conditional.high", if (o == max(s)) Inf else odds(function(t) sum(weight(t)[s <= o]) - a))
  }`;

const GAIL_MANTEL = `  tables <- function(a, b) {
    m <- length(b)
    v <- sum(a * (a + m)) * (m - 1) / (m^2 * (m + 1))
    sum(lchoose(a + m - 1, m - 1)) + (m - 1) / 2 * log((m - 1) / (2 * pi * m * v)) + log(m) / 2 - sum((b - n / m)^2) * (m - 1) / (2 * m * v)
  }`;

function exactR(choice: CrosstabChoice): string {
	const how = choice.exact ?? 'auto';
	const none = 'both("exact.", NA)';
	if (how === 'none' || how === 'monte_carlo') return `\n  ${none}`;
	const fisher = `tryCatch(both("exact.", exact(fisher.test(x, workspace = 2e6)$p.value)), error = function(e) NULL)`;
	if (how === 'exact') return `\n  ${fisher}`;
	return `\n${GAIL_MANTEL}
  few <- min(tables(rowSums(x), colSums(x)), tables(colSums(x), rowSums(x))) <= ${AUTO_TABLES} * log(10)
  if (any(e < 5) && few) ${fisher} else ${none}`;
}

const ordinalR = (level: string): string => `
  i <- row(tab)
  j <- col(tab)
  A <- D <- tab
  for (a in seq_len(nrow(tab))) for (b in seq_len(ncol(tab))) {
    A[a, b] <- sum(tab[i < a & j < b]) + sum(tab[i > a & j > b])
    D[a, b] <- sum(tab[i < a & j > b]) + sum(tab[i > a & j < b])
  }
  P <- sum(tab * A)
  Q <- sum(tab * D)
  show("concordant", P / 2)
  show("discordant", Q / 2)
  R <- rowSums(tab)[i]
  C <- colSums(tab)[j]
  wr <- n^2 - sum(rowSums(tab)^2)
  wc <- n^2 - sum(colSums(tab)^2)
  w <- sqrt(wr * wc)
  q <- min(dim(x))
  dev <- function(f) sqrt(sum(tab * (f - sum(tab * f) / n)^2))
  s0 <- dev(A - D)
  z1 <- qnorm((1 + ${level}) / 2)
  measure <- function(name, value, ase1, ase0) {
    z <- if (s0 < 1e-9 * n) NA else value / ase0
    show(paste0(name, ".value"), value)
    show(paste0(name, ".ase1"), ase1)
    show(paste0(name, ".ase0"), ase0)
    show(paste0(name, ".z"), z)
    both(paste0(name, "."), if (is.na(z)) NA else min(0, log(2) + pnorm(-abs(z), log.p = TRUE)))
    show(paste0(name, ".low"), max(-1, value - z1 * ase1))
    show(paste0(name, ".high"), min(1, value + z1 * ase1))
  }
  if (P + Q > 0) measure("gamma", (P - Q) / (P + Q), 4 * sqrt(sum(tab * (Q * A - P * D)^2)) / (P + Q)^2, 2 * s0 / (P + Q))
  tau <- (P - Q) / w
  measure("tau_b", tau, dev(2 * w * (A - D) + tau * (R * wc + C * wr)) / w^2, 2 * s0 / w)
  measure("tau_c", q * (P - Q) / (n^2 * (q - 1)), 2 * q * s0 / (n^2 * (q - 1)), 2 * q * s0 / (n^2 * (q - 1)))
  somers <- function(name, den, change) measure(name, (P - Q) / den, 2 * sqrt(sum(tab * (den * (A - D) - (P - Q) * change)^2)) / den^2, 2 * s0 / den)
  somers("somers_d_column", wr, n - R)
  somers("somers_d_row", wc, n - C)
  somers("somers_d_symmetric", (wr + wc) / 2, n - (R + C) / 2)
  sums <- function(u, v) n * sum(tab * u * v) - sum(tab * u) * sum(tab * v)
  rho <- sums(i, j) / sqrt(sums(i, i) * sums(j, j))
  show("linear_by_linear.chi2", (n - 1) * rho^2)
  show("linear_by_linear.r", rho)
  both("linear_by_linear.", upper((n - 1) * rho^2, 1))`;

/** Everything of a cross table, from \`tab\`. */
export function crosstabR(choice: CrosstabChoice): string {
	const level = rNumber(choice.level ?? 0.95);
	return `${COUNTS}
if (min(dim(x)) < 2) {
  for (name in c("chi2", "df", "p", "log_p")) show(name, NA)
} else {
${chiSquareR(level)}
${fourfoldR(level)}${exactR(choice)}${choice.ordered === false ? '' : ordinalR(level)}
}`;
}
