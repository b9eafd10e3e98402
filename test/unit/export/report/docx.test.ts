import { strFromU8, unzipSync } from 'fflate';
import mammoth from 'mammoth';
import { beforeAll, describe, expect, it } from 'vitest';
import { STYLES } from '#lib/domain/report/types.ts';
import { drawReport, toDocx, type ResolvedReport } from '#lib/server/export/report/index.ts';
import { correlationTable, crosstabTable, membershipTable, published } from '../../../support/report/published.ts';
import { sampleReport } from '../../../support/report/resolved.ts';

const parts = (file: Uint8Array) => Object.fromEntries(Object.entries(unzipSync(file)).map(([path, bytes]) => [path, strFromU8(bytes)]));
const texts = (xml: string) => [...xml.matchAll(/<w:t\b[^>]*>([^<]*)<\/w:t>/g)].map((match) => match[1]).join('');
const paragraphs = (xml: string) => xml.match(/<w:p>(?:(?!<w:p>)[\s\S])*?<\/w:p>/g) ?? [];
const styled = (xml: string, style: string) => paragraphs(xml).filter((paragraph) => paragraph.includes(`<w:pStyle w:val="${style}"/>`));
const write = (report: ResolvedReport) => toDocx(drawReport(report));

describe('a report as a Word document', () => {
	const report = sampleReport();
	let file: Uint8Array;
	let document: string;
	let files: Record<string, string>;
	beforeAll(async () => {
		file = await write(report);
		files = parts(file);
		document = files['word/document.xml'] ?? '';
	});

	it('has a table of Word for each table, whose heads repeat on every page and whose rows never part', () => {
		const tables = document.match(/<w:tbl>[\s\S]*?<\/w:tbl>/g) ?? [];
		expect(tables).toHaveLength(5);
		for (const table of tables) {
			const rows = table.match(/<w:tr>[\s\S]*?<\/w:tr>/g) ?? [];
			expect(rows.every((row) => row.includes('<w:cantSplit/>'))).toBe(true);
			expect(rows[0]).toContain('<w:tblHeader/>');
			expect(rows.at(-1)).not.toContain('<w:tblHeader/>');
		}
		// two rows of heads where columns share one
		expect(tables.map((table) => table.match(/<w:tblHeader\/>/g)?.length)).toEqual([2, 2, 2, 2, 1]);
		expect(tables[1]).toContain('<w:gridSpan w:val="4"/>');
	});
	it('sets numbers to the right in Norwegian form and words to the left', () => {
		const table = document.match(/<w:tbl>[\s\S]*?<\/w:tbl>/g)?.[4] ?? '';
		const cell = (text: string) => paragraphs(table).find((paragraph) => texts(paragraph).startsWith(text));
		expect(cell('0,142')).toContain('<w:jc w:val="right"/>');
		expect(cell('&lt;\u00a00,001')).toContain('<w:jc w:val="right"/>');
		expect(cell('[−0,31;\u00a00,12]')).toContain('<w:jc w:val="right"/>');
		expect(cell('=Svak sammenheng')).toContain('<w:jc w:val="left"/>');
		// digits stand below one another: the cell without stars is moved in by them
		expect(cell('−0,106')).not.toContain('w:right=');
		expect(cell('−0,110')).toContain('w:right=');
	});
	it('counts captions by fields that already say their number, and goes on from where the report does', () => {
		const captions = styled(document, 'Caption');
		expect(captions.map(texts)).toEqual([
			'Tabell 2. Medlemmer av samarbeidsforum etter rolle', 'Tabell 21. samarbeid etter population_2020. Prosent', 'Tabell 22. samarbeid etter school_age_share. Prosent',
			'Tabell 23. samarbeid etter unemployment_rate. Prosent', 'Figur 3. Samarbeid i forum og nettverk', 'Tabell 50. Korrelasjoner mellom indekser og kjennetegn'
		]);
		expect(captions.map((caption) => /SEQ [^<]*/.exec(caption)?.[0])).toEqual([
			'SEQ Tabell \\* ARABIC \\r 2', 'SEQ Tabell \\* ARABIC \\r 21', 'SEQ Tabell \\* ARABIC', 'SEQ Tabell \\* ARABIC', 'SEQ Figur \\* ARABIC \\r 3', 'SEQ Tabell \\* ARABIC \\r 50'
		]);
	});
	it('sets the caption of a table above it, on the same page, and that of a figure below', () => {
		const [caption = ''] = styled(document, 'Caption');
		expect(caption).toContain('<w:keepNext/>');
		expect(document.indexOf('Medlemmer av samarbeidsforum', document.indexOf('pStyle w:val="Caption"'))).toBeLessThan(document.indexOf('<w:tbl>'));
		expect(document.indexOf('<w:drawing>')).toBeLessThan(document.lastIndexOf('Samarbeid i forum og nettverk'));
	});
	it('has lists of contents, tables and figures that are filled in, with links and pages', () => {
		const entries = styled(document, 'TableofFigures');
		expect(entries.map((entry) => texts(entry).replace(/\d+$/, ''))).toEqual([
			'Tabell 2. Medlemmer av samarbeidsforum etter rolle', 'Tabell 21. samarbeid etter population_2020. Prosent', 'Tabell 22. samarbeid etter school_age_share. Prosent',
			'Tabell 23. samarbeid etter unemployment_rate. Prosent', 'Tabell 50. Korrelasjoner mellom indekser og kjennetegn', 'Figur 3. Samarbeid i forum og nettverk'
		]);
		for (const entry of entries) {
			const anchor = /w:anchor="([^"]+)"/.exec(entry)?.[1] ?? 'none';
			expect(document).toContain(`<w:bookmarkStart w:name="${anchor}"`);
			expect(Number(/(\d+)<\/w:t><w:fldChar w:fldCharType="end"/.exec(entry)?.[1])).toBeGreaterThan(1);
		}
		expect(document).toContain('TOC \\h \\z \\c &quot;Tabell&quot;');
		expect(styled(document, 'TOC1').map(texts)[0]).toMatch(/^Deltakelse\d$/);
		expect(document.match(/fldCharType="begin"/g)?.length).toBe(document.match(/fldCharType="end"/g)?.length);
	});
	it('turns the page for a table that is too wide, and takes its heading along', () => {
		const sections = document.match(/<w:pgSz[^>]*>/g) ?? [];
		expect(sections.map((size) => /w:orient="(\w+)"/.exec(size)?.[1])).toEqual(['portrait', 'landscape', 'portrait', 'landscape', 'portrait']);
		const sheets = document.split('<w:sectPr');
		expect(sheets.findIndex((sheet) => texts(sheet).includes('Tabell 50. Korrelasjoner') && sheet.includes('<w:tbl>'))).toBe(sheets.findIndex((sheet) => styled(sheet, 'Heading3').length > 0));
	});
	it('shows figures as drawings with a picture for programs without SVG, and says in words what they show', () => {
		expect(document).toMatch(/<wp:docPr id="\d+" name="battery-3" descr="[^"]*Nettverk[^"]*" title="Samarbeid i forum og nettverk"\/>/);
		expect(document).toContain('asvg:svgBlip');
		expect(Object.keys(files).filter((path) => path.startsWith('word/media/'))).toEqual(['word/media/image1.png', 'word/media/image1.svg']);
		expect(files['word/media/image1.svg']).not.toContain('<script');
	});
	it('puts notes below their table, with what the short words for missing numbers mean', () => {
		expect(styled(document, 'TableNote').map(texts).slice(0, 4)).toEqual(['skjult: Skjult av hensyn til personvern', 'ikke spurt: Ikke spurt', 'Noen har flere roller.', 'Kilde: populasjonslisten.']);
	});
	it('marks a number that could not be printed, and links to the tables that the text names', () => {
		expect(document).toMatch(/<w:shd [^>]*w:fill="FFE9A8"[^>]*\/><\/w:rPr><w:t[^>]*>\[tall mangler\]/);
		const table = report.blocks.findIndex((block) => block.kind === 'table' && block.key === 'crosstab-21');
		expect(document).toMatch(new RegExp(`w:anchor="table_${table}"><w:r><w:t[^>]*>Tabell 21<`));
	});
	it('ends with where the numbers come from and what R said of them', () => {
		const all = texts(document);
		expect(all.slice(all.lastIndexOf('Hvor tallene kommer fra'))).toBe(
			'Hvor tallene kommer fraDatauttrekk: sha256:0123456789abcdefMotor: 1.0.0Sjekket i R412 av 412 tall er de samme i R 4.6 med 9 sifre eller flere.'
		);
	});
	it('carries its title, its date and its language, and nobody\'s name', () => {
		expect(files['docProps/core.xml']).toContain('<dc:title>Evaluering av lokal kompetanseutvikling</dc:title>');
		expect(files['docProps/core.xml']?.match(/2021-06-01T00:00:00Z/g)).toHaveLength(2);
		expect(files['docProps/core.xml']).toContain('<dc:creator>Grunnlag</dc:creator><cp:lastModifiedBy>Grunnlag<');
		expect(files['word/styles.xml']).toContain('<w:lang w:val="nb-NO"/>');
		expect(files['word/footer1.xml']).toContain('PAGE');
	});
	it('reads back with every number of every table where it was', async () => {
		const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(file) });
		const tables = value.match(/<table>[\s\S]*?<\/table>/g) ?? [];
		const rows = (html: string) => [...html.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map((row) => [...(row[1] ?? '').matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map((cell) => (cell[1] ?? '').replace(/<[^>]+>/g, '')));
		const expected = published.crosstabs[0]!;
		expect(rows(tables[1] ?? '').slice(2)).toEqual([
			...crosstabTable(expected).rows.slice(0, 3).map((row, i) => [row.label, ...expected.percent[i]!.map((share) => `${share}\u00a0%`), expect.stringMatching(/%$/)]),
			['N', '18', '18', '22', '22', '80'], ['Gjennomsnitt', '4,32', '4,61', '4,39', '4,26', '4,39']
		]);
		expect(rows(tables[0] ?? '')).toHaveLength(2 + 3 + membershipTable().rows.length);
		expect(rows(tables[4] ?? '')[1]?.slice(0, 2)).toEqual(['population_2020', `${'−0,106'}**`]);
		expect(correlationTable().rows).toHaveLength(3);
	});
});

