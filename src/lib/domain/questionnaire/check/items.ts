/**
 * What each item needs to be answerable: categories, rows, ranges that hold something.
 */
import { isDate } from '../parse.ts';
import { LOCALES, type Category, type Item, type Questionnaire } from '../schema.ts';
import { shown, step, type Report } from './fault.ts';

/** Longest text an item may allow. */
export const MOST_TEXT = 20_000;

function checkLabels(path: string, categories: readonly Pick<Category, 'label'>[], report: Report): void {
	for (const locale of LOCALES) {
		const seen = new Set<string>();
		for (const [i, { label }] of categories.entries()) {
			const text = label[locale]?.trim();
			if (!text) continue;
			if (seen.has(text)) report(`${path}/categories/${i}/label/${locale}`, 'problem_q_duplicate_label', { label: shown(text), locale });
			seen.add(text);
		}
	}
}

function checkCategories(path: string, categories: readonly Pick<Category, 'label'>[], fewest: number, report: Report): void {
	if (categories.length < fewest) report(`${path}/categories`, 'problem_q_too_few_categories', { min: fewest });
	checkLabels(path, categories, report);
}

function checkChoice(q: Questionnaire, path: string, item: Extract<Item, { type: 'single' | 'multiple' }>, report: Report): void {
	if (item.scale !== undefined && item.categories) report(path, 'problem_q_scale_and_categories', { item: item.key });
	if (item.scale === undefined && !item.categories) report(path, 'problem_q_no_scale_or_categories', { item: item.key });
	checkScale(q, path, item.scale, report);
	if (item.categories) checkCategories(path, item.categories, item.type === 'single' ? 2 : 1, report);
}

function checkScale(q: Questionnaire, path: string, scale: string | undefined, report: Report): void {
	if (scale !== undefined && !Object.hasOwn(q.scales, scale)) report(`${path}/scale`, 'problem_q_unknown_scale', { scale: shown(scale) });
}

function checkRange(path: string, item: Extract<Item, { type: 'integer' | 'number' }>, report: Report): void {
	for (const side of ['min', 'max'] as const) {
		const bound = item[side];
		if (bound === undefined) continue;
		if (Math.abs(bound) > Number.MAX_SAFE_INTEGER) report(`${path}/${side}`, 'problem_q_bound_too_large', { max: Number.MAX_SAFE_INTEGER });
		else if (item.type === 'integer' && !Number.isInteger(bound)) report(`${path}/${side}`, 'problem_q_bound_not_whole', { value: bound });
	}
	if (item.min !== undefined && item.max !== undefined && item.min > item.max) report(path, 'problem_q_min_over_max', { min: item.min, max: item.max });
}

function checkDays(path: string, item: Extract<Item, { type: 'date' }>, report: Report): void {
	const bad = (['min', 'max'] as const).filter((side) => item[side] !== undefined && !isDate(item[side]));
	for (const side of bad) report(`${path}/${side}`, 'problem_q_bound_not_date', { value: shown(item[side]) });
	if (bad.length === 0 && item.min !== undefined && item.max !== undefined && item.min > item.max) {
		report(path, 'problem_q_min_over_max', { min: item.min, max: item.max });
	}
}

function checkItem(q: Questionnaire, path: string, item: Item, report: Report): void {
	switch (item.type) {
		case 'single': case 'multiple': return checkChoice(q, path, item, report);
		case 'matrix':
			checkScale(q, path, item.scale, report);
			if (item.rows.length === 0) report(`${path}/rows`, 'problem_q_no_rows', { item: item.key });
			return;
		case 'integer': case 'number': return checkRange(path, item, report);
		case 'date': return checkDays(path, item, report);
		case 'short_text': case 'long_text':
			if (!Number.isInteger(item.maxLength) || item.maxLength < 1 || item.maxLength > MOST_TEXT) {
				report(`${path}/maxLength`, 'problem_q_bad_length', { max: MOST_TEXT });
			}
			return;
		case 'municipality':
			if (item.list.length === 0) report(`${path}/list`, 'problem_q_no_municipalities', { item: item.key });
			for (const [i, { name }] of item.list.entries()) if (name.trim() === '') report(`${path}/list/${i}/name`, 'problem_q_empty_name');
	}
}

/** Blocks, items, scales and frame variables one by one. */
export function checkItems(q: Questionnaire, report: Report): void {
	if (q.blocks.length === 0) report('/blocks', 'problem_q_no_blocks');
	else if (q.blocks.every((b) => b.items.every((i) => i.type === 'information'))) report('/blocks', 'problem_q_no_questions');
	for (const [b, block] of q.blocks.entries()) {
		if (block.items.length === 0) report(`/blocks/${b}/items`, 'problem_q_empty_block', { block: block.key });
		for (const [i, item] of block.items.entries()) checkItem(q, `/blocks/${b}/items/${i}`, item, report);
	}
	for (const [name, scale] of Object.entries(q.scales)) checkCategories(`/scales${step(name)}`, scale.categories, 2, report);
	for (const [i, { categories }] of q.frame.entries()) {
		if (!categories) continue;
		checkCategories(`/frame/${i}`, categories, 1, report);
		for (const [n, { code }] of categories.entries()) if (code === '') report(`/frame/${i}/categories/${n}/code`, 'problem_q_empty_code');
	}
}
