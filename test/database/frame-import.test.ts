import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFrame } from '../../src/lib/server/fieldwork/frames/import.ts';
import { FrameRefused } from '../../src/lib/server/fieldwork/frames/issues.ts';
import { previewFrame } from '../../src/lib/server/fieldwork/frames/preview.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { bytes, demoFile, demoQuestionnaire, everything, makeSurvey } from '../support/frame.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await createDatabase();
});
afterAll(() => db.drop());

const FRAMES = [
	{ key: 'samarbeidsforum', seats: 304, persons: 291, sampled: 304, without: 9 },
	{ key: 'nettverk', seats: 731, persons: 731, sampled: 731, without: 0 },
	{ key: 'uh', seats: 518, persons: 518, sampled: 518, without: 0 },
	{ key: 'skoleledere', seats: 1362, persons: 1362, sampled: 1362, without: 0 },
	{ key: 'tillitsvalgte', seats: 4394, persons: 4394, sampled: 2677, without: 0 }
];
const count = async (query: string) => Number((await db.admin.unsafe(query))[0]?.n);

describe('the five lists of 2021', () => {
	it.each(FRAMES)('takes $key in whole with the suggested mapping, and a second time changes nothing', async ({ key, seats, persons, sampled, without }) => {
		const { surveyId, evaluationId } = await makeSurvey(db, demoQuestionnaire(key));
		const file = { surveyId, fileName: `${key}.csv`, bytes: demoFile(`frames/${key}.csv`), actor: 'tester' };
		const report = await importFrame({ database: db }, file);
		expect(report.counts).toMatchObject({ rows: seats, persons, severalSeats: seats - persons, withoutParticulars: without });
		expect(report.changes).toMatchObject({ added: seats, changed: 0, unchanged: 0, absent: 0 });
		expect(await count(`select count(*) n from seat where survey_id = ${surveyId}`)).toBe(seats);
		expect(await count(`select count(*) n from seat where survey_id = ${surveyId} and sampled`)).toBe(sampled);
		expect(await count(`select count(*) n from contact.person where evaluation_id = ${evaluationId}`)).toBe(persons);
		expect(await count(`select count(distinct contact_key) n from seat where survey_id = ${surveyId}`)).toBe(seats);
		expect(await count(`select count(*) n from seat where survey_id = ${surveyId} and seats_held = 2`)).toBe(2 * (seats - persons));
		const before = await everything(db);
		const again = await importFrame({ database: db }, { ...file, fileName: 'again.csv' });
		expect(again).toMatchObject({ importId: null, changes: { added: 0, changed: 0, unchanged: seats } });
		expect(await everything(db)).toEqual(before);
	});
	it('counts blank cells as missing and makes no category of them', async () => {
		const { surveyId } = await makeSurvey(db, demoQuestionnaire('samarbeidsforum'));
		const preview = await previewFrame({ database: db }, { surveyId, fileName: 'f.csv', bytes: demoFile('frames/samarbeidsforum.csv') });
		expect(preview.counts.variables.map((v) => [v.name, v.stratum, v.missing])).toEqual([['fylke', true, 9], ['forum', true, 9], ['rolle', true, 9], ['stilling', false, 202]]);
		expect(preview.counts.variables[0]?.categories[0]).toEqual({ code: 'Møre og Romsdal', count: 94 });
		expect(preview).toMatchObject({ errors: 0, warnings: 0 });
	});
});

const GOOD = 'ref;navn;epost;fylke\na;Kari Lie;kari@lie.example;Oslo\nb;Ola Dal;ola@dal.example;\n';

describe('an import', () => {
	it('stores nothing at all when one row of a thousand is wrong, and says which', async () => {
		const { surveyId } = await makeSurvey(db);
		const rows = Array.from({ length: 1000 }, (_, i) => `r${i};Navn ${i};${i === 777 ? 'ikke-en-adresse' : `p${i}@x.example`};Oslo`);
		const before = await everything(db);
		const refused = await importFrame({ database: db }, { surveyId, fileName: 'f.csv', bytes: bytes(['ref;navn;epost;fylke', ...rows].join('\r\n')), actor: 'tester' }).catch((e: unknown) => e);
		expect(refused).toBeInstanceOf(FrameRefused);
		expect((refused as FrameRefused).issues).toMatchObject([{ level: 'error', code: 'frame_issue_email_malformed', row: 779, column: 'epost', contact: true }]);
		expect(String((refused as FrameRefused).message) + JSON.stringify((refused as FrameRefused).params)).not.toContain('adresse');
		expect(await everything(db)).toEqual(before);
	});
	it('stores nothing when the database refuses the last statement', async () => {
		const { surveyId } = await makeSurvey(db);
		const before = await everything(db);
		await db.admin`revoke insert on audit from grunnlag_fieldwork`;
		await expect(importFrame({ database: db }, { surveyId, fileName: 'f.csv', bytes: bytes(GOOD), actor: 'tester' })).rejects.toMatchObject({ code: '42501' });
		await db.admin`grant insert on audit to grunnlag_fieldwork`;
		expect(await everything(db)).toEqual(before);
	});
	it('works under the fieldwork role only: the other roles can neither read nor write what it stores about persons', async () => {
		const { surveyId } = await makeSurvey(db);
		for (const role of ['respond', 'evaluate'] as const) {
			await expect(importFrame({ database: { fieldwork: db[role] } }, { surveyId, fileName: 'f.csv', bytes: bytes(GOOD), actor: 'tester' })).rejects.toMatchObject({ code: '42501' });
		}
		await importFrame({ database: db }, { surveyId, fileName: 'f.csv', bytes: bytes(GOOD), actor: 'tester' });
		for (const table of ['seat', 'seat_stratum', 'frame_import', 'frame_variable', 'frame_category', 'audit', 'disposition_history']) {
			expect(JSON.stringify(await db.admin.unsafe(`select t::text from ${table} t`)), table).not.toMatch(/lie\.example|Kari Lie/);
		}
	});
	it('records the file, the mapping and the report, with an audit entry of the same transaction', async () => {
		const { surveyId } = await makeSurvey(db);
		const { importId } = await importFrame({ database: db }, { surveyId, fileName: 'liste.csv', bytes: bytes(GOOD), actor: 'tester' });
		const [stored] = await db.admin`select * from frame_import where survey_id = ${surveyId}`;
		expect(stored).toMatchObject({ id: importId, file_name: 'liste.csv', imported_by: 'tester', report: { counts: { rows: 2 }, changes: { added: 2 } } });
		expect(stored?.file_hash).toMatch(/^[0-9a-f]{64}$/);
		const audit = await db.admin`select actor, action, subject from audit where survey_id = ${surveyId}`;
		expect(audit).toMatchObject([{ actor: 'tester', action: 'frame.import', subject: { import: importId, added: 2, changed: 0 } }]);
	});
});
