/** The response tables of the report as the comparison with print takes them: what is read is what the report prints. */
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import type { MissingReport } from '#analysis/result.ts';
import { isViolation } from '#analysis/assumptions.ts';
import { tablesOf, type ResolvedReport } from '#lib/server/export/report/resolved.ts';
import type { RanEntries } from '#lib/server/results/report-document/types.ts';
import type { Ours } from '../compare/compare.ts';
import { TABLES, type Definition } from '../compare/definitions.ts';
import { NO_CODE } from '../compare/grid.ts';
import type { Cell, Table } from '#analysis/report/table.ts';

/** Tables 1 to 15 of the report; the yearly reports are another publication. */
export const RESPONSE_TABLES: readonly Definition[] = TABLES.filter((definition) => definition.layout !== 'battery');

const count = (cell: Cell | undefined): number => (cell?.kind === 'count' ? cell.value : 0);

/** Rows of a result of which the list says nothing on the variable. */
function unknownOn(ran: RanEntries, entry: string, variable: string): number {
	const result = ran(entry)?.result;
	if (!result || isViolation(result)) return 0;
	const found = result.missing.find((one: MissingReport) => one.column === variable);
	return found ? Object.values(found.missing).reduce((a, b) => a + b, 0) : 0;
}

const labels = (of: readonly { key: string; label: string }[]): Map<string, Text> => new Map(of.map(({ key, label }) => [key, { nb: label, nn: label, en: label }]));
const body = <T extends { key: string }>(of: readonly T[]): T[] => of.filter(({ key }) => key !== 'total');
const column = (table: Table, key: string): number => table.columns.findIndex((one) => one.key === key);

function gridOf(definition: Definition, table: Table, ran: RanEntries): Ours {
	if (definition.layout === 'totals') {
		const at = ['count', 'population', 'respondents'].map((key) => column(table, key));
		return { grid: { rows: body(table.rows).map((row) => row.key.replace(/\.liste$/, '')), columns: ['population', 'invited', 'answered'], cells: body(table.rows).map((row) => at.map((j) => count(row.cells[j]))) } };
	}
	if (definition.layout === 'crossed') {
		const columns = body(table.columns);
		const rows = body(table.rows);
		const cells = rows.map((row) => columns.map((_, j) => count(row.cells[j])));
		// whoever the list says nothing of stands in neither margin
		const unknown = unknownOn(ran, `members-${definition.number}`, definition.rows ?? '');
		const grid = unknown === 0 ? { rows: rows.map((row) => row.key), columns: columns.map((one) => one.key), cells }
			: { rows: [...rows.map((row) => row.key), NO_CODE], columns: [...columns.map((one) => one.key), NO_CODE], cells: [...cells.map((line) => [...line, 0]), [...columns.map(() => 0), unknown]] };
		return { grid, labels: { rows: labels(rows), columns: labels(columns) } };
	}
	const at = ['population', 'respondents'].map((key) => column(table, key));
	const rows = body(table.rows);
	const unknown = [unknownOn(ran, `response-${definition.number}`, definition.rows ?? ''), unknownOn(ran, `answered-${definition.number}`, definition.rows ?? '')];
	const known = rows.map((row) => at.map((j) => count(row.cells[j])));
	return {
		grid: { rows: [...rows.map((row) => row.key), ...(unknown[0]! > 0 ? [NO_CODE] : [])], columns: ['invited', 'answered'], cells: [...known, ...(unknown[0]! > 0 ? [unknown] : [])] },
		labels: { rows: labels(rows), columns: new Map() }
	};
}

/** @throws when the report has not one of the tables */
export function responseOf(report: ResolvedReport, ran: RanEntries): Map<number, Ours> {
	const tables = new Map(tablesOf(report).map((block) => [block.number, block.table]));
	return new Map(RESPONSE_TABLES.map((definition) => {
		const table = tables.get(definition.number);
		if (!table) throw new Error(`The report has no Table ${definition.number}`);
		return [definition.number, gridOf(definition, table, ran)];
	}));
}
