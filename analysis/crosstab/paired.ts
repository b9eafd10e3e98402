import { violation, type Violation } from '../assumptions.ts';
import { betaLower } from '../distribution/beta.ts';
import { chisqUpper } from '../distribution/chisq.ts';
import { normalQuantile } from '../distribution/normal.ts';
import { times, type Tail } from '../distribution/tail.ts';
import type { Counts } from './counts.ts';
import type { OddsRatio } from './fisher.ts';

export interface Symmetry {
	/** Those off the diagonal: not in the same category on both. */
	changed: number;
	chi2: number;
	/** Pairs of categories that anyone has moved between. */
	df: number;
	tail: Tail;
}

/**
 * Bowker's test that as many go from category i to j as from j to i, McNemar's for two categories: Σ_{i<j} (n_ij − n_ji)²/(n_ij + n_ji), no continuity
 * correction, on as many degrees of freedom as there are pairs of categories with n_ij + n_ji > 0.
 * Sources: McNemar (1947), Psychometrika 12, 153–157; Bowker (1948), J. Am. Stat. Assoc. 43, 572–574. R: `mcnemar.test(x, correct = FALSE)`, which
 * counts all pairs of categories and has no number where one is empty.
 * @returns `groups` for a table that is not square, `constant` when no one is off the diagonal
 */
export function symmetry({ cells, rows, columns, n }: Counts): Symmetry | Violation {
	if (rows.length !== columns.length || rows.length < 2) return violation('groups', { groups: columns.length, needed: Math.max(2, rows.length) });
	let [chi2, df, stayed] = [0, 0, 0];
	for (let i = 0; i < rows.length; i++) {
		stayed += cells[i]![i]!;
		for (let j = i + 1; j < rows.length; j++) {
			const [there, back] = [cells[i]![j]!, cells[j]![i]!];
			if (there + back === 0) continue;
			chi2 += ((there - back) * (there - back)) / (there + back);
			df += 1;
		}
	}
	if (df === 0) return violation('constant', { column: 'counts' });
	return { changed: n - stayed, chi2, df, tail: chisqUpper(chi2, df) };
}

export interface McNemar {
	/** (|b − c| − 1)²/(b + c), 0 where b = c. */
	corrected: { chi2: number; tail: Tail };
	/** Exact binomial: twice the smaller tail of b among b + c with probability ½, at most 1. */
	exact: Tail;
	/** b/c with Wald's interval on the logarithm, √(1/b + 1/c). */
	odds: OddsRatio;
}

/**
 * McNemar's test of a 2 x 2 table with continuity correction and exactly; b = n_12 and c = n_21 moved one way and the other.
 * Source: Agresti (2013), Categorical Data Analysis, 3rd ed., 11.1. R: `mcnemar.test(x)`, `binom.test(b, b + c)`.
 * @returns `constant` when b + c = 0
 */
export function mcnemar({ cells }: Counts, level = 0.95): McNemar | Violation {
	const [b, c] = [cells[0]![1]!, cells[1]![0]!];
	if (b + c === 0) return violation('constant', { column: 'counts' });
	const chi2 = b === c ? 0 : (Math.abs(b - c) - 1) ** 2 / (b + c);
	const fewer = Math.min(b, c);
	// the two smaller tails meet, or share the middle: all there is
	const exact: Tail = Math.abs(b - c) <= 1 ? { p: 1, logP: 0 } : times(betaLower(0.5, b + c - fewer, fewer + 1), 2);
	const half = normalQuantile(0.5 + level / 2) * Math.sqrt(1 / b + 1 / c);
	const odds: OddsRatio = b === 0 ? { value: 0, low: 0, high: null, level } : c === 0 ? { value: Infinity, low: null, high: Infinity, level } : { value: b / c, low: Math.exp(Math.log(b / c) - half), high: Math.exp(Math.log(b / c) + half), level };
	return { corrected: { chi2, tail: chisqUpper(chi2, 1) }, exact, odds };
}
