import { describe, expect, it } from 'vitest';
import { drawSvg } from '../../../src/lib/figures/index.ts';
import { axisOf, elementsOf, num, parts } from '../../support/figure/read.ts';
import { bars, dots, STATEMENTS } from '../../support/figure/samples.ts';

const four = (figure: ReturnType<typeof bars>) => ({ ...figure, labels: ['2019', '2020', '2021', '2022'], series: figure.series.map((s) => ({ ...s, points: s.points.slice(0, 4) })) });
const pathNumbers = (d: string) => [...d.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);

describe('lying bars', () => {
	const figure = bars();
	const svg = drawSvg(figure);
	const at = axisOf(svg, 'x');
	it('begin at the lower end of the scale and end at their value', () => {
		const drawn = parts(svg, 'bar');
		expect(drawn).toHaveLength(16);
		for (const bar of drawn) {
			const value = figure.series[num(bar, 'data-series')]!.points[num(bar, 'data-row')]!.value!;
			expect(bar.dx + num(bar, 'x')).toBeCloseTo(at(1), 0);
			expect(Math.abs(bar.dx + num(bar, 'x') + num(bar, 'width') - at(value))).toBeLessThan(0.1);
		}
	});
	it('have intervals from low to high', () => {
		const drawn = elementsOf(svg).flatMap((e, i, all) => (e.attributes['data-part'] === 'interval' ? [{ of: e, path: all[i + 2]! }] : []));
		expect(drawn).toHaveLength(16);
		for (const { of, path } of drawn) {
			const { low, high } = figure.series[num(of, 'data-series')]!.points[num(of, 'data-row')]!;
			const xs = pathNumbers(path.attributes.d!).filter((_, i) => i % 2 === 0);
			expect(Math.abs(of.dx + Math.min(...xs) - at(low!))).toBeLessThan(0.1);
			expect(Math.abs(of.dx + Math.max(...xs) - at(high!))).toBeLessThan(0.1);
		}
	});
	it('stand in the order of the labels and of the series, and do not cover one another', () => {
		const drawn = parts(svg, 'bar').toSorted((a, b) => num(a, 'data-row') - num(b, 'data-row') || num(a, 'data-series') - num(b, 'data-series'));
		for (const [i, bar] of drawn.entries()) if (i) expect(num(bar, 'y')).toBeGreaterThanOrEqual(num(drawn[i - 1]!, 'y') + num(drawn[i - 1]!, 'height'));
	});
	it('have their number beside them in the reader’s language', () => {
		expect(parts(svg, 'value').map((e) => e.text)).toContain('3,56');
		expect(parts(drawSvg(bars({ locale: 'en' })), 'value').map((e) => e.text)).toContain('3.56');
	});
	it('show all of an interval that goes beyond the scale', () => {
		const far = drawSvg(bars({ series: [{ label: 'A', points: STATEMENTS.map(() => ({ value: 4.8, low: 4, high: 5.6 })) }] }));
		const width = Number(/viewBox="0 0 (\d+)/.exec(far)![1]);
		expect(axisOf(far, 'x')(5.6)).toBeLessThan(width);
		// and no tick of a point that the scale does not have
		expect(parts(far, 'tick').map((e) => e.text)).toEqual(['1', '2', '3', '4', '5']);
	});
	it('have no interval where none is asked for', () => {
		expect(parts(drawSvg(bars({ interval: null })), 'interval')).toEqual([]);
	});
});

describe('standing bars', () => {
	const figure = { ...four(bars()), horizontal: false };
	const svg = drawSvg(figure);
	it('are as high as their value', () => {
		const at = axisOf(svg, 'y');
		for (const bar of parts(svg, 'bar')) {
			expect(Math.abs(bar.dy + num(bar, 'y') - at(figure.series[num(bar, 'data-series')]!.points[num(bar, 'data-row')]!.value!))).toBeLessThan(0.1);
			expect(Math.abs(bar.dy + num(bar, 'y') + num(bar, 'height') - at(1))).toBeLessThan(0.1);
		}
	});
	it('go down from zero for a negative number', () => {
		const change = drawSvg(bars({ horizontal: false, interval: null, labels: ['A', 'B'], series: [{ label: 'x', points: [{ value: -2 }, { value: 3 }] }], axis: { label: 'Endring', decimals: 0 } }));
		const [down, up] = parts(change, 'bar');
		const zero = axisOf(change, 'y')(0);
		expect(Math.abs(down!.dy + num(down!, 'y') - zero)).toBeLessThan(0.1);
		expect(Math.abs(up!.dy + num(up!, 'y') + num(up!, 'height') - zero)).toBeLessThan(0.1);
	});
	it('lie down where their labels have no room below', () => {
		const long = drawSvg(bars({ horizontal: false }), { width: 640 });
		const widths = new Set(parts(long, 'bar').map((b) => b.attributes.height));
		expect(widths).toEqual(new Set(['12']));
	});
});

describe('a value that there is none of', () => {
	const without = bars({ series: [{ label: 'A', points: STATEMENTS.map((_, i) => (i === 2 ? { value: null, low: null, high: null, missing: 'suppressed' as const } : { value: 3 })) }] });
	it.each([['lying', without], ['standing', { ...four(without), horizontal: false }]])('is a dash and never a bar of zero, %s', (_, figure) => {
		const svg = drawSvg(figure);
		expect(parts(svg, 'bar').map((b) => num(b, 'data-row'))).not.toContain(2);
		expect(parts(svg, 'bar')).toHaveLength(figure.labels.length - 1);
		expect(parts(svg, 'missing').map((e) => e.text)).toEqual(['–']);
	});
	it('is said with its reason', () => {
		expect(parts(drawSvg(without), 'note').map((e) => e.text)).toContain('Strek (–): skjult av hensyn til personvern.');
		expect(parts(drawSvg({ ...without, locale: 'en' }), 'note')[0]!.text).toMatch(/^Dash \(–\): /);
	});
	it('is not the same as zero', () => {
		const zero = drawSvg(bars({ axis: { label: '', decimals: 0 }, interval: null, labels: ['A'], series: [{ label: 'x', points: [{ value: 0 }] }] }));
		expect(parts(zero, 'bar')).toHaveLength(1);
		expect(parts(zero, 'missing')).toEqual([]);
	});
	it('may be all there is', () => {
		const svg = drawSvg(bars({ labels: ['A', 'B'], series: [{ label: 'x', points: [{ value: null }, { value: null }] }] }));
		expect(parts(svg, 'missing')).toHaveLength(2);
	});
});

describe('dots', () => {
	it('lie at their value, with a sign of its own for each series', () => {
		const figure = dots();
		const svg = drawSvg(figure);
		const at = axisOf(svg, 'x');
		const signs = new Map<string, string>();
		for (const dot of parts(svg, 'dot')) {
			const value = figure.series[num(dot, 'data-series')]!.points[num(dot, 'data-row')]!.value!;
			expect(Math.abs(dot.dx - at(value))).toBeLessThan(0.1);
			signs.set(dot.attributes['data-series']!, dot.attributes.d!);
		}
		expect(new Set(signs.values()).size).toBe(2);
	});
});

describe('many', () => {
	it('groups, thirty, each have their label and their bar', () => {
		const labels = Array.from({ length: 30 }, (_, i) => `Gruppe ${i + 1}`);
		const svg = drawSvg(bars({ labels, series: [{ label: 'A', points: labels.map((_, i) => ({ value: 1 + (i % 5), low: 1, high: 5 })) }] }));
		expect(parts(svg, 'bar')).toHaveLength(30);
		expect(parts(svg, 'label').map((e) => e.text)).toEqual(labels);
	});
	it('series, more than six, have their names beside the bars rather than colours', () => {
		const series = Array.from({ length: 20 }, (_, i) => ({ label: `Serie ${i + 1}`, points: [{ value: 2 }, { value: 3 }] }));
		const svg = drawSvg(bars({ labels: ['Første', 'Andre'], series }));
		expect(parts(svg, 'series').map((e) => e.text)).toEqual([...series, ...series].map((s) => s.label));
		expect(new Set(parts(svg, 'bar').map((b) => b.attributes.fill)).size).toBe(1);
	});
	it('items, twenty by thirty groups, are still drawn', () => {
		const labels = Array.from({ length: 20 }, (_, i) => `Påstand ${i}`);
		const series = Array.from({ length: 30 }, (_, i) => ({ label: `G${i}`, points: labels.map(() => ({ value: 3 })) }));
		expect(parts(drawSvg(bars({ labels, series })), 'bar')).toHaveLength(600);
	});
});

describe('patterns', () => {
	it('are laid over the colours on request, another for each series', () => {
		const svg = drawSvg(bars({ patterns: true }));
		const drawn = elementsOf(svg).filter((e) => e.name === 'pattern');
		expect(drawn).toHaveLength(2);
		expect(new Set(parts(svg, 'bar').map((b) => b.attributes.fill))).toEqual(new Set(drawn.map((p) => `url(#${p.attributes.id})`)));
		expect(elementsOf(drawSvg(bars())).filter((e) => e.name === 'pattern')).toEqual([]);
	});
});
