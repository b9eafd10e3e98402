import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation } from '../../../analysis/assumptions.ts';
import { seededRandom } from '../../../analysis/numeric/random.ts';
import { crossProduct, denseColumns, inverseOf, linear, mainEffects } from '../../../analysis/response/main-effects.ts';
import { countLogit } from '../../../analysis/response/scoring.ts';

/** Cells of factors with so many levels, each level there, with seats and answers. */
function cells(sizes: number[], rows: number, seed: number) {
	const random = seededRandom(seed);
	const factors = sizes.map((size, f) => ({ codes: Int32Array.from({ length: rows }, (_, i) => (i < size ? (i + f) % size : Math.floor(random() * size))), levels: Array.from({ length: size }, (_, l) => `l${l}`) }));
	const seats = Float64Array.from({ length: rows }, () => 1 + Math.floor(random() * 40));
	const answered = seats.map((n, i) => Math.floor(n * (0.15 + 0.5 * random() + 0.02 * factors[0]!.codes[i]!)));
	return { factors, seats, answered, names: ['(Intercept)', ...sizes.flatMap((size, f) => Array.from({ length: size - 1 }, (_, l) => `f${f}l${l + 1}`))] };
}

const near = (a: ArrayLike<number>, b: ArrayLike<number>, digits: number): void => {
	expect(a.length).toBe(b.length);
	for (let i = 0; i < a.length; i++) expect(Math.abs(a[i]! - b[i]!)).toBeLessThanOrEqual(digits * Math.max(Math.abs(a[i]!), Math.abs(b[i]!), 1e-3));
};

describe('main effects without their zeros', () => {
	it('are the columns of treatment coding, the first level the reference', () => {
		const design = mainEffects(3, [{ codes: Int32Array.of(0, 1, 2), levels: ['a', 'b', 'c'] }, { codes: Int32Array.of(1, 0, 1), levels: ['x', 'y'] }]);
		expect(denseColumns(design).map((c) => [...c])).toEqual([[1, 1, 1], [0, 1, 0], [0, 0, 1], [1, 0, 1]]);
		expect([...linear(design, Float64Array.of(1, 10, 100, 1000))]).toEqual([1001, 11, 1101]);
		expect(crossProduct(design, Float64Array.of(1, 2, 4)).map((r) => [...r])).toEqual([[7, 2, 4, 5], [2, 2, 0, 0], [4, 0, 4, 4], [5, 0, 4, 5]]);
	});
	it('give the estimate, standard errors and deviance that the columns give', () => {
		fc.assert(fc.property(fc.array(fc.integer({ min: 2, max: 7 }), { minLength: 1, maxLength: 4 }), fc.integer({ min: 40, max: 300 }), fc.integer({ min: 1, max: 1e6 }), (sizes, rows, seed) => {
			const { factors, seats, answered, names } = cells(sizes, rows, seed);
			const design = mainEffects(rows, factors);
			const [sparse, dense] = [countLogit(design, seats, answered, names), countLogit(denseColumns(design), seats, answered, names)];
			if (isViolation(dense) || isViolation(sparse)) {
				expect(sparse).toEqual(dense);
				return;
			}
			near(sparse.b, dense.b, 1e-10);
			near(sparse.fitted, dense.fitted, 1e-12);
			sparse.vcov.forEach((row, j) => near(row, dense.vcov[j]!, 1e-9));
			expect(sparse.deviance()).toBeCloseTo(dense.deviance(), 8);
		}), { numRuns: 60, seed: 1 });
	});
	it('have the estimate from wherever scoring begins', () => {
		const { factors, seats, answered, names } = cells([5, 4], 120, 7);
		const design = mainEffects(120, factors);
		const cold = countLogit(design, seats, answered, names);
		if (isViolation(cold)) throw new Error(cold.violation);
		const warm = countLogit(design, seats, answered, names, { from: cold.b.map((b) => b + 0.2), plain: true });
		if (isViolation(warm)) throw new Error(warm.violation);
		near(warm.b, cold.b, 1e-11);
		near(warm.fitted, cold.fitted, 1e-13);
		expect(warm.deviance()).toBeCloseTo(cold.deviance(), 9);
	});
	it('have the estimate by steps of a fit to other answers too, also where these are far away', () => {
		const { factors, seats, answered, names } = cells([5, 4, 3], 150, 11);
		const design = mainEffects(150, factors);
		const first = countLogit(design, seats, answered, names);
		if (isViolation(first)) throw new Error(first.violation);
		for (const more of [0.01, 0.3, 0.9]) {
			const raised = answered.map((n, i) => (factors[0]!.codes[i] === 2 ? n + more * (seats[i]! - n) : n));
			const cold = countLogit(design, seats, raised, names);
			const near = countLogit(design, seats, raised, names, { from: first.b, near: first.vcov, plain: true, independent: true });
			if (isViolation(cold) || isViolation(near)) throw new Error('no estimate');
			expect(near.fitted.length).toBe(cold.fitted.length);
			near.fitted.forEach((p, i) => expect(p).toBeCloseTo(cold.fitted[i]!, 12));
		}
	});
	it('name the column that follows from others', () => {
		const codes = Int32Array.from({ length: 30 }, (_, i) => i % 3);
		const design = mainEffects(30, [{ codes, levels: ['a', 'b', 'c'] }, { codes, levels: ['x', 'y', 'z'] }]);
		const found = countLogit(design, new Float64Array(30).fill(4), new Float64Array(30).fill(2), ['(Intercept)', 'ab', 'ac', 'xy', 'xz']);
		expect(found).toMatchObject({ violation: 'singular', params: { columns: 'xy, xz' } });
	});
	it('leave the inverse to others where columns are nearly dependent', () => {
		expect(inverseOf([Float64Array.of(1, 1), Float64Array.of(1, 1 + 1e-9)])).toBeNull();
		expect(inverseOf([Float64Array.of(4, 2), Float64Array.of(2, 3)])).toEqual([[expect.closeTo(3 / 8, 15), expect.closeTo(-1 / 4, 15)], [expect.closeTo(-1 / 4, 15), expect.closeTo(1 / 2, 15)]]);
	});
	it('are as good where hardly anyone is on the reference level', () => {
		const codes = Int32Array.from({ length: 60 }, (_, i) => (i < 2 ? 0 : 1 + (i % 2)));
		const other = Int32Array.from({ length: 60 }, (_, i) => (i >> 1) % 3);
		const design = mainEffects(60, [{ codes, levels: ['rare', 'b', 'c'] }, { codes: other, levels: ['x', 'y', 'z'] }]);
		const seats = Float64Array.from({ length: 60 }, (_, i) => (i < 2 ? 2 : 1_000));
		const answered = seats.map((n, i) => Math.floor(n * (0.3 + 0.1 * (i % 4))));
		answered[0] = 1;
		const names = ['(Intercept)', 'b', 'c', 'y', 'z'];
		const [sparse, dense] = [countLogit(design, seats, answered, names), countLogit(denseColumns(design), seats, answered, names)];
		if (isViolation(dense) || isViolation(sparse)) throw new Error('no estimate');
		near(sparse.b, dense.b, 1e-9);
		sparse.vcov.forEach((row, j) => near(row, dense.vcov[j]!, 1e-8));
	});
});
