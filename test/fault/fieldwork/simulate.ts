/** A whole fieldwork on a fast clock, with kills, and the judgement of it. */
import { writeFile } from 'node:fs/promises';
import { queueMailing } from '../../../src/lib/server/fieldwork/jobs/index.ts';
import { agenda, type Agenda } from './agenda.ts';
import { bounces } from './bounces.ts';
import { changes } from './changes.ts';
import { answersOf, deliveriesOf, leaks, sendingsOf, totals } from './collect.ts';
import type { Evidence } from './evidence.ts';
import { startField, type Field } from './field.ts';
import { newJournal, type Journal } from './journal.ts';
import { judge, passed, type Verdict } from './judge.ts';
import { killer, type Kill } from './killer.ts';
import { people } from './people.ts';
import { poll } from './poller.ts';
import { ACTOR } from './prepare.ts';
import { troublesShown } from './shown.ts';
import { tailLog, type SinkEntry } from './sink-log.ts';
import { changeDay, changeOf, delayDays, mannerOf, type World } from './world.ts';

export interface Report { passed: boolean; verdicts: Verdict[]; totals: Record<string, number>; kills: Kill[]; seconds: number }

/** Late seats come during the first day, and get the invitation that is sent once more after it. */
const LATE = { share: 0.005, least: 3, from: 0.3, until: 1.1, invited: 1.15 };
/** People at the same time. */
const AT_ONCE = 16;
/** After a kill the clock stays slow for so long. */
const SETTLED_MS = 2_000;
/** Without a message, and with something to do. */
const PATIENCE_MS = 120_000;
const LAST_DAY = 28;

interface Late { at: number; seats: Set<string> }

/** Evaluators at work. The invitation is sent once more to those who came late, and to whoever came in the place of somebody it had not reached. */
function planChanges(field: Field, world: World, journal: Journal, todo: Agenda): { late: Late } {
	const { prepared } = field;
	const { database, surveyId } = prepared;
	const inviteAgain = async (): Promise<void> => {
		await journal.insist(null, () => queueMailing({ database, secret: field.secret, config: field.config, clock: field.pace }, { surveyId, kind: 'invitation', actor: ACTOR }));
	};
	const change = changes(prepared, journal, inviteAgain);
	const lastDay = Math.max(...world.reminders);
	for (const ref of prepared.seats.keys()) {
		const kind = changeOf(world.seed, ref);
		if (kind !== 'none') todo.add(changeDay(world.seed, ref, lastDay), () => change[kind](ref));
	}
	const count = Math.max(LATE.least, Math.round(world.seats * LATE.share));
	for (let i = 0; i < count; i++) todo.add(LATE.from + (i / count) * (LATE.until - LATE.from), () => change.added(`S${i + 1}`));
	const late: Late = { at: Infinity, seats: new Set() };
	todo.add(LATE.invited, async () => {
		late.seats = new Set(journal.acts.filter((a) => a.kind === 'added' && a.at !== null).map((a) => a.seat));
		late.at = Date.now();
		await inviteAgain();
	});
	return { late };
}

/** Messages become what people do, until the plan has ended and nothing is under way. @returns all the mail server has written */
async function play(field: Field, world: World, journal: Journal, todo: Agenda, persons: ReturnType<typeof people>, seen: { told(entries: SinkEntry[]): void; settled(): boolean; doubted: Set<string> }): Promise<void> {
	const { admin, surveyId, seats } = field.prepared;
	const byAddress = new Map([...seats].map(([ref, address]) => [address, ref]));
	const seatOf = ({ to, message }: SinkEntry): string => message?.seat ?? byAddress.get(to) ?? /^sen\.(.*)@/.exec(to)?.[1]?.toUpperCase() ?? to;
	const { secret, returnPath, config, env } = field;
	const bounce = bounces(field.prepared, { secret, config: { ...config, returnPath }, env }, journal);
	const log = await tailLog(field.logFile);
	const end = Math.max(...world.reminders) + 2;
	/** Mails under way, and steps of the plan that have not been. */
	const look = async () => (await admin<{ mails: number; steps: number; doubted: string[] }[]>`
		select array(select s.ref from mail m join mailing g on (g.survey_id, g.id) = (m.survey_id, m.mailing_id) join seat s on (s.survey_id, s.id) = (m.survey_id, m.seat_id)
				where m.survey_id = ${surveyId} and g.number = 0 and m.state = 'uncertain') as doubted,
			(select count(*) from mail m join mailing g on (g.survey_id, g.id) = (m.survey_id, m.mailing_id)
				where m.survey_id = ${surveyId} and m.state in ('planned', 'sending') and g.state <> 'done')::int as mails,
			(select count(*) from mail_step where survey_id = ${surveyId} and queued_at is null and skipped_at is null)::int as steps`)[0];
	let quietAt = Date.now();
	let left = 0;
	for (;;) {
		const entries = await log.next();
		for (const entry of entries) {
			const { message } = entry;
			if (!message || entry.outcome === 'lost') continue;
			const seat = seatOf(entry);
			if (mannerOf(world.seed, entry.to) === 'hard_later') todo.add(field.day() + 0.3, () => bounce(seat, entry));
			else todo.add(field.day() + delayDays(world.seed, seat, message.mailing), () => persons.react(seat, message));
		}
		seen.told(entries);
		todo.look();
		const state = await look().catch(() => undefined);
		for (const ref of state?.doubted ?? []) seen.doubted.add(ref);
		const idle = state?.mails === 0 && todo.late <= AT_ONCE && seen.settled();
		field.pace.set(idle ? world.idleDayMs : world.busyDayMs);
		if (entries.length > 0 || idle || todo.left < left) quietAt = Date.now();
		left = todo.left;
		if (idle && state.steps === 0 && todo.left === 0 && field.day() > end) break;
		if (Date.now() > quietAt + PATIENCE_MS || field.day() > LAST_DAY) {
			todo.failures.push(`the fieldwork did not end: ${todo.left} things to do, ${state?.mails} mails and ${state?.steps} steps waiting on day ${field.day().toFixed(1)}`);
			break;
		}
		await new Promise((go) => setTimeout(go, 100));
	}
	await log.close();
}

