import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchReturns, fileReply, KEEP_REPLIES_DAYS, recordReturn, takeAll, takeReturn, type FetchDeps } from '../../src/lib/server/fieldwork/returns/index.ts';
import type { Inbox } from '../../src/lib/server/fieldwork/returns/imap.ts';
import { Problem } from '../../src/lib/domain/problem.ts';
import { replacePerson } from '../../src/lib/server/fieldwork/seats/people.ts';
import { resetDisposition, setDisposition } from '../../src/lib/server/fieldwork/seats/decide.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { RETURN_PATH, returned, SECRET } from '../support/returned.ts';

const actor = 'eva';
let db: TestDatabase;
let surveyId: number;
let deps: FetchDeps;
let mailings: number[];
let seats: Map<string, number>;

beforeEach(async () => {
	db = await createDatabase();
	surveyId = await openedSurvey(db);
	deps = { database: db, secret: SECRET, config: { returnPath: RETURN_PATH, softBounces: 3, imapUrl: 'imaps://user:password@imap.example.org/INBOX' } };
	await addSeats(db, surveyId, ['A', 'B', 'C'].map((ref) => ({ ref, name: `Kari ${ref}`, email: `${ref.toLowerCase()}@kommune.example` })));
	const rows = await db.admin<{ id: number }[]>`
		insert into mailing (survey_id, kind, number, subject, body) select ${surveyId}, case n when 0 then 'invitation' else 'reminder' end, n, '{}', '{}' from generate_series(0, 4) n returning id`;
	mailings = rows.map((r) => r.id);
	await db.admin`insert into mail (survey_id, mailing_id, seat_id, state, attempts) select g.survey_id, g.id, s.id, 'sent', 1 from mailing g join seat s using (survey_id)`;
	await db.admin`update seat set disposition = 'non_contact'`;
	seats = new Map((await db.admin<{ id: number; ref: string }[]>`select id, ref from seat`).map((r) => [r.ref, r.id]));
});
afterEach(() => db.drop());

const about = (ref: string, mailing = 0) => ({ surveyId, mailingId: mailings[mailing] ?? 0, seatId: seats.get(ref) ?? 0 });
const take = (name: string, ref: string, mailing = 0, change?: (text: string) => string) => takeReturn(deps, returned(name, about(ref, mailing), change ? { change } : {}));
const dispositions = async () => Object.fromEntries((await db.admin`select ref, disposition from seat order by ref`).map((r) => [r.ref, r.disposition]));
const n = async (table: string) => (await db.admin<{ n: number }[]>`select count(*)::int as n from ${db.admin(table)}`)[0]?.n;
const counted = async () => Object.fromEntries((await db.admin`select coalesce(survey_id::text, '-') || ' ' || reason as what, n from mail_return_count`).map((r) => [r.what, r.n]));
const begin = (ref: string) => db.admin`
	insert into response (survey_id, seat_id, version_id, locale) select ${surveyId}, ${seats.get(ref) ?? 0}, version_id, 'nb' from survey where id = ${surveyId}`;
const replies = async () => (await db.admin<{ id: number; text: string }[]>`select return_id::int as id, text from contact.mail_reply order by 1`);

