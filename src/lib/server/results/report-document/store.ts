/** Reports as they are kept: made, changed by versions, bound to a run, printed. */
import { createHash } from 'node:crypto';
import { REPORT_FORMAT, type Report, type Style } from '#lib/domain/report/types.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import { Problem } from '#lib/domain/problem.ts';
import { insertReport, insertReportVersion, readReports, type ReportHead } from '../../db/reports.ts';
import { openPlan, openRun, type OpenPlan, type OpenRun, type PlanDeps } from '../plan/store.ts';
import { besideOf, snapshotHead } from '../snapshot/read.ts';
import { checkReport } from './check.ts';
import { parseReport } from './parse.ts';
import { provenanceOf } from './provenance.ts';
import { ranEntries } from './ran.ts';
import { resolve } from './resolve.ts';
import type { Fault, RanEntries, Warning } from './types.ts';
import type { ResolvedReport } from '../../export/report/resolved.ts';

const KEY = /^[a-z][a-z0-9-]{0,62}$/;

/** @throws Problem report_problem_none (404) for what cannot be an id */
export function reportParam(text: string): number {
	if (!/^[1-9]\d{0,8}$/.test(text)) throw new Problem('report_problem_none', 404);
	return Number(text);
}

/** Canonical: the keys of blocks stand as they were written, which the parser keeps. */
function versionOf(report: Report, runId: number | null) {
	const body = JSON.stringify(report);
	const { value } = parseReport(body);
	if (!value) throw new Problem('report_problem_form', 400);
	return { body, hash: createHash('sha256').update(body, 'utf8').digest('hex'), runId };
}

export const emptyReport = (title: string, style: Style, locale: Locale): Report => ({ format: REPORT_FORMAT, title, style, locale, blocks: [] });

/** @throws Problem when the key is none or taken, or the run is of another plan */
export async function createReport(deps: PlanDeps, planId: number, key: string, report: Report, runId: number | null, actor: string): Promise<number> {
	if (!KEY.test(key)) throw new Problem('report_problem_key_shape', 400, { key: key.slice(0, 63) });
	if (report.title.trim() === '') throw new Problem('report_problem_title', 400);
	return insertReport(deps.database.evaluate.db, { planId, key, ...versionOf(report, runId) }, actor);
}

export interface OpenReport { head: ReportHead; report: Report; plan: OpenPlan; run: OpenRun | null }

/** @throws Problem report_problem_none (404) */
export async function openReport(deps: PlanDeps, id: number): Promise<OpenReport> {
	const [head] = await readReports(deps.database.evaluate.db, id);
	const report = head && parseReport(head.body).value;
	if (!head || !report) throw new Problem('report_problem_none', 404);
	return { head, report, plan: await openPlan(deps, head.planId), run: head.runId === null ? null : await openRun(deps, head.runId) };
}

/**
 * Makes the next version. @param seen the version that the person saw: if another is there meanwhile, nothing is written
 * @throws Problem report_problem_changed (409), report_problem_same (409), report_problem_none (404)
 */
export async function changeReport(deps: PlanDeps, id: number, seen: number, edit: (report: Report) => Report, actor: string): Promise<void> {
	const { head, report } = await openReport(deps, id);
	if (head.version !== seen) throw new Problem('report_problem_changed', 409, { version: seen });
	await insertReportVersion(deps.database.evaluate.db, id, seen, versionOf(edit(report), head.runId), actor);
}

/** The same document with another run's numbers. @throws Problem report_problem_run (409) when the run is of another plan */
export async function bindRun(deps: PlanDeps, id: number, seen: number, runId: number, actor: string): Promise<void> {
	const { head, report } = await openReport(deps, id);
	if (head.version !== seen) throw new Problem('report_problem_changed', 409, { version: seen });
	await insertReportVersion(deps.database.evaluate.db, id, seen, versionOf(report, runId), actor);
}

export interface Printed { resolved: ResolvedReport; warnings: Warning[]; faults: Fault[]; ran: RanEntries }

/** The report with a run's numbers; with no run its numbers are marked gaps, and only the plan is held against it. */
export async function printReport(deps: PlanDeps, { head, report, plan, run }: OpenReport): Promise<Printed> {
	const ran: RanEntries = run ? await ranEntries(deps, run, report.locale) : () => undefined;
	const snapshot = run ? await snapshotHead(deps, run.snapshotId) : null;
	const beside = run && snapshot ? await besideOf(deps, snapshot, run.plan.entries.flatMap((e) => e.data)) : [];
	const { resolved, warnings } = resolve(report, {
		ran, subtitle: snapshot ? `${snapshot.evaluation}, ${snapshot.wave}` : head.evaluation, date: (run?.madeAt ?? head.changedAt).toISOString().slice(0, 10),
		provenance: provenanceOf({ head, plan, run, snapshot, beside }, report.locale)
	});
	return { resolved, warnings, faults: checkReport(report, plan.plan, run ? ran : null), ran };
}
