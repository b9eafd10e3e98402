import { describe, expect, it } from 'vitest';
import type { Dataset, DatasetColumn, DatasetVariable } from '#lib/domain/dataset/types.ts';
import type { Problem } from '#lib/domain/problem.ts';
import { engineTable } from '#lib/server/results/snapshot/engine-table.ts';
import { pool } from '#lib/server/results/snapshot/pooled.ts';

const text = (nb: string, en = nb) => ({ nb, nn: nb, en });
const variable = (name: string, type: DatasetVariable['type'], values: string[] = [], scored = false): DatasetVariable => ({
	name, label: text(name), question: null, type, measure: 'nominal', categories: values.map((value, i) => ({ value, label: text(value, `${value}!`), ...(scored && { score: i + 1 }) })),
	reversed: false, decimals: null, unit: null, origin: { kind: 'item', survey: 's', item: name, block: 'b' }
});
const dataset = (key: string, rows: number, made: [DatasetVariable, DatasetColumn][], kind: Dataset['kind'] = 'responses'): Dataset =>
	({ key, kind, title: text(key), hash: 'h', rows, variables: made.map(([v]) => v), columns: Object.fromEntries(made.map(([v, c]) => [v.name, c])), suppressBelow: 5 });
const codes = (...of: number[]): DatasetColumn => ({ kind: 'categorical', codes: Uint8Array.from(of) });

const A = dataset('a', 2, [
	[variable('ja', 'categorical', ['x', 'y']), codes(0, 254)], [variable('bare_a', 'categorical', ['x']), codes(0, 0)], [variable('tall', 'numeric'), { kind: 'numeric', values: Float64Array.of(1.5, 0), missing: Uint8Array.of(0, 2) }],
	[variable('ord', 'text'), { kind: 'text', values: ['æ', null], missing: Uint8Array.of(0, 1) }], [variable('skala', 'categorical', ['1', '2'], true), codes(0, 1)], [variable('form', 'categorical', ['1']), codes(0, 0)],
	[{ ...variable('kvart', 'categorical', ['1', '2'], true), origin: { kind: 'derived', rule: { rule: 'quantiles', of: 'tall', groups: 2 } } }, codes(0, 1)]
]);
const B = dataset('b', 1, [
	[variable('ja', 'categorical', ['y', 'x']), codes(0)], [variable('tall', 'numeric'), { kind: 'numeric', values: Float64Array.of(7), missing: null }], [variable('ord', 'text'), { kind: 'text', values: ['b'], missing: null }],
	[variable('skala', 'categorical', ['1', '2']), codes(0)], [variable('form', 'numeric'), { kind: 'numeric', values: Float64Array.of(1), missing: null }], [variable('kvart', 'categorical', ['1', '2'], true), codes(0)]
]);

describe('parts laid below one another', () => {
	const both = pool([A, B]);
	it('have the rows of the first and then of the second, and say which each is of', () => {
		expect([both.key, both.rows, both.variables.map((v) => v.name), both.suppressBelow]).toEqual(['a+b', 3, ['del', 'ja', 'tall', 'ord'], 5]);
		expect(both.columns.del).toEqual(codes(0, 0, 1));
		expect(both.variables[0]!.categories.map((c) => c.value)).toEqual(['a', 'b']);
	});
	it('match categories by value, whatever their order, and keep the kind of missing', () => {
		expect(both.columns.ja).toEqual(codes(0, 254, 1));
		expect(both.columns.tall).toEqual({ kind: 'numeric', values: Float64Array.of(1.5, 0, 7), missing: Uint8Array.of(0, 2, 0) });
		expect(both.columns.ord).toEqual({ kind: 'text', values: ['æ', null, 'b'], missing: Uint8Array.of(0, 1, 0) });
	});
	it('leave out what differs, and say why', () => {
		expect(both.leftOut).toEqual([
			{ name: 'bare_a', reason: 'absent', parts: ['a'] }, { name: 'skala', reason: 'scores', parts: ['a', 'b'] }, { name: 'form', reason: 'type', parts: ['a', 'b'] }, { name: 'kvart', reason: 'limits', parts: ['a', 'b'] }
		]);
	});
	it('are named by what tells their titles apart', () => {
		const titled = (...titles: string[]) => pool(titles.map((title, i) => ({ ...dataset(`p${i}`, 1, []), title: { nb: title, nn: title, en: i === 0 ? '' : title } }))).variables[0]!.categories.map((c) => c.label.nb);
		expect(titled('Skolen: spørsmål til medlemmer av nettverk', 'Skolen: spørsmål til medlemmer av samarbeidsforum')).toEqual(['Nettverk', 'Samarbeidsforum']);
		expect(titled('Svar fra øst (liste)', 'Svar fra vest (liste)')).toEqual(['Øst', 'Vest']);
		expect(titled('Lærere 2021', 'Ledere 2021', 'Ledere i Oslo 2021')).toEqual(['Lærere', 'Ledere', 'Ledere i Oslo']);
		// nothing but a number, or nothing at all, is left: whole titles
		expect(titled('Runde 1', 'Runde 2')).toEqual(['Runde 1', 'Runde 2']);
		expect(titled('Skolen', 'Skolen nå')).toEqual(['Skolen', 'Skolen nå']);
		expect(titled('Lik', 'Lik')).toEqual(['Lik', 'Lik']);
	});
	it('must be of one kind', () => {
		expect(() => pool([A, dataset('b.liste', 1, [[variable('ja', 'categorical', ['x', 'y']), codes(0)]], 'seats')])).toThrow(expect.objectContaining({ code: 'snapshot_problem_kinds' }) as Problem);
	});
});

describe('a dataset for the statistics library', () => {
	it('shares the values, has the labels in the language, and no texts', () => {
		const table = engineTable(A, 'en');
		expect(Object.keys(table.columns)).toEqual(['ja', 'bare_a', 'tall', 'skala', 'form', 'kvart']);
		expect(table.columns.ja).toMatchObject({ categories: [{ value: 'x', label: 'x!' }, { value: 'y', label: 'y!' }] });
		const [column, own] = [table.columns.ja!, A.columns.ja!];
		expect(column.kind === 'categorical' && own.kind === 'categorical' && column.codes === own.codes).toBe(true);
		expect(engineTable(A, 'en')).toBe(table);
	});
});
