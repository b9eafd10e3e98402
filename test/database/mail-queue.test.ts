import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, settleConnections } from '../../src/lib/server/db/connection.ts';
import { endMailing } from '../../src/lib/server/db/mail-queue.ts';
import { handOver } from '../../src/lib/server/db/mail-hand-over.ts';
import { claimMails, DUE } from '../../src/lib/server/db/mail-send.ts';
import { mailingProgress, pauseMailing, queueMailing, resumeMailing, startJobs, stopMailing, type Jobs, type JobsOptions } from '../../src/lib/server/fieldwork/jobs/index.ts';
import { createMailing, defaultTexts, invite, settleByHand } from '../../src/lib/server/fieldwork/mail/index.ts';
import type { OutgoingMail, Outcome, Transport } from '../../src/lib/server/fieldwork/mail/transport.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { addSeats, openedSurvey, type Person } from '../support/fieldwork.ts';

const actor = 'eva';
const secret = 's'.repeat(40);
let db: TestDatabase;
let surveyId: number;
let dataDir: string;
let running: Jobs[] = [];
const troubles: string[] = [];

type Answer = (mail: OutgoingMail, nth: number) => Outcome | Promise<Outcome>;
/** A transport that does what `answer` says, with the last check where a server would make it, and keeps what left. */
function scripted(answer: Answer = () => ({ state: 'sent' }), batch = 3): Transport & { left: OutgoingMail[] } {
	const left: OutgoingMail[] = [];
	return {
		kind: 'smtp', server: 'scripted', batch, left, asksLast: true, close: () => undefined,
		send: async (mail, leave) => {
			if (leave && !(await leave())) return { state: 'called_off' };
			left.push(mail);
			return answer(mail, left.filter((m) => m.place.ref === mail.place.ref).length);
		}
	};
}
const people = (n: number): Person[] => Array.from({ length: n }, (_, i) => ({ ref: `P${String(i + 1).padStart(3, '0')}`, name: `Åse ${i + 1}`, email: `p${i + 1}@example.org`, rolle: 'eier' }));
const config = () => ({ ...readConfig({}), origin: 'https://svar.example.no', dataDir, mailFrom: 'Instituttet <svar@example.org>' });
const deps = () => ({ database: db, secret, config: config() });
const jobs = (options: JobsOptions = {}, runtime: Partial<Parameters<typeof startJobs>[0]> = {}): Jobs => {
	const started = startJobs({ database: db, secret, config: config(), url: db.url, ...runtime }, { lookEveryMs: 50, periodic: [], report: (what, error) => troubles.push(`${what} ${String(error)}`), ...options });
	running.push(started);
	return started;
};
const mails = async () => Object.fromEntries((await db.admin`select ref, state, reason from mail m join seat s on s.id = m.seat_id order by ref`).map((r) => [r.ref, [r.state, r.reason].filter(Boolean).join(' ')]));
const counts = async () => Object.fromEntries((await db.admin`select state, count(*)::int as n from mail group by 1`).map((r) => [r.state, r.n]));
const state = async () => (await db.admin`select state, problem from mailing`)[0];
async function until(what: string, test: () => unknown, ms = 120_000): Promise<void> {
	for (const end = Date.now() + ms; Date.now() < end; await wait(25)) if (await test()) return;
	throw new Error(`not within ${ms} ms: ${what}; troubles: ${troubles.join('; ')}; ${JSON.stringify([await state(), await counts()])}`);
}
const done = () => until('done', async () => (await state())?.state === 'done');

beforeAll(async () => { dataDir = await mkdtemp(join(tmpdir(), 'grunnlag-queue-')); });
afterAll(() => rm(dataDir, { recursive: true, force: true }));
beforeEach(async () => {
	troubles.length = 0;
	db = await createDatabase();
	surveyId = await openedSurvey(db);
	await createMailing({ database: db }, { surveyId, kind: 'invitation', ...defaultTexts('invitation', { deadline: true }), actor });
});
afterEach(async () => {
	await Promise.all(running.map((j) => j.stop()));
	running = [];
	await db.drop();
});

