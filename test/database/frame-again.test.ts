import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importFrame } from '../../src/lib/server/fieldwork/frames/import.ts';
import type { FrameRefused } from '../../src/lib/server/fieldwork/frames/issues.ts';
import type { Mapping } from '../../src/lib/server/fieldwork/frames/mapping.ts';
import { previewFrame } from '../../src/lib/server/fieldwork/frames/preview.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { bytes, everything, frameOf, makeSurvey } from '../support/frame.ts';

let db: TestDatabase;
let surveyId: number;
let evaluationId: number;
beforeAll(async () => {
	db = await createDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
	({ surveyId, evaluationId } = await makeSurvey(db));
});

const MAPPING: Mapping = [
	{ column: 'ref', use: 'ref' }, { column: 'navn', use: 'name' }, { column: 'epost', use: 'email' }, { column: 'fylke', use: 'stratum', name: 'fylke' },
	{ column: 'stilling', use: 'variable', name: 'stilling' }
];
const list = (...rows: string[]) => bytes(['ref;navn;epost;fylke;stilling', ...rows].join('\n'));
const bring = (file: Uint8Array, mapping = MAPPING) => importFrame({ database: db }, { surveyId, fileName: 'f.csv', bytes: file, mapping, actor: 'tester' });
const refusal = (file: Uint8Array, mapping = MAPPING) => bring(file, mapping).then(() => null, (e: unknown) => (e as FrameRefused).issues);
const seats = () => frameOf(db, surveyId);
const persons = () => db.admin`select name, email from contact.person where evaluation_id = ${evaluationId} order by email`;
const answer = async (ref: string) => {
	const [version] = await db.admin`insert into questionnaire_version (survey_id, number, hash, document) values (${surveyId}, 1, ${'1'.repeat(64)}, '{}') on conflict (survey_id, number) do update set number = 1 where false returning id`;
	await db.admin`insert into response (survey_id, seat_id, version_id, locale) select survey_id, id, ${version?.id}, 'nb' from seat where survey_id = ${surveyId} and ref = ${ref}`;
};

const A = 'a;Kari Lie;kari@lie.example;Oslo;leder';
const B = 'b;Ola Dal;ola@dal.example;Agder;';
const C = 'c;Kari Lie;kari@lie.example;Agder;rådgiver';

