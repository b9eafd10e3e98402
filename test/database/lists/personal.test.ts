import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { importFrame } from '../../../src/lib/server/fieldwork/frames/import.ts';
import { FrameRefused } from '../../../src/lib/server/fieldwork/frames/issues.ts';
import { createPersonalList } from '../../../src/lib/server/fieldwork/lists/create.ts';
import { issueListLinks, unansweredKeys } from '../../../src/lib/server/fieldwork/lists/links.ts';
import { listView } from '../../../src/lib/server/fieldwork/lists/overview.ts';
import { markSent, withdrawList } from '../../../src/lib/server/fieldwork/lists/state.ts';
import { drawSample, previewSample, sampleOverview, sampleSpecOf } from '../../../src/lib/server/fieldwork/samples/index.ts';
import { resetDisposition, setDisposition } from '../../../src/lib/server/fieldwork/seats/decide.ts';
import { callList } from '../../../src/lib/server/fieldwork/seats/call-list.ts';
import { openForm } from '../../../src/lib/server/respond/open.ts';
import { startForm, submitForm } from '../../../src/lib/server/respond/submit.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { addSeats, smallQuestionnaire } from '../../support/fieldwork.ts';
import { bytes, makeSurvey } from '../../support/frame.ts';
import { dispositions, listDeps, ORIGIN, personalList, respondServices } from '../../support/lists.ts';
import { seedSurvey } from '../../support/seed.ts';

let db: TestDatabase;
let surveyId: number;
const actor = 'test';
let today = '';
beforeEach(() => { today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(new Date()); });

beforeAll(async () => {
	db = await createDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
	({ surveyId } = await seedSurvey(db.admin, { questionnaire: smallQuestionnaire(), seats: [] }));
});

const issue = (listId: number, more: { issued?: number; again?: boolean; format?: 'csv' | 'xlsx' } = {}) =>
	issueListLinks(listDeps(db), { surveyId, listId, actor, issued: 0, again: false, format: 'csv', locale: 'nb', ...more });
async function linksOf(listId: number, more: Parameters<typeof issue>[1] = {}): Promise<Map<string, string>> {
	const text = Buffer.from((await issue(listId, more)).bytes).toString('utf8').replace(/^\ufeff/, '');
	return new Map(text.trim().split('\r\n').slice(1).map((line) => line.split(';')).map(([key = '', link = '']) => [key, link.slice(`${ORIGIN}/svar/`.length)]));
}
const sent = (listId: number, sendings = 0, sentOn = today) => markSent(listDeps(db), { surveyId, listId, actor, sentOn, sendings });
const seatOf = async (ref: string) => (await db.admin<[{ id: number; disposition: string }]>`select id, disposition from seat where survey_id = ${surveyId} and ref = ${ref}`)[0];

