import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { Problem } from '../../../src/lib/domain/problem.ts';
import { combine } from '../../../src/lib/domain/register/combine.ts';
import { figuresOf, type VariableDefinition } from '../../../src/lib/domain/register/figures.ts';
import { codesOf, rolesOf, type MetaDimension } from '../../../src/lib/domain/register/pick.ts';
import { cell, type Cell } from '../../../src/lib/domain/register/table.ts';
import { cubeOf } from '../../../src/lib/server/register/statbank/jsonstat.ts';
import { cubeOfFile } from '../../../src/lib/server/register/statbank/file.ts';
import { pace } from '../../../src/lib/server/register/statbank/pace.ts';
import { jsonstatOf, TABLES } from '../../support/statbank-server.ts';

const source = { table: '00000', title: '', updated: null, retrievedAt: '', query: null, licence: '', sha256: '' };
const about = (key: string, measure: VariableDefinition['measure'], from: VariableDefinition['from']): VariableDefinition => ({ key, label: key, unit: '', measure, denominator: null, decimals: 0, definition: '', from });
const codeOf = (work: () => unknown): string => {
	try {
		work();
	} catch (error) {
		if (error instanceof Problem) return error.code;
		throw error;
	}
	return 'no problem';
};
const whole = (id: string) => {
	const table = TABLES.find((t) => t.id === id)!;
	return cubeOf(jsonstatOf(table, Object.fromEntries(table.dimensions.filter((d) => !d.optional || d.id === 'Alder').map((d) => [d.id, d.values.map((v) => v.code)]))), id);
};
const life = (code: string, year: number) => !(code === '0101' && year >= 2020) && !(code === '3001' && year < 2020);

describe('figures of an answer', () => {
	it('leave out sums and places outside the municipalities, and years in which a code was not valid, and count them', () => {
		const { table, dropped } = figuresOf(whole('06913'), [about('population', 'count', { contents: 'Folkemengde', sum: {} })], source, '06913', life);
		expect(table.regions).toEqual(['0101', '0301', '1101', '3001']);
		expect(table.years).toEqual([2019, 2020, 2021]);
		expect(dropped).toEqual({ notMunicipalities: 2, outsideLife: 3, allDots: 0 });
		expect([cell(table, 'population', '0101', 2019), cell(table, 'population', '0101', 2020), cell(table, 'population', '0301', 2020)]).toEqual([{ value: 1029 }, undefined, { value: 3030 }]);
		expect([cell(table, 'population', '9999', 2020), cell(table, 'population', '0301', 2022), cell(table, 'other', '0301', 2020)]).toEqual([undefined, undefined, undefined]);
	});
	it('keep each mark and 0, and drop rows of `.` alone, but not of `..`, where nothing says when a code was valid', () => {
		const definitions = ['KOSAGD230000', 'KOSAG110000', 'KOSKG210000'].map((contents) => about(contents.toLowerCase(), 'rate', { contents, sum: {} }));
		const { table, dropped } = figuresOf(whole('12134'), definitions, source, '12134', () => null);
		expect(definitions.map((d) => cell(table, d.key, '1101', 2020))).toEqual([{ mark: 'missing' }, { mark: 'confidential' }, { value: 0 }]);
		expect(dropped).toEqual({ notMunicipalities: 4, outsideLife: 0, allDots: 2 });
		expect(cell(table, 'kosagd230000', '0101', 2020)).toBeUndefined();
		const late = new TextEncoder().encode('"T"\n\n"region";"N 2019";"N 2020"\n"0301 Oslo";1;..\n"1101 Eigersund";..;.\n');
		const read = (alive: boolean | null) => figuresOf(cubeOfFile(late, 'fil'), [about('n', 'count', { contents: 'm1', sum: {} })], source, 'fil', (code) => (code === '1101' ? alive : true)).table;
		expect([2019, 2020].map((year) => cell(read(null), 'n', '1101', year))).toEqual([{ mark: 'missing' }, undefined]);
		expect([2019, 2020].map((year) => cell(read(true), 'n', '1101', year))).toEqual([{ mark: 'missing' }, { mark: 'cannot_exist' }]);
		expect(read(false).regions).toEqual(['0301']);
	});
	it('sum counts over ages and share one by another, never a rate', () => {
		const ages = Array.from({ length: 10 }, (_, i) => String(6 + i).padStart(3, '0'));
		const definitions = [about('all', 'count', { contents: 'Personer1', sum: {} }), about('children', 'count', { contents: 'Personer1', sum: { Alder: ages } }), about('share', 'rate', { share: 'children', of: 'all' })];
		const { table } = figuresOf(whole('07459'), definitions, source, '07459', life);
		expect(definitions.map((d) => cell(table, d.key, '0301', 2020))).toEqual([{ value: 1060 }, { value: 100 }, { value: 1000 / 106 }]);
		expect(codeOf(() => figuresOf(whole('07459'), [about('rate', 'rate', { contents: 'Personer1', sum: { Alder: ages } })], source, '07459', life))).toBe('statbank_problem_choose_one');
		expect(() => figuresOf(whole('07459'), [about('share', 'rate', { share: 'a', of: 'b' })], source, '07459', life)).toThrow(RangeError);
	});
	it('refuse a measure that is not there, and months', () => {
		expect(codeOf(() => figuresOf(whole('06913'), [about('x', 'count', { contents: 'Gone', sum: {} })], source, '06913', life))).toBe('statbank_problem_measure_gone');
		const cube = whole('06913');
		const monthly = { ...cube, dimensions: cube.dimensions.map((d) => (d.id === 'Tid' ? { ...d, categories: d.categories.map((c) => ({ ...c, code: `${c.code}M01` })) } : d)) };
		expect(codeOf(() => figuresOf(monthly, [about('x', 'count', { contents: 'Folkemengde', sum: {} })], source, '06913', life))).toBe('statbank_problem_not_yearly');
	});
	it('find regions, years and measures without being told their roles', () => {
		const cube = whole('12134');
		const roles = rolesOf('12134', cube.dimensions.map((d) => ({ ...d, role: null })));
		expect([roles.region.id, roles.contents?.id, roles.time.id, roles.others]).toEqual(['KOKkommuneregion0000', 'ContentsCode', 'Tid', []]);
	});
});

