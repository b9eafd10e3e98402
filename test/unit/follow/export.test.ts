import { parse } from 'csv-parse/sync';
import { read, utils } from 'xlsx';
import { describe, expect, it } from 'vitest';
import { rowGroups, type Table } from '#analysis/report/table.ts';
import { cellText } from '#lib/ui/cell.ts';
import { tableToCsv } from '#lib/server/export/csv.ts';
import { tableToXlsx } from '#lib/server/export/xlsx.ts';

const table: Table = {
	title: 'Svar etter fylke: æøå', rowHeading: 'Fylke',
	columns: [{ key: 'n', label: 'Svart', group: 'Antall' }, { key: 'rr', label: 'RR1', group: 'Svarprosent' }],
	rows: [
		{ key: 'a', label: 'Møre og Romsdal; "nord"', cells: [{ kind: 'count', value: 1362 }, { kind: 'percent', value: 153 / 304, decimals: 1 }] },
		{ key: 'b', label: '=HYPERLINK("http://evil.example";"x")', cells: [{ kind: 'count', value: 0 }, { kind: 'missing', reason: 'zero_denominator' }] },
		{ key: 'total', label: 'I alt', total: true, cells: [{ kind: 'count', value: 1362 }, { kind: 'percent', value: 1, decimals: 1 }] }
	],
	notes: ['RR1 er …'], provenance: [{ label: 'Undersøkelse', value: 'Nettverk' }]
};

describe('a table as CSV', () => {
	const csv = tableToCsv(table, 'nb');
	const rows: string[][] = parse(csv, { bom: true, delimiter: ';' });
	it('begins with a byte order mark, has `;` between fields and ends lines as Excel does', () => {
		expect(csv.charCodeAt(0)).toBe(0xfeff);
		expect(csv.slice(1).split('\r\n')[0]).toBe('Fylke;Antall: Svart;Svarprosent: RR1 (prosent)');
	});
	it('is a rectangle that reads back whole, quotes and separators in labels included', () => {
		expect(rows.map((r) => r.length)).toEqual([3, 3, 3, 3]);
		expect(rows[1]).toEqual(['Møre og Romsdal; "nord"', '1362', '50,3289']);
	});
	it('writes a missing number as the reason in words, never as zero or nothing', () => {
		expect(rows[2]?.slice(1)).toEqual(['0', 'Kan ikke regnes ut: ingen i grunnlaget']);
		expect(parse(tableToCsv(table, 'en'), { bom: true, delimiter: ';' })[2]?.[2]).toBe('Cannot be computed: nobody in the base');
	});
	it('writes a negative number as the number it is', () => {
		const negative = { ...table, rows: [{ key: 'x', label: 'r', cells: [{ kind: 'number' as const, value: -0.25, decimals: 2 }, { kind: 'percent' as const, value: -0.024, decimals: 1 }] }] };
		expect(tableToCsv(negative, 'nb').split('\r\n')[1]).toBe('r;-0,25;-2,4');
	});
	it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('does not let a label run as a formula: %j', (label) => {
		const risky = { ...table, rowHeading: label, columns: table.columns.map((c) => ({ key: c.key, label })), rows: [{ key: 'x', label, cells: table.rows[0]?.cells ?? [] }] };
		const [head = [], row = []]: string[][] = parse(tableToCsv(risky, 'nb'), { bom: true, delimiter: ';', record_delimiter: '\r\n' });
		expect([head[0], head[1], row[0]]).toEqual([`'${label}`, `'${label}`, `'${label}`]);
		expect(row).toHaveLength(3);
	});
});

const rich: Table = {
	title: 'Modell', rowHeading: 'Ledd', columns: [{ key: 'b', label: 'b' }, { key: 'ci', label: '95 % KI' }, { key: 'share', label: 'Andel' }, { key: 'word', label: 'Dom' }], notes: [], provenance: [],
	rows: [
		{ key: 'a', label: 'Alder', group: 'Person', cells: [{ kind: 'number', value: 0.512, decimals: 2, mark: '**' }, { kind: 'interval', low: -0.1234, high: 0.98765, decimals: 2 }, { kind: 'interval', low: 0.1, high: 0.25, decimals: 1, percent: true }, { kind: 'text', value: 'stemmer' }] },
		{ key: 'b', label: 'Størrelse', group: 'Sted', cells: [{ kind: 'number', value: 0.1, decimals: 2, faint: true }, { kind: 'missing', reason: 'suppressed' }, { kind: 'missing', reason: 'not_applicable' }, { kind: 'text', value: '=1+1' }] }
	]
};

