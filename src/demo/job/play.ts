/** Everyone answers, several at a time: through the respondents' pages, or straight through the services behind them. */
import type { Answer, Answers } from '#lib/domain/questionnaire/answers.ts';
import { DK } from '#lib/domain/questionnaire/answers.ts';
import type { Compiled } from '#lib/domain/questionnaire/fields.ts';
import { refreshStatistics } from '#lib/server/db/demo-owner.ts';
import { autosave } from '#lib/server/respond/autosave.ts';
import { startForm, submitForm } from '#lib/server/respond/submit.ts';
import { compiledQuestionnaire, responders, type Responder } from '../data.ts';
import { answerForm } from '../simulate/browser.ts';
import { httpClient } from '../simulate/http.ts';
import { randomFor, shuffled } from '../simulate/random.ts';
import { simulate } from '../simulate/simulate.ts';
import { ticksOf } from '../simulate/ticks.ts';
import { SURVEYS, type SurveyKey } from '../surveys.ts';
import { number, plural, type Demo } from './context.ts';
import type { Links } from './invite.ts';
import type { Ticker } from './progress.ts';

export const AT_ONCE = 16;

/** Answers of everyone who answered, by ref, and what of the given answers cannot be asked. */
export function simulateAll(): { answers: Map<string, Answers>; impossible: string[] } {
	const everyone = responders();
	const answers = new Map<string, Answers>();
	const impossible: string[] = [];
	for (const survey of SURVEYS) {
		const compiled: Compiled = compiledQuestionnaire(survey as SurveyKey);
		const seats = everyone.filter((seat) => seat.survey === survey);
		const ticks = ticksOf(survey, seats);
		for (const seat of seats) {
			const simulated = simulate(compiled, seat, ticks.get(seat.ref) ?? []);
			answers.set(seat.ref, simulated.answers);
			impossible.push(...simulated.impossible.map((key) => `${seat.ref} ${key}`));
		}
	}
	return { answers, impossible };
}

/** Runs `work` for each of `items`, `atOnce` at a time. The first failure stops it, once those in hand are done. */
export async function each<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>, done: (count: number) => void): Promise<void> {
	let next = 0;
	let finished = 0;
	const failures: unknown[] = [];
	await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, async () => {
		while (next < items.length && failures.length === 0) {
			const item = items[next++] as T;
			try {
				await work(item);
				done(++finished);
			} catch (error) {
				failures.push(error);
			}
		}
	}));
	if (failures.length > 0) throw failures[0];
}

const rawOf = (answer: Answer): unknown => (answer.state === 'dont_know' ? DK : 'codes' in answer ? answer.codes : 'code' in answer ? answer.code : 'number' in answer ? answer.number : answer.text);

/** Through the services that the pages call: the same rules and transactions, without HTTP and HTML. */
async function answerDirectly(demo: Demo, link: string, answers: Answers): Promise<void> {
	const token = link.slice(link.lastIndexOf('/') + 1);
	await startForm(demo, token, 'nb');
	const reply = await autosave(demo, token, JSON.stringify({ answers: Object.fromEntries(Object.entries(answers).map(([key, answer]) => [key, rawOf(answer)])) }));
	if (reply.status !== 200 || reply.body.problems.length > 0) throw new Error(`Saving answered ${reply.status}`);
	if (!(await submitForm(demo, token))) throw new Error('The form could not be sent in');
}

export interface PlayInput {
	seats: readonly Responder[];
	/** How many had answered before. */
	done: number;
	links: Links;
	answers: ReadonlyMap<string, Answers>;
	/** Where the pages are, and what the server takes its origin to be; null: directly through the services. */
	pages: { address: string; origin: string } | null;
}

/** @throws when someone cannot answer, naming the seat; those who have answered stay */
export async function playAll(demo: Demo, { seats, done, links, answers, pages }: PlayInput, ticker: Ticker): Promise<{ outcome: string; requests: number }> {
	const total = seats.length + done;
	const before = done > 0 ? `${number(done)} had answered before, ` : '';
	if (seats.length === 0) return { outcome: `already answered: ${plural(total, 'response')}`, requests: 0 };
	const client = pages && httpClient(pages.address, AT_ONCE, pages.origin);
	try {
		// as they come in, not list by list
		await each(shuffled(randomFor('arrival'), seats), AT_ONCE, async (seat) => {
			demo.signal.throwIfAborted();
			const link = links.get(seat.ref) ?? '';
			const given = answers.get(seat.ref) ?? {};
			await (client ? answerForm(client, link, given) : answerDirectly(demo, link, given)).catch((error: unknown) => {
				throw new Error(`${seat.ref} could not answer: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
			});
		}, (count) => ticker.tick(done + count, total));
	} finally {
		client?.close();
	}
	await refreshStatistics(demo.url);
	const requests = client?.requests ?? 0;
	return { outcome: `${before}${plural(seats.length, 'response')} ${client ? `through the respondents' pages, ${plural(requests, 'request')}` : 'through the services, without HTTP (--direct)'}`, requests };
}
