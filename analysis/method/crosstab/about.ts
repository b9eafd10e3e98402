import type { About } from '../../method.ts';
import type { Fields } from '../../spec/fields.ts';
import { EXACT } from './exact.ts';

/** Fields of both forms, from columns and from counts. */
export const FIELDS: Fields = {
	exact: { type: 'choice', of: EXACT, optional: true },
	seed: { type: 'number', integer: true, min: 0, optional: true },
	replicates: { type: 'number', integer: true, min: 100, max: 10_000_000, optional: true },
	level: { type: 'number', above: 0, below: 1, optional: true },
	ordered: { type: 'flag', optional: true }
};

/** R's pchisq with a noncentrality is exact to about 1e-12, which a small noncentrality feels; its network algorithm merges paths of about the same length. */
export const R_TOLERANCE: Readonly<Record<string, number>> = {
	'cramers_v.low': 1e-7,
	'cramers_v.high': 1e-7,
	'cramers_v.ncp_low': 1e-7,
	'cramers_v.ncp_high': 1e-7,
	exact: 1e-8
};

export const ABOUT: About = {
	title: 'A cross table with its tests',
	definition:
		"Counts n_ij; percentages of row, column and all (0 to 100). Pearson X² = Σ(O - E)²/E without continuity correction, likelihood ratio G² = 2ΣO ln(O/E), E = n_i.n_.j/n, (r - 1)(c - 1) degrees of freedom; Pearson and adjusted residuals (O - E)/√(E(1 - r)(1 - c)) with p of each cell, Holm's and Benjamini-Hochberg's over all cells. Cramér's V = √(X²/(n(k - 1))), k = min(r, c), its interval √(ncp/(n(k - 1))) from the noncentral chi-square, Bergsma's bias-corrected V; contingency C. 2 x 2: φ, Yates, Fisher two-sided, odds ratio (sample with Wald's interval; conditional with the exact one). Larger tables: Freeman and Halton's exact p, the sum over tables with these margins no more probable than the observed (within 3.5e-7, as fisher.test has it; 1e-7 for 2 x 2), by a network algorithm; where too many tables have the margins (`auto`: above 10^7 by Gail and Mantel's approximation) Monte Carlo with its standard error, seeded. Ordered levels: gamma, tau-b, tau-c, Somers' D (column given row, row given column, symmetric), each with ASE1 (interval) and ASE0 (z, p); linear-by-linear (n - 1)r² on positions 1, 2, …. Empty rows and columns are shown and left out of the tests.",
	missing: 'Rows where either column is missing, or not among the levels asked for, are left out.',
	source:
		'Agresti (2013), Categorical Data Analysis, 3rd ed.; Haberman (1973), Biometrics 29, 205-220; Mehta and Patel (1983), J. Am. Stat. Assoc. 78, 427-434; Patefield (1981), Appl. Stat. 30, 91-97; Goodman and Kruskal (1963, 1972); Bergsma (2013), J. Korean Stat. Soc. 42, 323-328; Smithson (2003), Confidence Intervals, ch. 4',
	r: 'chisq.test(x, correct = FALSE); fisher.test(x); formula code for the rest',
	golden: ['crosstab'],
	differs:
		"fisher.test finds the conditional odds ratio and its interval to about 1e-4 only (uniroot's default tolerance): the R code here solves the same equations on. fisher.test merges paths of nearly the same length and is right to about 1e-9 in large tables, the engine to 1e-12. R's pchisq with a noncentrality is exact to about 1e-12 absolutely, so the ends of V's interval agree to about 1e-7. Monte Carlo is not compared, since the random numbers are others."
};