describe('a dead address', () => {
	it('makes its seat undeliverable, with an event and an audit row that hold codes only', async () => {
		expect(await take('postfix', 'A')).toEqual({ recorded: 'undeliverable', kind: 'hard' });
		expect(await dispositions()).toEqual({ A: 'undeliverable', B: 'non_contact', C: 'non_contact' });
		expect(await db.admin`select kind, disposition, reason, actor from seat_event`).toMatchObject([{ kind: 'disposition', disposition: 'undeliverable', reason: 'bounced', actor: 'returned_mail' }]);
		expect(await db.admin`select code, cause, effect from mail_return`).toMatchObject([{ code: '5.1.1', cause: 'no_mailbox', effect: 'undeliverable' }]);
		expect(await db.admin`select state from mail where (mailing_id, seat_id) = (${about('A').mailingId}, ${about('A').seatId})`).toMatchObject([{ state: 'sent' }]);
		const everything = JSON.stringify([await db.admin`select * from mail_return`, await db.admin`select * from audit`, await db.admin`select * from seat_event`]);
		expect(everything).not.toMatch(/kommune\.example|Kari|virtual/);
	});
	it('counts once, however often the same message is read, also at the same time', async () => {
		const all = await Promise.all(Array.from({ length: 8 }, () => take('postfix', 'A')));
		expect(all.filter((r) => 'recorded' in r)).toHaveLength(1);
		expect(all.filter((r) => 'ignored' in r && r.ignored === 'seen_before')).toHaveLength(7);
		expect(await n('mail_return')).toBe(1);
		expect(await n('seat_event')).toBe(1);
		await resetDisposition({ database: db }, { surveyId, seatId: about('A').seatId, actor });
		await take('postfix', 'A');
		expect((await dispositions()).A).toBe('non_contact');
		expect(await take('postfix', 'A', 1)).toEqual({ recorded: 'undeliverable', kind: 'hard' });
	});
	it('gives way to an answer, whichever comes first', async () => {
		await begin('A');
		expect(await take('postfix', 'A')).toEqual({ recorded: 'answered', kind: 'hard' });
		await take('postfix', 'B');
		await begin('B');
		expect(await dispositions()).toMatchObject({ A: 'partial', B: 'partial' });
	});
	it('changes nothing a person has decided', async () => {
		await setDisposition({ database: db }, { surveyId, seatId: about('A').seatId, disposition: 'refusal', reason: 'phone_no', actor });
		expect(await take('postfix', 'A')).toEqual({ recorded: 'decided', kind: 'hard' });
		expect((await dispositions()).A).toBe('refusal');
	});
	it('proves that a mail of unknown outcome was sent', async () => {
		await db.admin`update mail set state = 'uncertain', reason = 'interrupted' where seat_id = ${about('A').seatId}`;
		await db.admin`update seat set disposition = 'not_invited' where ref = 'A'`;
		await take('exchange-full', 'A');
		expect((await dispositions()).A).toBe('non_contact');
		expect(await db.admin`select state, reason from mail where seat_id = ${about('A').seatId} order by mailing_id limit 2`).toMatchObject([{ state: 'sent', reason: null }, { state: 'uncertain' }]);
	});
	it('is not found by a forger, for a seat that had no such mail, or in another survey', async () => {
		expect(await takeReturn(deps, returned('postfix', about('A'), { secret: 'f'.repeat(40) }))).toEqual({ ignored: 'unmatched' });
		await db.admin`delete from mail where (mailing_id, seat_id) = (${about('A', 4).mailingId}, ${about('A').seatId})`;
		expect(await take('postfix', 'A', 4)).toEqual({ ignored: 'not_sent' });
		await db.admin`update mail set state = 'skipped', reason = 'complete' where (mailing_id, seat_id) = (${about('A', 3).mailingId}, ${about('A').seatId})`;
		expect(await take('postfix', 'A', 3)).toEqual({ ignored: 'not_sent' });
		expect(await takeReturn(deps, returned('postfix', { ...about('A'), surveyId: surveyId + 1 }))).toEqual({ ignored: 'not_sent' });
		expect(await takeReturn(deps, returned('postfix', { ...about('A'), seatId: 2_000_000_000 }))).toEqual({ ignored: 'not_sent' });
		expect(await dispositions()).toEqual({ A: 'non_contact', B: 'non_contact', C: 'non_contact' });
		expect(await counted()).toEqual({ '- unmatched': 1, [`${surveyId} not_sent`]: 2, '- not_sent': 2 });
	});
});

