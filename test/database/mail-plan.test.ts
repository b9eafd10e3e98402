import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromLocal } from '../../src/lib/domain/local-time.ts';
import type { SendWindow } from '../../src/lib/domain/mail-plan/time.ts';
import { connect } from '../../src/lib/server/db/connection.ts';
import type { Config } from '../../src/lib/server/config.ts';
import { pauseMailing, resumeMailing, startJobs } from '../../src/lib/server/fieldwork/jobs/index.ts';
import { addVariant, createMailing, defaultTexts, invite, mailingView, previewMail, raiseVariant, removeVariant, saveVariant, type MailDeps } from '../../src/lib/server/fieldwork/mail/index.ts';
import type { OutgoingMail, Transport } from '../../src/lib/server/fieldwork/mail/transport.ts';
import {
	addReminder, changeStep, closeDays, createTargetedReminder, openDays, planInvitation, planOverview, planTick, removeStep, sendReminderNow, setGap, startPlan, turnPlan
} from '../../src/lib/server/fieldwork/plan/index.ts';
import { openSurvey } from '../../src/lib/server/surveys/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { addSeats, openedSurvey, type Person } from '../support/fieldwork.ts';

const actor = 'eva';
let db: TestDatabase;
let surveyId: number;
let time = new Date();
const clock = { now: () => time };
let deps: MailDeps & { clock: typeof clock };
const work: SendWindow = { weekdays: [1, 2, 3, 4, 5], from: 9 * 60, to: 15 * 60, skipHolidays: true };
const at = (local: string): Date => {
	const date = fromLocal(local);
	if (!date) throw new Error(local);
	return date;
};
const people = (n: number): Person[] => Array.from({ length: n }, (_, i) => ({ ref: `P${i + 1}`, name: `Åse Øvrebø ${i + 1}`, email: `p${i + 1}@example.org`, rolle: i % 2 ? 'leder' : 'eier' }));
const who = () => ({ surveyId, actor });
/** Tuesday 2 March at ten, in a year with the weekdays and the Easter of 2027 that no clock of today has passed: the database goes by its own. */
const START = '2100-03-02T10:00';
const steps = async () => Object.fromEntries((await planOverview(deps, surveyId, 'nb')).steps.map((s) => [s.number, [s.status, s.reason].filter(Boolean).join(' ')]));
const go = async (local: string) => {
	time = at(local);
	await planTick(deps);
};
/** Sends what has been ordered, all at once. */
async function deliver(number: number): Promise<string[]> {
	const got: OutgoingMail[] = [];
	const transport: Transport = { kind: 'smtp', batch: 10, close: () => undefined, send: async (mail) => { got.push(mail); return { state: 'sent' }; } };
	await invite(deps, { surveyId, kind: number === 0 ? 'invitation' : 'reminder', number, actor, transport });
	return got.map((m) => m.place.ref).sort();
}
const ordered = async () => (await db.admin<{ number: number }[]>`select number from mailing where state <> 'draft' order by number`).map((r) => r.number);
async function planned(days: number[]): Promise<void> {
	expect(await planInvitation(deps, { ...who(), time: { at: at(START) }, window: work })).toMatchObject({ ok: true });
	for (const afterDays of days) expect(await addReminder(deps, { ...who(), time: { afterDays }, window: work })).toMatchObject({ ok: true });
}
const started = async (days: number[]) => {
	await planned(days);
	expect(await startPlan(deps, who())).toEqual({ ok: true });
};

beforeEach(async () => {
	time = at('2100-03-01T12:00');
	db = await createDatabase();
	surveyId = await openedSurvey(db);
	await openSurvey({ database: db }, { surveyId, closesAt: at('2100-03-26T16:00'), actor });
	deps = { database: db, secret: 's'.repeat(40), config: { origin: 'https://svar.example.no', dataDir: '/nowhere', smtpUrl: undefined, mailFrom: 'Instituttet <svar@example.org>' }, clock };
	await addSeats(db, surveyId, people(4));
});
afterEach(() => db.drop());

