/** What earlier answers must be for given answers to be asked at all. */
import type { Compiled } from '#lib/domain/questionnaire/fields.ts';
import type { Condition } from '#lib/domain/questionnaire/schema.ts';

/** Codes by item: the item's answer must be, or hold, one of them. */
export type Demands = ReadonlyMap<string, readonly number[]>;

function codesOf(condition: Condition): [string, number[]] | undefined {
	if (!('item' in condition) || !['eq', 'in', 'includes'].includes(condition.op)) return undefined;
	const values = [condition.value].flat().map((value) => (typeof value === 'boolean' ? (value ? 1 : 2) : value));
	return [condition.item, values.filter((value) => typeof value === 'number')];
}

/** Of `any`, the first way is taken. `not` and comparisons of other kinds demand nothing: what they shut out shows as an answer never asked. */
function simple(condition: Condition): Condition[] {
	if ('all' in condition) return condition.all.flatMap(simple);
	if ('any' in condition) return condition.any.slice(0, 1).flatMap(simple);
	return [condition];
}

/**
 * Follows the routing of each of `keys` back to the first question.
 * @param keys fields whose answers are given and must be asked
 */
export function demandsOf(compiled: Compiled, keys: Iterable<string>): Demands {
	const demands = new Map<string, readonly number[]>();
	const queue = [...keys];
	const seen = new Set<string>();
	for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
		if (seen.has(key)) continue;
		seen.add(key);
		for (const condition of (compiled.byKey.get(key)?.conditions ?? []).flatMap(simple)) {
			const demand = codesOf(condition);
			if (!demand) continue;
			const [item, codes] = demand;
			const before = demands.get(item);
			demands.set(item, before ? before.filter((code) => codes.includes(code)) : codes);
			queue.push(item);
		}
	}
	return demands;
}
