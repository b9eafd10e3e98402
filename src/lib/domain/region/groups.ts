/** SSB's harmonised groups: what a code's group says about carrying it, independently of the chain of changes. */
import { codeAt, indexOf } from './index-of.ts';
import type { History } from './types.ts';

/** Groups of what cannot be compared: divided municipalities, unspecified, Svalbard and the shelf. */
const NO_MUNICIPALITY = /^K?[-.]?(rest|21-22|23)$/i;

/** Whether a group stands for one municipality through time. */
export const isComparable = (group: string): boolean => !NO_MUNICIPALITY.test(group);

/** The group of `code`; null when it has none that can be compared, undefined when no groups are held. */
export function groupOf(history: History, code: string): string | null | undefined {
	if (history.groups.length === 0) return undefined;
	const group = indexOf(history).groupOf.get(code);
	return group !== undefined && isComparable(group) ? group : null;
}

/** The codes of the same group that are valid on `day`; empty for a code without a comparable group. */
export function peersAt(history: History, code: string, day: string): string[] {
	const group = groupOf(history, code);
	if (group === null || group === undefined) return [];
	return (indexOf(history).membersOf.get(group) ?? []).filter((member) => codeAt(history, member, day)).sort();
}
