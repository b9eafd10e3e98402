/**
 * Analyses asked for by pages. What is short is made at once; what may be long goes to a thread, and the page comes back for it. Results are kept by what they rest on:
 * the same spec on the same data in the same language is made once.
 */
import { createHash } from 'node:crypto';
import { Problem } from '#lib/domain/problem.ts';
import { canonicalSpec } from '../plan/canonical.ts';
import type { Ran } from '../present/types.ts';
import { analyse, type Work } from './analyse.ts';
import { inThread } from './line.ts';

export { closeThread, warm } from './line.ts';

/** Cells (rows times variables) that are analysed while the reader's own request waits: some hundred milliseconds at most. */
export const SHORT = 100_000;
/** Methods that go through all ways a table can come about, or draw many: long whatever the rows. */
const LONG_METHODS = new Set(['parallel_analysis', 'polychoric', 'mixed', 'who_to_remind', 'follow_up_extraction', 'response_forecast']);
const MOST_KEPT = 200;
/** Kept in line or under way at most. */
const MOST_WAITING = 20;

export interface Job {
	key: string;
	state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
	/** Milliseconds since the epoch. */
	asked: number;
	started: number | null;
	ended: number | null;
	rows: number;
	ran: Ran | null;
	problem: Problem | null;
}

interface Waiting extends Job { stop: AbortController; wake: (() => void)[] }

const jobs = new Map<string, Waiting>();

export function jobKey({ dataset, spec, locale }: Work): string {
	return createHash('sha256').update(JSON.stringify([dataset?.hash ?? null, dataset?.key ?? null, dataset?.suppressBelow ?? 0, dataset?.laid?.shared ?? null, canonicalSpec(spec), locale])).digest('hex');
}

/** Cells of a cross table, and tables drawn at random, that take some hundred milliseconds at most whatever the margins. */
const [MOST_CELLS, MOST_DRAWS] = [100, 100_000];

/** Whether exact tests, or tables drawn at random, may take long though the rows are few. */
function searches({ dataset, spec }: Work): boolean {
	const { rows, columns, replicates } = spec as { rows?: unknown; columns?: unknown; replicates?: unknown };
	if (typeof replicates === 'number' && replicates > MOST_DRAWS) return true;
	if (spec.method !== 'crosstab') return false;
	const levels = (name: unknown): number => {
		const variable = dataset?.variables.find((v) => v.name === name);
		// numbers may be as many as the rows
		return variable?.type === 'categorical' ? variable.categories.length : dataset?.rows ?? 0;
	};
	return levels(rows) * levels(columns) > MOST_CELLS;
}

/** Whether it is made while the reader's request waits: so fast that nobody else notices. */
export const isShort = (work: Work): boolean =>
	!LONG_METHODS.has(work.spec.method) && (work.dataset?.rows ?? 0) * Math.max(1, work.dataset?.variables.length ?? 1) <= SHORT && !searches(work);

function settle(job: Waiting, state: Job['state'], result: Partial<Pick<Job, 'ran' | 'problem'>>): void {
	if (job.ended !== null) return;
	Object.assign(job, { state, ended: Date.now(), ...result });
	for (const wake of job.wake.splice(0)) wake();
}

/** In line for the thread, and then in it. */
function beside(job: Waiting, work: Work): void {
	const began = (): void => {
		job.state = 'running';
		job.started = Date.now();
	};
	inThread('analysis', work, { signal: job.stop.signal, began }).then(
		(ran) => settle(job, 'done', { ran }),
		(error: unknown) => settle(job, 'failed', { problem: error instanceof Problem ? error : new Problem('workbench_problem_failed', 500) })
	);
}

function forget(): void {
	for (const [key, job] of jobs) {
		if (jobs.size <= MOST_KEPT) return;
		if (job.state !== 'waiting' && job.state !== 'running') jobs.delete(key);
	}
}

/**
 * Begins an analysis, or finds the one that is under way or made.
 * @throws Problem workbench_problem_busy (503) when too many are waiting; what a short one throws
 */
export function ask(work: Work): Job {
	const key = jobKey(work);
	const there = jobs.get(key);
	if (there && there.state !== 'cancelled' && there.state !== 'failed') {
		// the one asked for last is forgotten last
		jobs.delete(key);
		jobs.set(key, there);
		return there;
	}
	const job: Waiting = { key, state: 'waiting', asked: Date.now(), started: null, ended: null, rows: work.dataset?.rows ?? 0, ran: null, problem: null, stop: new AbortController(), wake: [] };
	if (isShort(work)) {
		job.started = job.asked;
		settle(job, 'done', { ran: analyse(work) });
	} else if ([...jobs.values()].filter((j) => j.state === 'waiting' || j.state === 'running').length >= MOST_WAITING) throw new Problem('workbench_problem_busy', 503);
	else beside(job, work);
	jobs.set(key, job);
	forget();
	return job;
}

/** Waits until a job has ended, at most so long. */
export async function settled(job: Job, milliseconds: number): Promise<Job> {
	const waiting = job as Waiting;
	if (waiting.state !== 'waiting' && waiting.state !== 'running') return job;
	let timer: NodeJS.Timeout | undefined;
	await Promise.race([new Promise<void>((wake) => waiting.wake.push(wake)), new Promise<void>((wake) => { timer = setTimeout(wake, milliseconds); })]);
	clearTimeout(timer);
	return job;
}

/** Ends a job that waits or runs. @returns whether there was one to end */
export function cancel(key: string): boolean {
	const job = jobs.get(key);
	if (!job || (job.state !== 'waiting' && job.state !== 'running')) return false;
	settle(job, 'cancelled', {});
	job.stop.abort();
	return true;
}

export const jobOf = (key: string): Job | undefined => jobs.get(key);
