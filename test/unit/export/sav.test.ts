import { describe, expect, it } from 'vitest';
import { toSav } from '#lib/server/export/data/sav/write.ts';
import { fileWords } from '#lib/server/export/data/words.ts';
import { buildDataset, missing } from '../../support/dataset/build.ts';
import { readSav } from '../../support/dataset/sav.ts';

const made = new Date('2021-06-01T12:34:56Z');
const bytesOf = (dataset: Parameters<typeof toSav>[0], locale: 'nb' | 'nn' | 'en' = 'nb') => Buffer.concat([...toSav(dataset, { words: fileWords(locale), made })]);
const trivsel = {
	name: 'trivsel', type: 'categorical' as const, label: 'Trives du på jobb?', measure: 'ordinal' as const, categories: [['1', 'Helt uenig'], ['2', 'Nokså uenig'], ['3', 'Enig']] as const,
	cells: ['1', '3', missing('dont_know'), missing('not_asked'), missing('not_answered'), missing('suppressed')]
};

describe('An SPSS system file', () => {
	it('has names, labels and values as they were, Norwegian letters included', async () => {
		const file = await readSav(bytesOf(buildDataset([trivsel, { name: 'alder_i_hele_aar', type: 'numeric', label: 'Alder (år)', cells: [33, 41.5, 1e6, -7, 0, 152] }])));
		expect(file.variables.map((v) => [v.name, v.label])).toEqual([['trivsel', 'Trives du på jobb?'], ['alder_i_hele_aar', 'Alder (år)']]);
		expect(file.rows.map((r) => r.alder_i_hele_aar)).toEqual([33, 41.5, 1e6, -7, 0, 152]);
		expect(file.header).toMatchObject({ encoding: 'UTF-8', n_cases: 6, creationDate: '01 Jun 21', creationTime: '12:34:56' });
	});

	it('has the four kinds of missing as four labelled numbers of one user-missing range', async () => {
		const { variables: [first], rows } = await readSav(bytesOf(buildDataset([trivsel])));
		expect(rows.map((r) => r.trivsel)).toEqual([1, 3, -97, -99, -98, -96]);
		expect(first?.missing).toEqual({ min: -99, max: -96 });
		expect([...first?.values ?? []]).toEqual([[-99, 'Ikke spurt'], [-98, 'Ikke besvart'], [-97, 'Vet ikke'], [-96, 'Skjult av hensyn til personvern'], [1, 'Helt uenig'], [2, 'Nokså uenig'], [3, 'Enig']]);
	});

	it('takes other numbers for what is missing where a valid value is among them', async () => {
		const { variables: [first], rows } = await readSav(bytesOf(buildDataset([{ name: 'grader', type: 'numeric', cells: [-97.5, missing('dont_know'), missing('not_asked')] }])));
		expect(first?.missing).toEqual({ min: -999, max: -996 });
		expect(rows.map((r) => r.grader)).toEqual([-97.5, -997, -999]);
	});

	it('declares nothing missing in a variable that nothing is missing of', async () => {
		const { variables: [first] } = await readSav(bytesOf(buildDataset([{ name: 'antall', type: 'numeric', cells: [1, 2] }])));
		expect(first?.missing).toBeNull();
		expect(first?.values.size).toBe(0);
	});

	it('keeps the numbers of categories that are numbers, and numbers those that are words', async () => {
		const kommune = { name: 'kommune', type: 'categorical' as const, categories: [['0301', 'Oslo'], ['4601', 'Bergen']] as const, cells: ['4601', '0301'] };
		const fylke = { name: 'fylke', type: 'categorical' as const, categories: [['Agder', 'Agder'], ['Møre', 'Møre og Romsdal']] as const, cells: ['Møre', 'Agder'] };
		const { variables, rows } = await readSav(bytesOf(buildDataset([kommune, fylke])));
		expect(rows).toEqual([{ kommune: 4601, fylke: 2 }, { kommune: 301, fylke: 1 }]);
		expect([...variables[1]?.values ?? []]).toEqual([[1, 'Agder'], [2, 'Møre og Romsdal']]);
	});

	it.each([1, 7, 8, 9, 127, 252, 253, 255, 256, 257, 504, 505, 1000, 32_000])('keeps a text of %i bytes, a letter across the end of a segment too', async (length) => {
		const text = `x${'å'.repeat(Math.ceil(length / 2))}`.slice(0, Math.max(1, Math.ceil(length / 2)));
		const { rows } = await readSav(bytesOf(buildDataset([{ name: 'mening', type: 'text', cells: [text, 'kort', missing('not_answered')] }, { name: 'siste', type: 'numeric', cells: [1, 2, 3] }])));
		expect(rows).toEqual([{ mening: text, siste: 1 }, { mening: 'kort', siste: 2 }, { mening: '', siste: 3 }]);
	});

	it('cuts a text at the longest string that SPSS has, between two letters', async () => {
		const { rows } = await readSav(bytesOf(buildDataset([{ name: 'mening', type: 'text', cells: ['å'.repeat(20_000)] }])));
		expect(rows[0]?.mening).toBe('å'.repeat(16_383));
	});

	it('says why a text is missing in a variable beside it, where there is more to say than that it was not answered', async () => {
		const { variables, rows } = await readSav(bytesOf(buildDataset([{ name: 'mening', type: 'text', cells: ['ja', missing('not_asked'), missing('not_answered')] }])));
		expect(variables.map((v) => v.name)).toEqual(['mening', 'mening__missing']);
		expect(rows.map((r) => r.mening__missing)).toEqual([null, 1, 2]);
		expect([...variables[1]?.values ?? []]).toEqual([[1, 'Ikke spurt'], [2, 'Ikke besvart']]);
	});

	it('cuts a long label between two letters, within what SPSS takes', async () => {
		const { variables: [first] } = await readSav(bytesOf(buildDataset([{ name: 'q', type: 'categorical', label: 'ø'.repeat(300), categories: [['1', 'æ'.repeat(100)]], cells: ['1'] }])));
		expect(first?.label).toBe(`${'ø'.repeat(126)}…`);
		expect(first?.values.get(1)).toBe(`${'æ'.repeat(58)}…`);
	});

	it('gives a variable another name where its own is a word of SPSS', async () => {
		const { variables } = await readSav(bytesOf(buildDataset(['by', 'by_v', 'all', 'alle'].map((name) => ({ name, type: 'numeric' as const, cells: [1] })))));
		expect(variables.map((v) => v.name)).toEqual(['by_v_2', 'by_v', 'all_v', 'alle']);
	});

	it('has the labels of the language asked for, and is the same bytes each time', async () => {
		const dataset = buildDataset([trivsel]);
		expect((await readSav(bytesOf(dataset, 'nn'))).variables[0]?.values.get(1)).toBe('Helt uenig (nn)');
		expect(bytesOf(dataset).equals(bytesOf(dataset))).toBe(true);
	});

	it('can have no cases', async () => {
		const { rows, variables } = await readSav(bytesOf(buildDataset([{ ...trivsel, cells: [] }], { rows: 0 })));
		expect([rows.length, variables.length]).toEqual([0, 1]);
	});

	it('refuses a dataset whose columns are not what it says', () => {
		expect(() => bytesOf(buildDataset([trivsel], { rows: 7 }))).toThrow('column trivsel has 6 rows, the dataset 7');
		expect(() => bytesOf({ ...buildDataset([trivsel]), columns: {} })).toThrow('the dataset has no categorical column trivsel');
	});
});
