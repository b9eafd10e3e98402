/** Issues and merge accounts as text and as CSV, for wherever they leave the population page: never with what a contact column holds. */
import { stringify } from 'csv-stringify/sync';
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';
import { withoutContact, type Issue } from './issues.ts';
import type { Dropped, MergeReport } from './merge.ts';

export const issueText = (found: Issue, locale: Locale): string => translate(found.code, found.params, locale);

/** Where an issue is, and what: `row 12, epost: …`. */
export function issueLine(found: Issue, locale: Locale): string {
	const place = [found.row === null ? '' : `${m.frame_row({}, { locale }).toLowerCase()} ${found.row}`, found.column ?? ''].filter((part) => part !== '').join(', ');
	return place === '' ? issueText(found, locale) : `${place}: ${issueText(found, locale)}`;
}

/** Why a row was left out of a merged list. */
export function droppedText(dropped: Dropped, report: MergeReport, locale: Locale): string {
	if (dropped.why === 'filter') return inLocale(report.filters.find((f) => f.key === dropped.filter)?.reason, locale);
	const file = report.sources.find((s) => s.key === dropped.of.source)?.file ?? dropped.of.source;
	const { row } = dropped.of;
	return dropped.differs.length === 0 ? m.frame_merge_duplicate_of({ row, file }, { locale }) : m.frame_merge_differs({ row, file, columns: dropped.differs.join(', ') }, { locale });
}

/** With a byte order mark and `;`, as Excel opens it; nothing in it can be taken for a formula. */
const csv = (rows: (string | number | null)[][]): string => stringify(rows, { delimiter: ';', bom: true, record_delimiter: '\r\n', escape_formulas: true });

export function issuesCsv(issues: Issue[], locale: Locale): string {
	const head = [m.frame_row, m.frame_column, m.frame_level, m.frame_what, m.frame_value].map((message) => message({}, { locale }));
	return csv([head, ...issues.map(withoutContact).map((i) => [
		i.row, i.column, i.level === 'error' ? m.frame_level_error({}, { locale }) : m.frame_level_warning({}, { locale }), issueText(i, locale), i.value
	])]);
}

/** The rows that a merge left out, in words. @param most as many as are wanted, from the first */
export function droppedRows(report: MergeReport, locale: Locale, most?: number): { file: string; row: number; text: string }[] {
	const file = (key: string) => report.sources.find((s) => s.key === key)?.file ?? key;
	return report.dropped.slice(0, most).map((d) => ({ file: file(d.source), row: d.row, text: droppedText(d, report, locale) }));
}

export function droppedCsv(report: MergeReport, locale: Locale): string {
	const head = [m.frame_import_file, m.frame_row, m.frame_merge_reason].map((message) => message({}, { locale }));
	return csv([head, ...droppedRows(report, locale).map((d) => [d.file, d.row, d.text])]);
}
