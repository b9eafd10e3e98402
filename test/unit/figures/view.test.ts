import sharp from 'sharp';
import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import FigureView from '../../../src/lib/evaluate/figure/FigureView.svelte';
import { figureView } from '../../../src/lib/figures/view.ts';
import { fileName, figureResponse } from '../../../src/lib/server/export/figure.ts';
import { elementsOf } from '../../support/figure/read.ts';
import { bars, EACH, tiles } from '../../support/figure/samples.ts';

describe('a figure on a page', () => {
	const view = figureView(bars({ title: 'Før & <etter>' }), { id: 'f1' });
	const html = render(FigureView, { props: { view, locale: 'nb', svgHref: '/f.svg', pngHref: '/f.png' } }).body;
	it('is drawn for wide and for narrow, each with its size and with what it shows in words', () => {
		const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toContain('f1');
		const images = [...html.matchAll(/<img [^>]*src="data:image\/svg\+xml;charset=utf-8,([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]+)"/g)];
		expect(images.map((i) => i[2])).toEqual(['340', '720']);
		for (const [, address, width, height, alt] of images) {
			const [svg] = elementsOf(decodeURIComponent(address!));
			expect([svg!.attributes.width, svg!.attributes.height]).toEqual([width, height]);
			expect(alt).toContain('Nettverk ligger høyere enn Samarbeidsforum i 7 av 8 rader');
		}
	});
	it('keeps its letters in proportion: 13 pixels in both', () => {
		for (const { src } of [view.narrow, view.wide]) expect(decodeURIComponent(src)).toContain('font-size="13"');
	});
	it('has its title as text, escaped, and its numbers as a table in a disclosure', () => {
		expect(html).toMatch(/<figcaption[^>]*>Før &amp; &lt;etter><\/figcaption>/);
		expect(html).not.toContain('<etter>');
		expect(html).toContain('<summary');
		expect(html).toContain('3,56');
	});
	it('says each note once', () => {
		for (const note of bars().notes) expect(html.split(note)).toHaveLength(2);
	});
	it('has links to the files it is told of, and none else', () => {
		expect(html).toContain('href="/f.svg"');
		expect(html).toContain('href="/f.png"');
		expect(render(FigureView, { props: { view, locale: 'nb' } }).body).not.toContain('href=');
	});
	it('needs no inline style', () => {
		expect(html).not.toMatch(/\sstyle=/);
	});
});

describe('a figure as a file', () => {
	it('is SVG that stands alone, with title and notes', async () => {
		const response = await figureResponse(tiles(), 'svg');
		expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
		expect(response.headers.get('content-disposition')).toBe('attachment; filename="svarprosent-i-fylkene.svg"');
		const text = await response.text();
		expect(text).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
		expect(elementsOf(text).some((e) => e.name === 'text' && e.text === 'Svarprosent i fylkene')).toBe(true);
	});
	it.each(EACH.map((f) => [f.kind, f] as const))('is PNG of 16 cm at 300 dots per inch: %s', async (_, figure) => {
		const response = await figureResponse(figure, 'png');
		expect(response.headers.get('content-type')).toBe('image/png');
		const { width, density } = await sharp(await response.arrayBuffer()).metadata();
		expect([width, density]).toEqual([1890, 300]);
	});
	it('is refused in any other format', async () => {
		await expect(figureResponse(tiles(), 'exe')).rejects.toMatchObject({ code: 'evaluate_problem_format' });
	});
	it('is called after its title, by letters that any system takes', () => {
		expect(fileName('Folketall i kommunene: før/etter «2020»')).toBe('folketall-i-kommunene-for-etter-2020');
		expect(fileName('../../æøå')).toBe('aeoa');
		expect(fileName('漢字')).toBe('figure');
		expect(fileName('x'.repeat(200))).toHaveLength(60);
	});
});
