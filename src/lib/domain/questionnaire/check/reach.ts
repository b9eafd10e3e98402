/**
 * Items that nobody can ever be asked: their conditions, with their block's, hold for no answers and no seat.
 *
 * Decided by exact search. The variables are the frame variables and items that the conditions mention, and those that the
 * conditions of these items mention, and so on; each takes the values in `representatives.ts`. They are tried in the order asked: an
 * item whose own conditions fail can only be without an answer. Conditions are evaluated in three values (true, false, not yet known), which
 * cuts the search off as soon as the outcome is settled. The search is exponential in the worst case, so it has a budget, counted in
 * comparisons made; what is not settled within it is taken to be reachable.
 */
import type { Answer } from '../answer.ts';
import { holdsOfAnswer, holdsOfFrame, type FrameComparison, type ItemComparison } from '../conditions.ts';
import type { Compiled, Field } from '../fields.ts';
import type { Condition } from '../schema.ts';
import { shown, type Report } from './fault.ts';
import { gatesOf, type Gate } from './places.ts';
import { answersToTry, frameValuesToTry, type Spend } from './representatives.ts';

/** Comparisons made for one condition, and for a document. */
export const BUDGET_EACH = 200_000;
export const BUDGET_ALL = 1_000_000;
/** Variables in one search, which is as deep as they are many. */
export const MOST_VARIABLES = 400;

type Comparison = ItemComparison | FrameComparison;
type Truth = true | false | undefined;

class OverBudget extends Error {}

interface Search {
	c: Compiled;
	sound: ReadonlySet<Comparison>;
	answers: Map<string, Answer | undefined>;
	frame: Map<string, string | null>;
	spend: Spend;
}

interface Variable { name: string; field?: Field; answers: readonly Answer[]; values: readonly (string | null)[] }

/** Kleene's "all": false wins, then not known. `turn` false makes it "any" by De Morgan. */
function every(conditions: readonly Condition[], s: Search, turn: boolean): Truth {
	let result: Truth = turn;
	for (const condition of conditions) {
		const one = truth(condition, s);
		if (one === !turn) return one;
		if (one === undefined) result = undefined;
	}
	return result;
}

function truth(c: Condition, s: Search): Truth {
	if ('all' in c) return every(c.all, s, true);
	if ('any' in c) return every(c.any, s, false);
	if ('not' in c) {
		const inner = truth(c.not, s);
		return inner === undefined ? undefined : !inner;
	}
	s.spend(1);
	if (!s.sound.has(c)) return undefined;
	if ('item' in c) return s.answers.has(c.item) ? holdsOfAnswer(c, s.answers.get(c.item)) : undefined;
	return s.frame.has(c.frame) ? holdsOfFrame(c, s.frame.get(c.frame)) : undefined;
}

function collect(condition: Condition, sound: ReadonlySet<Comparison>, into: Set<Comparison>): void {
	if ('all' in condition) for (const inner of condition.all) collect(inner, sound, into);
	else if ('any' in condition) for (const inner of condition.any) collect(inner, sound, into);
	else if ('not' in condition) collect(condition.not, sound, into);
	else if (sound.has(condition)) into.add(condition);
}

/** The different comparisons made with each variable. */
class Mentions<K, C extends Comparison> extends Map<K, Map<string, C>> {
	note(variable: K, comparison: C): void {
		const known = this.get(variable) ?? new Map<string, C>();
		this.set(variable, known.set(JSON.stringify([comparison.op, comparison.value]), comparison));
	}
}

/** The variables that bear on the conditions, frame first, then items in the order asked. */
function variablesOf(c: Compiled, conditions: readonly Condition[], sound: ReadonlySet<Comparison>, spend: Spend): Variable[] {
	const involved = new Set<Comparison>();
	for (const condition of conditions) collect(condition, sound, involved);
	const items = new Mentions<Field, ItemComparison>();
	const frame = new Mentions<string, FrameComparison>();
	const gathered = new Set<Condition>(conditions);
	/* The set grows while it is gone through: what an item's own conditions mention counts too. */
	for (const x of involved) {
		spend(1);
		const field = 'item' in x ? c.byKey.get(x.item) : undefined;
		if ('frame' in x) frame.note(x.frame, x);
		else if (field) items.note(field, x);
		if (items.size + frame.size > MOST_VARIABLES) throw new OverBudget();
		for (const own of field?.conditions ?? []) {
			if (!gathered.has(own)) collect(own, sound, involved);
			gathered.add(own);
		}
	}
	return [
		...[...frame].map(([name, xs]): Variable => ({ name, answers: [], values: frameValuesToTry(c.frame.get(name), [...xs.values()], spend) })),
		...[...items].sort(([a], [b]) => a.order - b.order)
			.map(([field, xs]): Variable => ({ name: field.key, field, answers: answersToTry(field, [...xs.values()], spend), values: [] }))
	];
}

function possible(target: readonly Condition[], variables: readonly Variable[], at: number, s: Search): boolean {
	const settled = every(target, s, true);
	const variable = variables[at];
	if (settled !== undefined || !variable) return settled !== false;
	const { name, field } = variable;
	if (!field) {
		const found = variable.values.some((value) => {
			s.frame.set(name, value);
			return possible(target, variables, at + 1, s);
		});
		s.frame.delete(name);
		return found;
	}
	const answers = every(field.conditions, s, true) === false ? [undefined] : [...variable.answers, undefined];
	const found = answers.some((answer) => {
		s.answers.set(name, answer);
		return possible(target, variables, at + 1, s);
	});
	s.answers.delete(name);
	return found;
}

function reachable(c: Compiled, target: readonly Condition[], sound: ReadonlySet<Comparison>, budget: { left: number }): boolean {
	const end = Math.max(budget.left - BUDGET_EACH, 0);
	const spend: Spend = (n) => {
		budget.left -= n;
		if (budget.left < end) throw new OverBudget();
	};
	try {
		return possible(target, variablesOf(c, target, sound, spend), 0, { c, sound, answers: new Map(), frame: new Map(), spend });
	} catch (error) {
		if (error instanceof OverBudget) return true;
		throw error;
	}
}

const conditionsOf = (gate: Gate): Condition[] => [...(gate.outer ? conditionsOf(gate.outer) : []), gate.condition];

/**
 * Reports each block, item and row that cannot be reached; what lies inside one is not reported again.
 * `sound`: the comparisons without fault; any other may turn out either way, so that only what is unreachable in any case is reported.
 */
export function checkReach(c: Compiled, sound: ReadonlySet<Comparison>, report: Report): void {
	const budget = { left: BUDGET_ALL };
	const closed = new Set<Gate>();
	for (const gate of gatesOf(c)) {
		if (gate.outer && closed.has(gate.outer)) closed.add(gate);
		else if (!reachable(c, conditionsOf(gate), sound, budget)) {
			closed.add(gate);
			if (gate.kind === 'block') report(`${gate.path}/if`, 'problem_q_unreachable_block', { block: shown(gate.key) });
			else report(`${gate.path}/if`, 'problem_q_unreachable_item', { item: shown(gate.key) });
		}
	}
}
