import { describe, expect, it } from 'vitest';
import { COUNTIES } from '../../../src/lib/figures/counties.ts';
import { drawSvg } from '../../../src/lib/figures/index.ts';
import { axisOf, elementsOf, num, parts } from '../../support/figure/read.ts';
import { curve, histogram, likert, OLD_COUNTIES, scatter, tiles } from '../../support/figure/samples.ts';

const byRow = (svg: string) => Map.groupBy(parts(svg, 'share'), (e) => num(e, 'data-row'));
const numbers = (d: string) => [...d.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);

describe('shares', () => {
	const figure = likert();
	it('are laid end to end, as wide as they are large', () => {
		const svg = drawSvg(figure);
		const at = axisOf(svg, 'x');
		const whole = at(1) - at(0);
		for (const [row, drawn] of byRow(svg)) {
			let from = at(0);
			for (const part of drawn) {
				expect(Math.abs(part.dx + num(part, 'x') - from)).toBeLessThan(0.1);
				expect(Math.abs(num(part, 'width') - figure.shares[row]![num(part, 'data-series')]! * whole)).toBeLessThan(0.05);
				from += num(part, 'width');
			}
			expect(Math.abs(from - at(1))).toBeLessThan(0.2);
		}
		expect(byRow(svg).get(2)).toHaveLength(4);
	});
	it('centred, have the middle of a middle answer on the line', () => {
		const svg = drawSvg({ ...figure, centred: true });
		const [line] = parts(svg, 'centre');
		for (const drawn of byRow(svg).values()) {
			const middle = drawn.find((e) => num(e, 'data-series') === 2)!;
			expect(Math.abs(num(middle, 'x') + num(middle, 'width') / 2 - num(line!, 'x1'))).toBeLessThan(0.1);
		}
	});
	it('centred without a middle answer, meet on the line', () => {
		const svg = drawSvg(likert({ centred: true, labels: ['A'], categories: ['Nei', 'Helst ikke', 'Helst', 'Ja'], shares: [[0.1, 0.2, 0.3, 0.4]], n: [10] }));
		const [line] = parts(svg, 'centre');
		expect(Math.abs(num(parts(svg, 'share')[2]!, 'x') - num(line!, 'x1'))).toBeLessThan(0.1);
	});
	it('of a row that has one unknown are not drawn, but a dash with the reason', () => {
		const svg = drawSvg(likert({ shares: figure.shares.map((row, i) => (i === 1 ? [null, ...row.slice(1)] : row)), missing: [null, 'suppressed', null, null, null, null] }));
		expect(byRow(svg).has(1)).toBe(false);
		expect(parts(svg, 'missing')).toHaveLength(1);
		expect(parts(svg, 'note').map((e) => e.text).join(' ')).toContain('skjult av hensyn til personvern');
	});
	it('that are rounded to a little more than the whole are still the whole', () => {
		const svg = drawSvg(likert({ labels: ['A'], categories: ['Nei', 'Vet ikke', 'Ja'], shares: [[0.335, 0.335, 0.335]], n: [200] }));
		const drawn = parts(svg, 'share');
		expect(Math.abs(drawn.reduce((sum, e) => sum + num(e, 'width'), 0) - (axisOf(svg, 'x')(1) - axisOf(svg, 'x')(0)))).toBeLessThan(0.1);
	});
});

describe('a histogram', () => {
	it('has bars as high as their counts, between their edges', () => {
		const figure = histogram();
		const svg = drawSvg(figure);
		const [x, y] = [axisOf(svg, 'x'), axisOf(svg, 'y')];
		for (const bar of parts(svg, 'bar')) {
			const i = num(bar, 'data-row');
			expect(Math.abs(bar.dx + num(bar, 'x') - x(figure.edges[i]!))).toBeLessThan(0.3);
			expect(Math.abs(bar.dy + num(bar, 'y') - y(figure.counts[i]!))).toBeLessThan(0.3);
		}
	});
	it('has areas that follow the counts where the widths differ, and says so', () => {
		const svg = drawSvg(histogram({ edges: [0, 1, 3, 7], counts: [10, 10, 10], marks: [] }));
		const areas = parts(svg, 'bar').map((b) => num(b, 'width') * num(b, 'height'));
		expect(areas[1]! / areas[0]!).toBeCloseTo(1, 2);
		expect(areas[2]! / areas[0]!).toBeCloseTo(1, 2);
		expect(parts(svg, 'axis').map((e) => e.text)).toContain('Antall per like bredt intervall');
	});
	it('has its limits marked where they are', () => {
		const svg = drawSvg(histogram());
		const x = axisOf(svg, 'x');
		expect(parts(svg, 'mark').map((e) => e.dx + num(e, 'x1')).map(Math.round)).toEqual([3000, 5200, 15000].map(x).map(Math.round));
		expect(parts(svg, 'mark-label').map((e) => e.text)).toEqual(['Liten', 'Middels', 'Stor']);
	});
	it('has a dash for a count that is not shown', () => {
		const svg = drawSvg(histogram({ counts: [34, null, 12, 8, 4, 0, 3, 1] }));
		expect(parts(svg, 'bar').map((b) => num(b, 'data-row'))).toEqual([0, 2, 3, 4, 5, 6, 7]);
		expect(parts(svg, 'missing')).toHaveLength(1);
	});
});