describe('a plan', () => {
	it('sends nothing before it is started, and then each step at its moment, to those who are to have it', async () => {
		await planned([7, 14]);
		await go(START);
		expect(await ordered()).toEqual([]);
		time = at('2100-03-01T13:00');
		expect(await startPlan(deps, who())).toEqual({ ok: true });
		await go('2100-03-02T09:59');
		expect(await ordered()).toEqual([]);
		await go(START);
		expect(await ordered()).toEqual([0]);
		expect(await deliver(0)).toEqual(['P1', 'P2', 'P3', 'P4']);
		await db.admin`update seat set disposition = 'complete' where ref = 'P1'`;
		await go('2100-03-09T09:00');
		expect(await deliver(1)).toEqual(['P2', 'P3', 'P4']);
		expect(await steps()).toEqual({ 0: 'done', 1: 'done', 2: 'planned' });
	});
	it('orders a step once, however many tick at the same moment', async () => {
		await started([7]);
		time = at(START);
		const others = [connect(db.url), connect(db.url)];
		await Promise.all([deps, deps, ...others.map((database) => ({ ...deps, database }))].map(planTick));
		expect((await db.admin`select from audit where action = 'plan.queue'`).length).toBe(1);
		expect((await db.admin`select from audit where action = 'mailing.plan'`).length).toBe(1);
		expect((await db.admin`select from mail`).length).toBe(4);
		await planTick(deps);
		expect((await db.admin`select from audit where action = 'mailing.plan'`).length).toBe(1);
		await Promise.all(others.map((o) => o.close()));
	});
	it('takes note of a step that was ordered by a tick that was cut off, and does not order it again', async () => {
		await started([7]);
		time = at(START);
		const [mailing] = await db.admin`select id from mailing where number = 0`;
		await db.admin`update mailing set state = 'queued', state_at = ${time} where id = ${mailing?.id}`;
		await planTick(deps);
		expect((await db.admin`select from audit where action = 'mailing.plan'`).length).toBe(0);
		expect((await db.admin`select queued_at from mail_step where mailing_id = ${mailing?.id}`)[0]?.queued_at).toEqual(time);
	});
	it('counts the days from the day the invitation went, also where it went late', async () => {
		await started([7]);
		await go('2100-03-04T11:00');
		await deliver(0);
		expect((await planOverview(deps, surveyId, 'nb')).steps[1]?.at).toEqual(at('2100-03-11T09:00'));
	});
	it('sends what was missed at the next allowed moment, and skips what the next step has overtaken, with the reason', async () => {
		await started([7, 14]);
		await go(START);
		await deliver(0);
		await go('2100-03-13T12:00');
		expect(await steps()).toMatchObject({ 1: 'missed plan_wait_hours' });
		await go('2100-03-16T09:00');
		expect(await steps()).toMatchObject({ 1: 'skipped plan_skipped_overtaken', 2: 'queued' });
		expect(await deliver(2)).toHaveLength(4);
	});
	it('lets no step begin while a mailing is under way or paused, or sooner than the gap after one', async () => {
		await started([1, 2]);
		await go(START);
		await pauseMailing(deps, { ...who(), kind: 'invitation' });
		await go('2100-03-03T12:00');
		expect(await steps()).toMatchObject({ 0: 'paused', 1: 'missed plan_wait_busy' });
		await resumeMailing(deps, { ...who(), kind: 'invitation' });
		await deliver(0);
		await go('2100-03-03T14:00');
		expect(await steps()).toMatchObject({ 1: 'missed plan_wait_gap' });
		await go('2100-03-04T12:00');
		expect(await ordered()).toEqual([0, 2]);
	});
	it('stands still while it is paused, goes on when told to, and stops', async () => {
		await started([7, 14]);
		await turnPlan(deps, { ...who(), turn: 'pause' });
		await go(START);
		expect(await ordered()).toEqual([]);
		await turnPlan(deps, { ...who(), turn: 'resume' });
		await go('2100-03-02T12:00');
		expect(await ordered()).toEqual([0]);
		await turnPlan(deps, { ...who(), turn: 'stop' });
		await turnPlan(deps, { ...who(), turn: 'stop' });
		await deliver(0);
		await go('2100-03-09T10:00');
		expect(await ordered()).toEqual([0]);
		await expect(turnPlan(deps, { ...who(), turn: 'resume' })).rejects.toMatchObject({ code: 'plan_problem_turn' });
		expect((await db.admin`select action from audit where action in ('plan.start', 'plan.pause', 'plan.resume', 'plan.stop') order by id`).map((r) => r.action)).toEqual(['plan.start', 'plan.pause', 'plan.resume', 'plan.stop']);
	});
	it('sends nothing at the deadline or later', async () => {
		await started([7]);
		await go(START);
		await deliver(0);
		await go('2100-03-26T16:00');
		expect(await steps()).toMatchObject({ 1: 'skipped plan_skipped_deadline' });
		expect(await ordered()).toEqual([0]);
	});
	it('keeps a step waiting, with the reason, while the survey is closed, and sends it when it is open again', async () => {
		await started([7]);
		await db.admin`update survey set state = 'closed'`;
		await go(START);
		expect(await steps()).toMatchObject({ 0: 'missed mail_problem_not_open' });
		await db.admin`update survey set state = 'open'`;
		await go('2100-03-02T10:01');
		expect(await ordered()).toEqual([0]);
	});
	it('goes on where the invitation was sent by hand', async () => {
		await createMailing(deps, { surveyId, kind: 'invitation', ...defaultTexts('invitation', { deadline: true }), actor });
		time = new Date();
		await openSurvey({ database: db }, { surveyId, closesAt: new Date(Date.now() + 200 * 86_400_000), actor });
		await deliver(0);
		expect(await addReminder(deps, { ...who(), time: { afterDays: 20 }, window: work })).toMatchObject({ ok: true });
		expect(await startPlan(deps, who())).toEqual({ ok: true });
		time = new Date(Date.now() + 40 * 86_400_000);
		while ((await ordered()).length < 2) {
			time = new Date(time.getTime() + 3 * 3_600_000);
			await planTick(deps);
		}
		expect(await deliver(1)).toHaveLength(4);
	});
});

