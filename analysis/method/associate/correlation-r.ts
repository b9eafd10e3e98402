import { COEFFICIENTS } from '../../association/pairs.ts';
import { rNumber, rTexts } from '../../r/write.ts';
import type { CorrelationSpec } from './correlation.ts';

const PARTS = {
	pearson: `    put("r", cor(x, y))
    if (n > 2) {
      a <- suppressWarnings(cor.test(x, y, conf.level = level))
      put("r_t", a$statistic); put("r_p", a$p.value); put("r_log_p", log(2) + pt(-abs(a$statistic), n - 2, log.p = TRUE))
      if (n > 3) { put("r_lo", a$conf.int[1]); put("r_hi", a$conf.int[2]) }
    }`,
	spearman: `    rho <- cor(rank(x), rank(y))
    t <- if (n > 2) rho * sqrt((n - 2) / (1 - rho^2)) else NA
    h <- if (n > 3) qnorm((1 + level) / 2) * sqrt((1 + rho^2 / 2) / (n - 3)) else NA
    put("rho", rho); put("rho_t", t); put("rho_p", 2 * pt(-abs(t), n - 2)); put("rho_log_p", log(2) + pt(-abs(t), n - 2, log.p = TRUE))
    put("rho_lo", tanh(atanh(rho) - h)); put("rho_hi", tanh(atanh(rho) + h))`,
	kendall: `    k <- suppressWarnings(cor.test(x, y, method = "kendall", exact = FALSE))
    z <- k$statistic
    put("tau_b", k$estimate); put("tau_z", z); put("tau_p", k$p.value); put("tau_log_p", log(2) + pnorm(-abs(z), log.p = TRUE))
    tau <- unname(k$estimate)
    if (n > 3 && abs(tau) < 1 - 1e-14) {
      sx <- sign(outer(x, x, "-"))
      sy <- sign(outer(y, y, "-"))
      w <- c(sum(sx != 0), sum(sy != 0))
      f <- 2 * rowSums(sx * sy) / sqrt(prod(w)) + tau * (rowSums(sx == 0) / w[1] + rowSums(sy == 0) / w[2])
      h <- qnorm((1 + level) / 2) * sqrt(sum((f - mean(f))^2))
      if (diff(range(f)) > 1e-13 * max(abs(f))) { put("tau_lo", max(-1, tau - h)); put("tau_hi", min(1, tau + h)) }
    }`
};
const KEYS = {
	pearson: ['r', 'r_t', 'r_p', 'r_log_p', 'r_lo', 'r_hi'],
	spearman: ['rho', 'rho_t', 'rho_p', 'rho_log_p', 'rho_lo', 'rho_hi'],
	kendall: ['tau_b', 'tau_z', 'tau_p', 'tau_log_p', 'tau_lo', 'tau_hi']
};
const SQUARES = { pearson: ['R', 'r', 'r'], spearman: ['Rho', 'rho', 'rho'], kendall: ['Tau', 'tau_b', 'tau'] } as const;

export function correlationR(spec: CorrelationSpec): string {
	const wanted = spec.coefficients ?? COEFFICIENTS;
	return `vars <- ${rTexts(spec.vars)}
level <- ${rNumber(spec.level ?? 0.95)}
x_of <- lapply(vars, num)
${spec.missing === 'listwise' ? 'ok <- complete.cases(do.call(cbind, x_of))\nx_of <- lapply(x_of, function(x) x[ok])' : '# each pair on the rows that have both'}
keys <- ${rTexts(['n', ...wanted.flatMap((name) => KEYS[name])])}
put <- function(name, value) row[name] <<- value
out <- NULL
m <- length(vars)
for (i in 1:(m - 1)) for (j in (i + 1):m) {
  both <- !is.na(x_of[[i]]) & !is.na(x_of[[j]])
  x <- x_of[[i]][both]
  y <- x_of[[j]][both]
  n <- length(x)
  row <- setNames(rep(NA_real_, length(keys)), keys)
  put("n", n)
  if (n > 1 && max(x) > min(x) && max(y) > min(y)) {
${wanted.map((name) => PARTS[name]).join('\n')}
  }
  out <- rbind(out, row)
}
for (key in keys) show(key, out[, key])
square <- function(v) { s <- diag(m); s[lower.tri(s)] <- v; s <- t(s); s[lower.tri(s)] <- t(s)[lower.tri(s)]; s }
${wanted
	.map((name) => {
		const [matrix, value, prefix] = SQUARES[name];
		const corrected = spec.vars.length > 2 ? `\nshow("${prefix}_p_holm", p.adjust(out[, "${prefix}_p"], "holm"))\nshow("${prefix}_p_bh", p.adjust(out[, "${prefix}_p"], "BH"))` : '';
		return `show("${matrix}", square(out[, "${value}"]))${corrected}`;
	})
	.join('\n')}`;
}
