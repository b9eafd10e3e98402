/** What was done to the survey from outside, with when it was first tried and when it was acknowledged. */
import { Problem } from '../../../src/lib/domain/problem.ts';
import type { Act } from './evidence.ts';

const PAUSE_MS = 50;
const ATTEMPTS = 1_200;

export interface Journal {
	acts: Act[];
	/** How often something had to be tried again. */
	retries: number;
	/** Does `work` until it succeeds, as a person would who is told to try again; the act counts as acknowledged when `work` returned. */
	insist<T>(act: Omit<Act, 'from' | 'at'> | null, work: () => Promise<T>): Promise<T>;
}

/** Thrown by `work` when trying again is of no use, as a problem that is told to a person. */
export class GivenUp extends Error {}

export function newJournal(): Journal {
	const journal: Journal = {
		acts: [],
		retries: 0,
		async insist(act, work) {
			const entry: Act | null = act && { ...act, from: Date.now(), at: null };
			if (entry) journal.acts.push(entry);
			for (let attempt = 0; ; attempt++) {
				try {
					const result = await work();
					if (entry) entry.at = Date.now();
					return result;
				} catch (error) {
					if (error instanceof GivenUp || error instanceof Problem || attempt >= ATTEMPTS) throw error;
					journal.retries++;
					await new Promise((done) => setTimeout(done, PAUSE_MS));
				}
			}
		}
	};
	return journal;
}
