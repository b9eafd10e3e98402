/**
 * Questions that an answer brings up on the page it was given on. A page without script cannot show them before it is posted, so the page
 * is shown again, from the first of them on: whoever went straight to the next page would pass them by.
 */
import { answerTo, type Answers } from '#lib/domain/questionnaire/answers.ts';
import { itemsIn } from '#lib/domain/questionnaire/check/conditions.ts';
import type { Compiled, Field } from '#lib/domain/questionnaire/fields.ts';
import type { Route } from '#lib/domain/questionnaire/routing.ts';

const worked = new WeakMap<Compiled, Map<string, Field[]>>();

/** Fields of `block` that hang on an answer given in the same block. */
export function dependent(compiled: Compiled, block: string): Field[] {
	let blocks = worked.get(compiled);
	if (!blocks) {
		blocks = new Map(compiled.blocks.map(({ key, fields }) => {
			const own = new Set(fields.map((f) => f.key));
			return [key, fields.filter((f) => [f.item.if, f.row?.if].some((c) => c && itemsIn(c).some((comparison) => own.has(comparison.item))))];
		}));
		worked.set(compiled, blocks);
	}
	return blocks.get(block) ?? [];
}

/**
 * The first question that the answers have brought up, or undefined.
 * @param shown names in the post: a page names every question it shows, so that one left open on purpose is not asked again
 */
export function broughtUp(compiled: Compiled, routed: Route, block: string, shown: ReadonlySet<string>, answers: Answers): string | undefined {
	return dependent(compiled, block).find((f) => routed.asked.has(f.key) && !shown.has(f.key) && !answerTo(answers, f.key))?.key;
}
