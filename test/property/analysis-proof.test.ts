import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '../../analysis/assumptions.ts';
import { grim } from '../../analysis/proof/grim.ts';
import { grimmer } from '../../analysis/proof/grimmer.ts';
import { sumsToHundred } from '../../analysis/proof/hundred.ts';
import { countsFromPercentages } from '../../analysis/proof/percentages.ts';
import { checkCorrelation, checkStatistic } from '../../analysis/proof/statistic.ts';
import { bandMean, totalMean } from '../../analysis/proof/total-mean.ts';
import { tTwoSided } from '../../analysis/distribution/t.ts';

function ok<T>(x: T | Violation): T {
	if (isViolation(x)) throw new Error(JSON.stringify(x));
	return x;
}
/** Rounds as print does, a half up or to even. */
function print(x: number, decimals: number, even: boolean): number {
	const scaled = x * 10 ** decimals;
	const down = Math.floor(scaled);
	const up = scaled - down > 0.5 || (Math.abs(scaled - down - 0.5) < 1e-9 && (!even || down % 2 !== 0));
	return Number(((up ? down + 1 : down) / 10 ** decimals).toFixed(decimals));
}
const counts = fc.integer({ min: 1, max: 4 }).chain((columns) => fc.array(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 3 }));
const sums = (m: readonly (readonly number[])[]) => ({ rows: m.map((r) => r.reduce((a, b) => a + b, 0)), columns: m[0]!.map((_, j) => m.reduce((s, r) => s + r[j]!, 0)) });

describe('what is printed from real answers is never called inconsistent', () => {
	it('percentages, with either rounding, and the true counts are among the solutions', () => {
		fc.assert(
			fc.property(counts, fc.integer({ min: 0, max: 1 }), fc.boolean(), (m, decimals, even) => {
				const { rows, columns } = sums(m);
				fc.pre(columns.every((n) => n > 0));
				const percent = m.map((r) => r.map((x, j) => print((100 * x) / columns[j]!, decimals, even)));
				const judged = ok(countsFromPercentages({ percent, decimals, of: 'column', nColumns: columns, nRows: rows }));
				expect(judged.verdict).toBe('consistent');
				if (judged.solutions <= judged.tables.length) expect(judged.tables).toContainEqual(m);
				columns.forEach((_, j) => expect(ok(sumsToHundred(percent.map((r) => r[j]!), decimals)).verdict).toBe('consistent'));
			})
		);
	});
	it('means, totals, bands and standard deviations of indexes', () => {
		const people = fc.integer({ min: 1, max: 3 }).chain((k) => fc.tuple(fc.constant(k), fc.array(fc.tuple(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: k, maxLength: k }), fc.constantFrom(0, 1)), { minLength: 2, maxLength: 14 })));
		fc.assert(
			fc.property(people, fc.boolean(), ([items, list], even) => {
				const values = list.map(([a, group]) => ({ group, sum: a.reduce((x, y) => x + y, 0) }));
				const of = (keep: (v: { group: number }) => boolean) => values.filter(keep).map((v) => v.sum);
				const all = of(() => true);
				const mean = (xs: number[]): number => xs.reduce((a, b) => a + b, 0) / (xs.length * items);
				const groups = [0, 1].map((g) => of((v) => v.group === g)).filter((g) => g.length > 0);
				const shown = (x: number): number => print(x, 2, even);
				const answers = { n: all.length, items, scale: [1, 5] as const };
				expect(ok(grim({ value: shown(mean(all)), decimals: 2 }, answers)).verdict).not.toBe('inconsistent');
				expect(ok(totalMean({ n: groups.map((g) => g.length), means: groups.map((g) => shown(mean(g))), total: shown(mean(all)), decimals: 2, items, scale: [1, 5] })).verdict).toBe('consistent');
				const counts = [all.filter((s) => s / items <= 3).length, all.filter((s) => s / items > 3).length];
				expect(ok(bandMean(shown(mean(all)), 2, { counts, cuts: [3], items, scale: [1, 5] })).verdict).toBe('consistent');
				const sd = Math.sqrt(all.reduce((s, x) => s + (x / items - mean(all)) ** 2, 0) / (all.length - 1));
				expect(ok(grimmer({ value: shown(mean(all)), decimals: 2 }, { value: shown(sd), decimals: 2 }, answers)).verdict).toBe('consistent');
			}),
			{ numRuns: 60 }
		);
	});
	it('r, n and p, and t, df and p; and the n that fits holds the true one', () => {
		fc.assert(
			fc.property(fc.double({ min: -0.99, max: 0.99, noNaN: true }), fc.integer({ min: 4, max: 400 }), fc.boolean(), (r, n, even) => {
				const t = (r * Math.sqrt(n - 2)) / Math.sqrt(1 - r * r);
				const p = tTwoSided(t, n - 2).p;
				const shown = { relation: '=' as const, value: print(p, 3, even), decimals: 3 };
				const judged = ok(checkCorrelation({ value: Number(r.toFixed(3)), decimals: 3 }, n, shown));
				expect(judged.verdict).toBe('consistent');
				expect(judged.nLow).toBeLessThanOrEqual(n);
				expect(judged.nHigh ?? Infinity).toBeGreaterThanOrEqual(n);
				expect(ok(checkStatistic({ name: 't', df: n - 2 }, { value: Number(t.toFixed(2)), decimals: 2 }, shown)).verdict).toBe('consistent');
			})
		);
	});
});

