import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFrame, type ImportProgress } from '../../src/lib/server/fieldwork/frames/import.ts';
import { importJob, importSettled, startImport, stopImport } from '../../src/lib/server/fieldwork/frames/import-job.ts';
import { storeUpload } from '../../src/lib/server/fieldwork/frames/uploads.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { bytes, demoQuestionnaire, everything, makeSurvey } from '../support/frame.ts';

let db: TestDatabase;
let surveyId: number;
beforeAll(async () => {
	db = await createDatabase();
});
afterAll(() => db.drop());

const ROWS = 4500;
const LIST = bytes(`ref;navn;epost;fylke\n${Array.from({ length: ROWS }, (_, i) => `L${i};Navn ${i};n${i}@example.org;Agder`).join('\n')}\n`);
const fresh = async () => { ({ surveyId } = await makeSurvey(db, demoQuestionnaire('samarbeidsforum'))); };
const uploaded = () => storeUpload({ database: db }, { surveyId, fileName: 'lang.csv', bytes: LIST, actor: 'tester' });
const LONG = 120_000;

describe('an import that takes time', () => {
	it('says which step it is at and how many rows are written, and never goes back', async () => {
		await fresh();
		const told: ImportProgress[] = [];
		await importFrame({ database: db }, { surveyId, fileName: 'lang.csv', bytes: LIST, actor: 'tester' }, { progress: (p) => told.push(p) });
		expect([...new Set(told.map((p) => p.step))]).toEqual(['checking', 'writing', 'finishing']);
		const written = told.filter((p) => p.step === 'writing');
		// persons and seats, in batches
		expect(new Set(written.map((p) => p.total))).toEqual(new Set([2 * ROWS]));
		expect(written.map((p) => p.done)).toEqual([0, 2000, 4000, 4500, 6500, 8500, 9000]);
	});
	it('keeps nothing when it is stopped, whenever that is, and can be begun again', async () => {
		await fresh();
		const before = await everything(db);
		for (const at of [0, 2000, 9000]) {
			const stop = new AbortController();
			const progress = (p: ImportProgress) => { if (p.step === 'writing' && p.done === at) stop.abort(); };
			await expect(importFrame({ database: db }, { surveyId, fileName: 'lang.csv', bytes: LIST, actor: 'tester' }, { progress, signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
			expect(await everything(db)).toEqual(before);
		}
		expect(await importFrame({ database: db }, { surveyId, fileName: 'lang.csv', bytes: LIST, actor: 'tester' })).toMatchObject({ changes: { added: ROWS } });
	});
});

describe('an import that a page asks for', () => {
	it('is one however often it is asked for, and is known when the upload is gone', async () => {
		await fresh();
		const id = await uploaded();
		expect(importJob(surveyId, id)).toBeNull();
		const jobs = await Promise.all([1, 2, 3].map(() => startImport({ database: db }, surveyId, id, 'tester')));
		expect(new Set(jobs).size).toBe(1);
		const done = await importSettled(jobs[0]!, LONG);
		expect(done).toMatchObject({ state: 'done', fileName: 'lang.csv', importId: expect.any(Number) as number });
		expect(await startImport({ database: db }, surveyId, id, 'tester')).toBe(done);
		expect(await db.admin`select count(*)::int as n from frame_import where survey_id = ${surveyId}`).toEqual([{ n: 1 }]);
	});
	it('that is stopped leaves the population and the upload as they were, and goes through when it is asked for again', async () => {
		await fresh();
		const id = await uploaded();
		const before = await everything(db);
		const job = await startImport({ database: db }, surveyId, id, 'tester');
		stopImport(surveyId, id);
		expect(await importSettled(job, LONG)).toMatchObject({ state: 'stopped', importId: null });
		expect(await everything(db)).toEqual(before);
		const again = await startImport({ database: db }, surveyId, id, 'tester');
		expect(await importSettled(again, LONG)).toMatchObject({ state: 'done' });
	});
	it('that is refused says why, and can be asked for again when the list has been mended', async () => {
		await fresh();
		const id = await storeUpload({ database: db }, { surveyId, fileName: 'feil.csv', bytes: bytes('ref;epost\nx;uten-alfakrøll\n'), actor: 'tester' });
		const job = await startImport({ database: db }, surveyId, id, 'tester');
		expect(await importSettled(job, LONG)).toMatchObject({ state: 'failed', error: { code: 'frame_problem_rows' } });
		expect(await startImport({ database: db }, surveyId, id, 'tester')).not.toBe(job);
		await expect(startImport({ database: db }, surveyId, '00000000-0000-0000-0000-000000000000', 'tester')).rejects.toMatchObject({ code: 'frame_problem_no_upload' });
	});
});
