/** The thread that long analyses run in, so that the server answers others meanwhile. */
import { parentPort } from 'node:worker_threads';
import { Problem } from '#lib/domain/problem.ts';
import type { Ran } from '../present/types.ts';
import { analyse, type Work } from './analyse.ts';

/** What came of it; a Problem is told by its code. */
export type Answer = { id: number; ran: Ran } | { id: number; problem: { code: string; status: number; params: Record<string, string | number> } } | { id: number; error: string };

parentPort?.on('message', ({ id, work }: { id: number; work: Work }) => {
	let answer: Answer;
	try {
		answer = { id, ran: analyse(work) };
	} catch (error) {
		answer = error instanceof Problem ? { id, problem: { code: error.code, status: error.status, params: error.params } } : { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
	}
	parentPort?.postMessage(answer);
});