describe('who comes after the invitation', () => {
	/** As a seat of that moment: the database has a clock of its own. */
	async function comes(ref: string, local: string): Promise<void> {
		await addSeats(db, surveyId, [{ ref, name: `Sen ${ref}`, email: `${ref.toLowerCase()}@example.org`, rolle: 'eier' }]);
		await db.admin`update seat set added_at = ${at(local)} where ref = ${ref}`;
	}
	const invitation = async () => (await db.admin<{ state: string }[]>`select state from mailing where number = 0`)[0]?.state;
	beforeEach(async () => {
		await started([7]);
		await go(START);
		expect(await deliver(0)).toHaveLength(4);
		await db.admin`update mailing set state_at = ${at('2100-03-02T10:05')} where number = 0`;
		await db.admin`update mail set changed_at = ${at('2100-03-02T10:05')}`;
	});
	it('is invited by the plan, within its hours and an hour after they came, and nobody is invited twice', async () => {
		await comes('L1', '2100-03-03T14:30');
		for (const local of ['2100-03-03T14:45', '2100-03-03T15:31', '2100-03-04T08:59']) {
			await go(local);
			expect(await invitation(), local).toBe('done');
		}
		await go('2100-03-04T09:00');
		expect(await invitation()).toBe('queued');
		await go('2100-03-04T09:01');
		expect(await deliver(0)).toEqual(['L1']);
		await go('2100-03-04T10:00');
		expect(await invitation()).toBe('done');
		expect((await db.admin`select action from audit where action like 'plan.queue%' order by id`).map((r) => r.action)).toEqual(['plan.queue', 'plan.queue_late']);
	});
	it('waits until after a reminder that comes soon, which goes when it was to', async () => {
		await comes('L1', '2100-03-08T10:00');
		await go('2100-03-08T14:00');
		expect(await invitation()).toBe('done');
		await go('2100-03-09T09:00');
		expect(await deliver(1)).toEqual(['P1', 'P2', 'P3', 'P4']);
		await go('2100-03-09T09:30');
		expect(await deliver(0)).toEqual(['L1']);
	});
	it('waits while the plan is paused, and for hands where the invitation was stopped by hand', async () => {
		await comes('L1', '2100-03-03T10:00');
		await turnPlan(deps, { ...who(), turn: 'pause' });
		await go('2100-03-03T12:00');
		expect(await invitation()).toBe('done');
		await db.admin`update mailing set state = 'stopped' where number = 0`;
		await turnPlan(deps, { ...who(), turn: 'resume' });
		await go('2100-03-03T12:30');
		expect(await invitation()).toBe('stopped');
	});
	it('is not asked for again and again where the plan can do nothing: no address, a mail that failed or is uncertain, not in the sample', async () => {
		for (const ref of ['L1', 'L2', 'L3', 'L4']) await comes(ref, '2100-03-03T10:00');
		await db.admin`delete from contact.link where contact_key = (select contact_key from seat where ref = 'L1')`;
		await db.admin`update seat set sampled = false where ref = 'L2'`;
		await db.admin`insert into mail (survey_id, mailing_id, seat_id, state) select survey_id, (select id from mailing where number = 0), id, case ref when 'L3' then 'failed' else 'uncertain' end from seat where ref in ('L3', 'L4')`;
		await go('2100-03-03T13:00');
		expect(await invitation()).toBe('done');
	});
});

