/** Entries of a run as a report takes them: suppressed, presented in its language, with the variables that they name. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import { datasetsFor, type OpenRun, type PlanDeps } from '../plan/store.ts';
import type { PlanRun } from '../plan/run.ts';
import { withFiguresOfRows } from '../present/figure/of-rows.ts';
import { present } from '../present/present.ts';
import { suppress } from '../present/suppress/index.ts';
import type { RanEntries, RanEntry } from './types.ts';

/**
 * @param run results as the engine gave them
 * @param datasetFor the parts of the snapshot that an entry names
 * @param limit fewest people that a number may rest on
 */
export function ranOf(run: PlanRun, datasetFor: (parts: readonly string[]) => Dataset, limit: number, locale: Locale): RanEntries {
	const entries = new Map(run.entries.map((entry) => [entry.key, entry]));
	const made = new Map<string, RanEntry>();
	return (key) => {
		const there = made.get(key);
		const entry = entries.get(key);
		if (there || !entry) return there;
		const dataset = entry.dataset === null ? null : datasetFor(entry.data);
		const result = suppress(entry.outcome, limit);
		const ran = { result, dataset, presented: withFiguresOfRows(present(result, dataset, locale, { limit, missing: isViolation(entry.outcome) ? [] : entry.outcome.missing }), result, dataset, limit, locale) };
		made.set(key, ran);
		return ran;
	};
}

/** The entries of a stored run; the limit is the one that the run was made with, or the evaluation's where that has become stricter. */
export async function ranEntries(deps: PlanDeps, run: OpenRun, locale: Locale): Promise<RanEntries> {
	const datasetFor = await datasetsFor(deps, run.snapshotId, run.plan);
	const now = Math.max(0, ...run.run.entries.flatMap((entry) => (entry.dataset === null ? [] : [datasetFor(entry.data).suppressBelow])));
	return ranOf(run.run, datasetFor, Math.max(now, run.suppressBelow), locale);
}