describe('a scatter', () => {
	const simple = scatter({ points: [[0, 0], [10, 5], [10, 5], [10, 5], [20, 10]], x: { label: 'x', decimals: 0 }, y: { label: 'y', decimals: 0 }, fit: { intercept: 0, slope: 0.5 } });
	const svg = drawSvg(simple);
	it('has its points where they are, equal ones as one that is larger', () => {
		const [x, y] = [axisOf(svg, 'x'), axisOf(svg, 'y')];
		const dots = parts(svg, 'dot');
		expect(dots.map((d) => d.attributes['data-count'])).toEqual(['1', '3', '1']);
		expect(Math.abs(dots[1]!.dx + num(dots[1]!, 'cx') - x(10))).toBeLessThan(0.3);
		expect(Math.abs(dots[1]!.dy + num(dots[1]!, 'cy') - y(5))).toBeLessThan(0.3);
		expect(num(dots[1]!, 'r')).toBeGreaterThan(num(dots[0]!, 'r'));
	});
	it('has its line through what it was fitted to, within the points', () => {
		const [x, y] = [axisOf(svg, 'x'), axisOf(svg, 'y')];
		const [line] = parts(svg, 'fit');
		expect([num(line!, 'x1') + line!.dx, num(line!, 'y1') + line!.dy, num(line!, 'x2') + line!.dx, num(line!, 'y2') + line!.dy].map(Math.round)).toEqual([x(0), y(0), x(20), y(10)].map(Math.round));
	});
	it('of half a million is a drawing of bounded size that still counts them all', () => {
		const points = Array.from({ length: 500_000 }, (_, i): [number, number] => [(i * 7919) % 1000, (i * 104729) % 997]);
		const large = drawSvg(scatter({ points, fit: undefined, y: { label: 'y', decimals: 0 } }));
		expect(large.length).toBeLessThan(1_500_000);
		expect(parts(large, 'dot').reduce((sum, d) => sum + num(d, 'data-count'), 0)).toBe(500_000);
	});
});

describe('curves', () => {
	const figure = curve();
	const svg = drawSvg(figure);
	it('go through their points', () => {
		const [x, y] = [axisOf(svg, 'x'), axisOf(svg, 'y')];
		const lines = parts(svg, 'line');
		expect(lines).toHaveLength(3);
		for (const [i, line] of lines.entries()) {
			const d = numbers(line.attributes.d!);
			const points = figure.series[i]!.points;
			expect(d).toHaveLength(points.length * 2);
			const last = points.at(-1)!;
			expect(Math.abs(line.dx + d.at(-2)! - x(last[0]))).toBeLessThan(0.3);
			expect(Math.abs(line.dy + d.at(-1)! - y(last[1]))).toBeLessThan(0.3);
		}
	});
	it('are told apart by dashes as well as colour', () => {
		expect(new Set(parts(svg, 'line').map((l) => l.attributes['stroke-dasharray'] ?? '')).size).toBe(3);
	});
	it('have the sends marked on their days, and the forecast as a band from its low to its high', () => {
		const [x, y] = [axisOf(svg, 'x'), axisOf(svg, 'y')];
		expect(parts(svg, 'mark').map((e) => Math.round(e.dx + num(e, 'x1')))).toEqual([0, 6, 12, 18].map((d) => Math.round(x(d))));
		const [band] = parts(svg, 'band');
		const d = numbers(band!.attributes.d!);
		const ys = d.filter((_, i) => i % 2).map((v) => v + band!.dy);
		const last = figure.series[0]!.band!.at(-1)!;
		expect(Math.abs(Math.max(...ys) - y(last[1]))).toBeLessThan(0.3);
		expect(Math.abs(Math.min(...ys) - y(last[2]))).toBeLessThan(0.3);
	});
	it('that are given in another order are drawn from left to right', () => {
		const turned = drawSvg({ ...figure, series: figure.series.map((s) => ({ ...s, points: s.points.toReversed() })) });
		expect(parts(turned, 'line').map((l) => l.attributes.d)).toEqual(parts(svg, 'line').map((l) => l.attributes.d));
	});
});

describe('the map of counties', () => {
	it.each([['2024', 15], ['2020', 11]] as const)('of %s has all %i, each with its name, none on another', (division, count) => {
		expect(COUNTIES[division]).toHaveLength(count);
		expect(new Set(COUNTIES[division].map((c) => `${c.column} ${c.row}`)).size).toBe(count);
		expect(new Set(COUNTIES[division].map((c) => c.code)).size).toBe(count);
	});
	it('has the number in each tile, and a dash where there is none', () => {
		const svg = drawSvg(tiles());
		expect(parts(svg, 'tile')).toHaveLength(15);
		const texts = elementsOf(svg).filter((e) => e.attributes['data-part'] === 'value').map((e) => e.text);
		expect(texts).toContain('70,0\u00a0%');
		expect(texts.filter((t) => t === '–')).toHaveLength(2);
	});
	it('is the one that the codes are of', () => {
		const svg = drawSvg(tiles({ values: OLD_COUNTIES.map((code, i) => ({ code, value: i / 20 })) }));
		expect(parts(svg, 'tile').map((e) => e.attributes['data-code']).sort()).toEqual(OLD_COUNTIES);
	});
	it('darkens with the value', () => {
		const svg = drawSvg(tiles());
		const fill = (code: string) => elementsOf(svg)[elementsOf(svg).findIndex((e) => e.attributes['data-code'] === code) + 1]!.attributes.fill!;
		expect(fill('50')).not.toBe(fill('31'));
		expect(Number.parseInt(fill('50').slice(1, 3), 16)).toBeLessThan(Number.parseInt(fill('31').slice(1, 3), 16));
	});
});
