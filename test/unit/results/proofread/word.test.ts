import { strToU8, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { LOCALES } from '#lib/domain/questionnaire/schema.ts';
import { drawReport, toDocx } from '#lib/server/export/report/index.ts';
import { proofread, proofReadView, readPasted, readWord, type ProofRead } from '#lib/server/results/proofread/index.ts';
import { printedReport } from '../../../support/report/printed.ts';

describe('the printed 2021 report, written by our own writer and proof-read', () => {
	let made: ProofRead;
	beforeAll(async () => {
		made = proofread(await readWord(await toDocx(drawReport(printedReport()))));
	});
	it('is read whole: nineteen crosstabs and the correlations', () => {
		expect(made.tables).toHaveLength(20);
		expect(made.tables.map(({ table, as }) => `${table} ${as}`)).toEqual(printedReport().blocks.flatMap((block) => (block.kind === 'table' ? [`${block.number} ${block.number === 50 ? 'correlations' : 'crosstab'}`] : [])));
		expect(made.checks).toBeGreaterThan(200);
	});
	it('has the misprints that are known, and no others', () => {
		expect(made.findings.filter(({ verdict }) => verdict === 'inconsistent').map(({ table, check, cell }) => `${table} ${check} ${cell}`).sort()).toEqual([
			'26 percentages Over 30 000, Noe krevende', '26 total ', '28 percentages Middels, Noe krevende', '31 percentages Inntil 30000, Moderat', '42 grim Svært lav', '42 total ',
			'49 percentages Lave, Ganske store', '50 correlation population_2020, samarbeid', '50 correlation school_age_share, samarbeid'
		].sort());
	});
	it('lists what is sure before what is likely and what cannot be decided', () => {
		const { groups } = proofReadView(made, 'nb');
		expect(groups.map(({ sureness }) => sureness)).toEqual(['certain', 'given', 'likely', 'open']);
		expect(groups[0]?.findings[1]).toMatchObject({ where: 'Tabell 50: school_age_share, samarbeid', printed: '−0,110 (0,325)', fits: 'p fra 0,329 til 0,334' });
		expect(groups[1]?.findings[0]).toEqual({
			where: 'Tabell 26: Over 30 000, Noe krevende', printed: '44', fits: '43', why: expect.stringContaining('avrundet to ganger')
		});
		expect(groups[1]?.findings.find(({ where }) => where === 'Tabell 26')).toMatchObject({ printed: '2,38', fits: '2,39' });
		expect(groups[2]?.findings.find(({ where }) => where === 'Tabell 42: Svært lav')).toMatchObject({ printed: '4,46', fits: '4,76, 4,81 eller 4,86' });
	});
	it.each(LOCALES)('is told of without a raw key in %s', (locale) => {
		const view = proofReadView(made, locale);
		expect(JSON.stringify(view)).not.toMatch(/proofread_|proof_sure|analysis_note|undefined|NaN/);
		expect(view.tables).toHaveLength(20);
	});
});

describe('a file that is no Word document', () => {
	it.each([['text', strToU8('Tabell 1')], ['nothing', new Uint8Array()], ['another zip', zipSync({ 'a.txt': strToU8('a') })], ['a broken document', zipSync({ 'word/document.xml': strToU8('<w:document') })]])('is refused with what to do: %s', async (_, bytes) => {
		await expect(readWord(bytes)).rejects.toMatchObject({ code: 'proofread_problem_not_word', status: 422 });
	});
	it('is refused when it unpacks to more than any report', async () => {
		const bytes = zipSync({ 'word/document.xml': new Uint8Array(210e6) }, { level: 1 });
		await expect(readWord(bytes)).rejects.toMatchObject({ code: 'proofread_problem_too_large', status: 413 });
	});
});

describe('pasted text', () => {
	it('of any signs is read without failing', () => {
		for (const text of ['\t\n\t', 'a\t"b\nc\td', '\u0000\t\u0001\n1\t2', `Tabell 1\n${'1\t'.repeat(400)}\n${'2\t'.repeat(3)}`, '"\t"\n"\t"']) {
			expect(proofread(readPasted(text)).findings.every(({ verdict }) => verdict !== undefined)).toBe(true);
		}
	});
	it('that is too long is refused', () => {
		expect(() => readPasted('x'.repeat(500_001))).toThrow(expect.objectContaining({ code: 'proofread_problem_text_too_long' }));
	});
});
