import { describe, expect, it } from 'vitest';
import { toDta } from '#lib/server/export/data/dta/write.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { fileWords } from '#lib/server/export/data/words.ts';
import { buildDataset, missing } from '../../support/dataset/build.ts';
import { readDta } from '../../support/dataset/dta.ts';

const made = new Date('2021-06-01T12:34:56Z');
const read = (dataset: Dataset) => readDta(Buffer.concat([...toDta(dataset, { words: fileWords('nb'), made })]));

describe('A Stata file', () => {
	it('has the kinds of missing as .a to .d, with their labels', () => {
		const file = read(buildDataset([{ name: 'q', type: 'categorical', label: 'Trives du?', question: 'Hvordan trives du?', categories: [['1', 'Dårlig'], ['2', 'Godt']], cells: ['2', missing('not_asked'), missing('not_answered'), missing('dont_know'), missing('suppressed')] }]));
		expect(file.cells.flat()).toEqual([2, '.a', '.b', '.c', '.d']);
		expect([...file.variables[0]?.values.values() ?? []]).toEqual(['Dårlig', 'Godt', 'Ikke spurt', 'Ikke besvart', 'Vet ikke', 'Skjult av hensyn til personvern']);
		expect(file.variables[0]).toMatchObject({ name: 'q', label: 'Trives du?', format: '%8.0g' });
		expect(file.characteristics).toContainEqual({ of: 'q', key: 'question', text: 'Hvordan trives du?' });
		expect(file.label).toBe('Prøve på en undersøkelse');
	});

	it.each([[[1, 100], 65530], [[101], 65529], [[-128], 65529], [[32_741], 65528], [[2_147_483_621], 65526], [[0.5], 65526]])('holds %j in the narrowest type', (cells, type) => {
		const file = read(buildDataset([{ name: 'x', type: 'numeric', cells: [...cells, missing('dont_know')] }]));
		expect(file.variables[0]?.type).toBe(type);
		expect(file.cells.flat()).toEqual([...cells, '.c']);
	});

	it.each([1, 1000, 2045, 2046, 40_000])('keeps a text of %i bytes', (length) => {
		const text = `${'a'.repeat(length % 2)}${'å'.repeat(Math.floor(length / 2))}`;
		const file = read(buildDataset([{ name: 't', type: 'text', cells: [text, missing('not_asked'), 'æøå'] }, { name: 'n', type: 'numeric', cells: [1, 2, 3] }]));
		expect(file.cells).toEqual([[text, '.', 1], ['', 1, 2], ['æøå', '.', 3]]);
		expect(file.variables.map((v) => v.name)).toEqual(['t', 't__missing', 'n']);
	});

	it('gives variables names that Stata takes', () => {
		const long = 'a_name_that_is_longer_than_what_stata_takes';
		const file = read(buildDataset([long, `${long}_too`, 'if', 'str5', 'by'].map((name) => ({ name, type: 'numeric' as const, cells: [1] }))));
		expect(file.variables.map((v) => v.name)).toEqual([long.slice(0, 32), `${long.slice(0, 30)}_2`, 'if_v', 'str5_v', 'by']);
	});

	it('keeps the values of categories that are words beside their numbers', () => {
		const file = read(buildDataset([{ name: 'fylke', type: 'categorical', categories: [['Agder', 'Agder fylke'], ['Møre', 'Møre og Romsdal']], cells: ['Møre'] }]));
		expect(file.characteristics.filter((c) => c.of === 'fylke')).toEqual([{ of: 'fylke', key: 'value1', text: 'Agder' }, { of: 'fylke', key: 'value2', text: 'Møre' }]);
		expect(file.cells).toEqual([[2]]);
	});
});