describe('the bytes of a Word document', () => {
	it.each(STYLES)('are the same each time a report is written in the style %s', async (style) => {
		const first = await write(sampleReport('nb', style, 1));
		await write(sampleReport('en', style, 2));
		expect(Buffer.compare(first, await write(sampleReport('nb', style, 1)))).toBe(0);
	});
	it('follow the report: another language is another language, and a date another date', async () => {
		const english = parts(await write({ ...sampleReport('en', 'apa', 1), date: '2022-01-31' }));
		expect(english['word/styles.xml']).toContain('<w:lang w:val="en-GB"/>');
		expect(english['docProps/core.xml']).toContain('2022-01-31T00:00:00Z');
		expect(english['word/document.xml']).toContain('SEQ Table ');
		const nynorsk = parts(await write(sampleReport('nn', 'plain', 1)));
		expect(nynorsk['word/styles.xml']).toContain('<w:lang w:val="nn-NO"/>');
		expect(texts(nynorsk['word/document.xml'] ?? '')).toContain('Kvar tala kjem frå');
	});
	it('are a document that opens whatever signs the texts hold', async () => {
		const odd = `Tegn\u0000\u000b\u001f & <w:p> "' ]]> \ud800 æøå`;
		const report = sampleReport('nb', 'afi', 1);
		const file = await write({ ...report, title: odd, blocks: report.blocks.map((block) => (block.kind === 'table' ? { ...block, caption: odd, notes: [odd] } : block.kind === 'heading' ? { ...block, text: odd } : block)) });
		const { value } = await mammoth.extractRawText({ buffer: Buffer.from(file) });
		expect(value).toContain(`Tegn & <w:p> "' ]]> \ufffd æøå`);
	});
});

