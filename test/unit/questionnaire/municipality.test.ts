import { describe, expect, it } from 'vitest';
import { match } from '#lib/domain/questionnaire/municipality.ts';

const list = [
	{ number: '0301', name: 'Oslo' }, { number: '1119', name: 'Hå' }, { number: '5437', name: 'Kárášjohka - Karasjok' }, { number: '1515', name: 'Herøy (Møre og Romsdal)' },
	{ number: '1818', name: 'Herøy (Nordland)' }, { number: '1867', name: 'Bø (Nordland)' }, { number: '3817', name: 'Bø' }, { number: '4615', name: 'Fitjar' }, { number: '5444', name: 'Unjárga/Nesseby' }
];

describe('a municipality', () => {
	it.each([
		['0301', '0301'], ['301', '0301'], [' 301 ', '0301'], ['OSLO', '0301'], ['oslo  kommune', '0301'], ['Oslo Kommune', '0301'],
		['karasjok', '5437'], ['Kárášjohka', '5437'], ['karasjohka', '5437'], ['kárášjohka – karasjok', '5437'], ['Nesseby', '5444'],
		['herøy (nordland)', '1818'], ['hå', '1119'], ['H\u0061\u030a', '1119'], ['bø', '3817'], ['Bø (Nordland)', '1867']
	])('typed as %j is %s', (typed, number) => {
		expect(match(list, typed)).toBe(number);
	});

	it.each(['Herøy', 'ha', 'her', '0302', '03011', '1', '', '   ', 'Oslo og Hå', '-', '()', '__proto__', 'x'.repeat(10_000)])('typed as %j is not known, or not one', (typed) => {
		expect(match(list, typed)).toBeNull();
	});

	it('is not known to an empty list', () => {
		expect(match([], 'Oslo')).toBeNull();
	});
});
