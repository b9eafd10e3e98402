import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '../../../analysis/assumptions.ts';
import type { WhoToRemindSpec } from '../../../analysis/method/response/remind.ts';
import { propensity, type StratumFactor } from '../../../analysis/response/propensity.ts';
import { rIndicator } from '../../../analysis/response/r-indicator.ts';
import { whoToRemind } from '../../../analysis/response/remind.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf } from '../../../analysis/table/build.ts';

function ok<T>(x: T | Violation): T {
	if (isViolation(x)) throw new Error(JSON.stringify(x));
	return x;
}
interface Cell { a: number; b: number; N: number; n: number; out?: number }
/** Seats of cells: `n` of `N` have answered, and `out` of the others cannot be reminded. */
function seats(cells: readonly Cell[], levels: [string[], string[]] = [['A1', 'A2', 'A3'], ['B1', 'B2']]) {
	const all = cells.flatMap(({ a, b, N, n, out = 0 }) => Array.from({ length: N }, (_, i) => ({ a, b, y: i < n ? 1 : 0, reach: i < N - out ? 1 : 0 })));
	const factor = (name: string, of: 'a' | 'b', names: string[]): StratumFactor => ({ name, levels: names, codes: Int32Array.from(all, (s) => s[of]) });
	return { y: Float64Array.from(all, (s) => s.y), reach: Float64Array.from(all, (s) => s.reach), factors: [factor('a', 'a', levels[0]), factor('b', 'b', levels[1])] };
}
const CELLS: Cell[] = [{ a: 0, b: 0, N: 40, n: 30 }, { a: 0, b: 1, N: 50, n: 30 }, { a: 1, b: 0, N: 60, n: 30 }, { a: 1, b: 1, N: 30, n: 12 }, { a: 2, b: 0, N: 40, n: 6, out: 4 }, { a: 2, b: 1, N: 30, n: 9 }];