describe('a list of personal links', () => {
	it('has a seat for each member, in its own stratum, without a contact and asked', async () => {
		const listId = await personalList(db, surveyId, '3');
		const seats = await db.admin`select s.ref, s.sampled, s.contact_key, s.disposition, t.code from seat s join seat_stratum t on (t.survey_id, t.seat_id) = (s.survey_id, s.id) where s.survey_id = ${surveyId} order by s.id`;
		expect(seats.map((s) => ({ ...s }))).toEqual(['0001', '0002', '0003'].map((key) => ({ ref: `L${listId}-${key}`, sampled: true, contact_key: null, disposition: 'not_invited', code: 'eier' })));
	});
	it('gives a file of keys, links and strata, each link to a seat of its own, and stores no link', async () => {
		const listId = await personalList(db, surveyId, '3');
		const text = Buffer.from((await issue(listId)).bytes).toString('utf8');
		expect(text.startsWith('\ufeffNøkkel;Lenke;Rolle\r\n0001;https://grunnlag.example/svar/')).toBe(true);
		const tokens = [...text.matchAll(/svar\/(\S+?);Skoleeier/g)].map((match) => match[1] ?? '');
		expect(new Set(tokens).size).toBe(3);
		const seats = await Promise.all(tokens.map(async (token) => (await openForm(respondServices(db), token)).row.seatId));
		expect(new Set(seats).size).toBe(3);
		const stored = JSON.stringify(await db.admin`select l::text as row from invitation_link l union all select a::text from audit a union all select s::text from seat_list s`);
		for (const token of tokens) expect(stored).not.toContain(token);
	});
	it('gives the same columns as a spreadsheet, where every cell is text', async () => {
		const listId = await personalList(db, surveyId, '2');
		const book = XLSX.read((await issue(listId, { format: 'xlsx' })).bytes, { type: 'buffer' });
		const rows = XLSX.utils.sheet_to_json<string[]>(Object.values(book.Sheets)[0]!, { header: 1 });
		expect(rows[0]).toEqual(['Nøkkel', 'Lenke', 'Rolle']);
		expect(rows.slice(1).map((row) => row[0])).toEqual(['0001', '0002']);
	});
	it('makes new links only when the evaluator confirms, and then ends the old ones of all who have not begun', async () => {
		const listId = await personalList(db, surveyId, '3');
		const first = await linksOf(listId);
		await startForm(respondServices(db), first.get('0002') ?? '', 'nb');
		await expect(issue(listId)).rejects.toMatchObject({ code: 'lists_problem_issued_meanwhile' });
		await expect(issue(listId, { issued: 1 })).rejects.toMatchObject({ code: 'lists_problem_confirm' });
		expect((await openForm(respondServices(db), first.get('0001') ?? '')).status).toBe('not_started');
		const second = await linksOf(listId, { issued: 1, again: true });
		expect([...second.keys()]).toEqual(['0001', '0003']);
		await expect(openForm(respondServices(db), first.get('0001') ?? '')).rejects.toMatchObject({ kind: 'revoked' });
		expect((await openForm(respondServices(db), first.get('0002') ?? '')).status).toBe('open');
		expect((await openForm(respondServices(db), second.get('0001') ?? '')).status).toBe('not_started');
	});
	it('makes its links once when two tabs ask at once', async () => {
		const listId = await personalList(db, surveyId, '3');
		const both = await Promise.allSettled([issue(listId), issue(listId)]);
		expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await db.admin`select count(*)::int as n from invitation_link where survey_id = ${surveyId}`).toEqual([{ n: 3 }]);
	});
	it('is not invited until someone says that it was sent, and then its free seats are non-contacts', async () => {
		const listId = await personalList(db, surveyId, '4');
		await expect(sent(listId)).rejects.toMatchObject({ code: 'lists_problem_not_issued' });
		const links = await linksOf(listId);
		await startForm(respondServices(db), links.get('0001') ?? '', 'nb');
		expect(await dispositions(db, surveyId, listId)).toEqual({ not_invited: 3, partial: 1 });
		const out = (await seatOf(`L${listId}-0004`)).id;
		await setDisposition(listDeps(db), { surveyId, seatId: out, disposition: 'ineligible', reason: 'left', actor });
		expect(await sent(listId)).toBe(0);
		expect(await dispositions(db, surveyId, listId)).toEqual({ non_contact: 2, partial: 1, ineligible: 1 });
		await resetDisposition(listDeps(db), { surveyId, seatId: out, actor });
		expect(await dispositions(db, surveyId, listId)).toEqual({ non_contact: 3, partial: 1 });
		expect((await listView(listDeps(db), surveyId, listId, 'nb')).sendings).toEqual([today]);
	});
	it('records a sending once when the button is pressed twice, reminders after it, and no day that cannot be', async () => {
		const listId = await personalList(db, surveyId, '2');
		await linksOf(listId);
		for (const day of ['2031-01-01', '2020-01-01', '2021-02-30', '', 'i går']) await expect(sent(listId, 0, day)).rejects.toMatchObject({ code: 'lists_problem_day' });
		const twice = await Promise.allSettled([sent(listId), sent(listId)]);
		expect(twice.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await sent(listId, 1)).toBe(1);
		expect((await listView(listDeps(db), surveyId, listId, 'nb')).sendings).toEqual([today, today]);
		await expect(db.admin`delete from seat_list_sending where survey_id = ${surveyId}`).rejects.toMatchObject({ code: 'GR001' });
	});
	it('tells the organisation which keys to remind: never an answer, nor who has begun', async () => {
		const listId = await personalList(db, surveyId, bytes('nøkkel\nA7\nB8\nC9\nD1'));
		const links = await linksOf(listId);
		await startForm(respondServices(db), links.get('B8') ?? '', 'nb');
		await startForm(respondServices(db), links.get('C9') ?? '', 'nb');
		await submitForm(respondServices(db), links.get('C9') ?? '');
		await setDisposition(listDeps(db), { surveyId, seatId: (await seatOf(`L${listId}-D1`)).id, disposition: 'refusal', reason: 'phone_no', actor });
		const file = await unansweredKeys(listDeps(db), { surveyId, listId, actor, format: 'csv', locale: 'nb' });
		expect(Buffer.from(file.bytes).toString('utf8')).toBe('\ufeffNøkkel\r\nA7\r\nB8\r\n');
		expect(await db.admin`select actor, subject from audit where survey_id = ${surveyId} and action = 'list.unanswered'`).toEqual([{ actor, subject: { list: listId } }]);
	});
	it('counts: dispositions sum to the members, and the rate is of those still asked', async () => {
		const listId = await personalList(db, surveyId, '4');
		const links = await linksOf(listId);
		await startForm(respondServices(db), links.get('0001') ?? '', 'nb');
		await submitForm(respondServices(db), links.get('0001') ?? '');
		await setDisposition(listDeps(db), { surveyId, seatId: (await seatOf(`L${listId}-0002`)).id, disposition: 'ineligible', reason: 'left', actor });
		const view = await listView(listDeps(db), surveyId, listId, 'nb');
		const { counts } = view;
		expect(counts.not_invited + counts.non_contact + counts.partial + counts.complete + counts.refusal + counts.undeliverable + counts.ineligible).toBe(counts.seats);
		expect(view).toMatchObject({ asked: 3, rate: 1 / 3, strata: [{ label: 'Rolle', value: 'Skoleeier' }], counts: { begun: 1, complete: 1, free: 2 } });
	});
	it('is given up whole: what has not begun becomes ineligible and its links end, what has begun stays', async () => {
		const listId = await personalList(db, surveyId, '3');
		const links = await linksOf(listId);
		await startForm(respondServices(db), links.get('0001') ?? '', 'nb');
		expect(await withdrawList(listDeps(db), { surveyId, listId, actor })).toBe(2);
		expect(await dispositions(db, surveyId, listId)).toEqual({ partial: 1, ineligible: 2 });
		await expect(openForm(respondServices(db), links.get('0002') ?? '')).rejects.toMatchObject({ kind: 'revoked' });
		expect((await openForm(respondServices(db), links.get('0001') ?? '')).status).toBe('open');
		expect(await withdrawList(listDeps(db), { surveyId, listId, actor })).toBe(0);
		await expect(issue(listId, { issued: 1, again: true })).rejects.toMatchObject({ code: 'lists_problem_closed' });
	});
	it('is made whole or not at all, and says what to mend', async () => {
		const make = (more: object) => createPersonalList(listDeps(db), { surveyId, name: 'X', strata: {}, added: {}, actor, members: { count: '3' }, ...more });
		const cases: [object, string][] = [
			[{}, 'lists_problem_no_stratum'], [{ name: ' ' }, 'lists_problem_name'], [{ name: 'x'.repeat(121) }, 'lists_problem_name'],
			[{ strata: { rolle: 'konge' } }, 'lists_problem_category'], [{ strata: { rolle: 'eier' }, added: { rolle: 'Ny' } }, 'lists_problem_two_categories'],
			...['0', '-1', '1,5', '50001', 'mange', ''].map((count): [object, string] => [{ strata: { rolle: 'eier' }, members: { count } }, 'lists_problem_count'])
		];
		for (const [more, code] of cases) await expect(make(more), code).rejects.toMatchObject({ code });
		expect(await db.admin`select count(*)::int as n from seat where survey_id = ${surveyId}`).toEqual([{ n: 0 }]);
		expect(await db.admin`select count(*)::int as n from seat_list where survey_id = ${surveyId}`).toEqual([{ n: 0 }]);
		await make({ added: { rolle: 'Utdanningsforbundet' } });
		await expect(make({ added: { rolle: 'utdanningsforbundet' } })).rejects.toMatchObject({ code: 'lists_problem_name_taken' });
		expect(await db.admin`select code from frame_category where survey_id = ${surveyId} and code ilike 'utdanning%'`).toEqual([{ code: 'Utdanningsforbundet' }]);
	});
	it('makes a stratum of the lists in a survey that has none', async () => {
		const { surveyId: bare } = await makeSurvey(db);
		await createPersonalList(listDeps(db), { surveyId: bare, name: 'Forbundet', strata: {}, added: {}, actor, members: { count: '2' } });
		expect(await db.admin`select variable, code from seat_stratum where survey_id = ${bare}`).toEqual(Array(2).fill({ variable: 'grunnlag_liste', code: 'Forbundet' }));
	});
	it('takes categories of strata from the organisation’s file, by label too', async () => {
		const listId = await personalList(db, surveyId, bytes('Rad;Rolle\n1;Leder\n2;\n3;eier'));
		expect((await db.admin`select s.ref, t.code from seat s join seat_stratum t on (t.survey_id, t.seat_id) = (s.survey_id, s.id) where s.survey_id = ${surveyId} order by s.id`).map((r) => r.code)).toEqual(['leder', 'eier', 'eier']);
		expect((await listView(listDeps(db), surveyId, listId, 'nb')).strata).toEqual([{ label: 'Rolle', value: null, categories: 2 }]);
	});
	it.each([
		['an address as a key', 'nøkkel\nkari@example.org', 'lists_issue_key_email'], ['a name as a key', 'nøkkel\nKari Nordmann', 'lists_issue_key_name'],
		['a name turned round', 'nøkkel\n"Nordmann, Kari"', 'lists_issue_key_name'], ['a national identity number', 'nøkkel\n01010012356', 'lists_issue_key_national'],
		['a formula', 'nøkkel\n=1+1', 'lists_issue_key_formula'], ['a key twice', 'nøkkel\nA\nA', 'lists_issue_key_twice'], ['a row without a key', 'nøkkel;rolle\n;eier', 'lists_issue_key_missing'],
		['a column of names', 'nøkkel;Fornavn\n1;Kari', 'lists_issue_column_contact'], ['a column of addresses', 'nøkkel;E-post\n1;x', 'lists_issue_column_contact'],
		['another column', 'nøkkel;Skostørrelse\n1;43', 'lists_issue_column'], ['an unknown category', 'nøkkel;rolle\n1;konge', 'frame_issue_category']
	])('refuses %s, with row and column, and without repeating it', async (_, text, code) => {
		const error = await personalList(db, surveyId, bytes(text)).then(() => null, (e: unknown) => e);
		expect(error).toBeInstanceOf(FrameRefused);
		const { issues } = error as FrameRefused;
		expect(issues.map((i) => i.code)).toEqual([code]);
		if (/email|name|national/.test(code)) expect(JSON.stringify(issues)).not.toMatch(/kari|nordmann|0101/i);
		expect(await db.admin`select count(*)::int as n from seat where survey_id = ${surveyId}`).toEqual([{ n: 0 }]);
	});
	it('refuses a file without a column of keys', async () => {
		await expect(personalList(db, surveyId, bytes('rolle\neier'))).rejects.toMatchObject({ code: 'lists_problem_no_key' });
	});
});

