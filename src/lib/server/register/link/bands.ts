/** A linked variable in bands, with its histogram and the jumps in it: where the values leave room for a limit. */
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import { areRising, bandColumn, naturalBreakColumn, quantileGroupColumn } from '#analysis/recode/columns.ts';
import { bandCodes, bandSizes, distinct } from '#analysis/recode/groups.ts';
import { naturalBreaks } from '#analysis/recode/natural-breaks.ts';
import { tieSafeCuts } from '#analysis/recode/quantile-groups.ts';
import type { CategoricalColumn, Table } from '#analysis/table/table.ts';
import { numbers } from '#analysis/table/view.ts';

export type BandSpec = { by: 'limits'; limits: readonly number[] } | { by: 'quantiles'; groups: number } | { by: 'natural'; groups: number };
/** The most bands that are made. */
export const MAX_BANDS = 12;

export interface Bar { from: number; to: number; n: number }
/** No value lies between `from` and `to`, which both occur. */
export interface Jump { from: number; to: number }
export interface Banded {
	/** Upper limit of each band but the last; a limit belongs to the band below it. */
	limits: number[];
	sizes: number[];
	column: CategoricalColumn;
	bars: Bar[];
	jumps: Jump[];
}

/** Bars of equal width from the lowest value to the highest, as many as Sturges (1926) has: 1 + log2 n, rounded up. The last bar holds the highest. */
function barsOf(values: Float64Array, counts: Float64Array, n: number): Bar[] {
	const [low, high] = [values[0] ?? 0, values.at(-1) ?? 0];
	if (low === high) return [{ from: low, to: high, n }];
	const bars = Math.ceil(1 + Math.log2(n));
	const width = (high - low) / bars;
	const made = Array.from({ length: bars }, (_, i): Bar => ({ from: low + i * width, to: i === bars - 1 ? high : low + (i + 1) * width, n: 0 }));
	values.forEach((value, i) => {
		const bar = made[Math.min(bars - 1, Math.floor((value - low) / width))];
		if (bar) bar.n += counts[i] ?? 0;
	});
	return made;
}

/** The widest gaps between neighbouring values, as many as asked, from the lowest up. */
function jumpsOf(values: Float64Array, count: number): Jump[] {
	const gaps = Array.from({ length: Math.max(0, values.length - 1) }, (_, i): Jump => ({ from: values[i] ?? 0, to: values[i + 1] ?? 0 }));
	return gaps.sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from).slice(0, count).sort((a, b) => a.from - b.from);
}

function limitsOf(table: Table, x: string, spec: BandSpec): number[] | Violation {
	if (spec.by === 'limits') return [...spec.limits];
	const view = numbers(table, x);
	if (isViolation(view)) return view;
	if (spec.by === 'quantiles') {
		const cuts = tieSafeCuts(view, spec.groups);
		return isViolation(cuts) ? cuts : [...new Set(cuts)];
	}
	const found = naturalBreaks(view, spec.groups, spec.groups);
	return isViolation(found) ? found : (found[0]?.upper_values ?? []).slice(0, -1);
}

/**
 * Bands of column `x`: by limits (right-closed), in groups of nearly equal size that never divide equal values, or at natural breaks (Fisher-Jenks).
 * @returns the engine's violation when there are too few values, or the limits do not rise
 */
export function bandsOf(table: Table, x: string, spec: BandSpec): Banded | Violation {
	const limits = limitsOf(table, x, spec);
	if (isViolation(limits)) return limits;
	const column = spec.by === 'natural' ? naturalBreakColumn(table, { x, k: spec.groups }) : spec.by === 'quantiles' && limits.length === spec.groups - 1 && areRising(limits)
		? quantileGroupColumn(table, { x, groups: spec.groups }) : bandColumn(table, { x, limits });
	const view = numbers(table, x);
	if (isViolation(column)) return column;
	if (isViolation(view)) return view;
	const d = distinct(view);
	return { limits, sizes: bandSizes(bandCodes(view, limits, 'right'), limits.length + 1), column, bars: barsOf(d.values, d.counts, d.n), jumps: jumpsOf(d.values, limits.length) };
}