describe('a mailing in line', () => {
	it('is sent by a worker, once to each, and is then done', async () => {
		await addSeats(db, surveyId, people(10));
		expect(await queueMailing(deps(), { surveyId, actor })).toMatchObject({ planned: 10 });
		expect(await state()).toEqual({ state: 'queued', problem: null });
		const transport = scripted();
		jobs({ transport });
		await done();
		expect(transport.left.map((m) => m.place.ref).sort()).toEqual(people(10).map((p) => p.ref));
		expect(await mailingProgress(deps(), { surveyId })).toMatchObject({ running: false, states: { sent: 10, planned: 0 }, lastMinute: 10 });
		expect((await db.admin`select action from audit where action like 'mailing.%' order by id`).map((r) => r.action)).toEqual(['mailing.create', 'mailing.plan', 'mailing.send']);
	});
	it('is planned and ordered in one transaction: neither without the other', async () => {
		await addSeats(db, surveyId, people(2));
		await db.admin`create function no() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`;
		await db.admin`create trigger no before update of state on mailing for each row execute function no()`;
		await expect(queueMailing(deps(), { surveyId, actor })).rejects.toThrow();
		expect(await counts()).toEqual({});
		expect(await state()).toMatchObject({ state: 'draft' });
	});
	it('is ordered twice at once without a mail more', async () => {
		await addSeats(db, surveyId, people(20));
		const orders = await Promise.all([1, 2, 3].map(() => queueMailing(deps(), { surveyId, actor })));
		expect(orders.map((o) => o.planned).sort()).toEqual([0, 0, 20]);
	});
	it('is sent once to each by three workers at a time', async () => {
		await addSeats(db, surveyId, people(40));
		const others = [connect(db.url), connect(db.url)];
		const transport = scripted(async () => { await wait(5); return { state: 'sent' }; });
		await queueMailing(deps(), { surveyId, actor });
		jobs({ transport });
		for (const database of others) jobs({ transport }, { database });
		await done();
		expect(new Set(transport.left.map((m) => m.place.ref)).size).toBe(40);
		expect(transport.left).toHaveLength(40);
		await Promise.all(running.map((j) => j.stop()));
		await Promise.all(others.map((o) => o.close()));
	});
	it('waits for a worker that is not there yet, and takes in those who come meanwhile', async () => {
		await addSeats(db, surveyId, people(2));
		await queueMailing(deps(), { surveyId, actor });
		await addSeats(db, surveyId, [{ ref: 'Ny', name: 'Ny', email: 'ny@example.org' }]);
		expect(await queueMailing(deps(), { surveyId, actor })).toMatchObject({ planned: 1 });
		const transport = scripted();
		jobs({ transport });
		await done();
		expect(transport.left).toHaveLength(3);
	});
	it('takes up a mailing whose sender is gone: what it had handed over is uncertain, the rest is sent', async () => {
		await addSeats(db, surveyId, people(6));
		const other = connect(db.url);
		await queueMailing(deps(), { surveyId, actor });
		// the first one never gets an answer, as a process that is killed; its connections end as those of such a process do
		const dying = scripted((mail) => (mail.place.ref === 'P001' ? new Promise<Outcome>(() => undefined) : { state: 'sent' }), 3);
		const hold: Transport = { ...dying, send: async (mail, leave) => (mail.place.ref === 'P003' ? new Promise<Outcome>(() => undefined) : dying.send(mail, leave)) };
		void invite({ ...deps(), database: other }, { surveyId, actor: 'dying', transport: hold }).catch(() => undefined);
		await until('in hand', async () => dying.left.length === 2);
		await db.admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'grunnlag-fieldwork'`;
		const transport = scripted();
		jobs({ transport });
		await done();
		const after = await mails();
		expect(after.P001).toBe('uncertain interrupted');
		expect(after.P003).toBe('sent');
		expect(transport.left.map((m) => m.place.ref)).not.toContain('P001');
		expect([...dying.left, ...transport.left].filter((m) => m.place.ref === 'P003')).toHaveLength(1);
		await other.close();
	});
	it('survives a database that ends every connection again and again: nobody gets two, and what is not known is uncertain', async () => {
		await addSeats(db, surveyId, people(60));
		await settleConnections(db);
		await queueMailing(deps(), { surveyId, actor });
		const transport = scripted(async () => { await wait(20); return { state: 'sent' }; }, 4);
		jobs({ transport });
		for (let i = 0; i < 6; i++) {
			await wait(250);
			await db.admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name in ('grunnlag-fieldwork', 'grunnlag-jobs')`;
		}
		await until('done', async () => (await state())?.state === 'done');
		const refs = transport.left.map((m) => m.place.ref);
		expect(new Set(refs).size).toBe(refs.length);
		const after = await counts();
		expect((after.sent ?? 0) + (after.uncertain ?? 0)).toBe(60);
		for (const [ref, was] of Object.entries(await mails())) if (was === 'sent') expect(refs).toContain(ref);
	});
});

