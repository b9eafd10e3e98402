/**
 * What a condition says of one answer. Used by the router and, on every value an item could take, by the check that
 * each item can be reached.
 */
import type { Answer } from './answer.ts';
import { parseNumber } from './parse.ts';
import type { Condition, Operator, Scalar } from './schema.ts';

export type ItemComparison = Extract<Condition, { item: string }>;
export type FrameComparison = Extract<Condition, { frame: string }>;

/** In comparisons with yes/no and consent, true is code 1 and false code 2. */
const plain = (value: Scalar): string | number => (typeof value === 'boolean' ? (value ? 1 : 2) : value);

function relation(held: string | number, op: Operator, value: Scalar): boolean {
	const other = plain(value);
	switch (op) {
		case 'eq': case 'in': case 'includes': return held === other;
		case 'ne': return held !== other;
	}
	if (typeof held !== typeof other) return false;
	switch (op) {
		case 'lt': return held < other;
		case 'lte': return held <= other;
		case 'gt': return held > other;
		case 'gte': return held >= other;
		default: return false;
	}
}

const anyOf = (held: string | number, op: Operator, value: Scalar | readonly Scalar[] | undefined): boolean =>
	value !== undefined && (Array.isArray(value) ? value.some((x: Scalar) => relation(held, op, x)) : relation(held, op, value as Scalar));

/**
 * Whether the comparison holds of an answer. No answer, and "vet ikke", make every comparison of values false, `ne` too;
 * `answered` asks for a substantive answer, so it is false of "vet ikke".
 */
export function holdsOfAnswer(c: Pick<ItemComparison, 'op' | 'value'>, answer: Answer | undefined): boolean {
	if (answer === undefined) return false;
	if (answer.state === 'dont_know') return c.op === 'dont_know';
	if (c.op === 'answered') return true;
	if (c.op === 'dont_know') return false;
	if ('codes' in answer) return c.op === 'includes' && answer.codes.some((code) => anyOf(code, c.op, c.value));
	if (c.op === 'includes') return false;
	return anyOf('code' in answer ? answer.code : 'number' in answer ? answer.number : answer.text, c.op, c.value);
}

/**
 * Whether the comparison holds of a frame value. A seat without the value makes it false. A frame value is text; against a
 * number it is read as one, and is then false if it is none.
 */
export function holdsOfFrame(c: Pick<FrameComparison, 'op' | 'value'>, held: string | null | undefined): boolean {
	if (held === null || held === undefined || c.op === 'dont_know' || c.op === 'includes') return false;
	if (c.op === 'answered') return true;
	const first = Array.isArray(c.value) ? c.value[0] : c.value;
	if (typeof first !== 'number') return anyOf(held, c.op, c.value);
	const number = parseNumber(held);
	return number !== null && anyOf(number, c.op, c.value);
}
