/**
 * Data as CSV: UTF-8, comma, decimal point, LF, as the statistics library's command line and the R script read it. An empty cell is not answered, `<not_asked>`, `<dont_know>` and
 * `<suppressed>` are the other kinds of missing. Written here and not by csv-stringify, which takes half a minute for what this does in two seconds: categories are quoted once.
 */
import { CSV_MISSING } from '#analysis/table/csv.ts';
import { firstMissing } from '#lib/domain/dataset/column.ts';
import { MISSING, type Dataset, type DatasetVariable } from '#lib/domain/dataset/types.ts';
import { ByteSink } from './bytes.ts';
import { columnOf, kindAt } from './coding.ts';

const GONE = MISSING.map((kind) => CSV_MISSING[kind]);

const quoted = (text: string): string => (/[",\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The text of each row, ready for its place in a line. */
function textOf(dataset: Dataset, variable: DatasetVariable): (row: number) => string {
	const column = columnOf(dataset, variable);
	const gone = (kind: number): string => GONE[kind - 1] ?? '';
	if (column.kind === 'categorical') {
		const { codes } = column;
		const first = firstMissing(codes);
		const texts = variable.categories.map((c) => quoted(c.value));
		return (row) => {
			const code = codes[row] ?? first;
			return code < first ? (texts[code] ?? '') : (GONE[code - first] ?? '');
		};
	}
	if (column.kind === 'numeric') return (row) => {
		const kind = kindAt(column, row);
		return kind > 0 ? gone(kind) : String(column.values[row]);
	};
	return (row) => {
		const kind = kindAt(column, row);
		return kind > 0 ? gone(kind) : quoted(column.values[row] ?? '');
	};
}

/**
 * Texts stand as they were written, also such as a spreadsheet would take for a formula: the file is for statistics programs, and a changed answer is none.
 * An empty text cannot be told from one that was not answered.
 */
export function* toCsv(dataset: Dataset): Generator<Uint8Array<ArrayBuffer>> {
	const sink = new ByteSink();
	const columns = dataset.variables.map((variable) => textOf(dataset, variable));
	sink.utf8(`${dataset.variables.map((v) => quoted(v.name)).join(',')}\n`);
	for (let row = 0; row < dataset.rows; row++) {
		let line = '';
		for (const [i, text] of columns.entries()) line += i === 0 ? text(row) : `,${text(row)}`;
		// a line of nothing is no row to those who read it
		sink.utf8(`${line === '' ? '""' : line}\n`);
		if (sink.full) yield sink.take();
	}
	yield sink.take();
}
