import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../../src/lib/domain/problem.ts';
import { cellAt } from '../../../src/lib/domain/register/table.ts';
import { figuresOf } from '../../../src/lib/domain/register/figures.ts';
import { cubeOf } from '../../../src/lib/server/register/statbank/jsonstat.ts';

type Json = Record<string, unknown>;
const good = (): Json => ({
	version: '2.0', class: 'dataset', label: '06913: Befolkning', updated: '2024-02-21T07:00:00Z', id: ['Region', 'ContentsCode', 'Tid'], size: [2, 1, 3],
	dimension: {
		Region: { label: 'region', category: { index: { '1101': 1, '0301': 0 }, label: { '0301': 'Oslo', '1101': 'Eigersund' } } },
		ContentsCode: { label: 'statistikkvariabel', category: { label: { Folkemengde: 'Befolkning 1. januar' }, unit: { Folkemengde: { base: 'personer', decimals: 0 } } } },
		Tid: { label: 'år', category: { index: ['2019', '2020', '2021'] } }
	},
	role: { time: ['Tid'], geo: ['Region'], metric: ['ContentsCode'] }, value: [1, 0, null, null, null, 6], status: { '2': '.', '3': '..', '4': ':' }
});
const cells = (json: unknown) => {
	const cube = cubeOf(json, 'svar');
	return Array.from({ length: cube.cells.states.length }, (_, i) => cellAt(cube.cells, i));
};
const EXPECTED = [{ value: 1 }, { value: 0 }, { mark: 'cannot_exist' }, { mark: 'missing' }, { mark: 'confidential' }, { value: 6 }];
const problem = (json: unknown): Problem => {
	try {
		cubeOf(json, 'svar');
	} catch (error) {
		if (error instanceof Problem) return error;
		throw error;
	}
	throw new Error('was read');
};