describe('a person who decides', () => {
	it('is not called done by a sender that ends while an order adds mails to it', async () => {
		await addSeats(db, surveyId, people(2));
		const { mailingId } = await queueMailing(deps(), { surveyId, actor });
		await db.admin`update mailing set state = 'sending'`;
		await db.admin`update mail set state = 'sent'`;
		await addSeats(db, surveyId, [{ ref: 'Ny', name: 'Ny', email: 'ny@example.org' }]);
		let ending: Promise<unknown> = Promise.resolve();
		await db.admin.begin(async (tx) => {
			await tx`select from mailing for update`;
			ending = endMailing(db.fieldwork.sql, { surveyId, mailingId }, 'done', null, new Date());
			await until('the sender waits', async () => (await db.admin`select from pg_locks where not granted`).length > 0);
			await tx`insert into mail (survey_id, mailing_id, seat_id) select survey_id, ${mailingId}, id from seat where ref = 'Ny'`;
		});
		expect(await ending).toBe('sending');
		expect(await state()).toMatchObject({ state: 'sending' });
	});
	it('is settled when it was stopped and its sender is gone: what had been handed over is shown as uncertain, the rest is skipped', async () => {
		await addSeats(db, surveyId, people(3));
		const { mailingId } = await queueMailing(deps(), { surveyId, actor });
		await db.admin`update mailing set state = 'sending'`;
		const by = { surveyId, mailingId, run: '00000000-0000-4000-8000-000000000001', due: DUE.invitation, now: new Date() };
		const claim = await claimMails(db.fieldwork.sql, by, 2, () => ({ token: 't', hash: randomBytes(32).toString('hex') }));
		if (typeof claim === 'string') throw new Error(claim);
		const [first] = claim.due;
		if (first) expect(await handOver(db.fieldwork.sql, by, [first])).toEqual(new Set([first.seatId]));
		expect(await stopMailing(deps(), { surveyId, actor })).toBe(true);
		const transport = scripted();
		jobs({ transport });
		await until('settled', async () => (await counts()).sending === undefined);
		expect(await mails()).toEqual({ P001: 'uncertain interrupted', P002: 'skipped stopped', P003: 'skipped stopped' });
		expect(await state()).toEqual({ state: 'stopped', problem: null });
		expect(transport.left).toEqual([]);
		// to be sent again, a person says: that one alone
		expect(await resumeMailing(deps(), { surveyId, actor })).toBe(false);
		expect(await settleByHand(deps(), { surveyId, refs: ['P001'], as: 'again', actor })).toBe(1);
		expect(await resumeMailing(deps(), { surveyId, actor })).toBe(true);
		await done();
		expect(transport.left.map((m) => m.place.ref)).toEqual(['P001']);
	});
	it('pauses: nothing more is handed over, also of what was in hand, until it is resumed', async () => {
		await addSeats(db, surveyId, people(9));
		await queueMailing(deps(), { surveyId, actor });
		const gate = Promise.withResolvers<void>();
		const inner = scripted();
		// the whole batch is in hand, and waits for the server, when the pause comes
		const transport: Transport = { ...inner, send: async (mail, leave) => { await gate.promise; return inner.send(mail, leave); } };
		jobs({ transport });
		await until('in hand', async () => (await counts()).sending === 3);
		expect(await pauseMailing(deps(), { surveyId, actor })).toBe(true);
		gate.resolve();
		await until('back in line', async () => (await counts()).planned === 9);
		expect(inner.left).toHaveLength(0);
		await wait(300);
		expect(await state()).toEqual({ state: 'paused', problem: null });
		expect(inner.left).toHaveLength(0);
		await expect(queueMailing(deps(), { surveyId, actor })).rejects.toMatchObject({ code: 'mail_problem_paused', status: 409 });
		expect(await resumeMailing(deps(), { surveyId, actor })).toBe(true);
		await done();
		expect(inner.left).toHaveLength(9);
		expect((await db.admin`select action from audit where action in ('mailing.pause', 'mailing.resume') order by id`).map((r) => r.action)).toEqual(['mailing.pause', 'mailing.resume']);
	});
	it('stops: what waits is skipped, what was in hand too, and an order anew takes them up', async () => {
		await addSeats(db, surveyId, people(5));
		await queueMailing(deps(), { surveyId, actor });
		const gate = Promise.withResolvers<void>();
		const inner = scripted();
		const transport: Transport = { ...inner, send: async (mail, leave) => { await gate.promise; return inner.send(mail, leave); } };
		jobs({ transport });
		await until('in hand', async () => (await counts()).sending === 3);
		expect(await stopMailing(deps(), { surveyId, actor })).toBe(true);
		gate.resolve();
		await until('skipped', async () => (await counts()).skipped === 5);
		expect(await mails()).toMatchObject({ P001: 'skipped stopped', P005: 'skipped stopped' });
		expect(inner.left).toHaveLength(0);
		expect(await stopMailing(deps(), { surveyId, actor })).toBe(false);
		expect(await resumeMailing(deps(), { surveyId, actor })).toBe(false);
		expect(await queueMailing(deps(), { surveyId, actor })).toMatchObject({ planned: 5 });
		await done();
		expect(inner.left).toHaveLength(5);
	});
	it('is told that the mailing is not there', async () => {
		await expect(pauseMailing(deps(), { surveyId, kind: 'reminder', number: 3, actor })).rejects.toMatchObject({ code: 'mail_problem_no_mailing' });
		await expect(queueMailing(deps(), { surveyId, mailingId: 999, actor })).rejects.toMatchObject({ code: 'mail_problem_no_mailing' });
		expect(await mailingProgress(deps(), { surveyId, mailingId: 999 })).toBeNull();
	});
	it('finds a mailing paused with the reason when the survey has closed', async () => {
		await addSeats(db, surveyId, people(2));
		await queueMailing(deps(), { surveyId, actor });
		await db.admin`update survey set closes_at = now() - interval '1 minute'`;
		jobs({ transport: scripted() });
		await until('paused', async () => (await state())?.state === 'paused');
		expect(await state()).toEqual({ state: 'paused', problem: 'mail_problem_not_open' });
		expect(await counts()).toEqual({ planned: 2 });
	});
});

