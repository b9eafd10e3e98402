import { R_ARRANGE, R_ML, R_OBLIMIN, R_PA, R_VARIMAX } from './r.ts';
import { rCorrelation } from './shared.ts';
import type { FactorAnalysisSpec } from './factor-analysis.ts';

export type Rotation = 'none' | 'varimax' | 'oblimin';

const EXTRACTION = {
	pca: (m: number) => `e <- eigen(R, symmetric = TRUE)
L <- e$vectors[, 1:${m}, drop = FALSE] %*% diag(sqrt(pmax(e$values[1:${m}], 0)), ${m})
show("eigenvalues", e$values)
show("pct_var", 100 * e$values / p)`,
	pa: (m: number) => `${R_PA}
found <- principal_axis(R, ${m}, 1e-12, 10000)
early <- principal_axis(R, ${m}, 1e-3, 25)
L <- found$L
show("iterations", found$iterations)
show("heywood", any(found$h2 >= 1))
show("h2_spss25", early$h2)
show("iter_spss25", early$iterations)`,
	ml: (m: number) => `${R_ML}
found <- ml_factors(R, ${m})
L <- found$loadings
df <- ((p - ${m})^2 - (p + ${m})) / 2
chi2 <- max(0, (n - 1 - (2 * p + 5) / 6 - 2 * ${m} / 3) * found$f)
ratio0 <- -(n - 1 - (2 * p + 5) / 6) * sum(log(eigen(R, symmetric = TRUE)$values)) / (p * (p - 1) / 2)
show("uniquenesses", found$psi)
show("criterion", found$f)
show("heywood", found$heywood)
show("chi2", chi2)
show("df", df)
show("p", if (df > 0) pchisq(chi2, df, lower.tail = FALSE) else NA)
show("log_p", if (df > 0) pchisq(chi2, df, lower.tail = FALSE, log.p = TRUE) else NA)
show("rmsea", if (df > 0) sqrt(max(0, (chi2 / df - 1) / (n - 1))) else NA)
show("tli", if (df > 0) (ratio0 - chi2 / df) / (ratio0 - 1) else NA)`
} as const;

const SCORES = (name: string, structure: string): string => `S <- scale(X) %*% solve(R, ${structure})
scores <- matrix(NA, nrow(d), ncol(S))
scores[whole, ] <- S
show("scores_regression_${name}", t(scores))`;

/** The same extraction, rotations and scores in base R. */
export function factorAnalysisR(spec: FactorAnalysisSpec): string {
	const rotation = spec.rotation ?? null;
	const lines = [
		rCorrelation(spec).replace('X <- X[complete.cases(X), , drop = FALSE]', 'whole <- complete.cases(X)\nX <- X[whole, , drop = FALSE]'),
		R_ARRANGE,
		EXTRACTION[spec.extraction](spec.factors),
		`residual <- R - tcrossprod(L)
diag(residual) <- 0
L <- arrange(L)$L
show("n", n)
show("loadings_unrotated", L)
show("h2", rowSums(L^2))
show("rmsr", sqrt(sum(residual^2) / (p * (p - 1))))`
	];
	if (rotation === null || rotation === 'varimax') {
		lines.push(R_VARIMAX, 'V <- arrange(best_varimax(L))$L\nshow("loadings_varimax", V)\nshow("varimax_criterion", varimax_criterion(V))\nshow("ss_varimax", colSums(V^2))');
		if (spec.scores) lines.push(SCORES('varimax', 'V'));
	}
	if (rotation === null || rotation === 'oblimin') {
		lines.push(R_OBLIMIN);
		for (const [name, normalise] of [
			['kaiser', 'TRUE'],
			['raw', 'FALSE']
		] as const) {
			lines.push(`O <- oblimin(L, ${normalise})
show("loadings_oblimin_${name}", O$L)
show("phi_oblimin_${name}", O$phi)
show("structure_oblimin_${name}", O$L %*% O$phi)
show("oblimin_f_${name}", O$f)`);
			if (spec.scores) lines.push(SCORES(`oblimin_${name}`, 'O$L %*% O$phi'));
		}
	}
	if (spec.scores && rotation === 'none') lines.push(SCORES('unrotated', 'L'));
	return lines.join('\n');
}
