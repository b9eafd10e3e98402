/** An entry of a kept run as a reader meets it, with the labels of the snapshot that it was run on and the evaluation's limit as it is now. */
import type { Locale } from '#lib/i18n.ts';
import { snapshotHead, datasetOf } from '../snapshot/read.ts';
import { suppressAndPresent } from '../present/run.ts';
import { shownOf, type Shown } from '../workbench/figures.ts';
import type { OpenRun, PlanDeps } from './store.ts';

/** Null when the run has no such entry. */
export async function presentEntry(deps: PlanDeps, opened: OpenRun, key: string, locale: Locale): Promise<Shown | null> {
	const entry = opened.run.entries.find((e) => e.key === key);
	if (!entry) return null;
	const dataset = entry.data.length > 0 ? await datasetOf(deps, await snapshotHead(deps, opened.snapshotId), entry.data) : null;
	return shownOf(suppressAndPresent(entry.outcome, dataset, locale).presented);
}
