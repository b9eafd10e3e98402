import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, missingAt } from '#lib/domain/dataset/column.ts';
import type { DatasetColumn, DatasetVariable } from '#lib/domain/dataset/types.ts';
import { decodeColumn, encodeColumn } from '#lib/server/results/snapshot/encode.ts';
import { encodePart, manifestOf, type FrozenPart } from '#lib/server/results/snapshot/hash.ts';
import { rowOrder } from '#lib/server/results/snapshot/order.ts';
import type { Made } from '#lib/server/results/snapshot/rules.ts';

const missing = (rows: number) => fc.option(fc.uint8Array({ minLength: rows, maxLength: rows, max: 4 }), { nil: null });
const column = (rows: number): fc.Arbitrary<DatasetColumn> => fc.oneof(
	fc.array(fc.oneof(fc.nat(3), fc.integer({ min: 252, max: 255 })), { minLength: rows, maxLength: rows }).map((codes): DatasetColumn => ({ kind: 'categorical', codes: Uint8Array.from(codes) })),
	fc.array(fc.oneof(fc.nat(300), fc.integer({ min: 65532, max: 65535 })), { minLength: rows, maxLength: rows }).map((codes): DatasetColumn => ({ kind: 'categorical', codes: Uint16Array.from(codes) })),
	fc.tuple(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: rows, maxLength: rows }), missing(rows)).map(([values, m]): DatasetColumn => ({ kind: 'numeric', values: Float64Array.from(values), missing: m })),
	fc.tuple(fc.array(fc.string({ unit: 'grapheme', maxLength: 8 }), { minLength: rows, maxLength: rows }), missing(rows)).map(([values, m]): DatasetColumn => ({ kind: 'text', values: values.map((text, i) => (m && m[i]! > 0 ? null : text)), missing: m }))
);
const columns = fc.integer({ min: 0, max: 12 }).chain((rows) => fc.array(column(rows), { minLength: 1, maxLength: 5 }).map((of) => ({ rows, of })));
const made = (of: readonly DatasetColumn[]): Made[] => of.map((one, i) => ({
	column: one,
	variable: { name: `v${i}`, label: {}, question: null, type: one.kind, measure: 'nominal', categories: [], reversed: false, decimals: null, unit: null, origin: { kind: 'part' } } satisfies DatasetVariable
}));
/** What stands in a row. */
const cells = (of: readonly DatasetColumn[], row: number): unknown[] => of.map((one) => missingAt(one, row) || [one.kind === 'categorical' ? one.codes[row] : one.kind === 'numeric' ? one.values[row]! + 0 : one.values[row]]);

async function frozen(rows: number, own: readonly DatasetColumn[], beside: readonly DatasetColumn[]): Promise<FrozenPart> {
	const all = made([...own, ...beside]);
	const order = await rowOrder(rows, all.slice(0, own.length), all.slice(own.length));
	return { key: 'a', kind: 'responses', title: {}, rows, variables: all.map((m) => m.variable), columns: Object.fromEntries(all.map((m) => [m.variable.name, inOrder(m.column, order)])) };
}
const hashOf = async (part: FrozenPart | Promise<FrozenPart>): Promise<string> => manifestOf([await encodePart(await part)]).hash;

describe('a snapshot', () => {
	it('has the same hash whatever order the rows came in', async () => {
		await fc.assert(fc.asyncProperty(columns, fc.infiniteStream(fc.nat()), fc.nat(4), async ({ rows, of }, random, split) => {
			const own = Math.min(split, of.length);
			const shuffled = Uint32Array.from({ length: rows }, (_, i) => i);
			for (let i = rows - 1; i > 0; i--) {
				const j = (random.next().value as number) % (i + 1);
				[shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
			}
			const again = of.map((one) => inOrder(one, shuffled));
			expect(await hashOf(frozen(rows, again.slice(0, own), again.slice(own)))).toBe(await hashOf(frozen(rows, of.slice(0, own), of.slice(own))));
		}), { numRuns: 300 });
	});
	it('has another hash when a cell is another', async () => {
		await fc.assert(fc.asyncProperty(columns.filter(({ rows }) => rows > 0), fc.nat(), async ({ rows, of }, at) => {
			const before = await frozen(rows, of, []);
			const first = before.columns.v0!;
			const row = at % rows;
			const other = made(Object.values(before.columns)).map((m) => m.column);
			const changed: DatasetColumn = first.kind === 'categorical' ? { ...first, codes: first.codes.with(row, first.codes[row] === 0 ? 1 : 0) }
				: first.kind === 'numeric' ? { kind: 'numeric', values: first.values.with(row, first.values[row] === 1 ? 2 : 1), missing: first.missing?.with(row, 0) ?? null }
				: { kind: 'text', values: first.values.with(row, `${first.values[row] ?? ''}x`), missing: first.missing?.with(row, 0) ?? null };
			expect(await hashOf(frozen(rows, [changed, ...other.slice(1)], []))).not.toBe(await hashOf(before));
		}), { numRuns: 200 });
	});
	it('loses no row and changes none by putting them in order', async () => {
		await fc.assert(fc.asyncProperty(columns, async ({ rows, of }) => {
			const order = await rowOrder(rows, made(of), []);
			expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, i) => i));
			const after = of.map((one) => inOrder(one, order));
			order.forEach((row, place) => expect(cells(after, place)).toEqual(cells(of, row)));
		}), { numRuns: 200 });
	});
	it('gives its columns back as they were', () => {
		fc.assert(fc.property(fc.integer({ min: 0, max: 9 }).chain((rows) => column(rows).map((one) => ({ rows, one }))), ({ rows, one }) => {
			const { encoding, bytes } = encodeColumn(one);
			// as a database gives them: in the middle of memory that holds other things
			const back = decodeColumn({ encoding, bytes: Buffer.concat([Buffer.from('x'), bytes, Buffer.from('yz')]).subarray(1, 1 + bytes.length) }, rows);
			expect(Array.from({ length: rows }, (_, i) => cells([back], i))).toEqual(Array.from({ length: rows }, (_, i) => cells([one], i)));
			expect(encodeColumn(back)).toEqual(encodeColumn(one));
		}), { numRuns: 300 });
	});
});
