/** Faults, reasons and specs in the reader's words. */
import { findMethod } from '#analysis/registry.ts';
import type { Condition } from '#analysis/spec/fields.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';
import { insteadText, neededText } from '../engine-terms.ts';
import { quoted } from '../present/reader.ts';
import type { Fault } from '../plan/spec-check.ts';
import type { Reason } from './offers.ts';

export const methodTitle = (name: string, locale: Locale): string => (findMethod(name) ? translate(`workbench_method_${name}`, {}, locale) : name === 'battery' ? m.workbench_battery({}, { locale }) : name);
/** Fields that are the plan's, not a method's. */
const OWN: Readonly<Record<string, string>> = { filter: 'workbench_filter', method: 'workbench_method', data: 'workbench_parts', key: 'workbench_entry_key', title: 'workbench_entry_title', families: 'workbench_families' };

export const fieldTitle = (name: string, locale: Locale): string => known(OWN[name] ?? `workbench_field_${name}`, locale) ?? name;

function known(key: string, locale: Locale): string | null {
	const text = translate(key, {}, locale);
	return text === key ? null : text;
}

export function variableLabel(name: string, dataset: Pick<Dataset, 'variables'> | null, locale: Locale): string {
	return inLocale(dataset?.variables.find((v) => v.name === name)?.label, locale) || name;
}

function levelLabel(column: string, level: string, dataset: Dataset | null, locale: Locale): string {
	return inLocale(dataset?.variables.find((v) => v.name === column)?.categories.find((c) => c.value === level)?.label, locale) || level;
}

/** Both, where a spec is typed as JSON on a page. */
export const titleAndName = (name: string, locale: Locale): string => { const title = fieldTitle(name, locale); return title === name ? name : `${title} (${name})`; };
/** A field as a spec's JSON has it. */
export const asWritten = (name: string): string => name;

/**
 * What is wrong with a field: "Grupper: Datasettet har ingen variabel som heter del."
 * @param title how a field is named: by its title in forms, by its own name where specs are written as JSON
 */
export function faultText({ field, code, params = {} }: Fault, dataset: Dataset | null, locale: Locale, title: (name: string, locale: Locale) => string = fieldTitle): string {
	const said: Record<string, string | number> = { ...params };
	if (typeof said.field === 'string') said.field = title(said.field, locale);
	if (typeof said.column === 'string') said.column = dataset?.variables.some((v) => v.name === params.column) ? quoted(variableLabel(said.column, dataset, locale), locale) : said.column;
	if (typeof said.needed === 'string' && code !== 'workbench_fault_shape') said.needed = neededText(said.needed, locale);
	if (typeof said.instead === 'string') said.instead = insteadText(said.instead, locale);
	return m.workbench_fault({ field: title(field, locale), text: translate(code, said, locale) }, { locale });
}

/** Names of variables in a reason's params become labels. */
export function reasonSentence(reason: Reason, dataset: Pick<Dataset, 'variables'> | null, locale: Locale): string {
	const label = (name: string) => name.split(', ').map((n) => variableLabel(n, dataset, locale)).join(', ');
	const params = Object.fromEntries(Object.entries(reason.params ?? {}).map(([k, value]) => [k, typeof value === 'string' ? label(value) : value]));
	return translate(reason.key, { ...params, ...(reason.variable === undefined ? {} : { variable: label(reason.variable) }) }, locale);
}

/** "Rolle: leder eller lærer; Fylke: Agder": which rows a result is of. */
export function filterText(filter: readonly Condition[], dataset: Dataset | null, locale: Locale): string {
	const or = ` ${m.analysis_needed_or({}, { locale })} `;
	return filter.map(({ column, in: levels }) => `${variableLabel(column, dataset, locale)}: ${levels.map((l) => levelLabel(column, l, dataset, locale)).join(or)}`).join('; ');
}