describe('JSON-stat', () => {
	it('keeps cannot exist, missing, confidential and 0 apart', () => expect(cells(good())).toEqual(EXPECTED));
	it('is read with its codes in the order of the index, labels, units and roles', () => {
		const cube = cubeOf(good(), 'svar');
		expect(cube.dimensions.map((d) => [d.id, d.role, d.categories.map((c) => c.code)])).toEqual([['Region', 'geo', ['0301', '1101']], ['ContentsCode', 'metric', ['Folkemengde']], ['Tid', 'time', ['2019', '2020', '2021']]]);
		expect(cube.dimensions[1]?.categories[0]).toEqual({ code: 'Folkemengde', label: 'Befolkning 1. januar', unit: 'personer', decimals: 0 });
		expect([cube.title, cube.updated]).toEqual(['06913: Befolkning', '2024-02-21T07:00:00Z']);
	});
	it.each<[string, Json]>([
		['values as an object', { value: { '0': 1, '1': 0, '5': 6 } }],
		['status as a list', { status: [null, null, '.', '..', ':', null] }],
		['status as a list and values as an object', { value: { '0': 1, '1': 0, '5': 6 }, status: ['', '', '.', '..', ':', ''] }],
		['no role', { role: undefined }],
		['no class', { class: undefined }],
		['a 0 beside a mark', { value: [1, 0, 0, null, 0, 6] }]
	])('says the same with %s', (_, change) => expect(cells({ ...good(), ...change })).toEqual(EXPECTED));
	it('takes a cell without value and without mark as missing', () => {
		for (const status of [undefined, null, {}]) expect(cells({ ...good(), status })[2]).toEqual({ mark: 'missing' });
		expect(cells({ ...good(), value: {}, status: undefined })).toEqual(Array(6).fill({ mark: 'missing' }));
	});
	it('takes one status as that of every cell', () => {
		const none = { value: Array(6).fill(null) };
		expect(cells({ ...good(), ...none, status: ':' })).toEqual(Array(6).fill({ mark: 'confidential' }));
		expect(cells({ ...good(), ...none, status: ['.'] })).toEqual(Array(6).fill({ mark: 'cannot_exist' }));
	});
	it('takes a dash as nil', () => expect(cells({ ...good(), status: { '2': '-', '3': '..', '4': ':' } })[2]).toEqual({ value: 0 }));
	it('refuses a mark that is not known, and one that contradicts its number, by place', () => {
		expect(problem({ ...good(), status: { '2': '...' } })).toMatchObject({ code: 'statbank_problem_unknown_mark', params: { source: 'svar', row: 3, mark: '...' } });
		expect(problem({ ...good(), status: { '5': ':' } })).toMatchObject({ code: 'statbank_problem_mark_and_number', params: { row: 6, mark: ':' } });
	});
	it.each<[string, string, Json]>([
		['value', 'one value too few', { value: [1, 0, null, null, null] }],
		['value', 'one value too many', { value: [1, 0, null, null, null, 6, 7] }],
		['value', 'a value beyond the last cell', { value: { '6': 1 } }],
		['value', 'no values at all', { value: undefined }],
		['status', 'a status beyond the last cell', { status: { '6': '.' } }],
		['status', 'status of another length', { status: ['.', '.'] }],
		['size', 'another size than ids', { size: [2, 1] }],
		['dimension.Region', 'another size than categories', { size: [3, 1, 2] }],
		['dimension.Tid', 'a size that is too small', { size: [2, 1, 2], value: [1, 2, 3, 4], status: {} }],
		['size', 'more cells than any answer has', { size: [100_000, 1, 100_000] }],
		['role', 'a role for no dimension', { role: { time: ['Aar'] } }],
		['class', 'a collection', { class: 'collection' }]
	])('names %s when there is %s', (field, _, change) => expect(problem({ ...good(), ...change })).toMatchObject({ code: 'statbank_problem_form', status: 422, params: { field } }));
	it.each([['a text', 'x'], ['null', null], ['a number', 1], ['a list', []], ['nothing', {}], ['KLASS', { codes: [] }]])('refuses %s', (_, json) => expect(problem(json).code).toBe('statbank_problem_form'));
	it('refuses an index that skips or repeats, and a name that every object has', () => {
		const region = (index: unknown) => ({ ...good(), dimension: { ...(good().dimension as Json), Region: { category: { index } } } });
		for (const index of [{ '0301': 0, '1101': 2 }, { '0301': 0, '1101': 0 }, ['0301', '0301'], ['0301'], undefined]) expect(problem(region(index)).params.field).toBe('dimension.Region');
		expect(problem({ ...good(), id: ['constructor', 'ContentsCode', 'Tid'] }).params.field).toBe('dimension.constructor');
		expect(problem({ ...good(), id: ['Tid', 'ContentsCode', 'Tid'] }).code).toBe('statbank_problem_form');
	});
	it('never ends in anything but a cube of the right size or a problem, whatever is broken', () => {
		let seed = 7;
		const random = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n;
		const junk = [null, -1, 1.5, '', 'x', [], {}, true, 1e9, '0', [[]], { a: 1 }];
		const wreck = (value: unknown): unknown => {
			if (random(9) === 0) return structuredClone(junk[random(junk.length)]);
			if (Array.isArray(value)) return random(9) === 0 ? value.slice(1) : value.map(wreck);
			if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).flatMap(([k, v]) => (random(12) === 0 ? [] : [[k, random(4) === 0 ? wreck(v) : v]])));
			return value;
		};
		const counts = { read: 0, refused: 0 };
		for (let i = 0; i < 3000; i++) {
			try {
				const cube = cubeOf(wreck(good()), 'svar');
				expect(cube.cells.values.length).toBe(cube.dimensions.reduce((n, d) => n * d.categories.length, 1));
				counts.read++;
			} catch (error) {
				expect(error).toBeInstanceOf(Problem);
				counts.refused++;
			}
		}
		expect(Math.min(counts.read, counts.refused)).toBeGreaterThan(200);
	});
	const real = join(process.env.GRUNNLAG_REGISTER ?? '../shared/register', 'ssb_05300_jsonstat2.json');
	it.runIf(existsSync(real))('reads an answer that Statistics Norway has given, and says that it has no regions', () => {
		const json = JSON.parse(readFileSync(real, 'utf8')) as { value: (number | null)[]; status: Record<string, string> };
		const found = cells(json);
		expect(found.length).toBe(432);
		found.forEach((cell, i) => {
			const status = json.status[i];
			expect(cell).toEqual(status === '.' ? { mark: 'cannot_exist' } : status === '..' ? { mark: 'missing' } : { value: json.value[i] });
		});
		const source = { table: '05300', title: '', updated: null, retrievedAt: '', query: null, licence: '', sha256: '' };
		expect(() => figuresOf(cubeOf(json, 'svar'), [], source, '05300', () => null)).toThrow(expect.objectContaining({ code: 'statbank_problem_no_regions', params: expect.objectContaining({ table: '05300' }) }));
	});
});
