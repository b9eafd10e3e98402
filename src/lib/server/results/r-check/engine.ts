/** One R for the whole process, used by one script at a time; started when it is needed, anew when a script took it down, and let go when nobody has asked for a while. */
import { KEPT_SECONDS } from './limits.ts';
import { startR, type R } from './webr.ts';

let running: R | null = null;
let last: Promise<unknown> = Promise.resolve();
let waiting = 0;
let idle: NodeJS.Timeout | undefined;

/** Ends R if it runs and nobody waits for it: for a process that wants to end. */
export function closeR(): void {
	clearTimeout(idle);
	running?.close();
	running = null;
}

/**
 * Calls `use` with R when all who asked before have had it.
 * @param use gets an R that is alive; it asks for it anew for every script
 */
export function withR<T>(use: (r: () => Promise<R>) => Promise<T>): Promise<T> {
	clearTimeout(idle);
	waiting += 1;
	const get = async (): Promise<R> => {
		if (!running?.alive) running = await startR();
		return running;
	};
	const mine = last.then(() => use(get));
	last = mine.catch(() => undefined).finally(() => {
		waiting -= 1;
		if (waiting > 0) return;
		idle = setTimeout(closeR, KEPT_SECONDS * 1000);
		idle.unref();
	});
	return mine;
}
