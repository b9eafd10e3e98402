/** The one door from a dataset to results that may be shown: the library's table, the run, suppression, and the words for it. */
import { isViolation, violation } from '#analysis/assumptions.ts';
import { findMethod } from '#analysis/registry.ts';
import type { MissingReport } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Locale } from '#lib/i18n.ts';
import { engineTable } from '../snapshot/engine-table.ts';
import { withFiguresOfRows } from './figure/of-rows.ts';
import { withMeanLine } from './mean-line.ts';
import { present } from './present.ts';
import { suppress } from './suppress/index.ts';
import type { Ran } from './types.ts';

/**
 * @param spec as a plan holds it; weights and filter are part of it
 * @returns the suppressed result, the same bytes each time, and what a reader is told of it. A spec that does not hold, and a result on too few people, is a violation with its sentence.
 */
export function runOnDataset(dataset: Dataset, spec: AnySpec, locale: Locale): Ran {
	return suppressAndPresent(ofKind(run(spec as BaseSpec, engineTable(dataset, locale)), dataset, spec), dataset, locale);
}

/** The library's table has no texts; a spec that asks for one is told of its kind, not that it is not there. */
function ofKind(made: ReturnType<typeof run>, dataset: Dataset, spec: AnySpec): ReturnType<typeof run> {
	if (!isViolation(made) || made.violation !== 'unknown_column') return made;
	const name = made.params?.column;
	if (!dataset.variables.some((v) => v.name === name && v.type === 'text')) return made;
	const asked = Object.entries(findMethod(spec.method)?.fields ?? {}).find(([field]) => [spec[field]].flat().includes(name))?.[1];
	return violation('wrong_kind', { column: String(name), needed: asked && 'kind' in asked && asked.kind === 'numeric' ? 'numeric' : 'categorical' });
}

/** The same for a result that has been made already, as by a plan's run. */
export function suppressAndPresent(made: ReturnType<typeof run>, dataset: Dataset | null, locale: Locale): Ran {
	const limit = dataset?.suppressBelow ?? 0;
	const result = suppress(made, limit, dataset && engineTable(dataset, locale));
	const missing: readonly MissingReport[] = isViolation(made) ? [] : made.missing;
	const presented = withFiguresOfRows(present(result, dataset, locale, { limit, missing }), result, dataset, limit, locale);
	return { result, presented: dataset && !isViolation(result) ? withMeanLine(presented, dataset, result.spec as unknown as AnySpec, locale) : presented };
}
