import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation } from '../../analysis/assumptions.ts';
import type { FollowUpExtractionSpec } from '../../analysis/method/extraction/index.ts';
import { seededRandom } from '../../analysis/numeric/random.ts';
import type { Result } from '../../analysis/result.ts';
import { run } from '../../analysis/run.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from '../../analysis/table/build.ts';

interface Row { m: string; s: string | null; i: string; y: string; v: number | null; n: number }
const INDICATORS = ['a', 'b', 'c'];
const YEARS = ['2019', '2020', '2021'];

/** Municipalities with schools; values with ties and gaps. */
const world = fc.record({ municipalities: fc.integer({ min: 2, max: 9 }), schools: fc.integer({ min: 0, max: 4 }), gaps: fc.constantFrom(0, 0.1, 0.4), steps: fc.constantFrom(4, 1000), seed: fc.integer() }).map(({ municipalities, schools, gaps, steps, seed }): Row[] => {
	const random = seededRandom(seed);
	const units = Array.from({ length: municipalities }, (_, m) => [null, ...Array.from({ length: Math.floor(random() * (schools + 1)) }, (__, s) => `s${s}`)].map((s) => ({ m: `M${m}`, s }))).flat();
	return units.flatMap((unit) => INDICATORS.flatMap((i) => YEARS.map((y) => ({ ...unit, i, y, v: random() < gaps ? null : Math.floor(random() * steps) / steps, n: 1 + Math.floor(random() * 60) }))));
});
const rule = fc.record({ worse: fc.constantFrom('low' as const, 'high' as const), limit: fc.oneof(fc.constantFrom(0.25, 0.5, 0.75).map((value) => ({ value })), fc.constantFrom(10, 25, 50).map((percentile) => ({ percentile }))), weight: fc.constantFrom(1, 2, 0.5, 0.3) });
const rules = fc.tuple(rule, rule, rule).map((three) => three.map(({ worse, limit, weight }, i) => ({ indicator: INDICATORS[i]!, worse, limits: [limit, { ...limit, ...('value' in limit ? { value: worse === 'low' ? limit.value - 0.2 : limit.value + 0.2 } : { percentile: limit.percentile / 2 }), points: 2 }], weight })));
const settings = fc.record({ average_count: fc.integer({ min: 0, max: 5 }), spread_count: fc.integer({ min: 0, max: 3 }), ties: fc.constantFrom('all' as const, 'none' as const), spread_measure: fc.constantFrom('sd' as const, 'range' as const), min_present: fc.constantFrom(0, 0.5, 0.9), min_n: fc.constantFrom(0, 10) });
const BASE = { method: 'follow_up_extraction', municipality: 'm', school: 's', indicator: 'i', year: 'y', value: 'v', n: 'n' } as const;

const levels = (rows: readonly Row[], of: (r: Row) => string | null) => [...new Set(rows.map(of).filter((x) => x !== null))].sort().map((value) => ({ value, label: value }));
function tableFrom(rows: readonly Row[]) {
	const text = (of: (r: Row) => string | null) => categoricalColumn(rows.map((r): Cell => of(r) ?? { missing: 'not_asked' }), '', levels(rows, of));
	return tableOf({ m: text((r) => r.m), s: text((r) => r.s), i: text((r) => r.i), y: text((r) => r.y), v: numericColumn(rows.map((r) => r.v)), n: numericColumn(rows.map((r) => r.n)) });
}
const made = (rows: readonly Row[], spec: Omit<FollowUpExtractionSpec, keyof typeof BASE>): Result | null => {
	const found = run({ ...BASE, ...spec } as FollowUpExtractionSpec, tableFrom(rows));
	if (isViolation(found)) expect(found.violation).toBe('no_data');
	return isViolation(found) ? null : found;
};
const shuffled = (rows: readonly Row[], seed: number): Row[] => {
	const random = seededRandom(seed);
	return rows.map((r) => [random(), r] as const).sort((a, b) => a[0] - b[0]).map(([, r]) => r);
};
type Ranking = { municipality: string[]; rank: number[]; share: number[]; extraction: string[] };
const ranking = (r: Result): Ranking => r.values.ranking as unknown as Ranking;
const lists = (r: Result) => r.values.list as unknown as { average: string[]; spread: string[] };

