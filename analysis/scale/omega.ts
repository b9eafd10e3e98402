import { isViolation, violation, type Violation } from '../assumptions.ts';
import { arrange } from './rotation.ts';
import { toCorrelation, type Rows } from './matrix.ts';
import { maximumLikelihood } from './maximum-likelihood.ts';

export interface Omega {
	/** Omega of the sum of standardised items. */
	omega_std: number;
	/** Omega of the sum of the items as they are. */
	omega_raw: number;
	/** Standardised loadings on the one factor. */
	loadings: number[];
	uniquenesses: number[];
	heywood: boolean;
}

/**
 * McDonald's omega total with one common factor: ω = (Σλ)²/((Σλ)² + Σθ), loadings λ and uniquenesses θ from a one-factor
 * maximum-likelihood solution of the correlations; raw: λ·s and θ·s² with the items' standard deviations s.
 * Source: McDonald (1999), Test Theory: A Unified Treatment, ch. 6.
 * @param covariance of at least three items, reversed ones turned
 */
export function omega(covariance: Rows): Omega | Violation {
	const k = covariance.length;
	if (k < 3) return violation('too_few', { n: k, needed: 3 });
	const flat = covariance.findIndex((row, i) => !(row[i]! > 0));
	if (flat >= 0) return violation('constant', { column: flat + 1 });
	const found = maximumLikelihood(toCorrelation(covariance), 1);
	if (isViolation(found)) return found;
	const loadings = arrange(found.loadings).loadings.map((row) => row[0]!);
	const sd = covariance.map((row, i) => Math.sqrt(row[i]!));
	const share = (weights: readonly number[]): number => {
		const common = loadings.reduce((s, l, i) => s + l * weights[i]!, 0) ** 2;
		return common / (common + found.uniquenesses.reduce((s, t, i) => s + t * weights[i]! ** 2, 0));
	};
	return { omega_std: share(sd.map(() => 1)), omega_raw: share(sd), loadings, uniquenesses: found.uniquenesses, heywood: found.heywood };
}
