/** Waves laid below one another: read, run and kept, run again on the next wave, exported, printed. */
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAN_FORMAT, type Plan } from '#lib/domain/analysis/types.ts';
import { SNAPSHOT_FORMAT } from '#lib/domain/dataset/definition.ts';
import { REPORT_FORMAT } from '#lib/domain/report/types.ts';
import { deliver, type Asked } from '#lib/server/export/data/deliver.ts';
import { exportView } from '#lib/server/export/data/view.ts';
import { planPage } from '#lib/server/results/plan/page.ts';
import { presentEntry } from '#lib/server/results/plan/present-run.ts';
import { planWork, runBytes, runPlan } from '#lib/server/results/plan/run.ts';
import { checkPlan, createPlan, datasetsFor, openRun, runOnSnapshot } from '#lib/server/results/plan/store.ts';
import { createReport, openReport, printReport } from '#lib/server/results/report-document/store.ts';
import { freeze } from '#lib/server/results/snapshot/freeze.ts';
import { readDataset } from '#lib/server/results/snapshot/read.ts';
import { toSpss } from '#lib/server/results/spss/script.ts';
import { closeThread, inThread } from '#lib/server/results/workbench/line.ts';
import { benchPage, openAsked } from '#lib/server/results/workbench/page.ts';
import { readQuery } from '#lib/server/results/workbench/query.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { readSav } from '../../support/dataset/sav.ts';
import { answeredSurvey } from '../../support/frozen.ts';
import { frozenOf } from '../../support/report-stored.ts';

const title = (nb: string) => ({ nb, nn: nb, en: nb });
let db: TestDatabase;
let deps: { database: TestDatabase };
let evaluationId: number;
/** Snapshots: the first wave's, the same wave's frozen otherwise, the second's (whose list has the same keys), the third's (which has others), another evaluation's. */
let one: number, twice: number, two: number, three: number, foreign: number;
const hashes = new Map<number, string>();
const changed = { key: 'workbench_change_new' };
const TEST = { method: 't_test', y: 'p_nytte', group: 'runde' };

beforeAll(async () => {
	db = await createDatabase();
	deps = { database: db };
	const first = await answeredSurvey(db, 12);
	({ evaluationId } = first);
	const wave = (key: string) => ({ wave: { evaluationId, key, name: `Runde ${key}` } });
	const second = await answeredSurvey(db, 10, { ...wave('host'), shift: 1 });
	const third = await answeredSurvey(db, 8, { ...wave('var'), ref: 'ny', shift: 2 });
	one = await frozenOf(db, first.waveId);
	twice = await frozenOf(db, first.waveId, 'with_partial');
	two = await frozenOf(db, second.waveId);
	three = await frozenOf(db, third.waveId);
	foreign = await frozenOf(db, (await answeredSurvey(db, 4)).waveId);
	for (const { id, hash } of await db.admin<{ id: number; hash: string }[]>`select id, hash from snapshot`) hashes.set(id, hash);
});
afterAll(async () => {
	await closeThread();
	await db.drop();
});

const refer = (id: number) => `s@${hashes.get(id)!.slice(0, 16)}`;
const planOn = (...data: string[]): Plan => ({ format: PLAN_FORMAT, title: title('Runder'), entries: [{ key: 'nytte', title: title('Nytte etter runde'), data, spec: TEST }, { key: 'tabell', title: title('Tabell'), data, spec: { method: 'crosstab', rows: 'p_nytte', columns: 'runde' } }] });

describe('Waves laid below one another', () => {
	it('are one dataset, with the seats that their lists share counted, and never named', async () => {
		const data = await readDataset(deps, two, [refer(one), 's']);
		expect(data).toMatchObject({ rows: 22, hash: `${hashes.get(one)}+${hashes.get(two)}`, laid: { shared: { seats: 13, answered: 11 } } });
		expect(data.variables[0]!.categories).toEqual([{ value: 'w', label: { nb: 'Wave', nn: 'Wave', en: 'Wave' } }, { value: 'host', label: { nb: 'Runde host', nn: 'Runde host', en: 'Runde host' } }]);
		expect((await readDataset(deps, three, [refer(one), 's'])).laid!.shared).toEqual({ seats: 0, answered: 0 });
		expect(JSON.stringify([data.laid, data.variables])).not.toMatch(/"r\d+"/);
	});
	it('are of one evaluation, each once, with the part in all', async () => {
		await expect(readDataset(deps, two, ['s', `s@${foreign}`])).rejects.toMatchObject({ code: 'snapshot_problem_no_other', status: 404 });
		await expect(readDataset(deps, two, ['s', refer(two)])).rejects.toMatchObject({ code: 'snapshot_problem_itself', status: 409 });
		await expect(readDataset(deps, two, ['s', `x@${one}`])).rejects.toMatchObject({ code: 'snapshot_problem_other_part', status: 404 });
		await expect(readDataset(deps, two, ['s', `s.liste@${one}`])).rejects.toMatchObject({ code: 'snapshot_problem_kinds', status: 400 });
	});
	it('keep to the evaluation’s limit as it is, and to twice that where one wave is there twice', async () => {
		await db.admin`update evaluation set suppress_below = 5 where id = ${evaluationId}`;
		expect((await readDataset(deps, two, [refer(one), 's'])).suppressBelow).toBe(5);
		expect((await readDataset(deps, one, ['s', refer(twice)])).suppressBelow).toBe(10);
		await db.admin`update evaluation set suppress_below = 0 where id = ${evaluationId}`;
		expect((await readDataset(deps, one, ['s', refer(twice)])).suppressBelow).toBe(0);
	});
});

