import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codePage, rFiles, spssFile } from '#lib/server/results/plan/take-out.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { storedReport } from '../../support/report-stored.ts';

let db: TestDatabase;
let at: Awaited<ReturnType<typeof storedReport>>;
const deps = () => ({ database: db });
const audits = () => db.admin<{ actor: string; subject: Record<string, unknown> }[]>`select actor, subject from audit where action = 'snapshot.export' order by id`;

beforeAll(async () => {
	db = await createDatabase();
	at = await storedReport(db);
});
afterAll(() => db.drop());

it('the code of a run leaves with its data once the reader has said that they know whom it points out, with a row in the audit log', async () => {
	await expect(rFiles(deps(), at.runId, { confirmed: false, locale: 'nb', actor: 'kari' })).rejects.toMatchObject({ code: 'dataexport_problem_confirm', status: 409 });
	expect(await audits()).toEqual([]);
	const [first, again] = [await rFiles(deps(), at.runId, { confirmed: true, locale: 'nb', actor: 'kari' }), await rFiles(deps(), at.runId, { confirmed: true, locale: 'nb', actor: 'kari' })];
	expect(first.name).toBe('plan-1-r.zip');
	expect(Buffer.from(first.bytes).equals(Buffer.from(again.bytes))).toBe(true);
	const files = unzipSync(first.bytes);
	expect(Object.keys(files)).toEqual(['plan.R', 's.csv']);
	const text = (name: string) => new TextDecoder().decode(files[name]);
	expect(text('plan.R')).toContain('analysis("snitt", {');
	expect(text('plan.R')).toContain('read_data("s.csv")');
	const [head, ...rows] = text('s.csv').trim().split('\n');
	expect(head!.split(',').toSorted()).toEqual(['p_nytte', 'stilling']);
	expect(rows).toHaveLength(12);
	const [row, ...others] = await audits();
	expect(others).toHaveLength(1);
	expect(row).toMatchObject({ actor: 'kari', subject: { snapshot: at.snapshotId, run: at.runId, parts: ['s'], format: 'plan-r', texts: false, rows: 12 } });
});

it('its page says what the files hold, and SPSS syntax leaves without data', async () => {
	const page = await codePage(deps(), at.runId, 'nb');
	expect(page).toMatchObject({ run: at.runId, snapshot: at.snapshotId, version: 1, data: [{ file: 's.csv', rows: 12, columns: 2 }] });
	const { name, bytes } = await spssFile(deps(), at.runId, 'nb');
	expect(name).toBe('plan-1.sps');
	const syntax = new TextDecoder().decode(bytes);
	expect(syntax).toContain("GET FILE='s.sav'");
	expect(syntax).toMatch(/^CROSSTABS/m);
	expect(await audits()).toHaveLength(2);
	await expect(codePage(deps(), 999, 'nb')).rejects.toMatchObject({ code: 'workbench_problem_no_run' });
});
