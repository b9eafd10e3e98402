/** A questionnaire as a page to proof-read: every text in one language, every rule in words. */
import { compile, type Compiled, type CompiledItem } from '#lib/domain/questionnaire/fields.ts';
import type { Condition, Item, Questionnaire, Text } from '#lib/domain/questionnaire/schema.ts';
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';
import { inWords } from './words.ts';

export interface PreviewItem {
	key: string;
	/** In words. */
	type: string;
	text: string;
	help: string;
	condition: string | null;
	required: boolean;
	/** `1` before `Ja`; none where the answer is not a choice. */
	categories: { code: string; label: string }[];
	rows: { key: string; text: string; condition: string | null; reversed: boolean }[];
	/** Limits of a number, a date or a text, in words. */
	limits: string[];
}
export interface PreviewBlock { key: string; number: number; title: string; intro: string; condition: string | null; items: PreviewItem[] }
export interface Preview { title: string; study: { label: string; text: string }[]; blocks: PreviewBlock[]; thanks: string; questions: number }

const PIPE = /\{\{\s*(item|frame)\s*:\s*([^{}\s]+)\s*\}\}/g;

function limitsOf(item: Item, locale: Locale): string[] {
	const o = { locale };
	const limits: string[] = [];
	if ('min' in item && item.min !== undefined) limits.push(m.survey_limit_min({ value: item.min }, o));
	if ('max' in item && item.max !== undefined) limits.push(m.survey_limit_max({ value: item.max }, o));
	if ('unit' in item && item.unit) limits.push(m.survey_limit_unit({ unit: inLocale(item.unit, locale) }, o));
	if ('maxLength' in item) limits.push(m.survey_limit_length({ max: item.maxLength }, o));
	if (item.type === 'municipality') {
		limits.push(m.survey_limit_municipalities({ count: item.list.length }, o));
		if (item.several) limits.push(m.survey_limit_several({}, o));
	}
	if ('reversed' in item && item.reversed) limits.push(m.survey_reversed({}, o));
	return limits;
}

function itemPreview({ item, fields }: CompiledItem, text: (t: Text | undefined) => string, words: (condition: Condition | undefined) => string | null, locale: Locale): PreviewItem {
	const first = fields[0];
	const categories = (first?.categories ?? []).map((c) => ({ code: String(c.code), label: text(c.label) }));
	if (first?.dontKnowLabel) categories.push({ code: '–', label: text(first.dontKnowLabel) });
	return {
		key: item.key, type: translate(`survey_type_${item.type}`, {}, locale), text: text(item.text), help: text(item.help), condition: words(item.if),
		required: item.type === 'consent' || ('required' in item && item.required), categories, limits: limitsOf(item, locale),
		rows: item.type === 'matrix' ? item.rows.map((row) => ({ key: row.key, text: text(row.text), condition: words(row.if), reversed: row.reversed })) : []
	};
}

/** Where a text takes up an earlier answer or a frame variable, its key stands in square brackets. */
export function previewOf(questionnaire: Questionnaire, locale: Locale): Preview {
	const c: Compiled = compile(questionnaire);
	const text = (t: Text | undefined) => inLocale(t, locale).replace(PIPE, '[$2]');
	const words = (condition: Condition | undefined) => (condition ? m.survey_shown_if({ condition: inWords(condition, c, locale) }, { locale }) : null);
	const { study } = questionnaire;
	const parts = ['purpose', 'responsible', 'contact', 'privacy', 'duration', 'consent'] as const;
	return {
		title: text(questionnaire.title),
		study: parts.map((part) => ({ label: translate(`survey_study_${part}`, {}, locale), text: text(study[part]) })),
		blocks: c.blocks.map(({ block, items, index }) => ({
			key: block.key, number: index + 1, title: text(block.title), intro: text(block.intro), condition: words(block.if),
			items: items.map((item) => itemPreview(item, text, words, locale))
		})),
		thanks: text(questionnaire.thanks), questions: c.fields.length
	};
}