describe('mail that comes back for now', () => {
	it('makes the seat undeliverable when so many mails of it have', async () => {
		expect(await take('exchange-full', 'A', 0)).toEqual({ recorded: 'counted', kind: 'soft' });
		expect(await take('postfix-expired', 'A', 1)).toEqual({ recorded: 'counted', kind: 'soft' });
		expect((await dispositions()).A).toBe('non_contact');
		expect(await take('policy', 'A', 2)).toEqual({ recorded: 'undeliverable', kind: 'soft' });
		expect(await db.admin`select reason from seat_event`).toMatchObject([{ reason: 'bounced_soft' }]);
		expect(await take('policy', 'A', 3)).toEqual({ recorded: 'already', kind: 'soft' });
	});
	it('counts one mail once, whatever is said of it', async () => {
		for (let i = 0; i < 5; i++) expect(await take('exchange-full', 'A', 0, (t) => t.replace('full-1', `full-${i}`))).toEqual({ recorded: 'counted', kind: 'soft' });
		deps.config = { ...deps.config, softBounces: 1 };
		expect(await take('exchange-full', 'B')).toEqual({ recorded: 'undeliverable', kind: 'soft' });
	});
	it('is not a delay, a receipt or an answer in absence', async () => {
		for (const name of ['postfix-delayed', 'out-of-office']) expect(await take(name, 'A')).toMatchObject({ recorded: 'none' });
		expect((await dispositions()).A).toBe('non_contact');
		expect(await n('seat_event')).toBe(0);
		expect(await replies()).toEqual([]);
	});
});

describe('another person in the seat', () => {
	const replace = () => replacePerson({ database: db }, { surveyId, seatId: about('A').seatId, name: 'Ola', email: 'ola@kommune.example', actor });
	it('is not touched by what comes back of earlier mails', async () => {
		await take('exchange-full', 'A', 0);
		await take('exchange-full', 'A', 1);
		await replace();
		expect(await take('postfix', 'A', 2)).toEqual({ recorded: 'former', kind: 'hard' });
		expect(await take('exchange-full', 'A', 3)).toEqual({ recorded: 'former', kind: 'soft' });
		expect(await take('reply-no', 'A', 2)).toEqual({ recorded: 'former', kind: 'reply' });
		expect((await dispositions()).A).toBe('non_contact');
		expect(await replies()).toEqual([]);
	});
	it('is by mails sent since', async () => {
		await db.admin`update mail set state = 'skipped' where (mailing_id, seat_id) = (${about('A', 4).mailingId}, ${about('A').seatId})`;
		await replace();
		await db.admin`update mail set state = 'sending' where (mailing_id, seat_id) = (${about('A', 4).mailingId}, ${about('A').seatId})`;
		expect(await take('postfix', 'A', 4)).toEqual({ recorded: 'undeliverable', kind: 'hard' });
	});
	it('is by a mail of unknown outcome that is sent again', async () => {
		await db.admin`update mail set state = 'uncertain' where (mailing_id, seat_id) = (${about('A', 4).mailingId}, ${about('A').seatId})`;
		await replace();
		expect(await take('postfix', 'A', 4)).toEqual({ recorded: 'former', kind: 'hard' });
		for (const state of ['planned', 'sending', 'sent']) await db.admin`update mail set state = ${state} where (mailing_id, seat_id) = (${about('A', 4).mailingId}, ${about('A').seatId})`;
		expect(await take('postfix', 'A', 4, (t) => t.replaceAll('4F1Zx31234z9rxN', 'other'))).toEqual({ recorded: 'undeliverable', kind: 'hard' });
	});
	it('does not see what the one before wrote, and is not set aside for it by a page that was opened before', async () => {
		await take('reply-no', 'A');
		const [reply] = await replies();
		expect(reply).toBeDefined();
		await replace();
		expect(await replies()).toEqual([]);
		await expect(fileReply({ database: db }, { surveyId, id: reply?.id ?? 0, as: 'refusal', actor })).rejects.toMatchObject({ code: 'returns_problem_filed', status: 409 });
		expect((await dispositions()).A).toBe('non_contact');
	});
});

