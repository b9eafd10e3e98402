/**
 * One answer, and what stands beside it.
 */
export type Answer =
	| { state: 'answered'; code: number }
	| { state: 'answered'; codes: number[] }
	| { state: 'answered'; number: number }
	| { state: 'answered'; text: string }
	| { state: 'dont_know' };

/** By field key. An absent key is "not answered". Read with `answerTo`: 'constructor' is a key like any other. */
export type Answers = Record<string, Answer>;

/** Frame variables of the seat, as text; null where the seat has none. */
export type Frame = Record<string, string | null>;

export interface Problem {
	field?: string;
	/** A message key, `problem_...`. */
	code: string;
	params?: Record<string, string | number>;
}

/** `answer: null` is "not answered": an answer given before is taken back. */
export type Parsed = { answer: Answer | null } | { problem: Problem };

/** What a form or an autosave sends for "vet ikke". */
export const DK = 'dk';

/** The field's own answer, never something inherited from Object. */
export const answerTo = (answers: Answers, key: string): Answer | undefined => (Object.hasOwn(answers, key) ? answers[key] : undefined);

/** Whether two answers say the same. Order of codes does not matter. */
export function answersEqual(a: Answer | null | undefined, b: Answer | null | undefined): boolean {
	if (!a || !b) return !a && !b;
	if (a.state === 'dont_know' || b.state === 'dont_know') return a.state === b.state;
	if ('code' in a) return 'code' in b && a.code === b.code;
	if ('number' in a) return 'number' in b && a.number === b.number;
	if ('text' in a) return 'text' in b && a.text === b.text;
	if (!('codes' in b)) return false;
	const [x, y] = [new Set(a.codes), new Set(b.codes)];
	return x.size === y.size && [...x].every((code) => y.has(code));
}
