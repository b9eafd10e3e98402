/** Curves through points, such as response by day, with moments marked and a band of uncertainty. Told apart by dashes as well as colour. */
import { line as path } from 'd3-shape';
import { m } from '#lib/i18n.ts';
import { BAND, DASHES, LINES, toned } from '../colour/palette.ts';
import type { Drawn, Key, Of, Sheet } from '../drawing.ts';
import { el, type Markup } from '../svg/element.ts';
import { marked, plane } from './plane.ts';
import { bandPath, bandSample, fieldClip } from './scatter.ts';

type Curve = Of<'curve'>;

export function drawCurve(figure: Curve, sheet: Sheet): Drawn {
	const points = figure.series.flatMap((s) => s.points);
	const bands = figure.series.flatMap((s) => s.band ?? []);
	const xs = [...points.map((p) => p[0]), ...bands.map((b) => b[0]), ...(figure.marks ?? []).map((mark) => mark.at)];
	const ys = [...points.map((p) => p[1]), ...bands.flatMap((b) => [b[1], b[2]])];
	const field = plane(sheet, figure.x, figure.y, xs, ys, { fromZero: figure.y.percent === true && figure.y.min === undefined });
	const look = (i: number) => ({
		fill: 'none', stroke: toned(LINES[i % LINES.length] ?? '#000000', sheet.theme), 'stroke-width': 2, 'stroke-linejoin': 'round', 'stroke-dasharray': DASHES[i % DASHES.length] || undefined
	});
	const drawn = figure.series.map((s, i): Markup => {
		const sorted = s.points.toSorted((a, b) => a[0] - b[0]);
		if (sorted.length === 1) return el('circle', { cx: field.x.at(sorted[0]![0]), cy: field.y.at(sorted[0]![1]), r: 3.5, fill: look(i).stroke, 'data-part': 'line', 'data-series': i });
		const d = path<readonly [number, number]>().x((p) => field.x.at(p[0])).y((p) => field.y.at(p[1])).digits(2)(sorted) ?? '';
		return el('path', { d, ...look(i), 'data-part': 'line', 'data-series': i });
	});
	const uncertain = figure.series.flatMap((s, i) => (s.band?.length ? [el('path', { d: bandPath(s.band, field), fill: toned(BAND, sheet.theme), 'fill-opacity': 0.8, 'clip-path': `url(#${sheet.id}-field)`, 'data-part': 'band', 'data-series': i })] : []));
	const marks = marked(figure.marks ?? [], field);
	const keys: Key[] = [
		...(figure.series.length > 1 ? figure.series.map(({ label }, i) => ({ label, width: 30, sample: (x: number, y: number) => el('line', { x1: x, x2: x + 30, y1: y, y2: y, ...look(i) }) })) : []),
		...(uncertain.length ? [{ label: m.figure_band({}, { locale: sheet.locale }), width: 22, sample: bandSample(sheet) }] : [])
	];
	return { ...field.frame([...uncertain, ...marks.lines, ...drawn], marks.head), keys, defs: [fieldClip(field, sheet)], notes: [] };
}
