/**
 * `node analysis/cli.ts spec.json data.csv [codebook.json]`: one spec, or an array of specs, on a CSV file (for p-values corrected together: the method `family`), in plain Node: no build, no
 * database. Prints the results as JSON; `--r` prints the R code instead. Exit code 1 when a spec gets no result. What was read otherwise than it
 * stands in the file is told on standard error.
 *
 * The CSV: UTF-8, comma, semicolon or tab, a heading line. An empty cell (or `NA`) is not answered; `<not_asked>`, `<dont_know>` and `<suppressed>`
 * are the other kinds of missing. A column of numbers, with decimal point or comma, is numeric; other columns are categorical. The codebook says
 * otherwise and gives order, labels and scores: `{"q1": {"label": "…", "categories": [{"value": "1", "label": "…", "score": 1}]}}`.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { isViolation, type Violation } from './assumptions.ts';
import { codebookOf } from './r/codebook.ts';
import { toR, type CsvForm } from './r/script.ts';
import { run } from './run.ts';
import type { BaseSpec } from './spec/fields.ts';
import { tableOf } from './table/build.ts';
import { headingFault, readColumn, separatorOf, type ColumnBook } from './table/csv.ts';
import type { Column, Table } from './table/table.ts';

type CodebookFile = Record<string, ColumnBook>;

function readText(file: string): string {
	let bytes: Buffer;
	try {
		bytes = readFileSync(file);
	} catch (error) {
		throw new RangeError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
	}
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch (error) {
		throw new RangeError(`${basename(file)} is not UTF-8. Save it as UTF-8 (in Excel: "CSV UTF-8").`, { cause: error });
	}
}

function readJson<T>(file: string): T {
	try {
		return JSON.parse(readText(file)) as T;
	} catch (error) {
		throw new RangeError(error instanceof SyntaxError ? `${basename(file)} is not JSON: ${error.message}` : (error as Error).message, { cause: error });
	}
}

function readRows(file: string): { rows: string[][]; separator: string } {
	const text = readText(file);
	const name = basename(file);
	const separator = separatorOf(/^[^\r\n]*/.exec(text)![0]);
	let width: number | null = null;
	const onRecord = (record: string[], { lines }: { lines: number }): string[] => {
		width ??= record.length;
		if (record.length === width) return record;
		const mend = separator === ',' ? 'Put quotes around a field that holds a comma (a decimal comma too), or separate fields by semicolons.' : 'Put quotes around a field that holds the separator.';
		throw new RangeError(`line ${lines}: ${record.length} fields, where the heading has ${width}. ${mend}`);
	};
	try {
		const rows = parse(text, { delimiter: separator, skip_empty_lines: true, relax_column_count: true, on_record: onRecord }) as string[][];
		const fault = rows.length === 0 ? 'the file is empty. The first line must name the columns.' : headingFault(rows[0]!);
		if (fault) throw new RangeError(fault);
		return { rows, separator };
	} catch (error) {
		throw new RangeError(`${name}: ${(error as Error).message}`, { cause: error });
	}
}

/** Columns that no spec names are not built: an identifier may have more values than a column can have categories. */
function readTable(file: string, book: CodebookFile, specs: unknown): { table: Table; form: CsvForm } {
	const { rows, separator } = readRows(file);
	const [heading = [], ...body] = rows;
	const asked = JSON.stringify(specs);
	const decimalComma: string[] = [];
	const columns: [string, Column][] = [];
	heading.forEach((name, j) => {
		if (name === '' || !asked.includes(JSON.stringify(name).slice(1, -1))) return;
		const where = `${basename(file)}, column ${name}`;
		try {
			const read = readColumn(body.map((r) => r[j]!), name, book[name], separator);
			if (read.decimalComma) decimalComma.push(name);
			if (read.remark) console.error(`${where}: ${read.remark}`);
			columns.push([name, read.column]);
		} catch (error) {
			throw new RangeError(`${where}, ${(error as Error).message}`, { cause: error });
		}
	});
	return { table: tableOf(Object.fromEntries(columns)), form: { separator, decimalComma } };
}

/** Items are turned by the ends of their scale; without a codebook the ends are the answers met, which a scale may go beyond. */
function reversedByWhatWasMet(specs: readonly BaseSpec[], book: CodebookFile, table: Table): string[] {
	return specs.flatMap((spec) => {
		const { reversed, scale_min, scale_max } = spec as BaseSpec & { reversed?: unknown; scale_min?: unknown; scale_max?: unknown };
		if (!Array.isArray(reversed) || (typeof scale_min === 'number' && typeof scale_max === 'number')) return [];
		return reversed.flatMap((name: string) => {
			const column = table.columns[name];
			if (column?.kind !== 'categorical' || book[name]?.categories) return [];
			const scores = column.categories.map((c) => c.score ?? NaN);
			return [`column ${name}: reversed between the lowest and highest answer met (${Math.min(...scores)} and ${Math.max(...scores)}). Give scale_min and scale_max, or the column's categories in a codebook.`];
		});
	});
}

const isSpec = (x: unknown): x is BaseSpec => typeof x === 'object' && x !== null && typeof (x as BaseSpec).method === 'string';

function main(args: readonly string[]): void {
	const [specFile, dataFile, codebookFile] = args.filter((a) => !a.startsWith('--'));
	if (!specFile) {
		console.error('Usage: node analysis/cli.ts spec.json [data.csv [codebook.json]] [--r]');
		process.exitCode = 2;
		return;
	}
	const given = readJson<unknown>(specFile);
	const specs: unknown[] = Array.isArray(given) ? given : [given];
	const wrong = specs.findIndex((spec) => !isSpec(spec));
	if (wrong >= 0) throw new RangeError(`${basename(specFile)}${Array.isArray(given) ? `, spec ${wrong + 1}` : ''}: a spec is an object with the field "method", such as {"method": "describe", "x": ["q1"]}.`);
	const book = codebookFile ? readJson<CodebookFile>(codebookFile) : {};
	const { table, form } = dataFile ? readTable(dataFile, book, specs) : { table: tableOf({}), form: {} };
	for (const remark of reversedByWhatWasMet(specs as BaseSpec[], book, table)) console.error(remark);
	const answers: unknown[] = (specs as BaseSpec[]).map((spec) => (args.includes('--r') ? toR(spec, codebookOf(table), dataFile && basename(dataFile), form) : run(spec, table)));
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
