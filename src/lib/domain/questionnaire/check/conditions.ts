/**
 * Conditions: what they refer to, whether that is asked before, and whether the comparison makes sense.
 */
import type { FrameComparison, ItemComparison } from '../conditions.ts';
import type { Compiled, Field } from '../fields.ts';
import { OPERATORS, type Condition } from '../schema.ts';
import { shown, type Report } from './fault.ts';
import { frameMisfit, hasDomain, itemMisfit, type Misfit } from './fit.ts';
import { gatesOf, type Gate } from './places.ts';

type Comparison = ItemComparison | FrameComparison;

function* comparisonsIn(c: Condition, path: string): Generator<[Comparison, string] | [null, string]> {
	if ('item' in c || 'frame' in c) yield [c, path];
	else if ('not' in c) yield* comparisonsIn(c.not, `${path}/not`);
	else {
		const [name, list] = 'all' in c ? ['all', c.all] : ['any', c.any];
		if (list.length === 0) yield [null, `${path}/${name}`];
		for (const [i, inner] of list.entries()) yield* comparisonsIn(inner, `${path}/${name}/${i}`);
	}
}

/** The item comparisons of a condition. */
export const itemsIn = (c: Condition): ItemComparison[] =>
	[...comparisonsIn(c, '')].flatMap(([x]) => (x && 'item' in x ? [x] : []));

/** For each field those that decide whether it is asked. */
const neededBy = (c: Compiled): ReadonlyMap<Field, readonly Field[]> =>
	new Map(c.fields.map((f) => [f, f.conditions.flatMap(itemsIn).map((x) => c.byKey.get(x.item)).filter((x) => x !== undefined)]));

interface Context {
	c: Compiled;
	needs: ReadonlyMap<Field, readonly Field[]>;
	/** Keys of all items, with those that have no answer. */
	known: ReadonlySet<string>;
	broken: ReadonlySet<string>;
}

/** From a field along "is asked only if" back to one of `targets`: the keys on the way round, or undefined. */
function cycle({ needs }: Context, from: Field, targets: ReadonlySet<Field>): string[] | undefined {
	const cameFrom = new Map<Field, Field | undefined>([[from, undefined]]);
	for (const field of cameFrom.keys()) {
		if (targets.has(field)) {
			const keys: string[] = [];
			for (let at: Field | undefined = field; at; at = cameFrom.get(at)) keys.unshift(at.key);
			return [field.key, ...keys];
		}
		for (const next of needs.get(field) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, field);
	}
	return undefined;
}

interface Judged { fault?: Misfit | undefined; /** Without fault, and of something that can be answered. */ sound: boolean }

const NOTHING: Judged = { sound: false };
const judged = (fault: Misfit | undefined, sound = true): Judged => ({ fault, sound: sound && !fault });

function judgeItem(context: Context, gate: Gate, x: ItemComparison): Judged {
	const { c, known, broken } = context;
	if (x.item === '' || broken.has(x.item)) return NOTHING;
	const field = c.byKey.get(x.item);
	if (!field) return judged({ at: '/item', code: known.has(x.item) ? 'problem_q_not_a_question' : 'problem_q_unknown_item', params: { item: shown(x.item) } });
	if (field.order >= gate.position) {
		const loop = cycle(context, field, new Set(gate.governs));
		return judged(loop ? { at: '/item', code: 'problem_q_loop', params: { cycle: loop.slice(0, 12).join(' → ') } } : { at: '/item', code: 'problem_q_later_item', params: { item: x.item } });
	}
	return OPERATORS.includes(x.op) ? judged(itemMisfit(field, x.op, x.value), hasDomain(field)) : NOTHING;
}

function judgeFrame({ c }: Context, x: FrameComparison): Judged {
	if (x.frame === '') return NOTHING;
	const variable = c.frame.get(x.frame);
	if (!variable) return judged({ at: '/frame', code: 'problem_q_unknown_frame_variable', params: { frame: shown(x.frame) } });
	return OPERATORS.includes(x.op) ? judged(frameMisfit(variable, x.op, x.value), variable.categories?.length !== 0) : NOTHING;
}

/**
 * Reports the faults of every condition and gives back the comparisons that are sound. A comparison with an item or operator
 * that could not be read is neither reported nor sound.
 */
export function checkConditions(c: Compiled, broken: ReadonlySet<string>, report: Report): ReadonlySet<Comparison> {
	const sound = new Set<Comparison>();
	const context: Context = { c, needs: neededBy(c), known: new Set(c.questionnaire.blocks.flatMap((b) => b.items.map((i) => i.key))), broken };
	for (const gate of gatesOf(c)) {
		for (const [x, path] of comparisonsIn(gate.condition, `${gate.path}/if`)) {
			if (!x) {
				report(path, 'problem_q_empty_condition');
				continue;
			}
			const found = 'item' in x ? judgeItem(context, gate, x) : judgeFrame(context, x);
			if (found.fault) report(path + found.fault.at, found.fault.code, found.fault.params);
			if (found.sound) sound.add(x);
		}
	}
	return sound;
}
