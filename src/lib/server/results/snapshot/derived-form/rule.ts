/** From a form to a derived variable, or every field that must be mended. */
import { NAME } from '#lib/domain/dataset/definition.ts';
import type { DatasetVariable, Derived, DerivedRule } from '#lib/domain/dataset/types.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { inLocale, type Locale } from '#lib/i18n.ts';
import type { TypedRule } from './typed.ts';

/** A field of the form, and a message key after `snapshot_form_problem_` with what it takes. */
export interface FieldFault { field: 'name' | 'label' | 'of' | 'into' | 'ordered' | 'items' | 'turned' | 'least' | 'limits' | 'labels' | 'groups'; code: string; params: Record<string, string | number> }
type Read = { rule: DerivedRule } | { faults: FieldFault[] };
type Of<R extends DerivedRule['rule']> = Extract<DerivedRule, { rule: R }>;

const fault = (field: FieldFault['field'], code: string, params: FieldFault['params'] = {}): FieldFault => ({ field, code, params });
const MOST_SHOWN = 40;

/** As typed, in the language it was typed in; an old text that reads the same keeps its other languages. */
const text = (typed: string, old: Text | undefined, locale: Locale): Text => (old && inLocale(old, locale) === typed ? old : { [locale]: typed });
const linesOf = (typed: string): string[] => typed.split('\n').map((line) => line.trim()).filter((line) => line !== '');
const labelsOf = (typed: string, old: readonly Text[] | undefined, locale: Locale): Text[] => linesOf(typed).map((line, i) => text(line, old?.[i], locale));

function wholeNumber(typed: string, min: number, max: number): number | null {
	const n = /^\d{1,6}$/.test(typed) ? Number(typed) : NaN;
	return n >= min && n <= max ? n : null;
}

/** A category that is alone under its own name keeps its value; others are numbered. A group that was there keeps its value and score. */
function recode(typed: TypedRule, variable: DatasetVariable, old: Of<'recode'> | undefined, locale: Locale): Read {
	const gathered = new Map<string, string[]>();
	for (const { value } of variable.categories) {
		const into = typed.into.get(value) ?? '';
		if (into !== '') gathered.set(into, [...(gathered.get(into) ?? []), value]);
	}
	if (gathered.size === 0) return { faults: [fault('into', 'into')] };
	if (typed.ordered && typed.rest !== '') return { faults: [fault('ordered', 'rest_order')] };
	const before = new Map(old?.groups.map((g) => [inLocale(g.label, locale), g]));
	const own = (label: string, from: readonly string[]) => (from.length === 1 ? variable.categories.find((c) => c.value === from[0] && inLocale(c.label, locale) === label) : undefined);
	const all = [...gathered].map(([label, from]) => ({ label, from, was: before.get(label), own: own(label, from) }));
	const rest = typed.rest === '' ? null : { value: old?.rest && inLocale(old.rest.label, locale) === typed.rest ? old.rest.value : 'rest', label: text(typed.rest, old?.rest?.label, locale) };
	const taken = new Set([...(rest ? [rest.value] : []), ...all.flatMap((g) => g.was?.value ?? [])]);
	const free = (wanted: string | undefined): string => {
		let value = wanted ?? '1';
		for (let n = 1; taken.has(value); n++) value = String(n);
		taken.add(value);
		return value;
	};
	const scoresStand = all.every((g) => g.was?.score !== undefined);
	const groups = all.map(({ label, from, was, own: alone }, i) => ({
		value: was?.value ?? free(alone?.value), label: was?.label ?? text(label, alone?.label, locale), from,
		...(typed.ordered && { score: scoresStand ? was?.score ?? i + 1 : i + 1 })
	}));
	return { rule: { rule: 'recode', of: variable.name, groups, ...(rest && { rest }) } };
}

