/**
 * Reports as they are stored. Invariants: a version is never changed; versions come one after the other, each other than the one before; a report prints runs of its own plan;
 * every write leaves an audit row in the same transaction.
 */
import { and, asc, desc, eq, sql } from './drizzle.ts';
import { Problem } from '../../domain/problem.ts';
import type { Db } from './connection.ts';
import { analysisPlan, audit, evaluation, report, reportBuild, reportVersion, type ReportFile } from './schema.ts';

export type ReportVersionRow = typeof reportVersion.$inferSelect;
export type ReportBuildRow = typeof reportBuild.$inferSelect & { version: number };
export interface ReportHead {
	id: number; key: string; planId: number; planKey: string; evaluationId: number; evaluation: string;
	versionId: number; version: number; body: string; runId: number | null; changedAt: Date;
}

interface Caused { cause?: { constraint_name?: string } }
/** What the database refuses, as a person is told it. */
const REFUSED: Record<string, string> = {
	report_plan_id_key_key: 'report_problem_key', report_plan_id_fkey: 'report_problem_no_plan', report_version_next: 'report_problem_changed', report_version_report_id_version_key: 'report_problem_changed',
	report_version_new: 'report_problem_same', report_version_run: 'report_problem_run', report_version_run_id_fkey: 'report_problem_run'
};
function refused(error: unknown, params: Record<string, string | number>): unknown {
	const code = REFUSED[(error as Caused).cause?.constraint_name ?? ''];
	return code ? new Problem(code, 409, params) : error;
}

export interface NewReportVersion { body: string; hash: string; runId: number | null }

/** @throws Problem report_problem_key when the plan has a report of that key; report_problem_run when the run is of another plan */
export async function insertReport(db: Db, { planId, key, ...version }: { planId: number; key: string } & NewReportVersion, actor: string): Promise<number> {
	try {
		return await db.transaction(async (tx) => {
			const [made] = await tx.insert(report).values({ planId, key, madeBy: actor }).returning({ id: report.id });
			if (!made) throw new Error('the report was not stored');
			await tx.insert(reportVersion).values({ reportId: made.id, version: 1, ...version, madeBy: actor });
			await tx.insert(audit).values({ actor, action: 'report.new', subject: { report: made.id, key, hash: version.hash, run: version.runId } });
			return made.id;
		});
	} catch (error) {
		throw refused(error, { key });
	}
}

/** The version after `after`. @throws Problem when somebody has changed the report meanwhile, nothing is changed, or the run is of another plan */
export async function insertReportVersion(db: Db, reportId: number, after: number, version: NewReportVersion, actor: string): Promise<void> {
	try {
		await db.transaction(async (tx) => {
			await tx.insert(reportVersion).values({ reportId, version: after + 1, ...version, madeBy: actor });
			await tx.insert(audit).values({ actor, action: 'report.version', subject: { report: reportId, version: after + 1, hash: version.hash, run: version.runId } });
		});
	} catch (error) {
		throw refused(error, { version: after });
	}
}

/** What was given out; the same bytes of the same version are kept once. */
export async function keepBuild(db: Db, build: { versionId: number; file: ReportFile; hash: string }, actor: string): Promise<void> {
	await db.transaction(async (tx) => {
		const [made] = await tx.insert(reportBuild).values({ ...build, madeBy: actor }).onConflictDoNothing().returning({ id: reportBuild.id });
		if (made) await tx.insert(audit).values({ actor, action: 'report.build', subject: { build: made.id, version_id: build.versionId, file: build.file, hash: build.hash } });
	});
}

/** Reports with their newest version, by evaluation and key; of one with `id`. */
export async function readReports(db: Db, id?: number): Promise<ReportHead[]> {
	return db.select({
		id: report.id, key: report.key, planId: report.planId, planKey: analysisPlan.key, evaluationId: evaluation.id, evaluation: evaluation.name,
		versionId: reportVersion.id, version: reportVersion.version, body: reportVersion.body, runId: reportVersion.runId, changedAt: reportVersion.madeAt
	}).from(report).innerJoin(analysisPlan, eq(analysisPlan.id, report.planId)).innerJoin(evaluation, eq(evaluation.id, analysisPlan.evaluationId))
		.innerJoin(reportVersion, and(eq(reportVersion.reportId, report.id), eq(reportVersion.version, sql`(select max(v.version) from report_version v where v.report_id = ${report.id})`)))
		.where(id === undefined ? undefined : eq(report.id, id)).orderBy(asc(evaluation.name), asc(report.key));
}

/** Every version, the newest first, without their documents. */
export async function readReportVersions(db: Db, reportId: number): Promise<Omit<ReportVersionRow, 'body'>[]> {
	const { id, version, hash, runId, madeAt, madeBy } = reportVersion;
	return db.select({ id, reportId: reportVersion.reportId, version, hash, runId, madeAt, madeBy }).from(reportVersion).where(eq(reportVersion.reportId, reportId)).orderBy(desc(version));
}

/** What has been given out of a report, the newest first. */
export async function readBuilds(db: Db, reportId: number): Promise<ReportBuildRow[]> {
	const { id, versionId, file, hash, madeAt, madeBy } = reportBuild;
	return db.select({ id, versionId, file, hash, madeAt, madeBy, version: reportVersion.version }).from(reportBuild)
		.innerJoin(reportVersion, eq(reportVersion.id, reportBuild.versionId)).where(eq(reportVersion.reportId, reportId)).orderBy(desc(id));
}
