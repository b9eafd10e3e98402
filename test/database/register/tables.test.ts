import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cell } from '../../../src/lib/domain/register/table.ts';
import { readRegisterResponses } from '../../../src/lib/server/db/register-tables.ts';
import { klassClient } from '../../../src/lib/server/register/klass/client.ts';
import { refresh } from '../../../src/lib/server/register/klass/refresh.ts';
import { APIS, statbankClient } from '../../../src/lib/server/register/statbank/client.ts';
import { storeTableFile } from '../../../src/lib/server/register/statbank/file.ts';
import { fetchReady, heldTable, heldTables } from '../../../src/lib/server/register/statbank/store.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { FIXTURE } from '../../support/klass/fixture.ts';
import { startKlass, type Fault } from '../../support/klass/server.ts';
import { startStatbank, TABLES, type StatbankServer } from '../../support/statbank-server.ts';

let db: TestDatabase;
let bank: StatbankServer;
let waited: number[];
const client = (maxCells?: number, timeout = 60_000) => statbankClient(bank, { timeout, attempts: 3, turn: async () => undefined, wait: async (ms) => void waited.push(ms) }, maxCells);
const input = { key: 'population', api: 'v2' as const, years: { from: 2019, to: 2021 }, actor: 'eva' };
const get = (more: object = {}, maxCells?: number, timeout?: number) => fetchReady({ database: db }, client(maxCells, timeout), { ...input, ...more });
const state = async () => (await db.admin`select (select count(*)::int from register_copy) as copies, (select count(*)::int from register_copy where replaced_at is null) as standing, (select count(*)::int from register_figure) as figures, (select count(*)::int from register_response) as answers, (select count(*)::int from audit where action = 'register.store') as audit`)[0];
const held = async (key: string) => (await heldTables({ database: db })).find((h) => h.copy.key === key)!;

beforeAll(async () => {
	bank = await startStatbank(TABLES);
});
afterAll(() => bank.stop());
beforeEach(async () => {
	db = await createDatabase();
	bank.tables = TABLES;
	bank.calm();
	bank.requests.length = 0;
	waited = [];
});
afterEach(() => db.drop());

