import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation } from '../../../analysis/assumptions.ts';
import { run } from '../../../analysis/run.ts';
import { categoricalColumn, tableOf } from '../../../analysis/table/build.ts';

interface Values { n: number; agreement: number; kappa: { value: number; se: number; low: number; high: number; z: number | null }; alpha: number }
const answer = (a: readonly (string | null)[], b: readonly (string | null)[], more: object = {}) => run({ method: 'agreement', first: 'a', second: 'b', ...more } as never, tableOf({ a: categoricalColumn(a), b: categoricalColumn(b) }));
function values(...given: Parameters<typeof answer>): Values {
	const made = answer(...given);
	if (isViolation(made)) throw new Error(JSON.stringify(made));
	return made.values as unknown as Values;
}
const words = (text: string) => text.split(' ').map((w) => (w === '.' ? null : w));
const repeat = (cells: number[][]): [string[], string[]] => {
	const pairs = cells.flatMap((row, i) => row.flatMap((n, j) => Array.from({ length: n }, () => [String(i + 1), String(j + 1)] as const)));
	return [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
};

describe('agreement between two judges', () => {
	it('is Cohen’s of 50 grant proposals: 0.70 alike, 0.50 by chance, kappa 0.40', () => {
		expect(values(...repeat([[20, 5], [10, 15]]))).toMatchObject({ n: 50, agreement: 0.7, expected: 0.5 });
		expect(values(...repeat([[20, 5], [10, 15]])).kappa.value).toBeCloseTo(0.4, 12);
	});
	it('is Krippendorff’s of ten binary cases, 0.095, and of twelve nominal ones, 0.692', () => {
		expect(values(words('0 1 0 0 0 0 0 0 1 0'), words('1 1 1 0 0 1 0 0 0 0')).alpha).toBeCloseTo(0.095, 3);
		expect(values(words('a a b b d c c c e d d a'), words('b a b b b c c c e d d d')).alpha).toBeCloseTo(0.692, 3);
	});
	it('leaves out rows that one of them has not judged, and counts them', () => {
		const made = answer(words('a b a . b a'), words('a b b a . a'));
		expect(made).toMatchObject({ n: 4, missing: [{ valid: 5, left_out: 1 }, { valid: 5, left_out: 1 }] });
	});
	it('does not need both to have used a category', () => {
		expect(values(words('a b a b c'), words('a b a b b')).kappa.value).toBeGreaterThan(0.5);
		expect(values(words('a b a b c'), words('a b a b b'), { levels: ['a', 'b'] }).n).toBe(4);
		expect(answer(words('a b'), words('b a'), { levels: ['a', 'd'] })).toMatchObject({ violation: 'unknown_level' });
	});
	it('is a violation where both gave every case the same, where nothing is judged by both, and where words are to be numbers', () => {
		expect(answer(words('a a a'), words('a a a'))).toMatchObject({ violation: 'groups' });
		expect(answer(words('a a a'), words('a a a'), { levels: ['a'] })).toMatchObject({ violation: 'groups' });
		expect(answer(words('a . b'), words('. b .'))).toMatchObject({ violation: 'no_data' });
		expect(answer(words('a b'), words('b a'), { measure: 'interval' })).toMatchObject({ violation: 'bad_field', params: { field: 'measure' } });
	});
	const judged = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })), { minLength: 5, maxLength: 60 });
	it('is the same whoever is called the first, 1 where they agree on all, and never above', () => {
		fc.assert(fc.property(judged, fc.constantFrom('none', 'linear', 'quadratic'), fc.constantFrom('nominal', 'ordinal', 'interval'), (pairs, weights, measure) => {
			const [a, b] = [pairs.map(([x]) => String(x)), pairs.map(([, y]) => String(y))];
			const [one, other, same] = [answer(a, b, { weights, measure }), answer(b, a, { weights, measure }), answer(a, a, { weights, measure })];
			if (isViolation(one) || isViolation(other)) return expect(isViolation(one)).toBe(isViolation(other));
			const [v, w] = [one.values as unknown as Values, other.values as unknown as Values];
			expect(v.kappa.value).toBeCloseTo(w.kappa.value, 10);
			expect(v.alpha).toBeCloseTo(w.alpha, 10);
			expect(Math.max(v.kappa.value, v.alpha)).toBeLessThanOrEqual(1 + 1e-12);
			if (!isViolation(same)) {
				expect((same.values as unknown as Values).kappa.value).toBeCloseTo(1, 10);
				expect((same.values as unknown as Values).alpha).toBeCloseTo(1, 10);
			}
		}));
	});
});
