/** How many rows each variable had, and why the others had none. */
import type { Cell, Row, Table } from '#analysis/report/table.ts';
import type { MissingReport } from '#analysis/result.ts';
import { MISSING_KINDS } from '#analysis/table/table.ts';
import { translate } from '#lib/i18n.ts';
import { valueLabel } from './layout/parts.ts';
import { variableLabel, type Reader } from './reader.ts';
import { protectParts } from './suppress/parts.ts';

const COLUMNS = ['rows', 'valid', ...MISSING_KINDS, 'left_out'] as const;

/** @param limit so few people of a kind are not told of; rows and kinds that would give them away neither */
export function missingTable(reports: readonly MissingReport[], limit: number, reader: Reader): Table | null {
	if (reports.length === 0) return null;
	const kinds = reports.map((report) => [...MISSING_KINDS.map((kind) => report.missing[kind]), report.left_out]);
	const hidden = kinds.map((own) => protectParts(own, limit));
	// the number of rows is one for all variables, and together with what is valid it tells how many are missing
	const secret = hidden.some((h) => h.total);
	const gone: Cell = { kind: 'missing', reason: 'suppressed' };
	const rows = reports.map((report, i): Row => ({
		key: `${i}:${report.column}`, label: variableLabel(reader, report.column),
		cells: [secret ? gone : { kind: 'count', value: report.rows }, { kind: 'count', value: report.valid }, ...(kinds[i] ?? []).map((value, k): Cell => (hidden[i]?.parts[k] ? gone : { kind: 'count', value }))]
	}));
	const shown = COLUMNS.map((_, j) => j < 2 || rows.some((row) => { const cell = row.cells[j]; return cell?.kind !== 'count' || cell.value > 0; }));
	return {
		title: translate('result_table_missing', {}, reader.locale), rowHeading: translate('result_axis_variable', {}, reader.locale), notes: [], provenance: [],
		columns: COLUMNS.flatMap((key, j) => (shown[j] ? [{ key, label: valueLabel(key, reader) }] : [])),
		rows: rows.map((row) => ({ ...row, cells: row.cells.filter((_, j) => shown[j]) }))
	};
}
