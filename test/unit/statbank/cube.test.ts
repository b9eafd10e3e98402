import { describe, expect, it } from 'vitest';
import { answers, cellCount, joinCubes, splitSelection, type Cube, type Selection } from '../../../src/lib/domain/register/cube.ts';
import { cubeOf } from '../../../src/lib/server/register/statbank/jsonstat.ts';
import { jsonstatOf, type FakeTable } from '../../support/statbank-server.ts';

let seed = 11;
const random = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n;

/** A table of random shape whose every cell differs, some of them marks. */
function someTable(): { table: FakeTable; selection: Selection } {
	const dimensions = Array.from({ length: 1 + random(4) }, (_, d) => ({ id: `d${d}`, values: Array.from({ length: 1 + random(9) }, (_v, i) => ({ code: `c${i}` })) }));
	const number = (at: Readonly<Record<string, string>>) => dimensions.reduce((n, d) => n * 10 + Number(at[d.id]?.slice(1)), 1);
	const table: FakeTable = { id: '00001', title: 'T', dimensions, cell: (at) => (['.', '..', ':'] as const)[number(at) % 11] ?? number(at) };
	return { table, selection: dimensions.map((d) => ({ id: d.id, codes: d.values.filter(() => random(5) > 0).map((v) => v.code) })).map((s) => (s.codes.length > 0 ? s : { ...s, codes: ['c0'] })) };
}
const ask = (table: FakeTable, selection: Selection): Cube => cubeOf(jsonstatOf(table, Object.fromEntries(selection.map((s) => [s.id, [...s.codes]]))), 'svar');
/** What matters of a cube, with each cell written out. */
const told = (cube: Cube) => ({ ...cube, cells: [[...cube.cells.states], [...cube.cells.values]] });

describe('a query that is cut', () => {
	it('gives put together what it gives whole, in whatever order the pieces come', () => {
		for (let i = 0; i < 300; i++) {
			const { table, selection } = someTable();
			const max = 1 + random(40);
			const parts = splitSelection(selection, max);
			expect(parts.every((p) => cellCount(p) <= max)).toBe(true);
			expect(parts.reduce((n, p) => n + cellCount(p), 0)).toBe(cellCount(selection));
			const cubes = parts.map((p) => ask(table, p));
			const shuffled = cubes.map((cube) => ({ cube, at: random(1000) })).sort((a, b) => a.at - b.at).map((c) => c.cube);
			expect(told(joinCubes(shuffled, selection))).toEqual(told(ask(table, selection)));
		}
	});
	it('is not cut when it fits, and cannot be cut below a cell', () => {
		const { selection } = someTable();
		expect(splitSelection(selection, cellCount(selection))).toEqual([selection]);
		expect(() => splitSelection(selection, 0)).toThrow(RangeError);
	});
	it('holds to 800,000 cells for every municipality there ever was, all ages and ten years', () => {
		const of = (id: string, n: number) => ({ id, codes: Array.from({ length: n }, (_, i) => String(i)) });
		const parts = splitSelection([of('Region', 900), of('Alder', 106), of('Tid', 10)], 800_000);
		expect(parts.map(cellCount)).toEqual([477_000, 477_000]);
	});
	it('refuses pieces that are missing, twice, foreign, or of another edition of the table', () => {
		const table: FakeTable = { id: '00001', title: 'T', dimensions: [{ id: 'a', values: ['x', 'y', 'z'].map((code) => ({ code })) }, { id: 'b', values: [{ code: '1' }, { code: '2' }] }], cell: () => 1 };
		const selection = [{ id: 'a', codes: ['x', 'y', 'z'] }, { id: 'b', codes: ['1', '2'] }];
		const [first, second] = splitSelection(selection, 3).map((p) => ask(table, p));
		if (!first || !second) throw new Error('was not cut');
		for (const parts of [[], [first], [first, first], [first, second, second], [first, { ...second, dimensions: second.dimensions.toReversed() }]]) expect(() => joinCubes(parts, selection)).toThrow(expect.objectContaining({ code: 'statbank_problem_pieces' }));
		expect(() => joinCubes([first, { ...second, updated: '2025-01-01T07:00:00Z' }], selection)).toThrow(expect.objectContaining({ code: 'statbank_problem_changed_meanwhile' }));
		expect(answers(first, selection)).toBe(false);
	});
});