describe('the process that sends', () => {
	it('lives a whole plan through on a fast clock: each step once to every seat', async () => {
		await started([7, 14]);
		const got: [number, string][] = [];
		const order = new Map((await db.admin<{ id: number; number: number }[]>`select id, number from mailing`).map((r) => [r.id, r.number]));
		const transport: Transport = { kind: 'smtp', batch: 10, close: () => undefined, send: async (mail) => { got.push([order.get(mail.place.mailingId) ?? -1, mail.place.ref]); return { state: 'sent' }; } };
		const from = { real: Date.now(), plan: time.getTime() };
		// a day in half a second, and never more than a day past a step that has not gone to all: a slow machine lives the same plan
		const fast = { now: () => new Date(Math.min(from.plan + (Date.now() - from.real) * 172_800, at(START).getTime() + (7 * Math.floor(got.length / 4) + 1) * 86_400_000)) };
		const jobs = startJobs({ database: db, secret: deps.secret, config: deps.config as Config, url: db.url }, { clock: fast, transport, lookEveryMs: 20 });
		await expect.poll(() => got.length).toBe(12);
		await jobs.stop();
		expect(got.map(([number, ref]) => `${number} ${ref}`).sort()).toEqual([0, 1, 2].flatMap((number) => ['P1', 'P2', 'P3', 'P4'].map((ref) => `${number} ${ref}`)));
	});
});

describe('a step', () => {
	it('is refused with its reasons when it does not fit, and nothing is stored', async () => {
		await planned([7]);
		const before = (await db.admin`select from mailing`).length;
		const refused = async (step: Parameters<typeof addReminder>[1]) => { const result = await addReminder(deps, step); return result.ok ? [] : result.faults.map((f) => `${f.step} ${f.code}`); };
		expect(await refused({ ...who(), time: { afterDays: 7 }, window: work })).toEqual(['2 plan_fault_same']);
		expect(await refused({ ...who(), time: { afterDays: 3 }, window: work })).toEqual(['2 plan_fault_order']);
		expect(await refused({ ...who(), time: { afterDays: 30 }, window: work })).toEqual(['2 plan_fault_deadline']);
		expect(await refused({ ...who(), time: { at: at('2100-02-22T10:00') }, window: work })).toEqual(['2 plan_fault_order', '2 plan_fault_order', '2 plan_fault_past']);
		expect(await refused({ ...who(), time: { afterDays: 9 }, window: { ...work, weekdays: [] } })).toEqual(['2 plan_fault_weekdays']);
		expect((await db.admin`select from mailing`).length).toBe(before);
		expect((await db.admin`select from mail_step`).length).toBe(before);
	});
	it('of a plan whose deadline has come nearer keeps the plan from starting', async () => {
		await planned([7]);
		await openSurvey({ database: db }, { surveyId, closesAt: at('2100-03-08T16:00'), actor });
		expect(await startPlan(deps, who())).toMatchObject({ ok: false, faults: [{ code: 'plan_fault_deadline', step: 1 }] });
		expect((await planOverview(deps, surveyId, 'nb')).faults.map((f) => f.code)).toEqual(['plan_fault_deadline']);
	});
	it('can be changed and removed until it has been sent, and not after, in the database either', async () => {
		await started([7, 14]);
		const [invitation, first, second] = (await planOverview(deps, surveyId, 'nb')).steps;
		expect(await changeStep(deps, { ...who(), mailingId: first?.mailingId ?? 0, time: { afterDays: 8 }, window: work })).toMatchObject({ ok: true });
		await removeStep(deps, { ...who(), mailingId: second?.mailingId ?? 0 });
		expect(await steps()).toEqual({ 0: 'planned', 1: 'planned' });
		await expect(removeStep(deps, { ...who(), mailingId: invitation?.mailingId ?? 0 })).rejects.toMatchObject({ code: 'plan_problem_no_step' });
		await go(START);
		await expect(planInvitation(deps, { ...who(), time: { at: at('2100-03-03T10:00') }, window: work })).rejects.toMatchObject({ code: 'plan_problem_done', status: 409 });
		await expect(db.admin`update mail_step set send_at = now() where mailing_id = ${invitation?.mailingId ?? 0}`).rejects.toMatchObject({ code: 'GR003' });
		await expect(db.admin`delete from mailing where id = ${invitation?.mailingId ?? 0}`).rejects.toMatchObject({ code: '23503' });
	});
	it('moves past days that are left out, and back when they are not', async () => {
		await planned([7]);
		await closeDays(deps, { ...who(), first: '2100-03-08', last: '2100-03-12', reason: 'Vinterferie' });
		expect((await planOverview(deps, surveyId, 'nb')).steps[1]?.at).toEqual(at('2100-03-15T09:00'));
		const { closed, timeline } = await planOverview(deps, surveyId, 'nb');
		expect(timeline.map((d) => d.kind)).toEqual(['today', 'step', 'closed', 'step', 'holiday', 'holiday', 'deadline']);
		await openDays(deps, { ...who(), id: closed[0]?.id ?? 0 });
		expect((await planOverview(deps, surveyId, 'nb')).steps[1]?.at).toEqual(at('2100-03-09T09:00'));
		for (const [first, last] of [['2100-03-08', '2100-03-07'], ['', ''], ['2100-02-30', '2100-03-01'], ['2100-01-01', '2028-06-01']]) {
			await expect(closeDays(deps, { ...who(), first: first ?? '', last: last ?? '', reason: '' })).rejects.toMatchObject({ code: 'plan_problem_closed_dates' });
		}
	});
	it('is changed by two at once without loss: one waits for the other', async () => {
		await planned([]);
		const added = await Promise.all([5, 9, 13].map((afterDays) => addReminder(deps, { ...who(), time: { afterDays }, window: work }).then((r) => r.ok)));
		expect((await db.admin`select from mailing where kind = 'reminder'`).length).toBe(added.filter(Boolean).length);
		expect((await planOverview(deps, surveyId, 'nb')).faults).toEqual([]);
	});
});

