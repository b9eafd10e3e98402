import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '../../../analysis/assumptions.ts';
import { checkFlag } from '../../../analysis/proof/flag.ts';
import { grim } from '../../../analysis/proof/grim.ts';
import { grimmer } from '../../../analysis/proof/grimmer.ts';
import { partsOfTotal, sumsToHundred } from '../../../analysis/proof/hundred.ts';
import { countsFromPercentages } from '../../../analysis/proof/percentages.ts';
import { wholesThatPrint } from '../../../analysis/proof/rounding.ts';
import { checkCorrelation, checkStatistic } from '../../../analysis/proof/statistic.ts';
import { meanWithinBands, totalMean } from '../../../analysis/proof/total-mean.ts';
import { METHODS } from '../../../analysis/registry.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';

function ok<T>(x: T | Violation): T {
	if (isViolation(x)) throw new Error(JSON.stringify(x));
	return x;
}
const two = (value: number) => ({ value, decimals: 2 });
const equals = (value: number, decimals = 3) => ({ relation: '=' as const, value, decimals });

describe('rounding', () => {
	it('allows a half to go up and to even', () => {
		// 1/8 = 12.5 % prints as 12 or 13; 3/8 = 37.5 % as 37 (down is neither, but binary fractions go there) or 38
		expect(wholesThatPrint(two(0.12), 8)).toEqual({ first: 1, last: 1 });
		expect(wholesThatPrint(two(0.13), 8)).toEqual({ first: 1, last: 1 });
	});
	it('gives first above last where nothing prints so', () => {
		const { first, last } = wholesThatPrint(two(0.5), 3);
		expect(first).toBeGreaterThan(last);
	});
	it('holds below zero as above', () => {
		expect(wholesThatPrint(two(-0.33), 3)).toEqual({ first: -1, last: -1 });
	});
});

describe('counts from percentages', () => {
	it('are found when there is one table only', () => {
		expect(ok(countsFromPercentages({ percent: [[33, 40], [67, 60]], decimals: 0, of: 'column', nColumns: [6, 5] }))).toMatchObject({ verdict: 'consistent', solutions: 1, tables: [[[2, 2], [4, 3]]] });
	});
	it('are counted when there are several, and the row margins decide', () => {
		// 1 % of 300 is 2, 3 or 4 people (0.67 to 1.33 %)
		const free = ok(countsFromPercentages({ percent: [[1, 1], [99, 99]], decimals: 0, of: 'column', nColumns: [300, 300] }));
		expect(free.solutions).toBe(9);
		expect(ok(countsFromPercentages({ percent: [[1, 1], [99, 99]], decimals: 0, of: 'column', nColumns: [300, 300], nRows: [4, 596] })).tables).toEqual([[[2, 2], [298, 298]]]);
	});
	it('are none for a cell that no count gives, which is named with its neighbours and with what it must be', () => {
		const judged = ok(countsFromPercentages({ percent: [[50], [50]], decimals: 0, of: 'column', nColumns: [3] }));
		expect(judged).toMatchObject({ verdict: 'inconsistent', solutions: 0, impossible: [{ row: 0, column: 0, below: 1, above: 2, must: null }, { row: 1 }] });
		expect(ok(countsFromPercentages({ percent: [[50], [50]], decimals: 0, of: 'column', nColumns: [3], nRows: [1, 2] })).impossible.map((c) => c.must)).toEqual([1, 2]);
	});
	it('name the line that does not sum, with the nearest base that it fits', () => {
		// of 10 people 30 %, 30 % and 30 % are 3 each: 9; of 20 they can be nothing else than 6 each
		const judged = ok(countsFromPercentages({ percent: [[30], [30], [30]], decimals: 0, of: 'column', nColumns: [10] }));
		expect(judged).toMatchObject({ verdict: 'inconsistent', lines: [0], sure: 'proof_sure_line', otherBase: [null] });
		const base = ok(countsFromPercentages({ percent: [[43], [57]], decimals: 0, of: 'column', nColumns: [8] }));
		expect(base.otherBase).toEqual([7]);
	});
	it('of rows are those of columns turned round', () => {
		const turned = ok(countsFromPercentages({ percent: [[33, 67], [40, 60]], decimals: 0, of: 'row', nRows: [6, 5] }));
		expect(turned.tables).toEqual([[[2, 4], [2, 3]]]);
	});
	it('of all need the number of people only', () => {
		expect(ok(countsFromPercentages({ percent: [[10, 20], [30, 40]], decimals: 0, of: 'total', n: 10 })).tables).toEqual([[[1, 2], [3, 4]]]);
	});
	it('are refused with margins that do not belong together, or a percentage with more decimals than said', () => {
		expect(countsFromPercentages({ percent: [[50], [50]], decimals: 0, of: 'column', nColumns: [4], nRows: [2, 3] })).toMatchObject({ violation: 'inconsistent' });
		expect(countsFromPercentages({ percent: [[33.3], [66.7]], decimals: 0, of: 'column', nColumns: [3] })).toMatchObject({ violation: 'bad_field' });
		expect(countsFromPercentages({ percent: [[50], [50]], decimals: 0, of: 'column' })).toMatchObject({ violation: 'bad_field', params: { field: 'n_columns' } });
	});
	it('are given up when there are too many tables to go through', () => {
		const percent = Array.from({ length: 9 }, () => Array.from({ length: 9 }, () => 11));
		expect(countsFromPercentages({ percent, decimals: 0, of: 'column', nColumns: Array<number>(9).fill(900), nRows: Array<number>(9).fill(900) })).toMatchObject({ violation: 'too_large' });
	});
});