describe('the population list beside it', () => {
	it('comes and goes without the list’s seats being called absent or changed; a row may not take one of them', async () => {
		const listId = await personalList(db, surveyId, '2');
		const before = await db.admin`select * from seat where survey_id = ${surveyId}`;
		const take = (text: string) => importFrame({ database: db }, { surveyId, fileName: 'l.csv', bytes: bytes(text), actor });
		const report = await take('ref;navn;e-post;rolle\nA;Åse;a@example.org;leder\n');
		expect(report).toMatchObject({ absent: [], changes: { added: 1 } });
		expect(await db.admin`select * from seat where survey_id = ${surveyId} and list_id is not null`).toEqual(before);
		const refused = await take(`ref;navn;e-post;rolle\nA;Åse;a@example.org;leder\nL${listId}-0001;Bo;b@example.org;eier\n`).then(() => null, (e: unknown) => e);
		expect((refused as FrameRefused).issues.filter((i) => i.level === 'error').map((i) => i.code)).toEqual(['lists_issue_ref']);
	});
	it('can still be drawn from when the list’s links are out, and the drawing leaves the list alone', async () => {
		const listId = await personalList(db, surveyId, '3');
		await addSeatsTo(['A', 'B', 'C', 'D']);
		await linksOf(listId);
		await sent(listId);
		const spec = sampleSpecOf(new Map([['method', 'simple'], ['n', '2']]));
		const { preview } = await previewSample({ database: db }, { surveyId, spec, seed: 1, rate: 0.5, icc: 0.05 });
		await drawSample({ database: db }, { surveyId, spec, seed: 1, frameHash: preview?.frameHash ?? '', actor });
		expect(await db.admin`select count(*)::int as n from seat where survey_id = ${surveyId} and sampled and list_id is null`).toEqual([{ n: 2 }]);
		expect(await dispositions(db, surveyId, listId)).toEqual({ non_contact: 3 });
		expect((await sampleOverview({ database: db }, surveyId)).state).toMatchObject({ seats: 4, sampled: 2, undrawn: 0 });
	});
	it('is called alone: nobody is behind the list’s seats to call', async () => {
		const listId = await personalList(db, surveyId, '3');
		await addSeatsTo(['A']);
		await linksOf(listId);
		await sent(listId);
		await db.admin`update seat set disposition = 'non_contact' where survey_id = ${surveyId}`;
		expect((await callList({ database: db }, surveyId, { untried: false }, 1, actor)).rows.map((row) => row.ref)).toEqual(['A']);
	});
	async function addSeatsTo(refs: string[]): Promise<void> {
		await addSeats(db, surveyId, refs.map((ref) => ({ ref, name: ref, email: `${ref}.${surveyId}@example.org`, rolle: 'leder' })));
	}
});

describe('the database', () => {
	it('lets no list’s seat have a contact or fall out of the sample', async () => {
		await personalList(db, surveyId, '1');
		await expect(db.admin`update seat set sampled = false where survey_id = ${surveyId}`).rejects.toMatchObject({ code: '23514' });
		const [person] = await db.admin`insert into contact.person (evaluation_id, name, email, email_key) select evaluation_id, 'N', 'n@example.org', 'n@example.org' from survey s join wave w on w.id = s.wave_id where s.id = ${surveyId} returning id`;
		const [link] = await db.admin`insert into contact.link (person_id) values (${person?.id}) returning contact_key`;
		await expect(db.admin`update seat set contact_key = ${link?.contact_key} where survey_id = ${surveyId}`).rejects.toMatchObject({ code: '23514' });
	});
});
