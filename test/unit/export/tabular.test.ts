/** CSV with its codebook, Excel and Parquet. */
import { parse } from 'csv-parse/sync';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { readColumn } from '#analysis/table/csv.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { codebookPage } from '#lib/server/export/data/codebook-page.ts';
import { codebookOf } from '#lib/server/export/data/codebook.ts';
import { toCsv } from '#lib/server/export/data/csv.ts';
import { toParquet } from '#lib/server/export/data/parquet.ts';
import { columnName } from '#lib/server/export/data/xlsx/sheet.ts';
import { toXlsx } from '#lib/server/export/data/xlsx/write.ts';
import { engineTable } from '#lib/server/results/snapshot/engine-table.ts';
import { fileWords } from '#lib/server/export/data/words.ts';
import { buildDataset, missing } from '../../support/dataset/build.ts';

const made = new Date('2021-06-01T12:34:56Z');
const gone = [missing('not_asked'), missing('not_answered'), missing('dont_know'), missing('suppressed')];
const dataset = buildDataset([
	{ name: 'enig', type: 'categorical', label: 'Enig?', question: 'Er du enig i at «æøå» er bokstaver?', measure: 'ordinal', categories: [['1', 'Uenig'], ['2', 'Enig, ja']], cells: ['2', ...gone, '1'] },
	{ name: 'fylke', type: 'categorical', categories: [['Agder, Aust', 'Agder "øst"'], ['Oslo', 'Oslo']], cells: ['Agder, Aust', ...gone, 'Oslo'] },
	{ name: 'andel', type: 'numeric', cells: [0.1, ...gone, -1e-7] },
	{ name: 'antall', type: 'numeric', cells: [100_000, ...gone, 7] },
	{ name: 'mening', type: 'text', cells: ['=1+1, "sa"\nhan', ...gone, ' <b>&_x0041_'] }
]);
const bytes = (pieces: Iterable<Uint8Array>) => Buffer.concat([...pieces]);
const csv = (of: Dataset) => parse(bytes(toCsv(of)).toString('utf8')) as string[][];

describe('A CSV of data', () => {
	it('has a heading and a row each, with the kinds of missing as the statistics library reads them', () => {
		expect(csv(dataset)).toEqual([
			['enig', 'fylke', 'andel', 'antall', 'mening'], ['2', 'Agder, Aust', '0.1', '100000', '=1+1, "sa"\nhan'], ...['<not_asked>', '', '<dont_know>', '<suppressed>'].map((mark) => Array<string>(5).fill(mark)), ['1', 'Oslo', '-1e-7', '7', ' <b>&_x0041_']
		]);
	});

	it('becomes with its codebook the same columns as the dataset itself', () => {
		const [heading = [], ...rows] = csv(dataset);
		const book = codebookOf(dataset, 'nb');
		const table = engineTable(dataset, 'nb');
		for (const name of ['enig', 'fylke', 'andel']) {
			const cells = rows.map((row) => row[heading.indexOf(name)] ?? '');
			expect(readColumn(cells, name, book[name]).column).toEqual(table.columns[name]);
		}
	});

	it('has a row for each respondent also where there is one column and it is empty', () => {
		const one = buildDataset([{ name: 'x', type: 'numeric', cells: [missing('not_answered'), 1, missing('not_answered')] }]);
		expect(parse(bytes(toCsv(one)).toString('utf8'), { skip_empty_lines: true })).toEqual([['x'], [''], ['1'], ['']]);
	});
});

describe('A codebook to read', () => {
	it('shows each variable with question, categories and how many have each, and what is missing', () => {
		const page = codebookPage(dataset, 'nb');
		const html = new TextDecoder().decode(page);
		for (const part of ['<html lang="nb">', 'Er du enig i at «æøå» er bokstaver?', 'Agder &quot;øst&quot;', 'Skjult av hensyn til personvern', '&lt;dont_know&gt;']) expect(html).toContain(part);
		expect(html).not.toContain('<b>&_');
	});
});

