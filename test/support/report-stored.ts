/** A plan that has been run on a snapshot, and a report bound to the run, in a database. */
import { PLAN_FORMAT, type Plan } from '#lib/domain/analysis/types.ts';
import { SNAPSHOT_FORMAT, type SnapshotDefinition } from '#lib/domain/dataset/definition.ts';
import { REPORT_FORMAT, type Report } from '#lib/domain/report/types.ts';
import { createPlan, runOnSnapshot } from '#lib/server/results/plan/store.ts';
import { createReport } from '#lib/server/results/report-document/store.ts';
import { freeze } from '#lib/server/results/snapshot/freeze.ts';
import type { TestDatabase } from './database.ts';
import { answeredSurvey } from './frozen.ts';

const title = (nb: string) => ({ nb, nn: nb, en: nb });
export const SMALL_PLAN: Plan = {
	format: PLAN_FORMAT, title: title('Plan'),
	entries: [
		{ key: 'nytte', title: title('Nytte etter stilling'), data: ['s'], spec: { method: 'crosstab', rows: 'p_nytte', columns: 'stilling' } },
		{ key: 'snitt', title: title('Snitt etter stilling'), data: ['s'], spec: { method: 'means', y: ['p_nytte'], group: 'stilling' } }
	]
};
export const SMALL_REPORT: Report = {
	format: REPORT_FORMAT, title: 'Rapporten', style: 'afi', locale: 'nb',
	blocks: [
		{ kind: 'heading', level: 1, text: 'Nytte' }, { kind: 'text', text: 'Av {r:nytte.n} svar er snittet {r:snitt.total_mean.0|2}. Se {t:nytte}.' },
		{ kind: 'table', entry: 'nytte', view: 'print_percent', caption: 'Nytte etter stilling', with: [{ entry: 'snitt', view: 'print_line', as: 'rows' }] }, { kind: 'figure', entry: 'snitt', figure: 'bars', caption: 'Nytte etter stilling' }
	]
};

/** The responses sent in frozen, or those begun too: another snapshot of the same survey. */
export async function frozenOf(db: TestDatabase, waveId: number, responses: SnapshotDefinition['responses'] = 'complete'): Promise<number> {
	const made = await freeze({ database: db }, { waveId, definition: { format: SNAPSHOT_FORMAT, surveys: [{ survey: 's', links: [], weights: [] }], responses, frame: 'all', derived: [] }, actor: 'kari' });
	if (!made.ok) throw new Error(JSON.stringify(made.faults));
	return made.id;
}

export async function storedReport(db: TestDatabase) {
	const { waveId, evaluationId } = await answeredSurvey(db);
	const deps = { database: db };
	const snapshotId = await frozenOf(db, waveId);
	const planId = await createPlan(deps, evaluationId, 'plan', SMALL_PLAN, { key: 'new' }, 'kari');
	const runId = await runOnSnapshot(deps, planId, snapshotId, 'kari');
	const reportId = await createReport(deps, planId, 'rapporten', SMALL_REPORT, runId, 'kari');
	return { waveId, evaluationId, snapshotId, planId, runId, reportId };
}