describe('A plan that compares waves', () => {
	let plan: number;
	let run: number;
	beforeAll(async () => {
		plan = await createPlan(deps, evaluationId, 'runder', planOn(refer(one), 's'), changed, 'kari');
		run = await runOnSnapshot(deps, plan, two, 'kari');
	});

	it('is kept with the hashes of both snapshots, in the same bytes again, here and in the thread', async () => {
		const opened = await openRun(deps, run);
		expect(opened.run.entries.map((e) => [e.dataset, e.rows])).toEqual(Array.from({ length: 2 }, () => [`${hashes.get(one)}+${hashes.get(two)}`, 22]));
		expect(opened.run.entries[0]!.outcome).toMatchObject({ method: 't_test', n: 22 });
		expect(await runOnSnapshot(deps, plan, two, 'ola')).toBe(run);
		const datasetFor = await datasetsFor(deps, two, opened.plan);
		const [kept] = await db.admin<[{ result: Buffer }]>`select result from analysis_run where id = ${run}`;
		expect(runBytes(runPlan(opened.plan, datasetFor)).equals(kept.result)).toBe(true);
		expect((await inThread('plan', planWork(opened.plan, datasetFor), { signal: new AbortController().signal })).hash).toBe(opened.hash);
	});
	it('is run again on the next wave’s snapshot, beside the same earlier one', async () => {
		const next = await openRun(deps, await runOnSnapshot(deps, plan, three, 'kari'));
		expect(next.run.entries[0]).toMatchObject({ dataset: `${hashes.get(one)}+${hashes.get(three)}`, rows: 20 });
	});
	it('is not run on the snapshot that it lays below, and says why', async () => {
		expect(await checkPlan(deps, one, planOn(refer(one), 's'))).toContainEqual(expect.objectContaining({ entry: 'nytte', field: 'data', code: 'snapshot_problem_itself' }));
		await expect(runOnSnapshot(deps, plan, one, 'kari')).rejects.toMatchObject({ code: 'snapshot_problem_itself' });
	});
	it('warns whoever reads the result, in the language, that the groups are not independent', async () => {
		const opened = await openRun(deps, run);
		for (const [locale, said] of [['nb', 'uavhengige grupper'], ['nn', 'føreset uavhengige grupper'], ['en', 'independent groups']] as const) {
			const shown = await presentEntry(deps, opened, 'nytte', locale);
			expect(shown!.presented.warnings[0], locale).toMatch(new RegExp(`13 .*11 .*${said}`));
		}
		const { sentences, assumptions } = (await presentEntry(deps, opened, 'nytte', 'nb'))!.presented;
		expect(sentences[0]).toContain('Runde host');
		expect(assumptions).toContainEqual({ text: 'Svarene er uavhengige av hverandre', met: false });
	});
	it('names the other snapshot on its page, and in the report that is bound to its run', async () => {
		expect((await planPage(deps, plan, null, 'nb')).entries[0]!.data).toMatch(new RegExp(`^s fra Nr\\. ${one}: Wave \\(.*\\) \\+ s$`));
		const id = await createReport(deps, plan, 'runder', { format: REPORT_FORMAT, title: 'Runder', style: 'plain', locale: 'nb', blocks: [{ kind: 'table', entry: 'tabell', caption: 'Nytte etter runde' }] }, run, 'kari');
		const { resolved, faults } = await printReport(deps, await openReport(deps, id));
		expect(faults).toEqual([]);
		const values = resolved.provenance.map((p) => p.value);
		for (const snapshot of [one, two]) expect(values).toContain(`${snapshot}, SHA-256 ${hashes.get(snapshot)}`);
	});
});