/** An item worded against the rest comes ticked as turned; where it is not taken along that says nothing. */
function index(typed: TypedRule, variables: readonly DatasetVariable[]): Read {
	const reversed = typed.turned.filter((name) => typed.items.includes(name));
	const turned = typed.turned.filter((name) => !typed.items.includes(name) && !variables.some((v) => v.name === name && v.reversed));
	const least = typed.least === '' ? null : wholeNumber(typed.least, 1, Math.max(1, typed.items.length));
	const faults = [
		...(typed.items.length === 0 ? [fault('items', 'items')] : []), ...(turned.length > 0 ? [fault('turned', 'turned', { variables: turned.slice(0, 12).join(', ') })] : []),
		...(typed.least !== '' && least === null ? [fault('least', 'least', { most: Math.max(1, typed.items.length) })] : [])
	];
	if (faults.length > 0) return { faults };
	return { rule: { rule: 'index', of: typed.items, reversed, ...(least !== null && least < typed.items.length && { at_least: least }) } };
}

function bands(typed: TypedRule, of: string, old: Of<'bands'> | undefined, locale: Locale): Read {
	const lines = typed.limits.split(/[\n;]/).map((line) => line.trim()).filter((line) => line !== '');
	const numbers = lines.map((line) => ({ line, x: /^[-−]?\d+([.,]\d+)?$/.test(line.replace(/\s/g, '')) ? Number(line.replace(/\s/g, '').replace('−', '-').replace(',', '.')) : NaN }));
	const wrong = numbers.find(({ x }) => Number.isNaN(x));
	const upper = numbers.map(({ x }) => x);
	const labels = labelsOf(typed.labels, old?.labels, locale);
	const faults: FieldFault[] = [];
	if (wrong) faults.push(fault('limits', 'limit', { limit: wrong.line.slice(0, MOST_SHOWN) }));
	else if (upper.length === 0) faults.push(fault('limits', 'limits'));
	else if (upper.some((x, i) => i > 0 && x <= (upper[i - 1] ?? x))) faults.push(fault('limits', 'rising'));
	if (!wrong && upper.length > 0 && labels.length !== upper.length + 1) faults.push(fault('labels', 'labels', { needed: upper.length + 1, given: labels.length }));
	return faults.length > 0 ? { faults } : { rule: { rule: 'bands', of, upper, labels, ...(typed.closed === 'left' && { closed: 'left' }) } };
}

function groups(typed: TypedRule, rule: 'quantiles' | 'natural', of: string, old: Derived['rule'] | undefined, locale: Locale): Read {
	const n = wholeNumber(typed.groups, 2, 50);
	const labels = labelsOf(typed.labels, old && 'labels' in old ? old.labels : undefined, locale);
	if (n === null) return { faults: [fault('groups', 'groups')] };
	if (labels.length > 0 && labels.length !== n) return { faults: [fault('labels', 'labels', { needed: n, given: labels.length })] };
	return { rule: { rule, of, groups: n, ...(labels.length > 0 && { labels }) } };
}

function ruleOf(typed: TypedRule, variables: readonly DatasetVariable[], old: DerivedRule | undefined, locale: Locale): Read {
	if (typed.rule === 'index') return index(typed, variables);
	const variable = variables.find((v) => v.name === typed.of);
	if (!variable) return { faults: [fault('of', 'of')] };
	switch (typed.rule) {
		case 'recode': return recode(typed, variable, old?.rule === 'recode' ? old : undefined, locale);
		case 'reverse': return { rule: { rule: 'reverse', of: variable.name } };
		case 'bands': return bands(typed, variable.name, old?.rule === 'bands' ? old : undefined, locale);
		default: return groups(typed, typed.rule, variable.name, old, locale);
	}
}

/**
 * The derived variable that a form describes.
 * @param variables that the rule may be made of
 * @param old the variable that is changed: what reads as before keeps its other languages, values and scores
 * @returns the variable, or every field to be mended
 */
export function derivedOf(typed: TypedRule, variables: readonly DatasetVariable[], old: Derived | undefined, locale: Locale): { derived: Derived } | { faults: FieldFault[] } {
	const read = ruleOf(typed, variables, old?.rule, locale);
	const faults = [...(NAME.test(typed.name) ? [] : [fault('name', 'name')]), ...(typed.label === '' ? [fault('label', 'label')] : []), ...('faults' in read ? read.faults : [])];
	if (faults.length > 0 || 'faults' in read) return { faults };
	const parts = typed.only ? (old?.parts?.includes(typed.part) ? old.parts : [typed.part]) : undefined;
	return { derived: { name: typed.name, label: text(typed.label, old?.label, locale), rule: read.rule, ...(parts && { parts }) } };
}