describe('the counts that percentages allow', () => {
	it('are all those that going through every table finds', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 3 }), fc.integer({ min: 1, max: 25 }), (column, n) => {
				const judged = ok(countsFromPercentages({ percent: column.map((x) => [x]), decimals: 0, of: 'column', nColumns: [n] }));
				const fits = (x: number, percent: number): boolean => Math.abs(200 * x - 2 * percent * n) <= n;
				const walk = (left: number, from: number): number => (from === column.length ? (left === 0 ? 1 : 0) : Array.from({ length: left + 1 }, (_, x) => (fits(x, column[from]!) ? walk(left - x, from + 1) : 0)).reduce((a, b) => a + b, 0));
				expect(judged.solutions).toBe(walk(n, 0));
			})
		);
	});
	it('are as many when rows or columns change places', () => {
		fc.assert(
			fc.property(counts, (m) => {
				const { rows, columns } = sums(m);
				fc.pre(columns.every((n) => n > 0));
				const percent = m.map((r) => r.map((x, j) => Math.round((100 * x) / columns[j]!)));
				const straight = ok(countsFromPercentages({ percent, decimals: 0, of: 'column', nColumns: columns, nRows: rows }));
				const back = ok(countsFromPercentages({ percent: percent.map((r) => [...r].reverse()).reverse(), decimals: 0, of: 'column', nColumns: [...columns].reverse(), nRows: [...rows].reverse() }));
				const turned = ok(countsFromPercentages({ percent: columns.map((_, j) => percent.map((r) => r[j]!)), decimals: 0, of: 'row', nRows: columns, nColumns: rows }));
				expect([back.solutions, turned.solutions]).toEqual([straight.solutions, straight.solutions]);
			})
		);
	});
});

describe('the n for which r and p agree', () => {
	it('is just that: one person fewer or more and they do not', () => {
		fc.assert(
			fc.property(fc.integer({ min: 50, max: 950 }), fc.integer({ min: 1, max: 900 }), (r, p) => {
				const judge = (n: number) => ok(checkCorrelation({ value: r / 1000, decimals: 3 }, n, { relation: '=', value: p / 1000, decimals: 3 }));
				const { nLow, nHigh } = judge(20);
				if (nLow === null || nHigh === null) return;
				expect(judge(nLow).verdict).toBe('consistent');
				expect(judge(nHigh).verdict).toBe('consistent');
				if (nLow > 3) expect(judge(nLow - 1).verdict).not.toBe('consistent');
				expect(judge(nHigh + 1).verdict).not.toBe('consistent');
			})
		);
	});
});
