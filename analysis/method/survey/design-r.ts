/** R code of a sample design, by the formulas, in base R. */
import { rNumber, rText } from '../../r/write.ts';
import { P_HELPERS } from '../model/r-frame.ts';
import type { DesignSpec } from './read.ts';

/** The design's columns for `data.frame(...)`, by their names in `m`. */
export function designColumns(spec: DesignSpec): Record<string, string> {
	return {
		...(spec.weights ? { w: `num(${rText(spec.weights)})` } : {}),
		...(spec.strata ? { h: `group(${rText(spec.strata)})` } : {}),
		...(spec.cluster ? { id: `group(${rText(spec.cluster)})` } : {}),
		...(spec.fpc ? { N: `num(${rText(spec.fpc)})` } : {})
	};
}

/** After `m` is made: w, strata, units, and `covariance(z)` of the totals of the columns of z. */
export function designLines(spec: DesignSpec): string {
	const N = spec.population_N;
	const weights = spec.weights ? 'm$w' : N && !spec.cluster ? `rep(${rNumber(N)} / nrow(m), nrow(m))` : 'rep(1, nrow(m))';
	return `w <- ${weights}
h <- ${spec.strata ? 'as.integer(factor(m$h))' : 'rep(1, nrow(m))'}
id <- ${spec.cluster ? 'as.integer(interaction(h, m$id, drop = TRUE))' : 'seq_len(nrow(m))'}
N <- ${spec.fpc ? 'm$N' : N ? `rep(${rNumber(N)}, nrow(m))` : 'rep(Inf, nrow(m))'}
nu <- length(unique(id)) - length(unique(h))
covariance <- function(z) {
  z <- as.matrix(z)
  all <- colMeans(rowsum(z, id))
  Reduce("+", lapply(unique(h), function(s) {
    own <- h == s
    u <- rowsum(z[own, , drop = FALSE], id[own])
    n <- nrow(u)
    f <- if (N[own][1] < 1) N[own][1] else n / N[own][1]
    centre <- if (n > 1) colMeans(u) else all
    (1 - f) * (if (n > 1) n / (n - 1) else 1) * crossprod(sweep(u, 2, centre))
  }))
}
q <- qt(${rNumber((1 + (spec.level ?? 0.95)) / 2)}, nu)
${P_HELPERS}`;
}

export function frameLines(columns: Readonly<Record<string, string>>): string {
	return `m <- data.frame(${Object.entries(columns).map(([name, code]) => `${name} = ${code}`).join(', ')})
m <- droplevels(m[complete.cases(m), , drop = FALSE])`;
}
