import { describe, expect, it } from 'vitest';
import { Problem } from '../../../src/lib/domain/problem.ts';
import type { Figure } from '../../../src/lib/domain/figure/types.ts';
import { drawSvg, figureTable, LIMITS } from '../../../src/lib/figures/index.ts';
import { translate } from '../../../src/lib/i18n.ts';
import { elementsOf, textBoxes } from '../../support/figure/read.ts';
import { bars, curve, dots, EACH, histogram, likert, OLD_COUNTIES, scatter, STATEMENTS, tiles } from '../../support/figure/samples.ts';

const long = 'Samarbeidet mellom universitetet, statsforvalteren, kommunesektorens organisasjon og de fagorganisertes representanter i kompetanseutviklingsordningen';
const HARD: Figure[] = [
	...EACH, bars({ horizontal: false, labels: ['A', 'B', 'C'], series: bars().series.map((s) => ({ ...s, points: s.points.slice(0, 3) })) }), likert({ centred: true }), likert({ patterns: true }),
	bars({ title: long, labels: STATEMENTS.map((s) => `${s} og ${long}`), notes: [long, long], series: bars().series.map((s, i) => ({ ...s, label: `${i} ${long}` })) }),
	bars({ labels: STATEMENTS.slice(0, 2), series: Array.from({ length: 12 }, (_, i) => ({ label: `${i} ${long}`, points: [{ value: 3 }, { value: null }] })) }),
	dots({ horizontal: false, labels: Array.from({ length: 30 }, (_, i) => `G${i}`), series: [{ label: 'x', points: Array.from({ length: 30 }, (_, i) => ({ value: i / 7 })) }], interval: null }),
	histogram({ marks: Array.from({ length: 12 }, (_, i) => ({ at: i * 3500, label: `Grense nummer ${i + 1}` })) }), histogram({ axis: { label: long, decimals: 2 } }),
	scatter({ x: { label: long, decimals: 0 }, y: { label: long, decimals: 1 } }), curve({ y: { label: 'Antall', decimals: 0 }, series: [{ label: 'A', points: [[0, 0], [5, 123_456_789]] }] }),
	tiles({ values: OLD_COUNTIES.map((code, i) => ({ code, value: i * 1234.5 })), axis: { label: long, decimals: 1 } })
];

