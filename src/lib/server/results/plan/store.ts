/** Plans as they are kept: made, changed by versions, locked, run. */
import { PLAN_FORMAT, type Plan } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { Database } from '../../db/connection.ts';
import { insertLock, insertPlan, insertVersion, keepRun, readLock, readPlans, readRunRow, readVersion, readVersions, type PlanHead, type PlanLockRow, type PlanVersionRow } from '../../db/analysis-plans.ts';
import { datasetOf, snapshotHead } from '../snapshot/read.ts';
import { ENTRY_KEY, parsePlan, planFaults, type PlanFault } from './check.ts';
import { hashOf, planBytes } from './canonical.ts';
import { planWork, readRun, runWork, type PlanRun, type PlanWork, type StoredRun } from './run.ts';

export interface PlanDeps { database: Database }

/** @throws Problem workbench_problem_no_plan (404) for what cannot be an id */
export function idOf(text: string): number {
	if (!/^[1-9]\d{0,8}$/.test(text)) throw new Problem('workbench_problem_no_plan', 404);
	return Number(text);
}

/** A stored body. @throws when it is none of ours, which the database does not let in */
export function planOf(body: string): Plan {
	const read = parsePlan(body);
	if (!read.value) throw new Problem('workbench_problem_no_plan', 500);
	return read.value;
}

/** What was changed, as a text by its key, so that each reads it in their own language; and why, as it was written. */
export interface Change { key: string; params?: Record<string, string | number>; reason?: string }

const versionOf = (plan: Plan, change: Change) => {
	const bytes = planBytes(plan);
	return { body: bytes.toString('utf8'), hash: hashOf(bytes), change: JSON.stringify(change) };
};

/** A change as it is stored; what is not of our making is shown as it stands. */
export function changeOf(text: string): Change {
	try {
		const read = JSON.parse(text) as Change;
		return typeof read.key === 'string' ? read : { key: text };
	} catch {
		return { key: text };
	}
}

export interface OpenPlan { head: PlanHead; plan: Plan; versions: PlanVersionRow[]; lock: PlanLockRow | null }

/** @throws Problem workbench_problem_no_plan (404) */
export async function openPlan(deps: PlanDeps, id: number): Promise<OpenPlan> {
	const { db } = deps.database.evaluate;
	const [head] = await readPlans(db, id);
	if (!head) throw new Problem('workbench_problem_no_plan', 404);
	return { head, plan: planOf(head.body), versions: await readVersions(db, id), lock: (await readLock(db, id)) ?? null };
}

export const emptyPlan = (title: Text): Plan => ({ format: PLAN_FORMAT, title, entries: [] });

/** What is wrong with a plan's key and title, all at once. */
export function headFaults(key: string, title: Text): Problem[] {
	return [
		...(Object.values(title).some((t) => t?.trim()) ? [] : [new Problem('workbench_problem_plan_title', 400)]),
		...(ENTRY_KEY.test(key) ? [] : [new Problem('workbench_problem_plan_key_shape', 400, { key: key.slice(0, 63) })])
	];
}

/** @throws Problem the first of `headFaults`, or when the key is taken in the evaluation */
export async function createPlan(deps: PlanDeps, evaluationId: number, key: string, plan: Plan, change: Change, actor: string): Promise<number> {
	const [fault] = headFaults(key, plan.title);
	if (fault) throw fault;
	return insertPlan(deps.database.evaluate.db, { evaluationId, key, ...versionOf(plan, change) }, actor);
}

/**
 * Makes the next version.
 * @param seen the version that the person saw: if another is there meanwhile, nothing is written
 * @param reason required once the plan is locked
 * @throws Problem workbench_problem_plan_changed (409), workbench_problem_plan_same (409), workbench_problem_reason (400), workbench_problem_no_plan (404)
 */
export async function changePlan(deps: PlanDeps, id: number, seen: number, edit: (plan: Plan) => Plan, change: Change, reason: string, actor: string): Promise<void> {
	const { head, plan, lock } = await openPlan(deps, id);
	if (head.version !== seen) throw new Problem('workbench_problem_plan_changed', 409, { version: seen });
	if (lock && reason.trim() === '') throw new Problem('workbench_problem_reason', 400);
	const said = reason.trim() === '' ? change : { ...change, reason: reason.trim().slice(0, 1000) };
	await insertVersion(deps.database.evaluate.db, id, seen, versionOf(edit(plan), said), actor);
}

