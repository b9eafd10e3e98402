import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '#lib/domain/analysis/types.ts';
import { parsePlan } from '#lib/server/results/plan/check.ts';
import { Problem } from '#lib/domain/problem.ts';
import { hashOf, planBytes } from '#lib/server/results/plan/canonical.ts';
import { addEntry, moveEntry, newEntry, removeEntry, setFamily } from '#lib/server/results/plan/edit.ts';
import { comparePage, faultSentence, planPage, runPage } from '#lib/server/results/plan/page.ts';
import { cancelPlanRun, planJob, planJobSettled, startPlanRun } from '#lib/server/results/plan/jobs.ts';
import { planWork, runBytes, runPlan } from '#lib/server/results/plan/run.ts';
import { changePlan, checkPlan, createPlan, datasetsFor, lockPlan, openPlan, openRun, runOnSnapshot } from '#lib/server/results/plan/store.ts';
import { presentEntry } from '#lib/server/results/plan/present-run.ts';
import { closeThread, inThread } from '#lib/server/results/workbench/line.ts';
import { answeredSurvey } from '../../support/frozen.ts';
import { frozenOf, SMALL_PLAN } from '../../support/report-stored.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';

const title = (nb: string) => ({ nb, nn: nb, en: nb });
const change = { key: 'workbench_change_new' };
let db: TestDatabase;
let deps: { database: TestDatabase };
let ids: { waveId: number; evaluationId: number };
let snapshot: number;
let later: number;

beforeAll(async () => {
	db = await createDatabase();
	deps = { database: db };
	ids = await answeredSurvey(db);
	snapshot = await frozenOf(db, ids.waveId);
	later = await frozenOf(db, ids.waveId, 'with_partial');
});
afterAll(() => db.drop());

const make = (key: string, plan: Plan = SMALL_PLAN) => createPlan(deps, ids.evaluationId, key, plan, change, 'kari');
const edit = (id: number, seen: number, by: (plan: Plan) => Plan, reason = '') => changePlan(deps, id, seen, by, { key: 'workbench_change_edited', params: { entry: 'x' } }, reason, 'ola');
const third = newEntry('alder', title('Alder'), ['s'], { method: 'describe', x: ['aar'] });

