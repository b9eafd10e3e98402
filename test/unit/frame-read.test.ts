import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { deflateRawSync } from 'node:zlib';
import { readTable } from '../../src/lib/server/fieldwork/frames/read.ts';
import { MAX_MEGABYTES } from '../../src/lib/server/fieldwork/frames/table.ts';
import { bytes } from '../support/frame.ts';

const cells = async (file: Uint8Array) => (await readTable(file)).rows.map((r) => r.cells);
const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

function workbook(rows: unknown[][], change: (sheet: XLSX.WorkSheet) => void = () => undefined, before: unknown[][][] = []): Uint8Array {
	const book = XLSX.utils.book_new();
	before.forEach((sheet, i) => XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(sheet), `Først ${i}`));
	const sheet = XLSX.utils.aoa_to_sheet(rows, { cellDates: true, UTC: true });
	change(sheet);
	XLSX.utils.book_append_sheet(book, sheet, 'Liste');
	return new Uint8Array(XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer);
}

describe('a CSV file', () => {
	it('is read as UTF-8 with or without a byte order mark', async () => {
		for (const mark of ['', '\ufeff']) expect(await readTable(bytes(`${mark}ref;navn\n1;Åse Bjørnsøn`))).toMatchObject({ encoding: 'utf-8', header: ['ref', 'navn'], rows: [{ row: 2, cells: ['1', 'Åse Bjørnsøn'] }] });
	});
	it('is read as Windows-1252, and so ISO-8859-1, where it is not UTF-8', async () => {
		expect(await readTable(latin1('ref;navn\n1;Åse Bjørnsøn'))).toMatchObject({ encoding: 'windows-1252', rows: [{ cells: ['1', 'Åse Bjørnsøn'] }] });
		expect(await cells(Uint8Array.from([...latin1('ref;navn\n1;'), 0x96, 0x20, 0x80]))).toEqual([['1', '– €']]);
	});
	it.each([[';'], [','], ['\t']])('is split at %j when the header is', async (delimiter) => {
		expect(await readTable(bytes(`a${delimiter}b\n1${delimiter}2`))).toMatchObject({ delimiter, rows: [{ cells: ['1', '2'] }] });
	});
	it('is split at the delimiter that fits all rows when the header could mean several', async () => {
		expect(await readTable(bytes('ref;navn, etternavn, fornavn;epost\n1;Lie, Kari, A;k@x.no\n2;Dal;o@x.no'))).toMatchObject({ delimiter: ';', header: ['ref', 'navn, etternavn, fornavn', 'epost'] });
	});
	it('may quote fields with delimiters, quotes and line breaks, and end lines in any way', async () => {
		const { rows } = await readTable(bytes('a;b\r\n"1;2";"sa ""hei"""\n\r\n"to\r\nlinjer";x\r3;4'));
		expect(rows).toEqual([{ row: 2, cells: ['1;2', 'sa "hei"'] }, { row: 4, cells: ['to\nlinjer', 'x'] }, { row: 6, cells: ['3', '4'] }]);
	});
	it('may have blank rows, which are left out but counted as lines', async () => {
		expect((await readTable(bytes('\n\na;b\n;\n1;2\n\n 	; \n3;4\n'))).rows).toEqual([{ row: 5, cells: ['1', '2'] }, { row: 8, cells: ['3', '4'] }]);
	});
	it('keeps leading zeros and blanks as they stand', async () => {
		expect(await cells(bytes('a;b\n0301; x '))).toEqual([['0301', ' x ']]);
	});
	it.each([
		['', 'frame_problem_empty', {}],
		[' \n;;\n', 'frame_problem_empty', {}],
		['\ufeff\n ', 'frame_problem_empty', {}],
		['ref;navn\n', 'frame_problem_no_rows', {}],
		['a;b\n1;2\n"3;4\n5;6', 'frame_problem_quote_open', { row: 3 }],
		['a;b\n1;2\nx"y;2', 'frame_problem_quote_inside', { row: 3 }],
		['a;b\n"x"y;2', 'frame_problem_quote_inside', { row: 2 }],
		['a;b\n1;2\n3;\0', 'frame_problem_nul', { row: 3 }],
		['\u0001\u0002;b\n1;2', 'frame_problem_not_a_table', {}],
		['%PDF-1.7\nx', 'frame_problem_not_a_table', {}],
		['1;Kari Lie;kari@lie.example\n2;Ola Dal;ola@dal.example', 'frame_problem_no_header', { row: 1 }]
	])('is refused when it is %j: %s', async (text, code, params) => {
		await expect(readTable(bytes(text))).rejects.toMatchObject({ code, params, name: 'Problem' });
	});
	it('is refused with every row that has too many or too few columns', async () => {
		await expect(readTable(bytes('a;b\n1\n1;2\n1;2;3'))).rejects.toMatchObject({ code: 'frame_problem_rows', issues: [
			{ code: 'frame_issue_ragged', row: 2, params: { found: 1, expected: 2 } }, { code: 'frame_issue_ragged', row: 4, params: { found: 3, expected: 2 } }] });
	});
	it('is refused with every column whose name is missing or taken', async () => {
		await expect(readTable(bytes('a; ;b;a \n1;2;3;4'))).rejects.toMatchObject({ code: 'frame_problem_rows', issues: [
			{ code: 'frame_issue_header_blank', row: 1, params: { number: 2 } }, { code: 'frame_issue_header_twice', column: 'a', params: { first: 1, number: 4 } }] });
	});
	it('is refused above 200,000 rows, 20 megabytes or 200 columns', async () => {
		await expect(readTable(bytes('a;b\n' + '1;2\n'.repeat(200_001)))).rejects.toMatchObject({ code: 'frame_problem_rows_limit', params: { max: 200_000 } });
		await expect(readTable(new Uint8Array(MAX_MEGABYTES * 1_000_000 + 1))).rejects.toMatchObject({ code: 'frame_problem_too_large', status: 413 });
		await expect(readTable(bytes(Array.from({ length: 201 }, (_, i) => `k${i}`).join(';') + '\n'))).rejects.toMatchObject({ code: 'frame_problem_columns' });
	});
	it('lets others have a turn while it is read', async () => {
		let turns = 0;
		const timer = setInterval(() => turns++, 1);
		await readTable(bytes('a;b\n' + 'en rad;med litt tekst\n'.repeat(100_000)));
		clearInterval(timer);
		expect(turns).toBeGreaterThan(10);
	});
});