/** @throws Problem workbench_problem_plan_empty, workbench_problem_plan_changed, workbench_problem_plan_locked */
export async function lockPlan(deps: PlanDeps, id: number, seen: number, actor: string): Promise<void> {
	const { plan, versions } = await openPlan(deps, id);
	const version = versions.find((v) => v.version === seen);
	if (!version) throw new Problem('workbench_problem_plan_changed', 409, { version: seen });
	if (plan.entries.length === 0) throw new Problem('workbench_problem_plan_empty', 409);
	await insertLock(deps.database.evaluate.db, id, version.id, actor);
}

/** Datasets of a snapshot for each combination of parts that a plan names; what cannot be had is thrown when it is asked for. */
export async function datasetsFor(deps: PlanDeps, snapshotId: number, plan: Plan): Promise<(parts: readonly string[]) => Dataset> {
	const head = await snapshotHead(deps, snapshotId);
	const found = new Map<string, Dataset | Problem>();
	for (const { data } of plan.entries) {
		const name = JSON.stringify(data);
		if (data.length === 0 || found.has(name)) continue;
		try {
			found.set(name, await datasetOf(deps, head, data));
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			found.set(name, error);
		}
	}
	return (parts) => {
		const there = found.get(JSON.stringify(parts));
		if (!there) throw new Problem('snapshot_problem_no_parts', 400);
		if (there instanceof Problem) throw there;
		return there;
	};
}

/** What stands in the way of running a plan on a snapshot; empty where nothing does. */
export async function checkPlan(deps: PlanDeps, snapshotId: number, plan: Plan): Promise<PlanFault[]> {
	return planFaults(plan, await datasetsFor(deps, snapshotId, plan));
}

/** A run that is about to be made: what is run on what, and under which limit. */
export interface PlannedRun { work: PlanWork; versionId: number; snapshotId: number; suppressBelow: number }

/** Reads what a run of the newest version on a snapshot needs. @throws Problem what reading the plan and the snapshot throws */
export async function plannedRun(deps: PlanDeps, id: number, snapshotId: number): Promise<PlannedRun> {
	const { plan, versions } = await openPlan(deps, id);
	const { suppressBelow } = await snapshotHead(deps, snapshotId);
	return { work: planWork(plan, await datasetsFor(deps, snapshotId, plan)), versionId: versions[0]!.id, snapshotId, suppressBelow };
}

/**
 * Keeps a run; one that is kept already must be the same.
 * @returns its id
 * @throws Problem workbench_problem_run_differs (500) when it is not
 */
export async function keepPlanned(deps: PlanDeps, { versionId, snapshotId, suppressBelow }: PlannedRun, { engine, bytes, hash }: StoredRun, actor: string): Promise<number> {
	const kept = await keepRun(deps.database.evaluate.db, { versionId, snapshotId, engine, suppressBelow, result: Buffer.from(bytes), hash }, actor);
	if (kept.hash !== hash) throw new Problem('workbench_problem_run_differs', 500, { run: kept.id });
	return kept.id;
}

/** Runs the newest version on a snapshot here and now, and keeps the run: for a terminal; a server has `startPlanRun` (jobs.ts). @throws Problem what `plannedRun` and `keepPlanned` throw */
export async function runOnSnapshot(deps: PlanDeps, id: number, snapshotId: number, actor: string): Promise<number> {
	const planned = await plannedRun(deps, id, snapshotId);
	return keepPlanned(deps, planned, runWork(planned.work), actor);
}

export interface OpenRun { id: number; planId: number; version: number; snapshotId: number; hash: string; engine: string; suppressBelow: number; madeAt: Date; plan: Plan; run: PlanRun }

/** @throws Problem workbench_problem_no_run (404) */
export async function openRun(deps: PlanDeps, id: number): Promise<OpenRun> {
	const { db } = deps.database.evaluate;
	const row = await readRunRow(db, id);
	const version = row && (await readVersion(db, row.versionId));
	if (!row || !version) throw new Problem('workbench_problem_no_run', 404);
	const { snapshotId, hash, engine, suppressBelow, madeAt } = row;
	return { id, planId: version.planId, version: version.version, snapshotId, hash, engine, suppressBelow, madeAt, plan: planOf(version.body), run: readRun(row.result) };
}
