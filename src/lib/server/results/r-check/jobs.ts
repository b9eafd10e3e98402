/** Checks that pages ask for: under way or done, by what they are of, so that the page may come back for one, and the same is not checked twice. */
import { createHash } from 'node:crypto';
import { Problem } from '#lib/domain/problem.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { checkInR } from './check.ts';
import type { CheckEntry, RCheck } from './types.ts';

export interface CheckJob {
	state: 'running' | 'done' | 'cancelled' | 'failed';
	/** Entries checked, of how many. */
	done: number;
	total: number;
	check: RCheck | null;
}
interface Kept extends CheckJob { stop: AbortController }

const MOST_KEPT = 100;
/** In line or under way at most: R does one after another. */
const MOST_WAITING = 5;
const jobs = new Map<string, Kept>();

/** Names a check of a kept run; the limit is part of it, since what differs is shown by it. */
export const runCheckName = (hash: string, limit: number): string => `run ${hash} ${limit}`;
/** Names a check of one spec on data. */
export function specCheckName(spec: AnySpec, dataset: Dataset | null): string {
	return `spec ${createHash('sha256').update(JSON.stringify([dataset?.hash ?? null, dataset?.key ?? null, dataset?.suppressBelow ?? 0, spec])).digest('hex')}`;
}

/** Null where it has not been asked for. */
export const checkJob = (name: string): CheckJob | null => jobs.get(name) ?? null;

/**
 * Begins a check; one that runs goes on, and one that is done is made anew.
 * @throws Problem rcheck_problem_busy (429) when too many wait already
 */
export function startCheck(name: string, entries: readonly CheckEntry[]): void {
	if (jobs.get(name)?.state === 'running') return;
	if ([...jobs.values()].filter((j) => j.state === 'running').length >= MOST_WAITING) throw new Problem('rcheck_problem_busy', 429);
	const job: Kept = { state: 'running', done: 0, total: entries.length, check: null, stop: new AbortController() };
	jobs.delete(name);
	jobs.set(name, job);
	for (const [old, { state }] of jobs) {
		if (jobs.size <= MOST_KEPT) break;
		if (state !== 'running') jobs.delete(old);
	}
	checkInR(entries, { signal: job.stop.signal, progress: (done) => (job.done = done) }).then(
		(check) => Object.assign(job, job.stop.signal.aborted ? { state: 'cancelled' } : { state: 'done', check }),
		(error: unknown) => {
			console.error('R could not be used for a check:', error);
			job.state = 'failed';
		}
	);
}

/** What is under way ends at once; what waits in line is told of as cancelled, and gives way when its turn comes. */
export function cancelCheck(name: string): void {
	const job = jobs.get(name);
	if (job?.state !== 'running') return;
	job.stop.abort();
	job.state = 'cancelled';
}
