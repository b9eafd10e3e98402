import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runOnSnapshot, createPlan } from '#lib/server/results/plan/store.ts';
import { printedChanges } from '#lib/server/results/report-document/changes.ts';
import { buildFile } from '#lib/server/results/report-document/files.ts';
import { addBlock } from '#lib/server/results/report-document/edit.ts';
import { bindRun, changeReport, createReport, openReport, printReport } from '#lib/server/results/report-document/store.ts';
import { readBuilds, readReportVersions } from '#lib/server/db/reports.ts';
import { tablesOf } from '#lib/server/export/report/resolved.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { frozenOf, SMALL_PLAN, SMALL_REPORT, storedReport } from '../../support/report-stored.ts';

let db: TestDatabase;
let at: Awaited<ReturnType<typeof storedReport>>;
const deps = () => ({ database: db });
const printed = async () => printReport(deps(), await openReport(deps(), at.reportId));
const text = ({ resolved }: Awaited<ReturnType<typeof printed>>) => resolved.blocks.flatMap((block) => (block.kind === 'paragraph' ? block.runs.map((run) => run.text) : [])).join('');
const audits = async () => (await db.admin<{ action: string }[]>`select action from audit where action like 'report.%' order by id`).map((row) => row.action);

beforeAll(async () => {
	db = await createDatabase();
	at = await storedReport(db);
});
afterAll(() => db.drop());

