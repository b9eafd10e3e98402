/**
 * The form of a document against `schema.ts`, and a mended copy for the other checks, so that a document with a fault of
 * form has all its other faults found at the same time. What cannot be read is replaced by an empty value of the right kind, in its
 * place, so that paths stay those of the document as written.
 */
import * as v from 'valibot';
import { Questionnaire } from '../schema.ts';
import { shown, step, type Fault, type Report } from './fault.ts';

/** The parts of valibot's schemas that the mending looks at. */
interface Node {
	type: string;
	entries?: Record<string, Node>;
	item?: Node;
	wrapped?: Node;
	default?: unknown;
	literal?: unknown;
	value?: Node;
	options?: Node[];
	getter?: (input: unknown) => Node;
}

interface Mending {
	report: Report;
	/** Keys of items whose type is not known: what refers to them is not at fault for it. */
	broken: Set<string>;
}

type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);
const own = (value: unknown, key: string): unknown => (isPlain(value) && Object.hasOwn(value, key) ? value[key] : undefined);
const parse = (node: Node, value: unknown) => v.safeParse(node as unknown as v.GenericSchema, value);

/** Refers to no item: neither true nor false, and passed over by every check. */
const HOLE = { item: '', op: 'answered' };
const EMPTY: Record<string, unknown> = { string: '', number: NaN, boolean: false, picklist: '' };
const CONTAINERS = new Set(['strict_object', 'array', 'record', 'variant', 'lazy']);

function mendObject(node: Node, value: unknown, path: string, m: Mending): Plain {
	const entries = node.entries ?? {};
	if (Array.isArray(value)) m.report(path, 'problem_q_wrong_value', { expected: 'Object', received: 'Array' });
	for (const key of isPlain(value) ? Object.keys(value) : []) {
		if (!Object.hasOwn(entries, key)) m.report(path + step(key), 'problem_q_unknown_property', { property: shown(key) });
	}
	const mended: Plain = {};
	for (const [key, entry] of Object.entries(entries)) {
		const kept = mend(entry, own(value, key), path + step(key), m);
		if (kept !== undefined) mended[key] = kept;
	}
	return mended;
}

function mendVariant(node: Node, value: unknown, path: string, m: Mending): unknown {
	const named = (type: unknown) => node.options?.find((o) => o.entries?.type?.literal === type);
	const found = named(own(value, 'type'));
	if (found) return mendObject(found, value, path, m);
	const { type: _, ...common } = named('information')?.entries ?? {};
	const mended: Plain = { type: 'information' };
	for (const [key, entry] of Object.entries(common)) {
		const given = own(value, key);
		if (given !== undefined) for (const issue of parse(entry, given).issues ?? []) reportIssue(issue, path + step(key), m.report);
		mended[key] = mend(entry, given, path + step(key), m);
	}
	m.broken.add(String(mended.key));
	return mended;
}

function mend(node: Node, value: unknown, path: string, m: Mending): unknown {
	switch (node.type) {
		case 'strict_object': return mendObject(node, value, path, m);
		case 'array': return Array.isArray(value) ? Array.from(value, (x: unknown, i) => mend(node.item as Node, x, path + step(i), m)) : [];
		case 'variant': return mendVariant(node, value, path, m);
		case 'lazy': {
			const chosen = node.getter?.(value);
			return chosen && CONTAINERS.has(chosen.type) ? mend(chosen, value, path, m) : HOLE;
		}
		case 'record': {
			const mended: Plain = Object.create(null) as Plain;
			for (const key of isPlain(value) ? Object.keys(value) : []) {
				if (['__proto__', 'prototype', 'constructor'].includes(key)) m.report(path + step(key), 'problem_q_bad_key', { value: key });
				mended[key] = mend(node.value as Node, own(value, key), path + step(key), m);
			}
			return mended;
		}
		case 'optional': {
			const wrapped = node.wrapped as Node;
			if (value !== undefined && CONTAINERS.has(wrapped.type)) return mend(wrapped, value, path, m);
			const parsed = value === undefined ? undefined : parse(wrapped, value);
			return parsed?.success ? parsed.output : structuredClone(node.default);
		}
	}
	const parsed = parse(node, value);
	return parsed.success ? parsed.output : node.type === 'literal' ? node.literal : EMPTY[node.type];
}

function faultOf(issue: v.BaseIssue<unknown>, key: unknown): [code: string, params: Fault['params']] {
	const value = shown(issue.input);
	const absent = issue.input === undefined && ((issue.type === 'strict_object' && typeof key === 'string') || (issue.type === 'variant' && key === 'type'));
	if (absent) return ['problem_q_missing_property', { property: shown(key) }];
	if (issue.type === 'regex') return key === 'number' ? ['problem_q_bad_municipality_number', { value }] : ['problem_q_bad_key', { value }];
	if (issue.type === 'variant' && key === 'type') return ['problem_q_unknown_type', { value }];
	if (issue.type === 'literal' && key === 'format') return ['problem_q_unknown_format', { value }];
	if (issue.type === 'picklist') return ['problem_q_unknown_operator', { value }];
	if (issue.kind === 'validation') return ['problem_q_bad_code', { value }];
	if (issue.type === 'union' && issue.expected === 'Object') return ['problem_q_bad_condition', {}];
	return ['problem_q_wrong_value', { expected: shown(issue.expected), received: shown(issue.received) }];
}

function reportIssue(issue: v.BaseIssue<unknown>, base: string, report: Report): void {
	/* valibot names only the first unknown property of an object; the mending names them all. */
	if (issue.type === 'strict_object' && issue.expected === 'never') return;
	const keys = (issue.path ?? []).map((p) => p.key);
	const [code, params] = faultOf(issue, keys.at(-1));
	report(base + keys.map(step).join(''), code, params);
}

/**
 * Reports every fault of form. `parsed` is the document with its defaults if there was none; `mended` is always a questionnaire in
 * form, for looking further.
 */
export function structure(doc: unknown, report: Report): { parsed: Questionnaire | undefined; mended: Questionnaire; broken: ReadonlySet<string> } {
	const parsed = v.safeParse(Questionnaire, doc);
	for (const issue of parsed.issues ?? []) reportIssue(issue, '', report);
	const broken = new Set<string>();
	const mended = mend(Questionnaire as unknown as Node, doc, '', { report, broken }) as Questionnaire;
	return { parsed: parsed.success ? parsed.output : undefined, mended, broken };
}
