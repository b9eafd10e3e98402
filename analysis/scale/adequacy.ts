import { violation, type Violation } from '../assumptions.ts';
import { chisqUpper } from '../distribution/chisq.ts';
import type { Tail } from '../distribution/tail.ts';
import { inversePositive, isRegular, symmetricEigen, type Rows } from './matrix.ts';

export interface Adequacy {
	kmo: number;
	/** Measure of sampling adequacy of each variable. */
	msa: number[];
	/** Squared multiple correlation of each variable with the others. */
	smc: number[];
	log_det: number;
	/** Largest first. */
	eigenvalues: number[];
}

/**
 * Kaiser, Meyer and Olkin's measure: Σr²/(Σr² + Σa²) over pairs i ≠ j, a the partial correlations given all other variables,
 * aᵢⱼ = −uᵢⱼ/√(uᵢᵢuⱼⱼ) with U = R⁻¹; `msa` the same sum over the pairs of one variable.
 * Source: Kaiser (1974), Psychometrika 39, 31–36; Kaiser and Rice (1974), Educ. Psychol. Meas. 34, 111–117. As psych::KMO in R.
 * @returns `singular` when the correlation matrix has no inverse
 */
export function adequacy(correlation: Rows): Adequacy | Violation {
	const { values } = symmetricEigen(correlation);
	const u = isRegular(values) ? inversePositive(correlation) : null;
	if (!u) return violation('singular');
	const sums = correlation.map((row, i) => {
		let [r2, a2] = [0, 0];
		row.forEach((r, j) => {
			if (i === j) return;
			r2 += r * r;
			a2 += (u[i]![j]! * u[i]![j]!) / (u[i]![i]! * u[j]![j]!);
		});
		return { r2, a2 };
	});
	const [r2, a2] = [sums.reduce((s, x) => s + x.r2, 0), sums.reduce((s, x) => s + x.a2, 0)];
	// with no correlation at all there is nothing to share: 0/0 is taken as the even value
	const share = (x: number, y: number): number => (x + y > 0 ? x / (x + y) : 0.5);
	return {
		kmo: share(r2, a2),
		msa: sums.map((s) => share(s.r2, s.a2)),
		smc: u.map((row, i) => 1 - 1 / row[i]!),
		log_det: values.reduce((s, v) => s + Math.log(v), 0),
		eigenvalues: values
	};
}

/**
 * Bartlett's test that all correlations are 0: χ² = −(n − 1 − (2p + 5)/6)·ln|R| with p(p − 1)/2 degrees of freedom.
 * Source: Bartlett (1950), Br. J. Psychol. Stat. Sect. 3, 77–85.
 * @param logDet natural logarithm of the determinant of R  @param p variables  @param n rows
 */
export function bartlett(logDet: number, p: number, n: number): { chi2: number; df: number; tail: Tail } {
	const chi2 = Math.max(0, -(n - 1 - (2 * p + 5) / 6) * logDet);
	const df = (p * (p - 1)) / 2;
	return { chi2, df, tail: chisqUpper(chi2, df) };
}
