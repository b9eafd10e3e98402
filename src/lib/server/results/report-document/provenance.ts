/** Where a report's numbers come from, down to the bytes. */
import { m } from '#lib/i18n.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import type { ReportHead } from '../../db/reports.ts';
import type { SnapshotHead } from '../../db/snapshots.ts';
import type { OpenPlan, OpenRun } from '../plan/store.ts';
import type { ResolvedReport } from '../../export/report/resolved.ts';

export interface Bound { head: ReportHead; plan: OpenPlan; run: OpenRun | null; snapshot: SnapshotHead | null; /** Other snapshots that entries lay below it. */ beside?: readonly SnapshotHead[] }

/** Nothing of who made what: a report goes out of the house. */
export function provenanceOf({ head, plan, run, snapshot, beside = [] }: Bound, locale: Locale): ResolvedReport['provenance'] {
	const l = { locale };
	const version = run ? plan.versions.find((one) => one.version === run.version) : undefined;
	return [
		{ label: m.report_provenance_report({}, l), value: m.report_provenance_version({ name: head.key, version: head.version }, l) },
		...(version ? [{ label: m.report_provenance_plan({}, l), value: `${m.report_provenance_version({ name: plan.head.key, version: version.version }, l)}, SHA-256 ${version.hash}` }] : []),
		...(snapshot ? [snapshot, ...beside].map(({ id, hash }) => ({ label: m.report_provenance_snapshot({}, l), value: `${id}, SHA-256 ${hash}` })) : []),
		...(run ? [
			{ label: m.report_provenance_run({}, l), value: `${run.id}, SHA-256 ${run.hash}` }, { label: m.report_provenance_engine({}, l), value: run.engine },
			{ label: m.report_provenance_suppressed({}, l), value: run.suppressBelow === 0 ? m.report_provenance_no_limit({}, l) : m.report_provenance_limit({ limit: run.suppressBelow }, l) }
		] : [])
	];
}
