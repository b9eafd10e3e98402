/** What to use instead, for a spec that cannot be run or gives no result. */
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { factsOf, rowsKept } from './facts.ts';
import { fieldsOf } from './form-read.ts';
import { offers } from './offers.ts';

const MOST = 3;

function variablesOf(spec: AnySpec, dataset: Dataset): string[] {
	const named = Object.entries(fieldsOf(spec.method)).flatMap(([key, field]): unknown[] => {
		const value = spec[key];
		return field.type === 'column' ? [value] : field.type === 'columns' && Array.isArray(value) ? value : [];
	});
	return [...new Set(named)].filter((name): name is string => typeof name === 'string' && dataset.variables.some((v) => v.name === name));
}

/**
 * Names of other methods, the best first and three at most, that fit the variables: those that were picked, else those that the spec names; with the rows that its
 * filter keeps. None where there are no variables.
 */
export function wouldFit(spec: AnySpec, dataset: Dataset, picked: readonly string[]): string[] {
	const known = picked.filter((name) => dataset.variables.some((v) => v.name === name));
	const variables = known.length > 0 ? known : variablesOf(spec, dataset);
	if (variables.length === 0) return [];
	return offers(factsOf(dataset, variables, rowsKept(dataset, spec.filter ?? []))).offers.map((o) => o.method).filter((method) => method !== spec.method).slice(0, MOST);
}
