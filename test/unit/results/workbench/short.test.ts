import { describe, expect, it } from 'vitest';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset, DatasetVariable } from '#lib/domain/dataset/types.ts';
import { isShort } from '#lib/server/results/workbench/jobs.ts';

const text = (nb: string) => ({ nb, nn: nb, en: nb });
const variable = (name: string, type: DatasetVariable['type'], categories: number): DatasetVariable => ({
	name, label: text(name), question: null, type, measure: type === 'numeric' ? 'scale' : 'nominal', reversed: false, decimals: null, unit: null,
	categories: Array.from({ length: categories }, (_, i) => ({ value: String(i), label: text(String(i)) })), origin: { kind: 'item', survey: 's', item: name, block: 'b' }
});
const data = (rows: number): Dataset => ({
	key: 'p', kind: 'responses', title: text('P'), hash: 'h', rows, suppressBelow: 0, columns: {},
	variables: [variable('tall', 'numeric', 0), variable('to', 'categorical', 2), variable('femten', 'categorical', 15), variable('kommune', 'categorical', 300)]
});
const short = (rows: number, spec: AnySpec) => isShort({ dataset: data(rows), spec, locale: 'nb' });
const cross = (rows: string, columns: string, more: object = {}): AnySpec => ({ method: 'crosstab', rows, columns, ...more });

describe('what is made while the reader waits, and the server with it', () => {
	it('is what goes through few cells of data', () => {
		expect(short(1000, { method: 't_test', y: 'tall', group: 'to' })).toBe(true);
		expect(short(30_000, { method: 't_test', y: 'tall', group: 'to' })).toBe(false);
	});
	it('is no cross table with many cells, and none of numbers, however few the rows: its exact test may take seconds', () => {
		expect(short(1000, cross('to', 'femten'))).toBe(true);
		expect(short(1000, cross('femten', 'femten'))).toBe(false);
		expect(short(1000, cross('kommune', 'to'))).toBe(false);
		expect(short(1000, cross('tall', 'to'))).toBe(false);
	});
	it('is nothing that draws a great many tables, nor a method that is long by itself', () => {
		expect(short(1000, cross('to', 'to', { replicates: 10_000 }))).toBe(true);
		expect(short(1000, cross('to', 'to', { replicates: 10_000_000 }))).toBe(false);
		expect(isShort({ dataset: null, spec: { method: 'crosstab_counts', counts: [[1, 2], [3, 4]], replicates: 1_000_000 }, locale: 'nb' })).toBe(false);
		expect(short(10, { method: 'mixed' })).toBe(false);
	});
});
