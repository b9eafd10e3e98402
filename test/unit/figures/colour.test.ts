import { describe, expect, it } from 'vitest';
import { channels, contrast, hex, inkOn, lightness, luminance } from '../../../src/lib/figures/colour/contrast.ts';
import { LINES, ramp, SERIES, seriesColours } from '../../../src/lib/figures/colour/palette.ts';

/** What a colour looks like to those without one kind of cone, on linear light (Machado, Oliveira and Fernandes 2009, severity 1). */
const BLIND = {
	protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
	deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
	tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
} as const;
const toLinear = (c: number) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
const fromLinear = (c: number) => 255 * (c <= 0.0031308 ? 12.92 * Math.max(c, 0) : 1.055 * c ** (1 / 2.4) - 0.055);
const seen = (colour: string, matrix: readonly (readonly number[])[]) => {
	const light = channels(colour).map(toLinear);
	return hex(matrix.map((row) => fromLinear(row.reduce((sum, f, i) => sum + f * light[i]!, 0))));
};
function lab(colour: string): [number, number, number] {
	const [r, g, b] = channels(colour).map(toLinear) as [number, number, number];
	const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
	const [x, y, z] = [f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505), f(0.2126 * r + 0.7152 * g + 0.0722 * b), f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)];
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
const distance = (a: string, b: string) => Math.hypot(...lab(a).map((v, i) => v - lab(b)[i]!));
const pairs = <T>(all: readonly T[]) => all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b] as const));
const neighbours = <T>(all: readonly T[]) => all.slice(1).map((b, i) => [all[i]!, b] as const);

describe('contrast', () => {
	it('is 21 between black and white, and 4.54 between white and #767676', () => {
		expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
		expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
		expect(luminance('#ffffff')).toBeCloseTo(1, 9);
	});
});

describe('the colours of series', () => {
	it('differ from their neighbour by 2:1 in luminance, so that grey holds', () => {
		for (const [a, b] of neighbours(SERIES)) expect(contrast(a, b), `${a} ${b}`).toBeGreaterThanOrEqual(2);
	});
	it('differ from any other by 1.25:1', () => {
		for (const [a, b] of pairs(SERIES)) expect(contrast(a, b), `${a} ${b}`).toBeGreaterThanOrEqual(1.25);
	});
	it.each(Object.keys(BLIND) as (keyof typeof BLIND)[])('are told apart without one kind of cone: %s', (kind) => {
		for (const [a, b] of pairs(SERIES)) expect(distance(seen(a, BLIND[kind]), seen(b, BLIND[kind])), `${a} ${b}`).toBeGreaterThan(15);
	});
	it('are greys of the same luminance in the grey theme', () => {
		for (const [i, grey] of seriesColours(6, 'grey').entries()) {
			const [r, g, b] = channels(grey);
			expect(r === g && g === b).toBe(true);
			expect(luminance(grey)).toBeCloseTo(luminance(SERIES[i]!), 1);
		}
	});
});

describe('the colours of a scale', () => {
	it.each([2, 3, 4, 5, 6, 7])('of %i steps fall in lightness, neighbours by 1.25:1 or more', (count) => {
		const colours = ramp(count);
		expect(colours).toHaveLength(count);
		for (const [a, b] of neighbours(colours)) {
			expect(luminance(a)).toBeGreaterThan(luminance(b));
			expect(contrast(a, b), `${a} ${b}`).toBeGreaterThanOrEqual(1.25);
		}
	});
	it('have equal steps of lightness, to eleven', () => {
		const steps = neighbours(ramp(11)).map(([a, b]) => lightness(a) - lightness(b));
		for (const step of steps) expect(Math.abs(step - 7.1)).toBeLessThan(0.6);
	});
	it('have ink that is read on each: 4.5:1', () => {
		for (const count of [2, 3, 4, 5, 6, 7, 9, 11]) for (const colour of ramp(count)) expect(contrast(colour, inkOn(colour)), colour).toBeGreaterThanOrEqual(4.5);
	});
});

describe('the colours of lines', () => {
	it('are seen on white: 3:1', () => {
		for (const colour of LINES) expect(contrast(colour, '#ffffff'), colour).toBeGreaterThanOrEqual(3);
	});
});
