/** One analysis, wherever it runs: in the server for what is short, in a thread for what is long. */
import { run } from '#analysis/run.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Locale } from '#lib/i18n.ts';
import { runOnDataset, suppressAndPresent } from '../present/run.ts';
import type { Ran } from '../present/types.ts';
import { BATTERY, runBattery } from './battery.ts';

export interface Work {
	/** Null for methods that read no data. */
	dataset: Dataset | null;
	spec: AnySpec;
	locale: Locale;
}

export function analyse({ dataset, spec, locale }: Work): Ran {
	if (dataset && spec.method === BATTERY) return runBattery(dataset, spec, locale);
	return dataset ? runOnDataset(dataset, spec, locale) : suppressAndPresent(run(spec), null, locale);
}