describe('A plan of analyses', () => {
	it('is kept as it was at every version, in the same bytes', async () => {
		const id = await make('versjoner');
		await edit(id, 1, (plan) => addEntry(plan, third));
		await edit(id, 2, (plan) => moveEntry(plan, 'alder', -1));
		await edit(id, 3, (plan) => removeEntry(plan, 'alder'));
		const { versions, plan } = await openPlan(deps, id);
		expect(versions.map((v) => v.version)).toEqual([4, 3, 2, 1]);
		expect(parsePlan(versions[1]!.body).value!.entries.map((e) => e.key)).toEqual(['nytte', 'alder', 'snitt']);
		expect(versions[0]!.hash).toBe(versions[3]!.hash);
		expect(planBytes(plan).toString()).toBe(versions[0]!.body);
	});

	it('is not changed by someone who has not seen its last version, nor to what it says already', async () => {
		const id = await make('samtidig');
		await edit(id, 1, (plan) => addEntry(plan, third));
		await expect(edit(id, 1, (plan) => removeEntry(plan, 'snitt'))).rejects.toMatchObject({ code: 'workbench_problem_plan_changed', status: 409 });
		await expect(edit(id, 2, (plan) => plan)).rejects.toMatchObject({ code: 'workbench_problem_plan_same' });
		const both = await Promise.allSettled([edit(id, 2, (plan) => removeEntry(plan, 'snitt')), edit(id, 2, (plan) => removeEntry(plan, 'nytte'))]);
		expect(both.map((b) => b.status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	it('has a key that no other plan of the evaluation has', async () => {
		await make('en-gang');
		await expect(make('en-gang')).rejects.toMatchObject({ code: 'workbench_problem_plan_key' });
		await expect(make('Store Bokstaver')).rejects.toMatchObject({ code: 'workbench_problem_plan_key_shape' });
	});

	it('is locked once; what comes after needs a reason and is marked', async () => {
		const id = await make('laast');
		await lockPlan(deps, id, 1, 'kari');
		await expect(lockPlan(deps, id, 1, 'kari')).rejects.toMatchObject({ code: 'workbench_problem_plan_locked' });
		await expect(edit(id, 1, (plan) => addEntry(plan, third))).rejects.toMatchObject({ code: 'workbench_problem_reason' });
		await edit(id, 1, (plan) => addEntry(plan, third), 'Alder ble glemt');
		const view = await planPage(deps, id, null, 'nb');
		expect(view.lock).toMatchObject({ version: 1, later: 1, before: 2 });
		expect(view.versions.map((v) => [v.version, v.afterLock, v.reason])).toEqual([[2, true, 'Alder ble glemt'], [1, false, null]]);
	});

	it('cannot be changed behind the versions, whoever asks the database', async () => {
		const id = await make('fast');
		await expect(db.admin`update analysis_plan_version set body = body where plan_id = ${id}`).rejects.toThrow();
		await expect(db.admin`delete from analysis_plan_version where plan_id = ${id}`).rejects.toThrow();
		await expect(db.admin`insert into analysis_plan_version (plan_id, version, body, hash, change, made_by) select plan_id, 3, body, hash, change, made_by from analysis_plan_version where plan_id = ${id}`).rejects.toThrow();
		await expect(db.admin`insert into analysis_plan_version (plan_id, version, body, hash, change, made_by) select plan_id, 2, body || ' ', hash, change, made_by from analysis_plan_version where plan_id = ${id}`).rejects.toThrow();
	});

	it('leaves an audit row for each thing that is done', async () => {
		const id = await make('spor');
		await edit(id, 1, (plan) => setFamily(plan, 'familie', 'holm', ['nytte']));
		await lockPlan(deps, id, 2, 'kari');
		await runOnSnapshot(deps, id, snapshot, 'kari');
		const rows = await db.admin<{ action: string }[]>`select action from audit where action like 'analysis_plan.%' and (subject ->> 'plan' = ${String(id)} or action = 'analysis_plan.run') order by id desc limit 4`;
		expect(rows.map((r) => r.action).sort()).toEqual(['analysis_plan.lock', 'analysis_plan.new', 'analysis_plan.run', 'analysis_plan.version']);
	});
});

describe('A run of a plan', () => {
	it('is the same when it is made again, and is kept once', async () => {
		const id = await make('kjoring');
		const first = await runOnSnapshot(deps, id, snapshot, 'kari');
		expect(await runOnSnapshot(deps, id, snapshot, 'ola')).toBe(first);
		const opened = await openRun(deps, first);
		expect(opened.run.entries.map((e) => 'violation' in e.outcome)).toEqual([false, false]);
		const view = runPage(opened, 'nb');
		expect(view.entries[0]).toMatchObject({ key: 'nytte', n: '12', failed: false });
		expect((await presentEntry(deps, opened, 'nytte', 'nb'))!.presented.tables.length).toBeGreaterThan(0);
		expect(await presentEntry(deps, opened, 'ukjent', 'nb')).toBeNull();
	});

	it('cannot be changed, and is on a snapshot of the plan\'s own evaluation', async () => {
		const id = await make('egen');
		const run = await runOnSnapshot(deps, id, snapshot, 'kari');
		await expect(db.admin`update analysis_run set hash = hash where id = ${run}`).rejects.toThrow();
		const [other] = await db.admin<{ id: number }[]>`insert into evaluation (key, name) values ('annen', 'En annen') returning id`;
		const strange = await createPlan(deps, other!.id, 'fremmed', SMALL_PLAN, change, 'kari');
		await expect(runOnSnapshot(deps, strange, snapshot, 'kari')).rejects.toMatchObject({ code: 'workbench_problem_run_evaluation' });
	});

	it('keeps nothing on fewer people than the evaluation\'s limit', async () => {
		const id = await make('grense');
		const open = await runOnSnapshot(deps, id, snapshot, 'kari');
		await db.admin`update evaluation set suppress_below = 5 where id = ${ids.evaluationId}`;
		try {
			const held = await runOnSnapshot(deps, id, snapshot, 'kari');
			expect(held).not.toBe(open);
			const counts = async (run: number) => { const { outcome } = (await openRun(deps, run)).run.entries[0]!; return JSON.stringify('violation' in outcome ? outcome.violation : outcome.values.table); };
			expect(await counts(held)).toContain('suppressed');
			expect(await counts(open)).toBe('[[2,1,0],[1,2,0],[1,1,0],[1,1,0],[1,1,0]]');
		} finally {
			await db.admin`update evaluation set suppress_below = 0 where id = ${ids.evaluationId}`;
		}
	});

	it('is set beside the one on another snapshot: what is the same, what has changed', async () => {
		const id = await make('sammenlign');
		const before = await runOnSnapshot(deps, id, snapshot, 'kari');
		await edit(id, 1, (plan) => addEntry(plan, third));
		const after = await runOnSnapshot(deps, id, later, 'kari');
		const view = await comparePage(deps, before, after, 'nb');
		expect(view.entries.map((e) => [e.key, e.state])).toEqual([['nytte', 'Endret'], ['snitt', 'Endret'], ['alder', 'Ny']]);
		expect(view.entries[0]!.n).toEqual(['12', '13']);
		const same = await comparePage(deps, before, before, 'nb');
		expect(same.count).toMatchObject({ all: 2, same: 2, crossed: 0 });
	});
});

describe('A run that a page asks for', () => {
	const from = '/evaluering/analyseplan/1';
	const ended = async (job: string) => {
		await planJobSettled(job, 60_000);
		return planJob(job)!;
	};
	const long = newEntry('lang', title('Lang'), ['s'], { method: 'crosstab', rows: 'p_nytte', columns: 'stilling', exact: 'monte_carlo', replicates: 10_000_000 });
	afterAll(() => closeThread());

	it('is made in the thread, and its bytes are those of a run made here', async () => {
		const plan = setFamily({ ...SMALL_PLAN, entries: [...SMALL_PLAN.entries, third, newEntry('p', title('p'), [], { method: 'p_adjust', p: [0.01, 0.04] })] }, 'alle', 'holm', ['nytte']);
		const here = runBytes(runPlan(plan, await datasetsFor(deps, snapshot, plan)));
		const told: number[] = [];
		const there = await inThread('plan', planWork(plan, await datasetsFor(deps, snapshot, plan)), { signal: new AbortController().signal, progress: (done) => told.push(done) });
		expect(Buffer.from(there.bytes).equals(here)).toBe(true);
		expect(there.hash).toBe(hashOf(here));
		expect(told).toEqual([1, 2, 3, 4]);
	});

	it('is kept when it is done, and used for what it was asked for', async () => {
		const id = await make('i-traad');
		const job = await ended(await startPlanRun(deps, { planId: id, snapshotId: snapshot, from, use: async (run) => `/kjoring/${run}` }, 'kari'));
		expect(job).toMatchObject({ state: 'done', done: 2, total: 2, problem: null });
		expect(job.to).toBe(`/kjoring/${await runOnSnapshot(deps, id, snapshot, 'kari')}`);
	});

	it('leaves nothing behind when it is cancelled, in line or under way, and the next one goes through', async () => {
		const id = await make('avbrutt');
		await edit(id, 1, (plan) => addEntry(plan, long));
		const begin = (page: string) => startPlanRun(deps, { planId: id, snapshotId: snapshot, from: page, use: async (run) => String(run) }, 'kari');
		const [running, waiting] = [await begin('a'), await begin('b')];
		expect([planJob(running)!.state, planJob(waiting)!.state]).toEqual(['running', 'waiting']);
		expect(await begin('a')).toBe(running);
		expect([cancelPlanRun(waiting), cancelPlanRun(running), cancelPlanRun(running)]).toEqual([true, true, false]);
		expect([(await ended(running)).state, (await ended(waiting)).state]).toEqual(['cancelled', 'cancelled']);
		await edit(id, 2, (plan) => removeEntry(plan, 'lang'));
		expect(await ended(await begin('a'))).toMatchObject({ state: 'done' });
		expect((await planPage(deps, id, null, 'nb')).runs.map((r) => r.version)).toEqual([3]);
	});

	it('says why it came to nothing', async () => {
		const id = await make('uten-bruk');
		const job = await ended(await startPlanRun(deps, { planId: id, snapshotId: snapshot, from, use: () => Promise.reject(new Problem('report_problem_changed', 409, { version: 1 })) }, 'kari'));
		expect(job).toMatchObject({ state: 'failed', to: null, problem: { code: 'report_problem_changed', params: { version: 1 } } });
		await expect(startPlanRun(deps, { planId: id, snapshotId: 999_999, from, use: async () => '' }, 'kari')).rejects.toMatchObject({ code: 'snapshot_problem_none' });
		expect(planJob('finnes-ikke')).toBeNull();
	});
});

describe('A plan against data', () => {
	it('names every fault at once, by entry and field', async () => {
		const plan: Plan = { ...SMALL_PLAN, entries: [
			newEntry('a', title('a'), ['s'], { method: 't_test', y: 'finnes_ikke', group: 'stilling', filter: [{ column: 'stilling', in: ['99'] }] }), newEntry('b', title('b'), ['annen'], { method: 'frequencies', x: 'stilling' }),
			newEntry('c', title('c'), ['s'], { method: 'describe', x: ['kommentar'] })
		] };
		const faults = await checkPlan(deps, snapshot, plan);
		expect(faults.map((f) => [f.entry, f.field, f.code])).toEqual([
			['a', 'y', 'analysis_violation_unknown_column'], ['a', 'filter', 'analysis_violation_unknown_level'], ['b', 'data', 'snapshot_problem_no_part'], ['c', 'x', 'workbench_fault_text']
		]);
		for (const fault of faults) expect(faultSentence(fault, 'nn')).not.toMatch(/workbench_|analysis_|snapshot_|undefined|[{}]/);
	});
});
