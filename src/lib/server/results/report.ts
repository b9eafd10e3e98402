/** Counts of response as table results, in the reader's language: for page, spreadsheet and text file alike. */
import type { Cell, Column, Row, Table } from '#analysis/report/table.ts';
import { proportion } from '#analysis/estimate/proportion.ts';
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';
import { formatTime, midSentence } from '#lib/ui/format.ts';
import type { SurveyHead } from '#lib/evaluate/survey.ts';
import { COUNTS, measureCell, measureDefinition, measureLabel, measureTitle, percentCell, RATES, rateOf, type Measure } from './measures.ts';
import { DISPOSITIONS, type Category, type Dimension, type ResponseCounts, type ResponseTable } from './response.ts';

export interface ReportContext {
	survey: SurveyHead;
	locale: Locale;
	/** When the counts were read. */
	at: Date;
}

function provenance({ survey, locale, at }: ReportContext): Table['provenance'] {
	return [
		{ label: m.evaluate_source_survey({}, { locale }), value: inLocale(survey.title, locale) },
		{ label: m.evaluate_source_evaluation({}, { locale }), value: `${survey.evaluation}, ${survey.wave}` },
		{ label: m.evaluate_source_at({}, { locale }), value: formatTime(at, locale) }
	];
}

export function categoryLabel(category: Category, locale: Locale): string {
	return category.label ? inLocale(category.label, locale) || (category.code ?? '') : m.evaluate_not_stated({}, { locale });
}

/** Frame codes may be any text; `null` must not meet one of them. */
function keyOf(category: Category): string {
	return category.code === null ? 'none' : `code:${category.code}`;
}

function rowsOf(dimension: Dimension, totals: ResponseCounts[], total: ResponseCounts, locale: Locale, cells: (c: ResponseCounts, row: number) => Cell[]): Row[] {
	return [
		...dimension.categories.map((category, i) => ({ key: keyOf(category), label: categoryLabel(category, locale), cells: cells(totals[i] as ResponseCounts, i) })),
		{ key: 'total', label: m.evaluate_total({}, { locale }), total: true, cells: cells(total, -1) }
	];
}

/** Population, sample, invited, answered and the rates for each category of a stratum; RR2 with its 95 % interval. */
export function stratumReport(table: ResponseTable, context: ReportContext): Table {
	const { locale } = context;
	const counts = m.evaluate_group_counts({}, { locale });
	const rates = m.evaluate_group_rates({}, { locale });
	const interval = m.evaluate_group_interval({}, { locale });
	const columns: Column[] = [
		...COUNTS.map((key) => ({ key, label: measureLabel(key, locale), group: counts })),
		...RATES.map((key) => ({ key, label: measureLabel(key, locale), group: rates })),
		{ key: 'rr2_low', label: m.evaluate_interval_low({}, { locale }), group: interval },
		{ key: 'rr2_high', label: m.evaluate_interval_high({}, { locale }), group: interval }
	];
	return {
		title: m.evaluate_table_by({ stratum: midSentence(inLocale(table.rows.label, locale)) }, { locale }),
		rowHeading: inLocale(table.rows.label, locale),
		columns,
		rows: rowsOf(table.rows, table.rowTotals, table.total, locale, (c) => [
			...COUNTS.map((key) => measureCell(key, c)), ...RATES.map((key) => measureCell(key, c)),
			percentCell(rateOf('rr2', c), 'low'), percentCell(rateOf('rr2', c), 'high')
		]),
		notes: [
			m.evaluate_note_seats({}, { locale }), ...RATES.map((key) => measureDefinition(key, locale)), m.evaluate_note_interval({}, { locale }),
			...(table.rows.categories.some((c) => c.code === null) ? [m.evaluate_note_not_stated({}, { locale })] : [])
		],
		provenance: provenance(context)
	};
}

/** One measure for every combination of two strata, with sums of rows and columns. */
export function crossReport(table: ResponseTable, measure: Measure, context: ReportContext): Table {
	const { locale } = context;
	const columns = table.columns;
	if (!columns) throw new Error('the table is not crossed');
	const names = { measure: measureTitle(measure, locale), rows: inLocale(table.rows.label, locale), columns: inLocale(columns.label, locale) };
	return {
		title: m.evaluate_table_crossed({ ...names, rows: midSentence(names.rows), columns: midSentence(names.columns) }, { locale }),
		rowHeading: names.rows,
		columns: [
			...columns.categories.map((category) => ({ key: keyOf(category), label: categoryLabel(category, locale), group: names.columns })),
			{ key: 'total', label: m.evaluate_total({}, { locale }), group: '' }
		],
		rows: rowsOf(table.rows, table.rowTotals, table.total, locale, (c, row) =>
			[...(row === -1 ? table.columnTotals : table.cells[row] ?? []), c].map((counts) => measureCell(measure, counts))),
		notes: [m.evaluate_note_seats({}, { locale }), measureDefinition(measure, locale)],
		provenance: provenance(context)
	};
}

/** Seats by disposition: exactly one a seat, so that they sum to the population list. */
export function dispositionReport(total: ResponseCounts, context: ReportContext): Table {
	const { locale } = context;
	const cells = (all: number, sampled: number): Cell[] => [
		{ kind: 'count', value: all }, percentCell(proportion(all, total.population)), { kind: 'count', value: sampled }, percentCell(proportion(sampled, total.sampled))
	];
	return {
		title: m.evaluate_table_dispositions({}, { locale }),
		rowHeading: m.evaluate_disposition({}, { locale }),
		columns: [
			{ key: 'population', label: m.evaluate_column_number({}, { locale }), group: measureLabel('population', locale) },
			{ key: 'population_share', label: m.evaluate_column_share({}, { locale }), group: measureLabel('population', locale) },
			{ key: 'sampled', label: m.evaluate_column_number({}, { locale }), group: measureLabel('sampled', locale) },
			{ key: 'sampled_share', label: m.evaluate_column_share({}, { locale }), group: measureLabel('sampled', locale) }
		],
		rows: [
			...DISPOSITIONS.map((d) => ({ key: d, label: translate(`evaluate_disposition_${d}`, {}, locale), cells: cells(total.dispositions[d], total.sample[d]) })),
			{ key: 'total', label: m.evaluate_total({}, { locale }), total: true, cells: cells(total.population, total.sampled) }
		],
		notes: [m.evaluate_note_dispositions({}, { locale }), m.evaluate_note_seats({}, { locale })],
		provenance: provenance(context)
	};
}
