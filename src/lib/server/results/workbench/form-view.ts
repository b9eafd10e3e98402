/** A method's form as a page shows it: a control for each field, with what may be chosen. */
import type { Field } from '#analysis/spec/fields.ts';
import type { DatasetVariable } from '#lib/domain/dataset/types.ts';
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';
import { fieldsOf } from './form-read.ts';
import { fieldTitle } from './words.ts';

export interface Choice { value: string; label: string; chosen: boolean }
export interface Control {
	name: string;
	label: string;
	kind: 'select' | 'checks' | 'line' | 'area';
	choices: Choice[];
	text: string;
	help: string | null;
	required: boolean;
	number: boolean;
}

/** Methods whose list of terms is picked among variables, and not typed. */
const TERMS = new Set(['ols.x', 'logistic.x', 'mixed.x', 'survey_ols.x']);
const REVERSED = 'reversed';

const isNumber = (v: DatasetVariable): boolean => v.type === 'numeric' || (v.categories.length > 0 && v.categories.every((c) => c.score !== undefined));

function fitting(field: Field, name: string, variables: readonly DatasetVariable[]): DatasetVariable[] {
	const kind = field.type === 'column' || field.type === 'columns' ? field.kind : 'numeric';
	const usable = variables.filter((v) => v.type !== 'text' && (kind !== 'numeric' || isNumber(v)));
	// weights first where weights are asked for
	return name === 'weights' || name === 'base' ? usable.filter((v) => v.type === 'numeric').sort((a, b) => Number(b.origin.kind === 'weight') - Number(a.origin.kind === 'weight')) : usable;
}

function helpOf(field: Field, locale: Locale): string | null {
	const l = { locale };
	switch (field.type) {
		case 'numbers': return m.workbench_help_numbers({}, l);
		case 'matrix': return m.workbench_help_matrix({}, l);
		case 'texts': return m.workbench_help_texts({}, l);
		case 'named_numbers': return m.workbench_help_named({}, l);
		case 'margins': return m.workbench_help_json({ form: '{"fylke": {"Agder": 25}}' }, l);
		case 'other': return m.workbench_help_json({ form: field.needed }, l);
		default: return null;
	}
}

const labelled = (v: DatasetVariable, locale: Locale): string => {
	const label = inLocale(v.label, locale);
	return label && label !== v.name ? `${label} (${v.name})` : v.name;
};

function checks(variables: readonly DatasetVariable[], typed: readonly string[], chosen: readonly string[], locale: Locale): Choice[] {
	const listed = variables.filter((v) => chosen.includes(v.name) || typed.includes(v.name));
	return listed.map((v) => ({ value: v.name, label: labelled(v, locale), chosen: typed.includes(v.name) }));
}

/**
 * @param typed what stands in the form, by field
 * @param chosen names of the chosen variables: lists are picked among them
 */
export function formView(method: string, typed: URLSearchParams, variables: readonly DatasetVariable[], chosen: readonly string[], locale: Locale): Control[] {
	return Object.entries(fieldsOf(method)).map(([name, field]): Control => {
		const values = typed.getAll(name);
		const base = { name, label: fieldTitle(name, locale), choices: [], text: values[0] ?? '', help: helpOf(field, locale), required: !field.optional, number: field.type === 'number' };
		if (field.type === 'column') {
			const all = fitting(field, name, variables);
			const known = all.some((v) => v.name === values[0]) || !values[0] ? [] : [{ value: values[0], label: values[0], chosen: true }];
			return { ...base, kind: 'select', choices: [...known, ...all.map((v) => ({ value: v.name, label: labelled(v, locale), chosen: v.name === values[0] }))] };
		}
		if (field.type === 'columns') return { ...base, kind: 'checks', choices: checks(fitting(field, name, variables), values, chosen, locale), help: m.workbench_help_columns({}, { locale }) };
		if (TERMS.has(`${method}.${name}`) || name === REVERSED) return { ...base, kind: 'checks', choices: checks(variables.filter(isNumber), values.flatMap((v) => v.split(/[\n;]/)).map((v) => v.trim()), chosen, locale), help: m.workbench_help_columns({}, { locale }) };
		if (field.type === 'choice') return { ...base, kind: 'select', choices: field.of.map((value) => ({ value, label: choiceLabel(value, locale), chosen: value === values[0] })) };
		if (field.type === 'flag') return { ...base, kind: 'select', choices: ['true', 'false'].map((value) => ({ value, label: choiceLabel(value, locale), chosen: value === values[0] })) };
		return { ...base, kind: field.type === 'number' || field.type === 'text' || field.type === 'numbers' ? 'line' : 'area' };
	});
}

function choiceLabel(value: string, locale: Locale): string {
	const key = `workbench_choice_${value}`;
	const text = translate(key, {}, locale);
	return text === key ? value : text;
}
