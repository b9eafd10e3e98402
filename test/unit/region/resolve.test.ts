import { describe, expect, it } from 'vitest';
import { correspondingAt, countiesNamed, countyAt } from '../../../src/lib/domain/region/county.ts';
import { isDay } from '../../../src/lib/domain/region/dates.ts';
import { resolve } from '../../../src/lib/domain/region/resolve.ts';
import { FIXTURE } from '../../support/klass/fixture.ts';
import { historyOf, REGISTER } from '../../support/klass/register.ts';

const history = historyOf(REGISTER);
const counties = historyOf(REGISTER, 'counties');
const read = (value: string | number, day: string) => resolve(history, counties, value, day);

describe('reading what a cell calls a municipality', () => {
	it('takes a code of four figures on its day', () => {
		expect(read('0301', '2020-06-01')).toEqual({ kind: 'matched', code: '0301' });
		expect(read(' 1507 ', '2023-12-31')).toEqual({ kind: 'matched', code: '1507' });
		expect(read(1508, '2024-01-01')).toEqual({ kind: 'matched', code: '1508' });
	});
	it.each(['301', 301, '301.0'])('gives %s its leading zero, and says so', (value) => {
		expect(read(value, '2020-06-01')).toEqual({ kind: 'padded', code: '0301' });
	});
	it('says when a code was valid that is not on the day, and what came of it', () => {
		expect(read('1902', '2021-01-01')).toMatchObject({ kind: 'not_valid', periods: [{ to: '2020-01-01' }], replaced: { date: '2020-01-01', codes: ['5401'] } });
		expect(read('1508', '2021-01-01')).toMatchObject({ kind: 'not_valid', periods: [{ from: '2024-01-01', to: null }], replaced: null });
		expect(read('1507', '2024-06-01')).toMatchObject({ kind: 'not_valid', replaced: { date: '2024-01-01', codes: ['1508', '1580'] } });
	});
	it.each(['4711', 'Ingensteds', '12345', '-301', '3,01'])('does not know %s', (value) => {
		expect(read(value, '2020-06-01')).toEqual({ kind: 'unknown' });
	});
	it('says what days are held', () => {
		expect(read('0301', '2016-01-01')).toEqual({ kind: 'outside', from: '2017-01-01', to: null });
	});
	it('has nothing to say of an empty cell', () => {
		expect(read('  ', '2020-06-01')).toEqual({ kind: 'empty' });
	});
	it.each(['9999', '2111', '2100', '21-22', '23', 'EAK', 'EAKUO', 'EKG14', 'EAFK01', 'K-Rest', 'K-3101', 'K.3101', '0', '3', '31', '3100', '3199', 'Uoppgitt', 'Svalbard', 'Hele landet'])('never takes %s for a municipality', (value) => {
		expect(['aggregate', 'unknown']).toContain(read(value, '2020-06-01').kind);
		if (value !== '3') expect(read(value, '2020-06-01').kind).toBe('aggregate');
	});
	it.each([
		['Tromsø', '5401', 'whole'], ['TROMSØ KOMMUNE', '5401', 'whole'], ['tromso', '5401', 'folded'], ['Tromsoe', '5401', 'loose'], ['Aalesund', '1507', 'loose'], ['Ålesund', '1507', 'whole'], ['Alesund', '1507', 'loose'],
		['Kåfjord', '5426', 'part'], ['Gáivuotna', '5426', 'part'], ['gaivuotna', '5426', 'folded'], ['Kaivuono', '5426', 'part'], ['Kåfjord - Gáivuotna - Kaivuono', '5426', 'part'],
		['Gáivuotna/Kåfjord/Kaivuono', '5426', 'whole'], ['Gaivuotna Kafjord Kaivuono', '5426', 'loose'], ['Gáivuotna – Kåfjord – Kaivuono', '5426', 'whole'], ['Hamarøy', '1875', 'part'], ['Hamarøy-Hábmer', '1875', 'loose'],
		['Eide i Møre og Romsdal', null, null]
	] as const)('reads %s', (typed, code, level) => {
		if (code === null) expect(read(typed, '2020-06-01').kind).toBe('unknown');
		// a spelling found at one level or a stricter one is as good
		else expect(read(typed, '2020-06-01')).toMatchObject({ kind: 'name', code, ...(level === 'folded' ? {} : { level }) });
	});
	it('asks which, where several have the name', () => {
		expect(read('Våler', '2020-06-01')).toEqual({ kind: 'ambiguous', codes: ['3018', '3419'] });
		expect(read('Våler', '2019-06-01')).toEqual({ kind: 'ambiguous', codes: ['0137', '0426'] });
		expect(read('Våler', '2024-06-01')).toEqual({ kind: 'ambiguous', codes: ['3114', '3419'] });
		expect(read('herøy kommune', '2020-06-01')).toEqual({ kind: 'ambiguous', codes: ['1515', '1818'] });
		expect(read('Os', '2019-06-01')).toEqual({ kind: 'ambiguous', codes: ['0441', '1243'] });
	});
	it('does not ask where only one has it by then, and tells of those that had and became another', () => {
		expect(read('Os', '2020-06-01')).toEqual({ kind: 'name', code: '3430', level: 'whole', formerly: ['1243'] });
	});
	it('asks also when one of them is called that and no more', () => {
		const two = { ...history, groups: [], changes: [], periods: [{ code: '0441', name: 'Os', from: '2017-01-01', to: null }, { code: '1243', name: 'Os (Hordaland)', from: '2017-01-01', to: null }] };
		expect(resolve(two, null, 'Os', '2020-01-01')).toEqual({ kind: 'ambiguous', codes: ['0441', '1243'] });
		expect(resolve(two, null, 'Os (Hordaland)', '2020-01-01')).toMatchObject({ kind: 'name', code: '1243' });
	});
	it.each(['Våler (Viken)', 'Våler, Viken', 'Våler i Viken', 'våler i viken fylke'])('tells them apart by county: %s', (typed) => {
		expect(read(typed, '2020-06-01')).toMatchObject({ kind: 'name', code: '3018' });
	});
	it('reads a county of another day as no name of this one', () => {
		expect(read('Våler (Østfold)', '2020-06-01')).toMatchObject({ kind: 'not_valid', periods: [{ code: '0137' }, { code: '3114' }] });
	});
	it('says when a municipality had the name that has ended', () => {
		expect(read('Ørskog', '2021-01-01')).toMatchObject({ kind: 'not_valid', periods: [{ code: '1523', to: '2020-01-01' }] });
	});
	it('reads code and name together, and asks when they do not belong together', () => {
		expect(read('0301 Oslo', '2020-06-01')).toEqual({ kind: 'matched', code: '0301' });
		expect(read('5401 - Tromsø kommune', '2020-06-01')).toEqual({ kind: 'matched', code: '5401' });
		expect(read('0301 Tromsø', '2020-06-01')).toEqual({ kind: 'ambiguous', codes: ['0301', '5401'] });
	});
});