describe('a list that comes again', () => {
	it('adds what is new, updates what differs by ref, and leaves and reports seats it lacks', async () => {
		await bring(list(A, B));
		const preview = await previewFrame({ database: db }, { surveyId, fileName: 'f.csv', bytes: list('a;Kari Lie;kari@lie.example;Rogaland;', C), mapping: MAPPING });
		expect(preview.changes).toEqual({ added: 1, changed: 1, unchanged: 0, absent: 1, fields: { fylke: 1, stilling: 1 }, variables: 0, categories: expect.any(Number) as number });
		expect(preview.changedCells).toEqual([
			{ row: 2, ref: 'a', field: 'fylke', from: 'Oslo', to: 'Rogaland', contact: false }, { row: 2, ref: 'a', field: 'stilling', from: 'leder', to: null, contact: false }]);
		const report = await bring(list('a;Kari Lie;kari@lie.example;Rogaland;', C));
		expect(report).toMatchObject({ changes: preview.changes, absent: ['b'], moved: [{ ref: 'a', field: 'fylke', from: 'Oslo', to: 'Rogaland' }, { ref: 'a', field: 'stilling', from: 'leder', to: null }] });
		expect(await seats()).toMatchObject([
			{ ref: 'a', strata: { fylke: 'Rogaland' }, particulars: {}, seats_held: 2 }, { ref: 'b', strata: { fylke: 'Agder' }, seats_held: 1 },
			{ ref: 'c', strata: { fylke: 'Agder' }, particulars: { stilling: 'rådgiver' }, seats_held: 2 }]);
	});
	it('keeps seat, key and links of a seat that changes', async () => {
		await bring(list(A, B));
		const before = await db.admin`select id, contact_key from seat where survey_id = ${surveyId} order by ref`;
		await bring(list('a;Kari Ny;kari@ny.example;Agder;', B));
		expect([...await db.admin`select id, contact_key from seat where survey_id = ${surveyId} order by ref`]).toEqual([...before]);
	});
	it('leaves alone what it has no column for, also when a column is not mapped', async () => {
		await bring(list(A, B));
		const before = await everything(db);
		const few: Mapping = [{ column: 'ref', use: 'ref' }, { column: 'epost', use: 'email' }, { column: 'fylke', use: 'ignore' }];
		expect(await bring(bytes('ref;epost;fylke\nb;ola@dal.example;Oslo\na;kari@lie.example;Oslo\n'), few)).toMatchObject({ importId: null });
		expect(await everything(db)).toEqual(before);
	});
	it('takes a blank category as missing, and a blank name as nothing said', async () => {
		await bring(list(A));
		await bring(list('a;;kari@lie.example;;leder'));
		expect(await seats()).toMatchObject([{ name: 'Kari Lie', strata: null, particulars: { stilling: 'leder' } }]);
	});
	it('gives a seat whose address changed to another person, and forgets a person without a seat', async () => {
		await bring(list(A, B, C));
		await bring(list('a;Ny Person;ny@person.example;Oslo;leder', 'b;Kari Lie;KARI@lie.example;Agder;', C));
		expect(await persons()).toMatchObject([{ name: 'Kari Lie', email: 'kari@lie.example' }, { name: 'Ny Person', email: 'ny@person.example' }]);
		expect((await seats()).map((s) => [s.ref, s.email, s.seats_held])).toEqual([['a', 'ny@person.example', 1], ['b', 'kari@lie.example', 2], ['c', 'kari@lie.example', 2]]);
	});
	it('keeps a person whom another survey of the evaluation still has', async () => {
		const other = await makeSurvey(db, undefined, evaluationId);
		await importFrame({ database: db }, { surveyId: other.surveyId, fileName: 'f.csv', bytes: list(A), mapping: MAPPING, actor: 'tester' });
		await bring(list(A));
		expect(await persons()).toHaveLength(1);
		await bring(list('a;Ny;ny@person.example;Oslo;leder'));
		expect(await persons()).toHaveLength(2);
		expect((await seats())[0]).toMatchObject({ email: 'ny@person.example', seats_held: 1 });
	});
	it('never takes a person’s name for a variable that is called name', async () => {
		const mapping: Mapping = [{ column: 'ref', use: 'ref' }, { column: 'navn', use: 'name' }, { column: 'epost', use: 'email' }, { column: 'fylke', use: 'stratum', name: 'name' }, { column: 'stilling', use: 'variable', name: 'email' }];
		await bring(list(A, B), mapping);
		const report = await bring(list('a;Kari Ny;ny@lie.example;Oslo;leder', B), mapping);
		expect(report.changes).toMatchObject({ changed: 1, fields: { 'person.name': 1, 'person.email': 1 } });
		expect(report.moved).toEqual([]);
		expect((await seats()).map((s) => [s.name, s.strata, s.particulars])).toEqual([['Kari Ny', { name: 'Oslo' }, { email: 'leder' }], ['Ola Dal', { name: 'Agder' }, {}]]);
	});
	it('turns a variable into a stratum and back, for seats it lacks too', async () => {
		await bring(list(A, B, C));
		const as = (use: 'stratum' | 'variable'): Mapping => MAPPING.map((c) => (c.column === 'stilling' ? { ...c, use } : c));
		await bring(list(A, B), as('stratum'));
		expect((await seats()).map((s) => [s.strata, s.particulars])).toEqual([[{ fylke: 'Oslo', stilling: 'leder' }, {}], [{ fylke: 'Agder' }, {}], [{ fylke: 'Agder', stilling: 'rådgiver' }, {}]]);
		expect(await bring(list(A, B), as('stratum'))).toMatchObject({ importId: null });
		await bring(list(A), as('variable'));
		expect((await seats()).map((s) => [s.strata, s.particulars])).toEqual([[{ fylke: 'Oslo' }, { stilling: 'leder' }], [{ fylke: 'Agder' }, {}], [{ fylke: 'Agder' }, { stilling: 'rådgiver' }]]);
		expect(await bring(list(A), as('variable'))).toMatchObject({ importId: null });
	});
	it('says that it changes nothing when two imports of it run at once', async () => {
		const reports = await Promise.all([bring(list(A, B, C)), bring(list(A, B, C)), bring(list(C, B, A))]);
		expect(reports.map((r) => r.changes.added).sort()).toEqual([0, 0, 3]);
		expect(reports.filter((r) => r.importId !== null)).toHaveLength(1);
	});
});

