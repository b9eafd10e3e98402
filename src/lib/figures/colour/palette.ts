/**
 * Colours that are told apart by lightness first and hue second, so that they hold for the colour-blind and in a print without colour.
 * What they keep is tested: neighbours of a series at least 2:1, any two 1.25:1; steps of a scale of up to seven at least 1.25:1.
 */
import { channels, greyOf, hex, lightness } from './contrast.ts';

export type Theme = 'colour' | 'grey';

/** In the order in which series take them: blue, amber, green, cream, brick, sky. Six, and no more: a figure with more series is divided into panels. */
export const SERIES = ['#12355b', '#f4bc4f', '#278576', '#fbebcf', '#98351b', '#7ea6d2'] as const;
/** Of lines on white, where cream and amber would not be seen (3:1); told apart by their dashes as well. */
export const LINES = ['#12355b', '#c2570c', '#1f7d6e', '#7a4fa3', '#98351b', '#3f7fbf', '#6b6f1a', '#5b6167'] as const;
export const DASHES = ['', '7 4', '2 3', '10 3 2 3', '5 2', '12 4', '1 2', '8 3 2 3 2 3'] as const;
/** Edge of every filled mark, so that the palest has one. */
export const EDGE = '#2b3036';
export const GRID = '#dfe3e6';
export const AXIS = '#7b8187';
/** Band of uncertainty behind a line. */
export const BAND = '#c9dbe8';

/** From pale yellow over green to dark blue, of falling lightness. */
const STOPS = ['#fff3c4', '#f6cf6b', '#b9bd86', '#5f9ea0', '#2b6a94', '#0d2f5c'] as const;
const [PALEST, DARKEST] = [95, 24];

function mixed(at: number): string {
	const i = Math.min(Math.floor(at), STOPS.length - 2);
	const [from, to] = [channels(STOPS[i] ?? '#ffffff'), channels(STOPS[i + 1] ?? '#000000')];
	return hex(from.map((c, k) => c + ((to[k] ?? c) - c) * (at - i)));
}

/** The colour of the ramp that has lightness `goal`, by halving. */
function ofLightness(goal: number): string {
	let [low, high] = [0, STOPS.length - 1];
	for (let i = 0; i < 30; i++) {
		const middle = (low + high) / 2;
		if (lightness(mixed(middle)) > goal) low = middle;
		else high = middle;
	}
	return mixed(low);
}

/** `count` colours of a scale, palest first, with equal steps of lightness. */
export function ramp(count: number, theme: Theme = 'colour'): string[] {
	const colours = Array.from({ length: count }, (_, i) => ofLightness(count === 1 ? 55 : PALEST - ((PALEST - DARKEST) * i) / (count - 1)));
	return theme === 'grey' ? colours.map(greyOf) : colours;
}

export function seriesColours(count: number, theme: Theme = 'colour'): string[] {
	if (count === 1) return [toned('#5b9bbd', theme)];
	return SERIES.slice(0, count).map((c) => toned(c, theme));
}

export const toned = (colour: string, theme: Theme): string => (theme === 'grey' ? greyOf(colour) : colour);
