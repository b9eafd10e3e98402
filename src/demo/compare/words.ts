/** What tables, rows and reasons are called, in the reader's language. */
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import type { Definition } from './definitions.ts';
import { NO_CODE } from './grid.ts';
import type { Reason } from './rules.ts';

export const tableTitle = (definition: Definition, locale: Locale): string => definition.layout === 'battery'
	? m.demo_table_yearly({ year: definition.number }, { locale })
	: m.demo_table({ number: definition.number, title: translate(`demo_table_${definition.number}`, {}, locale) }, { locale });

/** @param labels the population list's own, by code */
export function rowLabel(definition: Definition, row: string, labels: ReadonlyMap<string, Text> | undefined, locale: Locale): string {
	if (definition.layout === 'battery') return translate(`demo_answer_${row}`, {}, locale);
	if (definition.layout === 'totals') return translate(`demo_survey_${row}`, {}, locale);
	if (row === NO_CODE) return m.demo_no_particulars({}, { locale });
	const group = Object.keys(definition.groups ?? {}).indexOf(row);
	return group >= 0 ? translate(`demo_group_${definition.number}_${group}`, {}, locale) : inLocale(labels?.get(row), locale) || row;
}

export const columnLabel = (definition: Definition, column: string, labels: ReadonlyMap<string, Text> | undefined, locale: Locale): string => {
	if (definition.layout === 'battery') return translate(`demo_${column}`, {}, locale);
	if (definition.layout !== 'crossed') return translate(`demo_column_${column}`, {}, locale);
	return column === NO_CODE ? m.demo_no_particulars({}, { locale }) : inLocale(labels?.get(column), locale) || column;
};

const inWords = (evidence: Record<string, number>, locale: Locale): Record<string, string> =>
	Object.fromEntries(Object.entries(evidence).map(([name, value]) => [name, formatNumber(value, locale)]));

/** Why cells of a column differ, with the numbers that show it. The same for all cells that one finding explains. */
export const reasonText = (reason: Reason | null, locale: Locale): string =>
	reason ? translate(`demo_reason_${reason.key}`, inWords(reason.evidence, locale), locale) : m.demo_unexplained({}, { locale });