describe('starting a plan', () => {
	it('asks for an invitation with a date, an open survey, someone to invite, and texts that can be sent', async () => {
		await expect(startPlan(deps, who())).rejects.toMatchObject({ code: 'plan_problem_no_start' });
		await planned([7]);
		await db.admin`update survey set state = 'closed'`;
		await expect(startPlan(deps, who())).rejects.toMatchObject({ code: 'plan_problem_not_open' });
		await db.admin`update survey set state = 'open'`;
		await db.admin`update seat set sampled = false`;
		await expect(startPlan(deps, who())).rejects.toMatchObject({ code: 'plan_problem_nobody' });
		await db.admin`update seat set sampled = true`;
		await db.admin`update mailing set body = '{"nb": "uten lenke"}' where number = 1`;
		expect(await startPlan(deps, who())).toEqual({ ok: false, faults: [{ code: 'plan_fault_texts', step: 1, params: {} }] });
		time = at('2100-03-02T10:00');
		expect(await startPlan(deps, who())).toMatchObject({ ok: false, faults: [{ code: 'plan_fault_past', step: 0 }, { code: 'plan_fault_texts' }] });
	});
	it('takes a number of hours between two mailings that makes sense', async () => {
		for (const hours of [0, 721, 1.5, NaN]) await expect(setGap(deps, { ...who(), hours })).rejects.toMatchObject({ code: 'plan_problem_gap' });
		await setGap(deps, { ...who(), hours: 48 });
		expect((await planOverview(deps, surveyId, 'nb')).gapHours).toBe(48);
	});
});

