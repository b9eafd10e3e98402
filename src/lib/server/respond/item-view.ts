/** One item as its page shows it. */
import { answerTo, DK, type Answer, type Answers, type Frame } from '#lib/domain/questionnaire/answers.ts';
import type { Compiled, CompiledItem, Field } from '#lib/domain/questionnaire/fields.ts';
import { pipe } from '#lib/domain/questionnaire/pipe.ts';
import type { Route } from '#lib/domain/questionnaire/routing.ts';
import type { Locale, Text } from '#lib/domain/questionnaire/schema.ts';
import { inLocale, m } from '#lib/i18n.ts';
import type { Choice, ConsentView, ItemView, RadiosView, TextView } from '#lib/respond/view.ts';

/** What a page is made from. */
export interface Context {
	compiled: Compiled;
	route: Route;
	/** The answers that count, for piping. */
	counted: Answers;
	/** Everything stored: what the fields show. */
	answers: Answers;
	frame: Frame;
	locale: Locale;
	/** What was posted for the fields that could not be saved. */
	typed: Record<string, string[]>;
	/** What is wrong with a field, by key. */
	problems: ReadonlyMap<string, string>;
}

/** A text in the reader's language, with references filled in. */
export const say = (c: Context, text: Text | undefined): string => pipe(inLocale(text, c.locale), c.compiled, c.counted, c.frame, c.locale);
const sayIf = (c: Context, text: Text | undefined): string | undefined => (text ? say(c, text) || undefined : undefined);

/** A stored yyyy-mm-dd as people write it. */
export const writtenDate = (iso: string): string => iso.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3.$2.$1');

/** The values the field has in its form: what was typed if it could not be saved, else what is stored. */
function valuesOf(c: Context, field: Field): string[] {
	const typed = Object.hasOwn(c.typed, field.key) ? c.typed[field.key] : undefined;
	if (typed) return typed;
	const answer = answerTo(c.answers, field.key);
	return answer ? written(field, answer, c.locale) : [];
}

function written(field: Field, answer: Answer, locale: Locale): string[] {
	if (answer.state === 'dont_know') return [DK];
	if ('code' in answer) return [String(answer.code)];
	if ('codes' in answer) return answer.codes.map(String);
	if ('number' in answer) return [locale === 'en' ? String(answer.number) : String(answer.number).replace('.', ',')];
	const { item } = field;
	if (item.type === 'date') return [writtenDate(answer.text)];
	if (item.type === 'municipality') return [item.list.find((x) => x.number === answer.text)?.name ?? answer.text];
	return [answer.text];
}

function shown(c: Context, field: Field) {
	const { item, row } = field;
	return {
		key: field.key, text: say(c, row?.text ?? item.text), help: row ? undefined : sayIf(c, item.help), required: field.required, problem: c.problems.get(field.key),
		dontKnow: field.dontKnow ? { value: DK, label: say(c, field.dontKnowLabel), checked: valuesOf(c, field).includes(DK) } : undefined
	};
}

function choices(c: Context, field: Field): Choice[] {
	const values = valuesOf(c, field);
	return (field.categories ?? []).map(({ code, label }) => ({ value: String(code), label: say(c, label), checked: values.includes(String(code)) }));
}

const radios = (c: Context, field: Field): RadiosView => ({ type: 'radios', ...shown(c, field), choices: choices(c, field) });

function consent(c: Context, field: Field): ConsentView {
	return { type: 'consent', ...shown(c, field), choice: choices(c, field)[0] ?? { value: '1', label: '', checked: false } };
}

function typing(c: Context, field: Field): TextView {
	const { item } = field;
	const values = valuesOf(c, field).filter((x) => !(field.dontKnow && x === DK));
	const base: TextView = { type: 'text', ...shown(c, field), value: values.find((x) => x !== '') ?? '', lines: 'one', mode: 'text', width: 'wide' };
	switch (item.type) {
		case 'integer': return { ...base, mode: 'numeric', width: 'short', unit: sayIf(c, item.unit) };
		case 'number': return { ...base, mode: 'decimal', width: 'short', unit: sayIf(c, item.unit) };
		case 'date': return { ...base, width: 'medium', hint: m.respond_date_hint({}, { locale: c.locale }) };
		case 'long_text': return { ...base, lines: 'many' };
		case 'municipality': return {
			...base, value: values.find((x) => x !== '' && !(item.several && x === 'several')) ?? '', width: 'medium', hint: m.respond_municipality_hint({}, { locale: c.locale }),
			suggestions: item.list.map((x) => x.name),
			other: item.several ? { value: 'several', label: m.respond_several_municipalities({}, { locale: c.locale }), checked: values.includes('several') } : undefined
		};
		default: return base;
	}
}

/** The item as shown, or null when routing does not ask it. */
export function itemView(c: Context, { item, fields }: CompiledItem): ItemView | null {
	if (!c.route.items.has(item.key)) return null;
	const [field] = fields;
	if (item.type === 'information' || !field) return { type: 'information', key: item.key, text: say(c, item.text), help: sayIf(c, item.help) };
	switch (item.type) {
		case 'matrix': return {
			type: 'matrix', key: item.key, text: say(c, item.text), help: sayIf(c, item.help), categories: choices(c, field).map((x) => x.label),
			dontKnow: field.dontKnow ? say(c, field.dontKnowLabel) : undefined,
			rows: fields.filter((f) => c.route.asked.has(f.key)).map((f) => radios(c, f))
		};
		case 'single': case 'yesno': return radios(c, field);
		case 'multiple': return { type: 'checkboxes', ...shown(c, field), choices: choices(c, field) };
		case 'consent': return consent(c, field);
		default: return typing(c, field);
	}
}
