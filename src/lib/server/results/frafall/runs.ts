/** Runs of the engine that a page or a note rests on: each with its spec, so that every figure can be followed back to it. */
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import type { Result, Value } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { Spec } from '#analysis/spec.ts';
import type { Table } from '#analysis/table/table.ts';
import type { Sentence, Words } from './words.ts';
import { assumptionSentence, noteSentence, violationSentence } from './words.ts';

export type Outcome = Result | Violation;

/** Runs kept for the next reader: a few pages' worth. */
const MOST_KEPT = 300;
const kept = new Map<string, Outcome>();

function once(key: string, make: () => Outcome): Outcome {
	const outcome = kept.get(key) ?? make();
	// the one used last stands last
	kept.delete(key);
	kept.set(key, outcome);
	if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? key);
	return outcome;
}

/** `run` with the spec's own type. One that needs no table is run once: the spec is all that it rests on. */
export function runSpec(spec: Spec, table?: Table): Outcome {
	return table ? run(spec, table) : once(JSON.stringify(spec), () => run(spec));
}

/**
 * A run on a survey's seats. The same spec on the same seats gives the same result, so it is run once until an answer comes or the list changes.
 * @param data its hash says which seats, strata and answers they are
 */
export function runOn(data: { surveyId: number; hash: string; table: Table }, spec: Spec): Outcome {
	return once(`${data.surveyId} ${data.hash} ${JSON.stringify(spec)}`, () => run(spec, data.table));
}

/** The value at a path of a result's values, such as `strata.fylke.rate`. @throws when there is none: the method has changed */
export function valueAt(result: Result, ...path: string[]): Value {
	let at: Value = result.values as Value;
	for (const part of path) {
		const next = at !== null && typeof at === 'object' && !Array.isArray(at) ? (at as Record<string, Value>)[part] : undefined;
		if (next === undefined) throw new Error(`${result.method} gives no ${path.join('.')}`);
		at = next;
	}
	return at;
}

export function numberAt(result: Result, ...path: string[]): number {
	const value = valueAt(result, ...path);
	if (typeof value !== 'number') throw new Error(`${result.method}: ${path.join('.')} is not a number`);
	return value;
}

/** Numbers, null where one is not defined. */
export function numbersAt(result: Result, ...path: string[]): (number | null)[] {
	const value = valueAt(result, ...path);
	if (!Array.isArray(value)) throw new Error(`${result.method}: ${path.join('.')} is not a list`);
	return (value as readonly Value[]).map((v) => (typeof v === 'number' ? v : null));
}

export function textsAt(result: Result, ...path: string[]): string[] {
	const value = valueAt(result, ...path);
	if (!Array.isArray(value)) throw new Error(`${result.method}: ${path.join('.')} is not a list`);
	return (value as readonly Value[]).map(String);
}

/** Everything the engine says of a run, in sentences: its notes, and what it takes for granted; or why there is no number. */
export function saidOf(outcome: Outcome, words: Words): { violation: string | null; notes: Sentence[]; assumptions: Sentence[] } {
	if (isViolation(outcome)) return { violation: violationSentence(outcome, words), notes: [], assumptions: [] };
	return { violation: null, notes: outcome.notes.map((n) => noteSentence(n, words)), assumptions: outcome.assumptions.map((a) => assumptionSentence(a, words)) };
}
