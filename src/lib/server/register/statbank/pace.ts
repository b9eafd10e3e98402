/** So many calls in so long, whoever makes them: Statistics Norway counts the calls of an address. */
import { systemClock, type Clock } from '#lib/server/clock.ts';
import { HTTP } from '../klass/http.ts';

export interface Pace { turn(signal?: AbortSignal): Promise<void> }

/**
 * @param calls at most so many in any `milliseconds`
 * @returns `turn`, which resolves when one may call; callers go in the order they came, and one who has given up takes no place
 */
export function pace(calls: number, milliseconds: number, clock: Clock = systemClock, wait: (ms: number) => Promise<void> = HTTP.wait): Pace {
	const made: number[] = [];
	let last: Promise<void> = Promise.resolve();
	const take = async (signal?: AbortSignal): Promise<void> => {
		for (;;) {
			signal?.throwIfAborted();
			const now = clock.now().getTime();
			const [oldest] = made;
			if (oldest === undefined || made.length < calls) break;
			const left = oldest + milliseconds - now;
			if (left <= 0) made.shift();
			else await wait(Math.min(left, 1000));
		}
		made.push(clock.now().getTime());
	};
	return {
		turn: (signal) => {
			const turn = last.then(() => take(signal));
			last = turn.catch(() => undefined);
			return turn;
		}
	};
}

/** Of StatBank: 30 a minute. One for the whole process. */
export const statbankPace = pace(30, 60_000);
