import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashToken } from '../../../src/lib/server/access/token.ts';
import { readTimeline } from '../../../src/lib/server/db/seat-timeline.ts';
import { queueMailing } from '../../../src/lib/server/fieldwork/jobs/index.ts';
import { createMailing, defaultTexts, invite, settleByHand, type MailDeps } from '../../../src/lib/server/fieldwork/mail/index.ts';
import type { OutgoingMail, Transport } from '../../../src/lib/server/fieldwork/mail/transport.ts';
import { callList } from '../../../src/lib/server/fieldwork/seats/call-list.ts';
import { recordContact, resetDisposition, setDisposition } from '../../../src/lib/server/fieldwork/seats/decide.ts';
import { addLateSeat, replacePerson, type LateSeat } from '../../../src/lib/server/fieldwork/seats/people.ts';
import { frameAt } from '../../../src/lib/server/results/frame-at.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { addSeats, openedSurvey } from '../../support/fieldwork.ts';

const actor = 'eva';
const secret = 's'.repeat(40);
let db: TestDatabase;
let surveyId: number;
let deps: MailDeps;
let got: OutgoingMail[];

const transport = (): Transport => ({ kind: 'smtp', batch: 3, close: () => undefined, send: async (mail) => { got.push(mail); return { state: 'sent' }; } });
const send = (number = 0) => invite(deps, { surveyId, actor, transport: transport(), ...(number > 0 && { kind: 'reminder' as const, number }) });
const idOf = async (ref: string) => (await db.admin<{ id: number }[]>`select id from seat where ref = ${ref}`)[0]?.id ?? 0;
const set = async (ref: string, disposition: 'refusal' | 'undeliverable' | 'ineligible', reason: string) =>
	setDisposition({ database: db }, { surveyId, seatId: await idOf(ref), disposition, reason, actor });
const seats = async () => Object.fromEntries((await db.admin`select ref, disposition from seat order by id`).map((r) => [r.ref, r.disposition]));
const late = (change: Partial<LateSeat> = {}) => addLateSeat({ database: db }, {
	surveyId, ref: 'L1', name: 'Liv Ås', email: 'liv@example.org', locale: 'nn', sampled: true, strata: { rolle: 'leder' }, actor, ...change
});
const replace = async (ref: string, name: string, email: string) => replacePerson({ database: db }, { surveyId, seatId: await idOf(ref), name, email, actor });

beforeEach(async () => {
	db = await createDatabase();
	got = [];
	surveyId = await openedSurvey(db);
	deps = { database: db, secret, config: { origin: 'https://svar.example.no', dataDir: '/nowhere', smtpUrl: undefined, mailFrom: 'Instituttet <svar@example.org>' } };
	for (const [kind, number] of [['invitation', 0], ['reminder', 1], ['reminder', 2]] as const) {
		expect(await createMailing(deps, { surveyId, kind, number, ...defaultTexts(kind, { deadline: true }), actor })).toMatchObject({ ok: true });
	}
	await addSeats(db, surveyId, ['A', 'B', 'C', 'D', 'E'].map((ref) => ({ ref, name: `Person ${ref}`, email: `${ref.toLowerCase()}@example.org`, rolle: 'eier' })));
});
afterEach(() => db.drop());

