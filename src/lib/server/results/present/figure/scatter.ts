/** Two numeric variables as points with the fitted line and the interval of the mean. */
import { isViolation } from '#analysis/assumptions.ts';
import { tQuantile } from '#analysis/distribution/t.ts';
import type { Result } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import type { Table } from '#analysis/table/table.ts';
import type { Axis, Figure } from '#lib/domain/figure/types.ts';
import { translate } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import { decimalsOf } from '../cells.ts';
import { percentLevel } from '../layout/parts.ts';
import { names, variableLabel, variableOf, type Reader } from '../reader.ts';
import { lists, num } from '../sentence/parts.ts';

type Scatter = Extract<Figure, { kind: 'scatter' }>;
/** Places that the band is worked out at. */
const STEPS = 40;

/** The two variables of a result that points may be drawn of: across and upwards; null for other results. */
export function pairOf(result: Result, { spec }: Reader): { x: string; y: string } | null {
	const [first, second, ...more] = names(result.method === 'correlation' ? spec.vars : spec.x);
	if (result.method === 'correlation') return first !== undefined && second !== undefined && first !== second && more.length === 0 ? { x: first, y: second } : null;
	// a category, or a product of two, has another name than the variable
	const straight = result.method === 'ols' && second === undefined && spec.intercept !== false && lists(result, 'terms').join() === `(Intercept),${first}`;
	return straight && first !== undefined && typeof spec.y === 'string' ? { x: first, y: spec.y } : null;
}

/** Var(b0 + b1 x) = s²/n + (x - mean)² Var(b1): the interval of the mean at x. */
function bandOf(fit: Result, xs: readonly number[], level: number): Scatter['fit'] {
	const [b0, b1, se, sigma, df] = [lists(fit, 'b')[0], lists(fit, 'b')[1], lists(fit, 'se')[1], num(fit, 'sigma'), num(fit, 'df_resid')];
	if (typeof b0 !== 'number' || typeof b1 !== 'number') return undefined;
	const line = { intercept: b0, slope: b1 };
	if (typeof se !== 'number' || sigma === null || df === null || df <= 0) return line;
	const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
	const [low, high] = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))];
	const t = tQuantile((1 + level) / 2, df);
	return {
		...line, band: Array.from({ length: STEPS + 1 }, (_, i) => {
			const x = low + ((high - low) * i) / STEPS;
			const half = t * Math.sqrt((sigma * sigma) / xs.length + (x - mean) ** 2 * se * se);
			return [x, b0 + b1 * x - half, b0 + b1 * x + half] as const;
		})
	};
}

function axisOf(reader: Reader, name: string, values: readonly number[]): Axis {
	const whole = values.every(Number.isInteger);
	return { label: variableLabel(reader, name), decimals: whole ? 0 : (variableOf(reader, name)?.decimals ?? decimalsOf(values)) };
}

/** @param xs, ys of the rows that the result is of */
export function scatterOf(result: Result, reader: Reader, pair: { x: string; y: string }, [xs, ys]: readonly [number[], number[]], table: Table): Scatter | null {
	if (xs.length < 3 || new Set(xs).size < 2) return null;
	const level = typeof reader.spec.level === 'number' ? reader.spec.level : 0.95;
	const fitted = result.method === 'ols' ? result : run({ method: 'ols', y: pair.y, x: [pair.x], level, ...(result.spec.filter && { filter: result.spec.filter }) } as BaseSpec, table);
	const fit = isViolation(fitted) ? undefined : bandOf(fitted, xs, level);
	const [x, y] = [axisOf(reader, pair.x, xs), axisOf(reader, pair.y, ys)];
	return {
		kind: 'scatter', title: translate('result_figure_scatter', { x: x.label, y: y.label }, reader.locale), locale: reader.locale,
		notes: [...(fit?.band ? [translate('result_figure_mean_band', { level: percentLevel(reader, result.values) }, reader.locale)] : []), `n = ${formatNumber(xs.length, reader.locale)}`],
		points: xs.map((value, i) => [value, ys[i] ?? 0] as const), x, y, ...(fit && { fit })
	};
}
