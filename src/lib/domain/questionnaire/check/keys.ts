/**
 * Keys that stand twice, and keys that other programs keep for themselves.
 */
import type { Questionnaire } from '../schema.ts';
import { shown, step, type Report } from './fault.ts';

/** Not allowed as variable names by SPSS, or reserved words of R (of those that fit our alphabet). */
const RESERVED = new Set([
	'all', 'and', 'by', 'eq', 'ge', 'gt', 'le', 'lt', 'ne', 'not', 'or', 'to', 'with',
	'if', 'else', 'repeat', 'while', 'function', 'for', 'next', 'break', 'in'
]);

type Keyed = [path: string, key: string | number];

function unique(report: Report, code: string, keyed: readonly Keyed[]): void {
	const first = new Map<string | number, string>();
	for (const [path, key] of keyed) {
		const earlier = first.get(key);
		if (key === '' || Number.isNaN(key)) continue;
		if (earlier === undefined) first.set(key, path);
		else report(path, code, { key: shown(key), first: earlier });
	}
}

const codes = (path: string, categories: readonly { code: string | number }[] | undefined): Keyed[] =>
	(categories ?? []).map((c, i): Keyed => [`${path}/categories/${i}/code`, c.code]);

/** Items, matrices and rows share one set of keys; blocks and frame variables have their own, codes one a scale. */
export function checkKeys(q: Questionnaire, report: Report): void {
	const variables: Keyed[] = [];
	for (const [b, block] of q.blocks.entries()) {
		for (const [i, item] of block.items.entries()) {
			const path = `/blocks/${b}/items/${i}`;
			variables.push([`${path}/key`, item.key]);
			if (item.type === 'matrix') for (const [r, row] of item.rows.entries()) variables.push([`${path}/rows/${r}/key`, row.key]);
			if ('categories' in item) unique(report, 'problem_q_duplicate_code', codes(path, item.categories));
			if (item.type === 'municipality') {
				unique(report, 'problem_q_duplicate_municipality', item.list.map((m, n): Keyed => [`${path}/list/${n}/number`, m.number]));
			}
		}
	}
	const frame = q.frame.map((f, i): Keyed => [`/frame/${i}/name`, f.name]);
	unique(report, 'problem_q_duplicate_block', q.blocks.map((b, i): Keyed => [`/blocks/${i}/key`, b.key]));
	unique(report, 'problem_q_duplicate_item', variables);
	unique(report, 'problem_q_duplicate_frame_variable', frame);
	for (const [name, scale] of Object.entries(q.scales)) unique(report, 'problem_q_duplicate_code', codes(`/scales${step(name)}`, scale.categories));
	for (const [i, variable] of q.frame.entries()) unique(report, 'problem_q_duplicate_code', codes(`/frame/${i}`, variable.categories));
	for (const [path, key] of [...variables, ...frame]) if (RESERVED.has(String(key))) report(path, 'problem_q_reserved_key', { key });
}