describe('a drawing', () => {
	it.each(HARD.flatMap((figure, i) => [280, 320, 640, 1000].map((width) => [i, figure.kind, width] as const)))('%i (%s), %i wide, has all its texts on the sheet and none over another', (i, _, width) => {
		const svg = drawSvg(HARD[i]!, { width });
		const height = Number(/viewBox="0 0 \d+ (\d+)"/.exec(svg)![1]);
		const boxes = textBoxes(svg);
		for (const box of boxes) {
			expect(box.left, box.text).toBeGreaterThan(-1);
			expect(box.right, box.text).toBeLessThan(width + 1);
			expect(box.top, box.text).toBeGreaterThan(-1);
			expect(box.bottom, box.text).toBeLessThan(height + 1);
		}
		const over = boxes.flatMap((a, k) => boxes.slice(k + 1).filter((b) => a.left + 0.5 < b.right && b.left + 0.5 < a.right && a.top + 0.5 < b.bottom && b.top + 0.5 < a.bottom).map((b) => `${a.text} | ${b.text}`));
		expect(over).toEqual([]);
	});
	it.each(EACH.map((f) => [f.kind, f] as const))('of %s has a role, a title, a description, and unique ids', (_, figure) => {
		const all = elementsOf(drawSvg(figure));
		const ids = all.flatMap((e) => e.attributes.id ?? []);
		expect(new Set(ids).size).toBe(ids.length);
		const [svg] = all;
		expect(svg!.attributes.role).toBe('img');
		const [title, description] = svg!.attributes['aria-labelledby']!.split(' ').map((id) => all.find((e) => e.attributes.id === id)!);
		expect(title!.text).toBe(figure.title);
		expect(description!.text).toContain(figure.title);
	});
	it.each(EACH.map((f) => [f.kind, f] as const))('of %s needs nothing that the security policy refuses: no script, style or outside file', (_, figure) => {
		const svg = drawSvg({ ...figure, patterns: true } as Figure);
		expect(svg).not.toMatch(/<script|<style|<image|<foreignObject|\sstyle=|\sclass=|\shref=|\son\w+=|url\((?!#)/i);
	});
	it('has ids of its own where the figures differ, and those that it is given', () => {
		expect(/<title id="([^"]+)"/.exec(drawSvg(bars()))![1]).not.toBe(/<title id="([^"]+)"/.exec(drawSvg(dots()))![1]);
		for (const { attributes } of elementsOf(drawSvg(scatter({ patterns: true }), { id: 'f7' }))) if (attributes.id) expect(attributes.id).toMatch(/^f7-/);
	});
	it('is the same text each time', () => {
		for (const figure of EACH) expect(drawSvg(figure)).toBe(drawSvg(structuredClone(figure)));
	});
	it('is without title and notes where a caption says them, but keeps what a dash stands for', () => {
		const svg = drawSvg(tiles(), { heading: false, notes: false });
		const seen = elementsOf(svg).filter((e) => e.name === 'text').map((e) => e.text);
		expect(seen).not.toContain('Svarprosent i fylkene');
		expect(seen.join(' ')).not.toContain('Kilde');
		expect(seen.join(' ')).toContain('Strek (–)');
	});
	it.each([['nb', 'Usikkerhet'], ['nn', 'Uvisse'], ['en', 'Uncertainty']] as const)('has its own words in %s', (locale, word) => {
		expect(elementsOf(drawSvg(curve({ locale }))).some((e) => e.text === word)).toBe(true);
	});
	it('is grey alone in the grey theme', () => {
		for (const figure of EACH) {
			const colours = new Set(drawSvg(figure, { theme: 'grey' }).match(/(?<=(?:fill|stroke)=")#[0-9a-f]{6}/g));
			for (const colour of colours) {
				const [r, g, b] = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16)) as [number, number, number];
				expect(Math.max(r, g, b) - Math.min(r, g, b), `${figure.kind} ${colour}`).toBeLessThanOrEqual(12);
			}
		}
	});
});

function refused(figure: Figure): Problem {
	for (const attempt of [drawSvg, figureTable]) {
		try {
			attempt(figure);
		} catch (error) {
			expect(error).toBeInstanceOf(Problem);
			if (attempt === figureTable) return error as Problem;
			continue;
		}
		expect.unreachable('it was drawn');
	}
	throw new Error();
}

describe('what cannot be drawn', () => {
	const sixty = Array.from({ length: 60 }, (_, i) => `Påstand ${i}`);
	const CASES: [string, Figure, string][] = [
		['sixty items', bars({ labels: sixty, series: [{ label: 'A', points: sixty.map(() => ({ value: 1 })) }] }), 'labels'],
		['sixty rows of shares', likert({ labels: sixty, shares: sixty.map(() => [0.2, 0.2, 0.2, 0.2, 0.2]), n: sixty.map(() => 5) }), 'labels'],
		['forty series', bars({ labels: ['A'], series: sixty.slice(0, 40).map((label) => ({ label, points: [{ value: 1 }] })) }), 'series'],
		['more than 600 bars', bars({ labels: sixty.slice(0, 25), series: sixty.slice(0, 30).map((label) => ({ label, points: sixty.slice(0, 25).map(() => ({ value: 1 })) })) }), 'marks'],
		['nine curves', curve({ series: sixty.slice(0, 9).map((label) => ({ label, points: [[0, 1]] })) }), 'series'],
		['a scale of twelve answers', likert({ labels: ['A'], categories: sixty.slice(0, 12), shares: [sixty.slice(0, 12).map(() => 1 / 12)], n: [12] }), 'categories'],
		['a histogram of 300 bars', histogram({ edges: Array.from({ length: 301 }, (_, i) => i), counts: Array.from({ length: 300 }, () => 1) }), 'bins'],
		['nothing', bars({ labels: [], series: [] }), 'empty'],
		['no points', scatter({ points: [] }), 'empty'],
		['fewer points than labels', bars({ series: [{ label: 'A', points: [{ value: 1 }] }] }), 'shape'],
		['as many edges as counts', histogram({ edges: [0, 1], counts: [1, 2] }), 'shape'],
		['what is no number', bars({ labels: ['A'], series: [{ label: 'A', points: [{ value: Number.NaN }] }] }), 'number'],
		['the infinite', scatter({ points: [[0, Infinity]] }), 'number'],
		['edges that fall', histogram({ edges: [0, 2, 1], counts: [1, 2], marks: [] }), 'edges'],
		['shares of more than the whole', likert({ labels: ['A'], shares: [[0.5, 0.5, 0.5, 0, 0]], n: [2] }), 'shares'],
		['shares in per cent', likert({ labels: ['A'], shares: [[20, 20, 20, 20, 20]], n: [2] }), 'shares'],
		['counties of two divisions', tiles({ values: [{ code: '30', value: 1 }, { code: '31', value: 1 }] }), 'county'],
		['a county that is none', tiles({ values: [{ code: '99', value: 1 }] }), 'county'],
		['a county twice', tiles({ values: [{ code: '03', value: 1 }, { code: '03', value: 2 }] }), 'county_twice']
	];
	it.each(CASES)('%s is refused', (_, figure, code) => {
		expect(refused(figure).code).toBe(`figure_problem_${code}`);
	});
	it('is refused with what to do, in every language', () => {
		for (const [, figure] of CASES) {
			const { code, params } = refused(figure);
			for (const locale of ['nb', 'nn', 'en'] as const) {
				const text = translate(code, params, locale);
				expect(text).not.toBe(code);
				expect(text).not.toMatch(/[{}]|undefined/);
			}
		}
		const { code, params } = refused(CASES[0]![1]);
		expect(translate(code, params, 'nb')).toBe(`Figuren har 60 rader, og den kan ha ${LIMITS.labels}. Velg færre, slå sammen grupper, eller vis tallene som tabell.`);
	});
});
