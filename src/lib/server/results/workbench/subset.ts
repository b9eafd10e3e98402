/** What of a dataset a spec reads: it is all that has to be filtered, counted and sent to another thread. */
import { mentionedNames } from '#analysis/r/script.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';

const cut = new WeakMap<Dataset['columns'], Map<string, Dataset>>();
/** Subsets kept for one dataset. */
const MOST_KEPT = 50;

/** The dataset with the variables that the spec names; the same one for the same names, so that what is made of it can be kept. */
export function subsetFor<D extends Dataset>(dataset: D, spec: AnySpec): Dataset {
	const names = mentionedNames(dataset.variables.map((v) => v.name), spec);
	const known = cut.get(dataset.columns) ?? new Map<string, Dataset>();
	cut.set(dataset.columns, known);
	const key = JSON.stringify([dataset.suppressBelow, dataset.laid ?? null, names]);
	const there = known.get(key);
	if (there) return there;
	const { key: part, kind, title, hash, rows, suppressBelow, laid } = dataset;
	const made: Dataset = {
		key: part, kind, title, hash, rows, suppressBelow, variables: dataset.variables.filter((v) => names.includes(v.name)),
		columns: Object.fromEntries(names.flatMap((name) => { const column = dataset.columns[name]; return column ? [[name, column]] : []; })), ...(laid && { laid })
	};
	known.set(key, made);
	if (known.size > MOST_KEPT) known.delete(known.keys().next().value ?? key);
	return made;
}
