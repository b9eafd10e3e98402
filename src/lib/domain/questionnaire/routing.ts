/**
 * Who is asked what. An answer to a field that is not asked does not count in later conditions, so the fields are
 * gone through in document order and each condition sees only what was asked before it.
 */
import { answerTo, type Answer, type Answers, type Frame } from './answer.ts';
import { holdsOfAnswer, holdsOfFrame } from './conditions.ts';
import type { Compiled, Field } from './fields.ts';
import type { Condition } from './schema.ts';

export interface Route {
	asked: ReadonlySet<string>;
	notAsked: ReadonlySet<string>;
	/** Keys of the items with something to show, information items and matrices too. */
	items: ReadonlySet<string>;
	/** Keys of the blocks with something to show, in order. */
	blocks: string[];
}

type Lookup = (key: string) => Answer | undefined;

function holds(c: Condition, answer: Lookup, frame: Frame): boolean {
	if ('all' in c) return c.all.every((x) => holds(x, answer, frame));
	if ('any' in c) return c.any.some((x) => holds(x, answer, frame));
	if ('not' in c) return !holds(c.not, answer, frame);
	if ('item' in c) return holdsOfAnswer(c, answer(c.item));
	return holdsOfFrame(c, Object.hasOwn(frame, c.frame) ? frame[c.frame] : undefined);
}

/**
 * Whether a condition holds; no condition always does. `answers` are taken as they are: use `route` or `effective`
 * where some of them may be to fields that are not asked.
 */
export const evaluate = (c: Condition | undefined, answers: Answers, frame: Frame): boolean =>
	c === undefined || holds(c, (key) => answerTo(answers, key), frame);

/** Which fields a seat with these answers is asked. Every field is in exactly one of `asked` and `notAsked`. */
export function route(c: Compiled, answers: Answers, frame: Frame): Route {
	const asked = new Set<string>();
	const notAsked = new Set<string>();
	const items = new Set<string>();
	const blocks: string[] = [];
	const lookup: Lookup = (key) => (asked.has(key) ? answerTo(answers, key) : undefined);
	const open = (condition: Condition | undefined): boolean => condition === undefined || holds(condition, lookup, frame);
	for (const block of c.blocks) {
		const blockOpen = open(block.block.if);
		let something = false;
		for (const { item, fields } of block.items) {
			const itemOpen = blockOpen && open(item.if);
			let shown = itemOpen && item.type === 'information';
			for (const field of fields) {
				const isAsked = itemOpen && open(field.row?.if);
				(isAsked ? asked : notAsked).add(field.key);
				shown ||= isAsked;
			}
			if (shown) items.add(item.key);
			something ||= shown;
		}
		if (something) blocks.push(block.key);
	}
	return { asked, notAsked, items, blocks };
}

/** The answers that count: those to fields that are asked. */
export function effective(c: Compiled, answers: Answers, frame: Frame, routed: Route = route(c, answers, frame)): Answers {
	const counted: Record<string, Answer> = {};
	for (const key of routed.asked) {
		const answer = answerTo(answers, key);
		if (answer) counted[key] = answer;
	}
	return counted;
}

/** The fields asked but not answered, in order. "Vet ikke" is an answer. `routed` saves routing again. */
export function missing(c: Compiled, answers: Answers, frame: Frame, routed: Route = route(c, answers, frame)): { required: Field[]; optional: Field[] } {
	const open = c.fields.filter((f) => routed.asked.has(f.key) && !answerTo(answers, f.key));
	return { required: open.filter((f) => f.required), optional: open.filter((f) => !f.required) };
}
