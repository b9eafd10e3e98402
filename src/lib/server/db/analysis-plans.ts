/**
 * Plans of analyses and their runs. Invariants: a version, a lock and a run are never changed; versions come one after the other; a plan is locked once, and
 * what comes after is marked by the database; a run is on a snapshot of its plan's evaluation and kept once; every write leaves an audit row in the same
 * transaction.
 */
import { and, asc, desc, eq, sql } from './drizzle.ts';
import { Problem } from '../../domain/problem.ts';
import type { Db } from './connection.ts';
import { analysisPlan, analysisPlanLock, analysisPlanVersion, analysisRun, audit, evaluation } from './schema.ts';

export type PlanVersionRow = typeof analysisPlanVersion.$inferSelect;
export type PlanLockRow = typeof analysisPlanLock.$inferSelect;
export type AnalysisRunRow = typeof analysisRun.$inferSelect;
/** A run without its result. */
export type RunHead = Omit<AnalysisRunRow, 'result'> & { planId: number; version: number };
export interface PlanHead {
	id: number; key: string; evaluationId: number; evaluationKey: string; evaluation: string; madeAt: Date;
	version: number; body: string; changedAt: Date; runs: number; lockedAt: Date | null; lockedVersion: number | null;
}

interface Caused { cause?: { constraint_name?: string; code?: string } }
/** What the database refuses, as a person is told it. */
const REFUSED: Record<string, string> = {
	analysis_plan_evaluation_id_key_key: 'workbench_problem_plan_key', analysis_plan_version_next: 'workbench_problem_plan_changed', analysis_plan_version_plan_id_version_key: 'workbench_problem_plan_changed',
	analysis_plan_version_new: 'workbench_problem_plan_same', analysis_plan_lock_newest: 'workbench_problem_plan_changed', analysis_plan_lock_pkey: 'workbench_problem_plan_locked',
	analysis_run_evaluation: 'workbench_problem_run_evaluation', analysis_plan_evaluation_id_fkey: 'workbench_problem_no_evaluation'
};

function refused(error: unknown, params: Record<string, string | number>): unknown {
	const code = REFUSED[(error as Caused).cause?.constraint_name ?? ''];
	return code ? new Problem(code, 409, params) : error;
}

export interface NewVersion { body: string; hash: string; change: string }

/** @throws Problem when the evaluation has a plan of that key */
export async function insertPlan(db: Db, plan: { evaluationId: number; key: string } & NewVersion, actor: string): Promise<number> {
	try {
		return await db.transaction(async (tx) => {
			const [made] = await tx.insert(analysisPlan).values({ evaluationId: plan.evaluationId, key: plan.key, madeBy: actor }).returning({ id: analysisPlan.id });
			if (!made) throw new Error('the plan was not stored');
			await tx.insert(analysisPlanVersion).values({ planId: made.id, version: 1, body: plan.body, hash: plan.hash, change: plan.change, madeBy: actor });
			await tx.insert(audit).values({ actor, action: 'analysis_plan.new', subject: { plan: made.id, key: plan.key, hash: plan.hash } });
			return made.id;
		});
	} catch (error) {
		throw refused(error, { key: plan.key });
	}
}

/** The version after `after`. @throws Problem when somebody has changed the plan meanwhile, or nothing is changed */
export async function insertVersion(db: Db, planId: number, after: number, made: NewVersion, actor: string): Promise<number> {
	try {
		return await db.transaction(async (tx) => {
			const [row] = await tx.insert(analysisPlanVersion).values({ planId, version: after + 1, ...made, madeBy: actor }).returning({ id: analysisPlanVersion.id, afterLock: analysisPlanVersion.afterLock });
			if (!row) throw new Error('the version was not stored');
			await tx.insert(audit).values({ actor, action: 'analysis_plan.version', subject: { plan: planId, version: after + 1, hash: made.hash, after_lock: row.afterLock } });
			return row.id;
		});
	} catch (error) {
		throw refused(error, { version: after });
	}
}

/** @throws Problem when it is locked already, or has a later version than the one that was seen */
export async function insertLock(db: Db, planId: number, versionId: number, actor: string): Promise<void> {
	try {
		await db.transaction(async (tx) => {
			await tx.insert(analysisPlanLock).values({ planId, versionId, lockedBy: actor });
			await tx.insert(audit).values({ actor, action: 'analysis_plan.lock', subject: { plan: planId, version_id: versionId } });
		});
	} catch (error) {
		throw refused(error, {});
	}
}