describe('what a later list may not do', () => {
	it('is give a seat with a response another ref: the tie to the answers would be lost', async () => {
		await bring(list(A, B));
		await answer('a');
		expect(await refusal(list('x;Kari Lie;Kari@Lie.example;Oslo;leder', B))).toMatchObject([{ level: 'error', code: 'frame_issue_ref_changed', row: 2, column: 'ref', value: 'x', params: { old: 'a' } }]);
		// without a response it is a new seat, and said to be
		expect(await previewFrame({ database: db }, { surveyId, fileName: 'f.csv', bytes: list(A, 'y;Ola Dal;ola@dal.example;Agder;'), mapping: MAPPING }))
			.toMatchObject({ errors: 0, issues: [{ level: 'warning', code: 'frame_issue_ref_other', row: 3, params: { old: 'b' } }] });
	});
	it('is take an invited seat out of the sample', async () => {
		const mapping: Mapping = [...MAPPING, { column: 'trukket', use: 'sampled' }];
		const drawn = (a: string, b: string) => bytes(`ref;navn;epost;fylke;stilling;trukket\n${A};${a}\n${B};${b}\n`);
		await bring(drawn('1', ''), mapping);
		expect((await seats()).map((s) => s.sampled)).toEqual([true, false]);
		await bring(drawn('', 'x'), mapping);
		expect((await seats()).map((s) => s.sampled)).toEqual([false, true]);
		await db.admin`update seat set disposition = 'non_contact' where survey_id = ${surveyId} and ref = 'b'`;
		expect(await refusal(drawn('ja', 'nei'), mapping)).toMatchObject([{ code: 'frame_issue_sampled_invited', row: 3, column: 'trukket', params: { ref: 'b' } }]);
	});
	it('is restore a destroyed tie between seat and person', async () => {
		await bring(list(A, B));
		await db.admin`delete from contact.person where evaluation_id = ${evaluationId} and name = 'Kari Lie'`;
		expect(await refusal(list(A, B))).toMatchObject([{ code: 'frame_issue_unlinked', row: 2, params: { ref: 'a' } }]);
		await bring(list(B));
		expect(await persons()).toHaveLength(1);
	});
	it('is pass unseen when it gives an invited seat to another address', async () => {
		await bring(list(A));
		await db.admin`update seat set disposition = 'non_contact' where survey_id = ${surveyId}`;
		expect(await previewFrame({ database: db }, { surveyId, fileName: 'f.csv', bytes: list('a;Kari Lie;kari@ny.example;Oslo;leder'), mapping: MAPPING }))
			.toMatchObject({ errors: 0, issues: [{ level: 'warning', code: 'frame_issue_moved', row: 2, column: 'epost' }] });
	});
});

describe('who is drawn', () => {
	it('is everyone where no column says, but not those added to a population with a sample', async () => {
		await bring(list(A, B));
		expect((await seats()).map((s) => s.sampled)).toEqual([true, true]);
		await bring(list(C));
		await db.admin`update seat set sampled = false where survey_id = ${surveyId} and ref = 'b'`;
		await bring(list('d;D;d@d.example;Oslo;'));
		expect((await seats()).map((s) => [s.ref, s.sampled])).toEqual([['a', true], ['b', false], ['c', true], ['d', false]]);
	});
});