describe('the last check', () => {
	it.each([
		['has answered', `update seat set disposition = 'complete' where ref = 'P001'`, 'skipped complete'],
		['has refused', `update seat set disposition = 'refusal' where ref = 'P001'`, 'skipped refusal'],
		['is undeliverable', `update seat set disposition = 'undeliverable' where ref = 'P001'`, 'skipped undeliverable'],
		['is ineligible', `update seat set disposition = 'ineligible' where ref = 'P001'`, 'skipped ineligible'],
		['has lost its contact', `update seat set contact_key = null where ref = 'P001'`, 'skipped no_contact']
	])('is made when the server waits for the message: a seat that %s since it was taken in hand gets nothing', async (_, change, after) => {
		await addSeats(db, surveyId, people(2));
		await queueMailing(deps(), { surveyId, actor });
		const inner = scripted();
		let changed = false;
		const transport: Transport = { ...inner, send: async (mail, leave) => {
			if (!changed) { changed = true; await db.admin.unsafe(change); }
			return inner.send(mail, leave);
		} };
		jobs({ transport });
		await done();
		expect(await mails()).toEqual({ P001: after, P002: 'sent' });
		expect(inner.left.map((m) => m.place.ref)).toEqual(['P002']);
	});
	it('sends to the new address, with a new link, when it was changed since the mail was taken in hand', async () => {
		await addSeats(db, surveyId, people(1));
		await queueMailing(deps(), { surveyId, actor });
		const inner = scripted();
		const seen: string[] = [];
		const transport: Transport = { ...inner, send: async (mail, leave) => {
			seen.push(mail.text);
			if (seen.length === 1) await db.admin`update contact.person set email = 'ny@example.org', email_key = 'ny@example.org'`;
			return inner.send(mail, leave);
		} };
		jobs({ transport });
		await done();
		expect(inner.left.map((m) => m.to.address)).toEqual(['ny@example.org']);
		expect(seen).toHaveLength(2);
		expect(seen[0]).not.toBe(seen[1]);
		expect((await db.admin`select attempts from mail`)[0]?.attempts).toBe(1);
	});
});

