/** The product's own tasks at intervals. */
import type { Clock } from '../../clock.ts';
import type { Config } from '../../config.ts';
import type { Database } from '../../db/connection.ts';
import { planTick } from '../plan/tick.ts';
import { fetchReturns } from '../returns/fetch.ts';
import type { PeriodicTask } from './periodic.ts';

export interface TaskDeps { database: Database; secret: string; config: Config; clock: Clock }

export function periodicTasks(deps: TaskDeps): PeriodicTask[] {
	return [
		{ name: 'plan', everyMs: 20_000, run: () => planTick(deps) },
		{ name: 'returns', everyMs: 120_000, run: () => fetchReturns(deps) }
	];
}
