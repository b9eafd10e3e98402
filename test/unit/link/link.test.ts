import { describe, expect, it } from 'vitest';
import { link, rowOutcome, NOT_LINKED, type LinkInput } from '../../../src/lib/domain/link/link.ts';
import { sourceOf } from '../../../src/lib/domain/link/provenance.ts';
import type { LinkRow, LinkSpec, Mend } from '../../../src/lib/domain/link/types.ts';
import { aloneIn } from '../../../src/lib/domain/link/alone.ts';
import { NO_ROW, type Cell } from '../../../src/lib/domain/register/table.ts';
import { FIXTURE } from '../../support/klass/fixture.ts';
import { historyOf } from '../../support/klass/register.ts';
import { tableOf, variable } from '../../support/link/tables.ts';

const history = historyOf(FIXTURE);
const counties = historyOf(FIXTURE, 'counties');
const SHA = 'a'.repeat(64);
const given = (value: string, key = value): LinkRow => ({ key, state: 'given', value });
const spec = (codeYear: number, figureYear: number, ...keys: string[]): LinkSpec =>
	({ source: { kind: 'item', item: 'municipality' }, rows: 'respondents', codeYear, figureYear, variables: keys.map((v) => ({ table: SHA, variable: v })) });

const CELLS: Record<string, Record<string, Cell>> = {
	population: { '1241': { value: 3_000 }, '1243': { value: 21_000 }, '0301': { value: 693_494 }, '5401': { value: 76_974 }, '1507': { value: 66_258 } },
	unemployed: { '1241': { value: 2 }, '1243': { value: 4 }, '0301': { mark: 'confidential' }, '5401': { mark: 'missing' }, '1507': { mark: 'cannot_exist' } }
};
const regions = ['0301', '1241', '1243', '1507', '5401', '5012'];
const tables = new Map([[SHA, tableOf([variable('population', 'count'), variable('unemployed', 'rate', 'population'), variable('alone', 'rate', 'nowhere')], regions, [2019, 2020, 2021, 2023, 2024],
	(v, r) => CELLS[['population', 'unemployed', 'unemployed'][v] ?? '']?.[regions[r] ?? ''])]]);
const run = (rows: LinkRow[], of: LinkSpec, more: Partial<LinkInput> = {}) =>
	link({ spec: of, rows, classifications: { municipalities: history, counties, centrality: [], kostra: [] }, tables, choices: { rows: new Map(), rules: [] }, mends: [], ...more });
const ends = (rows: LinkRow[], of: LinkSpec, more: Partial<LinkInput> = {}) => {
	const made = run(rows, of, more);
	return rows.map((_, i) => rowOutcome(made, i));
};

describe('how a row ends', () => {
	it('matched when its code stands in the figure\'s year; from a name, or a code that has lost its zero, with a note', () => {
		expect(ends([given('0301'), given('301'), given('Oslo kommune')], spec(2021, 2020)).map((o) => [o.ending, o.read, o.targets])).toEqual([['matched', null, ['0301']], ['matched', 'padded', ['0301']], ['matched', 'name', ['0301']]]);
	});
	it('recoded when the same area has another code: 1902 in 2019 is 5501 in 2024', () => {
		expect(ends([given('1902')], spec(2019, 2024))[0]).toMatchObject({ ending: 'recoded', code: '1902', targets: ['5501'] });
	});
	it('recoded with those it is together with when it went into a larger one', () => {
		expect(ends([given('1241')], spec(2019, 2020))[0]).toMatchObject({ ending: 'recoded', targets: ['4624'], with: ['1243'] });
	});
	it('split when it became several and nobody has chosen', () => {
		expect(ends([given('1507')], spec(2023, 2024))[0]).toMatchObject({ ending: 'split', targets: [], candidates: ['1508', '1580'] });
	});
	it('chosen when a person has, for the row alone or as a rule', () => {
		const choice = (id: number, target: string) => ({ id, code: '1507', splitAt: '2024-01-01', direction: 'forward' as const, target, targetDate: '2024-01-01' });
		const found = ends([given('1507', 'a'), given('1507', 'b')], spec(2023, 2024), { choices: { rows: new Map([['b', [choice(2, '1580')]]]), rules: [choice(1, '1508')] } });
		expect(found.map((o) => [o.ending, o.targets, o.choice])).toEqual([['chosen', ['1508'], 1], ['chosen', ['1580'], 2]]);
	});
	it('unmatched with the reason, and what to choose between', () => {
		const rows = [given('Herøy'), given('Storevik'), given('1902'), given('9999'), { key: 'e', state: 'not_answered' as const, value: null }];
		expect(ends(rows, spec(2021, 2021)).map((o) => [o.ending, o.reason, o.candidates])).toEqual([
			['unmatched', 'ambiguous', ['1515', '1818']], ['unmatched', 'unknown', []], ['unmatched', 'not_valid', ['5401']], ['unmatched', 'aggregate', []], ['unmatched', 'empty', []]
		]);
	});
	it('several for one who speaks for more than one, and not applicable for one who was not asked', () => {
		expect(ends([given('several'), { key: 'q', state: 'not_asked', value: null }], spec(2021, 2021)).map((o) => o.ending)).toEqual(['several', 'not_applicable']);
	});
	it('is mended for one row or for every row with the value, for as long as the value is the same', () => {
		const mends: Mend[] = [{ id: 1, rowKey: null, value: 'Herøy', code: '1818' }, { id: 2, rowKey: 'b', value: 'Herøy', code: '1515' }, { id: 3, rowKey: 'c', value: 'Bø', code: '0301' }, { id: 4, rowKey: null, value: 'utlandet', code: null }];
		const found = ends([given('Herøy', 'a'), given('Herøy', 'b'), given('Storevik', 'c'), given('utlandet', 'd')], spec(2021, 2021), { mends });
		expect(found.map((o) => [o.ending, o.code, o.mend])).toEqual([['chosen', '1818', 1], ['chosen', '1515', 2], ['unmatched', null, null], ['not_applicable', null, 4]]);
	});
	it('brings county, region and name of its own year', () => {
		expect(ends([given('1902')], spec(2019, 2024))[0]).toMatchObject({ name: 'Tromsø', county: { code: '19', name: 'Troms' }, region: 'Nord-Norge' });
		expect(ends([given('0220')], spec(2019, 2020))[0]).toMatchObject({ county: { name: 'Akershus' }, region: 'Oslo og Akershus' });
	});
});