describe('intervals, words, marks and headings of rows', () => {
	it('stand in a text file as numbers to compute on, with the heading before the label and without marks', () => {
		const rows: string[][] = parse(tableToCsv(rich, 'nb'), { bom: true, delimiter: ';' });
		expect(rows).toEqual([['Ledd', 'b', '95 % KI', 'Andel (prosent)', 'Dom'], ['Person: Alder', '0,512', '[-0,1234; 0,9877]', '[10; 25]', 'stemmer'], ['Sted: Størrelse', '0,1', 'Skjult av hensyn til personvern', 'Ikke aktuelt', "'=1+1"]]);
	});
	it('stand in a workbook with numbers as numbers, the mark in their format, and the heading on a line of its own', async () => {
		const sheet = read(await tableToXlsx(rich, 'nb'), { cellNF: true }).Sheets.Ledd;
		expect([sheet?.A4?.v, sheet?.A5?.v, sheet?.A6?.v, sheet?.A7?.v]).toEqual(['Person', 'Alder', 'Sted', 'Størrelse']);
		expect(sheet?.B5).toMatchObject({ t: 'n', v: 0.512, z: '#,##0.00"**"' });
		expect([sheet?.C5?.v, sheet?.D5?.v, sheet?.E5?.v].map((v) => String(v).replaceAll('\u00a0', ' '))).toEqual(['[−0,12; 0,99]', '[10,0 %; 25,0 %]', 'stemmer']);
		expect(sheet?.E7).toMatchObject({ t: 's', v: '=1+1' });
	});
	it('are read on a page with their marks', () => {
		expect(rich.rows[0]?.cells.map((cell) => cellText(cell, 'en').replaceAll('\u00a0', ' '))).toEqual(['0.51**', '[-0.12, 0.99]', '[10.0%, 25.0%]', 'stemmer']);
		expect(rowGroups(rich).map((g) => [g.label, g.rows.length])).toEqual([['Person', 1], ['Sted', 1]]);
	});
});

describe('a table as a workbook', () => {
	it('holds numbers as numbers with their format, labels as text, and the notes', async () => {
		const book = read(await tableToXlsx(table, 'nb'), { cellNF: true });
		expect(book.SheetNames).toEqual(['Fylke']);
		const sheet = book.Sheets.Fylke;
		expect(sheet?.A1?.v).toBe('Svar etter fylke: æøå');
		expect([sheet?.B3?.v, sheet?.C3?.v, sheet?.A4?.v, sheet?.B4?.v]).toEqual(['Antall', 'Svarprosent', 'Fylke', 'Svart']);
		expect(sheet?.B5).toMatchObject({ t: 'n', v: 1362, z: '#,##0' });
		expect(sheet?.C5).toMatchObject({ t: 'n', v: 153 / 304, z: '0.0%' });
		expect(sheet?.A6).toMatchObject({ t: 's', v: '=HYPERLINK("http://evil.example";"x")' });
		expect(sheet?.A6?.f).toBeUndefined();
		expect(sheet?.C6).toMatchObject({ t: 's', v: 'ingen' });
		expect(utils.sheet_to_json<string[]>(sheet ?? {}, { header: 1 }).flat()).toEqual(expect.arrayContaining(['ingen: Kan ikke regnes ut: ingen i grunnlaget', 'RR1 er …', 'Undersøkelse: Nettverk']));
	});
	it('gets a sheet name that Excel accepts whatever the stratum is called', async () => {
		const name = read(await tableToXlsx({ ...table, rowHeading: "Fylke/region: [nord]* 'øst'? og mye mer enn trettien tegn" }, 'nb')).SheetNames[0] ?? '';
		expect(name.length).toBeLessThanOrEqual(31);
		expect(name).not.toMatch(/[[\]*?:/\\']/);
	});
});
