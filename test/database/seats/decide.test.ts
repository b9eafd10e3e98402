import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashToken } from '../../../src/lib/server/access/token.ts';
import { reopenResponse, startResponse } from '../../../src/lib/server/db/respond.ts';
import { readTimeline } from '../../../src/lib/server/db/seat-timeline.ts';
import { recordContact, resetDisposition, seatNotes, setDisposition } from '../../../src/lib/server/fieldwork/seats/decide.ts';
import { optOut } from '../../../src/lib/server/respond/opt-out.ts';
import { responseTotals } from '../../../src/lib/server/results/response.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { seedSurvey, type Seeded } from '../../support/seed.ts';
import { TEST_SECRET } from '../../support/server.ts';

const actor = 'eva';
const NOTE = 'Åse ringte: vil ikke delta';
let db: TestDatabase;
let s: Seeded;
const deps = () => ({ database: db });
const id = (i: number) => s.seatIds[i] ?? 0;
const link = (i: number) => ({ surveyId: s.surveyId, hash: Buffer.from(hashToken(s.tokens[i] ?? '', TEST_SECRET)) });
const of = (i: number) => db.admin<{ disposition: string; setBy: number | null }[]>`select disposition, set_by::int as "setBy" from seat where id = ${id(i)}`.then(([row]) => row);
const refuse = (i: number, note?: string) => setDisposition(deps(), { surveyId: s.surveyId, seatId: id(i), disposition: 'refusal', reason: 'phone_no', note, actor });
const start = (i: number) => startResponse(db.respond.sql, link(i), 'nb');
const submit = (i: number) => db.admin`update response set state = 'submitted', submitted_at = now() where seat_id = ${id(i)}`;

async function sums(): Promise<void> {
	const totals = await responseTotals({ database: db }, s.surveyId);
	expect(Object.values(totals.dispositions).reduce((a, b) => a + b)).toBe(totals.population);
}

beforeEach(async () => {
	db = await createDatabase();
	s = await seedSurvey(db.admin, { seats: 4 });
});
afterEach(async () => {
	await sums();
	await db.drop();
});

