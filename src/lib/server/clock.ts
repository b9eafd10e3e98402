import { setTimeout as wait } from 'node:timers/promises';

/** What time it is, as an argument: a simulation runs days in seconds, a test stands still. */
export interface Clock { now(): Date }

/** The machine's own. */
export const systemClock: Clock = { now: () => new Date() };

/** The one given, or the machine's own. */
export const clockOf = (deps: { clock?: Clock | undefined }): Clock => deps.clock ?? systemClock;

/** Resolves when the clock, which may run at any speed, has come to `at`, or the signal has come. */
export async function waitUntil(clock: Clock, at: Date, signal?: AbortSignal): Promise<void> {
	for (let left = at.getTime() - clock.now().getTime(); left > 0 && !signal?.aborted; left = at.getTime() - clock.now().getTime()) {
		await wait(Math.min(left, 100), undefined, { signal }).catch(() => undefined);
	}
}
