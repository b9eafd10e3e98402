/** Routing in words, so that whoever knows the questions can proof-read it without knowing the format. */
import type { Compiled } from '#lib/domain/questionnaire/fields.ts';
import type { Condition, Scalar } from '#lib/domain/questionnaire/schema.ts';
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';

type Comparison = Extract<Condition, { op: string }>;

const quoted = (text: string, locale: Locale): string => (locale === 'en' ? `“${text}”` : `«${text}»`);

function valueInWords(c: Compiled, condition: Comparison, value: Scalar, locale: Locale): string {
	const categories: readonly { code: number | string; label: object }[] = 'item' in condition ? (c.byKey.get(condition.item)?.categories ?? []) : (c.frame.get(condition.frame)?.categories ?? []);
	const category = categories.find((x) => x.code === value);
	return category ? quoted(inLocale(category.label, locale), locale) : typeof value === 'string' ? quoted(value, locale) : String(value);
}

function subject(c: Compiled, condition: Comparison, locale: Locale): string {
	if ('item' in condition) return condition.item;
	const variable = c.frame.get(condition.frame);
	return m.survey_if_frame({ name: variable ? inLocale(variable.label, locale) : condition.frame }, { locale });
}

function comparison(c: Compiled, condition: Comparison, locale: Locale): string {
	const name = subject(c, condition, locale);
	const values = condition.value === undefined ? [] : [condition.value].flat().map((value) => valueInWords(c, condition, value, locale));
	const several = values.length > 1;
	const list = new Intl.ListFormat(locale, { type: 'disjunction' }).format(values);
	if (condition.op === 'answered' && 'frame' in condition) return m.survey_if_stated({ name }, { locale });
	const key = condition.op === 'includes' && several ? 'includes_any' : condition.op;
	return translate(`survey_if_${key}`, { name, value: list }, locale);
}

/** `rolle inneholder «Kommunal skoleeier» og ikke (fylke er «Oslo»)`; nested groups in brackets. */
export function inWords(condition: Condition, c: Compiled, locale: Locale, nested = false): string {
	if ('op' in condition) return comparison(c, condition, locale);
	if ('not' in condition) return m.survey_if_not({ condition: inWords(condition.not, c, locale) }, { locale });
	const parts = 'all' in condition ? condition.all : condition.any;
	const only = parts[0];
	if (parts.length === 1 && only) return inWords(only, c, locale, nested);
	const word = 'all' in condition ? m.survey_if_and({}, { locale }) : m.survey_if_or({}, { locale });
	const text = parts.map((part) => inWords(part, c, locale, true)).join(` ${word} `);
	return nested ? `(${text})` : text;
}