describe('the sender', () => {
	it('sends no invitation to those who were set aside before it, also those planned already', async () => {
		await set('A', 'refusal', 'replied_no');
		await set('B', 'ineligible', 'left');
		await set('C', 'undeliverable', 'wrong_address');
		expect(await send()).toMatchObject({ sent: 2 });
		expect(got.map((m) => m.place.ref).sort()).toEqual(['D', 'E']);
	});
	it('invites at the next order who was set aside when the invitation went, and is no longer', async () => {
		await queueMailing(deps, { surveyId, actor });
		await set('A', 'ineligible', 'left');
		await send();
		expect(got.map((m) => m.place.ref)).not.toContain('A');
		got = [];
		await resetDisposition({ database: db }, { surveyId, seatId: await idOf('A'), actor });
		expect(await send()).toMatchObject({ sent: 1 });
		expect(got.map((m) => m.place.ref)).toEqual(['A']);
		expect(await send()).toMatchObject({ sent: 0 });
	});
	it('sends no reminder to who opted out, withdrew, left or cannot be reached', async () => {
		await send();
		got = [];
		const [, , hash] = await db.admin<{ hash: string }[]>`select encode(token_hash, 'hex') as hash from invitation_link order by seat_id`;
		await db.respond.sql`select respond_opt_out(${surveyId}, decode(${hash?.hash ?? ''}, 'hex'))`;
		await set('A', 'refusal', 'withdrawn');
		await set('B', 'ineligible', 'left');
		await set('D', 'undeliverable', 'bounced');
		expect(await send(1)).toMatchObject({ sent: 1 });
		expect(got.map((m) => m.place.ref)).toEqual(['E']);
		expect(await seats()).toEqual({ A: 'refusal', B: 'ineligible', C: 'refusal', D: 'undeliverable', E: 'non_contact' });
	});
	it('skips a seat that is set aside between plan and sending', async () => {
		await send();
		await db.admin`insert into mail (survey_id, mailing_id, seat_id) select survey_id, (select id from mailing where kind = 'reminder' and number = 1), id from seat where ref = 'A'`;
		await set('A', 'refusal', 'phone_no');
		await send(1);
		expect(await db.admin`select m.state, reason from mail m join seat s on s.id = m.seat_id join mailing g on g.id = m.mailing_id where ref = 'A' and kind = 'reminder'`).toEqual([{ state: 'skipped', reason: 'refusal' }]);
	});
	it('reaches a seat that was put back to automatic by the next reminder', async () => {
		await send();
		await set('A', 'refusal', 'phone_no');
		await send(1);
		await resetDisposition({ database: db }, { surveyId, seatId: await idOf('A'), actor });
		got = [];
		await send(2);
		expect(got.map((m) => m.place.ref)).toContain('A');
	});
});