describe('a measure', () => {
	const dimension: MetaDimension = { id: 'ContentsCode', label: 'statistikkvariabel', role: 'metric', optional: false, categories: ['Avtalte årsverk i grunnskolesektoren|prosent', 'Avtalte årsverk eksklusive lange fravær i grunnskolesektor|prosent', 'Avtalte årsverk i grunnskolesektoren|årsverk'].map((s, i) => ({ code: `K${i}`, label: s.split('|')[0]!, unit: s.split('|')[1]!, decimals: 1 })) };
	it('is found by its code, or by words that one label has', () => {
		expect(codesOf('11981', dimension, { codes: ['K2'], words: ['årsverk'] }, 'x')).toEqual(['K2']);
		expect(codesOf('11981', dimension, { words: ['avtalte årsverk', 'prosent'], without: ['eksklusive'] }, 'x')).toEqual(['K0']);
	});
	it.each([
		['is gone', { codes: ['K9'] }, 'gone'], ['has another label', { codes: ['K0'], words: ['elever'] }, 'other'], ['fits several labels', { words: ['prosent'] }, 'several'], ['fits none', { words: ['elever'] }, 'gone']
	])('that %s is told of with table, measure and what there is, not guessed', (_, wanted, code) => {
		expect(() => codesOf('11981', dimension, wanted, 'Andel')).toThrow(expect.objectContaining({ code: `statbank_problem_measure_${code}`, status: 422, params: expect.objectContaining({ table: '11981', measure: 'Andel', holds: expect.stringContaining('K0 «Avtalte årsverk i grunnskolesektoren»') }) }));
	});
});

