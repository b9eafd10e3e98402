import { stringify } from 'csv-stringify/sync';
import type { Cell, Table } from '#analysis/report/table.ts';
import { m, translate, type Locale } from '#lib/i18n.ts';

/** Shares in per cent with four decimals at most: exact enough to compute on, short enough to read. */
function numberText(value: number): string {
	return String(Math.round(value * 1e4) / 1e4).replace('.', ',');
}

function cellText(cell: Cell, locale: Locale): string | number {
	switch (cell.kind) {
		case 'count': return cell.value;
		case 'number': return cell.value;
		// as it is: a p-value rounded to four decimals may be 0, which no p-value is
		case 'p': return String(cell.value).replace('.', ',');
		case 'percent': return cell.value * 100;
		case 'interval': {
			const scale = cell.percent ? 100 : 1;
			return `[${numberText(cell.low * scale)}; ${numberText(cell.high * scale)}]`;
		}
		case 'text': return cell.value;
		case 'missing': return translate(`common_missing_${cell.reason}`, {}, locale);
	}
}

/**
 * The table as text for a spreadsheet in Norwegian: UTF-8 with a byte order mark, `;` between fields, decimal comma, CRLF, one header row with
 * labels. Shares are in per cent, and the header says so. A missing number is the reason in words. Text that a spreadsheet would run as a
 * formula gets an apostrophe in front. Notes, marks and provenance are left out: a rectangle stays a rectangle.
 */
export function tableToCsv(table: Table, locale: Locale): string {
	const header = table.columns.map((column, i) => {
		const percent = table.rows.some(({ cells }) => cells[i]?.kind === 'percent' || (cells[i]?.kind === 'interval' && cells[i].percent));
		const label = column.group ? `${column.group}: ${column.label}` : column.label;
		return percent ? m.evaluate_csv_percent({ label }, { locale }) : label;
	});
	const records = [[table.rowHeading, ...header], ...table.rows.map((row) => [row.group ? `${row.group}: ${row.label}` : row.label, ...row.cells.map((cell) => cellText(cell, locale))])];
	// a negative number begins as a formula does, and is none
	const number = (value: number) => ({ value: numberText(value), escape_formulas: false });
	return stringify(records, { cast: { number }, bom: true, delimiter: ';', record_delimiter: 'windows', quoted_match: /[\r\n]/, escape_formulas: true });
}
