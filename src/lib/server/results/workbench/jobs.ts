/**
 * Analyses asked for by pages. What is short is made at once; what may be long goes to a thread, and the page comes back for it. Results are kept by what they rest on:
 * the same spec on the same data in the same language is made once.
 */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Problem } from '#lib/domain/problem.ts';
import { canonicalSpec } from '../plan/canonical.ts';
import type { Ran } from '../present/types.ts';
import { analyse, type Work } from './analyse.ts';
import type { Answer } from './thread.ts';

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

interface Waiting extends Job { work: Work | null; wake: (() => void)[] }

const jobs = new Map<string, Waiting>();
let thread: Worker | null = null;
let current: Waiting | null = null;
let number = 0;

export function jobKey({ dataset, spec, locale }: Work): string {
	return createHash('sha256').update(JSON.stringify([dataset?.hash ?? null, dataset?.key ?? null, dataset?.suppressBelow ?? 0, canonicalSpec(spec), locale])).digest('hex');
}

export const isShort = ({ dataset, spec }: Work): boolean => !LONG_METHODS.has(spec.method) && (dataset?.rows ?? 0) * Math.max(1, dataset?.variables.length ?? 1) <= SHORT;

function settle(job: Waiting, state: Job['state'], result: Partial<Pick<Job, 'ran' | 'problem'>>): void {
	Object.assign(job, { state, ended: Date.now(), work: null, ...result });
	for (const wake of job.wake.splice(0)) wake();
}

function next(): void {
	if (current) return;
	const job = [...jobs.values()].find((j) => j.state === 'waiting');
	if (!job?.work) return;
	current = job;
	job.state = 'running';
	job.started = Date.now();
	const id = ++number;
	const worker = threadFor();
	worker.ref();
	worker.postMessage({ id, work: job.work });
}

function finished(settled: () => void): void {
	settled();
	current = null;
	thread?.unref();
	next();
}

function threadFor(): Worker {
	if (thread) return thread;
	const made = new Worker(resolve('src/lib/server/results/workbench/thread.ts'), { name: 'analyse' });
	thread = made;
	made.on('message', (answer: Answer) => {
		const job = current;
		if (!job || answer.id !== number) return;
		finished(() => {
			if ('ran' in answer) settle(job, 'done', { ran: answer.ran });
			else if ('problem' in answer) settle(job, 'failed', { problem: new Problem(answer.problem.code, answer.problem.status, answer.problem.params) });
			else {
				console.error(JSON.stringify({ level: 'error', at: 'analyse', error: answer.error }));
				settle(job, 'failed', { problem: new Problem('workbench_problem_failed', 500) });
			}
		});
	});
	const lost = (): void => {
		if (thread !== made) return;
		thread = null;
		const job = current;
		if (job) finished(() => settle(job, 'failed', { problem: new Problem('workbench_problem_failed', 500) }));
	};
	made.on('error', (error: Error) => {
		console.error(JSON.stringify({ level: 'error', at: 'analyse', error: error.message }));
		lost();
	});
	made.on('exit', lost);
	return made;
}

/** Starts the thread ahead of time, when what will be asked for is going to need it. */
export function warm(): void {
	threadFor().unref();
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
	const job: Waiting = { key, state: 'waiting', asked: Date.now(), started: null, ended: null, rows: work.dataset?.rows ?? 0, ran: null, problem: null, work, wake: [] };
	if (isShort(work)) {
		job.started = job.asked;
		settle(job, 'done', { ran: analyse(work) });
	} else if ([...jobs.values()].filter((j) => j.state === 'waiting' || j.state === 'running').length >= MOST_WAITING) throw new Problem('workbench_problem_busy', 503);
	jobs.set(key, job);
	forget();
	next();
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
	if (job === current) {
		const running = thread;
		thread = null;
		void running?.terminate();
		finished(() => settle(job, 'cancelled', {}));
	} else settle(job, 'cancelled', {});
	return true;
}

export const jobOf = (key: string): Job | undefined => jobs.get(key);

/** Ends the thread, for a process that wants to end. */
export async function closeThread(): Promise<void> {
	const running = thread;
	thread = null;
	await running?.terminate();
}
