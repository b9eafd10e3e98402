/**
 * `node analysis/cli.ts spec.json data.csv [codebook.json]`: one spec, or an array of specs as a family, on a CSV file, in plain Node: no build, no
 * database. Prints the results as JSON; `--r` prints the R code instead. Exit code 1 when a spec gets no result.
 *
 * The CSV: UTF-8, comma or semicolon, a heading line. An empty cell is not answered; `<not_asked>`, `<dont_know>` and `<suppressed>` are the
 * other kinds of missing. A column of numbers is numeric, other columns categorical. The codebook says otherwise and gives order, labels and
 * scores: `{"q1": {"label": "…", "categories": [{"value": "1", "label": "…", "score": 1}]}}`.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { isViolation, type Violation } from './assumptions.ts';
import { codebookOf } from './r/codebook.ts';
import { CSV_MISSING, toR } from './r/script.ts';
import { run } from './run.ts';
import type { BaseSpec } from './spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from './table/build.ts';
import { MISSING_KINDS, type Category, type Column, type Table } from './table/table.ts';

type CodebookFile = Record<string, { label?: string; categories?: Category[] }>;

/** Few whole numbers are points of a scale: as categories they take a byte each, and still have their scores. */
const MOST_POINTS = 25;

function cellOf(text: string): Cell {
	const kind = MISSING_KINDS.find((k) => CSV_MISSING[k] === text);
	return text === 'NA' ? null : kind ? { missing: kind } : text;
}

function columnOf(cells: Cell[], name: string, book: CodebookFile[string] | undefined): Column {
	const texts = cells.filter((c) => typeof c === 'string');
	const numeric = texts.every((t) => t.trim() !== '' && Number.isFinite(Number(t)));
	const label = book?.label ?? name;
	if (book?.categories || !numeric) return categoricalColumn(cells, label, book?.categories);
	const numbers = cells.map((c) => (typeof c === 'string' ? Number(c) : c));
	const points = new Set(numbers.filter((c) => typeof c === 'number'));
	return points.size <= MOST_POINTS && [...points].every(Number.isInteger) && texts.every((t) => String(Number(t)) === t) ? categoricalColumn(cells, label) : numericColumn(numbers, label);
}

/** @throws RangeError naming column and row, when a value is not among the codebook's categories */
function readTable(file: string, book: CodebookFile): Table {
	const rows = parse(readFileSync(file), { bom: true, delimiter: [',', ';'], skip_empty_lines: true }) as string[][];
	const [heading = [], ...body] = rows;
	return tableOf(
		Object.fromEntries(
			heading.map((name, j) => {
				try {
					return [name, columnOf(body.map((r) => cellOf(r[j] ?? '')), name, book[name])];
				} catch (error) {
					throw new RangeError(`${basename(file)}, column ${name}, ${(error as Error).message}`, { cause: error });
				}
			})
		)
	);
}

function main(args: readonly string[]): void {
	const [specFile, dataFile, codebookFile] = args.filter((a) => !a.startsWith('--'));
	if (!specFile) {
		console.error('Usage: node analysis/cli.ts spec.json [data.csv [codebook.json]] [--r]');
		process.exitCode = 2;
		return;
	}
	const given = JSON.parse(readFileSync(specFile, 'utf8')) as BaseSpec | BaseSpec[];
	const book = codebookFile ? (JSON.parse(readFileSync(codebookFile, 'utf8')) as CodebookFile) : {};
	const table = dataFile ? readTable(dataFile, book) : tableOf({});
	const specs = Array.isArray(given) ? given : [given];
	const answers: unknown[] = specs.map((spec) => (args.includes('--r') ? toR(spec, codebookOf(table), dataFile && basename(dataFile)) : run(spec, table)));
	if (answers.some((a) => isViolation(a as Violation))) process.exitCode = 1;
	if (args.includes('--r')) console.log(answers.map((a) => (typeof a === 'string' ? a : `# ${a === null ? 'base R has no way to this' : JSON.stringify(a)}`)).join('\n'));
	else console.log(JSON.stringify(Array.isArray(given) ? answers : answers[0], null, '\t'));
}

try {
	main(process.argv.slice(2));
} catch (error) {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
}