describe('municipalities that became one', () => {
	const numbers = (...values: number[]): Cell[] => values.map((value) => ({ value }));
	it('have the sum of counts, and rates and means weighted by their denominators', () => {
		expect(combine({ key: 'n', measure: 'count' }, numbers(2, 0, 5), null)).toEqual({ value: 7 });
		expect(combine({ key: 'r', measure: 'rate' }, numbers(10, 20), numbers(300, 100))).toEqual({ value: 12.5 });
		expect(combine({ key: 'r', measure: 'mean' }, numbers(10), null)).toEqual({ value: 10 });
		expect(combine({ key: 'r', measure: 'rate' }, numbers(10, 20), numbers(0, 0))).toEqual({ mark: 'cannot_exist' });
	});
	it('have no rate without its denominator, and no code made of two', () => {
		for (const denominators of [null, numbers(1)]) expect(codeOf(() => combine({ key: 'r', measure: 'rate' }, numbers(1, 2), denominators))).toBe('statbank_problem_no_denominator');
		expect(codeOf(() => combine({ key: 'c', measure: 'code' }, numbers(1, 1), null))).toBe('statbank_problem_code_merged');
	});
	it('have a mark when a part has one: a confidential part hides the whole, and a dot is never 0', () => {
		const marks = (...parts: Cell[]) => combine({ key: 'n', measure: 'count' }, parts, null);
		expect(marks({ value: 1 }, { mark: 'missing' }, { mark: 'confidential' })).toEqual({ mark: 'confidential' });
		expect(marks({ value: 1 }, { mark: 'cannot_exist' })).toEqual({ mark: 'missing' });
		expect(marks({ mark: 'cannot_exist' }, { mark: 'cannot_exist' })).toEqual({ mark: 'cannot_exist' });
		expect(combine({ key: 'r', measure: 'rate' }, numbers(1, 2), [{ value: 1 }, { mark: 'confidential' }])).toEqual({ mark: 'confidential' });
		expect(combine({ key: 'n', measure: 'count' }, [undefined, { value: 1 }], null)).toEqual({ mark: 'missing' });
	});
});

const csv = `"12134: Nøkkeltall, etter region, statistikkvariabel og år"\r\n\r\n"region";"Netto driftsresultat 2019";"Netto driftsresultat 2020";"Frie inntekter 2019";"Frie inntekter 2020"\r\n"0301 Oslo";-2,4;1,5;64522;..\r\n"1101 Eigersund";.;0;:;1 234\r\n"EAK Landet";1;2;3;4\r\n\r\n"Kilde: Statistisk sentralbyrå; alle rettigheter"\r\n`;
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const definitions = [about('a', 'rate', { contents: 'm1', sum: {} }), about('b', 'rate', { contents: 'm2', sum: {} })];
const read = (bytes: Uint8Array) => figuresOf(cubeOfFile(bytes, 'fil'), definitions, source, 'fil', () => true);

