/**
 * The variables that a questionnaire's items become. Several versions are one list of variables: labels and order are those of the newest, categories of all; an item that
 * a response's version does not ask was not asked. An item that a version asks in another form (a number where the newest has categories) is a variable of its own.
 */
import type { Compiled, Field } from '#lib/domain/questionnaire/fields.ts';
import { LOCALES, type Category, type Text } from '#lib/domain/questionnaire/schema.ts';
import { SEVERAL_MUNICIPALITIES } from '#lib/domain/questionnaire/words.ts';
import { unpiped } from '#lib/domain/text.ts';
import type { DatasetCategory, DatasetVariable } from '#lib/domain/dataset/types.ts';
import { TICKED, UNRECOGNISED } from '#lib/domain/dataset/words.ts';
import type { Names } from './names.ts';

/** A published version, compiled; the newest has the highest number. */
export interface Version { id: number; number: number; compiled: Compiled }

type Form = 'categories' | 'ticks' | 'number' | 'text' | 'municipality';

export interface ItemColumn {
	variable: DatasetVariable;
	item: string;
	form: Form;
	/** Versions that ask it, and so. */
	versions: ReadonlySet<number>;
	/** Of a tick: its category. */
	code: number | null;
}

/** Of a multiple answer, one column a category that any version has. */
const formOf = (field: Field): Form => {
	if (field.item.type === 'municipality') return 'municipality';
	return field.kind === 'code' ? 'categories' : field.kind === 'codes' ? 'ticks' : field.kind === 'number' ? 'number' : 'text';
};

/** A text as it is without a respondent: what is piped in is left open. */
const plain = (text: Text): Text => Object.fromEntries(LOCALES.flatMap((l) => (text[l] === undefined ? [] : [[l, unpiped(text[l])]])));
/** Two texts with a dash between, in each language that either has. */
export const joined = (a: Text, b: Text): Text => Object.fromEntries(LOCALES.flatMap((l) => (a[l] === undefined && b[l] === undefined ? [] : [[l, [a[l], b[l]].filter((t) => t).join(' – ')]])));

const labelOf = (field: Field): Text => plain(field.row?.text ?? ('text' in field.item ? field.item.text : {}));
const questionOf = (field: Field): Text => (field.row ? joined(plain(field.item.text), plain(field.row.text)) : labelOf(field));

/** Categories on a named scale of three or more are points of it; those of one item alone, and yes and no, are names. */
function isScale(field: Field): boolean {
	const named = field.item.type === 'matrix' || (field.item.type === 'single' && field.item.scale !== undefined);
	return named && (field.categories?.length ?? 0) >= 3;
}

/** Categories of every version by code, with the newest words; on a scale in the order of the codes. */
function categoriesOf(fields: readonly Field[]): Category[] {
	const [newest] = fields;
	const byCode = new Map<number, Category>();
	for (const field of fields) for (const category of field.categories ?? []) if (!byCode.has(category.code)) byCode.set(category.code, category);
	const all = [...byCode.values()];
	return newest && isScale(newest) ? all.sort((a, b) => a.code - b.code) : all;
}

const SEVERAL = 'several';
export const UNKNOWN_PLACE = 'unrecognised';

function municipalities(fields: readonly Field[]): DatasetCategory[] {
	const names = new Map<string, string>();
	let several = false;
	for (const { item } of fields) {
		if (item.type !== 'municipality') continue;
		several ||= item.several;
		for (const { number, name } of item.list) if (!names.has(number)) names.set(number, name);
	}
	const listed = [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([value, name]): DatasetCategory => ({ value, label: { nb: name, nn: name, en: name } }));
	return [...listed, ...(several ? [{ value: SEVERAL, label: SEVERAL_MUNICIPALITIES }] : []), { value: UNKNOWN_PLACE, label: UNRECOGNISED }];
}

/** One column, or one a category, for fields of one key and form, the newest first. */
function columnsFor(survey: string, name: string, found: readonly { version: number; field: Field }[], names: Names): ItemColumn[] {
	const fields = found.map((f) => f.field);
	const [field] = fields;
	if (!field) return [];
	const versions = new Set(found.map((f) => f.version));
	const { item } = field;
	const origin = { survey, item: field.key, block: field.block.key, ...(field.block.title && { blockTitle: plain(field.block.title) }) };
	const base = {
		label: labelOf(field), question: questionOf(field), reversed: field.row?.reversed ?? ('reversed' in item && item.reversed), decimals: null, unit: null, categories: [],
		origin: { kind: 'item' as const, ...origin }
	};
	const form = formOf(field);
	const one = (variable: Omit<DatasetVariable, 'name'>): ItemColumn[] => [{ variable: { name: names.give(name, 'item'), ...variable }, item: field.key, form, versions, code: null }];
	switch (form) {
		case 'categories': {
			const ordered = isScale(field);
			const categories = categoriesOf(fields).map(({ code, label }): DatasetCategory => ({ value: String(code), label: plain(label), ...(ordered && { score: code }) }));
			return one({ ...base, type: 'categorical', measure: ordered ? 'ordinal' : 'nominal', categories });
		}
		case 'ticks': return categoriesOf(fields).map(({ code, label }): ItemColumn => ({
			variable: {
				...base, name: names.give(`${name.slice(0, 58)}_${code}`, 'item'), label: plain(label), question: joined(questionOf(field), plain(label)), type: 'categorical', measure: 'nominal',
				categories: TICKED.map((said, score) => ({ value: String(score), label: said, score })), origin: { kind: 'tick', ...origin, code }
			},
			item: field.key, form, code, versions: new Set(found.filter((f) => f.field.codes?.has(code)).map((f) => f.version))
		}));
		case 'number': return one({ ...base, type: 'numeric', measure: 'scale', decimals: item.type === 'integer' ? 0 : null, unit: ('unit' in item && item.unit) || null });
		case 'municipality': return one({ ...base, type: 'categorical', measure: 'nominal', categories: municipalities(fields) });
		case 'text': return one({ ...base, type: 'text', measure: 'nominal' });
	}
}

/** @param versions in any order, at least one */
export function itemColumns(survey: string, versions: readonly Version[], names: Names): ItemColumn[] {
	const newestFirst = [...versions].sort((a, b) => b.number - a.number);
	const keys = [...new Set(newestFirst.flatMap((v) => v.compiled.fields.map((f) => f.key)))];
	const later: (() => ItemColumn[])[] = [];
	const columns = keys.flatMap((key) => {
		const found = newestFirst.flatMap((v) => {
			const field = v.compiled.byKey.get(key);
			return field ? [{ version: v.id, number: v.number, field }] : [];
		});
		const forms = Map.groupBy(found, (f) => formOf(f.field));
		const [own, ...others] = [...forms.values()];
		// an item's own name goes before those that are made
		for (const other of others) later.push(() => columnsFor(survey, `${key.slice(0, 57)}_v${other[0]?.number ?? 0}`, other, names));
		return own ? columnsFor(survey, key, own, names) : [];
	});
	return [...columns, ...later.flatMap((make) => make())];
}
