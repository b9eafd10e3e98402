/**
 * A posted page of answers.
 */
import { DK, type Answer, type Parsed, type Problem } from './answer.ts';
import type { Field } from './fields.ts';
import { parseAnswer } from './parse-answer.ts';

/** More names than this that belong to no field are counted no further: such a post is not made by our pages. */
const MOST_UNKNOWN = 20;
const KEY = /^[a-z][a-z0-9_]{0,62}$/;

function parseEntries(field: Field, entries: readonly string[]): Parsed {
	const given = [...new Set(entries)].filter((x) => x !== '');
	const others = field.dontKnow ? given.filter((x) => x !== DK) : given;
	if (others.length < given.length && others.some((x) => x.trim() !== '')) return { problem: { field: field.key, code: 'problem_dont_know_with_answer' } };
	if (others.length < given.length) return parseAnswer(field, DK);
	if (field.kind === 'codes') return parseAnswer(field, given);
	if (given.length > 1) return { problem: { field: field.key, code: 'problem_several_values' } };
	return parseAnswer(field, given[0]);
}

/**
 * Reads the form post of one page. `fields`: those the page may hold, or a whole questionnaire's `byKey`. Names are field keys;
 * several entries of one name are the ticked boxes of a multiple item; an entry 'dk' is "vet ikke", an empty one is nothing.
 *
 * A field the form names is in the patch, with null if nothing was given; a field it does not name is left out and so
 * keeps its earlier answer. A browser does not send unticked boxes, so a page sends an empty entry with each group of boxes
 * (`<input type="hidden" name="key" value="">`). Names that start with '_' are the page's own and passed over.
 * A faulty field is left out of the patch and listed in `problems`, and so is a name that is no field's. Never throws.
 */
export function parseForm(
	fields: readonly Field[] | ReadonlyMap<string, Field>,
	form: Iterable<readonly [string, unknown]>
): { patch: Record<string, Answer | null>; problems: Problem[] } {
	const byKey: ReadonlyMap<string, Field> = 'get' in fields ? fields : new Map(fields.map((f) => [f.key, f]));
	const given = new Map<Field, string[]>();
	const unknown = new Set<string>();
	for (const [name, value] of form) {
		if (name.startsWith('_')) continue;
		const field = byKey.get(name);
		if (!field || typeof value !== 'string') {
			if (unknown.size < MOST_UNKNOWN) unknown.add(name);
			continue;
		}
		const entries = given.get(field);
		if (entries) entries.push(value);
		else given.set(field, [value]);
	}
	const patch: Record<string, Answer | null> = {};
	/* A name that cannot be a key may be anything, a person's name too, and is not repeated. */
	const problems: Problem[] = [...unknown].map((name) => ({ ...(KEY.test(name) && { field: name }), code: 'problem_unknown_item' }));
	for (const [field, entries] of given) {
		const parsed = parseEntries(field, entries);
		if ('problem' in parsed) problems.push(parsed.problem);
		else patch[field.key] = parsed.answer;
	}
	return { patch, problems };
}