describe('a table that is fetched', () => {
	it.each(APIS)('by %s is kept whole: figures, marks, raw answer, query, title, when it was changed and fetched, licence', async (api) => {
		const stored = await get({ key: 'finance', api });
		expect(stored).toMatchObject({ key: 'finance', changed: true });
		const { copy, table } = await heldTable({ database: db }, stored.id);
		expect([table.regions, table.years]).toEqual([['0101', '0301', '1101', '3001'], [2019, 2020]]);
		const row = ['net_operating_result', 'free_income_per_capita', 'free_equity'];
		expect(row.map((key) => cell(table, key, '1101', 2020))).toEqual([{ mark: 'missing' }, { mark: 'confidential' }, { value: 0 }]);
		expect(row.map((key) => cell(table, key, '0301', 2019))).toEqual([{ value: -2.4 }, { value: 64_522 }, { value: -2.4 }]);
		expect(cell(table, 'free_equity', '0101', 2020)).toBeUndefined();
		expect(copy).toMatchObject({ sourceTable: '12134', title: TABLES[2]?.title, updated: '2024-02-21T07:00:00Z', licence: 'CC BY 4.0', source: `statbank_${api}`, retrievedBy: 'eva', dropped: { notMunicipalities: 0, outsideLife: 0, allDots: 2 } });
		const [answer] = await readRegisterResponses(db, stored.id);
		expect(JSON.parse(Buffer.from(answer!.body).toString())).toMatchObject({ class: 'dataset', id: ['KOKkommuneregion0000', 'ContentsCode', 'Tid'], size: [4, 3, 2] });
		expect(answer!.query).toContain(api === 'v1' ? '"filter":"item"' : 'valueCodes[ContentsCode]=KOSAGD230000,KOSAG110000,KOSKG210000');
		expect(table.variables[0]?.source).toMatchObject({ table: '12134', query: answer!.query, sha256: copy.hash });
		expect(table.variables[1]).toMatchObject({ unit: 'kr', measure: 'mean', denominator: 'population' });
	});
	it('is the same by both interfaces, cut or whole', async () => {
		const told = async () => {
			const { table } = await held('school_age');
			return { ...table, variables: table.variables.map(({ source: _, ...v }) => v), columns: table.columns.map((c) => [[...c.states], [...c.values]]) };
		};
		await get({ key: 'school_age' });
		const once = await told();
		expect(bank.requests.length).toBe(2);
		for (const [api, max] of [['v1', 800_000], ['v2', 300], ['v1', 97]] as const) {
			await get({ key: 'school_age', api }, max);
			expect(await told(), `${api} ${max}`).toEqual(once);
		}
		expect(bank.requests.length).toBeGreaterThan(12);
		const { table } = await held('school_age');
		expect(['residents', 'children_school_age', 'children_school_age_share'].map((key) => cell(table, key, '0301', 2020))).toEqual([{ value: 1060 }, { value: 100 }, { value: 1000 / 106 }]);
	});
	it('asks by GET while the address is short, else by POST', async () => {
		await get();
		expect(bank.requests.map((r) => r.method)).toEqual(['GET', 'GET']);
		bank.tables = TABLES.map((t) => ({ ...t, dimensions: t.dimensions.map((d) => (d.role === 'geo' ? { ...d, values: Array.from({ length: 356 }, (_, i) => ({ code: `${11 + Math.floor(i / 89)}${String(1 + (i % 89)).padStart(2, '0')}` })) } : d)) }));
		await get();
		expect(bank.requests.at(-1)).toMatchObject({ method: 'POST', url: '/v2/tables/06913/data?lang=no&outputFormat=json-stat2', body: expect.stringContaining('"variableCode":"Region","valueCodes":["1101","1102"') });
		expect((await held('population')).table.regions.length).toBe(356);
	});
	it('leaves out years in which the municipalities held say that a code was not valid', async () => {
		const klass = await startKlass(FIXTURE);
		await refresh({ database: db }, klassClient(klass), { today: '2024-06-01', actor: 'eva' });
		await klass.stop();
		await get();
		const { table, copy } = await held('population');
		expect(table.regions).toEqual(expect.arrayContaining(['0301']));
		for (const region of table.regions) expect(cell(table, 'population', region, 2020)).not.toEqual({ value: 0 });
		expect(copy.dropped.allDots).toBe(0);
	});
	it('takes the place of the copy before it, which is kept; the same again is only noted', async () => {
		const first = await get();
		expect(await get()).toEqual({ ...first, changed: false });
		expect(await state()).toEqual({ copies: 1, standing: 1, figures: 12, answers: 1, audit: 1 });
		bank.tables = TABLES.map((t) => ({ ...t, updated: '2025-02-21T07:00:00Z', cell: (at) => (t.cell(at) === 0 ? 0 : 5) }));
		const second = await get();
		expect(second.changed).toBe(true);
		expect(await state()).toEqual({ copies: 2, standing: 1, figures: 24, answers: 2, audit: 2 });
		expect(cell((await heldTable({ database: db }, first.id)).table, 'population', '0301', 2020)).toEqual({ value: 3030 });
		expect(cell((await held('population')).table, 'population', '0301', 2020)).toEqual({ value: 5 });
	});
	it('of a table that does not hold the measure is refused with table, measure and what it holds', async () => {
		bank.tables = TABLES.map((t) => (t.id === '12134' ? { ...t, dimensions: t.dimensions.map((d) => (d.id === 'ContentsCode' ? { ...d, values: d.values.map((v) => (v.code === 'KOSKG210000' ? { ...v, label: 'Noe annet' } : v)) } : d)) } : t));
		await expect(get({ key: 'finance' })).rejects.toMatchObject({ code: 'statbank_problem_measure_other', params: { table: '12134', measure: 'Fri egenkapital drift', holds: expect.stringContaining('KOSKG210000 «Noe annet»') } });
		await expect(get({ key: 'unemployment' })).rejects.toMatchObject({ code: expect.stringMatching(/refused|not_found/) });
		await expect(get({ years: { from: 1900, to: 1901 } })).rejects.toMatchObject({ code: 'statbank_problem_no_years', params: { table: '06913', first: '2019', last: '2021' } });
		expect(await state()).toMatchObject({ copies: 0, audit: 0 });
	});
});

