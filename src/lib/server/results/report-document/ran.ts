/** Entries of a run as a report takes them: suppressed, presented in its language, with the variables that they name. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import { datasetsFor, type OpenRun, type PlanDeps } from '../plan/store.ts';
import type { PlanRun } from '../plan/run.ts';
import { withFiguresOfRows } from '../present/figure/of-rows.ts';
import { correctedOf, correctedValues } from './corrected.ts';
import { present } from '../present/present.ts';
import { suppress } from '../present/suppress/index.ts';
import { snapshotHead } from '../snapshot/read.ts';
import type { RanEntries, RanEntry } from './types.ts';

/**
 * @param run results as the engine gave them
 * @param datasetFor the parts of the snapshot that an entry names
 * @param limit fewest people that a number may rest on; an entry's own data may ask for more
 */
export function ranOf(run: PlanRun, datasetFor: (parts: readonly string[]) => Dataset, limit: number, locale: Locale): RanEntries {
	const entries = new Map(run.entries.map((entry) => [entry.key, entry]));
	const made = new Map<string, RanEntry>();
	return (key) => {
		const there = made.get(key);
		const entry = entries.get(key);
		if (there || !entry) return there;
		const dataset = entry.dataset === null ? null : datasetFor(entry.data);
		const least = Math.max(limit, dataset?.suppressBelow ?? 0);
		const result = suppress(entry.outcome, least);
		const presented = (of: typeof result) => present(of, dataset, locale, { limit: least, missing: isViolation(entry.outcome) ? [] : entry.outcome.missing });
		const corrected = correctedOf(run.families, key);
		const correctedBy = (family: string): RanEntry | undefined => {
			const own = corrected.filter((one) => one.family === family);
			if (own.length === 0 || isViolation(result)) return undefined;
			const other = { ...result, values: correctedValues(result.values, own) };
			return { result: other, dataset, presented: presented(other), corrected: own };
		};
		const ran: RanEntry = { result, dataset, presented: withFiguresOfRows(presented(result), result, dataset, least, locale), corrected, correctedBy };
		made.set(key, ran);
		return ran;
	};
}

/** The entries of a stored run; the limit is the one that the run was made with, or the evaluation's where that has become stricter. */
export async function ranEntries(deps: PlanDeps, run: OpenRun, locale: Locale): Promise<RanEntries> {
	const datasetFor = await datasetsFor(deps, run.snapshotId, run.plan);
	const { suppressBelow: now } = await snapshotHead(deps, run.snapshotId);
	return ranOf(run.run, datasetFor, Math.max(now, run.suppressBelow), locale);
}