describe('a disposition set by hand', () => {
	it('is an event with who, when and why, points to it, and stands in the seat’s history', async () => {
		await refuse(0, NOTE);
		const seat = await of(0);
		expect(seat?.disposition).toBe('refusal');
		const last = (await readTimeline(db.evaluate.db, s.surveyId, id(0))).at(-1);
		expect(last).toMatchObject({ disposition: 'refusal', event: { id: seat?.setBy, kind: 'disposition', disposition: 'refusal', reason: 'phone_no', actor } });
		expect(Date.now() - (last?.at.getTime() ?? 0)).toBeLessThan(60_000);
	});
	it('keeps its note with the contacts: not in the audit, and out of reach for analyses and respondents', async () => {
		await refuse(0, NOTE);
		expect([...(await seatNotes(deps(), s.surveyId, id(0))).values()]).toEqual([NOTE]);
		const audit = await db.admin`select actor, action, subject from audit where action like 'seat.%'`;
		expect(audit).toMatchObject([{ actor, action: 'seat.disposition', subject: { seat: id(0), disposition: 'refusal', reason: 'phone_no' } }]);
		expect(JSON.stringify(audit)).not.toContain('ringte');
		for (const sql of [db.evaluate.sql, db.respond.sql]) await expect(sql`select * from contact.seat_note`).rejects.toMatchObject({ code: '42501' });
	});
	it('is one event when the same is filed twice, and another when the reason is another', async () => {
		expect(await refuse(0)).toEqual({ changed: true });
		expect(await refuse(0)).toEqual({ changed: false });
		await setDisposition(deps(), { surveyId: s.surveyId, seatId: id(0), disposition: 'refusal', reason: 'withdrawn', actor });
		expect(await db.admin`select reason from seat_event order by id`).toMatchObject([{ reason: 'phone_no' }, { reason: 'withdrawn' }]);
		expect(await db.admin`select from disposition_history where seat_id = ${id(0)} and disposition = 'refusal'`).toHaveLength(1);
	});
	it('is refused for a form sent in, a begun form called undeliverable, a seat not drawn, an unknown reason and "other" without a note', async () => {
		await start(0);
		const set = (seatId: number, disposition: 'refusal' | 'undeliverable' | 'ineligible', reason: string) => setDisposition(deps(), { surveyId: s.surveyId, seatId, disposition, reason, actor });
		await expect(set(id(0), 'undeliverable', 'bounced')).rejects.toMatchObject({ code: 'disposition_problem_begun', status: 409 });
		await submit(0);
		for (const [d, r] of [['refusal', 'withdrawn'], ['ineligible', 'left']] as const) await expect(set(id(0), d, r)).rejects.toMatchObject({ code: 'disposition_problem_complete', status: 409 });
		await db.admin`update seat set disposition = 'not_invited', sampled = false where id = ${id(1)}`;
		await expect(set(id(1), 'refusal', 'phone_no')).rejects.toMatchObject({ code: 'disposition_problem_not_sampled' });
		expect(await set(id(1), 'ineligible', 'left')).toEqual({ changed: true });
		await expect(set(id(2), 'refusal', 'bounced')).rejects.toMatchObject({ code: 'disposition_problem_reason', status: 422 });
		await expect(set(id(2), 'refusal', 'opted_out')).rejects.toMatchObject({ code: 'disposition_problem_reason' });
		await expect(set(id(2), 'refusal', 'other')).rejects.toMatchObject({ code: 'disposition_problem_note_needed' });
		await expect(set(999_999, 'refusal', 'phone_no')).rejects.toMatchObject({ code: 'evaluate_problem_no_seat', status: 404 });
		expect(await db.admin`select from seat_event`).toHaveLength(1);
	});
	it('cannot be written on a submitted form, or with another event’s disposition, whatever code tries', async () => {
		await refuse(0);
		const event = (await of(0))?.setBy ?? 0;
		await expect(db.admin`update seat set disposition = 'refusal', set_by = ${event} where id = ${id(1)}`).rejects.toMatchObject({ code: '23503' });
		await start(2);
		await submit(2);
		const [made] = await db.admin<[{ id: number }]>`insert into seat_event (survey_id, seat_id, kind, disposition, reason, actor) values (${s.surveyId}, ${id(2)}, 'disposition', 'refusal', 'phone_no', 'x') returning id::int`;
		await expect(db.admin`update seat set disposition = 'refusal', set_by = ${made.id} where id = ${id(2)}`).rejects.toMatchObject({ code: 'GR004' });
		await expect(db.admin`update seat_event set actor = 'y'`).rejects.toMatchObject({ code: 'GR001' });
		await expect(db.admin`delete from seat_event`).rejects.toMatchObject({ code: 'GR001' });
	});
	it('of a seat that is not concerned closes its link', async () => {
		await setDisposition(deps(), { surveyId: s.surveyId, seatId: id(0), disposition: 'ineligible', reason: 'left', actor });
		expect(await start(0)).toBe('revoked');
		expect(await of(0)).toMatchObject({ disposition: 'ineligible' });
	});
});

describe('an answer after a refusal', () => {
	it('wins: the seat is partial and then complete, and the refusal stays in its history', async () => {
		await refuse(0);
		expect(await start(0)).toBe('open');
		expect(await of(0)).toEqual({ disposition: 'partial', setBy: null });
		await submit(0);
		expect(await of(0)).toEqual({ disposition: 'complete', setBy: null });
		expect((await readTimeline(db.evaluate.db, s.surveyId, id(0))).map((r) => [r.disposition, r.event?.actor ?? null])).toEqual([['non_contact', null], ['refusal', actor], ['partial', null], ['complete', null]]);
	});
	it('wins also when the form had been begun before the refusal: the next save, or sending in', async () => {
		await start(0);
		await start(1);
		await refuse(0);
		await refuse(1);
		expect((await of(0))?.disposition).toBe('refusal');
		await db.admin`update response set revision = revision + 1 where seat_id = ${id(0)}`;
		expect(await of(0)).toEqual({ disposition: 'partial', setBy: null });
		await submit(1);
		expect(await of(1)).toEqual({ disposition: 'complete', setBy: null });
	});
	it('that is being sent in as the refusal is filed wins, whichever comes first', async () => {
		await start(0);
		const results = await Promise.allSettled([refuse(0), submit(0)]);
		expect(results[1]?.status).toBe('fulfilled');
		expect(await of(0)).toEqual({ disposition: 'complete', setBy: null });
	});
	it('may be opened again by an evaluator without bringing the refusal back', async () => {
		await start(0);
		await refuse(0);
		await submit(0);
		await reopenResponse(db.evaluate.sql, s.surveyId, id(0), actor);
		expect(await of(0)).toEqual({ disposition: 'partial', setBy: null });
	});
});

