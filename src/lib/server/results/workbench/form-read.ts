/** A method's form, made from what the method says of its fields: how each is typed, and read back into a spec. */
import { findMethod } from '#analysis/registry.ts';
import type { Field, Fields } from '#analysis/spec/fields.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import { BATTERY, BATTERY_FIELDS } from './battery.ts';

/** A number with comma or point; what is no number stays text, and the check of the spec names it. */
function number(text: string): number | string {
	const plain = text.trim().replace(/[\s\u00a0]/g, '').replace('−', '-').replace(',', '.');
	return /^-?(\d+(\.\d+)?|\.\d+)(e-?\d+)?$/i.test(plain) ? Number(plain) : text;
}

const lines = (text: string): string[] => text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '');
/** Between numbers: white space or semicolons, since a comma may be within one. */
const numbers = (text: string): (number | string)[] => text.split(/[;\s]+/).filter((part) => part !== '').map(number);

/** `Agder = 25`, a line each; the last sign counts, since a name may have one. */
function named(text: string): Record<string, number | string> | string {
	const pairs = lines(text).map((line) => [line.slice(0, line.lastIndexOf('=')).trim(), number(line.slice(line.lastIndexOf('=') + 1))] as const);
	return pairs.some(([name]) => name === '') ? text : Object.fromEntries(pairs);
}

function json(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

/** What a field's text says; undefined where nothing is typed. */
function valueOf(field: Field, all: readonly string[]): unknown {
	const filled = all.filter((x) => x.trim() !== '');
	const text = filled[0];
	if (text === undefined) return undefined;
	switch (field.type) {
		case 'columns': return [...new Set(filled)];
		case 'number': return number(text);
		case 'numbers': return numbers(text);
		case 'matrix': return lines(text).map(numbers);
		case 'flag': return text === 'true' ? true : text === 'false' ? false : text;
		case 'texts': return filled.length > 1 ? filled : lines(text.replaceAll(';', '\n'));
		case 'named_numbers': return named(text);
		case 'margins': return json(text);
		case 'other': return json(text);
		default: return text.trim();
	}
}

export const fieldsOf = (method: string): Fields => (method === BATTERY ? BATTERY_FIELDS : (findMethod(method)?.fields ?? {}));

/** The spec that a form says. Faults in it are told by `specFaults`. */
export function specOfForm(method: string, form: URLSearchParams): AnySpec {
	return { method, ...Object.fromEntries(Object.entries(fieldsOf(method)).map(([name, field]) => [name, valueOf(field, form.getAll(name))] as const).filter(([, value]) => value !== undefined)) };
}

const comma = (value: unknown): string => (typeof value === 'number' ? String(value).replace('.', ',') : String(value));

/** A field's value as it is typed; the other way of `specOfForm`. */
export function typedOf(field: Field, value: unknown): string[] {
	if (value === undefined || value === null) return [];
	switch (field.type) {
		case 'columns': return Array.isArray(value) ? value.map(String) : [String(value)];
		case 'number': return [comma(value)];
		case 'numbers': return [Array.isArray(value) ? value.map(comma).join('; ') : String(value)];
		case 'matrix': return [Array.isArray(value) ? value.map((row) => (Array.isArray(row) ? row.map(comma).join('; ') : String(row))).join('\n') : String(value)];
		case 'texts': return [Array.isArray(value) ? value.join('\n') : String(value)];
		case 'named_numbers': return [typeof value === 'object' ? Object.entries(value).map(([name, n]) => `${name} = ${comma(n)}`).join('\n') : String(value)];
		case 'margins':
		case 'other': return [typeof value === 'string' ? value : JSON.stringify(value, null, '\t')];
		default: return [String(value)];
	}
}
