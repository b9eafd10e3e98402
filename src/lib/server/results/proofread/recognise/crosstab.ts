/** Tables of percentages with how many they are of: by column, or by row with the numbers at the side. */
import type { PrintedCrosstab } from '#analysis/proof/printed.ts';
import { itemsIn, scaleIn, type PrintedNumber } from '../number.ts';
import { every, isCount, isMean, isTotal, named, whole, type Shape } from './shape.ts';

const PERCENT = /prosent|percent|per cent|%/iu;
const TESTED = /χ|kji|chi/iu;
const P_VALUE = /(?<![\p{L}])p\s*(?:-verdi\w*|-value)?\s*([<>=≤])\s*(0?[.,]\d+)/iu;

type Numbers = (number | null)[][];
interface Part { rows: string[]; columns: string[]; percent: Numbers; n: number[]; nRows: number[] | null }

/** "Liten (n = 18)" */
function nInLabel(label: string): number | null {
	const found = /\bn\s*=\s*(\d[\d\s]*)/iu.exec(label);
	return found ? Number((found[1] ?? '').replace(/\s/g, '')) : null;
}

/** Whether what is said beside the table marks it as significant at five per cent; null where no test of the table is told of. */
function flagOf(shape: Shape): PrintedCrosstab['flag'] {
	const said = shape.notes.filter((note) => TESTED.test(note)).join(' ');
	const found = P_VALUE.exec(said);
	if (!found) return null;
	const value = Number((found[2] ?? '').replace(',', '.'));
	return { flagged: found[1] === '>' ? false : found[1] === '=' ? value < 0.05 : value <= 0.05, level: 0.05 };
}

const sumsTo100 = (values: readonly (number | null)[]): boolean => {
	const there = values.filter((value) => value !== null);
	return there.length > 1 && Math.abs(there.reduce((a, b) => a + b, 0) - 100) <= 0.6 * there.length + 2;
};
const transposed = (numbers: Numbers): Numbers => (numbers[0] ?? []).map((_, j) => numbers.map((row) => row[j] ?? null));

/** Categories that do not exclude one another do not sum to 100: each is then checked against its own base. */
function tablesOf(part: Part, base: Omit<PrintedCrosstab, 'row_labels' | 'column_labels' | 'percent' | 'n_columns' | 'n_rows'>): PrintedCrosstab[] {
	const exclusive = transposed(part.percent).filter(sumsTo100).length * 2 > part.columns.length;
	if (exclusive) return [{ ...base, row_labels: part.rows, column_labels: part.columns, percent: part.percent, n_columns: part.n, n_rows: part.nRows }];
	return part.percent.map((row, i) => ({ ...base, flag: null, means: null, mean_total: null, row_labels: [part.rows[i] ?? '', '–'], column_labels: part.columns, percent: [row, row.map(() => null)], n_columns: part.n, n_rows: null }));
}

/**
 * The table as percentages of each column, with means below where they are printed; the column of everybody is a table of its own. Null when it holds no percentages, or does not
 * say how many they are of.
 */
export function crosstab(shape: Shape): PrintedCrosstab[] | null {
	const said = PERCENT.test(shape.words.join(' '));
	const isPercent = (cell: PrintedNumber | null) => cell !== null && (cell.percent || (said && cell.value >= 0 && cell.value <= 100 && cell.decimals < 3));
	const countRow = shape.rows.find((row) => isCount(row.label) && row.cells.some((cell) => whole(cell) !== null));
	const meanRow = shape.rows.find((row) => isMean(row.label) && row.cells.some((cell) => cell && !cell.percent));
	const rows = shape.rows.filter((row) => row !== countRow && row !== meanRow && !isTotal(row.label) && !isCount(row.label) && row.cells.some(isPercent));
	if (rows.length < 2) return null;
	const countColumn = shape.columns.findIndex((column, j) => isCount(column.label) && rows.every((row) => whole(row.cells[j]) !== null));
	const totalColumn = shape.columns.findIndex((column, j) => j !== countColumn && isTotal(column.label));
	const main = shape.columns.flatMap((column, j) => (j !== countColumn && j !== totalColumn && !isMean(column.label) && rows.every((row) => !row.cells[j] || isPercent(row.cells[j] ?? null)) && rows.some((row) => row.cells[j]) ? [j] : []));
	if (!main.length) return null;
	const value = (cell: PrintedNumber | null | undefined) => cell?.value ?? null;
	const decimals = Math.max(0, ...rows.flatMap((row) => main.map((j) => row.cells[j]?.decimals ?? 0)));
	const base = { kind: 'crosstab' as const, table: shape.table, percent_decimals: decimals, flag: flagOf(shape) };
	const labels = { rows: named(rows), columns: named(main.map((j) => shape.columns[j] ?? { label: '', group: '' })) };
	const percent = rows.map((row) => main.map((j) => value(row.cells[j])));
	const nRows = countColumn < 0 ? null : every(rows.map((row) => whole(row.cells[countColumn])));

	const n = every(main.map((j) => (countRow ? whole(countRow.cells[j]) : nInLabel(shape.columns[j]?.label ?? ''))));
	if (n) {
		const means = meanRow ? every(main.map((j) => value(meanRow.cells[j]))) : null;
		const total = meanRow ? value(meanRow.cells[totalColumn]) ?? value(meanRow.cells[countColumn]) : null;
		const mean_decimals = Math.max(0, ...main.map((j) => meanRow?.cells[j]?.decimals ?? 0));
		const items = itemsIn(shape.words);
		// margins bind only where everybody in the rows is in one of the columns
		const binding = nRows && nRows.reduce((a, b) => a + b, 0) === n.reduce((a, b) => a + b, 0) ? nRows : null;
		const made = tablesOf({ ...labels, percent, n, nRows: binding }, { ...base, means, mean_total: total, mean_decimals, items, scale: scaleIn(shape.words) ?? (items ? [1, 5] : null) });
		const all = countRow ? whole(countRow.cells[totalColumn]) : null;
		if (totalColumn < 0 || all === null || !rows.every((row) => isPercent(row.cells[totalColumn] ?? null))) return made;
		const everybody = rows.map((row) => [value(row.cells[totalColumn])]);
		return [...made, ...tablesOf({ rows: labels.rows, columns: [shape.columns[totalColumn]?.label ?? ''], percent: everybody, n: [all], nRows: null }, { ...base, flag: null })];
	}
	if (nRows && percent.filter(sumsTo100).length * 2 > rows.length) return tablesOf({ rows: labels.columns, columns: labels.rows, percent: transposed(percent), n: nRows, nRows: null }, base);
	return null;
}
