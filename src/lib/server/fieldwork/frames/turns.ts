/** Long work in pieces, with a turn for others between them: a large list must not hold up respondents. */
import { setImmediate } from 'node:timers/promises';

const PIECE = 1000;

/** Calls `each` for every item in order, letting others have a turn now and then. */
export async function inTurns<T>(items: Iterable<T>, each: (item: T) => void): Promise<void> {
	let n = 0;
	for (const item of items) {
		each(item);
		if (++n % PIECE === 0) await setImmediate();
	}
}
