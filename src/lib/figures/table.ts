/** The numbers of a figure as a table: what a reader who does not see it has instead, and one who does can check. */
import type { Cell, Column, Missing, Table } from '#analysis/report/table.ts';
import type { Figure } from '#lib/domain/figure/types.ts';
import { m } from '#lib/i18n.ts';
import { cellOf } from './cell.ts';
import { checkFigure } from './check.ts';
import { COUNTIES, divisionOf } from './counties.ts';
import type { Of } from './drawing.ts';
import { known } from './kind/likert.ts';
import { curveTable, histogramTable, scatterTable } from './table-plane.ts';

type Body = Pick<Table, 'rowHeading' | 'columns' | 'rows'> & { notes?: string[] };

function groupedTable(figure: Of<'bars' | 'dots'>): Body {
	const words = { locale: figure.locale };
	const points = figure.series.flatMap((s) => s.points);
	const interval = figure.interval !== null && points.some((p) => typeof p.low === 'number' && typeof p.high === 'number');
	const counted = points.some((p) => p.n !== undefined);
	const columns = figure.series.flatMap((s, i): Column[] => {
		const group = figure.series.length > 1 ? { group: s.label } : {};
		return [
			{ key: `v${i}`, label: figure.axis.label, ...group },
			...(interval ? [{ key: `i${i}`, label: figure.interval === 'sd' ? m.figure_table_sd({}, words) : m.figure_table_ci({}, words), ...group }] : []),
			...(counted ? [{ key: `n${i}`, label: m.figure_table_n({}, words), ...group }] : [])
		];
	});
	const { decimals, percent = false } = figure.axis;
	const rows = figure.labels.map((label, row) => ({
		key: `r${row}`, label,
		cells: figure.series.flatMap((s): Cell[] => {
			const point = s.points[row] ?? { value: null };
			const reason: Missing = point.missing ?? 'not_applicable';
			const whole = point.value !== null && typeof point.low === 'number' && typeof point.high === 'number';
			return [
				cellOf(point.value, figure.axis, point.missing),
				...(interval ? [whole ? { kind: 'interval' as const, low: point.low!, high: point.high!, decimals, percent } : { kind: 'missing' as const, reason }] : []),
				...(counted ? [point.n === undefined ? { kind: 'missing' as const, reason } : { kind: 'count' as const, value: point.n }] : [])
			];
		})
	}));
	return { rowHeading: m.figure_table_category({}, words), columns, rows };
}

function likertTable(figure: Of<'likert'>): Body {
	const words = { locale: figure.locale };
	return {
		rowHeading: m.figure_table_category({}, words),
		columns: [...figure.categories.map((label, i) => ({ key: `c${i}`, label })), { key: 'n', label: m.figure_table_n({}, words) }],
		rows: figure.labels.map((label, i) => {
			const row = figure.shares[i] ?? [];
			const reason = known(row) ? null : figure.missing?.[i];
			return { key: `r${i}`, label, cells: [...row.map((s) => cellOf(s, { decimals: 1, percent: true }, reason)), { kind: 'count' as const, value: figure.n[i] ?? 0 }] };
		})
	};
}

function tilesTable(figure: Of<'tiles'>): Body {
	const counties = COUNTIES[divisionOf(figure.values.map((v) => v.code))].toSorted((a, b) => (a.code < b.code ? -1 : 1));
	return {
		rowHeading: m.figure_table_county({}, { locale: figure.locale }),
		columns: [{ key: 'v', label: figure.axis.label }],
		rows: counties.map((c) => {
			const given = figure.values.find((v) => v.code === c.code);
			return { key: c.code, label: c.name, cells: [cellOf(given?.value, figure.axis, given?.missing)] };
		})
	};
}

function bodyOf(figure: Figure): Body {
	switch (figure.kind) {
		case 'bars':
		case 'dots': return groupedTable(figure);
		case 'likert': return likertTable(figure);
		case 'histogram': return histogramTable(figure);
		case 'scatter': return scatterTable(figure);
		case 'curve': return curveTable(figure);
		case 'tiles': return tilesTable(figure);
	}
}

/**
 * Every number that the figure shows, rows as the figure has them. Points of a scatter are gathered in ten parts of its breadth when they are more than 60.
 * @throws Problem `figure_problem_*` as `drawSvg` does
 */
export function figureTable(figure: Figure): Table {
	checkFigure(figure);
	const { notes = [], ...body } = bodyOf(figure);
	return { title: figure.title, ...body, notes: [...notes, ...figure.notes], provenance: [] };
}
