import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkDoubles, decideDistinct, decideDouble } from '../../../src/lib/server/fieldwork/lists/check-doubles.ts';
import { RULE } from '../../../src/lib/server/fieldwork/lists/doubles.ts';
import { unansweredKeys } from '../../../src/lib/server/fieldwork/lists/links.ts';
import { listView } from '../../../src/lib/server/fieldwork/lists/overview.ts';
import { markSent, resizeOpenList, setOpenListState, withdrawList } from '../../../src/lib/server/fieldwork/lists/state.ts';
import { resetDisposition } from '../../../src/lib/server/fieldwork/seats/decide.ts';
import { openForm } from '../../../src/lib/server/respond/open.ts';
import { sharedView, startShared } from '../../../src/lib/server/respond/shared.ts';
import { submitForm } from '../../../src/lib/server/respond/submit.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { smallQuestionnaire } from '../../support/fieldwork.ts';
import { bytes } from '../../support/frame.ts';
import { dispositions, listDeps, nonce, openList, respondServices } from '../../support/lists.ts';
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

const start = (token: string, from = nonce(), code = '') => startShared(respondServices(db), token, { nonce: from, code, locale: 'nb' });
/** The person's own token. */
const begin = async (token: string, from?: string, code?: string) => (await start(token, from, code)).split('/')[2] ?? '';
const look = (token: string) => sharedView(respondServices(db), token, 'nb');
const view = (listId: number) => listView(listDeps(db), surveyId, listId, 'nb');
const state = (listId: number, to: 'active' | 'paused' | 'closed') => setOpenListState(listDeps(db), { surveyId, listId, actor, state: to });
const resize = (listId: number, count: string, ceiling = '') => resizeOpenList(listDeps(db), { surveyId, listId, actor, count, ceiling });