describe('a mean of whole answers', () => {
	it('5.19 of 28 people is impossible, the example of Brown and Heathers', () => {
		expect(ok(grim(two(5.19), { n: 28, items: 1, scale: [1, 7] }))).toMatchObject({ verdict: 'inconsistent', below: 5.18, above: 5.21 });
		expect(ok(grim(two(5.18), { n: 28, items: 1, scale: [1, 7] }))).toMatchObject({ verdict: 'consistent', sums: { first: 145, last: 145 } });
	});
	it('says nothing where every mean can be printed', () => {
		expect(ok(grim(two(3.47), { n: 50, items: 2, scale: [1, 5] })).verdict).toBe('undecidable');
		expect(ok(grim(two(3.47), { n: 49, items: 2, scale: [1, 5] })).verdict).not.toBe('undecidable');
	});
	it('is impossible outside the scale however many have answered', () => {
		expect(ok(grim(two(5.02), { n: 1000, items: 1, scale: [1, 5] }))).toMatchObject({ verdict: 'inconsistent', sure: 'proof_sure_outside_scale', below: null });
	});
	it('is refused without anyone or with a scale that is none', () => {
		expect(isViolation(grim(two(3), { n: 0, items: 1, scale: [1, 5] }))).toBe(true);
		expect(isViolation(grim(two(3), { n: 5, items: 1, scale: [5, 5] }))).toBe(true);
	});
});

describe('a standard deviation beside a mean', () => {
	/** Every set of n answers, for the truth. */
	function all(n: number, scale: readonly [number, number]): { mean: string; sd: string }[] {
		const walk = (left: number, from: number): number[][] => (left === 0 ? [[]] : Array.from({ length: scale[1] - from + 1 }, (_, k) => from + k).flatMap((x) => walk(left - 1, x).map((rest) => [x, ...rest])));
		return walk(n, scale[0]).map((x) => {
			const mean = x.reduce((a, b) => a + b, 0) / n;
			return { mean: mean.toFixed(2), sd: Math.sqrt(x.reduce((s, v) => s + (v - mean) ** 2, 0) / (n - 1)).toFixed(2) };
		});
	}
	it('is possible exactly when some answers have both, by going through them all', () => {
		const truth = new Set(all(4, [1, 5]).map(({ mean, sd }) => `${mean} ${sd}`));
		let possible = 0;
		for (let s = 4; s <= 20; s++) {
			const mean = (s / 4).toFixed(2);
			for (let h = 0; h <= 240; h++) {
				const sd = (h / 100).toFixed(2);
				const judged = ok(grimmer(two(Number(mean)), two(Number(sd)), { n: 4, items: 1, scale: [1, 5] }));
				expect(judged.verdict === 'consistent', `${mean} ${sd}`).toBe(truth.has(`${mean} ${sd}`));
				if (judged.verdict === 'consistent') possible += 1;
			}
		}
		expect(possible).toBe(truth.size);
	});
	it('names the neighbours that are possible', () => {
		const judged = ok(grimmer(two(3.2), two(1.0), { n: 5, items: 1, scale: [1, 5] }));
		expect(judged).toMatchObject({ verdict: 'inconsistent', below: 0.84, above: 1.1 });
	});
	it('is given up where exhaustion would take too long', () => {
		expect(grimmer(two(3), two(1), { n: 400, items: 5, scale: [1, 5] })).toMatchObject({ violation: 'too_large' });
	});
});