describe('An Excel workbook of data', () => {
	const sheets = (labels: boolean) => XLSX.read(bytes(toXlsx(dataset, { words: fileWords('nb'), labels, made })), { type: 'buffer' });
	const rows = (book: XLSX.WorkBook, i = 0) => XLSX.utils.sheet_to_json<(string | number)[]>(book.Sheets[book.SheetNames[i] ?? ''] ?? {}, { header: 1, raw: true, defval: null });

	it('has labels, numbers that are numbers, and words for what is missing', () => {
		expect(rows(sheets(true))).toEqual([
			['enig', 'fylke', 'andel', 'antall', 'mening'], ['Enig, ja', 'Agder "øst"', 0.1, 100_000, '=1+1, "sa"\nhan'], Array(5).fill('Ikke spurt'), Array(5).fill(null), Array(5).fill('Vet ikke'), Array(5).fill('Skjult av hensyn til personvern'), ['Uenig', 'Oslo', -1e-7, 7, ' <b>&_x0041_']
		]);
	});

	it('has codes instead where they are asked for', () => {
		expect(rows(sheets(false))[1]).toEqual([2, 'Agder, Aust', 0.1, 100_000, '=1+1, "sa"\nhan']);
	});

	it('has the codebook on a sheet of its own', () => {
		const book = sheets(true);
		expect(book.SheetNames).toEqual(['Data', 'Kodebok']);
		expect(rows(book, 1)).toContainEqual(['enig', null, null, '2', 'Enig, ja', 1]);
		expect(rows(book, 1)).toContainEqual(['enig', null, null, '<dont_know>', 'Vet ikke', 1]);
	});

	it('refuses what a sheet has no room for, and says how much it has', () => {
		expect(() => toXlsx({ ...dataset, rows: 1_048_576 }, { words: fileWords('nb'), labels: true, made })).toThrow('dataexport_problem_sheet');
	});

	it('names columns as Excel does', () => {
		expect([0, 25, 26, 51, 52, 701, 702, 16_383].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA', 'XFD']);
	});

	it('is the same bytes each time', () => {
		const once = () => bytes(toXlsx(dataset, { words: fileWords('nb'), labels: true, made }));
		expect(once().equals(once())).toBe(true);
	});
});

describe('A Parquet file of data', () => {
	const file = () => { const all = bytes(toParquet(dataset, 'nb')); return all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength); };

	it('has typed columns, and says beside them which kind of missing a null is', async () => {
		const rows = await parquetReadObjects({ file: file() });
		expect(rows[0]).toEqual({ enig: '2', enig__missing: null, fylke: 'Agder, Aust', fylke__missing: null, andel: 0.1, andel__missing: null, antall: 100_000, antall__missing: null, mening: '=1+1, "sa"\nhan', mening__missing: null });
		expect(rows.map((r) => r.enig)).toEqual(['2', null, null, null, null, '1']);
		expect(rows.map((r) => r.antall__missing)).toEqual([null, 'not_asked', 'not_answered', 'dont_know', 'suppressed', null]);
		expect(parquetMetadata(file()).schema.filter((s) => s.type).map((s) => s.type).slice(0, 8)).toEqual(['BYTE_ARRAY', 'BYTE_ARRAY', 'BYTE_ARRAY', 'BYTE_ARRAY', 'DOUBLE', 'BYTE_ARRAY', 'INT32', 'BYTE_ARRAY']);
	});

	it('carries the codebook', () => {
		const kept = parquetMetadata(file()).key_value_metadata?.find((kv) => kv.key === 'grunnlag')?.value ?? '{}';
		expect(JSON.parse(kept)).toMatchObject({ key: 'prove', hash: dataset.hash, variables: { enig: { label: 'Enig?', categories: [{ value: '1', label: 'Uenig' }, { value: '2', label: 'Enig, ja' }] } } });
	});

	it('has no column for what is missing where it is of one kind', async () => {
		const plain = bytes(toParquet(buildDataset([{ name: 'x', type: 'numeric', cells: [1, missing('not_answered')] }]), 'nb'));
		expect(await parquetReadObjects({ file: plain.buffer.slice(plain.byteOffset, plain.byteOffset + plain.byteLength) })).toEqual([{ x: 1 }, { x: null }]);
	});

	it('is written in several groups of rows', async () => {
		const rows = 45_000;
		const long = bytes(toParquet(buildDataset([{ name: 'x', type: 'numeric', cells: Array.from({ length: rows }, (_, i) => i) }]), 'nb'));
		const buffer = long.buffer.slice(long.byteOffset, long.byteOffset + long.byteLength);
		expect(parquetMetadata(buffer).row_groups.length).toBe(3);
		const read = await parquetReadObjects({ file: buffer });
		expect(read.every((row, i) => row.x === i) && read.length === rows).toBe(true);
	});

	it('has the values of every kind of column, and why they are missing, in each of its groups of rows', async () => {
		const rows = 25_000;
		const made = buildDataset([
			{ name: 'a', type: 'categorical', categories: [['ja', 'ja'], ['nei', 'nei']], cells: Array.from({ length: rows }, (_, i) => (i % 7 === 0 ? missing(i % 2 ? 'dont_know' : 'not_asked') : i % 3 ? 'ja' : 'nei')) },
			{ name: 't', type: 'text', cells: Array.from({ length: rows }, (_, i) => (i % 5 ? `svar ${i % 11}` : missing('not_answered'))) }
		]);
		const all = bytes(toParquet(made, 'nb'));
		const buffer = all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength);
		const read = await parquetReadObjects({ file: buffer });
		expect(parquetMetadata(buffer).row_groups.map((group) => Number(group.num_rows))).toEqual([20_000, 5_000]);
		expect(read).toEqual(Array.from({ length: rows }, (_, i) => ({
			a: i % 7 === 0 ? null : i % 3 ? 'ja' : 'nei', a__missing: i % 7 ? null : i % 2 ? 'dont_know' : 'not_asked', t: i % 5 ? `svar ${i % 11}` : null
		})));
	});
});
