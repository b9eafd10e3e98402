/** Kills a sender, the web server or the database with -9, most of the times while messages leave, some at any moment. */
import { seededRandom } from '../../../analysis/numeric/random.ts';
import type { Cluster } from './cluster.ts';
import type { Kept } from './process.ts';
import type { World } from './world.ts';

/** `back`: when the target was there again; Infinity while it is not. */
export interface Kill { target: string; at: number; back: number; messages: number }

/** What each kill waits for: that many messages in all, or that many days. */
export type Cue = { messages: number } | { day: number };

/** Expected messages for each seat of the list, over an invitation and three reminders. */
const MESSAGES_A_SEAT = 2.5;

export function cues(world: World, lastDay: number): Cue[] {
	const random = seededRandom(world.seed);
	const byMessage = Math.round(world.kills * 0.75);
	const messages = Array.from({ length: byMessage }, (_, i) => ({ messages: Math.round(((i + random()) / byMessage) * MESSAGES_A_SEAT * world.seats) }));
	const days = Array.from({ length: world.kills - byMessage }, (_, i) => ({ day: ((i + random()) / (world.kills - byMessage)) * lastDay }));
	return [...messages, ...days];
}

export interface Targets { workers: Kept[]; server: Kept; cluster: Cluster }

/** In turn: a sender twice as often as the server and the database. */
export function killer(world: World, targets: Targets, now: { messages(): number; day(): number }, lastDay: number) {
	const random = seededRandom(world.seed + 1);
	const kills: Kill[] = [];
	const left = cues(world, lastDay);
	let over = false;

	const strike = async (): Promise<void> => {
		const turn = kills.length % 4;
		const process = turn === 1 ? null : turn === 3 ? targets.server : targets.workers[Math.floor(random() * targets.workers.length)];
		// one that is down already is waited for, so that every kill ends something
		await process?.ready();
		await new Promise((go) => setTimeout(go, random() * 40));
		const kill: Kill = { target: process?.name ?? 'database', at: Date.now(), back: Infinity, messages: now.messages() };
		kills.push(kill);
		const back = (): void => { kill.back = Date.now(); };
		if (process) {
			process.kill9();
			void process.ready().then(back);
		} else {
			await targets.cluster.kill9(random() * 300);
			back();
		}
	};
	const done = (async () => {
		while (left.length > 0) {
			const due = left.findIndex((cue) => over || ('messages' in cue ? now.messages() >= cue.messages : now.day() >= cue.day));
			if (due >= 0) {
				left.splice(due, 1);
				await strike();
			}
			await new Promise((go) => setTimeout(go, 10));
		}
	})();
	return {
		kills,
		/** Those still waiting for their cue strike at once. */
		async finish() {
			over = true;
			await done;
		}
	};
}
