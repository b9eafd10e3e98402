import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { textWidth, wrap } from '../../../src/lib/figures/text/measure.ts';
import { advances, fontFile } from '../../support/figure/font.ts';

const FILE = 'src/lib/figures/text/widths.ts';
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
/** Latin with the letters of Sami, Greek for statistics, and the signs that texts have. */
const POINTS = [...range(0x20, 0x7e), ...range(0xa0, 0x17f), ...range(0x391, 0x3c9), ...range(0x2010, 0x2026), 0x202f, 0x2032, 0x20ac, 0x2212];

function source(): string {
	const table = (weight: '400Regular' | '600SemiBold') => {
		const all = [...advances(fontFile(weight), POINTS)];
		const runs: string[] = [];
		for (const [point, width] of all) {
			const known = all[all.findIndex(([p]) => p === point) - 1];
			if (known?.[0] === point - 1) runs[runs.length - 1] += ` ${width}`;
			else runs.push(`${point}: ${width}`);
		}
		return runs.map((run) => `\t${run.replace(/^(\d+): (.*)$/, "[$1, '$2']")}`).join(',\n');
	};
	return `/**
 * Advance widths of Noto Sans in thousandths of the font size: runs of neighbouring characters, the first one's code point and the width of each.
 * Made from the font's files by \`UPDATE_WIDTHS=1 npm test -- --project unit test/unit/figures/text-width.test.ts\`.
 */
export const REGULAR: readonly (readonly [number, string])[] = [
${table('400Regular')}
];

export const SEMIBOLD: readonly (readonly [number, string])[] = [
${table('600SemiBold')}
];
`;
}

if (process.env.UPDATE_WIDTHS) writeFileSync(FILE, source());

describe('the width of a text in a figure', () => {
	it('is by the widths that stand in the font', () => {
		expect(readFileSync(FILE, 'utf8')).toBe(source());
	});
	it('is the sum of its characters, in proportion to the size', () => {
		const wide = advances(fontFile('400Regular'), [87, 105]);
		expect(textWidth('Wi', 20)).toBeCloseTo(((wide.get(87)! + wide.get(105)!) / 1000) * 20, 9);
	});
	it('is larger in semibold, and never nothing for a letter the font lacks', () => {
		expect(textWidth('Samarbeid', 13, 600)).toBeGreaterThan(textWidth('Samarbeid', 13));
		expect(textWidth('漢', 10)).toBeGreaterThan(5);
	});
});

describe('a long label', () => {
	it('wraps between words, and no line is wider than there is room for', () => {
		const lines = wrap('Samarbeidsforumet har bidratt til at vi får et bedre tilbud av kompetanseutvikling', 150, 13);
		expect(lines.length).toBeGreaterThan(3);
		expect(lines.join(' ')).toBe('Samarbeidsforumet har bidratt til at vi får et bedre tilbud av kompetanseutvikling');
		for (const line of lines) expect(textWidth(line, 13)).toBeLessThanOrEqual(150);
	});
	it('is divided inside a word that has no room', () => {
		const lines = wrap('Kompetanseutviklingstiltaksordningen', 80, 13);
		for (const line of lines) expect(textWidth(line, 13)).toBeLessThanOrEqual(80);
		expect(lines.map((l) => l.replace(/-$/, '')).join('')).toBe('Kompetanseutviklingstiltaksordningen');
	});
	it('divides at the hyphen or stroke that it has', () => {
		expect(wrap('Fylkeskommune/statsforvalter', 120, 13)).toEqual(['Fylkeskommune/', 'statsforvalter']);
	});
	it('divides a span at its dash, never within a number that has room', () => {
		expect(wrap('8\u00a0001–30\u00a0000', 50, 13)).toEqual(['8\u00a0001–', '30\u00a0000']);
	});
	it('ends with three dots where lines are counted', () => {
		const lines = wrap('en to tre fire fem seks sju åtte ni ti elleve tolv', 60, 13, { lines: 2 });
		expect(lines).toHaveLength(2);
		expect(lines[1]!.endsWith('…')).toBe(true);
		for (const line of lines) expect(textWidth(line, 13)).toBeLessThanOrEqual(60);
	});
	it('keeps what no-break spaces hold together', () => {
		expect(wrap('andel 50 %', 40, 13)).toEqual(['andel', '50 %']);
	});
});
