/** Everything that is wrong with a spec, at once: each fault with its field, and what it should have been. */
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import { findMethod } from '#analysis/registry.ts';
import { checkSpec, type Field, type Fields } from '#analysis/spec/fields.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset, DatasetVariable } from '#lib/domain/dataset/types.ts';

/** What is wrong with one field; a message `analysis_violation_<code>` or `workbench_fault_<code>`. */
export interface Fault { field: string; code: string; params?: Record<string, string | number> }

const violationFault = (field: string, { violation, params }: Violation): Fault => ({ field, code: `analysis_violation_${violation}`, ...(params ? { params } : {}) });
const given = (value: unknown): boolean => value !== undefined && value !== null;

/** Names of variables that a field holds. */
function namesIn(field: Field, value: unknown): string[] {
	if (field.type === 'column') return typeof value === 'string' ? [value] : [];
	return field.type === 'columns' && Array.isArray(value) ? value.filter((v) => typeof v === 'string') : [];
}

function kindFault(field: Field, key: string, variable: DatasetVariable): Fault | null {
	if (variable.type === 'text') return { field: key, code: 'workbench_fault_text', params: { column: variable.name } };
	const kind = field.type === 'column' || field.type === 'columns' ? field.kind : 'any';
	const numbers = variable.type === 'numeric' || (variable.categories.length > 0 && variable.categories.every((c) => c.score !== undefined));
	return kind === 'numeric' && !numbers ? violationFault(key, { violation: 'wrong_kind', params: { column: variable.name, needed: 'numeric' } }) : null;
}

function columnFaults(field: Field, key: string, value: unknown, dataset: Dataset | null): Fault[] {
	return namesIn(field, value).flatMap((name) => {
		const variable = dataset?.variables.find((v) => v.name === name);
		if (!variable) return [violationFault(key, { violation: 'unknown_column', params: { column: name } })];
		return kindFault(field, key, variable) ?? [];
	});
}

function filterFaults(spec: AnySpec, dataset: Dataset | null): Fault[] {
	if (!given(spec.filter)) return [];
	const wrong = checkSpec({ method: spec.method, filter: spec.filter }, {});
	if (isViolation(wrong)) return [violationFault('filter', wrong)];
	return (spec.filter ?? []).flatMap(({ column, in: levels }): Fault[] => {
		const variable = dataset?.variables.find((v) => v.name === column);
		if (!variable) return [violationFault('filter', { violation: 'unknown_column', params: { column } })];
		if (variable.type === 'text') return [{ field: 'filter', code: 'workbench_fault_text', params: { column } }];
		if (levels.length === 0) return [{ field: 'filter', code: 'workbench_fault_no_levels', params: { column } }];
		if (variable.type === 'numeric') return [];
		return levels.filter((level) => !variable.categories.some((c) => c.value === level)).map((level) => violationFault('filter', { violation: 'unknown_level', params: { column, level } }));
	});
}

/**
 * @param dataset what the spec shall be run on; null for methods that read no data, or to look at the form alone
 * @param form only whether the fields are right, not whether the variables are there
 */
export function specFaults(spec: AnySpec, dataset: Dataset | null, form = false): Fault[] {
	const method = findMethod(spec.method);
	if (!method) return [violationFault('method', { violation: 'unknown_method', params: { method: String(spec.method).slice(0, 80) } })];
	return fieldFaults(spec, method.fields, dataset, form);
}

/** The same for fields that are no method's. */
export function fieldFaults(spec: AnySpec, fields: Fields, dataset: Dataset | null, form = false): Fault[] {
	const unknown = Object.keys(spec).filter((k) => k !== 'method' && k !== 'filter' && !Object.hasOwn(fields, k));
	const faults = unknown.map((field): Fault => violationFault(field, { violation: 'unknown_field', params: { field } }));
	for (const [key, field] of Object.entries(fields)) {
		const wrong = checkSpec({ method: spec.method, ...(given(spec[key]) ? { [key]: spec[key] } : {}) }, { [key]: field });
		if (wrong) faults.push(violationFault(key, wrong));
		else if (!form && given(spec[key])) faults.push(...columnFaults(field, key, spec[key], dataset));
	}
	if (form) return [...faults, ...(given(spec.filter) && checkSpec({ method: spec.method, filter: spec.filter }, {}) ? [violationFault('filter', { violation: 'bad_field', params: { field: 'filter', needed: '[{column, in: [value]}]' } })] : [])];
	return [...faults, ...filterFaults(spec, dataset)];
}

/** Whether a method reads columns at all. */
export const readsData = (name: string): boolean => name === 'family' || Object.entries(findMethod(name)?.fields ?? {}).some(([, f]) => ((f.type === 'column' || f.type === 'columns') && !f.optional) || f.type === 'margins');
