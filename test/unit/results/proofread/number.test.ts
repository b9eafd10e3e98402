import { describe, expect, it } from 'vitest';
import { decimalSign, itemsIn, printedNumber, scaleIn } from '#lib/server/results/proofread/number.ts';

const plain = { decimals: 0, percent: false, relation: '=', mark: '' };

describe('a printed number', () => {
	it.each([
		['38 %', ',', { ...plain, value: 38, percent: true }],
		['38\u00a0prosent', ',', { ...plain, value: 38, percent: true }],
		['4,39', ',', { ...plain, value: 4.39, decimals: 2 }],
		['−0,106**', ',', { ...plain, value: -0.106, decimals: 3, mark: '**' }],
		['-.106', '.', { ...plain, value: -0.106, decimals: 3 }],
		[',345', ',', { ...plain, value: 0.345, decimals: 3 }],
		['1 362', ',', { ...plain, value: 1362 }],
		['1\u202f362', ',', { ...plain, value: 1362 }],
		['1.362', ',', { ...plain, value: 1362 }],
		['1,362', '.', { ...plain, value: 1362 }],
		['1.362', '.', { ...plain, value: 1.362, decimals: 3 }],
		['< 0,001', ',', { ...plain, value: 0.001, decimals: 3, relation: '<' }],
		['<\u00a00,001', ',', { ...plain, value: 0.001, decimals: 3, relation: '<' }],
		['p = 0.04', '.', { ...plain, value: 0.04, decimals: 2 }],
		['12,5 %↑', ',', { ...plain, value: 12.5, decimals: 1, percent: true, mark: '↑' }],
		['4,2a', ',', { ...plain, value: 4.2, decimals: 1, mark: 'a' }]
	] as const)('%j with %j before decimals is read', (text, sign, expected) => {
		expect(printedNumber(text, sign)).toEqual(expected);
	});
	it.each(['', 'skjult', '–', 'N', '1,2,3', '12 34', '4.2.1', '[0,31; 0,52]', '17.05.2021', '3–8'])('%j is none', (text) => {
		expect(printedNumber(text, ',')).toBeNull();
	});
	it('has the sign before its decimals that most of a document has', () => {
		expect(decimalSign(['4,39', '1 362', '0,001', '2.3'])).toBe(',');
		expect(decimalSign(['4.39', '1,362', '0.001'])).toBe('.');
		expect(decimalSign(['12', 'ord'])).toBe(',');
	});
	it('stands beside words on its items and its scale', () => {
		expect(itemsIn(['Indeksen er gjennomsnittet av tre spørsmål.'])).toBe(3);
		expect(itemsIn(['Mean of 11 items'])).toBe(11);
		expect(itemsIn(['Svar på alle spørsmål'])).toBeNull();
		expect(scaleIn(['Skala fra 1 til 5: helt uenig til helt enig'])).toEqual([1, 5]);
		expect(scaleIn(['skala 1–7'])).toEqual([1, 7]);
		expect(scaleIn(['fra 2019 til 2021'])).toEqual([2019, 2021]);
		expect(scaleIn(['Skala: enighet'])).toBeNull();
	});
});
