/** Tables of histogram, scatter and curves. */
import type { Cell, Table } from '#analysis/report/table.ts';
import { m } from '#lib/i18n.ts';
import { slopeDecimals } from './alt/plane.ts';
import { cellOf } from './cell.ts';
import type { Of } from './drawing.ts';
import { axisText } from './scale.ts';

type Body = Pick<Table, 'rowHeading' | 'columns' | 'rows'> & { notes?: string[] };
const [LISTED, PARTS] = [60, 10];

export function histogramTable(figure: Of<'histogram'>): Body {
	const words = { locale: figure.locale };
	const written = (value: number) => axisText(value, figure.axis, figure.locale);
	const single = figure.edges.every((edge, i) => Math.abs(edge % 1) === 0.5 && (i === 0 || edge - (figure.edges[i - 1] ?? 0) === 1));
	const named = (from: number, to: number) => (single ? axisText(from + 0.5, { decimals: 0 }, figure.locale) : m.figure_to({ from: written(from), to: written(to) }, words));
	return {
		rowHeading: figure.axis.label || m.figure_table_interval({}, words),
		columns: [{ key: 'count', label: m.figure_count({}, words) }],
		rows: figure.counts.map((count, i) => ({
			key: `r${i}`, label: named(figure.edges[i] ?? 0, figure.edges[i + 1] ?? 0),
			cells: [count === null ? { kind: 'missing', reason: 'suppressed' } : { kind: 'count', value: count }]
		}))
	};
}

export function scatterTable(figure: Of<'scatter'>): Body {
	const { fit, locale } = figure;
	const words = { locale };
	const notes = fit ? [m.figure_table_fit({ intercept: axisText(fit.intercept, { decimals: slopeDecimals(fit.intercept, figure.y) }, locale), slope: axisText(fit.slope, { decimals: slopeDecimals(fit.slope, figure.y) }, locale) }, words)] : [];
	const points = figure.points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
	if (points.length <= LISTED) {
		return {
			rowHeading: figure.x.label, columns: [{ key: 'y', label: figure.y.label }], notes,
			rows: points.map(([x, y], i) => ({ key: `r${i}`, label: axisText(x, figure.x, locale), cells: [cellOf(y, figure.y)] }))
		};
	}
	const [low, high] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
	const part = (x: number) => (high === low ? 0 : Math.min(Math.floor(((x - low) / (high - low)) * PARTS), PARTS - 1));
	const edge = (i: number) => axisText(low + ((high - low) * i) / PARTS, figure.x, locale);
	const gathered = Array.from({ length: high === low ? 1 : PARTS }, (): number[] => []);
	for (const [x, y] of points) gathered[part(x)]?.push(y);
	return {
		rowHeading: figure.x.label, notes: [m.figure_table_bands({}, words), ...notes],
		columns: [{ key: 'n', label: m.figure_table_n({}, words) }, { key: 'mean', label: m.figure_table_mean({ label: figure.y.label }, words) }, { key: 'low', label: m.figure_table_low({}, words) }, { key: 'high', label: m.figure_table_high({}, words) }],
		rows: gathered.map((ys, i) => ({
			key: `r${i}`, label: m.figure_to({ from: edge(i), to: edge(i + 1) }, words),
			cells: [{ kind: 'count', value: ys.length }, ...[ys.reduce((sum, y) => sum + y, 0) / ys.length, Math.min(...ys), Math.max(...ys)].map((v): Cell => cellOf(ys.length ? v : null, figure.y))]
		}))
	};
}

export function curveTable(figure: Of<'curve'>): Body {
	const words = { locale: figure.locale };
	const xs = [...new Set(figure.series.flatMap((s) => [...s.points.map((p) => p[0]), ...(s.band ?? []).map((b) => b[0])]))].sort((a, b) => a - b);
	const lookup = figure.series.map((s) => ({ ...s, at: new Map(s.points), within: new Map((s.band ?? []).map(([x, low, high]) => [x, { low, high }])) }));
	const columns = lookup.flatMap((s, i) => [
		{ key: `v${i}`, label: s.label }, ...(s.within.size ? [{ key: `b${i}`, label: `${s.label}: ${m.figure_band({}, words)}` }] : [])
	]);
	const { decimals, percent = false } = figure.y;
	return {
		rowHeading: figure.x.label, columns,
		rows: xs.map((x, i) => ({
			key: `r${i}`, label: axisText(x, figure.x, figure.locale),
			cells: lookup.flatMap((s): Cell[] => {
				const band = s.within.get(x);
				return [cellOf(s.at.get(x), figure.y), ...(s.within.size ? [band ? { kind: 'interval' as const, ...band, decimals, percent } : cellOf(null, figure.y)] : [])];
			})
		}))
	};
}