describe('an extraction of any table', () => {
	it('is the same whatever the order of the rows', () => {
		fc.assert(fc.property(world, rules, settings, fc.integer(), (rows, indicators, rest, seed) => {
			const spec = { ...rest, indicators };
			expect(made(shuffled(rows, seed), spec)?.values).toEqual(made(rows, spec)?.values);
		}), { numRuns: 60 });
	});
	it('is the same under new names, given that the order of the names is kept', () => {
		fc.assert(fc.property(world, rules, settings, (rows, indicators, rest) => {
			const named = rows.map((r) => ({ ...r, m: `x${r.m}`, s: r.s && `x${r.s}`, i: `x${r.i}`, y: `x${r.y}` }));
			const one = made(rows, { ...rest, indicators });
			const two = made(named, { ...rest, indicators: indicators.map((x) => ({ ...x, indicator: `x${x.indicator}` })) });
			expect(two && lists(two)).toEqual(one && { average: lists(one).average.map((m) => `x${m}`), spread: lists(one).spread.map((m) => `x${m}`) });
			expect(two && ranking(two).share).toEqual(one && ranking(one).share);
		}), { numRuns: 60 });
	});
	it('ranks and lists the same when all weights are scaled', () => {
		fc.assert(fc.property(world, rules, settings, fc.constantFrom(3, 0.1, 7.7, 100), (rows, indicators, rest, factor) => {
			const one = made(rows, { ...rest, indicators });
			const two = made(rows, { ...rest, indicators: indicators.map((x) => ({ ...x, weight: x.weight * factor })) });
			expect(two && [ranking(two).municipality, ranking(two).rank, lists(two)]).toEqual(one && [ranking(one).municipality, ranking(one).rank, lists(one)]);
		}), { numRuns: 60 });
	});
	it('never ranks a municipality lower, nor takes it off the average list, when one of its values gets worse', () => {
		fc.assert(fc.property(world, rules, settings, fc.nat(), fc.double({ min: 0.01, max: 2, noNaN: true }), (rows, indicators, rest, pick, by) => {
			const own = rows.filter((r) => r.s === null && r.v !== null);
			const chosen = own[pick % Math.max(1, own.length)];
			const before = made(rows, { ...rest, indicators });
			if (!chosen || !before) return;
			const worse = indicators.find((x) => x.indicator === chosen.i)!.worse;
			const after = made(rows.map((r) => (r === chosen ? { ...r, v: r.v! + (worse === 'low' ? -by : by) } : r)), { ...rest, indicators })!;
			const [one, two] = [before, after].map((r) => [ranking(r).share[ranking(r).municipality.indexOf(chosen.m)], ranking(r).rank[ranking(r).municipality.indexOf(chosen.m)]]);
			if (one![0] === undefined) return;
			expect(two![0]).toBeGreaterThanOrEqual(one![0] - 1e-12);
			expect(two![1]).toBeLessThanOrEqual(one![1]!);
			if (rest.ties === 'all' && lists(before).average.includes(chosen.m)) expect(lists(after).average).toContain(chosen.m);
		}), { numRuns: 150 });
	});
	it('has each municipality in one place: ranked or not, on one list at most, the lists no longer than allowed unless someone stands equal', () => {
		fc.assert(fc.property(world, rules, settings, (rows, indicators, rest) => {
			const r = made(rows, { ...rest, indicators });
			if (!r) return;
			const all = new Set(rows.map((x) => x.m));
			expect([...ranking(r).municipality, ...(r.values.not_ranked as string[])].sort()).toEqual([...all].sort());
			const { average, spread } = lists(r);
			expect(new Set([...average, ...spread]).size).toBe(average.length + spread.length);
			expect(ranking(r).share.every((s) => s >= 0 && s <= 1)).toBe(true);
			const tied = (name: string) => r.notes.some((n) => n.key === `extraction_${name}_tied_taken`);
			for (const [name, list, wanted] of [['average', average, rest.average_count], ['spread', spread, rest.spread_count]] as const) if (list.length > wanted) expect(tied(name)).toBe(true);
			const { reasons } = r.values as unknown as { reasons: { municipality: string[]; school: (string | null)[]; points: number[] } };
			const { points, municipality } = r.values.ranking as unknown as { points: number[]; municipality: string[] };
			municipality.forEach((m, k) => expect(reasons.points.reduce((sum, p, j) => (reasons.municipality[j] === m && reasons.school[j] === null ? sum + p : sum), 0)).toBeCloseTo(points[k]!, 9));
		}), { numRuns: 80 });
	});
	it('takes a missing value as one that was never there, not as zero', () => {
		fc.assert(fc.property(world, rules, settings, (rows, indicators, rest) => {
			const found = [rows, rows.filter((r) => r.v !== null)].map((kept) => {
				const r = run({ ...BASE, ...rest, indicators } as FollowUpExtractionSpec, tableFrom(kept));
				return isViolation(r) ? null : lists(r);
			});
			// an indicator that is nowhere in the shorter table is refused there
			if (found[1]) expect(found[0]).toEqual(found[1]);
		}), { numRuns: 60 });
	});
});