describe('one person in several rows', () => {
	it('is written as most rows write it, whatever their order, and told of', async () => {
		const rows = ['1;Kari Lie;kari@lie.example;;', '2;Kari N. Lie; Kari@Lie.example ;;', '3;Kari N. Lie;kari@lie.example;;'];
		const preview = await previewFrame({ database: db }, { surveyId, fileName: 'f.csv', bytes: list(...rows), mapping: MAPPING });
		expect(preview.issues.map((i) => [i.level, i.code, i.row, i.params.first])).toEqual([
			['warning', 'frame_issue_name_variant', 3, 2], ['warning', 'frame_issue_email_variant', 3, 2], ['warning', 'frame_issue_name_variant', 4, 2]]);
		await bring(list(...rows.toReversed()));
		expect(await persons()).toMatchObject([{ name: 'Kari N. Lie', email: 'kari@lie.example' }]);
		expect(await bring(list(...rows))).toMatchObject({ importId: null });
	});
});

describe('the questionnaire’s declarations', () => {
	const document = {
		frame: [
			{ name: 'fylke', label: { nb: 'Fylke', nn: 'Fylke', en: 'County' }, stratum: true, categories: [{ code: 'Oslo', label: { nb: 'Oslo', nn: 'Oslo', en: 'Oslo (EN)' } }, { code: 'Agder', label: { nb: 'Agder', nn: 'Agder', en: 'Agder' } }] },
			{ name: 'enhet', label: { nb: 'Enhet', nn: 'Eining', en: 'Unit' }, stratum: false }
		]
	};
	it('close the categories, name the variables and give the labels; what they do not say is its own label', async () => {
		({ surveyId, evaluationId } = await makeSurvey(db, document));
		const mapping: Mapping = [...MAPPING.slice(0, 4), { column: 'stilling', use: 'stratum', name: 'stilling' }];
		expect(await refusal(list('a;N;a@a.example;oslo;x', 'b;N;b@a.example;Viken;x'), mapping)).toMatchObject([
			{ level: 'warning', code: 'frame_issue_declared_missing', params: { name: 'enhet' } },
			{ code: 'frame_issue_category_like', row: 2, column: 'fylke', value: 'oslo', params: { meant: 'Oslo' } }, { code: 'frame_issue_category', row: 3, column: 'fylke', value: 'Viken' }]);
		await bring(list('b;N;a@a.example;Oslo;øre', 'a;N;b@a.example;Agder;ære'), mapping);
		expect(await db.admin`select name, label, stratum, position from frame_variable where survey_id = ${surveyId} order by position`).toMatchObject([
			{ name: 'fylke', label: { en: 'County' }, stratum: true, position: 0 }, { name: 'stilling', label: { nb: 'stilling', nn: 'stilling', en: 'stilling' }, stratum: true, position: 2 }]);
		expect(await db.admin`select variable, code, label->>'en' as label from frame_category where survey_id = ${surveyId} order by variable, position`).toMatchObject([
			{ code: 'Oslo', label: 'Oslo (EN)' }, { code: 'Agder' }, { code: 'ære', label: 'ære' }, { code: 'øre' }]);
	});
	it('also count while they are only a draft, and not at all when the draft cannot be read', async () => {
		await db.admin`update survey set draft = ${JSON.stringify(document)} where id = ${surveyId}`;
		expect(await refusal(list('a;N;a@a.example;Viken;'))).toMatchObject([{ level: 'warning' }, { code: 'frame_issue_category' }]);
		await db.admin`update survey set draft = '{"frame": [' where id = ${surveyId}`;
		expect(await bring(list('a;N;a@a.example;Viken;'))).toMatchObject({ changes: { added: 1 } });
	});
	it('may not be gone against by calling a stratum something else', async () => {
		({ surveyId, evaluationId } = await makeSurvey(db, document));
		expect(await refusal(list(A), [...MAPPING.slice(0, 3), { column: 'fylke', use: 'variable', name: 'fylke' }, { column: 'stilling', use: 'stratum', name: 'enhet' }])).toMatchObject([
			{ code: 'frame_issue_declared_stratum', column: 'fylke' }, { code: 'frame_issue_declared_variable', column: 'stilling' }]);
	});
});
