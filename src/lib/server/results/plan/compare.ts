/** Two runs of a plan side by side: what is the same, what has changed, and which p-values have crossed the limit. */
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import type { Result } from '#analysis/result.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { numbersUnder } from './path.ts';
import type { PlanRun, RunOutcome } from './run.ts';

export const LIMIT = 0.05;
/** Numbers closer than this, relative to the larger, are the same. */
const SAME = 1e-12;

export interface NumberChange {
	path: string;
	before: number | null;
	after: number | null;
	/** A p-value that was on the other side of 0.05. */
	crossed: boolean;
}
export interface EntryChange {
	key: string;
	title: Text;
	method: string;
	/** `only_before`, `only_after`: the other run has no such entry. `method`: another method or spec, so that the numbers are of something else. */
	state: 'same' | 'changed' | 'only_before' | 'only_after' | 'method';
	n: { before: number | null; after: number | null };
	/** The effect that the method puts first. */
	effect: { name: string; before: number | null; after: number | null } | null;
	p: NumberChange | null;
	violation: { before: Violation | null; after: Violation | null };
	/** Numbers that differ, in the order of the result. */
	changes: NumberChange[];
	numbers: number;
	crossed: boolean;
}

const resultOf = (outcome: RunOutcome | undefined): Result | null => (outcome && !isViolation(outcome) ? outcome : null);
const violationOf = (outcome: RunOutcome | undefined): Violation | null => (outcome && isViolation(outcome) ? outcome : null);
const isP = (path: string): boolean => /(^|[._])p($|[._])/.test(path) && !/log_p/.test(path);

function equal(a: number | null, b: number | null): boolean {
	return a === b || (a !== null && b !== null && Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b)));
}

function numbersOf(result: Result | null): Map<string, number> {
	return new Map(result ? numbersUnder(result.values as never, '').map((n) => [n.path, n.value]) : []);
}

function change(path: string, before: number | null, after: number | null): NumberChange {
	return { path, before, after, crossed: isP(path) && before !== null && after !== null && before < LIMIT !== after < LIMIT };
}

function changesOf(before: Result | null, after: Result | null): { changes: NumberChange[]; numbers: number } {
	const [a, b] = [numbersOf(before), numbersOf(after)];
	const paths = [...new Set([...a.keys(), ...b.keys()])];
	const all = paths.map((path) => change(path, a.get(path) ?? null, b.get(path) ?? null));
	return { changes: all.filter((c) => !equal(c.before, c.after)), numbers: paths.length };
}

function entryChange(key: string, title: Text, method: string, before: RunOutcome | undefined, after: RunOutcome | undefined): EntryChange {
	const [a, b] = [resultOf(before), resultOf(after)];
	const name = (b ?? a)?.effects[0]?.name;
	const effectOf = (result: Result | null) => result?.effects.find((e) => e.name === name)?.value ?? null;
	const { changes, numbers } = changesOf(a, b);
	const pOf = (result: Result | null) => { const p = result?.values.p; return typeof p === 'number' ? p : null; };
	const violation = { before: violationOf(before), after: violationOf(after) };
	const otherSpec = a !== null && b !== null && JSON.stringify(a.spec) !== JSON.stringify(b.spec);
	const differs = changes.length > 0 || (a?.n ?? null) !== (b?.n ?? null) || JSON.stringify(violation.before) !== JSON.stringify(violation.after);
	return {
		key, title, method, n: { before: a?.n ?? null, after: b?.n ?? null }, effect: name === undefined ? null : { name, before: effectOf(a), after: effectOf(b) },
		p: pOf(a) === null && pOf(b) === null ? null : change('p', pOf(a), pOf(b)), violation, changes, numbers, crossed: changes.some((c) => c.crossed),
		state: !before ? 'only_after' : !after ? 'only_before' : otherSpec ? 'method' : differs ? 'changed' : 'same'
	};
}

/** Entries in the order of the later run, then those that only the earlier has. */
export function compareRuns(before: PlanRun, after: PlanRun): EntryChange[] {
	const earlier = new Map(before.entries.map((e) => [e.key, e]));
	const later = new Set(after.entries.map((e) => e.key));
	const methodOf = (outcome: RunOutcome): string => (isViolation(outcome) ? '' : outcome.method);
	return [
		...after.entries.map((e) => entryChange(e.key, e.title, methodOf(e.outcome), earlier.get(e.key)?.outcome, e.outcome)),
		...before.entries.filter((e) => !later.has(e.key)).map((e) => entryChange(e.key, e.title, methodOf(e.outcome), e.outcome, undefined))
	];
}
