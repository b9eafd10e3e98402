/**
 * Whether a comparison makes sense for what it compares: the operator for the kind of answer, the value for its domain.
 */
import type { Field } from '../fields.ts';
import { isDate, parseText } from '../parse.ts';
import type { FrameVariable, Operator, Scalar } from '../schema.ts';
import { shown } from './fault.ts';

export interface Misfit { at: '/item' | '/frame' | '/op' | '/value'; code: string; params: Record<string, string | number> }

type Value = Scalar | readonly Scalar[] | undefined;

const EQUALITY: readonly Operator[] = ['eq', 'ne', 'in'];
const ORDER: readonly Operator[] = ['lt', 'lte', 'gt', 'gte'];

const misfit = (at: Misfit['at'], code: string, params: Misfit['params'] = {}): Misfit => ({ at, code, params });

/** The value's own form: none, one or a list, as the operator wants it. */
function shape(op: Operator, value: Value): Misfit | undefined {
	if (op === 'answered' || op === 'dont_know') return value === undefined ? undefined : misfit('/value', 'problem_q_value_not_wanted', { op });
	if (value === undefined) return misfit('/value', 'problem_q_value_missing', { op });
	if (op === 'in' && !Array.isArray(value)) return misfit('/value', 'problem_q_value_must_be_list', { op });
	if (op !== 'in' && op !== 'includes' && Array.isArray(value)) return misfit('/value', 'problem_q_value_must_be_one', { op });
	if (Array.isArray(value) && value.length === 0) return misfit('/value', 'problem_q_value_list_empty', { op });
	return undefined;
}

function operatorsFor(field: Field): readonly Operator[] {
	switch (field.item.type) {
		case 'multiple': return ['includes'];
		case 'yesno': case 'consent': case 'short_text': case 'long_text': case 'municipality': return EQUALITY;
		default: return [...EQUALITY, ...ORDER];
	}
}

const outside = (value: number | string, min: number | string | undefined, max: number | string | undefined): boolean =>
	(min !== undefined && value < min) || (max !== undefined && value > max);

/** The fault of one value compared with an item, if any. Thresholds may lie outside a range; values that must be equal may not. */
function valueFault(field: Field, op: Operator, value: Scalar): string | undefined {
	const { item } = field;
	const equal = !ORDER.includes(op);
	switch (item.type) {
		case 'yesno': case 'consent':
			return field.codes?.has(typeof value === 'boolean' ? (value ? 1 : 2) : Number(value)) && typeof value !== 'string' ? undefined : 'problem_q_value_not_a_category';
		case 'single': case 'multiple': case 'matrix':
			return typeof value === 'number' && field.codes?.has(value) ? undefined : 'problem_q_value_not_a_category';
		case 'integer': case 'number':
			if (typeof value !== 'number' || !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) return 'problem_q_value_not_a_number';
			return equal && (outside(value, item.min, item.max) || (item.type === 'integer' && !Number.isInteger(value))) ? 'problem_q_value_impossible' : undefined;
		case 'date':
			if (typeof value !== 'string' || !isDate(value)) return 'problem_q_value_not_a_date';
			return equal && outside(value, item.min, item.max) ? 'problem_q_value_impossible' : undefined;
		case 'municipality':
			return item.list.some((m) => m.number === value) || (item.several && value === 'several') ? undefined : 'problem_q_value_not_a_municipality';
		case 'short_text': case 'long_text':
			return typeof value === 'string' && value !== '' && parseText(value) === value && value.length <= item.maxLength ? undefined : 'problem_q_value_impossible';
		case 'information': return undefined;
	}
}

/** Whether the item has any possible answer. If not, that is a fault of the item, and its comparisons are not judged by their values. */
export function hasDomain({ item, codes }: Field): boolean {
	if (codes) return codes.size > 0;
	return !('min' in item && item.min !== undefined && item.max !== undefined && item.min > item.max);
}

/** What is wrong with comparing this item so, or undefined. */
export function itemMisfit(field: Field, op: Operator, value: Value): Misfit | undefined {
	if (op === 'dont_know' && !field.dontKnow) return misfit('/op', 'problem_q_no_dont_know', { item: field.key });
	const always = op === 'answered' || op === 'dont_know';
	if (!always && !operatorsFor(field).includes(op)) return misfit('/op', 'problem_q_operator_misfit', { op, type: field.item.type });
	const formed = shape(op, value);
	if (formed || always || !hasDomain(field)) return formed;
	for (const one of [value].flat() as Scalar[]) {
		const code = valueFault(field, op, one);
		if (code) return misfit('/value', code, { value: shown(one), item: field.key });
	}
	return undefined;
}

/** The same for a frame variable: text, or a number where the comparison is with a number. */
export function frameMisfit(variable: FrameVariable, op: Operator, value: Value): Misfit | undefined {
	const open = !variable.categories;
	if (op === 'dont_know' || op === 'includes' || (ORDER.includes(op) && !open)) return misfit('/op', 'problem_q_operator_misfit_frame', { op, frame: variable.name });
	const formed = shape(op, value);
	if (formed || op === 'answered' || variable.categories?.length === 0) return formed;
	const values = [value].flat() as Scalar[];
	if (open && new Set(values.map((x) => typeof x)).size > 1) return misfit('/value', 'problem_q_value_mixed');
	for (const one of values) {
		const params = { value: shown(one), frame: variable.name };
		if (!open && !variable.categories?.some((c) => c.code === one)) return misfit('/value', 'problem_q_value_not_a_frame_category', params);
		if (ORDER.includes(op) && typeof one !== 'number') return misfit('/value', 'problem_q_value_not_a_number', { value: shown(one) });
		if (one === '' || typeof one === 'boolean' || (typeof one === 'number' && !(Math.abs(one) <= Number.MAX_SAFE_INTEGER))) return misfit('/value', 'problem_q_value_not_text', params);
	}
	return undefined;
}
