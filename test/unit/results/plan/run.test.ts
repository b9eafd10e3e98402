import { describe, expect, it } from 'vitest';
import { isViolation } from '#analysis/assumptions.ts';
import { categoricalColumn, numericColumn, tableOf } from '#analysis/table/build.ts';
import { PLAN_FORMAT, type AnySpec, type Plan } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { planBytes } from '#lib/server/results/plan/canonical.ts';
import { valueAt } from '#lib/server/results/plan/path.ts';
import { readRun, runBytes, runHash, runPlan } from '#lib/server/results/plan/run.ts';

const table = tableOf({
	y: numericColumn([1, 2, 3, 4, 5, 6, 7, 9]),
	z: numericColumn([4, 4, 5, 5, 5, 6, 4, 5]),
	g: categoricalColumn(['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b']),
	one: categoricalColumn(['a', 'a', 'a', 'a', 'a', 'a', 'a', 'a'])
});
const dataset: Dataset = { key: 'skoleeier', kind: 'responses', title: { nb: 'Skoleeier' }, hash: 'f'.repeat(64), rows: 8, variables: [], columns: {}, suppressBelow: 0 };
const text = (nb: string) => ({ nb, nn: nb, en: nb });
const plan = (specs: Record<string, AnySpec>, families?: Plan['families']): Plan => ({
	format: PLAN_FORMAT, title: text('Plan'), ...(families ? { families } : {}),
	entries: Object.entries(specs).map(([key, spec]) => ({ key, title: text(key), data: spec.method.startsWith('p_') ? [] : ['skoleeier'], spec }))
});
const made = (p: Plan) => runPlan(p, () => dataset, () => table);

describe('A plan run on a snapshot', () => {
	const specs: Record<string, AnySpec> = { first: { method: 't_test', y: 'y', group: 'g' }, second: { method: 't_test', y: 'z', group: 'g' } };

	it('gives the same bytes twice, and whatever order the keys of a spec stand in', () => {
		const turned: Record<string, AnySpec> = { ...specs, first: { group: 'g', y: 'y', method: 't_test', levels: null } as unknown as AnySpec };
		expect(runBytes(made(plan(specs))).equals(runBytes(made(plan(specs))))).toBe(true);
		expect(planBytes(plan(turned)).equals(planBytes(plan(specs)))).toBe(true);
		expect(runHash(made(plan(turned)))).toBe(runHash(made(plan(specs))));
		expect(runHash(made(plan({ second: specs.second!, first: specs.first! })))).not.toBe(runHash(made(plan(specs))));
	});

	it('names the data that each entry rests on, and none where the method reads none', () => {
		const run = made(plan({ ...specs, p: { method: 'p_adjust', p: [0.01, 0.02] } }));
		expect(run.entries.map((e) => [e.dataset, e.rows])).toEqual([[dataset.hash, 8], [dataset.hash, 8], [null, 0]]);
	});

	it('corrects the p-values of a family together, and leaves out what has none', () => {
		const run = made(plan({ ...specs, third: { method: 't_test', y: 'y', group: 'one' } }, [{ key: 'all', method: 'bonferroni', of: ['first', 'second', 'third'].map((entry) => ({ entry, path: 'p' })) }]));
		const [first, second, third] = run.families[0]!.members;
		expect(run.families[0]!.tests).toBe(2);
		expect(first!.adjusted).toBeCloseTo(Math.min(1, 2 * first!.p!), 14);
		expect(second!.adjusted).toBeCloseTo(Math.min(1, 2 * second!.p!), 14);
		expect(third).toEqual({ entry: 'third', path: 'p', p: null, adjusted: null });
	});

	it('brings every p of a list into the family, and finds single ones by their place', () => {
		const run = made(plan({ c: { method: 'p_adjust', p: [0.01, 0.04] } }, [{ key: 'all', method: 'bonferroni', of: [{ entry: 'c', path: 'p' }] }]));
		expect(run.families[0]!.members).toEqual([{ entry: 'c', path: 'p.0', p: 0.01, adjusted: 0.02 }, { entry: 'c', path: 'p.1', p: 0.04, adjusted: 0.08 }]);
		expect(valueAt(run.entries[0]!.outcome, 'p.1')).toBe(0.04);
		expect(valueAt(run.entries[0]!.outcome, 'p.2')).toBeUndefined();
		expect(valueAt(run.entries[0]!.outcome, 'nothing.here')).toBeUndefined();
	});

	it('keeps why an entry gave no number, and runs the others', () => {
		const run = made(plan({ bad: { method: 't_test', y: 'nowhere', group: 'g' }, ...specs }));
		expect(run.entries.map((e) => isViolation(e.outcome))).toEqual([true, false, false]);
	});

	it('is read back as it was stored, and a format of another day is refused', () => {
		const run = made(plan(specs));
		expect(runBytes(readRun(runBytes(run))).equals(runBytes(run))).toBe(true);
		expect(() => readRun(Buffer.from('{"format":"grunnlag-run/9"}'))).toThrow(RangeError);
	});
});
