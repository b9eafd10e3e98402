/**
 * The outer bounds of a document, looked at before anything reads it recursively.
 */
import type { Report } from './fault.ts';

/** A document of 12 blocks with all its conditions is some 12 deep; JSON.parse would take hundreds of thousands. */
export const MOST_DEEP = 100;
export const MOST_VALUES = 500_000;

/** Whether the document is within bounds; if not, that is reported. Never throws, whatever the value. */
export function withinBounds(doc: unknown, report: Report): boolean {
	let values = 0;
	const open: [value: unknown, depth: number][] = [[doc, 0]];
	for (let next = open.pop(); next; next = open.pop()) {
		const [value, depth] = next;
		if (++values > MOST_VALUES) {
			report('', 'problem_q_too_large', { max: MOST_VALUES });
			return false;
		}
		if (typeof value !== 'object' || value === null) continue;
		if (depth >= MOST_DEEP) {
			report('', 'problem_q_too_deep', { max: MOST_DEEP });
			return false;
		}
		for (const child of Object.values(value)) open.push([child, depth + 1]);
	}
	return true;
}
