/** The widths of characters as a TrueType file gives them: tables `head`, `hhea`, `hmtx` and format 4 of `cmap` (OpenType 1.9). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export const fontFile = (weight: '400Regular' | '600SemiBold') =>
	createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans/${weight}/NotoSans_${weight}.ttf`);

/** Advance width of each of `points` in thousandths of the font size; a character that the font lacks is left out. */
export function advances(file: string, points: readonly number[]): Map<number, number> {
	const font = readFileSync(file);
	const tables = new Map<string, number>();
	for (let i = 0; i < font.readUInt16BE(4); i++) tables.set(font.toString('latin1', 12 + 16 * i, 16 + 16 * i), font.readUInt32BE(12 + 16 * i + 8));
	const at = (name: string) => tables.get(name) ?? 0;
	const unitsPerEm = font.readUInt16BE(at('head') + 18);
	const metrics = font.readUInt16BE(at('hhea') + 34);
	const glyphOf = characterMap(font, at('cmap'));
	return new Map(points.flatMap((point) => {
		const glyph = glyphOf(point);
		if (!glyph) return [];
		const advance = font.readUInt16BE(at('hmtx') + 4 * Math.min(glyph, metrics - 1));
		return [[point, Math.round((advance / unitsPerEm) * 1000)] as const];
	}));
}

function characterMap(font: Buffer, cmap: number): (point: number) => number {
	let start = 0;
	for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
		const offset = cmap + font.readUInt32BE(cmap + 4 + 8 * i + 4);
		if (font.readUInt16BE(offset) === 4) start = offset;
	}
	const double = font.readUInt16BE(start + 6);
	const [ends, starts, deltas, ranges] = [start + 14, start + 16 + double, start + 16 + 2 * double, start + 16 + 3 * double];
	return (point) => {
		for (let s = 0; s < double; s += 2) {
			if (point > font.readUInt16BE(ends + s)) continue;
			const first = font.readUInt16BE(starts + s);
			if (point < first) return 0;
			const range = font.readUInt16BE(ranges + s);
			const glyph = range ? font.readUInt16BE(ranges + s + range + 2 * (point - first)) : point;
			return glyph ? (glyph + font.readUInt16BE(deltas + s)) & 0xffff : 0;
		}
		return 0;
	};
}
