/**
 * What a page showed, carried by the page: the base of the three-way merge. Codes and numbers as they are, "vet ikke" as 'dk', a text as
 * '=' and itself or, where it is long, '#' and a digest. A field that was shown empty is left out.
 */
import { createHash } from 'node:crypto';
import { answersEqual, answerTo, parseAnswer, type Answer, type Answers } from '#lib/domain/questionnaire/answers.ts';
import type { Field } from '#lib/domain/questionnaire/fields.ts';
import { toRaw } from './codec.ts';

const LONG = 60;

export type Base = Record<string, unknown>;

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** The base of a page that shows `fields` with `answers`, as JSON. */
export function writeBase(fields: readonly Field[], answers: Answers): string {
	const base: Base = {};
	for (const field of fields) {
		const answer = answerTo(answers, field.key);
		if (!answer) continue;
		const text = 'text' in answer ? answer.text : undefined;
		base[field.key] = text === undefined ? toRaw(answer) : text.length > LONG ? `#${digest(text)}` : `=${text}`;
	}
	return JSON.stringify(base);
}

/** The base a page carries; undefined when it carries none (then every field it names counts as changed), null when it is not a base. */
export function readBase(json: string | null | undefined): Base | null | undefined {
	if (json === null || json === undefined) return undefined;
	try {
		const value: unknown = JSON.parse(json);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Base) : null;
	} catch {
		return null;
	}
}

/** Whether a posted answer says what the page showed, so that the person did not change it. */
export function sameAsBase(field: Field, answer: Answer | null, base: Base): boolean {
	const shown = Object.hasOwn(base, field.key) ? base[field.key] : undefined;
	if (field.kind === 'text' && typeof shown === 'string' && shown.startsWith('#')) return !!answer && 'text' in answer && `#${digest(answer.text)}` === shown;
	const parsed = parseAnswer(field, field.kind === 'text' && typeof shown === 'string' && shown.startsWith('=') ? shown.slice(1) : shown);
	return 'answer' in parsed && answersEqual(parsed.answer, answer);
}
