import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discardUpload, chooseColumns, forgetOldUploads, importUpload, mergeUpload, openUpload, previewUpload, storeUpload, uploadColumns } from '../../src/lib/server/fieldwork/frames/uploads.ts';
import { forgetUploadsHourly } from '../../src/lib/server/fieldwork/frames/background.ts';
import { frameOverview, importDetails } from '../../src/lib/server/fieldwork/frames/overview.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { bytes, demoFile, demoQuestionnaire, frameOf, makeSurvey } from '../support/frame.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await createDatabase();
});
afterAll(() => db.drop());

const LIST = 'nr;Navn;E-post;Fylke\n1;Kari Lie;kari@lie.example;Oslo\n2;Ola Dal;ola@dal.example;\n';
const store = (surveyId: number, text = LIST) => storeUpload({ database: db }, { surveyId, fileName: 'C:\\lister\\min liste.csv', bytes: bytes(text), actor: 'tester' });
const uploads = async () => Number((await db.admin`select count(*) n from contact.frame_upload`)[0]?.n);

describe('a list on its way in', () => {
	it('waits where only fieldwork can read it, is mapped, looked over, imported, and is then gone', async () => {
		const { surveyId } = await makeSurvey(db);
		const id = await store(surveyId);
		for (const role of ['respond', 'evaluate'] as const) await expect(db[role].sql`select * from contact.frame_upload`).rejects.toMatchObject({ code: '42501' });
		const { mapping, upload } = await uploadColumns({ database: db }, surveyId, id);
		expect(upload.fileName).toBe('min liste.csv');
		expect(mapping.map((c) => c.use)).toEqual(['stratum', 'name', 'email', 'stratum']);
		await expect(previewUpload({ database: db }, surveyId, id)).rejects.toMatchObject({ issues: [{ code: 'frame_issue_no_ref' }] });
		await expect(chooseColumns({ database: db }, surveyId, id, [{ column: 'nr', use: 'ref' }])).rejects.toMatchObject({ issues: [{ code: 'frame_issue_no_email' }] });
		expect((await openUpload({ database: db }, surveyId, id)).mapping).toBeNull();
		await chooseColumns({ database: db }, surveyId, id, [{ column: 'nr', use: 'ref' }, ...mapping.slice(1)]);
		const { preview } = await previewUpload({ database: db }, surveyId, id);
		expect(preview).toMatchObject({ errors: 0, changes: { added: 2 }, counts: { variables: [{ name: 'fylke', missing: 1 }] } });
		expect((await frameOverview({ database: db }, surveyId)).waiting).toMatchObject([{ id, fileName: 'min liste.csv', merged: false }]);
		const report = await importUpload({ database: db }, surveyId, id, 'tester');
		expect(report.changes.added).toBe(2);
		expect(await uploads()).toBe(0);
		await expect(importUpload({ database: db }, surveyId, id, 'tester')).rejects.toMatchObject({ code: 'frame_problem_no_upload', status: 404 });
		expect(await frameOverview({ database: db }, surveyId)).toMatchObject({
			totals: { seats: 2, persons: 2, severalSeats: 0, sampled: 2, unlinked: 0 }, strata: [{ name: 'fylke', missing: { seats: 1, sampled: 1 }, categories: [{ code: 'Oslo', seats: 1, sampled: 1 }] }],
			imports: [{ id: report.importId, fileName: 'min liste.csv', added: 2, changed: 0 }], waiting: []
		});
		expect((await importDetails({ database: db }, surveyId, report.importId ?? 0)).report).toMatchObject({ counts: { rows: 2 } });
	});
	it('is not stored when it cannot be read, or for a survey that is not there', async () => {
		const { surveyId } = await makeSurvey(db);
		await expect(store(surveyId, 'a;b\n"1;2')).rejects.toMatchObject({ code: 'frame_problem_quote_open' });
		await expect(store(999_999)).rejects.toMatchObject({ code: 'frame_problem_no_survey', status: 404 });
		expect(await uploads()).toBe(0);
	});
	it('stays when its import is refused, and goes when it is discarded', async () => {
		const { surveyId } = await makeSurvey(db);
		const id = await store(surveyId, 'ref;navn;epost\n1;Kari;ikke en adresse\n');
		await expect(importUpload({ database: db }, surveyId, id, 'tester')).rejects.toMatchObject({ code: 'frame_problem_rows' });
		expect(await uploads()).toBe(1);
		await discardUpload({ database: db }, surveyId, id);
		expect(await uploads()).toBe(0);
	});
	it('is not found by another survey, or by what is not an id', async () => {
		const [one, other] = [await makeSurvey(db), await makeSurvey(db)];
		const id = await store(one.surveyId);
		for (const [surveyId, key] of [[other.surveyId, id], [one.surveyId, "x' or 1=1"], [one.surveyId, '../1']] as const) {
			await expect(openUpload({ database: db }, surveyId, key)).rejects.toMatchObject({ code: 'frame_problem_no_upload' });
		}
		await discardUpload({ database: db }, other.surveyId, id);
		expect(await uploads()).toBe(1);
		await discardUpload({ database: db }, one.surveyId, id);
	});
	it('is unreadable after a day, and removed by the next upload or the sweep', async () => {
		const { surveyId } = await makeSurvey(db);
		const id = await store(surveyId);
		await db.admin`update contact.frame_upload set created_at = now() - interval '25 hours'`;
		await expect(openUpload({ database: db }, surveyId, id)).rejects.toMatchObject({ code: 'frame_problem_no_upload' });
		expect(await uploads()).toBe(1);
		expect(await forgetOldUploads({ database: db })).toBe(1);
		await store(surveyId);
		await db.admin`update contact.frame_upload set created_at = now() - interval '25 hours'`;
		const last = await store(surveyId);
		expect((await frameOverview({ database: db }, surveyId)).waiting.map((w) => w.id)).toEqual([last]);
		expect(await uploads()).toBe(1);
		await discardUpload({ database: db }, surveyId, last);
	});
});