describe('who to remind next', () => {
	it('is R of the strata now, and R fitted anew with the further answers spread over those who are left', () => {
		const { y, reach, factors } = seats(CELLS);
		const found = ok(whoToRemind(y, factors, reach, 10));
		expect(found.now.R).toBeCloseTo(rIndicator(ok(propensity(y, factors)), factors).R, 12);
		const group = found.groups.find((g) => g.of[0]!.level === 'A3')!;
		// 70 on the level, 15 have answered, 4 cannot be reminded
		expect(group).toMatchObject({ seats: 70, answered: 15, reachable: 51, answers: 10 });
		const raised = y.map((v, i) => (factors[0]!.codes[i] === 2 && v === 0 && reach[i] === 1 ? 10 / 51 : v));
		expect(group.R).toBeCloseTo(rIndicator(ok(propensity(raised, factors)), factors).R, 10);
		expect(group.gain).toBeCloseTo(group.R - found.now.R, 14);
	});
	it('puts the group that lacks most first, and one that has answered much last, with a loss', () => {
		const { y, reach, factors } = seats(CELLS);
		const { groups, even } = ok(whoToRemind(y, factors, reach, 10));
		expect(groups[0]!.of).toEqual([{ stratum: 'a', level: 'A3' }]);
		expect(groups[0]!.gain).toBeGreaterThan(even.gain);
		expect(groups.at(-1)!.of).toEqual([{ stratum: 'a', level: 'A1' }]);
		expect(groups.at(-1)!.gain).toBeLessThan(0);
	});
	it('raises R with one stratum of two levels by exactly what the rates say', () => {
		const y = Float64Array.from([...Array<number>(30).fill(1), ...Array<number>(20).fill(0), ...Array<number>(10).fill(1), ...Array<number>(40).fill(0)]);
		const factor: StratumFactor = { name: 'g', levels: ['x', 'y'], codes: Int32Array.from(y, (_, i) => (i < 50 ? 0 : 1)) };
		const { now, groups } = ok(whoToRemind(y, [factor], y.map(() => 1), 10));
		const S = (a: number, b: number) => Math.sqrt((50 * (a - (a + b) / 2) ** 2 + 50 * (b - (a + b) / 2) ** 2) / 99);
		expect(now.R).toBeCloseTo(1 - 2 * S(0.6, 0.2), 12);
		expect(groups[0]!.of[0]!.level).toBe('y');
		expect(groups[0]!.R).toBeCloseTo(1 - 2 * S(0.6, 0.4), 12);
	});
	it('leaves out groups where nobody can be reminded, and reckons with all where they are fewer than asked for', () => {
		const { y, reach, factors } = seats([{ a: 0, b: 0, N: 20, n: 20 }, { a: 0, b: 1, N: 20, n: 9 }, { a: 1, b: 0, N: 20, n: 17 }, { a: 1, b: 1, N: 20, n: 4, out: 16 }], [['A1', 'A2'], ['B1', 'B2']]);
		const { groups } = ok(whoToRemind(y, factors, reach, 10, 2));
		const of = (...levels: string[]) => groups.find((g) => g.of.map((o) => o.level).join() === levels.join());
		expect(of('A1', 'B1')).toBeUndefined();
		expect(of('A2', 'B2')).toBeUndefined();
		expect(of('A2')).toMatchObject({ reachable: 3, answers: 3 });
		expect(of('A1', 'B2')).toMatchObject({ reachable: 11, answers: 10 });
	});
	it('has pairs of levels of different strata with depth 2 only', () => {
		const { y, reach, factors } = seats(CELLS);
		expect(ok(whoToRemind(y, factors, reach, 5)).groups).toHaveLength(5);
		expect(ok(whoToRemind(y, factors, reach, 5, 2)).groups).toHaveLength(5 + 6);
	});
	it('has no answer when all have answered, none has, or nobody can be reminded', () => {
		const { y, reach, factors } = seats(CELLS);
		expect(whoToRemind(y.map(() => 1), factors, reach, 5)).toMatchObject({ violation: 'constant' });
		expect(whoToRemind(y.map(() => 0), factors, reach, 5)).toMatchObject({ violation: 'constant' });
		expect(whoToRemind(y, factors, reach.map(() => 0), 5)).toMatchObject({ violation: 'no_data' });
	});
	it('when the last of all answer, R is 1', () => {
		const { y, reach, factors } = seats([{ a: 0, b: 0, N: 10, n: 9 }, { a: 0, b: 1, N: 10, n: 10 }, { a: 1, b: 0, N: 10, n: 8 }, { a: 1, b: 1, N: 10, n: 10 }], [['A1', 'A2'], ['B1', 'B2']]);
		expect(ok(whoToRemind(y, factors, reach, 10)).even).toMatchObject({ answers: 3, R: 1 });
	});
	it('never says that a group has more to give than it has, nor R above 1, whatever the cells', () => {
		const cell = fc.record({ N: fc.integer({ min: 1, max: 40 }), share: fc.double({ min: 0, max: 1, noNaN: true }), out: fc.integer({ min: 0, max: 5 }) });
		fc.assert(fc.property(fc.array(cell, { minLength: 4, maxLength: 4 }), fc.integer({ min: 1, max: 30 }), (list, answers) => {
			const { y, reach, factors } = seats(list.map(({ N, share, out }, i) => ({ a: i >> 1, b: i & 1, N, n: Math.floor(share * N), out: Math.min(out, N) })), [['A1', 'A2'], ['B1', 'B2']]);
			const found = whoToRemind(y, factors, reach, answers, 2);
			if (isViolation(found)) return;
			for (const g of [...found.groups]) {
				expect(g.answers).toBeLessThanOrEqual(Math.min(answers, g.reachable));
				expect(g.reachable + g.answered).toBeLessThanOrEqual(g.seats);
				expect(g.R).toBeLessThanOrEqual(1);
				expect(g.gain).toBeCloseTo(g.R - found.now.R, 12);
			}
			expect(found.groups.map((g) => g.gain)).toEqual(found.groups.map((g) => g.gain).sort((a, b) => b - a));
		}), { numRuns: 150 });
	});
	it('as a spec reads the table, and names the best group beside what everyone would give', () => {
		const { y, reach, factors } = seats(CELLS);
		const column = (f: StratumFactor) => categoricalColumn(Array.from(f.codes, (c) => f.levels[c]!));
		const table = tableOf({ done: numericColumn([...y]), open: numericColumn([...reach]), a: column(factors[0]!), b: column(factors[1]!) });
		const spec: WhoToRemindSpec = { method: 'who_to_remind', responded: 'done', reachable: 'open', strata: ['a', 'b'], answers: 10 };
		const result = ok(run(spec, table));
		expect(result.notes[0]).toMatchObject({ key: 'response_remind_best', params: { stratum: 'a', level: 'A3', answers: 10 } });
		expect(run({ ...spec, reachable: 'a' } as BaseSpec, table)).toMatchObject({ violation: 'wrong_kind', params: { column: 'a' } });
	});
});
