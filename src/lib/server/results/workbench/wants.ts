/** What a method asks of a variable in each of its places. */
import type { Facts } from './facts.ts';

/** More groups than this are not compared: neither table nor figure could be read. */
export const MOST_GROUPS = 30;
/** More categories than this are not a table either. */
export const MOST_CATEGORIES = 200;

/**
 * `number`: can be reckoned with. `scale_number`: one that is no category. `group`: names groups. `outcome`: what is divided by them, ordered categories rather than names. `two`, `several`: exactly two groups, at least three.
 * `category`: can be counted. `ordered`: categories in an order. `tick`: one of several answers that could be ticked. `weight`: weights.
 * `answered`: who has answered. `seat_group`: a group of the list that everybody has.
 */
export type Want = 'number' | 'scale_number' | 'group' | 'outcome' | 'two' | 'several' | 'category' | 'ordered' | 'tick' | 'weight' | 'answered';

/** Why a variable does not fit: a message `workbench_not_<why>`. */
export type Why = 'text' | 'empty' | 'constant' | 'not_numbers' | 'not_groups' | 'too_many_groups' | 'two_groups' | 'more_groups' | 'not_ordered' | 'not_tick' | 'not_weight' | 'not_answered';

const scored = ({ variable }: Facts): boolean => variable.type === 'numeric' || (variable.categories.length > 0 && variable.categories.every((c) => c.score !== undefined));

function groups(facts: Facts, least: number, most: number): number | Why {
	const { variable, met } = facts;
	if (variable.type === 'numeric' && met > 12) return 'not_groups';
	if (met > MOST_GROUPS) return 'too_many_groups';
	if (met > most) return 'two_groups';
	if (met < least) return 'more_groups';
	return variable.type === 'numeric' ? 4 : scored(facts) && variable.measure !== 'nominal' && met > 2 ? 1 : 0;
}

/**
 * How well a variable fits a place: 0 best, more is worse; or why it does not fit.
 * An ordered item can be both a number and groups; what else is chosen decides.
 */
export function fitOf(want: Want, facts: Facts): number | Why {
	const { variable, valid, met } = facts;
	if (variable.type === 'text') return 'text';
	if (valid === 0) return 'empty';
	if (want === 'answered') return variable.origin.kind === 'seat' && variable.origin.what === 'responded' ? 0 : 'not_answered';
	if (want === 'weight') return variable.origin.kind === 'weight' ? 0 : 'not_weight';
	if (want === 'tick') return variable.origin.kind === 'tick' ? 0 : 'not_tick';
	if (variable.origin.kind === 'weight') return 'not_groups';
	if (want === 'category') return variable.type === 'numeric' && met > 40 ? 'not_groups' : met > MOST_CATEGORIES ? 'too_many_groups' : variable.type === 'numeric' ? 40 : 0;
	if (met < 2) return 'constant';
	switch (want) {
		case 'number':
			return !scored(facts) ? 'not_numbers' : variable.type === 'numeric' ? 0 : variable.measure === 'nominal' ? 3 : 1;
		case 'scale_number':
			return variable.type === 'numeric' ? 0 : scored(facts) && variable.measure !== 'nominal' ? 2 : 'not_numbers';
		case 'ordered':
			return variable.type === 'categorical' && scored(facts) && met <= MOST_GROUPS ? 0 : 'not_ordered';
		case 'two':
			return groups(facts, 2, 2);
		case 'several':
			return groups(facts, 3, MOST_GROUPS);
		case 'group':
			return groups(facts, 2, MOST_GROUPS);
		case 'outcome': {
			const fit = groups(facts, 2, MOST_GROUPS);
			return typeof fit !== 'number' || variable.type === 'numeric' ? fit : 1 - fit;
		}
	}
}

/** Whether items can be set side by side: the same categories, or all numbers. */
export function sameScale(all: readonly Facts[]): boolean {
	const shape = ({ variable }: Facts) => (variable.type === 'numeric' ? 'numeric' : JSON.stringify(variable.categories.map((c) => [c.value, c.score ?? null])));
	return new Set(all.map(shape)).size <= 1;
}
