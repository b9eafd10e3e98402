import { strFromU8, unzipSync } from 'fflate';
import { read, utils, type WorkBook } from 'xlsx';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { drawReport, toXlsx } from '#lib/server/export/report/index.ts';
import { sampleReport } from '../../../support/report/resolved.ts';

// a busy machine takes its time
vi.setConfig({ testTimeout: 60_000 });

describe('a report as a workbook', () => {
	const report = sampleReport();
	let file: Uint8Array;
	let book: WorkBook;
	beforeAll(async () => {
		file = await toXlsx(drawReport(report));
		book = read(file, { cellNF: true });
	}, 120_000);
	const sheet = (name: string) => book.Sheets[name] ?? {};

	it('has a sheet of contents and one for each table and figure, in the report\'s order', () => {
		expect(book.SheetNames).toEqual(['Innhold', 'Tabell 2', 'Tabell 21', 'Tabell 22', 'Tabell 23', 'Figur 3', 'Tabell 50']);
	});
	it('links from the contents to each sheet, and back', () => {
		const contents = sheet('Innhold');
		const links = Object.entries(contents).flatMap(([address, cell]) => (cell?.l ? [[address, cell.v, cell.l.Target ?? cell.l.location]] : []));
		expect(links[0]).toEqual(['A7', 'Tabell 2', "#'Tabell 2'!A1"]);
		expect(links).toHaveLength(12);
		expect(sheet('Tabell 50').A2?.l).toMatchObject({ Target: "#'Innhold'!A1" });
	});
	it('holds numbers as numbers in full with a format that shows the report\'s decimals', () => {
		const table = sheet('Tabell 21');
		expect(table.A1?.v).toBe('Tabell 21. samarbeid etter population_2020. Prosent');
		expect(table.B6).toMatchObject({ t: 'n', v: 0.11, z: '0%' });
		expect(table.B9).toMatchObject({ t: 'n', v: 18, z: '#,##0' });
		expect(table.B10).toMatchObject({ t: 'n', v: 4.32, z: '#,##0.00' });
	});
	it('shows a p below 0.001 as that, and stars as part of the format, so that both stay numbers', () => {
		const rows = sheet('Tabell 50');
		expect(rows.B5).toMatchObject({ t: 'n', v: -0.106, z: '#,##0.000"**"' });
		expect(rows.H5).toMatchObject({ t: 'n', v: 0.0002, z: '[<0.001]"< 0,001";0.000', w: '< 0,001' });
		expect(rows.H6?.w).toBe('0.042');
	});
	it('keeps text as text, whatever it begins with', () => {
		const cell = sheet('Tabell 50').J5;
		expect(cell).toMatchObject({ t: 's', v: '=Svak sammenheng, «uten» <betydning> & slikt' });
		expect(cell?.f).toBeUndefined();
	});
	it('says a missing number in a word, explains it below, and has the figure\'s numbers with what it shows in words', () => {
		const lines = utils.sheet_to_json<string[]>(sheet('Tabell 2'), { header: 1 }).flat();
		expect(lines).toEqual(expect.arrayContaining(['skjult', 'skjult: Skjult av hensyn til personvern', 'Noen har flere roller.', 'Kilde: populasjonslisten.', 'Møre og Romsdal']));
		const figure = utils.sheet_to_json<unknown[]>(sheet('Figur 3'), { header: 1 });
		expect(figure.flat()).toEqual(expect.arrayContaining([3.56, 216, 'Kilde: spørreundersøkelsen.']));
	});
	it('has the figure as a picture below its numbers, with what it shows in words, and no other sheet has one', () => {
		const files = unzipSync(file);
		const pictures = Object.keys(files).filter((path) => /^xl\/media\/.+\.png$/.test(path));
		expect(pictures).toHaveLength(1);
		expect([...files[pictures[0]!]!.slice(1, 4)]).toEqual([...'PNG'].map((letter) => letter.charCodeAt(0)));
		const drawings = Object.keys(files).filter((path) => /^xl\/drawings\/[^/]+\.xml$/.test(path));
		expect(drawings).toHaveLength(1);
		const xml = strFromU8(files[drawings[0]!]!);
		const row = Number(/<xdr:from>[\s\S]*?<xdr:row>(\d+)<\/xdr:row>/.exec(xml)?.[1]);
		expect(row).toBeGreaterThanOrEqual(utils.sheet_to_json(sheet('Figur 3'), { header: 1, blankrows: true }).length);
		expect(xml).toContain('descr="');
		expect(strFromU8(files['[Content_Types].xml']!)).toContain('image/png');
	});
	it('keeps heads in view and prints no wider than the paper', () => {
		const xml = strFromU8(unzipSync(file)['xl/worksheets/sheet2.xml'] ?? new Uint8Array());
		expect(xml).toContain('<pane ySplit="5" xSplit="1"');
		expect(xml).toMatch(/<sheetPr><pageSetUpPr fitToPage="1"\/><\/sheetPr>[\s\S]*<pageSetup [^>]*fitToWidth="1" fitToHeight="0"/);
	});
	it('says on the first sheet where the numbers come from, and what R said of them', () => {
		const lines = utils.sheet_to_json<string[]>(sheet('Innhold'), { header: 1 }).flat();
		expect(lines).toEqual(expect.arrayContaining(['Hvor tallene kommer fra', 'sha256:0123456789abcdef', '412 av 412 tall er de samme i R 4.6 med 9 sifre eller flere.']));
	});
	it('gives tables of the same number sheets of their own', async () => {
		const twice = { ...report, blocks: report.blocks.map((block) => (block.kind === 'table' ? { ...block, number: 7 } : block)) };
		const names = read(await toXlsx(drawReport(twice))).SheetNames;
		expect(names.filter((name) => name.startsWith('Tabell'))).toEqual(['Tabell 7', 'Tabell 7 (2)', 'Tabell 7 (3)', 'Tabell 7 (4)', 'Tabell 7 (5)']);
	});
	it('is the same bytes each time', async () => {
		expect(Buffer.compare(file, await toXlsx(drawReport(sampleReport())))).toBe(0);
	});
});
