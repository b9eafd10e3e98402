/** How a method declares what its spec may hold, and how a spec is checked against it: one place for every error message and every form. */
import { violation, type Violation } from '../assumptions.ts';

/** Rows to keep: those whose value of `column` is among `in`. Several conditions must all hold. */
export interface Condition {
	column: string;
	in: readonly string[];
}

export interface BaseSpec {
	method: string;
	/** Rows to keep; all rows when absent. */
	filter?: readonly Condition[];
}

/** `optional` fields may be absent or null. Column fields name columns of the table. */
export type Field =
	| { type: 'column'; kind: 'numeric' | 'categorical' | 'any'; optional?: boolean }
	| { type: 'columns'; kind: 'numeric' | 'categorical' | 'any'; min?: number; max?: number; optional?: boolean }
	| { type: 'number'; min?: number; max?: number; above?: number; below?: number; integer?: boolean; optional?: boolean }
	| { type: 'numbers'; min?: number; max?: number; integer?: boolean; length?: number; optional?: boolean }
	/** Rows of equal length: a table of counts or a matrix. */
	| { type: 'matrix'; min?: number; integer?: boolean; optional?: boolean }
	| { type: 'choice'; of: readonly string[]; optional?: boolean }
	| { type: 'flag'; optional?: boolean }
	| { type: 'text'; optional?: boolean }
	| { type: 'texts'; optional?: boolean }
	/** Several values each with a name, such as population counts by level. */
	| { type: 'named_numbers'; min?: number; optional?: boolean }
	/** Named numbers by column, such as raking margins. */
	| { type: 'margins'; optional?: boolean }
	/** A structure of the method's own, checked by the method itself. */
	| { type: 'other'; needed: string; optional?: boolean };

export type Fields = Readonly<Record<string, Field>>;

const isNumber = (v: unknown): v is number => typeof v === 'number' && Number.isFinite(v);
const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);
const texts = (v: unknown): v is string[] => Array.isArray(v) && v.every((x) => typeof x === 'string');

function within(v: number, f: { min?: number; max?: number; above?: number; below?: number; integer?: boolean }): boolean {
	return (f.min === undefined || v >= f.min) && (f.max === undefined || v <= f.max) && (f.above === undefined || v > f.above) && (f.below === undefined || v < f.below) && (!f.integer || Number.isSafeInteger(v));
}

function describe(f: { min?: number; max?: number; above?: number; below?: number; integer?: boolean }): string {
	return [f.integer ? 'integer' : 'number', f.min !== undefined && `>= ${f.min}`, f.above !== undefined && `> ${f.above}`, f.max !== undefined && `<= ${f.max}`, f.below !== undefined && `< ${f.below}`].filter(Boolean).join(' ');
}

/** What `value` should have been, in terms of the spec format; null when it is right. */
function fault(field: Field, value: unknown): string | null {
	switch (field.type) {
		case 'column':
		case 'text':
			return typeof value === 'string' && value !== '' ? null : field.type;
		case 'columns': {
			if (!texts(value) || new Set(value).size !== value.length) return 'different columns';
			const { min = 1, max = Infinity } = field;
			return value.length >= min && value.length <= max ? null : `${min} to ${max} columns`;
		}
		case 'texts':
			return texts(value) && new Set(value).size === value.length ? null : 'different texts';
		case 'number':
			return isNumber(value) && within(value, field) ? null : describe(field);
		case 'numbers':
			return Array.isArray(value) && value.every((v) => isNumber(v) && within(v, field)) && (field.length === undefined || value.length === field.length) ? null : `[${describe(field)}]`;
		case 'matrix':
			return Array.isArray(value) && value.length > 0 && value.every((row) => Array.isArray(row) && row.length > 0 && row.length === (value[0] as unknown[]).length && row.every((v) => isNumber(v) && within(v, field))) ? null : `[[${describe(field)}]]`;
		case 'choice':
			return field.of.includes(value as string) ? null : field.of.join(' | ');
		case 'flag':
			return typeof value === 'boolean' ? null : 'true | false';
		case 'named_numbers':
			return isObject(value) && Object.values(value).every((v) => isNumber(v) && within(v, field)) ? null : '{name: number}';
		case 'margins':
			return isObject(value) && Object.values(value).every((m) => isObject(m) && Object.values(m).every(isNumber)) ? null : '{column: {level: number}}';
		case 'other':
			return null;
	}
}

const conditions = (v: unknown): boolean => Array.isArray(v) && v.every((c) => isObject(c) && typeof c.column === 'string' && texts(c.in));

/** The first thing wrong with a spec, naming the field and what it should be; null when it is right. */
export function checkSpec(spec: Record<string, unknown>, fields: Fields): Violation | null {
	for (const key of Object.keys(spec)) {
		if (key !== 'method' && key !== 'filter' && !Object.hasOwn(fields, key)) return violation('unknown_field', { field: key });
	}
	if (spec.filter !== undefined && !conditions(spec.filter)) return violation('bad_field', { field: 'filter', needed: '[{column, in: [value]}]' });
	for (const [key, field] of Object.entries(fields)) {
		const value = spec[key];
		if (value === undefined || value === null) {
			if (!field.optional) return violation('bad_field', { field: key, needed: fault(field, undefined) ?? field.type });
		} else {
			const needed = fault(field, value);
			if (needed) return violation('bad_field', { field: key, needed });
		}
	}
	return null;
}
