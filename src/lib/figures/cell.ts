import type { Cell, Missing } from '#analysis/report/table.ts';
import type { Axis } from '#lib/domain/figure/types.ts';

/** A number as its axis writes it; null is missing, for the reason given or for none that is known. */
export function cellOf(value: number | null | undefined, axis: Pick<Axis, 'decimals' | 'percent'>, missing?: Missing | null): Cell {
	if (value === null || value === undefined) return { kind: 'missing', reason: missing ?? 'not_applicable' };
	return axis.percent ? { kind: 'percent', value, decimals: axis.decimals } : { kind: 'number', value, decimals: axis.decimals };
}