describe('the figures', () => {
	it('stay a number, `.`, `..` or `:`, no row, or not linked: six things', () => {
		const { columns } = run([given('1507'), given('5401'), given('0301'), given('1818'), given('several')], spec(2021, 2020, 'unemployed', 'population'));
		expect([...columns[0]!.states]).toEqual([1, 2, 3, NO_ROW, NOT_LINKED]);
		expect([columns[1]!.states[2], columns[1]!.values[2]]).toEqual([0, 693_494]);
	});
	it('of a merged municipality before the merger are summed, and rates weighted by their denominator', () => {
		const made = run([given('4624')], spec(2021, 2019, 'population', 'unemployed'));
		expect(rowOutcome(made, 0)).toMatchObject({ ending: 'recoded', reason: 'parts', targets: ['1241', '1243'] });
		expect(made.columns[0]!.values[0]).toBe(24_000);
		// (3000·2 + 21000·4) / 24000
		expect(made.columns[1]!.values[0]).toBeCloseTo(3.75, 12);
	});
	it('a rate whose denominator is not held is refused when it would have to be put together, and only then', () => {
		expect(() => run([given('4624')], spec(2021, 2019, 'alone'))).toThrow(expect.objectContaining({ code: 'statbank_problem_no_denominator', params: { variable: 'alone' } }));
		expect(run([given('0301')], spec(2021, 2020, 'alone')).audit.matched).toBe(1);
	});
	it('are never apportioned: what comes partly from elsewhere is split', () => {
		// Heim was made of Hemne, Halsa and a part of Snillfjord
		expect(ends([given('5055')], spec(2020, 2019))[0]).toMatchObject({ ending: 'split', targets: [] });
	});
	it('know their source down to the cell', () => {
		const made = run([given('4624'), given('several')], spec(2021, 2019, 'unemployed'));
		expect(sourceOf(made, tables, 0, 0)).toMatchObject({ table: '07459', variable: 'unemployed', year: 2019, cells: [{ region: '1241', value: 2, weight: 3_000 }, { region: '1243', value: 4, weight: 21_000 }] });
		expect(sourceOf(made, tables, 1, 0)).toBeNull();
	});
	it('that the table has not are refused by name, and so are its years and a table that is not held', () => {
		expect(() => run([], spec(2021, 2020, 'wealth'))).toThrow(expect.objectContaining({ code: 'link_problem_no_variable', params: { variable: 'wealth', has: 'population, unemployed, alone' } }));
		expect(() => run([], spec(2021, 1999, 'population'))).toThrow(expect.objectContaining({ code: 'link_problem_no_year' }));
		expect(() => run([], { ...spec(2021, 2020), variables: [{ table: 'b'.repeat(64), variable: 'population' }] })).toThrow(expect.objectContaining({ code: 'link_problem_no_table' }));
	});
	it('a row key that is given twice is refused', () => {
		expect(() => run([given('0301', 'a'), given('1507', 'a')], spec(2021, 2020))).toThrow(expect.objectContaining({ code: 'link_problem_twice' }));
	});
});

describe('how many would be alone', () => {
	it('is counted by the municipality, with each other variable, and with all', () => {
		const columns = [{ name: 'kommune', values: ['a', 'a', 'a', 'b', 'b', 'c'] }, { name: 'rolle', values: ['x', 'x', 'y', 'x', 'x', 'x'] }, { name: 'kjønn', values: ['1', '2', '1', '1', '1', null] }];
		expect(aloneIn(columns, [0, 1, 2, 3, 4, 5])).toEqual([
			{ columns: ['kommune'], combinations: 3, alone: 1, below3: 3, below5: 6 },
			{ columns: ['kommune', 'rolle'], combinations: 4, alone: 2, below3: 6, below5: 6 },
			{ columns: ['kommune', 'kjønn'], combinations: 4, alone: 2, below3: 6, below5: 6 },
			{ columns: ['kommune', 'rolle', 'kjønn'], combinations: 5, alone: 4, below3: 6, below5: 6 }
		]);
		expect(aloneIn(columns, [0, 1])[0]).toMatchObject({ alone: 0, below3: 2 });
	});
});
