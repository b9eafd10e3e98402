import { describe, expect, it } from 'vitest';
import type { Result } from '#analysis/result.ts';
import { judge, summed } from '#lib/server/results/r-check/check.ts';
import { toCsv } from '#lib/server/results/r-check/csv.ts';
import { checkRemarks, checkSentence, checkTable, differingTable } from '#lib/server/results/r-check/words.ts';
import { categoricalColumn, tableOf } from '#analysis/table/build.ts';

const result: Result = {
	method: 'crosstab', engine: '1.0.0', spec: { method: 'crosstab' }, n: 3, missing: [], effects: [], assumptions: [], notes: [],
	values: { chi2: 2.5, p: 0.0123456789, counts: [[1, 2], [3, 4]], row_levels: ['A', 'B'], v: { name: 'x', value: null }, more: 7 }
};
const LINES = ['chi2 = 2.5', 'p = 0.01234567890001', 'counts[1,1] = 1', 'counts[1,2] = 2', 'counts[2,1] = 3', 'counts[2,2] = 4', 'row_levels[1] = A', 'row_levels[2] = B', 'v.value = NA', 'something else'];

describe('a verdict', () => {
	it('counts numbers, not texts, and the digits that agree at least', () => {
		expect(judge('a', result, LINES)).toMatchObject({ outcome: 'agrees', numbers: 6, agreeing: 6, digits: 12, unseen: 1, differing: [] });
	});
	it('counts a text that differs, so that no difference goes unsaid', () => {
		const { outcome, numbers, agreeing, differing } = judge('a', result, LINES.map((line) => line.replace('= B', '= C')));
		expect([outcome, numbers, agreeing, differing]).toEqual(['differs', 7, 6, [{ name: 'row_levels[2]', engine: 'B', r: 'C', digits: null }]]);
	});
	it('tells a value that only one of them has', () => {
		expect(judge('a', result, [...LINES, 'new = 3']).differing).toEqual([{ name: 'new', engine: '–', r: '3', digits: null }]);
		expect(judge('a', result, LINES.map((line) => line.replace('NA', '3'))).differing).toEqual([{ name: 'v.value', engine: 'NA', r: '3', digits: null }]);
		expect(judge('a', result, LINES.map((line) => line.replace('2.5', 'NA'))).differing).toEqual([{ name: 'chi2', engine: '2.5', r: 'NA', digits: 0 }]);
	});
	it('is no agreement when R printed nothing', () => {
		expect(judge('a', result, ['Loading']).outcome).toBe('stopped');
	});
});

describe('what a check says', () => {
	const good = summed('4.6.0', [judge('a', result, LINES), judge('b', result, LINES)]);
	const bad = summed('4.6.0', [judge('a', result, LINES.map((line) => line.replace('= 2.5', '= 2.6')))]);
	it('is one sentence in three languages', () => {
		expect((['nb', 'nn', 'en'] as const).map((locale) => checkSentence(good, locale))).toEqual([
			'12 av 12 tall stemmer med R 4.6 med 12 sifre eller mer.', '12 av 12 tal stemmer med R 4.6 med 12 siffer eller meir.', '12 of 12 numbers agree with R 4.6 to 12 digits or more.'
		]);
	});
	it('says how many do not agree', () => {
		expect(checkSentence(bad, 'nb')).toBe('5 av 6 tall stemmer med R 4.6 med 12 sifre eller mer. Ikke i samsvar med R: 1.');
	});
	it('says what it did not check', () => {
		const none = { ...judge('c', result, LINES), outcome: 'not_in_r' as const, numbers: 0, unseen: 0, digits: null };
		expect(checkRemarks(summed('4.6.0', [none, judge('b', result, LINES)]), 'en', { c: 'Table 9' })).toEqual([
			'R without added packages does not have the method of: Table 9.', 'Numbers that the R code does not print and that are therefore not checked: 1.'
		]);
		expect(checkSentence(summed('4.6.0', [none]), 'en')).toBe('No number could be checked in R 4.6.');
	});
	it('is a table with a row an entry and a sum, and one of the values that differ', () => {
		const table = checkTable(good, 'nb', { a: { nb: 'Tabell 21', nn: '', en: '' } });
		expect(table.rows.map((row) => [row.label, ...row.cells.map((cell) => ('value' in cell ? cell.value : null))])).toEqual([['Tabell 21', 6, 6, 12, 'stemmer'], ['b', 6, 6, 12, 'stemmer'], ['I alt', 12, 12, 12, '']]);
		expect(differingTable(good, 'nb')).toBeNull();
		expect(differingTable(bad, 'nb')!.rows.map((row) => [row.label, ...row.cells.map((cell) => ('value' in cell ? cell.value : null))])).toEqual([['chi2', '2.5', '2.6', 1]]);
	});
});

describe('the file that R reads', () => {
	it('has a row for each row of the table where its one column is empty', () => {
		expect(toCsv(tableOf({ a: categoricalColumn(['x', null, { missing: 'dont_know' }], 'a') }))).toBe('a\nx\n""\n<dont_know>\n');
	});
});
