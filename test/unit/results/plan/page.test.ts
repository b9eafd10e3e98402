import { describe, expect, it } from 'vitest';
import type { Result } from '#analysis/result.ts';
import { PLAN_FORMAT, type Plan } from '#lib/domain/analysis/types.ts';
import { runPage } from '#lib/server/results/plan/page.ts';
import { RUN_FORMAT, type PlanRun } from '#lib/server/results/plan/run.ts';
import type { OpenRun } from '#lib/server/results/plan/store.ts';

const title = { nb: 'Kryss', nn: 'Kryss', en: 'Cross' };
const plan: Plan = { format: PLAN_FORMAT, title, entries: [{ key: 'kryss', title, data: ['s'], spec: { method: 'crosstab', rows: 'a', columns: 'b' } }], families: [{ key: 'alle', method: 'holm', of: [{ entry: 'kryss', path: 'p' }] }] };
const shown = (values: Result['values']) => {
	const outcome: Result = { method: 'crosstab', n: 40, missing: [], values, effects: [], assumptions: [], notes: [] } as unknown as Result;
	const run: PlanRun = {
		format: RUN_FORMAT, engine: '1', entries: [{ key: 'kryss', title, data: ['s'], dataset: null, rows: 40, outcome }],
		families: [{ key: 'alle', method: 'holm', tests: 2, members: [{ entry: 'kryss', path: 'p', p: 0.0316, adjusted: 0.0632 }] }]
	};
	const opened: OpenRun = { id: 1, planId: 1, version: 1, snapshotId: 1, hash: '', engine: '1', suppressBelow: 0, madeAt: new Date(0), plan, run };
	const [entry] = runPage(opened, 'nb').entries;
	return [entry!.p, entry!.corrected];
};

describe('The overview of a run', () => {
	it('shows the p that the cross table\'s own sentence goes by, and names the one that was corrected where it is another', () => {
		const chi = { chi2: 5, p: 0.0316 };
		expect(shown({ ...chi, expected_lt5: 0, exact: { p: 0.09 } })).toEqual(['0,032', '0,063 (Holm, 2 tester)']);
		expect(shown({ ...chi, expected_lt5: 3, exact: { p: 0.09 } })).toEqual(['eksakt 0,090', '0,063 (Holm, 2 tester), regnet av kjikvadrattestens p (0,032)']);
		expect(shown({ ...chi, expected_lt5: 3, monte_carlo: { p: 0.041 } })).toEqual(['simulert 0,041', '0,063 (Holm, 2 tester), regnet av kjikvadrattestens p (0,032)']);
	});

	it('shows none where it is hidden', () => {
		expect(shown({ chi2: 'suppressed', p: 'suppressed', expected_lt5: 3, exact: { p: 'suppressed' } })[0]).toBe('–');
	});
});
