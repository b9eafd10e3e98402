import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { COUNTIES } from '../../src/lib/figures/counties.ts';
import type { Figure } from '../../src/lib/domain/figure/types.ts';
import { altText, drawSvg, figureTable } from '../../src/lib/figures/index.ts';
import { clean } from '../../src/lib/figures/svg/element.ts';
import { elementsOf } from '../support/figure/read.ts';

/** Labels as people and attackers write them. */
const label = fc.oneof(
	fc.constantFrom('<script>alert(1)</script>', '"><b>', "' onload='x", '&amp;', ']]>', '\u0000\u0008\u001f', 'å\u202eæ', '', ' ', '\ud800', 'a\nb\tc', '<!--', 'x'.repeat(200), 'Æ Ø Å ≤ 5'),
	fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ maxLength: 30 })
);
const number = fc.oneof(fc.constantFrom(0, -0, 1e12, -1e12, 5e-324, 1e-300, 0.1 + 0.2), fc.double({ min: -1e12, max: 1e12, noNaN: true }), fc.integer({ min: -5, max: 100 }));
const maybe = fc.option(number, { nil: null });
const axis = fc.record({ label, decimals: fc.integer({ min: 0, max: 4 }) }, {}).chain((a) => fc.record({ min: fc.option(number, { nil: undefined }), max: fc.option(number, { nil: undefined }), percent: fc.boolean() }).map((more) => ({ ...a, ...more })));
const common = { title: label, notes: fc.array(label, { maxLength: 2 }), locale: fc.constantFrom('nb' as const, 'nn' as const, 'en' as const), patterns: fc.boolean() };
const pair = fc.tuple(number, number);
const triple = fc.tuple(number, number, number);
const mark = fc.record({ at: number, label });
const shares = (n: number) => fc.array(fc.integer({ min: 0, max: 50 }), { minLength: n, maxLength: n }).map((w) => w.map((v) => v / (w.reduce((a, b) => a + b, 0) || 1)));

const grouped = fc.tuple(fc.array(label, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 8 })).chain(([labels, n]) => fc.record({
	...common, kind: fc.constantFrom('bars' as const, 'dots' as const), labels: fc.constant(labels), horizontal: fc.boolean(), interval: fc.constantFrom('sd' as const, 'ci' as const, null), axis,
	series: fc.array(fc.record({ label, points: fc.array(fc.record({ value: maybe, low: maybe, high: maybe, n: fc.nat() }), { minLength: labels.length, maxLength: labels.length }) }), { minLength: n, maxLength: n })
}));
const likert = fc.tuple(fc.array(label, { minLength: 1, maxLength: 5 }), fc.array(label, { minLength: 1, maxLength: 11 })).chain(([labels, categories]) => fc.record({
	...common, kind: fc.constant('likert' as const), labels: fc.constant(labels), categories: fc.constant(categories), centred: fc.boolean(),
	shares: fc.array(fc.oneof(shares(categories.length), fc.constant(categories.map(() => null))), { minLength: labels.length, maxLength: labels.length }),
	n: fc.array(fc.nat(), { minLength: labels.length, maxLength: labels.length })
}));
const histogram = fc.uniqueArray(number.map((v) => Math.round(v * 1000) / 1000 + 0), { minLength: 2, maxLength: 12 }).map((e) => e.toSorted((a, b) => a - b)).chain((edges) => fc.record({
	...common, kind: fc.constant('histogram' as const), edges: fc.constant(edges), counts: fc.array(fc.option(fc.nat(), { nil: null }), { minLength: edges.length - 1, maxLength: edges.length - 1 }), axis, marks: fc.array(mark, { maxLength: 3 })
}));
const scatter = fc.record({
	...common, kind: fc.constant('scatter' as const), points: fc.array(pair, { minLength: 1, maxLength: 30 }), x: axis, y: axis,
	fit: fc.option(fc.record({ intercept: number, slope: number, band: fc.array(triple, { maxLength: 5 }) }), { nil: undefined })
});
const curve = fc.record({
	...common, kind: fc.constant('curve' as const), x: axis, y: axis, marks: fc.array(mark, { maxLength: 4 }),
	series: fc.array(fc.record({ label, points: fc.array(pair, { minLength: 1, maxLength: 10 }), band: fc.array(triple, { maxLength: 4 }) }), { minLength: 1, maxLength: 8 })
});
const tiles = fc.constantFrom('2024' as const, '2020' as const).chain((division) => fc.record({
	...common, kind: fc.constant('tiles' as const), axis,
	values: fc.subarray(COUNTIES[division].map((c) => c.code), { minLength: 1 }).chain((codes) => fc.tuple(...codes.map((code) => maybe.map((value) => ({ code, value })))))
}));
const figure: fc.Arbitrary<Figure> = fc.oneof(grouped, likert, histogram, scatter, curve, tiles);
const width = fc.integer({ min: 100, max: 1500 });

describe('whatever the numbers and labels', () => {
	it('no place in a drawing is without a number, and no element is of a label’s making', () => {
		fc.assert(fc.property(figure, width, (f, w) => {
			const svg = drawSvg(f, { width: w });
			const all = elementsOf(svg);
			for (const { name, attributes } of all) {
				expect(['svg', 'title', 'desc', 'defs', 'pattern', 'clipPath', 'g', 'rect', 'line', 'path', 'circle', 'text']).toContain(name);
				for (const [key, value] of Object.entries(attributes)) {
					expect(value, key).not.toMatch(/NaN|undefined|Infinity|null/);
					if (['x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'width', 'height'].includes(key)) expect(value, key).toMatch(/^-?\d+(\.\d+)?(e[+-]\d+)?$/);
					if (['width', 'height', 'r'].includes(key)) expect(Number(value), key).toBeGreaterThanOrEqual(0);
				}
			}
			expect(all.find((e) => e.name === 'title')!.text.trim()).toBe(clean(f.title).trim());
		}), { numRuns: 400 });
	});
	it('a drawing is well-formed to a reader of XML', async () => {
		await fc.assert(fc.asyncProperty(figure, async (f) => {
			const { format } = await sharp(Buffer.from(drawSvg(f)), { limitInputPixels: false }).metadata();
			expect(format).toBe('svg');
		}), { numRuns: 100 });
	});
	it('what is said of a figure is whole sentences without gaps', () => {
		fc.assert(fc.property(figure, (f) => {
			// a label may hold such words itself
			const plain = JSON.parse(JSON.stringify(f, (key, value: unknown) => (typeof value === 'string' && !['kind', 'locale', 'interval', 'code'].includes(key) ? 'x' : value))) as Figure;
			expect(altText(plain)).not.toMatch(/NaN|undefined|Infinity|null|[{}]/);
		}), { numRuns: 300 });
	});
	it('its table has a cell for every column, and no number that is none', () => {
		fc.assert(fc.property(figure, (f) => {
			const table = figureTable(f);
			for (const row of table.rows) {
				expect(row.cells).toHaveLength(table.columns.length);
				for (const cell of row.cells) if ('value' in cell && typeof cell.value === 'number') expect(Number.isFinite(cell.value)).toBe(true);
			}
			expect(new Set(table.rows.map((r) => r.key)).size).toBe(table.rows.length);
		}), { numRuns: 300 });
	});
});