describe('a spreadsheet', () => {
	it('gives the first sheet with rows, with the rows’ own numbers', async () => {
		const file = workbook([[], ['ref', 'navn'], ['a', 'Åse'], [], ['b', null]], undefined, [[]]);
		expect(await readTable(file)).toEqual({ format: 'xlsx', encoding: null, delimiter: null, sheet: 'Liste', header: ['ref', 'navn'], rows: [{ row: 3, cells: ['a', 'Åse'] }, { row: 5, cells: ['b', ''] }] });
	});
	it('keeps leading zeros of text, whole numbers in full, and shows dates and formatted numbers as they are shown', async () => {
		const file = workbook([['nr', 'orgnr', 'lang', 'dato', 'andel', 'ja', 'beløp'], ['0301', 872371444, 123456789012345, new Date(Date.UTC(2021, 3, 7)), 0.25, true, 1234.5]], (sheet) => {
			(sheet.E2 as XLSX.CellObject).z = '0 %';
			(sheet.G2 as XLSX.CellObject).z = '0.00';
		});
		expect(await cells(file)).toEqual([['0301', '872371444', '123456789012345', '2021-04-07', '25%', 'TRUE', '1234.50']]);
	});
	it.each([['dd.mm.yyyy', '07.04.2021'], ['dd\\.mm\\.yyyy', '07.04.2021'], ['d.m.yy;@', '7.4.21'], ['[$-414]d. mmmm yyyy;@', '7. April 2021'], ['yyyy-mm-dd', '2021-04-07']])('shows a date with the format %s', async (format, text) => {
		const file = workbook([['dato'], [44293]], (sheet) => {
			(sheet.A2 as XLSX.CellObject).z = format;
		});
		expect(await cells(file)).toEqual([[text]]);
	});
	it('is refused with every cell that holds an error or stands outside the columns with a name', async () => {
		const file = workbook([['a', 'b'], ['1', null], ['2', 'x', 'y']], (sheet) => {
			sheet.B2 = { t: 'e', v: 42, w: '#N/A' };
		});
		await expect(readTable(file)).rejects.toMatchObject({ code: 'frame_problem_rows', issues: [
			{ code: 'frame_issue_cell_error', row: 2, column: 'b', value: '#N/A' }, { code: 'frame_issue_ragged', row: 3, params: { found: 3, expected: 2 } }] });
	});
	it('is refused when it is empty, has only a header, or is some other file', async () => {
		await expect(readTable(workbook([[]]))).rejects.toMatchObject({ code: 'frame_problem_empty' });
		await expect(readTable(workbook([['a']]))).rejects.toMatchObject({ code: 'frame_problem_no_rows' });
		await expect(readTable(Uint8Array.from([0x50, 0x4b, 3, 4, 1, 2, 3]))).rejects.toMatchObject({ code: 'frame_problem_not_a_table', status: 415 });
		await expect(readTable(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]))).rejects.toMatchObject({ code: 'frame_problem_not_a_table' });
	});
	it('is refused when a small file would unpack to an enormous one', async () => {
		const book = workbook([['a'], ['b']]);
		const bomb = repack(book, 'xl/worksheets/sheet1.xml', deflateRawSync(Buffer.alloc(320_000_000), { level: 1 }));
		await expect(readTable(bomb)).rejects.toMatchObject({ code: 'frame_problem_unpacked', status: 413 });
	});
});

/** The zip `file` with the compressed data of one entry replaced, its stated sizes left as they were. */
function repack(file: Uint8Array, name: string, data: Uint8Array): Uint8Array {
	const view = Buffer.from(file);
	const at = view.indexOf(name) - 30;
	const size = view.readUInt32LE(at + 18);
	const start = at + 30 + name.length + view.readUInt16LE(at + 28);
	const result = Buffer.concat([view.subarray(0, start), data, view.subarray(start + size)]);
	const end = result.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
	result.writeUInt32LE(view.readUInt32LE(view.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6])) + 16) + data.length - size, end + 16);
	return result;
}