describe('the server', () => {
	it('forgets old lists by itself, also when nobody comes back', async () => {
		const { surveyId } = await makeSurvey(db);
		await store(surveyId);
		const stop = forgetUploadsHourly({ database: db }, 20);
		await db.admin`update contact.frame_upload set created_at = now() - interval '25 hours'`;
		await expect.poll(uploads).toBe(0);
		stop();
	});
});

describe('the school leaders’ raw lists', () => {
	const given = (surveyId: number) => ({
		surveyId, recipe: new TextDecoder().decode(demoFile('skoleledere.recipe.json')), actor: 'tester',
		files: ['nsr.csv', 'skolelederforbundet.csv'].map((name) => ({ name, bytes: demoFile(`frames/raw/${name}`) }))
	});
	it('become the population of 1,362, with the account of the merge kept with the import; merged again they change nothing', async () => {
		const { surveyId } = await makeSurvey(db, demoQuestionnaire('skoleledere'));
		const id = await mergeUpload({ database: db }, given(surveyId));
		const { preview, upload } = await previewUpload({ database: db }, surveyId, id);
		expect(upload.merge?.kept).toBe(1362);
		expect(preview).toMatchObject({ errors: 0, warnings: 0, counts: { rows: 1362, persons: 1362 } });
		const { importId } = await importUpload({ database: db }, surveyId, id, 'tester');
		const { report } = await importDetails({ database: db }, surveyId, importId ?? 0);
		expect(report.merge?.dropped).toHaveLength(185);
		expect(JSON.stringify(report)).not.toContain('@');
		const before = await frameOf(db, surveyId);
		const again = await mergeUpload({ database: db }, { ...given(surveyId), files: given(surveyId).files.toReversed() });
		expect((await openUpload({ database: db }, surveyId, again)).merge?.known).toBe(1362);
		expect(await importUpload({ database: db }, surveyId, again, 'tester')).toMatchObject({ importId: null, changes: { added: 0, changed: 0 } });
		expect(await frameOf(db, surveyId)).toEqual(before);
	});
});
