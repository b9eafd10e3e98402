/** Points with a fitted line and its band. Equal points are one, with an area that follows how many they are. */
import { area } from 'd3-shape';
import { m } from '#lib/i18n.ts';
import { BAND, EDGE, seriesColours, toned } from '../colour/palette.ts';
import type { Drawn, Key, Of, Sheet } from '../drawing.ts';
import { el, type Markup } from '../svg/element.ts';
import { plane, type Plane } from './plane.ts';

type Scatter = Of<'scatter'>;
/** More places than this are gathered on a grid of so many pixels. */
const [PLACES, CELL] = [1500, 7];
const [LEAST, MOST] = [3.2, 11];
const FIT = '#98351b';

export interface Place { x: number; y: number; count: number }

/** Points in the same place as one; where places are too many to tell apart, those in the same square of the page. */
export function placesOf(points: readonly (readonly [number, number])[], at: (point: readonly [number, number]) => readonly [number, number]): Place[] {
	const gathered = (cell: number) => {
		const places = new Map<string, Place>();
		for (const point of points) {
			const [x, y] = at(point).map((v) => (cell ? (Math.floor(v / cell) + 0.5) * cell : Math.round(v * 10) / 10)) as [number, number];
			const place = places.get(`${x} ${y}`);
			if (place) place.count += 1;
			else places.set(`${x} ${y}`, { x, y, count: 1 });
		}
		return [...places.values()];
	};
	const exact = gathered(0);
	return exact.length > PLACES ? gathered(CELL) : exact;
}

/** The band behind the points and the line before them, where the points are; what lies outside the field is cut off. */
function fitted({ fit, points }: Scatter, field: Plane, sheet: Sheet): { band: Markup[]; line: Markup[] } {
	if (!fit) return { band: [], line: [] };
	const xs = points.map((p) => p[0]);
	const end = (x: number) => ({ x: field.x.at(x), y: field.y.at(fit.intercept + fit.slope * x) });
	const [from, to] = [end(xs.reduce((a, b) => Math.min(a, b))), end(xs.reduce((a, b) => Math.max(a, b)))];
	const clip = `url(#${sheet.id}-field)`;
	return {
		band: fit.band?.length ? [el('path', { d: bandPath(fit.band, field), fill: toned(BAND, sheet.theme), 'clip-path': clip, 'data-part': 'band' })] : [],
		line: [el('line', { x1: from.x, y1: from.y, x2: to.x, y2: to.y, stroke: toned(FIT, sheet.theme), 'stroke-width': 2, 'clip-path': clip, 'data-part': 'fit' })]
	};
}

/** A band as a closed path: `[x, low, high]` in order of x. */
export const bandPath = (band: readonly (readonly [number, number, number])[], field: Pick<Plane, 'x' | 'y'>): string =>
	area<readonly [number, number, number]>().x((b) => field.x.at(b[0])).y0((b) => field.y.at(b[1])).y1((b) => field.y.at(b[2])).digits(2)(band.toSorted((a, b) => a[0] - b[0])) ?? '';

/** What marks are cut off by at the edge of the field. */
export const fieldClip = (field: Plane, sheet: Sheet): Markup =>
	el('clipPath', { id: `${sheet.id}-field` }, el('rect', { x: 0, y: 0, width: field.width, height: field.height }));

export function drawScatter(figure: Scatter, sheet: Sheet): Drawn {
	const field = plane(sheet, figure.x, figure.y, figure.points.map((p) => p[0]), figure.points.map((p) => p[1]), { height: Math.min(Math.max(sheet.width * 0.62, 240), 420) });
	const [fill = ''] = seriesColours(1, sheet.theme);
	const places = placesOf(figure.points, ([x, y]) => [field.x.at(x), field.y.at(y)]);
	const most = places.reduce((max, p) => Math.max(max, p.count), 1);
	const radius = (count: number) => (most === 1 ? LEAST : LEAST + (MOST - LEAST) * Math.sqrt((count - 1) / (most - 1)));
	const dots = places.map((p) => el('circle', { cx: p.x, cy: p.y, r: radius(p.count), fill, 'fill-opacity': 0.75, stroke: EDGE, 'stroke-width': 0.6, 'data-part': 'dot', 'data-count': p.count }));
	const stroke = (x: number, y: number) => el('line', { x1: x, x2: x + 22, y1: y, y2: y, stroke: toned(FIT, sheet.theme), 'stroke-width': 2 });
	const keys: Key[] = figure.fit ? [
		{ label: m.figure_fit({}, { locale: sheet.locale }), width: 22, sample: stroke },
		...(figure.fit.band?.length ? [{ label: m.figure_band({}, { locale: sheet.locale }), width: 22, sample: bandSample(sheet) }] : [])
	] : [];
	const { band, line } = fitted(figure, field, sheet);
	return {
		...field.frame([...band, ...dots, ...line]), keys, defs: [fieldClip(field, sheet)],
		notes: most > 1 ? [m.figure_scatter_area({}, { locale: sheet.locale })] : []
	};
}

export const bandSample = (sheet: Sheet) => (x: number, y: number): Markup => el('rect', { x, y: y - 5.5, width: 22, height: 11, fill: toned(BAND, sheet.theme) });