describe('a stored report', () => {
	it('prints the numbers of its run, and says where they come from down to the hashes', async () => {
		const made = await printed();
		// twelve answers: 1 2 3 4 5 1 2 3 4 5 1 2, of which the mean is 33/12
		expect(text(made)).toBe('Av 12 svar er snittet 2,75. Se tabell 1.');
		expect(made.faults).toEqual([]);
		expect(made.warnings).toEqual([]);
		const mean = tablesOf(made.resolved)[0]!.table.rows.at(-1)!;
		expect([mean.label, mean.cells.at(-2)]).toEqual(['Gjennomsnitt', { kind: 'number', value: 2.75, decimals: 2 }]);
		const origin = made.resolved.provenance.map((one) => one.value).join(' ');
		const hashes = (await db.admin<{ hash: string }[]>`select hash from snapshot union all select hash from analysis_run union all select hash from analysis_plan_version`).map((row) => row.hash);
		expect(hashes).toHaveLength(3);
		for (const hash of hashes) expect(origin).toContain(hash);
	});
	it('gives the same bytes each time, remembered once with their hash', async () => {
		const [first, again] = [await buildFile(deps(), at.reportId, 'docx', 'kari'), await buildFile(deps(), at.reportId, 'docx', 'ola')];
		expect(again.hash).toBe(first.hash);
		expect(await readBuilds(db.evaluate.db, at.reportId)).toMatchObject([{ file: 'docx', hash: first.hash, version: 1, madeBy: 'kari' }]);
	});
	it('keeps every version as it was, each change in the audit', async () => {
		await changeReport(deps(), at.reportId, 1, (report) => addBlock(report, 1, { kind: 'text', text: 'Nytt.' }), 'kari');
		expect(await readReportVersions(db.evaluate.db, at.reportId)).toMatchObject([{ version: 2, runId: at.runId }, { version: 1, runId: at.runId }]);
		expect((await openReport(deps(), at.reportId)).report.blocks).toHaveLength(5);
		expect(await audits()).toEqual(['report.new', 'report.build', 'report.version']);
	});
	it('refuses a change that others have overtaken, and one that changes nothing', async () => {
		await expect(changeReport(deps(), at.reportId, 1, (report) => ({ ...report, title: 'Ny' }), 'kari')).rejects.toMatchObject({ code: 'report_problem_changed' });
		await expect(changeReport(deps(), at.reportId, 2, (report) => report, 'kari')).rejects.toMatchObject({ code: 'report_problem_same' });
		await expect(changeReport(deps(), at.reportId, 2, (report) => ({ ...report, title: '' }), 'kari')).rejects.toMatchObject({ code: 'report_problem_form' });
	});
	it('takes one of two changes that come at once', async () => {
		const both = await Promise.allSettled(['a', 'b'].map((title) => changeReport(deps(), at.reportId, 2, (report) => ({ ...report, title }), 'kari')));
		expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
		expect((await openReport(deps(), at.reportId)).head.version).toBe(3);
	});
	it('has another run\'s numbers when it is bound to it, and tells every text and number that is another', async () => {
		const before = (await printed()).resolved;
		const second = await runOnSnapshot(deps(), at.planId, await frozenOf(db, at.waveId, 'with_partial'), 'kari');
		await bindRun(deps(), at.reportId, 3, second, 'kari');
		const after = await printed();
		// the thirteenth answered 3
		expect(text(after)).toContain('Av 13 svar er snittet 2,77.');
		const changes = printedChanges(before, after.resolved);
		expect(changes).toContainEqual({ of: { kind: 'text', block: 3 }, before: 'Av 12 svar er snittet 2,75. Se tabell 1.', after: 'Av 13 svar er snittet 2,77. Se tabell 1.' });
		expect(changes.find((one) => one.of.kind === 'table' && one.of.row === 'N' && one.before === '12')).toMatchObject({ after: '13' });
		expect(printedChanges(before, before)).toEqual([]);
	});
	it('is bound to runs of its own plan alone', async () => {
		const other = await createPlan(deps(), at.evaluationId, 'annen', SMALL_PLAN, { key: 'new' }, 'kari');
		const run = await runOnSnapshot(deps(), other, at.snapshotId, 'kari');
		const { head } = await openReport(deps(), at.reportId);
		await expect(bindRun(deps(), at.reportId, head.version, run, 'kari')).rejects.toMatchObject({ code: 'report_problem_run' });
		await expect(createReport(deps(), at.planId, 'x', SMALL_REPORT, run, 'kari')).rejects.toMatchObject({ code: 'report_problem_run' });
		await expect(createReport(deps(), at.planId, 'rapporten', SMALL_REPORT, null, 'kari')).rejects.toMatchObject({ code: 'report_problem_key' });
		await expect(createReport(deps(), at.planId, 'X', SMALL_REPORT, null, 'kari')).rejects.toMatchObject({ code: 'report_problem_key_shape' });
		await expect(openReport(deps(), 999)).rejects.toMatchObject({ code: 'report_problem_none', status: 404 });
	});
	it('hides what the evaluation\'s limit hides, with marked gaps in the text', async () => {
		await db.admin`update evaluation set suppress_below = 20 where id = ${at.evaluationId}`;
		const made = await printed();
		expect(text(made)).toContain('[skjult: for få svar]');
		expect(made.warnings.map((one) => one.code)).toContain('suppressed');
		expect(JSON.stringify(tablesOf(made.resolved))).not.toMatch(/"kind":"count","value":[1-9]/);
		await db.admin`update evaluation set suppress_below = 0 where id = ${at.evaluationId}`;
	});
	it('has no numbers and no file before it is bound to a run', async () => {
		const id = await createReport(deps(), at.planId, 'tom', SMALL_REPORT, null, 'kari');
		const made = await printReport(deps(), await openReport(deps(), id));
		expect(made.faults).toEqual([]);
		expect(text(made)).toContain('[mangler analyse]');
		await expect(buildFile(deps(), id, 'docx', 'kari')).rejects.toMatchObject({ code: 'report_problem_no_run' });
	});
	it('can not be changed in place, whoever tries', async () => {
		for (const table of ['report', 'report_version', 'report_build']) {
			await expect(db.admin.unsafe(`update ${table} set made_by = 'x'`)).rejects.toThrow();
			await expect(db.admin.unsafe(`delete from ${table}`)).rejects.toThrow();
		}
	});
});
