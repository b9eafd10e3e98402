/** Coded answers as a file: text and codes, one answer a row, nothing of who wrote it. */
import { m, type Locale } from '#lib/i18n.ts';
import { rowsToCsv, rowsToXlsx, type Field } from '../../export/rows.ts';
import { codesThatCount, type Whose } from './counts.ts';
import type { Coded } from './read.ts';

/** The rows in the order of the texts' hashes, which tells nothing. A code is 1 or 0; empty where nobody has judged the answer. */
export function codedRows(coded: Coded, whose: Whose, locale: Locale): Field[][] {
	return [
		[m.coding_answer({}, { locale }), ...coded.codes.map((c) => c.key)],
		...coded.answers.map((a): Field[] => {
			const codes = codesThatCount(coded, a.responseId, whose);
			return [a.text, ...coded.codes.map((c) => (codes ? Number(codes.has(c.id)) : null))];
		})
	];
}

export const codedFile = (coded: Coded, whose: Whose, format: 'csv' | 'xlsx', locale: Locale): BodyInit => {
	const rows = codedRows(coded, whose, locale);
	return format === 'csv' ? rowsToCsv(rows) : rowsToXlsx(rows, m.coding_sheet({}, { locale }));
};
