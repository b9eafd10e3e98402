import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protectCross } from '#lib/server/results/present/suppress/cross.ts';
import { protectParts } from '#lib/server/results/present/suppress/parts.ts';

const sum = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0);
const columnSums = (x: readonly (readonly number[])[]): number[] => x[0]!.map((_, j) => sum(x.map((row) => row[j]!)));

/** Small enough that every table with the same shown numbers can be tried. */
const tables = fc.tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 })).chain(([rows, columns]) => fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }));
const limits = fc.integer({ min: 2, max: 5 });

/** Every value that each cell and sum has in some table that agrees with all that is shown: empty cells are known to be empty, hidden ones not to be. */
function possible(x: readonly (readonly number[])[], hidden: NonNullable<ReturnType<typeof protectCross>>): Set<number>[] {
	const [rows, columns] = [x.length, x[0]!.length];
	const [rowSums, sums] = [x.map(sum), columnSums(x)];
	const found = Array.from({ length: rows * columns + rows + columns }, () => new Set<number>());
	const made = x.map((row) => [...row]);
	const fits = (own: number, given: number, isHidden: boolean): boolean => (isHidden ? own > 0 : own === given);
	const tryFrom = (at: number, left: number): void => {
		if (at === rows * columns) {
			const [r, c] = [made.map(sum), columnSums(made)];
			if (left !== 0 || !r.every((v, i) => fits(v, rowSums[i]!, hidden.rows[i]!)) || !c.every((v, j) => fits(v, sums[j]!, hidden.columns[j]!))) return;
			[...made.flat(), ...r, ...c].forEach((v, k) => found[k]!.add(v));
			return;
		}
		const [i, j] = [Math.floor(at / columns), at % columns];
		const values = hidden.cells[i]![j] ? Array.from({ length: left }, (_, k) => k + 1) : x[i]![j]! <= left ? [x[i]![j]!] : [];
		for (const v of values) {
			made[i]![j] = v;
			if (j === columns - 1 && !fits(sum(made[i]!), rowSums[i]!, hidden.rows[i]!)) continue;
			tryFrom(at + 1, left - v);
		}
	};
	tryFrom(0, sum(rowSums));
	return found;
}

describe('a cross table with hidden cells', () => {
	it('shows no count under the limit, and none that is hidden follows from the shown ones and the sums', () => {
		fc.assert(
			fc.property(tables, limits, (x, limit) => {
				const n = sum(x.map(sum));
				fc.pre(n >= limit && n <= 22);
				const hidden = protectCross(x, limit);
				if (!hidden) return;
				const flags = [...hidden.cells.flat(), ...hidden.rows, ...hidden.columns];
				const values = [...x.flat(), ...x.map(sum), ...columnSums(x)];
				values.forEach((v, k) => { if (v > 0 && v < limit) expect(flags[k]).toBe(true); if (v === 0) expect(flags[k]).toBe(false); });
				possible(x, hidden).forEach((set, k) => { if (flags[k]) expect(set.size).toBeGreaterThan(1); });
			}),
			{ numRuns: 300 }
		);
	});
	it('has nothing hidden when nothing is small', () => {
		fc.assert(
			fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 40 }).map((v) => (v < 5 ? 0 : v)), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 5 }), (x) => {
				fc.pre(sum(x.map(sum)) >= 5);
				expect(protectCross(x, 5)?.cells.flat().some(Boolean)).toBe(false);
			})
		);
	});
	it('is done in reasonable time for a table of forty rows and ten columns', () => {
		const x = Array.from({ length: 40 }, (_, i) => Array.from({ length: 10 }, (_, j) => (i * 13 + j * 7) % 11));
		const hidden = protectCross(x, 5);
		expect(hidden?.cells.every((row, i) => row.every((h, j) => h || x[i]![j]! === 0 || x[i]![j]! >= 5))).toBe(true);
	});
});

describe('hidden parts of a total', () => {
	it('are never one alone, nor together so few that they follow', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 7 }), limits, (parts, limit) => {
				const { parts: hidden, total } = protectParts(parts, limit);
				parts.forEach((n, k) => { if (n > 0 && n < limit) expect(hidden[k]).toBe(true); if (n === 0) expect(hidden[k]).toBe(false); });
				const own = parts.filter((_, k) => hidden[k]);
				if (own.length > 0 && !total) { expect(own.length).toBeGreaterThan(1); expect(sum(own)).toBeGreaterThanOrEqual(limit); expect(sum(own)).toBeGreaterThan(own.length); }
			})
		);
	});
});