describe('The workbench on waves', () => {
	const page = async (query: string) => benchPage(await openAsked(deps, readQuery(new URLSearchParams(query))), 'nb');

	it('offers the comparison of waves, warns, and gives a plan what its data is', async () => {
		const query = `uttrekk=${two}&ved=${one}&del=s&v=p_nytte&v=runde`;
		const bench = await page(`${query}&metode=t_test`);
		expect(bench.offers.map((o) => o.method)).toEqual(expect.arrayContaining(['t_test', 'means', 'crosstab']));
		expect(bench.offers.every((o) => o.href.includes(`ved=${one}`))).toBe(true);
		expect(bench.result!.shown!.presented.warnings[0]).toContain('uavhengige grupper');
		expect(bench.laid!.warnings).toHaveLength(1);
		expect((await openAsked(deps, readQuery(new URLSearchParams(query)))).data).toEqual([refer(one), 's']);
		const battery = await page(`uttrekk=${two}&ved=${one}&del=s&v=p_nytte&v=p_tid&v=runde&metode=battery`);
		expect(battery.result!.shown!.presented.warnings[0]).toContain('uavhengige grupper');
	});
	it('says what is wrong with another snapshot', async () => {
		expect((await page(`uttrekk=${two}&ved=${foreign}&del=s`)).problem).toContain('en annen evaluering');
		expect((await page(`uttrekk=${two}&ved=999999&del=s`)).problem).toContain('finnes ikke');
		expect((await page(`uttrekk=${two}&ved=${two}&ved=x&del=s&v=p_nytte`)).problem).toBeNull();
	});
});

describe('The data of waves as a file', () => {
	const asked = (over: Partial<Asked>): Asked => ({ snapshotId: two, part: 's', beside: [one], format: 'csv', locale: 'nb', labels: false, texts: false, confirmed: true, actor: 'kari', ...over });
	const bytes = async (over: Partial<Asked> = {}) => Buffer.from(await new Response((await deliver(deps, asked(over))).stream).arrayBuffer());

	it('are the rows of both, with the wave of each, as CSV and in the file that SPSS syntax reads', async () => {
		const data = await readDataset(deps, two, [refer(one), 's']);
		const zip = unzipSync(await bytes());
		const [name] = Object.keys(zip);
		const rows = parse(strFromU8(zip[name!]!), { columns: true }) as Record<string, string>[];
		expect(rows.map((r) => r.runde)).toEqual([...Array.from({ length: 12 }, () => 'w'), ...Array.from({ length: 10 }, () => 'host')]);
		expect((await readSav(await bytes({ format: 'sav' }))).rows).toHaveLength(22);
		expect(toSpss(TEST, data)).toContain('T-TEST GROUPS=runde(1 2)');
		const [audit] = await db.admin<{ subject: Record<string, unknown> }[]>`select subject from audit where action = 'snapshot.export' order by id desc limit 1`;
		expect(audit!.subject).toMatchObject({ snapshot: two, beside: [{ snapshot: one, hash: hashes.get(one) }], rows: 22 });
	});
	it('are those of several parts of one snapshot too, in the file that the syntax names', async () => {
		const first = await answeredSurvey(db, 6);
		await answeredSurvey(db, 4, { beside: { waveId: first.waveId, key: 't' } });
		const made = await freeze(deps, { waveId: first.waveId, definition: { format: SNAPSHOT_FORMAT, surveys: ['s', 't'].map((survey) => ({ survey, links: [], weights: [] })), responses: 'complete', frame: 'all', derived: [] }, actor: 'kari' });
		if (!made.ok) throw new Error(JSON.stringify(made.faults));
		const parts = { snapshotId: made.id, more: ['t'], beside: [] };
		expect((await readSav(await bytes({ ...parts, format: 'sav' }))).rows).toHaveLength(10);
		const zip = unzipSync(await bytes(parts));
		expect(Object.keys(zip)[0]).toBe('s-t.csv');
		expect((parse(strFromU8(zip['s-t.csv']!), { columns: true }) as Record<string, string>[]).map((r) => r.del)).toEqual([...Array.from({ length: 6 }, () => 's'), ...Array.from({ length: 4 }, () => 't')]);
		const view = await exportView(deps, made.id, 's', 'nb', { more: ['t'], beside: [] });
		expect(view.chosen).toMatchObject({ more: ['t'], rows: 10 });
	});
	it('count who is alone within a wave, not beside themselves in the other', async () => {
		const of = async (id: number) => (await exportView(deps, id, 's', 'nb')).alone[0]!.alone;
		const view = await exportView(deps, one, 's', 'nb', { more: [], beside: [twice] });
		expect(view.alone[0]!.alone).toBe(await of(one) + await of(twice));
		expect(view.chosen).toMatchObject({ rows: 25, beside: [twice] });
	});
	it('do not come as an archive, which is of one snapshot', async () => {
		await expect(deliver(deps, asked({ format: 'archive' }))).rejects.toMatchObject({ code: 'dataexport_problem_archive', status: 409 });
	});
});