describe('a reminder for some', () => {
	it('has a number of its own and goes to those it is for alone, when a person sends it', async () => {
		await started([14]);
		const made = await createTargetedReminder(deps, { ...who(), audience: [{ variable: 'rolle', codes: ['leder'] }] });
		expect(made.number).toBe(2);
		await expect(sendReminderNow(deps, { ...who(), mailingId: made.mailingId })).rejects.toMatchObject({ code: 'plan_problem_no_invitation' });
		await go(START);
		await deliver(0);
		await expect(sendReminderNow(deps, { ...who(), mailingId: made.mailingId })).rejects.toMatchObject({ code: 'plan_problem_too_soon' });
		time = at('2100-03-05T10:00');
		const overview = await planOverview(deps, surveyId, 'nb');
		expect(overview.steps[2]).toMatchObject({ audience: 'Rolle: Leder', due: 2, status: 'undated' });
		expect(await sendReminderNow(deps, { ...who(), mailingId: made.mailingId })).toEqual({ planned: 2 });
		expect(await deliver(2)).toEqual(['P2', 'P4']);
		await expect(sendReminderNow(deps, { ...who(), mailingId: made.mailingId })).rejects.toMatchObject({ code: 'plan_problem_done' });
		await expect(db.admin`update mailing set audience = null where id = ${made.mailingId}`).rejects.toMatchObject({ code: 'GR003' });
	});
	it('is made once however often it is asked for, until it has a date', async () => {
		await started([]);
		const make = (codes: string[]) => createTargetedReminder(deps, { ...who(), audience: [{ variable: 'rolle', codes }] });
		const made = await Promise.all([make(['leder']), make(['leder']), make(['leder', 'leder'])]);
		expect(new Set(made.map((r) => r.mailingId)).size).toBe(1);
		const other = await make(['eier', 'leder']);
		expect(other.number).toBe(2);
		expect(await make(['leder', 'eier'])).toEqual(other);
		expect(await changeStep(deps, { ...who(), mailingId: other.mailingId, time: { afterDays: 9 }, window: work })).toMatchObject({ ok: true });
		expect((await make(['eier', 'leder'])).number).toBe(3);
	});
	it('can be for seats one by one, and for those of which the list says nothing', async () => {
		await addSeats(db, surveyId, [{ ref: 'U1', name: 'Uten rolle', email: 'u@example.org' }]);
		await started([]);
		await go(START);
		await deliver(0);
		time = at('2100-03-05T10:00');
		const one = await createTargetedReminder(deps, { ...who(), audience: [{ variable: 'rolle', codes: ['leder'] }], refs: ['P1', 'P2'] });
		const unknown = await createTargetedReminder(deps, { ...who(), audience: [{ variable: 'rolle', codes: [''] }] });
		expect((await planOverview(deps, surveyId, 'nb')).steps.filter((s) => s.number > 0).map((s) => [s.mailingId, s.due])).toEqual([[one.mailingId, 1], [unknown.mailingId, 1]]);
		await sendReminderNow(deps, { ...who(), mailingId: unknown.mailingId });
		expect(await deliver(2)).toEqual(['U1']);
	});
	it('is refused for a variable or a value that the list does not have, and for nobody', async () => {
		const make = (audience: { variable: string; codes: string[] }[]) => createTargetedReminder(deps, { ...who(), audience });
		await expect(make([{ variable: 'fylke', codes: ['03'] }])).rejects.toMatchObject({ code: 'plan_problem_audience_variable' });
		await expect(make([{ variable: 'stilling', codes: ['x'] }])).rejects.toMatchObject({ code: 'plan_problem_audience_variable' });
		await expect(make([{ variable: 'rolle', codes: ['rektor'] }])).rejects.toMatchObject({ code: 'plan_problem_audience_code' });
		await expect(make([])).rejects.toMatchObject({ code: 'plan_problem_audience_none' });
		await expect(make([{ variable: 'rolle', codes: ['leder'] }, { variable: 'rolle', codes: ['eier'] }])).rejects.toMatchObject({ code: 'plan_problem_audience_none' });
		expect(await db.admin`select from mailing`).toHaveLength(0);
	});
});