describe('back to automatic', () => {
	const reset = (i: number) => resetDisposition(deps(), { surveyId: s.surveyId, seatId: id(i), actor });
	it('is what the mail made of the seat', async () => {
		await refuse(0);
		expect(await reset(0)).toEqual({ changed: true });
		expect(await of(0)).toEqual({ disposition: 'non_contact', setBy: null });
		expect(await reset(0)).toEqual({ changed: false });
		await db.admin`update seat set disposition = 'undeliverable' where id = ${id(1)}`;
		await refuse(1);
		await reset(1);
		expect(await of(1)).toEqual({ disposition: 'undeliverable', setBy: null });
		await db.admin`update seat set disposition = 'not_invited' where id = ${id(2)}`;
		await refuse(2);
		await reset(2);
		expect(await of(2)).toEqual({ disposition: 'not_invited', setBy: null });
	});
	it('is partial for a form that was begun', async () => {
		await start(0);
		await refuse(0);
		await reset(0);
		expect(await of(0)).toEqual({ disposition: 'partial', setBy: null });
	});
	it('counts a mail that went out while the seat was set by hand', async () => {
		await db.admin`update seat set disposition = 'not_invited' where id = ${id(0)}`;
		const [mailing] = await db.admin<[{ id: number }]>`insert into mailing (survey_id, kind, number, subject, body) values (${s.surveyId}, 'invitation', 0, '{}', '{}') returning id`;
		await db.admin`insert into mail (survey_id, mailing_id, seat_id, state) values (${s.surveyId}, ${mailing.id}, ${id(0)}, 'sent')`;
		await refuse(0);
		await reset(0);
		expect(await of(0)).toEqual({ disposition: 'non_contact', setBy: null });
	});
});

describe('an attempt to reach a person', () => {
	it('changes no disposition, and stands in the history with its note', async () => {
		await recordContact(deps(), { surveyId: s.surveyId, seatId: id(0), reason: 'call_back', note: ' Ring torsdag ', actor });
		expect(await of(0)).toEqual({ disposition: 'non_contact', setBy: null });
		const last = (await readTimeline(db.evaluate.db, s.surveyId, id(0))).at(-1);
		expect(last).toMatchObject({ disposition: null, event: { kind: 'contact', reason: 'call_back' } });
		expect((await seatNotes(deps(), s.surveyId, id(0))).get(last?.event?.id ?? 0)).toBe('Ring torsdag');
	});
	it('is refused with a note that is too long or a result that is none', async () => {
		const contact = (reason: string, note: string) => recordContact(deps(), { surveyId: s.surveyId, seatId: id(0), reason, note, actor });
		await expect(contact('no_answer', 'x'.repeat(2001))).rejects.toMatchObject({ code: 'disposition_problem_note_long', status: 422 });
		await expect(contact('phone_no', '')).rejects.toMatchObject({ code: 'disposition_problem_reason' });
	});
});

describe('opting out by the link', () => {
	const out = (i: number) => optOut({ database: db, secret: TEST_SECRET }, s.tokens[i] ?? '');
	it('is a refusal by the respondent, once however often it is posted', async () => {
		expect([await out(0), await out(0)]).toEqual([true, true]);
		expect(await of(0)).toMatchObject({ disposition: 'refusal' });
		expect(await db.admin`select actor, reason from seat_event`).toEqual([{ actor: 'respondent', reason: 'opted_out' }]);
		expect(await db.admin`select from audit where action = 'seat.opt_out'`).toHaveLength(1);
	});
	it('leaves a form sent in as it is, and knows no other links', async () => {
		await start(0);
		await submit(0);
		expect(await out(0)).toBe(false);
		expect((await of(0))?.disposition).toBe('complete');
		await db.admin`update invitation_link set revoked_at = now() where seat_id = ${id(1)}`;
		await expect(out(1)).rejects.toMatchObject({ kind: 'unknown' });
		await setDisposition(deps(), { surveyId: s.surveyId, seatId: id(2), disposition: 'ineligible', reason: 'left', actor });
		await expect(out(2)).rejects.toMatchObject({ kind: 'revoked' });
		await expect(optOut({ database: db, secret: TEST_SECRET }, 'x')).rejects.toMatchObject({ kind: 'unknown' });
	});
	it('is taken back by an answer', async () => {
		await out(0);
		expect(await start(0)).toBe('open');
		expect(await of(0)).toEqual({ disposition: 'partial', setBy: null });
	});
});
