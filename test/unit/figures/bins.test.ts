import { describe, expect, it } from 'vitest';
import { binsOf, countsIn } from '#lib/figures/bins.ts';
import { histogramTable } from '#lib/figures/table-plane.ts';

const range = (n: number, of: (i: number) => number) => Array.from({ length: n }, (_, i) => of(i));

describe('numbers gathered in intervals', () => {
	it('have one for each whole number where these are few, empty ones too', () => {
		expect(binsOf([1, 2, 2, 5])).toEqual({ edges: [0.5, 1.5, 2.5, 3.5, 4.5, 5.5], counts: [1, 2, 0, 0, 1], single: true, beyond: false, distinct: 3 });
	});
	it('of a scale have all of its points', () => {
		expect(binsOf([2, 3, 3], [1, 5])).toMatchObject({ edges: [0.5, 1.5, 2.5, 3.5, 4.5, 5.5], counts: [0, 1, 2, 0, 0] });
	});
	it('have round ends, in equal widths, and everybody is in one of them', () => {
		const bins = binsOf(range(500, (i) => 137.3 + ((i * i * 7.77) % 811)))!;
		const widths = bins.edges.slice(1).map((edge, i) => edge - bins.edges[i]!);
		expect(Math.max(...widths) - Math.min(...widths)).toBeLessThan(1e-9);
		expect(bins.edges.every((edge) => Number.isInteger(edge / 10))).toBe(true);
		expect(bins.counts.reduce((a, b) => a + b)).toBe(500);
		expect(bins.edges[0]).toBeLessThanOrEqual(137.3);
		expect(bins).toMatchObject({ single: false, beyond: false });
	});
	it('are closed to the right, and the first to the left as well', () => {
		expect(countsIn([0, 1, 1, 1.5, 2, 3], [0, 1, 2, 3])).toEqual([3, 2, 1]);
	});
	it('of whole numbers are never narrower than one', () => {
		const { edges } = binsOf(range(4000, (i) => i % 37))!;
		expect(edges[1]! - edges[0]!).toBeGreaterThanOrEqual(1);
	});
	it('tell nothing of those in the tails: an outlier does not move an edge', () => {
		const plain = range(200, (i) => 10 + i * 0.37);
		const [without, far] = [binsOf(plain, null, 5)!, binsOf([...plain.slice(0, -1), 1e6], null, 5)!];
		expect(far.edges).toEqual(without.edges);
		expect(far.counts).toEqual(without.counts);
		expect(far.beyond).toBe(true);
		expect(without.counts[0]).toBeGreaterThanOrEqual(5);
		expect(without.counts.at(-1)).toBeGreaterThanOrEqual(5);
	});
	it('count every value once, and how many differ, whatever their order and sign', () => {
		const values = range(3000, (i) => (((i * 7919) % 613) - 300) / 8 + (i % 9 === 0 ? 0.01 * i : 0));
		const { edges, counts, distinct } = binsOf(values)!;
		expect(distinct).toBe(new Set(values).size);
		expect(counts).toEqual(edges.slice(1).map((edge, b) => values.filter((v) => v <= edge && (v > edges[b]! || b === 0)).length));
	});
	it('are none of a single value, or of fewer than two tails', () => {
		expect(binsOf([3, 3, 3])).toBeNull();
		expect(binsOf([1, 2, 3, 4], null, 3)).toBeNull();
	});
	it('one for each whole number are listed by the number', () => {
		const table = histogramTable({ kind: 'histogram', title: '', notes: [], locale: 'nb', axis: { label: 'Svar', decimals: 1 }, edges: [0.5, 1.5, 2.5], counts: [3, null] });
		expect(table.rows.map((r) => r.label)).toEqual(['1', '2']);
		expect(table.rows[1]!.cells[0]).toEqual({ kind: 'missing', reason: 'suppressed' });
	});
});