describe('another person in a seat', () => {
	it('ends earlier links, forgets who left, and gets the next reminder with a link of their own', async () => {
		const tokens: string[] = [];
		await invite(deps, { surveyId, actor, transport: transport(), collectLinks: (ref, url) => { if (ref === 'A') tokens.push(url.split('/').at(-1) ?? ''); } });
		expect(await replace('A', 'Ny  Person\n', ' Ny@Example.org ')).toEqual({ invited: true });
		expect(await db.admin`select name, email, email_key from contact.person where email_key in ('a@example.org', 'ny@example.org')`).toEqual([{ name: 'Ny Person', email: 'Ny@Example.org', email_key: 'ny@example.org' }]);
		const [row] = await db.respond.sql`select status from respond_open(${surveyId}, ${Buffer.from(hashToken(tokens[0] ?? '', secret))})`;
		expect(row?.status).toBe('revoked');
		got = [];
		await send(1);
		expect(got.find((m) => m.place.ref === 'A')?.to).toEqual({ name: 'Ny Person', address: 'Ny@Example.org' });
		expect((await readTimeline(db.evaluate.db, surveyId, await idOf('A'))).map((r) => r.event?.kind ?? r.disposition)).toEqual(['not_invited', 'non_contact', 'replaced']);
		expect(JSON.stringify(await db.admin`select actor, action, subject from audit`)).not.toMatch(/example\.org|Person/);
	});
	it('gets the invitation when none had gone out, also after an address that failed', async () => {
		await set('B', 'ineligible', 'left');
		const refusing: Transport = { ...transport(), send: async (mail) => (mail.place.ref === 'A' ? { state: 'refused', reason: 'smtp_550_5.1.1', address: true } : { state: 'sent' }) };
		await invite(deps, { surveyId, actor, transport: refusing });
		expect(await seats()).toMatchObject({ A: 'undeliverable', B: 'ineligible' });
		expect(await replace('A', 'Ny A', 'ny.a@example.org')).toEqual({ invited: false });
		expect(await replace('B', 'Ny B', 'ny.b@example.org')).toEqual({ invited: false });
		expect(await seats()).toMatchObject({ A: 'not_invited', B: 'not_invited' });
		await send();
		expect(got.map((m) => m.to.address).sort()).toEqual(['ny.a@example.org', 'ny.b@example.org']);
	});
	it('gets the invitation of unknown outcome when a person says that it is to be sent again', async () => {
		const lost: Transport = { ...transport(), send: async (mail) => { got.push(mail); return mail.place.ref === 'A' ? { state: 'unknown', reason: 'connection_lost' } : { state: 'sent' }; } };
		await invite(deps, { surveyId, actor, transport: lost });
		await replace('A', 'Ny Person', 'ny@example.org');
		expect((await seats()).A).toBe('non_contact');
		expect(await settleByHand(deps, { surveyId, refs: ['A'], as: 'again', actor })).toBe(1);
		got = [];
		expect(await send()).toMatchObject({ sent: 1, skipped: 0 });
		expect(got.map((m) => [m.place.ref, m.to.address])).toEqual([['A', 'ny@example.org']]);
		expect((await seats()).A).toBe('non_contact');
	});
	it('counts a person’s seats anew, and keeps a person who has another seat', async () => {
		await replace('A', 'Person B', 'b@example.org');
		expect(await db.admin`select ref, seats_held from seat where ref in ('A', 'B') order by ref`).toEqual([{ ref: 'A', seats_held: 2 }, { ref: 'B', seats_held: 2 }]);
		await replace('A', 'Ny', 'ny@example.org');
		expect(await db.admin`select from contact.person where email_key = 'b@example.org'`).toHaveLength(1);
	});
	it('is refused once a form has been begun, for the same address, and without a name or an address that works', async () => {
		await expect(replace('A', 'x', 'A@example.org')).rejects.toMatchObject({ code: 'disposition_problem_same_person' });
		await expect(replace('A', ' ', 'ny@example.org')).rejects.toMatchObject({ code: 'disposition_problem_name', status: 422 });
		await expect(replace('A', 'Ny', 'ny@')).rejects.toMatchObject({ code: 'disposition_problem_email', status: 422 });
		const [version] = await db.admin<[{ id: number }]>`select id from questionnaire_version`;
		await db.admin`update seat set disposition = 'non_contact' where ref = 'A'`;
		await db.admin`insert into response (survey_id, seat_id, version_id, locale) values (${surveyId}, ${await idOf('A')}, ${version.id}, 'nb')`;
		await expect(replace('A', 'Ny', 'ny@example.org')).rejects.toMatchObject({ code: 'disposition_problem_replace_answered', status: 409 });
		expect(await db.admin`select from seat_event`).toHaveLength(0);
	});
});

describe('a late seat', () => {
	it('is one more, with its categories, and is invited with the next run', async () => {
		await send();
		got = [];
		const id = await late();
		expect(await db.admin`select s.id, s.locale, s.disposition, t.code from seat s join seat_stratum t on t.seat_id = s.id where ref = 'L1'`).toEqual([{ id, locale: 'nn', disposition: 'not_invited', code: 'leder' }]);
		expect(await send()).toMatchObject({ planned: 1, sent: 1 });
		expect(got[0]?.to.address).toBe('liv@example.org');
		expect((await readTimeline(db.evaluate.db, surveyId, id))[0]).toMatchObject({ event: { kind: 'added', actor } });
	});
	it('is refused with a key that is taken, a category the list does not have, or no person; nothing is left half done', async () => {
		const before = await db.admin`select count(*)::int as n from contact.person`;
		await expect(late({ ref: 'A' })).rejects.toMatchObject({ code: 'disposition_problem_ref_taken', status: 409, params: { ref: 'A' } });
		await expect(late({ ref: ' ' })).rejects.toMatchObject({ code: 'disposition_problem_ref', status: 422 });
		await expect(late({ strata: { rolle: 'konge' } })).rejects.toMatchObject({ code: 'disposition_problem_category', status: 422 });
		await expect(late({ email: 'liv' })).rejects.toMatchObject({ code: 'disposition_problem_email' });
		expect(await db.admin`select count(*)::int as n from contact.person`).toEqual(before);
	});
});