describe('a file of StatBank', () => {
	it.each([['in ISO-8859-1', latin1(csv)], ['in UTF-8', new TextEncoder().encode(csv)], ['with a byte order mark', new TextEncoder().encode(`\ufeff${csv}`)]])('is read as CSV %s: decimal comma, marks, negative numbers, notes below', (_, bytes) => {
		expect(cubeOfFile(bytes, 'fil').title).toBe('12134: Nøkkeltall, etter region, statistikkvariabel og år');
		const { table, dropped } = read(bytes);
		expect([table.regions, table.years, dropped.notMunicipalities]).toEqual([['0301', '1101'], [2019, 2020], 1]);
		const row = (region: string) => ['a', 'b'].flatMap((key) => [2019, 2020].map((year) => cell(table, key, region, year)));
		expect(row('0301')).toEqual([{ value: -2.4 }, { value: 1.5 }, { value: 64_522 }, { mark: 'missing' }]);
		expect(row('1101')).toEqual([{ mark: 'cannot_exist' }, { value: 0 }, { mark: 'confidential' }, { value: 1234 }]);
	});
	it('is read as a workbook with headings in two rows, also where a spreadsheet has taken the zero from a code', () => {
		const sheet = XLSX.utils.aoa_to_sheet([['12134: Nøkkeltall'], [], [null, null, 'Netto driftsresultat', null, 'Frie inntekter', null], [null, null, '2019', '2020', '2019', '2020'], [301, 'Oslo', -2.4, 1.5, 64_522, '..'], ['1101', 'Eigersund', '.', 0, ':', 1234], [], ['Kilde: Statistisk sentralbyrå']]);
		const book = XLSX.utils.book_new();
		XLSX.utils.book_append_sheet(book, sheet, 'Ark');
		const { table } = read(new Uint8Array(XLSX.write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer));
		expect(table.regions).toEqual(['0301', '1101']);
		expect([cell(table, 'a', '0301', 2019), cell(table, 'b', '0301', 2020), cell(table, 'a', '1101', 2020), cell(table, 'b', '1101', 2019)]).toEqual([{ value: -2.4 }, { mark: 'missing' }, { value: 0 }, { mark: 'confidential' }]);
	});
	it('is read as JSON-stat', () => {
		const bytes = new TextEncoder().encode(JSON.stringify(jsonstatOf(TABLES[0]!, { Region: ['0301'], ContentsCode: ['Folkemengde'], Tid: ['2020'] })));
		const { table } = figuresOf(cubeOfFile(bytes, 'fil'), [about('n', 'count', { contents: 'Folkemengde', sum: {} })], source, 'fil', () => null);
		expect(cell(table, 'n', '0301', 2020)).toEqual({ value: 3030 });
	});
	it.each([
		['a region without a code', csv.replace('1101 Eigersund', 'Eigersund'), 'statbank_problem_row_region'],
		['a region twice', csv.replace('1101 Eigersund', '0301 Oslo'), 'statbank_problem_region_twice'],
		['a word for a figure', csv.replace(';.;0;', ';n/a;0;'), 'statbank_problem_row_value'],
		['a word for a figure in the first row', csv.replace(';-2,4;1,5;64522;..', ';n/a;n/a;n/a;n/a'), 'statbank_problem_row_value'],
		['a column twice', csv.replace('Netto driftsresultat 2020', 'Netto driftsresultat 2019'), 'statbank_problem_column_twice'],
		['no years', csv.replace(/ 20\d\d"/g, '"'), 'statbank_problem_form'],
		['a row that is too short', csv.replace(';:;1 234', ''), 'statbank_problem_row_value'],
		['a quotation mark that is never closed', csv.replace('"0301 Oslo"', '"0301 Oslo'), 'statbank_problem_csv'],
		['HTML', '<!doctype html><html></html>', 'register_problem_html'], ['JSON that is cut', '{"class":"dataset","val', 'register_problem_not_json'], ['nothing', '', 'statbank_problem_no_file'], ['noise', 'PK\u0003\u0004 xx', 'statbank_problem_workbook']
	])('with %s is refused', (_, text, code) => expect(codeOf(() => cubeOfFile(latin1(text), 'fil'))).toBe(code));
	it('tells row and column of what it cannot read', () => {
		expect(() => cubeOfFile(latin1(csv.replace(';.;0;', ';n/a;0;')), 'fil')).toThrow(expect.objectContaining({ params: { source: 'fil', row: 5, column: 'Netto driftsresultat 2019', value: 'n/a' } }));
	});
});

describe('the pace of calls', () => {
	it('never lets more than so many through in any such time, in the order they came, and no place is lost to one who gave up', async () => {
		let now = 0;
		const clock = { now: () => new Date(now) };
		const { turn } = pace(3, 1000, clock, async (ms) => void (now += ms));
		const times: number[] = [];
		const left = new AbortController();
		left.abort(new Error('gone'));
		const all = Array.from({ length: 10 }, (_, i) => (i === 4 ? expect(turn(left.signal)).rejects.toThrow('gone') : turn().then(() => void times.push(now))));
		await Promise.all(all);
		expect(times).toEqual([0, 0, 0, 1000, 1000, 1000, 2000, 2000, 2000]);
	});
});
