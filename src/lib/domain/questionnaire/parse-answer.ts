/**
 * Reading one answer from what a browser sends. Nothing outside the field's domain gets through.
 */
import { DK, type Parsed, type Problem } from './answer.ts';
import type { Field } from './fields.ts';
import { match } from './municipality.ts';
import { parseDate, parseNumber, parseText } from './parse.ts';

/** Longest text a municipality that was not recognised is kept as. */
export const MUNICIPALITY_MAX_LENGTH = 200;

const NONE: Parsed = { answer: null };

const problem = (field: Field, code: string, params?: Problem['params']): Parsed =>
	({ problem: { field: field.key, code, ...(params && { params }) } });

const codeOf = (raw: unknown): number => (typeof raw === 'string' && /^(0|[1-9]\d{0,2})$/.test(raw) ? Number(raw) : typeof raw === 'number' ? raw + 0 : NaN);

function parseCode(field: Field, raw: unknown): Parsed {
	const code = codeOf(raw);
	return field.codes?.has(code) ? { answer: { state: 'answered', code } } : problem(field, 'problem_not_a_category');
}

function parseCodes(field: Field, raw: unknown): Parsed {
	const list: unknown[] = Array.isArray(raw) ? raw : [raw];
	if (field.dontKnow && list.includes(DK)) {
		return list.length === 1 ? { answer: { state: 'dont_know' } } : problem(field, 'problem_dont_know_with_answer');
	}
	if (list.length > 1000) return problem(field, 'problem_not_a_category');
	const codes = [...new Set(list.map(codeOf))];
	if (!codes.every((code) => field.codes?.has(code))) return problem(field, 'problem_not_a_category');
	return codes.length === 0 ? NONE : { answer: { state: 'answered', codes: codes.sort((a, b) => a - b) } };
}

function outOfRange(field: Field, value: number, min: number | undefined, max: number | undefined): Parsed | null {
	if (min !== undefined && max !== undefined) return value < min || value > max ? problem(field, 'problem_out_of_range', { min, max }) : null;
	if (min !== undefined && value < min) return problem(field, 'problem_too_small', { min });
	if (max !== undefined && value > max) return problem(field, 'problem_too_large', { max });
	return null;
}

function parseNumeric(field: Field, raw: unknown): Parsed {
	const { item } = field;
	if (item.type !== 'integer' && item.type !== 'number') return problem(field, 'problem_not_a_number');
	if (typeof raw === 'string' && raw.trim() === '') return NONE;
	const number = typeof raw === 'string' ? parseNumber(raw) : typeof raw === 'number' && Number.isFinite(raw) ? raw + 0 : null;
	if (number === null) return problem(field, 'problem_not_a_number');
	/* "1.000" is meant as a thousand by some: a whole number is never written with a decimal sign. */
	const whole = Number.isInteger(number) && !(typeof raw === 'string' && /[.,]/.test(raw));
	if (item.type === 'integer' && !whole) return problem(field, 'problem_not_an_integer');
	const limit = Number.MAX_SAFE_INTEGER;
	return outOfRange(field, number, item.min, item.max) ?? outOfRange(field, number, -limit, limit) ?? { answer: { state: 'answered', number } };
}

function parseTyped(field: Field, raw: unknown): Parsed {
	const { item } = field;
	const max = 'maxLength' in item ? item.maxLength : MUNICIPALITY_MAX_LENGTH;
	if (typeof raw !== 'string') return problem(field, 'problem_not_a_text');
	/* Normalising is not free: what is far too long is refused unread. */
	if (raw.length > 4 * max + 10_000) return problem(field, 'problem_too_long', { max });
	const typed = parseText(raw);
	if (typed === '') return NONE;
	const answered = (text: string): Parsed =>
		text.length > max ? problem(field, 'problem_too_long', { max }) : { answer: { state: 'answered', text } };
	switch (item.type) {
		case 'long_text': return answered(typed);
		case 'date': return parseDay(field, typed, item.min, item.max);
		case 'municipality': {
			if (item.several && typed === 'several') return answered(typed);
			const number = match(item.list, typed);
			if (number === null && /^\d+$/.test(typed)) return problem(field, 'problem_unknown_municipality');
			return answered(number ?? oneLine(typed));
		}
		default: return answered(oneLine(typed));
	}
}

const oneLine = (text: string): string => text.replace(/\s*[\n\t]\s*/g, ' ');

function parseDay(field: Field, typed: string, min: string | undefined, max: string | undefined): Parsed {
	const text = parseDate(typed);
	if (text === null) return problem(field, 'problem_bad_date');
	if (min !== undefined && text < min) return problem(field, 'problem_date_too_early', { min });
	if (max !== undefined && text > max) return problem(field, 'problem_date_too_late', { max });
	return { answer: { state: 'answered', text } };
}

/**
 * The answer meant by one raw value, as an autosave sends it: a code, a list of codes, a number, a text, 'dk' for "vet ikke",
 * null (also '' and []) for none. Codes and numbers may be text, as forms send them. In a text field without "vet ikke" 'dk' is
 * a text like any other. Codes come out in order and once each. Never throws; what is outside the field's domain is a problem.
 */
export function parseAnswer(field: Field, raw: unknown): Parsed {
	if (raw === null || raw === undefined || raw === '') return NONE;
	if (raw === DK && field.dontKnow) return { answer: { state: 'dont_know' } };
	if (raw === DK && field.kind !== 'text') return problem(field, 'problem_dont_know_not_offered');
	switch (field.kind) {
		case 'code': return parseCode(field, raw);
		case 'codes': return parseCodes(field, raw);
		case 'number': return parseNumeric(field, raw);
		case 'text': return parseTyped(field, raw);
	}
}
