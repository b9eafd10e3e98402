/** The evaluation's report: its plan kept and run on the snapshot, its document bound to the run, printed, held against print and written as files. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { readPlans, readVersions } from '#lib/server/db/analysis-plans.ts';
import { drawReport, toDocx, toXlsx } from '#lib/server/export/report/index.ts';
import { createPlan, changePlan, openPlan, runOnSnapshot } from '#lib/server/results/plan/store.ts';
import { hashOf, planBytes } from '#lib/server/results/plan/canonical.ts';
import { bindRun, changeReport, createReport, openReport } from '#lib/server/results/report-document/store.ts';
import type { PlanDeps } from '#lib/server/results/plan/store.ts';
import { snapshotHead } from '#lib/server/results/snapshot/read.ts';
import type { ReportComparison } from '../report/compare.ts';
import { PLAN } from '../report/plan.ts';
import { REPORT } from '../report/report.ts';
import { compareStored, findReport, REPORT_KEY } from '../report/stored.ts';
import { ACTOR, plural } from './context.ts';

export const REPORT_FILES = { docx: 'demo-report.docx', xlsx: 'demo-report.xlsx' } as const;

async function planInPlace(deps: PlanDeps, evaluationId: number): Promise<number> {
	const { db } = deps.database.evaluate;
	const found = (await readPlans(db)).find((one) => one.key === REPORT_KEY && one.evaluationId === evaluationId);
	if (!found) return createPlan(deps, evaluationId, REPORT_KEY, PLAN, { key: 'As in the report of 2021' }, ACTOR);
	const [newest] = await readVersions(db, found.id);
	if (newest && newest.hash !== hashOf(planBytes(PLAN))) await changePlan(deps, found.id, newest.version, () => PLAN, { key: 'As in the report of 2021' }, 'The demo has another plan', ACTOR);
	return found.id;
}

async function reportInPlace(deps: PlanDeps, planId: number, runId: number): Promise<number> {
	const found = await findReport(deps);
	if (found === null) return createReport(deps, planId, REPORT_KEY, REPORT, runId, ACTOR);
	const { head, report } = await openReport(deps, found);
	const other = JSON.stringify(report) !== JSON.stringify(REPORT);
	if (other) await changeReport(deps, found, head.version, () => REPORT, ACTOR);
	if (head.runId !== runId) await bindRun(deps, found, head.version + (other ? 1 : 0), runId, ACTOR);
	return found;
}

/** @throws Error when the report has a broken binding */
export async function buildReport(deps: PlanDeps, snapshotId: number): Promise<{ outcome: string; reportId: number; comparison: ReportComparison; files: Record<string, string> }> {
	const { evaluationId } = await snapshotHead(deps, snapshotId);
	const planId = await planInPlace(deps, evaluationId);
	const runId = await runOnSnapshot(deps, planId, snapshotId, ACTOR);
	const { plan } = await openPlan(deps, planId);
	const reportId = await reportInPlace(deps, planId, runId);
	const { printed, comparison } = await compareStored(deps, reportId);
	const drawn = drawReport(printed.resolved);
	const files: Record<string, string> = {};
	for (const [file, bytes] of [[REPORT_FILES.docx, await toDocx(drawn)], [REPORT_FILES.xlsx, await toXlsx(drawn)]] as const) {
		writeFileSync(file, bytes);
		files[file] = createHash('sha256').update(bytes).digest('hex');
	}
	const tables = printed.resolved.blocks.filter((block) => block.kind === 'table').length;
	return { reportId, comparison, files, outcome: `${plural(plan.entries.length, 'analysis', 'analyses')}, ${plural(tables, 'table')}, ${Object.keys(files).join(' and ')}` };
}
