/** The frame's variables and categories as they should be stored after an import. */
import * as v from 'valibot';
import { LOCALES, Questionnaire, type FrameVariable, type Text } from '#lib/domain/questionnaire/schema.ts';
import type { StoredCategory, StoredVariable } from '../../db/frames-read.ts';
import { clean } from './cells.ts';
import type { VariableCount } from './counts.ts';
import type { MappedVariable } from './mapping.ts';

/** The frame variables that a questionnaire document (published, or a draft in whatever state) declares; none when it cannot be read. */
export function declaredVariables(document: unknown): FrameVariable[] {
	const result = v.safeParse(v.object({ frame: Questionnaire.entries.frame }), document);
	return result.success ? result.output.frame : [];
}

/** A name or code that nobody has put a label on is its own label. */
const same = (text: string): Text => Object.fromEntries(LOCALES.map((locale) => [locale, text]));
const equal = (a: Text, b: Text) => LOCALES.every((locale) => a[locale] === b[locale]);
const collator = new Intl.Collator('nb', { numeric: true });

/**
 * Variables that are new or differ from what is stored. Declared ones stand in the questionnaire's order, then the others in the list's;
 * a variable that is stored already and not declared keeps label and place.
 */
export function newVariables(variables: MappedVariable[], declared: FrameVariable[], stored: StoredVariable[]): StoredVariable[] {
	let next = Math.max(declared.length - 1, ...stored.map((s) => s.position)) + 1;
	return variables.flatMap((variable) => {
		const before = stored.find((s) => s.name === variable.name);
		const own = variable.declared;
		if (before && !own) return before.stratum === variable.stratum ? [] : [{ ...before, stratum: variable.stratum }];
		const after = {
			name: variable.name, stratum: variable.stratum,
			label: own?.label ?? same(variable.column),
			position: own ? declared.indexOf(own) : next++
		};
		const unchanged = before?.stratum === after.stratum && before.position === after.position && equal(before.label, after.label);
		return unchanged ? [] : [after];
	});
}

/** Declared codes in their order, or all codes ever seen in Norwegian order, so that the order of the rows never matters. */
function categoriesOf(variable: MappedVariable, codes: string[], stored: StoredCategory[]): StoredCategory[] {
	const declared = variable.declared?.categories;
	if (declared) return declared.map(({ code, label }, position) => ({ variable: variable.name, code: clean(code), label, position }));
	if (!variable.stratum) return [];
	const labels = new Map(stored.map((s) => [s.code, s.label]));
	const all = [...new Set([...labels.keys(), ...codes])].sort((a, b) => collator.compare(a, b) || (a < b ? -1 : 1));
	return all.map((code, position) => ({ variable: variable.name, code, label: labels.get(code) ?? same(code), position }));
}

/** Categories that are new or differ from what is stored. @param counts of `variables`, in their order */
export function newCategories(variables: MappedVariable[], counts: VariableCount[], stored: StoredCategory[]): StoredCategory[] {
	return variables.flatMap((variable, i) => {
		const before = new Map(stored.filter((s) => s.variable === variable.name).map((s) => [s.code, s]));
		const codes = (counts[i]?.categories ?? []).map(({ code }) => code);
		return categoriesOf(variable, codes, [...before.values()]).filter((category) => {
			const old = before.get(category.code);
			return !old || old.position !== category.position || !equal(old.label, category.label);
		});
	});
}
