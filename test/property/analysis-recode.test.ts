import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import { bandColumn, naturalBreakColumn, quantileGroupColumn } from '#analysis/recode/columns.ts';
import { naturalBreaks } from '#analysis/recode/natural-breaks.ts';
import { quantileCuts, tieSafeCuts } from '#analysis/recode/quantile-groups.ts';
import { numericColumn, tableOf, type Cell } from '#analysis/table/build.ts';
import { countMissing, MISSING_KINDS, type CategoricalColumn, type Table } from '#analysis/table/table.ts';
import type { Numbers } from '#analysis/table/view.ts';

const ok = <T>(x: T | Violation): T => {
	if (isViolation(x)) throw new Error(JSON.stringify(x));
	return x as T;
};
const view = (values: readonly number[]): Numbers => ({ values: Float64Array.from(values), valid: new Uint8Array(values.length).fill(1) });
const few = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 30 });
const cells = fc.array(fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 20 }) }, fc.constantFrom(...MISSING_KINDS).map((missing): Cell => ({ missing }))), { minLength: 1, maxLength: 40 });
const tableFrom = (values: readonly Cell[]): Table => tableOf({ x: numericColumn(values, 'x') });
const sumOfSquares = (values: readonly number[]): number => {
	const mean = values.reduce((a, b) => a + b, 0) / values.length;
	return values.reduce((s, v) => s + (v - mean) ** 2, 0);
};

/** Least sum of squares over every way to cut the distinct values into k runs. */
function leastByTrying(values: readonly number[], k: number): number {
	const distinct = [...new Set(values)].sort((a, b) => a - b);
	const best = (from: number, left: number): number => {
		if (left === 1) return sumOfSquares(values.filter((v) => v >= distinct[from]!));
		let least = Infinity;
		for (let next = from + 1; next <= distinct.length - left + 1; next++) {
			const here = sumOfSquares(values.filter((v) => v >= distinct[from]! && v < distinct[next]!));
			least = Math.min(least, here + best(next, left - 1));
		}
		return least;
	};
	return best(0, k);
}

/** A recoded column keeps order, ties and the kinds of missing. */
function expectGrouping(table: Table, found: CategoricalColumn): void {
	const from = table.columns.x!;
	expect(countMissing(found)).toEqual(countMissing(from));
	if (from.kind !== 'numeric') return;
	const valid = Array.from(from.values.keys()).filter((i) => !from.missing || from.missing[i] === 0);
	for (const i of valid) {
		for (const j of valid) {
			if (from.values[i]! <= from.values[j]!) expect(found.codes[i]).toBeLessThanOrEqual(found.codes[j]!);
		}
	}
}

describe('recoding', () => {
	it('keeps order, ties and the kinds of missing, and changes nothing', () => {
		fc.assert(
			fc.property(cells, fc.constantFrom('right' as const, 'left' as const), fc.integer({ min: 2, max: 5 }), (values, closed, groups) => {
				const table = tableFrom(values);
				const before = structuredClone(table);
				expectGrouping(table, ok(bandColumn(table, { x: 'x', limits: [3, 7, 15], closed })));
				for (const cuts of ['type7', 'tie_safe'] as const) {
					const column = quantileGroupColumn(table, { x: 'x', groups, cuts });
					if (!isViolation(column)) expectGrouping(table, column);
				}
				const natural = naturalBreakColumn(table, { x: 'x', k: groups });
				if (!isViolation(natural)) expectGrouping(table, natural);
				expect(table).toEqual(before);
			})
		);
	});

	it('gives a violation for a column without values', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...MISSING_KINDS), { maxLength: 5 }), (kinds) => {
				const table = tableFrom(kinds.map((missing) => ({ missing })));
				expect(quantileGroupColumn(table, { x: 'x' })).toEqual({ violation: 'no_data' });
				expect(naturalBreakColumn(table, { x: 'x', k: 2 })).toEqual({ violation: 'no_data' });
			})
		);
	});
});

describe('natural breaks', () => {
	it('have the least sum of squares of all splits', () => {
		fc.assert(
			fc.property(few, fc.integer({ min: 1, max: 4 }), (values, k) => {
				const found = naturalBreaks(view(values), k, k);
				if (new Set(values).size < k) expect(found).toMatchObject({ violation: 'groups' });
				else expect(ok(found)[0]!.ssw).toBeCloseTo(leastByTrying(values, k), 9);
			}),
			{ numRuns: 300 }
		);
	});

	it('fit no worse with more classes, and do not see order, shift or unit', () => {
		fc.assert(
			fc.property(few, fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(0.25, 8), (values, shift, unit) => {
				const most = new Set(values).size;
				const found = ok(naturalBreaks(view(values), 1, most));
				found.forEach((f, i) => i > 0 && expect(f.gvf).toBeGreaterThanOrEqual(found[i - 1]!.gvf - 1e-12));
				expect(found.at(-1)!.gvf).toBe(1);
				const moved = ok(naturalBreaks(view([...values].reverse().map((v) => v * unit + shift)), 1, most));
				moved.forEach((f, i) => expect(f.ssw).toBeCloseTo(found[i]!.ssw * unit * unit, 6));
			})
		);
	});
});

describe('groups of nearly equal size', () => {
	it('cut at a value that occurs, which no other is nearer to the share than', () => {
		fc.assert(
			fc.property(few, fc.integer({ min: 2, max: 5 }), (values, groups) => {
				const share = (cut: number): number => values.filter((v) => v <= cut).length / values.length;
				ok(tieSafeCuts(view(values), groups)).forEach((cut, j) => {
					expect(values).toContain(cut);
					const off = Math.abs(share(cut) - (j + 1) / groups);
					for (const other of values) expect(Math.abs(share(other) - (j + 1) / groups)).toBeGreaterThanOrEqual(off - 1e-12);
				});
			})
		);
	});

	it('are of equal size, give or take one, where no values are equal', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 8, maxLength: 40 }), (values) => {
				const [a, b, c] = ok(quantileCuts(view(values), 4)) as [number, number, number];
				const sizes = [values.filter((v) => v <= a), values.filter((v) => v > a && v <= b), values.filter((v) => v > b && v <= c), values.filter((v) => v > c)].map((g) => g.length);
				expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
			})
		);
	});
});
