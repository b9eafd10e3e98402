/** Relative luminance and contrast by WCAG 2.2; lightness L* of CIE 1976, which is what a print without colour keeps. */

/** Red, green and blue from 0 to 255 of `#rrggbb`. */
export const channels = (hex: string): [number, number, number] => [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as [number, number, number];
export const hex = (rgb: readonly number[]): string => `#${rgb.map((c) => Math.round(Math.min(Math.max(c, 0), 255)).toString(16).padStart(2, '0')).join('')}`;

const linear = (channel: number): number => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4);

/** From 0 (black) to 1 (white). */
export function luminance(colour: string): number {
	const [r, g, b] = channels(colour).map(linear) as [number, number, number];
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** From 1 (the same) to 21 (black and white). */
export function contrast(a: string, b: string): number {
	const [dark, light] = [luminance(a), luminance(b)].sort((p, q) => p - q) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

/** L*, from 0 to 100. */
export function lightness(colour: string): number {
	const y = luminance(colour);
	return y > 216 / 24389 ? 116 * Math.cbrt(y) - 16 : (y * 24389) / 27;
}

/** The grey of the same luminance. */
export function greyOf(colour: string): string {
	const y = luminance(colour);
	const channel = 255 * (y <= 0.0031308 ? 12.92 * y : 1.055 * y ** (1 / 2.4) - 0.055);
	return hex([channel, channel, channel]);
}

/** Ink that is read on `colour`: black or white, whichever has more contrast. */
export const inkOn = (colour: string): string => (contrast(colour, '#000000') >= contrast(colour, '#ffffff') ? '#000000' : '#ffffff');