describe('a reply', () => {
	it('waits, with its words among the contacts, and is filed once', async () => {
		await take('reply-no', 'A');
		const [reply] = await replies();
		expect(reply?.text).toBe('Nei takk, jeg ønsker ikke å delta.\n\nHilsen Kari');
		expect((await dispositions()).A).toBe('non_contact');
		await fileReply({ database: db }, { surveyId, id: reply?.id ?? 0, as: 'refusal', actor });
		expect((await dispositions()).A).toBe('refusal');
		expect(await replies()).toEqual([]);
		expect(await db.admin`select disposition, reason, actor from seat_event`).toMatchObject([{ disposition: 'refusal', reason: 'replied_no', actor }]);
		expect(JSON.stringify(await db.admin`select * from audit`)).not.toContain('Nei takk');
		await expect(fileReply({ database: db }, { surveyId, id: reply?.id ?? 0, as: 'left', actor })).rejects.toMatchObject({ code: 'returns_problem_filed', status: 409 });
		expect((await dispositions()).A).toBe('refusal');
	});
	it('of one who has left makes the seat ineligible; one of no consequence changes nothing', async () => {
		await take('reply-left', 'A');
		await take('left-auto', 'B');
		await take('reply-question', 'C');
		const [a, b, c] = (await replies()).map((r) => r.id);
		expect(await db.admin`select suggestion from mail_return order by id`).toMatchObject([{ suggestion: 'left' }, { suggestion: 'left' }, { suggestion: null }]);
		await fileReply({ database: db }, { surveyId, id: a ?? 0, as: 'left', actor });
		await fileReply({ database: db }, { surveyId, id: b ?? 0, as: 'nothing', actor });
		await fileReply({ database: db }, { surveyId, id: c ?? 0, as: 'nothing', actor });
		expect(await dispositions()).toEqual({ A: 'ineligible', B: 'non_contact', C: 'non_contact' });
		expect(await replies()).toEqual([]);
	});
	it('that cannot be filed so still waits', async () => {
		await take('reply-no', 'A');
		await begin('A');
		await db.admin`update response set state = 'submitted', submitted_at = now()`;
		const [reply] = await replies();
		await expect(fileReply({ database: db }, { surveyId, id: reply?.id ?? 0, as: 'refusal', actor })).rejects.toMatchObject({ code: 'disposition_problem_complete' });
		expect(await replies()).toHaveLength(1);
		await expect(fileReply({ database: db }, { surveyId, id: reply?.id ?? 0, as: 'burn', actor })).rejects.toMatchObject({ code: 'returns_problem_choice' });
		await expect(fileReply({ database: db }, { surveyId: surveyId + 1, id: reply?.id ?? 0, as: 'nothing', actor })).rejects.toMatchObject({ code: 'returns_problem_no_reply' });
	});
	it('is gone with the linkage key, and after its time', async () => {
		await take('reply-no', 'A');
		await take('reply-no', 'B');
		await take('reply-no', 'C');
		await db.admin`delete from contact.link l using seat s where s.contact_key = l.contact_key and s.ref = 'A'`;
		expect(await replies()).toHaveLength(2);
		await db.admin`update contact.mail_reply set at = now() - make_interval(days => ${KEEP_REPLIES_DAYS}, mins => 1) where return_id = (select min(return_id) from contact.mail_reply)`;
		await fetchReturns({ ...deps, config: { ...deps.config, imapUrl: undefined } });
		expect(await replies()).toHaveLength(1);
		expect(await db.admin`select filed_as from mail_return where filed_as is not null`).toMatchObject([{ filed_as: 'expired' }]);
	});
	it('cannot be read by those who serve respondents and analyses', async () => {
		for (const role of ['respond', 'evaluate'] as const) await expect(db[role].sql`select * from contact.mail_reply`).rejects.toMatchObject({ code: '42501' });
		await expect(db.respond.sql`select * from mail_return`).rejects.toMatchObject({ code: '42501' });
	});
});