describe('the APA style sheet', () => {
	it('has the number in bold, the title in italics on its own line, above figures too, and a word before the first note', async () => {
		const document = parts(await write(sampleReport('en', 'apa', 1)))['word/document.xml'] ?? '';
		const [caption = ''] = styled(document, 'Caption');
		expect(caption).toMatch(/<w:i\/>[\s\S]*<w:br\/>[\s\S]*Medlemmer av samarbeidsforum/);
		expect(texts(styled(document, 'TableNote')[0] ?? '')).toBe('Note. suppressed: Suppressed for privacy');
		expect(document.indexOf('<w:drawing>')).toBeGreaterThan(document.lastIndexOf('Samarbeid i forum og nettverk</w:t>'));
	});
	it('rules a table at the head and the foot, and not between its rows', async () => {
		const tables = async (style: 'apa' | 'afi') => (parts(await write(sampleReport('nb', style, 1)))['word/document.xml'] ?? '').match(/<w:tbl>[\s\S]*?<\/w:tbl>/g) ?? [];
		const lines = (table: string) => (table.match(/<w:tr>[\s\S]*?<\/w:tr>/g) ?? []).map((row) => /<w:tcBorders><w:top w:val="single"/.test(row));
		// heads, three bands, the sum line, means
		expect(lines((await tables('apa'))[1] ?? '')).toEqual([true, false, true, false, false, true, false]);
		expect(lines((await tables('afi'))[1] ?? '')).toEqual([true, false, true, true, true, true, true]);
	});
});