describe('other texts for some', () => {
	let mailingId: number;
	const place = () => ({ ...who(), mailingId });
	const texts = (word: string) => ({ subject: { nb: word, nn: word, en: word }, body: { nb: `${word} {{lenke}}`, nn: `${word} nynorsk {{lenke}}`, en: `${word} {{lenke}}` } });
	beforeEach(async () => {
		const made = await createMailing(deps, { surveyId, kind: 'invitation', ...texts('Alle'), actor });
		mailingId = made.ok ? made.mailingId : 0;
		await addSeats(db, surveyId, [{ ref: 'T1', name: 'To Plasser', email: 'to@example.org', rolle: 'leder', locale: 'nn' }, { ref: 'T2', name: 'To Plasser', email: 'to@example.org', rolle: 'eier' }]);
	});
	const variant = async (condition: Parameters<typeof addVariant>[1]['condition'], word: string, more: object = {}) => {
		const variantId = await addVariant(deps, { ...place(), condition });
		expect(await saveVariant(deps, { ...place(), variantId, ...texts(word), ...more })).toEqual({ ok: true });
		return variantId;
	};
	const sent = async () => {
		const got: OutgoingMail[] = [];
		time = new Date();
		await invite(deps, { surveyId, actor, transport: { kind: 'smtp', batch: 10, close: () => undefined, send: async (mail) => { got.push(mail); return { state: 'sent' }; } } });
		return Object.fromEntries(got.map((g) => [g.place.ref, `${g.subject} ${g.locale}`]));
	};
	it('go to the seats they are for, by the first that fits, and the page says how many', async () => {
		const leaders = await variant({ strata: [{ variable: 'rolle', codes: ['leder'] }] }, 'Ledere');
		const several = await variant({ several: true }, 'Flere');
		expect((await mailingView(deps, { surveyId, mailingId }, 'nb')).variants.map((v) => [v.words, v.seats])).toEqual([['Rolle: Leder', 3], ['personer med flere plasser', 1]]);
		await raiseVariant(deps, { ...place(), variantId: several });
		const view = await mailingView(deps, { surveyId, mailingId }, 'nb');
		expect(view.variants.map((v) => [v.id, v.seats])).toEqual([[several, 2], [leaders, 2]]);
		expect(view.mainSeats).toBe(2);
		expect(await sent()).toEqual({ P1: 'Alle nb', P2: 'Ledere nb', P3: 'Alle nb', P4: 'Ledere nb', T1: 'Flere nn', T2: 'Flere nb' });
	});
	it('that lack a language go out whole in one that they have', async () => {
		await variant({ several: true }, 'Flere', { subject: { nb: 'Flere' }, body: { nb: 'Flere {{lenke}}' } });
		expect(await sent()).toMatchObject({ T1: 'Flere nb', T2: 'Flere nb' });
		expect((await mailingView(deps, { surveyId, mailingId }, 'nb')).variants[0]?.languages).toEqual(['nb']);
	});
	it('are shown in the preview, which says which text the seat gets', async () => {
		const variantId = await variant({ several: true }, 'Flere');
		const preview = async (ref: string, editing: { mailingId: number; variantId: number | null }, word: string) => {
			const result = await previewMail(deps, { ...who(), ...texts(word), ref, editing });
			return result.ok ? [result.ref, result.message.subject, result.variant] : result;
		};
		expect(await preview('T1', { mailingId, variantId: null }, 'Utkast')).toEqual(['T1', 'Flere', 'personer med flere plasser']);
		expect(await preview('P1', { mailingId, variantId: null }, 'Utkast')).toEqual(['P1', 'Utkast', null]);
		expect(await preview('', { mailingId, variantId }, 'Nytt')).toEqual(['T1', 'Nytt', 'personer med flere plasser']);
		expect(await preview('P1', { mailingId, variantId }, 'Nytt')).toEqual(['P1', 'Alle', null]);
	});
	it('are refused with faults, for values that are not there, twice for the same, and once a mail is on its way', async () => {
		const variantId = await variant({ several: true }, 'Flere');
		expect(await saveVariant(deps, { ...place(), variantId, subject: { nb: 'a\r\nBcc: b' }, body: { nb: '{{lenke}} {{navnn}}' } })).toEqual({ ok: false, faults: [
			{ path: '/subject/nb', code: 'mail_fault_control', params: {} }, { path: '/body/nb', code: 'mail_fault_unknown_field_near', params: { field: '{{navnn}}', near: '{{navn}}' } }
		] });
		await expect(addVariant(deps, { ...place(), condition: { several: true } })).rejects.toMatchObject({ code: 'plan_problem_variant_twice' });
		await expect(addVariant(deps, { ...place(), condition: {} })).rejects.toMatchObject({ code: 'plan_problem_audience_none' });
		await sent();
		await expect(removeVariant(deps, { ...place(), variantId })).rejects.toMatchObject({ code: 'mail_problem_on_its_way' });
		await expect(db.admin`delete from mail_variant`).rejects.toMatchObject({ code: 'GR003' });
	});
});
