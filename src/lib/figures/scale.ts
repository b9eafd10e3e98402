/** From numbers to places: one axis of values with its ticks and how its numbers are written. */
import { scaleLinear } from 'd3-scale';
import type { Axis } from '#lib/domain/figure/types.ts';
import type { Locale } from '#lib/i18n.ts';
import { formatNumber, formatPercent } from '#lib/ui/format.ts';

/** A number as the axis writes it: so many decimals, or per cent of a share. Minus is a minus sign. */
export function axisText(value: number, axis: Pick<Axis, 'decimals' | 'percent'>, locale: Locale): string {
	const decimals = Math.min(Math.max(Math.round(axis.decimals), 0), 10);
	const zero = Math.abs(value) < 0.5 * 10 ** -(decimals + (axis.percent ? 2 : 0)) ? 0 : value;
	return (axis.percent ? formatPercent(zero, locale, decimals) : formatNumber(zero, locale, decimals)).replace('-', '−');
}

export interface ValueScale {
	/** Pixels from the axis' beginning. */
	at: (value: number) => number;
	ticks: { at: number; text: string }[];
	/** Ends of what is shown. */
	low: number;
	high: number;
}

/**
 * A scale for `values` over `length` pixels: between the axis' ends, or round numbers about the data. Nothing of the data is cut off: an interval beyond a given end
 * moves it so far and no farther. `from`: a value that is always shown, such as the zero that bars stand on. `reversed`: from the far end, as upwards on a page.
 */
export function valueScale(values: readonly number[], length: number, axis: Axis, locale: Locale, options: { from?: number; reversed?: boolean; ticks?: number } = {}): ValueScale {
	const tiny = (v: number) => (Math.abs(v) < 1e-12 ? 0 : v);
	const all = values.map(tiny);
	// ends that differ by less than a drawing can show would divide by nothing
	const given = { min: axis.min === undefined ? undefined : tiny(axis.min), max: axis.max === undefined ? undefined : tiny(axis.max) };
	const least = (start: number | undefined) => all.reduce((low, v) => Math.min(low, v), start ?? Infinity);
	const largest = (start: number | undefined) => all.reduce((high, v) => Math.max(high, v), start ?? -Infinity);
	let low = least(given.min ?? options.from);
	let high = largest(given.max ?? options.from);
	if (!Number.isFinite(low)) low = Number.isFinite(high) ? Math.min(high - 1, 0) : 0;
	if (!Number.isFinite(high)) high = low + 1;
	if (high - low <= Math.abs(high) * 1e-9) [low, high] = spread(low, high, given);
	const count = Math.max(options.ticks ?? Math.round(length / 85), options.ticks ? 2 : 4);
	const nice = scaleLinear().domain([low, high]).nice(count).domain() as [number, number];
	const ends: [number, number] = [axis.min !== undefined ? low : nice[0], axis.max !== undefined ? high : nice[1]];
	const scale = scaleLinear().domain(ends).range(options.reversed ? [length, 0] : [0, length]);
	return { at: (value) => scale(tiny(value)), ticks: ticksOf(scale, count, axis, locale), low: ends[0], high: ends[1] };
}

/** Room about a single value. */
function spread(low: number, high: number, axis: { min: number | undefined; max: number | undefined }): [number, number] {
	const room = Math.abs(high) * 0.1 || 1;
	return [low === axis.min ? low : low - room, low === axis.min || high !== axis.max ? high + room : high];
}

function ticksOf(scale: (v: number) => number, count: number, axis: Axis, locale: Locale): ValueScale['ticks'] {
	const values = (scale as ReturnType<typeof scaleLinear>).ticks(count);
	const step = values.length > 1 ? Math.abs((values[1] ?? 0) - (values[0] ?? 0)) : 1;
	const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) - (axis.percent ? 2 : 0);
	return values.map((value) => ({ at: scale(value), text: axisText(value, { decimals: Math.max(decimals, 0), percent: axis.percent ?? false }, locale) }));
}
