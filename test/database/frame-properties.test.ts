import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFrame } from '../../src/lib/server/fieldwork/frames/import.ts';
import { FrameRefused } from '../../src/lib/server/fieldwork/frames/issues.ts';
import type { Mapping } from '../../src/lib/server/fieldwork/frames/mapping.ts';
import { previewFrame } from '../../src/lib/server/fieldwork/frames/preview.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { bytes, everything, frameOf, makeSurvey } from '../support/frame.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await createDatabase();
});
afterAll(() => db.drop());

const MAPPING: Mapping = [
	{ column: 'ref', use: 'ref' }, { column: 'navn', use: 'name' }, { column: 'epost', use: 'email' }, { column: 'språk', use: 'locale' }, { column: 'trukket', use: 'sampled' },
	{ column: 'fylke', use: 'stratum', name: 'fylke' }, { column: 'rolle', use: 'stratum', name: 'rolle' }, { column: 'annet', use: 'variable', name: 'annet' }
];
const HEADER = MAPPING.map((c) => c.column);

const text = fc.string({ unit: fc.constantFrom(...'abÆøå;"\',=$\\{}() 9漢😀\u0301%_'), maxLength: 10 });
const emails = fc.constantFrom('a@x.example', 'A@x.example', ' a@X.example ', 'b@x.example', 'æ@å.example', 'o\u0301@x.example', 'ó@x.example', 'İ@x.example', 'ΑΣ@x.example', 'c+d@y.x.example');
const row = fc.tuple(text, emails, fc.constantFrom('', 'nb', 'NN', 'english'), fc.constantFrom('', '1', 'ja', 'X', 'nei'), fc.constantFrom('', 'Oslo', 'oslo', ' Agder', '1', '10', '2'), text, text);
/** Rows whose keys differ, as the import sees keys. */
const rows = fc.uniqueArray(fc.tuple(fc.string({ unit: fc.constantFrom(...'aA1ø"\''), minLength: 1, maxLength: 4 }), row), { minLength: 1, maxLength: 25, selector: ([ref]) => ref.trim().normalize('NFC') })
	.map((all) => all.map(([ref, rest]) => [ref, ...rest]));
const file = (list: string[][]) => bytes(stringify([HEADER, ...list], { delimiter: ';' }));
const shuffled = rows.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })));

const bring = (surveyId: number, list: string[][]) => importFrame({ database: db }, { surveyId, fileName: 'f.csv', bytes: file(list), mapping: MAPPING, actor: 'tester' });
const variables = (surveyId: number) => db.admin`select v.name, v.label, v.position, c.code, c.label as text, c.position as place from frame_variable v left join frame_category c on (c.survey_id, c.variable) = (v.survey_id, v.name) where v.survey_id = ${surveyId} order by 1, 4`;

describe('whatever the rows', () => {
	it('an import twice is an import once, and the order of the rows changes nothing but ids', async () => {
		await fc.assert(fc.asyncProperty(shuffled, async ([list, other]) => {
			const [one, two] = [await makeSurvey(db), await makeSurvey(db)];
			expect((await bring(one.surveyId, list)).changes.added).toBe(list.length);
			await bring(two.surveyId, other);
			expect(await frameOf(db, two.surveyId)).toEqual(await frameOf(db, one.surveyId));
			expect([...await variables(two.surveyId)]).toEqual([...await variables(one.surveyId)]);
			const before = await everything(db);
			expect(await bring(one.surveyId, other)).toMatchObject({ importId: null, changes: { added: 0, changed: 0, unchanged: list.length } });
			expect(await everything(db)).toEqual(before);
		}), { numRuns: 40 });
	});
	it('a changed list leaves the population as if it had come first, and the preview told how', async () => {
		await fc.assert(fc.asyncProperty(rows, rows, async (first, second) => {
			const refs = new Set(second.map(([ref = '']) => ref.trim().normalize('NFC')));
			const [one, two] = [await makeSurvey(db), await makeSurvey(db)];
			await bring(one.surveyId, first);
			const preview = await previewFrame({ database: db }, { surveyId: one.surveyId, fileName: 'f.csv', bytes: file(second), mapping: MAPPING });
			const report = await bring(one.surveyId, second);
			expect(report.changes).toEqual(preview.changes);
			await bring(two.surveyId, second);
			const without = (list: Record<string, unknown>[]) => list.filter((s) => refs.has(String(s.ref))).map(({ name: _, email, seats_held: __, ...s }) => ({ ...s, email: String(email).toLowerCase().normalize('NFC') }));
			expect(without(await frameOf(db, one.surveyId))).toEqual(without(await frameOf(db, two.surveyId)));
			const held = await db.admin`select s.seats_held, count(*) over (partition by l.person_id)::int as n from seat s join contact.link l using (contact_key) where s.survey_id = ${one.surveyId}`;
			expect(held.every((s) => s.seats_held === s.n)).toBe(true);
			expect(await db.admin`select from contact.person p where evaluation_id = ${one.evaluationId} and not exists (select from contact.link l where l.person_id = p.id)`).toHaveLength(0);
		}), { numRuns: 30 });
	});
	it('nothing at all is stored when any problem exists, and the preview names it', async () => {
		const spoil = fc.constantFrom<[number, string, string]>(
			[0, ' ', 'frame_issue_ref_missing'], [0, 'x'.repeat(201), 'frame_issue_long'], [0, 'kari@lie.example', 'frame_issue_contact_in_ref'], [1, 'a\u0007b', 'frame_issue_control'], [2, '', 'frame_issue_email_missing'], [2, 'a@b', 'frame_issue_email_malformed'],
			[2, 'a b@c.example', 'frame_issue_email_malformed'], [3, 'samisk', 'frame_issue_locale'], [4, 'kanskje', 'frame_issue_sampled'], [5, 'to\nlinjer', 'frame_issue_control'],
			[6, '\u202egnol', 'frame_issue_control'], [7, 'y'.repeat(2001), 'frame_issue_long'], [7, 'mer@x.example', 'frame_issue_contact_in_variable']);
		const { surveyId } = await makeSurvey(db);
		const before = await everything(db);
		await fc.assert(fc.asyncProperty(rows, spoil, fc.nat(), async (list, [column, value, code], at) => {
			const spoiled = list.map((r, i) => (i === at % list.length ? r.map((c, j) => (j === column ? value : c)) : r));
			const preview = await previewFrame({ database: db }, { surveyId, fileName: 'f.csv', bytes: file(spoiled), mapping: MAPPING });
			expect(preview.issues.filter((i) => i.level === 'error').map((i) => [i.code, i.column])).toEqual([[code, HEADER[column]]]);
			const refused = await bring(surveyId, spoiled).catch((e: unknown) => e);
			expect(refused).toBeInstanceOf(FrameRefused);
			expect((refused as FrameRefused).issues).toEqual(preview.issues);
		}), { numRuns: 60 });
		expect(await everything(db)).toEqual(before);
	});
});
