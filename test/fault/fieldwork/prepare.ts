/** The survey as it is before anything is sent: published, open, with its population list and the texts of its mailings. */
import postgres from 'postgres';
import { connect, settleConnections, type Database } from '../../../src/lib/server/db/connection.ts';
import { createMailing, defaultTexts, type MailDeps } from '../../../src/lib/server/fieldwork/mail/index.ts';
import { addReminder, planInvitation, setGap, startPlan } from '../../../src/lib/server/fieldwork/plan/index.ts';
import { createEvaluation, createSurvey, createWave, openSurvey, publish } from '../../../src/lib/server/surveys/index.ts';
import type { Text } from '../../../src/lib/domain/questionnaire/schema.ts';
import { createEvaluator } from '../../support/evaluator.ts';
import { addSeats, smallQuestionnaire, type Person } from '../../support/fieldwork.ts';
import { addressOf, chance, DEADLINE, INVITATION, START, type World } from './world.ts';

export const ACTOR = 'simulator';

export interface Prepared {
	database: Database;
	/** Sees everything: for what the judge compares, never for what is done. */
	admin: postgres.Sql;
	surveyId: number;
	/** Keys of the seats, and the address each begins with. */
	seats: Map<string, string>;
}

const LOCALES = ['nb', 'nn', 'en'] as const;

/** One person in twenty has the seat before as well. */
function population(world: World): Person[] {
	return Array.from({ length: world.seats }, (_, i) => {
		const ref = `P${String(i + 1).padStart(5, '0')}`;
		const person = i > 0 && chance(world.seed, 'several', ref) < 0.05 ? i - 1 : i;
		return { ref, name: `Bjørn Ærlig Åsen ${person}`, email: addressOf(person), rolle: i % 3 === 0 ? 'leder' : 'eier', locale: LOCALES[person % 3] ?? 'nb', stilling: ref };
	});
}

const each = (text: Text, change: (words: string) => string): Text => Object.fromEntries(Object.entries(text).map(([locale, words]) => [locale, change(words ?? '')]));

/** The default texts, with marks by which the mail server's log tells mailings and seats apart. */
export function markedTexts(number: number) {
	const texts = defaultTexts(number === 0 ? 'invitation' : 'reminder', { deadline: true });
	return { subject: each(texts.subject, (t) => `${t} [utsending ${number}]`), body: each(texts.body, (t) => `${t}\n\nPlass: {{frame:stilling}}`) };
}

/** Weekdays from 9 to 15, as a plan has it by itself. */
const WINDOW = { weekdays: [1, 2, 3, 4, 5], from: 9 * 60, to: 15 * 60, skipHolidays: true };

const orThrow = <T extends { ok: boolean }>(result: T): T => {
	if (!result.ok) throw new Error(JSON.stringify(result));
	return result;
};

async function planMailings(mail: MailDeps, surveyId: number, world: World): Promise<void> {
	orThrow(await planInvitation(mail, { surveyId, time: { at: INVITATION }, window: WINDOW, actor: ACTOR }));
	await setGap(mail, { surveyId, hours: world.gapHours, actor: ACTOR });
	for (const afterDays of world.reminders) orThrow(await addReminder(mail, { surveyId, time: { afterDays }, window: WINDOW, actor: ACTOR }));
	for (const number of [0, ...world.reminders.map((_, i) => i + 1)]) {
		orThrow(await createMailing(mail, { surveyId, kind: number === 0 ? 'invitation' : 'reminder', ...(number > 0 && { number }), ...markedTexts(number), actor: ACTOR }));
	}
	orThrow(await startPlan(mail, { surveyId, actor: ACTOR }));
}

export async function prepare(url: string, world: World, mail: Omit<MailDeps, 'database'>): Promise<Prepared> {
	const database = connect(url);
	await settleConnections(database);
	const admin = postgres(url, { max: 3, onnotice: () => undefined, backoff: () => 0.2 });
	const deps = { database };
	const evaluation = await createEvaluation(deps, { key: 'e', name: 'Evaluering', actor: ACTOR });
	const wave = await createWave(deps, { evaluationId: evaluation.id, key: 'runde', name: 'Runde', actor: ACTOR });
	const { id: surveyId } = await createSurvey(deps, { waveId: wave.id, key: 'forum', actor: ACTOR });
	orThrow(await publish(deps, { surveyId, document: smallQuestionnaire('forum'), actor: ACTOR }));
	await openSurvey(deps, { surveyId, closesAt: DEADLINE, actor: ACTOR });
	const people = population(world);
	await addSeats({ admin }, surveyId, people);
	await planMailings({ ...mail, database, clock: { now: () => START } }, surveyId, world);
	await createEvaluator(database);
	return { database, admin, surveyId, seats: new Map(people.map((p) => [p.ref, p.email])) };
}
