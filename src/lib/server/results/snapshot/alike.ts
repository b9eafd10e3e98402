/** Whether variables of one name are the same thing in several parts, or in several snapshots. */
import { canonical } from '#lib/domain/questionnaire/hash.ts';
import type { DatasetVariable, DerivedRule, Origin } from '#lib/domain/dataset/types.ts';

/**
 * `absent`: not in all parts. `type`, `categories`, `scores`, `limits`: not the same in all. `name`: the name is that of a variable that says where a row is from.
 * Of several snapshots also `rule`: made by another rule; `unit`: in another unit; `rests`: made of a variable that is left out.
 */
export type LeftOutReason = 'absent' | 'type' | 'categories' | 'scores' | 'limits' | 'name' | 'rule' | 'unit' | 'rests';

const same = (a: unknown, b: unknown): boolean => canonical({ of: a ?? null }) === canonical({ of: b ?? null });
const ruleOf = (origin: Origin): DerivedRule | null => (origin.kind === 'derived' ? origin.rule : null);

/** A rule whose limits follow from the values of the part that it is made in. */
const followsValues = (origin: Origin): boolean => ['quantiles', 'natural'].includes(ruleOf(origin)?.rule ?? '');

/** Null where they are alike. */
export function differs(first: DatasetVariable, other: DatasetVariable): LeftOutReason | null {
	if (first.type !== other.type) return 'type';
	if (followsValues(first.origin) || followsValues(other.origin)) return 'limits';
	const [a, b] = [first.categories, other.categories];
	if (a.length !== b.length) return 'categories';
	const scores = new Map(b.map((c) => [c.value, c.score]));
	if (a.some((c) => !scores.has(c.value))) return 'categories';
	return a.some((c) => scores.get(c.value) !== c.score) ? 'scores' : null;
}

/** The same of two snapshots, whose definitions are each its own: rules and units are compared too. */
export function differsOverTime(first: DatasetVariable, other: DatasetVariable): LeftOutReason | null {
	const found = differs(first, other);
	if (found !== null) return found;
	if (!same(first.unit, other.unit)) return 'unit';
	return same(ruleOf(first.origin), ruleOf(other.origin)) ? null : 'rule';
}

/** Names that the variable is made of; empty where it is not derived. */
export function madeOf({ origin }: DatasetVariable): readonly string[] {
	const of = ruleOf(origin)?.of ?? [];
	return typeof of === 'string' ? [of] : of;
}

/** Asked in other words, though with the same codes: the question, the label, a category's words, or which way it is worded. */
export function reworded(first: DatasetVariable, other: DatasetVariable): boolean {
	const words = ({ label, question, categories, reversed }: DatasetVariable) => ({ label, question, reversed, categories: Object.fromEntries(categories.map((c) => [c.value, c.label])) });
	return !same(words(first), words(other));
}
