import { describe, expect, it } from 'vitest';
import type { Table } from '../../../../analysis/report/table.ts';
import { hideMeans } from '#lib/server/results/present/hidden-means.ts';
import { runOnDataset } from '#lib/server/results/present/run.ts';
import { buildDataset } from '../../../support/dataset/build.ts';

const S = { kind: 'missing', reason: 'suppressed' } as const;
const mean = (value: number) => ({ kind: 'number', value, decimals: 2 }) as const;
const count = (value: number) => ({ kind: 'count', value }) as const;
const crossed = (...rows: (number | null)[][]): Table => ({
	title: 'T', rowHeading: 'R', notes: [], provenance: [], columns: ['column:a', 'column:b', 'column:c', 'total'].map((key) => ({ key, label: key })),
	rows: rows.map((cells, i) => ({ key: `row:${i}`, label: String(i), cells: cells.map((v) => (v === null ? S : count(v))) }))
});
const line = { key: 'mean', label: 'M', cells: [mean(1), mean(2), mean(3), mean(2)] };

describe('means below a cross table', () => {
	it('stand as they are where no cell is hidden', () => {
		expect(hideMeans(crossed([1, 2, 3, 6]), [line])).toEqual([line]);
	});
	it('are hidden where a cell of their column is', () => {
		expect(hideMeans(crossed([null, null, 3, 6], [null, null, 4, 9]), [line])[0]?.cells).toEqual([S, S, mean(3), mean(2)]);
	});
	it('are hidden in all too where one alone could be found by subtraction, or where cells of the total are', () => {
		expect(hideMeans(crossed([null, 2, 3, 6]), [line])[0]?.cells).toEqual([S, mean(2), mean(3), S]);
		expect(hideMeans(crossed([null, 2, null, null]), [line])[0]?.cells).toEqual([S, mean(2), S, S]);
	});
	it('leave counts, which have a protection of their own', () => {
		expect(hideMeans(crossed([null, null, 3, 6]), [{ key: 'n', label: 'n', cells: [9, 9, 9, 27].map(count) }])[0]?.cells).toEqual([9, 9, 9, 27].map(count));
	});
	it('tell nothing of the bands of a small group, on a snapshot with a limit', () => {
		// three groups of 18, of which two have few in the highest band
		const score = [...Array.from({ length: 18 }, (_, i) => (i < 2 ? 5 : 1 + (i % 2))), ...Array.from({ length: 18 }, (_, i) => (i < 3 ? 5 : 1 + (i % 2))), ...Array.from({ length: 18 }, (_, i) => (i < 9 ? 5 : 2))];
		const make = (suppressBelow: number) => buildDataset([
			{ name: 'score', type: 'numeric', cells: score }, { name: 'g', type: 'categorical', cells: score.map((_, i) => 'abc'[Math.floor(i / 18)]!), categories: [['a', 'A'], ['b', 'B'], ['c', 'C']] },
			{ name: 'band', type: 'categorical', cells: score.map((v) => (v > 3 ? '2' : '1')), categories: [['1', 'Low'], ['2', 'High']], origin: { kind: 'derived', rule: { rule: 'bands', of: 'score', upper: [3], labels: [] } } as never }
		], { suppressBelow });
		const means = (limit: number) => runOnDataset(make(limit), { method: 'crosstab', rows: 'band', columns: 'g' }, 'nb').presented.tables[0]!.table.rows.find((row) => row.key === 'mean')!.cells.map((cell) => cell.kind);
		expect(means(0)).toEqual(['number', 'number', 'number', 'number']);
		expect(means(5)).toEqual(['missing', 'missing', 'number', 'number']);
	});
});