/** Keeps a run, or finds the one that is kept of the same version, snapshot, engine and limit. @returns its id, and the hash that is kept */
export async function keepRun(db: Db, run: Pick<AnalysisRunRow, 'versionId' | 'snapshotId' | 'engine' | 'suppressBelow' | 'result' | 'hash'>, actor: string): Promise<{ id: number; hash: string }> {
	try {
		return await db.transaction(async (tx) => {
			const [made] = await tx.insert(analysisRun).values({ ...run, madeBy: actor }).onConflictDoNothing().returning({ id: analysisRun.id, hash: analysisRun.hash });
			if (made) {
				await tx.insert(audit).values({ actor, action: 'analysis_plan.run', subject: { run: made.id, version_id: run.versionId, snapshot: run.snapshotId, hash: run.hash } });
				return made;
			}
			const [kept] = await tx.select({ id: analysisRun.id, hash: analysisRun.hash }).from(analysisRun)
				.where(and(eq(analysisRun.versionId, run.versionId), eq(analysisRun.snapshotId, run.snapshotId), eq(analysisRun.engine, run.engine), eq(analysisRun.suppressBelow, run.suppressBelow)));
			if (!kept) throw new Error('the run was not stored');
			return kept;
		});
	} catch (error) {
		throw refused(error, { snapshot: run.snapshotId });
	}
}

const newest = sql`(select max(v.version) from analysis_plan_version v where v.plan_id = ${analysisPlan.id})`;

/** Plans with their newest version, by evaluation and key; of one plan with `id`. */
export async function readPlans(db: Db, id?: number): Promise<PlanHead[]> {
	return db.select({
		id: analysisPlan.id, key: analysisPlan.key, evaluationId: analysisPlan.evaluationId, evaluationKey: evaluation.key, evaluation: evaluation.name, madeAt: analysisPlan.madeAt,
		version: analysisPlanVersion.version, body: analysisPlanVersion.body, changedAt: analysisPlanVersion.madeAt,
		runs: sql<number>`(select count(*)::int from analysis_run r join analysis_plan_version v on v.id = r.version_id where v.plan_id = ${analysisPlan.id})`,
		lockedAt: analysisPlanLock.lockedAt, lockedVersion: sql<number | null>`(select v.version from analysis_plan_version v where v.id = ${analysisPlanLock.versionId})`
	}).from(analysisPlan).innerJoin(evaluation, eq(evaluation.id, analysisPlan.evaluationId))
		.innerJoin(analysisPlanVersion, and(eq(analysisPlanVersion.planId, analysisPlan.id), eq(analysisPlanVersion.version, newest)))
		.leftJoin(analysisPlanLock, eq(analysisPlanLock.planId, analysisPlan.id))
		.where(id === undefined ? undefined : eq(analysisPlan.id, id)).orderBy(asc(evaluation.name), asc(analysisPlan.key));
}

/** Every version, the newest first. */
export async function readVersions(db: Db, planId: number): Promise<PlanVersionRow[]> {
	return db.select().from(analysisPlanVersion).where(eq(analysisPlanVersion.planId, planId)).orderBy(desc(analysisPlanVersion.version));
}

export async function readVersion(db: Db, id: number): Promise<PlanVersionRow | undefined> {
	const [found] = await db.select().from(analysisPlanVersion).where(eq(analysisPlanVersion.id, id));
	return found;
}

export async function readLock(db: Db, planId: number): Promise<PlanLockRow | undefined> {
	const [found] = await db.select().from(analysisPlanLock).where(eq(analysisPlanLock.planId, planId));
	return found;
}

/** Runs of a plan's versions, the newest first, without their results. */
export async function readRuns(db: Db, planId: number): Promise<RunHead[]> {
	const { id, versionId, snapshotId, engine, suppressBelow, hash, madeAt, madeBy } = analysisRun;
	return db.select({ id, versionId, snapshotId, engine, suppressBelow, hash, madeAt, madeBy, planId: analysisPlanVersion.planId, version: analysisPlanVersion.version })
		.from(analysisRun).innerJoin(analysisPlanVersion, eq(analysisPlanVersion.id, analysisRun.versionId)).where(eq(analysisPlanVersion.planId, planId)).orderBy(desc(analysisRun.id));
}

export async function readRunRow(db: Db, id: number): Promise<AnalysisRunRow | undefined> {
	const [found] = await db.select().from(analysisRun).where(eq(analysisRun.id, id));
	return found;
}

/** Evaluations, for a plan to belong to. */
export async function readEvaluations(db: Db): Promise<{ id: number; key: string; name: string }[]> {
	return db.select({ id: evaluation.id, key: evaluation.key, name: evaluation.name }).from(evaluation).orderBy(asc(evaluation.name));
}