describe('the county of a municipality', () => {
	it('is that of its day', () => {
		expect(countyAt(counties, '3114', '2024-01-01')).toMatchObject({ code: '31', name: 'Østfold' });
		expect(countyAt(counties, '0137', '2019-12-31')).toMatchObject({ code: '01', name: 'Østfold' });
		expect(countyAt(counties, '3018', '2024-01-01')).toBeUndefined();
	});
	it('answers to either part of its name', () => {
		const own = historyOf(FIXTURE, 'counties');
		expect(countiesNamed(own, 'Trøndelag', '2020-01-01')).toEqual(['50']);
		expect(countiesNamed(own, 'trööndelage', '2020-01-01')).toEqual(['50']);
	});
});

describe('what a municipality is in another classification', () => {
	const readings = [
		{ asOf: '2019-01-01', code: '1902', target: '02', targetName: 'Sentralitet 2' }, { asOf: '2020-01-01', code: '5401', target: '02', targetName: 'Sentralitet 2' },
		{ asOf: '2021-01-01', code: '5401', target: '03', targetName: 'Sentralitet 3' }, { asOf: '2021-01-01', code: '0301', target: '01', targetName: 'Sentralitet 1' }
	];
	it('is by the newest reading not after the day, with its day', () => {
		expect(correspondingAt(history, readings, '5401', '2020-12-31')).toMatchObject({ asOf: '2020-01-01', target: '02' });
		expect(correspondingAt(history, readings, '5401', '2022-05-01')).toMatchObject({ asOf: '2021-01-01', target: '03' });
	});
	it('is missing where the code was not valid or not read', () => {
		expect(correspondingAt(history, readings, '5501', '2024-05-01')).toBeUndefined();
		expect(correspondingAt(history, readings, '0301', '2020-05-01')).toBeUndefined();
		expect(correspondingAt(history, readings, '1902', '2018-05-01')).toBeUndefined();
		expect(correspondingAt(history, readings, '1902', '2020-05-01')).toBeUndefined();
	});
});

describe('a day', () => {
	it.each(['2024-02-29', '1838-01-01', '9999-12-31'])('is %s', (value) => expect(isDay(value)).toBe(true));
	it.each(['2023-02-29', '2024-13-01', '24-01-01', '2024-1-1', '2024-01-01T00:00', '', '0000-01-01'])('is not %s', (value) => expect(isDay(value)).toBe(false));
});