describe('a server in trouble', () => {
	it('that takes nothing is left alone, longer each time, and sending goes on by itself when it is back', async () => {
		await addSeats(db, surveyId, people(5));
		await queueMailing(deps(), { surveyId, actor });
		let up = false;
		let tries = 0;
		const transport = scripted(() => { tries++; return up ? { state: 'sent' } : { state: 'not_begun', problem: 'mail_problem_authentication' }; });
		jobs({ transport, holdAfterMs: [200, 400, 600] });
		await until('told', async () => (await state())?.problem === 'mail_problem_authentication');
		await wait(1500);
		expect(tries).toBeLessThan(9);
		expect(await state()).toEqual({ state: 'sending', problem: 'mail_problem_authentication' });
		up = true;
		await done();
		expect(await mails()).toMatchObject({ P001: 'sent', P005: 'sent' });
		expect((await db.admin`select distinct attempts from mail`).map((r) => r.attempts)).toEqual([1]);
		expect((await db.admin`select refusals, held_until from mail_server`)[0]).toEqual({ refusals: 0, held_until: null });
	});
	it('that asks all to come back later is tried with one message until it takes one; each is sent once', async () => {
		await addSeats(db, surveyId, people(12));
		await queueMailing(deps(), { surveyId, actor });
		const start = Date.now();
		const transport = scripted(() => (Date.now() - start < 1500 ? { state: 'deferred', reason: 'smtp_451_4.7.1', server: true } : { state: 'sent' }), 6);
		jobs({ transport, holdAfterMs: [100, 200, 300], retryAfterMs: [50, 100, 200, 5000] });
		await done();
		// without restraint twelve messages would have been tried several times each
		expect(transport.left.length - 12).toBeLessThan(16);
		expect(await counts()).toEqual({ sent: 12 });
	});
	it('that refuses one message for now does not delay the others', async () => {
		await addSeats(db, surveyId, people(6));
		await queueMailing(deps(), { surveyId, actor });
		const transport = scripted((mail, nth) => (mail.place.ref === 'P001' && nth < 3 ? { state: 'deferred', reason: 'smtp_452_4.2.2' } : { state: 'sent' }));
		jobs({ transport, retryAfterMs: [3_600_000, 300] });
		await until('the others', async () => (await counts()).sent === 5);
		await until('a time for the one', async () => Boolean((await mailingProgress(deps(), { surveyId }))?.nextAt));
		expect(await mailingProgress(deps(), { surveyId })).toMatchObject({ running: true });
		// an hour later
		await db.admin`update mail set not_before = now() where state = 'planned'`;
		await done();
		expect(transport.left.filter((m) => m.place.ref === 'P001')).toHaveLength(3);
	});
	it('gets no more messages a minute than it allows, also from two processes', async () => {
		await addSeats(db, surveyId, people(30));
		await queueMailing(deps(), { surveyId, actor });
		const other = connect(db.url);
		const limited = { ...config(), smtp: { perMinute: 600, connections: 5, perConnection: 100 } };
		const times: number[] = [];
		const transport = scripted(() => { times.push(Date.now()); return { state: 'sent' }; }, 50);
		jobs({ transport }, { config: limited });
		jobs({ transport }, { config: limited, database: other });
		await done();
		// 600 a minute are ten each second: the last ten of 30 leave two seconds after the first; of two that did not share the limit, one
		expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1700);
		expect(times).toHaveLength(30);
		await Promise.all(running.map((j) => j.stop()));
		await other.close();
	});
});

describe('tasks at intervals', () => {
	it('are done when they are due by the clock, never twice at a time, and go on after one has failed', async () => {
		let now = 1_800_000_000_000;
		let at = 0;
		let most = 0;
		const times: number[] = [];
		const run = async () => {
			most = Math.max(most, ++at);
			times.push(now);
			await wait(30);
			at--;
			if (times.length === 1) throw new Error('once');
		};
		const other = connect(db.url);
		const task = { name: 'count', everyMs: 20_000, run };
		const clock = { now: () => new Date(now) };
		jobs({ transport: scripted(), clock, periodic: [task], lookEveryMs: 10 });
		await until('first', () => times.length === 1);
		await wait(200);
		expect(times).toHaveLength(1);
		now += 20_000;
		await until('second', () => times.length === 2);
		expect(troubles.filter((t) => t.startsWith('count'))).toHaveLength(1);
		jobs({ transport: scripted(), clock, periodic: [{ ...task, everyMs: 1 }], lookEveryMs: 10 }, { database: other });
		for (let i = 0; i < 20; i++) { now += 20_000; await wait(20); }
		expect(most).toBe(1);
		await Promise.all(running.map((j) => j.stop()));
		await other.close();
	});
});
