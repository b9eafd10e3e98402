/** Those who get the messages: some answer, some begin, some opt out with one click, over HTTP, and try again when the server is gone. */
import { respondentClient, type Reply } from '../../support/respondent.ts';
import { GivenUp, type Journal } from './journal.ts';
import type { SinkMessage } from './sink-log.ts';
import { chance, reactionOf, type Reaction } from './world.ts';

export interface Acknowledged { seat: string; answers: Map<string, string[]>; submitted: boolean }

export interface People {
	/** A message has arrived: reacts at once. The caller has let the delay pass. */
	react(seat: string, message: SinkMessage): Promise<void>;
	acknowledged: Map<string, Acknowledged>;
	/** Seats whose link no longer led anywhere, by what the page answered: expected of those replaced or marked as left. */
	turnedAway: Map<string, number>;
}

const answered = (reply: Reply, statuses: number[]): Reply => {
	if (reply.status >= 500) throw new Error(`answered ${reply.status}`);
	if (!statuses.includes(reply.status)) throw new GivenUp(`answered ${reply.status}`);
	return reply;
};

export function people(origin: string, seed: number, journal: Journal): People {
	const client = respondentClient(origin);
	const acknowledged = new Map<string, Acknowledged>();
	const turnedAway = new Map<string, number>();

	const own = (seat: string): Acknowledged => {
		const there = acknowledged.get(seat) ?? { seat, answers: new Map<string, string[]>(), submitted: false };
		acknowledged.set(seat, there);
		return there;
	};
	/** Starts, saves and, unless it is left there, sends in. */
	async function answer(seat: string, path: string, message: SinkMessage, whole: boolean): Promise<void> {
		const mine = own(seat);
		if (mine.submitted) return;
		await journal.insist({ kind: 'started', seat }, async () => answered(await client.post(path), [303]));
		const given = { kjenner: chance(seed, 'kjenner', seat) < 0.5 ? 1 : 2, hva: [1, 2], aar: Math.floor(chance(seed, 'aar', `${seat} ${message.mailing}`) * 60), kort: `svar ${seat} ${message.mailing}` };
		await journal.insist(null, async () => {
			const reply = answered(await client.json(`${path}/lagre`, { answers: given }), [200]);
			if ((JSON.parse(reply.text) as { status: string }).status !== 'ok') throw new GivenUp(reply.text);
		});
		for (const [key, value] of Object.entries(given)) mine.answers.set(key, [value].flat().map(String));
		if (!whole) return;
		await journal.insist({ kind: 'submitted', seat }, async () => answered(await client.post(`${path}/oppsummering`), [303]));
		mine.submitted = true;
	}
	async function optOut(seat: string, path: string, message: SinkMessage): Promise<void> {
		const address = message.unsubscribe ? new URL(message.unsubscribe) : new URL(`${path}/avmeld`, origin);
		await journal.insist({ kind: 'opted_out', seat }, async () => {
			const reply = await fetch(new URL(address.pathname, origin), { method: 'POST', redirect: 'manual', body: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
			answered({ status: reply.status, location: undefined, headers: reply.headers, text: await reply.text() }, [200, 204]);
		});
	}
	return {
		acknowledged, turnedAway,
		async react(seat, message) {
			const path = new URL(message.link).pathname;
			const reaction: Reaction = reactionOf(seed, seat, message.mailing);
			// a link scanner looks before anybody does
			if (chance(seed, 'scanner', `${seat} ${message.mailing}`) < 0.05) await client.get(path).catch(() => undefined);
			try {
				if (reaction === 'answer' || reaction === 'start') await answer(seat, path, message, reaction === 'answer');
				if (reaction === 'opt_out' && !own(seat).submitted) await optOut(seat, path, message);
			} catch (error) {
				if (!(error instanceof GivenUp)) throw error;
				turnedAway.set(seat, Number(/\d+/.exec(error.message)?.[0] ?? 0));
			}
		}
	};
}