describe('the list as it was on a day', () => {
	const day = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
	const at = (when: string) => frameAt({ database: db }, surveyId, when, 1, 'nb');
	/** Everything so far happened so many days ago. */
	const age = async (days: number) => {
		for (const [table, column] of [['disposition_history', 'at'], ['seat_past', 'until'], ['seat_stratum_past', 'until']] as const) {
			await db.admin.unsafe(`alter table ${table} disable trigger immutable; update ${table} set ${column} = ${column} - interval '${days} days'; alter table ${table} enable trigger immutable`);
		}
		await db.admin.unsafe(`update seat set added_at = added_at - interval '${days} days'`);
	};
	it('has the seats, the dispositions, the draw and the categories of that day, and sums', async () => {
		await age(10);
		await send();
		await set('A', 'refusal', 'phone_no');
		await late();
		await age(10);
		await set('B', 'ineligible', 'left');
		await db.admin`update seat_stratum set code = 'leder' where seat_id = ${await idOf('C')}`;
		await db.admin`delete from seat_stratum where seat_id = ${await idOf('D')}`;
		await db.admin`update seat set sampled = false, disposition = 'not_invited' where ref = 'E'`;
		const then = async (when: string) => {
			const { seats: rows, population, dispositions, sampled } = await at(when);
			expect(dispositions.reduce((n, d) => n + d.seats, 0)).toBe(population);
			return { sampled, rows: rows.map((r) => `${r.ref} ${r.disposition} ${r.strata[0]?.category}`) };
		};
		expect(await then(day(-30))).toEqual({ sampled: 0, rows: [] });
		expect(await then(day(-15))).toEqual({ sampled: 5, rows: ['A', 'B', 'C', 'D', 'E'].map((r) => `${r} not_invited Skoleeier`) });
		expect(await then(day(-5))).toEqual({ sampled: 6, rows: ['A refusal Skoleeier', ...['B', 'C', 'D', 'E'].map((r) => `${r} non_contact Skoleeier`), 'L1 not_invited Leder'] });
		expect(await then(day(1))).toEqual({ sampled: 5, rows: [
			'A refusal Skoleeier', 'B ineligible Skoleeier', 'C non_contact Leder', 'D non_contact Ikke oppgitt', 'E not_invited Skoleeier', 'L1 not_invited Leder'
		] });
	});
});

describe('the call list', () => {
	const list = (query: Partial<Parameters<typeof callList>[2]> = {}) => callList({ database: db }, surveyId, { disposition: undefined, untried: false, search: undefined, ...query }, 1, actor);
	it('has those who were invited and have not answered, with name and address, those never tried first', async () => {
		await send();
		await set('A', 'refusal', 'phone_no');
		await set('B', 'undeliverable', 'bounced');
		await recordContact({ database: db }, { surveyId, seatId: await idOf('C'), reason: 'no_answer', note: 'Svarer ikke', actor });
		const { n, rows } = await list();
		expect(n).toBe(4);
		expect(rows.map((r) => [r.ref, r.name, r.attempts])).toEqual([['D', 'Person D', 0], ['E', 'Person E', 0], ['B', 'Person B', 0], ['C', 'Person C', 1]]);
		expect(rows.at(-1)?.last).toMatchObject({ kind: 'contact', reason: 'no_answer', note: 'Svarer ikke' });
		expect((await list({ untried: true })).rows.map((r) => r.ref)).toEqual(['D', 'E', 'B']);
		expect((await list({ disposition: 'undeliverable' })).rows.map((r) => r.ref)).toEqual(['B']);
	});
	it('finds whoever wrote by name or address, whatever the disposition', async () => {
		await send();
		await set('A', 'refusal', 'phone_no');
		expect((await list({ search: 'A@EXAMPLE' })).rows.map((r) => r.ref)).toEqual(['A']);
		expect((await list({ search: '%' })).rows).toEqual([]);
	});
	it('says in the audit that it was read, once an hour, and never who was on it', async () => {
		await send();
		await list();
		await list({ search: 'd@example.org' });
		const audit = await db.admin`select actor, subject from audit where action = 'call_list.read'`;
		expect(audit).toEqual([{ actor, subject: {} }]);
	});
});