describe('what nobody wants', () => {
	const inboxOf = (messages: Uint8Array[]): Inbox & { done: Set<number> } => {
		const done = new Set<number>();
		return {
			done, waiting: async () => messages.map((_, i) => i).filter((i) => !done.has(i)), read: async (ids) => ids.map((id) => ({ id, raw: messages[id] ?? new Uint8Array() })),
			handled: async (ids) => ids.forEach((id) => done.add(id)), close: async () => undefined
		};
	};
	it('2,000 pieces of it, is counted, a share at a time, and leaves what matters to be found', async () => {
		const spam = Array.from({ length: 2000 }, (_, i) => returned('spam', about('A'), { change: (t) => `${t.replace('spam-1', `spam-${i}`)}\n${'buy '.repeat(500)}` }));
		const inbox = inboxOf([...spam, returned('postfix', about('A'))]);
		const runs = [];
		do runs.push(await takeAll(deps, inbox)); while (runs.at(-1)?.waiting);
		expect(runs).toHaveLength(5);
		expect(await counted()).toEqual({ '- unmatched': 2000 });
		expect(await n('mail_return')).toBe(1);
		expect((await dispositions()).A).toBe('undeliverable');
		expect(await n('mail_return_count')).toBe(1);
	});
	it('sent to the address of one mail, is kept up to a number', async () => {
		for (let i = 0; i < 25; i++) await take('reply-question', 'A', 0, (t) => t.replace('reply-3', `reply-${i + 10}`));
		expect(await n('mail_return')).toBe(20);
		expect(await counted()).toEqual({ [`${surveyId} too_many`]: 5 });
	});
	it('too large to read, is counted', async () => {
		expect(await takeReturn(deps, Buffer.concat([returned('postfix', about('A')), Buffer.alloc(1_000_000, 'x')]))).toEqual({ ignored: 'too_large' });
		expect(await counted()).toEqual({ '- too_large': 1 });
	});
	it('such as a message that cannot be written down, does not keep the next one waiting', async () => {
		const inbox = inboxOf([returned('postfix', about('A')), returned('postfix', about('B'))]);
		await db.admin.unsafe(`create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$; create trigger f before insert on mail_return for each row when (new.seat_id = ${about('A').seatId}) execute function fail()`);
		await takeAll(deps, inbox);
		expect(await counted()).toEqual({ '- unreadable': 1 });
		expect((await dispositions()).B).toBe('undeliverable');
		expect(inbox.done.size).toBe(2);
	});
	it('is not called handled when the database is away', async () => {
		const inbox = inboxOf([returned('postfix', about('A'))]);
		const away = { ...deps, database: { fieldwork: { ...db.fieldwork, sql: { begin: () => Promise.reject(new Error('away')) } as never } } };
		await expect(takeAll(away, inbox)).rejects.toThrow();
		expect(inbox.done.size).toBe(0);
	});
});

describe('reading the mailbox', () => {
	const check = async () => (await db.admin`select handled, waiting, problem from mail_return_check`)[0];
	it('notes how it went, and what was wrong, without stopping anything', async () => {
		await fetchReturns(deps, async () => ({ waiting: async () => [1], read: async () => [{ id: 1, raw: returned('postfix', about('A')) }], handled: async () => undefined, close: async () => undefined }));
		expect(await check()).toEqual({ handled: 1, waiting: 0, problem: null });
		await fetchReturns(deps, async () => { throw new Problem('returns_problem_authentication', 502); });
		expect(await check()).toEqual({ handled: 0, waiting: 0, problem: 'returns_problem_authentication' });
	});
	it('is done by one at a time', async () => {
		let opened = 0;
		const gate = Promise.withResolvers<void>();
		const slow = async (): Promise<Inbox> => { opened++; await gate.promise; return { waiting: async () => [], read: async () => [], handled: async () => undefined, close: async () => undefined }; };
		const first = fetchReturns(deps, slow);
		while (opened === 0) await new Promise((done) => setTimeout(done, 5));
		await fetchReturns(deps, slow);
		gate.resolve();
		await first;
		expect(opened).toBe(1);
	});
	it('makes the seat and its mail settle whatever comes at once', async () => {
		await Promise.all(['A', 'B', 'C'].flatMap((ref) => [0, 1, 2, 3].flatMap((i) => ['postfix', 'exchange-full', 'reply-no', 'out-of-office'].map((name) => take(name, ref, i)))));
		expect(await dispositions()).toEqual({ A: 'undeliverable', B: 'undeliverable', C: 'undeliverable' });
		expect(await n('mail_return')).toBe(3 * 4 * 4);
		expect(await recordReturn(deps, { ignored: 'unreadable' })).toEqual({ ignored: 'unreadable' });
	});
});
