/** The thread that long analyses and plans run in, so that the server answers others meanwhile. */
import { parentPort } from 'node:worker_threads';
import { Problem } from '#lib/domain/problem.ts';
import { runWork, type PlanWork, type StoredRun } from '../plan/run.ts';
import type { Ran } from '../present/types.ts';
import { analyse, type Work } from './analyse.ts';

/** What may be asked for, by kind, and what comes of it. */
export interface Asked { analysis: Work; plan: PlanWork }
export interface Reckoned { analysis: Ran; plan: StoredRun }
type Message = { [K in keyof Asked]: { id: number; kind: K; asked: Asked[K] } }[keyof Asked];

/** A Problem is told by its code; `done` is told on the way. */
export type Answer = { id: number; done: number } | { id: number; result: Reckoned[keyof Reckoned] } | { id: number; problem: { code: string; status: number; params: Record<string, string | number> } } | { id: number; error: string };

const tell = (answer: Answer): void => parentPort?.postMessage(answer);

parentPort?.on('message', (message: Message) => {
	const { id } = message;
	try {
		tell({ id, result: message.kind === 'plan' ? runWork(message.asked, (done) => tell({ id, done })) : analyse(message.asked) });
	} catch (error) {
		tell(error instanceof Problem ? { id, problem: { code: error.code, status: error.status, params: error.params } } : { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
	}
});