/** @param tell one line about how it goes */
export async function simulate(world: World, tell: (line: string) => void = () => undefined): Promise<Report> {
	const began = Date.now();
	const field = await startField(world);
	tell(`ready after ${Date.now() - began} ms`);
	const { database, admin, surveyId, seats } = field.prepared;
	const lastDay = Math.max(...world.reminders);
	const journal = newJournal();
	const todo = agenda(AT_ONCE, field.day);
	const persons = people(field.origin, world.seed, journal);
	const entries: SinkEntry[] = [];
	const { late } = planChanges(field, world, journal, todo);
	const looking = poll(database, admin, surveyId, seats.size, journal, world.seats < 1000 ? 250 : 1000);
	const killing = killer(world, field, { messages: () => entries.length, day: field.day }, lastDay + 1);
	let last = 0;
	const doubted = new Set<string>();
	await play(field, world, journal, todo, persons, {
		doubted,
		// who was killed is back, and the invitation has begun
		settled: () => entries.length > 0 && Date.now() - (killing.kills.at(-1)?.at ?? 0) > SETTLED_MS && [field.server, ...field.workers].every((k) => k.alive),
		told(more) {
			entries.push(...more);
			if (Date.now() - last < 5000) return;
			last = Date.now();
			tell(`day ${field.day().toFixed(1)}: ${entries.length} messages, ${journal.acts.length} acts, ${killing.kills.length} kills, ${todo.left} to come`);
		}
	});
	await killing.finish();
	await Promise.all([field.server, ...field.workers].map((k) => k.ready()));
	await looking.stop();
	const shown = await troublesShown(field.origin, surveyId, world.reminders.length + 1);
	const deliveries = await deliveriesOf(admin, surveyId, entries, field);
	const evidence: Evidence = {
		seats: [...seats.keys()], deliveries, acts: journal.acts, sendings: sendingsOf(deliveries, late), samples: looking.samples, toleranceMs: world.toleranceMs,
		doubted, kills: killing.kills.map((k) => ({ from: k.at, until: k.back, sends: k.target !== field.server.name })), uncertain: shown.filter((s) => s.state === 'uncertain'), failed: shown.filter((s) => s.state === 'failed'),
		answers: await answersOf(admin, surveyId, persons.acknowledged.values()),
		faults: [...field.kept.flatMap((k) => k.deaths), ...leaks(field.kept, entries.flatMap((e) => e.message?.link ?? [])), ...todo.failures]
	};
	await field.stop();
	if (process.env.FIELDWORK_EVIDENCE) await writeFile(process.env.FIELDWORK_EVIDENCE, JSON.stringify({ ...evidence, doubted: [...doubted], logs: field.kept.map((k) => [k.name, k.log()]) }, null, 1));
	const verdicts = judge(evidence);
	return {
		passed: passed(verdicts), verdicts, kills: killing.kills, seconds: (Date.now() - began) / 1000,
		totals: { ...totals(evidence), looks_missed: looking.missed, tried_again: journal.retries, turned_away: persons.turnedAway.size, kills: killing.kills.length }
	};
}