describe('an open link', () => {
	it('gives each who starts a seat of the list, begun, and a link of their own', async () => {
		const { listId, token } = await openList(db, surveyId, { count: '3' });
		expect(await look(token)).toMatchObject({ locale: 'nb', survey: 'Spørsmål om læring', asksCode: false });
		const one = await openForm(respondServices(db), await begin(token));
		const other = await openForm(respondServices(db), await begin(token));
		expect([one.status, other.status]).toEqual(['open', 'open']);
		expect(one.row.seatId).not.toBe(other.row.seatId);
		expect(await dispositions(db, surveyId, listId)).toEqual({ partial: 2, not_invited: 1 });
	});
	it('is looked at without changing anything', async () => {
		const { token } = await openList(db, surveyId);
		const all = () => db.admin`select (select jsonb_agg(s) from seat s) as s, (select jsonb_agg(l) from seat_list l) as l, (select count(*) from invitation_link) as k, (select count(*) from audit) as a`;
		const before = await all();
		for (let i = 0; i < 3; i++) await look(token);
		expect(await all()).toEqual(before);
	});
	it('gives 10 forms and no more under a ceiling of 10 when 50 start at once', async () => {
		const { listId, token } = await openList(db, surveyId, { count: '40', ceiling: '10' });
		const all = await Promise.allSettled(Array.from({ length: 50 }, () => begin(token)));
		const given = all.flatMap((r) => (r.status === 'fulfilled' ? [r.value] : []));
		expect(given).toHaveLength(10);
		expect(new Set(given).size).toBe(10);
		for (const r of all) if (r.status === 'rejected') expect(r.reason).toMatchObject({ kind: 'full' });
		expect(await dispositions(db, surveyId, listId)).toEqual({ partial: 10, not_invited: 30 });
		expect(await db.admin`select taken from seat_list where survey_id = ${surveyId}`).toEqual([{ taken: 10 }]);
		await expect(db.admin`update seat_list set taken = 11 where survey_id = ${surveyId}`).rejects.toMatchObject({ code: '23514' });
	});
	it('gives one form for one page, posted twice at once or again soon', async () => {
		const { listId, token } = await openList(db, surveyId);
		const page = nonce();
		const both = await Promise.all([begin(token, page), begin(token, page), begin(token, page)]);
		expect(new Set([...both, await begin(token, page)]).size).toBe(1);
		expect(await dispositions(db, surveyId, listId)).toEqual({ partial: 1, not_invited: 9 });
		expect(await db.admin`select count(*)::int as n from invitation_link where survey_id = ${surveyId}`).toEqual([{ n: 1 }]);
	});
	it('does not lead the next person at the same machine into the form of the one before', async () => {
		const { token } = await openList(db, surveyId);
		const page = nonce();
		await begin(token, page);
		await db.admin`update invitation_link set created_at = now() - interval '16 minutes' where survey_id = ${surveyId}`;
		await expect(begin(token, page)).rejects.toMatchObject({ code: 'respond_shared_problem_again', status: 409 });
	});
	it('still leads the same page to its form when the list has become full or paused meanwhile', async () => {
		const { listId, token } = await openList(db, surveyId, { count: '1' });
		const page = nonce();
		const own = await begin(token, page);
		await expect(begin(token)).rejects.toMatchObject({ kind: 'full' });
		await state(listId, 'paused');
		expect(await begin(token, page)).toBe(own);
	});
	it('stores neither its own link nor the ones it gives', async () => {
		const { token } = await openList(db, surveyId);
		const own = await begin(token);
		const stored = JSON.stringify(await db.admin`select l::text as row from invitation_link l union all select a::text from audit a union all select s::text from seat_list s union all select t::text from seat t`);
		for (const secret of [token, own]) expect(stored).not.toContain(secret);
		expect((await view((await db.admin`select id from seat_list where survey_id = ${surveyId}`)[0]?.id)).link).toBe(`https://grunnlag.example/svar/felles/${token}`);
	});
	it('is no personal link, and a personal link is no open one', async () => {
		const { token } = await openList(db, surveyId);
		await expect(openForm(respondServices(db), token)).rejects.toMatchObject({ kind: 'unknown' });
		await expect(look(await begin(token))).rejects.toMatchObject({ kind: 'unknown' });
		for (const bad of ['x', `${token}x`, '']) await expect(look(bad)).rejects.toMatchObject({ kind: 'unknown' });
		await expect(start(token, 'not a nonce')).rejects.toMatchObject({ code: 'respond_problem_malformed' });
	});
	it('takes no starts while it is paused, closed, or outside its time or the survey’s; who has begun goes on', async () => {
		const { listId, token } = await openList(db, surveyId);
		const own = await begin(token);
		await state(listId, 'paused');
		await expect(look(token)).rejects.toMatchObject({ kind: 'paused' });
		await expect(begin(token)).rejects.toMatchObject({ kind: 'paused' });
		await state(listId, 'active');
		await begin(token);
		await state(listId, 'closed');
		await state(listId, 'closed');
		await expect(begin(token)).rejects.toMatchObject({ kind: 'closed' });
		await expect(state(listId, 'active')).rejects.toMatchObject({ code: 'lists_problem_closed' });
		expect((await openForm(respondServices(db), own)).status).toBe('open');
		const later = await openList(db, surveyId, { opensAt: new Date(Date.now() + 3_600_000) }, 'Senere');
		await expect(begin(later.token)).rejects.toMatchObject({ kind: 'not_yet_open' });
		const over = await openList(db, surveyId, { closesAt: new Date(Date.now() - 1000) }, 'Over');
		await expect(begin(over.token)).rejects.toMatchObject({ kind: 'closed' });
		const open = await openList(db, surveyId, {}, 'Åpen');
		await db.admin`update survey set state = 'closed' where id = ${surveyId}`;
		await expect(begin(open.token)).rejects.toMatchObject({ kind: 'closed' });
	});
	it('takes only so many starts a minute', async () => {
		const { token } = await openList(db, surveyId, { count: '100', perMinute: '3' });
		const all = await Promise.allSettled(Array.from({ length: 8 }, () => begin(token)));
		expect(all.filter((r) => r.status === 'fulfilled')).toHaveLength(3);
		for (const r of all) if (r.status === 'rejected') expect(r.reason).toMatchObject({ code: 'respond_shared_problem_busy', status: 429 });
		await db.admin`update seat_list set minute_from = minute_from - interval '1 minute' where survey_id = ${surveyId}`;
		await begin(token);
	});
	it('counts wrong codes among a minute’s starts, so that they cannot be guessed fast', async () => {
		const { token } = await openList(db, surveyId, { codes: bytes('kode\n10001\n10002'), perMinute: '3' });
		for (const code of ['99999', '', '88888']) await expect(begin(token, undefined, code)).rejects.toMatchObject({ code: 'respond_shared_problem_code' });
		await expect(begin(token, undefined, '10001')).rejects.toMatchObject({ code: 'respond_shared_problem_busy' });
	});
	it('gives one form for one code, however it is written, and says the same of a used code as of an unknown one', async () => {
		const { listId, token } = await openList(db, surveyId, { codes: bytes('kode\nab-10 001\nAB10002') });
		expect((await look(token)).asksCode).toBe(true);
		const both = await Promise.allSettled([begin(token, undefined, 'AB10001'), begin(token, undefined, 'ab 10-001')]);
		expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
		for (const code of ['Ab10001', 'nothing', 'x'.repeat(5000)]) await expect(begin(token, undefined, code)).rejects.toMatchObject({ code: 'respond_shared_problem_code' });
		expect(await view(listId)).toMatchObject({ codes: 2, codesUsed: 1, counts: { begun: 1 } });
		const stored = await db.admin`select c::text as row from seat_list_code c where survey_id = ${surveyId}`;
		// the hash of a code may hold its digits by chance
		expect(JSON.stringify(stored).replace(/x[0-9a-f]{64}/g, '')).not.toMatch(/1000|\\\\x/);
		expect(Object.keys((await db.admin`select * from seat_list_code limit 1`)[0] ?? {}).sort()).toEqual(['code_hash', 'list_id', 'survey_id', 'used']);
	});
	it('keeps a code unused when the start came to nothing', async () => {
		const { token } = await openList(db, surveyId, { count: '2', codes: bytes('kode\n10001\n10002') });
		await db.admin`update seat set disposition = 'ineligible' where survey_id = ${surveyId}`;
		await expect(begin(token, undefined, '10001')).rejects.toMatchObject({ kind: 'full' });
		expect(await db.admin`select count(*)::int as n from seat_list_code where survey_id = ${surveyId} and used`).toEqual([{ n: 0 }]);
	});
	it('refuses codes that are too short, and the same code twice', async () => {
		await expect(openList(db, surveyId, { codes: bytes('kode\n12') })).rejects.toMatchObject({ issues: [{ code: 'lists_issue_code_short' }] });
		await expect(openList(db, surveyId, { codes: bytes('kode\nab12\nAB-12') })).rejects.toMatchObject({ issues: [{ code: 'lists_issue_key_twice', value: null }] });
	});
	it('refuses a ceiling above the members, and times that are turned round', async () => {
		await expect(openList(db, surveyId, { count: '5', ceiling: '6' })).rejects.toMatchObject({ code: 'lists_problem_ceiling' });
		await expect(openList(db, surveyId, { perMinute: '0' })).rejects.toMatchObject({ code: 'lists_problem_per_minute' });
		await expect(openList(db, surveyId, { opensAt: new Date(2), closesAt: new Date(1) })).rejects.toMatchObject({ code: 'lists_problem_dates' });
	});
	it('has everyone it was sent to in the frame: those not begun are non-contacts, also those added later', async () => {
		const { listId, token } = await openList(db, surveyId, { count: '4' });
		await begin(token);
		await markSent(listDeps(db), { surveyId, listId, actor, sentOn: today, sendings: 0 });
		expect(await dispositions(db, surveyId, listId)).toEqual({ partial: 1, non_contact: 3 });
		expect(await resize(listId, '6')).toBe(2);
		expect(await dispositions(db, surveyId, listId)).toEqual({ partial: 1, non_contact: 5 });
		expect((await view(listId)).strata).toEqual([{ label: 'Rolle', value: 'Skoleeier', categories: 1 }]);
		await begin(token);
	});
	it('becomes smaller by taking free seats out, never below what has begun', async () => {
		const { listId, token } = await openList(db, surveyId, { count: '6' });
		await begin(token);
		await begin(token);
		expect(await resize(listId, '3')).toBe(-3);
		expect(await view(listId)).toMatchObject({ asked: 3, ceiling: 3, counts: { ineligible: 3, begun: 2 } });
		await expect(resize(listId, '1')).rejects.toMatchObject({ code: 'lists_problem_begun', params: { n: 2 } });
		await expect(resize(listId, '3', '1')).rejects.toMatchObject({ code: 'lists_problem_begun' });
		expect(await resize(listId, '5')).toBe(2);
		expect((await db.admin`select count(distinct ref)::int as n, count(*)::int as seats from seat where survey_id = ${surveyId}`)[0]).toEqual({ n: 8, seats: 8 });
	});
	it('starts nothing once it is given up', async () => {
		const { listId, token } = await openList(db, surveyId, { count: '3' });
		await begin(token);
		await withdrawList(listDeps(db), { surveyId, listId, actor });
		await expect(begin(token)).rejects.toMatchObject({ kind: 'closed' });
		expect(await dispositions(db, surveyId, listId)).toEqual({ partial: 1, ineligible: 2 });
	});
	it('has no keys to remind: nobody knows whose seat is whose', async () => {
		const { listId } = await openList(db, surveyId);
		await expect(unansweredKeys(listDeps(db), { surveyId, listId, actor, format: 'csv', locale: 'nb' })).rejects.toMatchObject({ code: 'lists_problem_kind' });
	});
	it('leaves the respondents’ role without a way round its ceiling', async () => {
		const { token } = await openList(db, surveyId);
		await begin(token);
		const { sql } = db.respond;
		await expect(sql`update seat_list set ceiling = 1000 where survey_id = ${surveyId}`).rejects.toMatchObject({ code: '42501' });
		await expect(sql`insert into seat (survey_id, ref, sampled) values (${surveyId}, 'x', true)`).rejects.toMatchObject({ code: '42501' });
		await expect(sql`insert into invitation_link (survey_id, token_hash, seat_id) values (${surveyId}, ${Buffer.alloc(32)}, 1)`).rejects.toMatchObject({ code: '42501' });
		await expect(sql`select * from seat_list_code`).rejects.toMatchObject({ code: '42501' });
	});
});