describe('a total mean', () => {
	it('follows from its groups within what rounding allows', () => {
		expect(ok(totalMean({ n: [10, 30], means: [3.11, 4.02], total: 3.79, decimals: 2 })).verdict).toBe('consistent');
		expect(ok(totalMean({ n: [10, 30], means: [3.11, 4.02], total: 3.83, decimals: 2 })).verdict).toBe('inconsistent');
	});
	it('that is the plain mean of the means is found', () => {
		expect(ok(totalMean({ n: [10, 30], means: [3.1, 4.1], total: 3.6, decimals: 1 }))).toMatchObject({ verdict: 'inconsistent', sure: 'proof_sure_total' });
	});
	it('of more people than the groups follows from nothing, unless even the scale cannot save it', () => {
		const more = { n: [10, 30], means: [3.11, 4.02], decimals: 2, nTotal: 42, scale: [1, 5] as const };
		expect(ok(totalMean({ ...more, total: 3.83 })).verdict).toBe('undecidable');
		expect(ok(totalMean({ ...more, total: 4.1 })).verdict).toBe('inconsistent');
	});
	it('says for each group what would mend it', () => {
		const judged = ok(totalMean({ n: [2, 2], means: [2, 4], total: 3.5, decimals: 1, items: 1, scale: [1, 5] }));
		// four answers that sum to 14: 4 + 10 or 6 + 8
		expect(judged.instead).toEqual([[3], [5]]);
	});
	it('has no answer without anyone', () => {
		expect(totalMean({ n: [0, 0], means: [1, 1], total: 1, decimals: 1 })).toMatchObject({ violation: 'zero_denominator' });
	});
});

describe('a mean of an index in bands', () => {
	it('lies between the ends that whole answers can have within the bands', () => {
		expect(ok(meanWithinBands({ counts: [1, 1], cuts: [3.5], items: 2, scale: [1, 5] }))).toEqual({ low: (1 + 3.5) / 2, high: (3.5 + 5) / 2 });
		// on one item nobody can have 3.5: the lower band ends at 3 and the upper begins at 4
		expect(ok(meanWithinBands({ counts: [1, 1], cuts: [3.5], items: 1, scale: [1, 5] }))).toEqual({ low: 2.5, high: 4 });
	});
});

describe('r, n and p', () => {
	it('agree, and tell for which n they would', () => {
		// t = 0.5 √(18 / 0.75) = 2.449 on 18 degrees of freedom
		expect(ok(checkCorrelation({ value: 0.5, decimals: 2 }, 20, equals(0.025)))).toMatchObject({ verdict: 'consistent' });
		expect(ok(checkCorrelation({ value: 0.5, decimals: 3 }, 30, equals(0.025)))).toMatchObject({ verdict: 'inconsistent', sure: 'proof_sure_other_n', nLow: 20, nHigh: 20 });
	});
	it('of a perfect correlation have p 0', () => {
		expect(ok(checkCorrelation({ value: 1, decimals: 2 }, 10, equals(0))).verdict).toBe('consistent');
	});
	it('of no correlation agree with any n when p is 1', () => {
		expect(ok(checkCorrelation({ value: 0, decimals: 2 }, 50, equals(1, 2)))).toMatchObject({ verdict: 'consistent', nHigh: null });
	});
	it('with half the two-sided p may have been one-sided', () => {
		expect(ok(checkCorrelation({ value: 0.5, decimals: 3 }, 20, equals(0.012))).verdict).toBe('undecidable');
	});
	it('agree with a limit when p is on its side', () => {
		expect(ok(checkCorrelation({ value: 0.5, decimals: 2 }, 20, { relation: '<', value: 0.05, decimals: 2 })).verdict).toBe('consistent');
		expect(ok(checkCorrelation({ value: 0.2, decimals: 2 }, 20, { relation: '<', value: 0.01, decimals: 2 }))).toMatchObject({ verdict: 'inconsistent' });
	});
	it('need three people', () => {
		expect(isViolation(checkCorrelation({ value: 0.5, decimals: 2 }, 2, equals(0.5)))).toBe(true);
	});
});

describe('a statistic and its p', () => {
	it('agree within rounding of both', () => {
		expect(ok(checkStatistic({ name: 't', df: 37 }, two(2.02), equals(0.05, 2))).verdict).toBe('consistent');
		expect(ok(checkStatistic({ name: 'F', df: 2, df2: 40 }, two(3.23), equals(0.05, 2))).verdict).toBe('consistent');
		expect(ok(checkStatistic({ name: 'chi2', df: 1 }, two(3.84), equals(0.05, 2))).verdict).toBe('consistent');
		expect(ok(checkStatistic({ name: 'z' }, two(-1.96), equals(0.05, 2))).verdict).toBe('consistent');
	});
	it('that turn the conclusion are named so', () => {
		expect(ok(checkStatistic({ name: 't', df: 20 }, two(1.2), equals(0.03, 2)))).toMatchObject({ verdict: 'inconsistent', sure: 'proof_sure_p_decision', decisionError: true });
		expect(ok(checkStatistic({ name: 't', df: 20 }, two(3.2), equals(0.03, 2)))).toMatchObject({ verdict: 'inconsistent', sure: 'proof_sure_p', decisionError: false });
	});
	it('of a one-sided test are not called wrong, but of an F or chi-square there is no such test', () => {
		expect(ok(checkStatistic({ name: 't', df: 37 }, two(2.02), equals(0.025))).verdict).toBe('undecidable');
		expect(ok(checkStatistic({ name: 'chi2', df: 1 }, two(3.84), equals(0.025))).verdict).toBe('inconsistent');
	});
});

