/**
 * A plan's code on its way out, with the data that it reads. Invariants: data leave only when the reader has said that they know whom they could point out; each file leaves one audit row,
 * written before the first byte; only columns that the plan names are in it, and no texts.
 */
import type { Aloneness } from '#lib/domain/link/alone.ts';
import { Problem } from '#lib/domain/problem.ts';
import { inLocale, type Locale } from '#lib/i18n.ts';
import { record } from '../../db/surveys.ts';
import { aloneInDataset } from '../../export/data/alone.ts';
import { toZip } from '../../export/data/zip.ts';
import { toCsv } from '../r-check/csv.ts';
import { snapshotHead } from '../snapshot/read.ts';
import { planR, planSpss, usedData } from './code.ts';
import { datasetsFor, openPlan, openRun, type PlanDeps } from './store.ts';

export interface CodeFile { name: string; type: string; bytes: Uint8Array }
export interface CodePage {
	run: number;
	title: string;
	version: number;
	snapshot: number;
	data: { file: string; rows: number; columns: number; alone: (Aloneness & { labels: string[] })[] }[];
}

const opened = async (deps: PlanDeps, runId: number) => {
	const run = await openRun(deps, runId);
	const datasetFor = await datasetsFor(deps, run.snapshotId, run.plan);
	return { run, datasetFor, key: (await openPlan(deps, run.planId)).head.key };
};

/** What a file of a run's code and data would hold, and whom it could point out. */
export async function codePage(deps: PlanDeps, runId: number, locale: Locale): Promise<CodePage> {
	const { run, datasetFor } = await opened(deps, runId);
	const data = [...usedData(run.plan, datasetFor).values()].map(({ file, dataset, names }) => ({
		file, rows: dataset.rows, columns: names.length,
		alone: aloneInDataset(dataset).map((one) => ({ ...one, labels: one.columns.map((name) => inLocale(dataset.variables.find((v) => v.name === name)?.label, locale) || name) }))
	}));
	return { run: runId, title: inLocale(run.plan.title, locale), version: run.version, snapshot: run.snapshotId, data };
}

/** SPSS syntax alone: it holds no answers. */
export async function spssFile(deps: PlanDeps, runId: number, locale: Locale): Promise<CodeFile> {
	const { run, datasetFor, key } = await opened(deps, runId);
	return { name: `${key}-${run.version}.sps`, type: 'text/plain; charset=utf-8', bytes: new TextEncoder().encode(planSpss(run.plan, datasetFor, locale)) };
}

/**
 * The R script of a run's plan in a zip with the CSV files that it reads; the same run gives the same bytes.
 * @throws Problem dataexport_problem_confirm (409), workbench_problem_no_run (404)
 */
export async function rFiles(deps: PlanDeps, runId: number, { confirmed, locale, actor }: { confirmed: boolean; locale: Locale; actor: string }): Promise<CodeFile> {
	if (!confirmed) throw new Problem('dataexport_problem_confirm', 409);
	const { run, datasetFor, key } = await opened(deps, runId);
	const used = usedData(run.plan, datasetFor);
	const text = (content: string): Uint8Array[] => [new TextEncoder().encode(content)];
	const entries = [{ path: `${key}.R`, pieces: text(planR(run.plan, used, locale)) }, ...[...used.values()].map(({ file, table, names }) => ({ path: file, pieces: text(toCsv(table, names)) }))];
	const { id, hash } = await snapshotHead(deps, run.snapshotId);
	const subject = { snapshot: id, hash, run: runId, parts: [...new Set(run.plan.entries.flatMap(({ data }) => data))], format: 'plan-r', texts: false, rows: [...used.values()].reduce((n, { dataset }) => n + dataset.rows, 0) };
	await deps.database.evaluate.db.transaction((tx) => record(tx, { actor, action: 'snapshot.export', subject }));
	return { name: `${key}-${run.version}-r.zip`, type: 'application/zip', bytes: Buffer.concat([...toZip(entries, run.madeAt)]) };
}