describe('possible doubles', () => {
	const rule = { ...RULE, items: 2 };
	async function answered(token: string, kjenner: number, hva: number[]): Promise<{ seatId: number; token: string }> {
		const own = await begin(token);
		const { row } = await openForm(respondServices(db), own);
		await db.admin`insert into answer (survey_id, response_id, item, version_id, kind, state, code) values (${surveyId}, ${row.responseId}, 'kjenner', ${row.versionId}, 'code', 'answered', ${kjenner})`;
		await db.admin`insert into answer (survey_id, response_id, item, version_id, kind, state, codes) values (${surveyId}, ${row.responseId}, 'hva', ${row.versionId}, 'codes', 'answered', ${hva})`;
		await submitForm(respondServices(db), own);
		return { seatId: row.seatId, token: own };
	}
	it('are found among the list’s forms, and no answer leaves the check', async () => {
		const { listId, token } = await openList(db, surveyId);
		const one = await answered(token, 1, [1, 2]);
		const other = await answered(token, 1, [2, 1]);
		await answered(token, 2, [1]);
		const found = await checkDoubles(listDeps(db), surveyId, listId, rule);
		expect(found).toMatchObject({ forms: 3, pairCount: 1, pairs: [{ seatId: one.seatId, otherId: other.seatId, items: 2, same: 2, share: 1 }] });
		expect(Object.keys(found.pairs[0] ?? {}).sort()).toEqual(['items', 'minutes', 'one', 'other', 'otherId', 'same', 'seatId', 'share']);
	});
	it('that a person finds are doubles count as no answer, once, with nothing lost; and can be taken back', async () => {
		const { listId, token } = await openList(db, surveyId);
		await answered(token, 1, [1]);
		const { seatId, token: own } = await answered(token, 1, [1]);
		const decide = () => decideDouble(listDeps(db), { surveyId, listId, actor, seatId });
		await decide();
		await decide();
		expect(await dispositions(db, surveyId, listId)).toEqual({ complete: 1, ineligible: 1, not_invited: 8 });
		expect(await db.admin`select disposition, reason, actor from seat_event where survey_id = ${surveyId}`).toEqual([{ disposition: 'ineligible', reason: 'duplicate', actor }]);
		expect(await db.admin`select count(*)::int as n from answer a join response r on (r.survey_id, r.id) = (a.survey_id, a.response_id) where r.seat_id = ${seatId} and r.survey_id = ${surveyId} and a.state = 'answered'`).toEqual([{ n: 2 }]);
		await expect(openForm(respondServices(db), own)).rejects.toMatchObject({ kind: 'revoked' });
		expect((await checkDoubles(listDeps(db), surveyId, listId, rule)).pairCount).toBe(0);
		await resetDisposition(listDeps(db), { surveyId, seatId, actor });
		expect((await openForm(respondServices(db), own)).status).toBe('open');
		expect(await submitForm(respondServices(db), own)).toBe(true);
		expect(await dispositions(db, surveyId, listId)).toEqual({ complete: 2, not_invited: 8 });
	});
	it('that a person finds are none are not suspected again', async () => {
		const { listId, token } = await openList(db, surveyId);
		const one = await answered(token, 1, [1]);
		const other = await answered(token, 1, [1]);
		for (let i = 0; i < 2; i++) await decideDistinct(listDeps(db), { surveyId, listId, actor, seatId: other.seatId, otherId: one.seatId });
		expect((await checkDoubles(listDeps(db), surveyId, listId, rule)).pairCount).toBe(0);
	});
	it('are decided about within the list alone', async () => {
		const { listId, token } = await openList(db, surveyId);
		const { listId: another } = await openList(db, surveyId, {}, 'En annen');
		const { seatId } = await answered(token, 1, [1]);
		await expect(decideDouble(listDeps(db), { surveyId, listId: another, actor, seatId })).rejects.toMatchObject({ code: 'lists_problem_no_seat' });
		await expect(decideDistinct(listDeps(db), { surveyId, listId: another, actor, seatId, otherId: seatId })).rejects.toMatchObject({ code: 'lists_problem_no_seat' });
		await expect(decideDouble(listDeps(db), { surveyId, listId, actor, seatId: 999_999 })).rejects.toMatchObject({ code: 'lists_problem_no_seat' });
	});
	it('include forms that were sent in empty', async () => {
		const { listId, token } = await openList(db, surveyId);
		const own = await begin(token);
		await submitForm(respondServices(db), own);
		const { odd } = await checkDoubles(listDeps(db), surveyId, listId, rule);
		expect(odd.map((o) => o.why)).toEqual(['empty']);
	});
});