const storm: [string, string, Fault[], string][] = [
	['an HTML page', '/data?', [{ status: 200, body: '<!doctype html><html><body>Vedlikehold</body></html>' }], 'register_problem_html'],
	['XML', 'metadata', [{ status: 200, body: '<?xml version="1.0"?><x/>' }], 'register_problem_xml'],
	['a body that is cut short every time', '/data?', Array(3).fill({ truncate: 'whole' }), 'register_problem_not_json'],
	['a connection that is cut every time', '/data?', Array(3).fill({ cut: true }), 'register_problem_unreachable'],
	['a server that hangs', '/data?', Array(3).fill({ hang: true }), 'register_problem_slow'],
	['a server that is down', 'metadata', Array(3).fill({ status: 503 }), 'register_problem_down'],
	['429 every time', '/data?', Array(3).fill({ status: 429 }), 'register_problem_busy'],
	['a wait that is too long', '/data?', [{ status: 429, headers: { 'retry-after': '3600' } }], 'register_problem_later'],
	['a refusal', '/data?', [{ status: 403, body: 'Too many cells' }], 'register_problem_refused'],
	['JSON that is no dataset', '/data?', [{ status: 200, body: '{"error":"x"}' }], 'statbank_problem_form'],
	['another dataset than was asked for', '/data?', [{ status: 200, body: JSON.stringify({ class: 'dataset', id: ['Tid'], size: [1], dimension: { Tid: { category: { index: ['2020'] } } }, value: [1] }) }], 'statbank_problem_other_answer']
];
describe('a fetch that meets', () => {
	it.each(storm)('%s says so, stores nothing and leaves the copy that stands', async (_, of, faults, code) => {
		const before = await get();
		bank.fail(of, ...faults);
		await expect(get({ years: { from: 2020, to: 2020 } }, undefined, faults.some((fault) => 'hang' in fault) ? 2000 : undefined)).rejects.toMatchObject({ name: 'Problem', code });
		expect(await state()).toEqual({ copies: 1, standing: 1, figures: 12, answers: 1, audit: 1 });
		expect((await held('population')).copy.id).toBe(before.id);
	});
	it('429 once waits as long as Retry-After asks, and goes on', async () => {
		bank.fail('/data?', { status: 429, headers: { 'retry-after': '7' } });
		expect((await get()).changed).toBe(true);
		expect(waited).toEqual([7000]);
	});
	it('a fault in the last piece of several stores none of them', async () => {
		bank.fail('/data?', ...Array.from({ length: 3 }, (): Fault => ({ status: 200, body: '{}' })));
		await expect(get({ key: 'school_age' }, 400)).rejects.toMatchObject({ code: 'statbank_problem_form' });
		expect(await state()).toMatchObject({ copies: 0, figures: 0, answers: 0 });
	});
});

describe('a file', () => {
	const file = { fileName: 'C:\\tall\\n.csv', bytes: new TextEncoder().encode('"Tall"\n\n"region";"Antall 2020"\n"0301 Oslo";12,5\n"1101 Eigersund";:\n'), key: 'own', measure: 'rate' as const, denominator: 'population', definition: 'Egne tall', actor: 'eva' };
	it('is kept with what it was read from', async () => {
		const stored = await storeTableFile({ database: db }, file);
		const { copy, table } = await heldTable({ database: db }, stored.id);
		expect(copy).toMatchObject({ source: 'file', sourceTable: 'n.csv', title: 'Tall', responseCount: 1 });
		expect(table.variables[0]).toMatchObject({ key: 'own', measure: 'rate', denominator: 'population', decimals: 1 });
		expect([cell(table, 'own', '0301', 2020), cell(table, 'own', '1101', 2020)]).toEqual([{ value: 12.5 }, { mark: 'confidential' }]);
		expect(Buffer.from((await readRegisterResponses(db, stored.id))[0]!.body)).toEqual(Buffer.from(file.bytes));
	});
	it('with a variable that another copy has is refused, and so is a key that is none', async () => {
		await get();
		await expect(storeTableFile({ database: db }, { ...file, key: 'own', bytes: file.bytes })).resolves.toMatchObject({ changed: true });
		await expect(storeTableFile({ database: db }, { ...file, key: 'Population!' })).rejects.toMatchObject({ code: 'statbank_problem_key' });
		await db.admin`select 1`;
		await expect(storeTableFile({ database: db }, { ...file, key: 'children_school_age' })).resolves.toMatchObject({ changed: true });
		await expect(get({ key: 'school_age' })).rejects.toMatchObject({ code: 'statbank_problem_key_taken' });
		expect(await state()).toMatchObject({ copies: 3, standing: 3 });
	});
});

describe('the database', () => {
	it('holds that a figure is a number or a mark, that copies never change, and that a copy is whole', async () => {
		const { id } = await get();
		const insert = (value: number | null, mark: string | null) => db.admin`insert into register_figure values (${id}, 0, '0999', 2020, ${value}, ${mark})`;
		await expect(insert(1, 'missing')).rejects.toThrow();
		await expect(insert(null, null)).rejects.toThrow();
		await expect(insert(Number.NaN, null)).rejects.toThrow();
		await expect(insert(1, null)).rejects.toThrow(/has all its figures/);
		await expect(db.admin`update register_figure set value = 1 where copy_id = ${id}`).rejects.toThrow(/immutable/);
		await expect(db.admin`delete from register_response where copy_id = ${id}`).rejects.toThrow(/immutable/);
		await expect(db.admin`update register_copy set title = 'x' where id = ${id}`).rejects.toThrow(/immutable/);
		await expect(db.admin`insert into register_copy (key, source_table, title, licence, source, hash, definition, dropped, figure_count, response_count, retrieved_at, retrieved_by, checked_at) values ('x', 'x', '', 'x', 'file', ${'0'.repeat(64)}, '{}', '{}', 1, 1, now(), 'x', now())`).rejects.toThrow(/not whole/);
	});
});