describe('a mark of significance', () => {
	const strong = [[20, 5], [5, 20]];
	const none = [[10, 10], [11, 9]];
	it('is right or wrong as the counts are', () => {
		expect(ok(checkFlag([strong], true, 0.05)).verdict).toBe('consistent');
		expect(ok(checkFlag([strong], false, 0.05))).toMatchObject({ verdict: 'inconsistent', sure: 'proof_sure_flag_missing' });
		expect(ok(checkFlag([none], true, 0.05))).toMatchObject({ verdict: 'inconsistent', sure: 'proof_sure_flag_not_borne_out' });
	});
	it('cannot be judged where the asymptotic and the exact p are on different sides', () => {
		// chi2 = 11 · 19² / (5·6·5·6) = 4.41: p = 0.036; the exact p is 0.080
		const judged = ok(checkFlag([[[4, 1], [1, 5]]], true, 0.05));
		expect(judged.p).toBeLessThan(0.05);
		expect(judged.exactP).toBeGreaterThan(0.05);
		expect(judged.verdict).toBe('undecidable');
	});
	it('cannot be judged where the percentages allow counts of both kinds', () => {
		expect(ok(checkFlag([strong, none], true, 0.05)).verdict).toBe('undecidable');
	});
	it('has no meaning for a table with one row', () => {
		expect(checkFlag([[[3, 4]]], true, 0.05)).toMatchObject({ violation: 'groups' });
	});
});

describe('sums', () => {
	it('of rounded percentages may miss 100 by half a unit each', () => {
		expect(ok(sumsToHundred([33, 33, 33], 0)).verdict).toBe('consistent');
		expect(ok(sumsToHundred([33, 33, 32], 0)).verdict).toBe('inconsistent');
		expect(ok(sumsToHundred([33.3, 33.3, 33.3], 1)).verdict).toBe('consistent');
		expect(ok(sumsToHundred([33.3, 33.3, 33.2], 1)).verdict).toBe('inconsistent');
	});
	it('of parts are the total, or more where somebody is in several', () => {
		expect(ok(partsOfTotal([2, 3], 5, false)).verdict).toBe('consistent');
		expect(ok(partsOfTotal([2, 4], 5, false)).verdict).toBe('inconsistent');
		expect(ok(partsOfTotal([2, 4], 5, true)).verdict).toBe('undecidable');
		expect(ok(partsOfTotal([2, 2], 5, true)).verdict).toBe('undecidable');
	});
});

describe('the checks as specs', () => {
	it('need no table', () => {
		const result = ok(run({ method: 'proof_mean', mean: 5.19, n: 28, scale: [1, 7] } as BaseSpec));
		expect(result.values).toMatchObject({ verdict: 'inconsistent', below: 5.18, above: 5.21 });
		expect(result.notes).toEqual([{ key: 'proof_sure_grim', level: 'warning' }]);
	});
	it('are ten, all in the room of proof', () => {
		expect(METHODS.filter((m) => m.room === 'proof').map((m) => m.name)).toHaveLength(10);
	});
	it('take whole sets of tables', () => {
		const spec = { method: 'proof_tables', tables: [{ kind: 'parts', table: '1', what: 'answered', parts: { a: 3, b: 4 }, total: 6, overlapping: false }] };
		expect(ok(run(spec as BaseSpec)).values).toMatchObject({ verdict: 'inconsistent', findings: { table: ['1'], check: ['parts'] } });
		expect(run({ method: 'proof_tables', tables: [{ kind: 'other' }] } as BaseSpec)).toMatchObject({ violation: 'bad_field', params: { field: 'tables[0].kind' } });
		expect(run({ method: 'proof_tables', tables: [{ kind: 'crosstab', table: 'x', row_labels: ['a'], column_labels: ['b'] }] } as BaseSpec)).toMatchObject({ violation: 'bad_field', params: { field: 'tables[0].n_columns' } });
	});
});
