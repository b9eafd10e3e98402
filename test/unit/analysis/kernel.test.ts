import { describe, expect, it } from 'vitest';
import { codedColumn, type Coded } from '#analysis/kernel/codes.ts';
import { codeCounts, crossCounts } from '#analysis/kernel/counts.ts';
import { forEachPair } from '#analysis/kernel/pairs.ts';
import { seededRandom } from '#analysis/numeric/random.ts';
import { categoricalColumn, numericColumn } from '#analysis/table/build.ts';

const MISSING = [252, 253, 254, 255];

function column(rows: number, size: number, random: () => number): Coded {
	const codes = Uint8Array.from({ length: rows }, () => (random() < 0.1 ? MISSING[Math.floor(4 * random())]! : Math.floor(size * random())));
	return { codes, categories: Array.from({ length: size }, (_, k) => ({ value: String(k), label: '', score: k })), scores: Float64Array.from({ length: size }, (_, k) => k) };
}

/** The definition, cell by cell. */
function counted(a: ArrayLike<number>, aSize: number, b: ArrayLike<number>, bSize: number): number[][] {
	const cells = Array.from({ length: aSize }, () => new Array<number>(bSize).fill(0));
	for (let i = 0; i < a.length; i++) if (a[i]! >= 0 && a[i]! < aSize && b[i]! >= 0 && b[i]! < bSize) cells[a[i]!]![b[i]!]!++;
	return cells;
}

describe('crossCounts', () => {
	const random = seededRandom(7);
	for (const [rows, aSize, bSize] of [[0, 3, 3], [1, 2, 5], [999, 5, 12], [1001, 13, 4], [5003, 13, 252], [5003, 5, 5]] as const) {
		it(`counts ${rows} rows of ${aSize} and ${bSize} categories as one by one would`, () => {
			const [a, b] = [column(rows, aSize, random), column(rows, bSize, random)];
			expect(crossCounts(a.codes, aSize, b.codes, bSize).map((r) => [...r])).toEqual(counted(a.codes, aSize, b.codes, bSize));
		});
	}

	it('takes group codes where -1 is missing, and columns of more than 252 categories', () => {
		const groups = Int32Array.from({ length: 500 }, () => Math.floor(4 * random()) - 1);
		const wide = Uint16Array.from({ length: 500 }, (_, i) => (i % 50 === 0 ? 65533 : i % 300));
		expect(crossCounts(groups, 3, wide, 300).map((r) => [...r])).toEqual(counted(groups, 3, wide, 300));
	});

	it('reads a column that does not begin at a whole word', () => {
		const whole = column(4097, 5, random).codes as Uint8Array;
		const [a, b] = [whole.subarray(1), column(4096, 5, random).codes];
		expect(crossCounts(a, 5, b, 5).map((r) => [...r])).toEqual(counted(a, 5, b, 5));
		expect([...codeCounts(a, 5)]).toEqual(counted(a, 5, new Uint8Array(4096), 1).map(([n]) => n));
	});
});

describe('forEachPair', () => {
	for (const [rows, sizes] of [[3, [5, 5, 5, 5]], [2_000, [5, 5, 5, 5, 5, 5, 5]], [300_000, [5, 5, 5, 5, 2, 2, 2, 2, 7, 130]], [700, [2, 252, 1, 3]]] as const) {
		it(`gives every pair of ${sizes.length} columns once, with the counts of rows that have both, for ${rows} rows`, () => {
			const random = seededRandom(rows);
			const columns = sizes.map((size) => column(rows, size, random));
			const seen = new Set<string>();
			forEachPair(columns, rows, (i, j, cells) => {
				seen.add(`${i} ${j}`);
				const size = sizes[j]!;
				const table = columns[i]!.categories.map((_, a) => Array.from(cells.subarray(a * size, (a + 1) * size)));
				expect(table).toEqual(counted(columns[i]!.codes, sizes[i]!, columns[j]!.codes, size));
			});
			expect([...seen].sort()).toEqual(sizes.flatMap((_, i) => sizes.slice(i + 1).map((__, k) => `${i} ${i + 1 + k}`)).sort());
		});
	}

	it('counts only the rows asked for', () => {
		const random = seededRandom(3);
		const columns = [column(1001, 5, random), column(1001, 5, random), column(1001, 5, random)];
		const keep = Uint8Array.from({ length: 1001 }, (_, i) => (i % 3 === 0 ? 1 : 0));
		const kept = columns.map((c) => c.codes.filter((_, i) => keep[i] === 1));
		forEachPair(columns, 1001, (i, j, cells) => expect([...cells.subarray(0, 25)]).toEqual(counted(kept[i]!, 5, kept[j]!, 5).flat()), keep);
	});
});

describe('codedColumn', () => {
	it('gives a numeric column of few values codes in rising order and keeps the kinds of missing', () => {
		const coded = codedColumn(numericColumn([2.5, null, -1, { missing: 'suppressed' }, 2.5, 10]))!;
		expect([...coded.codes]).toEqual([1, 253, 0, 255, 1, 2]);
		expect([...coded.scores!]).toEqual([-1, 2.5, 10]);
		expect(coded.categories.map((c) => c.value)).toEqual(['-1', '2.5', '10']);
	});

	it('refuses a numeric column of more than 252 values, and gives names no scores', () => {
		expect(codedColumn(numericColumn(Array.from({ length: 253 }, (_, i) => i)))).toBeNull();
		expect(codedColumn(numericColumn(Array.from({ length: 252 }, (_, i) => i)))?.categories).toHaveLength(252);
		expect(codedColumn(categoricalColumn(['a', 'b']))?.scores).toBeNull();
	});
});
