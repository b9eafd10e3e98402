/** Runs of plans that pages ask for: reckoned in the thread, kept when they are done, and known by an id that a page may come back to. */
import { randomUUID } from 'node:crypto';
import { Problem } from '#lib/domain/problem.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { inThread } from '../workbench/line.ts';
import { keepPlanned, plannedRun, type PlanDeps } from './store.ts';

/** Where a run was asked for, and what is done with it. */
export interface RunPurpose {
	planId: number;
	snapshotId: number;
	/** The page that asked, to go back to. */
	from: string;
	/** Does what the run is for, and says where it is then seen. */
	use: (run: number) => Promise<string>;
}

export interface PlanJob {
	id: string;
	state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
	title: Text;
	/** Entries that are run, of how many. */
	done: number;
	total: number;
	from: string;
	/** Where the run is seen; null until it is kept. */
	to: string | null;
	problem: Problem | null;
}
interface Kept extends PlanJob { name: string; stop: AbortController; ended: Promise<void> }

const MOST_KEPT = 100;
/** In line or under way at most. */
const MOST_WAITING = 10;
const jobs = new Map<string, Kept>();

const active = (job: PlanJob): boolean => job.state === 'waiting' || job.state === 'running';

/** Null for one that the server does not know, or no longer. */
export const planJob = (id: string): PlanJob | null => jobs.get(id) ?? null;

async function carryOut(deps: PlanDeps, job: Kept, planned: Awaited<ReturnType<typeof plannedRun>>, purpose: RunPurpose, actor: string): Promise<void> {
	try {
		const watch = { signal: job.stop.signal, began: () => { job.state = 'running'; }, progress: (done: number) => { job.done = done; } };
		const made = await inThread('plan', planned.work, watch);
		// what is cancelled up to here leaves nothing behind
		job.stop.signal.throwIfAborted();
		job.to = await purpose.use(await keepPlanned(deps, planned, made, actor));
		job.state = 'done';
	} catch (error) {
		if (!active(job)) return;
		if (!(error instanceof Problem)) console.error(JSON.stringify({ level: 'error', at: 'plan run', error: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
		Object.assign(job, { state: 'failed', problem: error instanceof Problem ? error : new Problem('workbench_problem_failed', 500) });
	}
}

/**
 * Begins a run of a plan's newest version on a snapshot; the same, asked for from the same page while it is under way, is the same job.
 * @returns its id
 * @throws Problem workbench_problem_busy (503) when too many wait; what reading the plan and the snapshot throws
 */
export async function startPlanRun(deps: PlanDeps, purpose: RunPurpose, actor: string): Promise<string> {
	const planned = await plannedRun(deps, purpose.planId, purpose.snapshotId);
	const name = JSON.stringify([planned.versionId, planned.snapshotId, planned.suppressBelow, purpose.from]);
	const under = [...jobs.values()].filter(active);
	const same = under.find((job) => job.name === name);
	if (same) return same.id;
	if (under.length >= MOST_WAITING) throw new Problem('workbench_problem_busy', 503);
	const { plan } = planned.work;
	const job: Kept = { id: randomUUID(), name, state: 'waiting', title: plan.title, done: 0, total: plan.entries.length, from: purpose.from, to: null, problem: null, stop: new AbortController(), ended: Promise.resolve() };
	jobs.set(job.id, job);
	for (const [old, one] of jobs) {
		if (jobs.size <= MOST_KEPT) break;
		if (!active(one)) jobs.delete(old);
	}
	job.ended = carryOut(deps, job, planned, purpose, actor);
	return job.id;
}

/** Waits until a job has ended, at most so long. */
export async function planJobSettled(id: string, milliseconds: number): Promise<void> {
	const job = jobs.get(id);
	if (!job || !active(job)) return;
	let timer: NodeJS.Timeout | undefined;
	await Promise.race([job.ended, new Promise<void>((wake) => { timer = setTimeout(wake, milliseconds); })]);
	clearTimeout(timer);
}

/** Ends a job that waits or runs; once its results are being kept it goes through. @returns whether there was one to end */
export function cancelPlanRun(id: string): boolean {
	const job = jobs.get(id);
	if (!job || !active(job)) return false;
	job.stop.abort();
	job.state = 'cancelled';
	return true;
}
