/** What is reckoned beside the server, so that it answers others meanwhile: one thread, one thing at a time, in the order it was asked for. */
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Problem } from '#lib/domain/problem.ts';
import type { Answer, Asked, Reckoned } from './thread.ts';

export interface Watch {
	/** Gives it up, in line or under way; the promise is rejected with the signal's reason. */
	signal: AbortSignal;
	/** Told when its turn has come. */
	began?: () => void;
	/** Told of the steps done, where what is asked for has steps. */
	progress?: (done: number) => void;
}

interface Task<K extends keyof Reckoned> { kind: K; asked: Asked[K]; watch: Watch; outcome: PromiseWithResolvers<Reckoned[K]> }
type AnyTask = { [K in keyof Reckoned]: Task<K> }[keyof Reckoned];

const line: AnyTask[] = [];
let thread: Worker | null = null;
let current: AnyTask | null = null;
let number = 0;

const failed = (): Problem => new Problem('workbench_problem_failed', 500);

/** The one under way is done with; the next one's turn has come. */
function done(): void {
	current = null;
	thread?.unref();
	next();
}

function next(): void {
	if (current) return;
	const task = line.shift();
	if (!task) return;
	current = task;
	task.watch.began?.();
	const worker = threadFor();
	worker.ref();
	worker.postMessage({ id: ++number, kind: task.kind, asked: task.asked });
}

function heard(answer: Answer): void {
	const task = current;
	if (!task || answer.id !== number) return;
	if ('done' in answer) {
		task.watch.progress?.(answer.done);
		return;
	}
	if ('result' in answer) (task.outcome.resolve as (result: unknown) => void)(answer.result);
	else if ('problem' in answer) task.outcome.reject(new Problem(answer.problem.code, answer.problem.status, answer.problem.params));
	else {
		console.error(JSON.stringify({ level: 'error', at: 'analyse', error: answer.error }));
		task.outcome.reject(failed());
	}
	done();
}

function threadFor(): Worker {
	if (thread) return thread;
	const made = new Worker(resolve('src/lib/server/results/workbench/thread.ts'), { name: 'analyse' });
	thread = made;
	made.on('message', heard);
	const lost = (): void => {
		if (thread !== made) return;
		thread = null;
		const task = current;
		if (!task) return;
		task.outcome.reject(failed());
		done();
	};
	made.on('error', (error: Error) => {
		console.error(JSON.stringify({ level: 'error', at: 'analyse', error: error.message }));
		lost();
	});
	made.on('exit', lost);
	return made;
}

function giveUp(task: AnyTask): void {
	task.outcome.reject(task.watch.signal.reason);
	const at = line.indexOf(task);
	if (at >= 0) line.splice(at, 1);
	if (task !== current) return;
	const running = thread;
	thread = null;
	void running?.terminate();
	done();
}

/** @throws Problem what the reckoning throws, workbench_problem_failed (500) when the thread is lost, or the signal's reason */
export function inThread<K extends keyof Reckoned>(kind: K, asked: Asked[K], watch: Watch): Promise<Reckoned[K]> {
	const task: Task<K> = { kind, asked, watch, outcome: Promise.withResolvers<Reckoned[K]>() };
	const own = task as unknown as AnyTask;
	if (watch.signal.aborted) return Promise.reject(watch.signal.reason as Error);
	watch.signal.addEventListener('abort', () => giveUp(own), { once: true });
	line.push(own);
	next();
	return task.outcome.promise;
}

/** Starts the thread ahead of time, when what will be asked for is going to need it. */
export function warm(): void {
	threadFor().unref();
}

/** Ends the thread, for a process that wants to end. */
export async function closeThread(): Promise<void> {
	const running = thread;
	thread = null;
	await running?.terminate();
}
