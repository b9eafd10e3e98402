/** Frafall: do those who have answered differ from those who have not, stratum by stratum? */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { chiSquare } from '../crosstab/chi-square.ts';
import { countsOf, tested } from '../crosstab/counts.ts';
import { cramersV } from '../crosstab/strength.ts';
import { chisqUpper } from '../distribution/chisq.ts';
import { normalTwoSided } from '../distribution/normal.ts';
import type { Tail } from '../distribution/tail.ts';
import { benjaminiHochberg, holm } from '../plan/adjust.ts';
import { checkStrata, sum, type Strata } from './strata.ts';

/** Counts against given shares. */
export interface GoodnessOfFit {
	/** Σ (n_k - n P_k)² / (n P_k), P_k the population's shares. */
	chi2: number;
	df: number;
	tail: Tail;
	expected: number[];
	/** (n_k - E_k) / √E_k */
	pearson: number[];
	/** (n_k - E_k) / √(E_k (1 - P_k)) */
	standardised: number[];
}

/**
 * Goodness of fit of counts to population figures, the counts taken for a sample with replacement (multinomial).
 * Source: Pearson (1900), Phil. Mag. 50, 157-175; Agresti (2013), 1.5. R: `chisq.test(counts, p = population, rescale.p = TRUE)`.
 * @param counts at least two levels
 * @param population any positive figures; only their proportions matter. Whoever is counted on a level with 0 makes it `inconsistent`.
 */
export function goodnessOfFit(counts: readonly number[], population: readonly number[]): GoodnessOfFit | Violation {
	if (population.length !== counts.length) return violation('bad_field', { field: 'population', needed: `${counts.length} numbers` });
	if (!counts.every((x) => Number.isSafeInteger(x) && x >= 0)) return violation('not_a_count', { field: 'counts' });
	if (!population.every((x) => Number.isFinite(x) && x >= 0)) return violation('bad_field', { field: 'population', needed: 'number >= 0' });
	if (counts.length < 2) return violation('groups', { groups: counts.length, needed: 2 });
	if (population.some((x, k) => x === 0 && counts[k]! > 0)) return violation('inconsistent', { field: 'population' });
	if (population.some((x) => x === 0)) return violation('bad_field', { field: 'population', needed: 'number > 0' });
	const [n, N] = [sum(counts), sum(population)];
	if (n === 0) return violation('no_data', { columns: 'counts' });
	const expected = population.map((x) => (n * x) / N);
	const gap = counts.map((x, k) => x - expected[k]!);
	const chi2 = sum(gap.map((g, k) => (g * g) / expected[k]!));
	return {
		chi2, expected,
		df: counts.length - 1,
		tail: chisqUpper(chi2, counts.length - 1),
		pearson: gap.map((g, k) => g / Math.sqrt(expected[k]!)),
		standardised: gap.map((g, k) => g / Math.sqrt((expected[k]! * (N - population[k]!)) / N))
	};
}

export interface Nonresponse {
	gof: GoodnessOfFit;
	/** gof / (1 - n/N): the finite population correction; the same number as `table.chi2`. */
	gofFpc: number;
	/** Respondents beside non-respondents. */
	table: { chi2: number; df: number; tail: Tail };
	/** Adjusted residuals of the respondents: about standard normal where response does not depend on the stratum. */
	adjusted: { z: number[]; p: number[]; holm: number[]; bh: number[] };
	cramersV: { value: number; low: number; high: number; level: number };
	/** Least expected count of the table. */
	leastExpected: number;
	/** ½ Σ |n_k/n - N_k/N|: the share of respondents who would have to be others for the strata to be as in the population. */
	dissimilarity: number;
}

/**
 * Respondents against non-respondents by stratum. The frame is the whole population, so the table of respondents and non-respondents is the right
 * test; the goodness of fit against the population's shares, which forgets that the respondents are part of it, is too small by 1 - n/N.
 * Adjusted residuals are corrected by Holm and by Benjamini-Hochberg over the strata.
 * Source: Haberman (1973), Biometrics 29, 205-220; Duncan and Duncan (1955), Am. Sociol. Rev. 20, 210-217.
 * @param strata levels with people only (see `withPeople`)
 * @returns `groups` with fewer than two levels, `constant` when all or none have answered
 */
export function nonresponse(strata: Strata): Nonresponse | Violation {
	const wrong = checkStrata(strata);
	if (wrong) return wrong;
	const { population, respondents } = strata;
	const [n, N] = [sum(respondents), sum(population)];
	if (population.length < 2) return violation('groups', { groups: population.length, needed: 2 });
	if (n === 0 || n === N) return violation('constant', { column: 'responded' });
	const gof = goodnessOfFit(respondents, population);
	if (isViolation(gof)) return gof;
	const all = countsOf([respondents, population.map((x, k) => x - respondents[k]!)]);
	const both = isViolation(all) ? all : tested(all);
	if (isViolation(both)) return both;
	const { chi2, df, tail } = chiSquare(both.counts);
	const z = gof.standardised.map((r) => r / Math.sqrt(1 - n / N));
	const p = z.map((x) => normalTwoSided(x).p);
	const { value, low, high, level } = cramersV(both.counts, chi2);
	return {
		gof,
		gofFpc: gof.chi2 / (1 - n / N),
		table: { chi2, df, tail },
		adjusted: { z, p, holm: holm(p), bh: benjaminiHochberg(p) },
		cramersV: { value, low, high, level },
		leastExpected: Math.min(...population) * (Math.min(n, N - n) / N),
		dissimilarity: sum(respondents.map((x, k) => Math.abs(x / n - population[k]! / N))) / 2
	};
}
