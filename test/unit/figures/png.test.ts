import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { toPng } from '../../../src/lib/figures/png.ts';
import { drawSvg } from '../../../src/lib/figures/index.ts';
import { advances, fontFile } from '../../support/figure/font.ts';
import { bars, tiles } from '../../support/figure/samples.ts';

const sheet = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 60" width="640" height="60" font-family="'Noto Sans', sans-serif"><rect width="640" height="60" fill="#ffffff"/>${inside}</svg>`;
const text = (words: string) => sheet(`<text x="10" y="40" font-size="20">${words}</text>`);
/** Dark dots, and how far to the left and right they go. */
async function ink(png: Buffer): Promise<{ dark: number; left: number; right: number }> {
	const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
	let [dark, left, right] = [0, info.width, 0];
	for (let i = 0; i < data.length; i += info.channels) {
		if (data[i]! > 128) continue;
		const x = (i / info.channels) % info.width;
		dark += 1;
		[left, right] = [Math.min(left, x), Math.max(right, x)];
	}
	return { dark, left, right };
}

describe('a picture of a figure', () => {
	it('is as wide as asked for at 300 dots per inch, and says so in the file', async () => {
		const meta = await sharp(await toPng(drawSvg(bars()), { widthCm: 16 })).metadata();
		expect(meta.format).toBe('png');
		expect(meta.width).toBe(Math.round((16 / 2.54) * 300));
		expect(meta.density).toBe(300);
	});
	it('is on white, without transparency', async () => {
		const meta = await sharp(await toPng(drawSvg(tiles()))).metadata();
		expect(meta.hasAlpha).toBe(false);
	});
	it('is the same bytes each time', async () => {
		const svg = drawSvg(tiles());
		expect(Buffer.compare(await toPng(svg), await toPng(svg))).toBe(0);
	});
	it('has the signs that the font lacks in signs that it has', async () => {
		expect(Buffer.compare(await toPng(text('≤ 5')), await toPng(text('&lt;= 5')))).toBe(0);
	});
});

describe('text in a picture, with no font but ours', () => {
	it('is there, and a sheet without text is blank', async () => {
		expect((await ink(await toPng(sheet('')))).dark).toBe(0);
		expect((await ink(await toPng(text('Samarbeidsforum æøå')))).dark).toBeGreaterThan(1000);
	});
	it('is as wide as the widths say that labels are measured by', async () => {
		const words = 'Innlandet hamnet nnnnnnnnn';
		const font = advances(fontFile('400Regular'), [...words].map((c) => c.codePointAt(0)!));
		const expected = ([...words].reduce((sum, c) => sum + font.get(c.codePointAt(0)!)!, 0) * 20) / 1000;
		const { left, right } = await ink(await toPng(text(words), { widthCm: 16.256 }));
		expect(Math.abs((right - left) / (1920 / 640) - expected)).toBeLessThan(5);
	});
	it('is drawn in a process that finds no other font', () => {
		// fontconfig is read once in a process, so this asks a new one, whose own configuration names none
		const script = `
			import { toPng } from ${JSON.stringify(new URL('../../../src/lib/figures/png.ts', import.meta.url).href)};
			import sharp from 'sharp';
			const stats = await sharp(await toPng(${JSON.stringify(text('Æøå'))})).stats();
			const blank = await sharp(await toPng(${JSON.stringify(sheet(''))})).stats();
			const again = await Promise.all(Array.from({ length: 8 }, () => toPng(${JSON.stringify(text('Æøå'))}).then((png) => sharp(png).stats())));
			console.log(JSON.stringify([stats.channels[0].mean, blank.channels[0].mean, again.map((s) => s.channels[0].mean), process.env.FONTCONFIG_FILE]));
		`;
		const folder = mkdtempSync(join(tmpdir(), 'fonts-test-'));
		const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', env: { PATH: process.env.PATH, FONTCONFIG_PATH: '/nonexistent', FONTCONFIG_FILE: '/nonexistent', TMPDIR: folder } });
		const [written, blank, again, file] = JSON.parse(out) as [number, number, number[], string];
		expect(blank).toBe(255);
		expect(written).toBeLessThan(254);
		expect(new Set(again)).toEqual(new Set([written]));
		// the process and its folder are as they were
		expect(file).toBe('/nonexistent');
		expect(readdirSync(folder)).toEqual([]);
		rmSync(folder, { recursive: true });
	});
});
