/** What can be drawn: refused with the field and the mend before anything is drawn. */
import { Problem } from '#lib/domain/problem.ts';
import type { Figure } from '#lib/domain/figure/types.ts';
import { divisionOf } from './counties.ts';

export const LIMITS = { labels: 50, series: 30, marks: 600, lines: 8, categories: 11, bins: 200 } as const;
const LARGEST = 1e12;

const most = (problem: string, count: number, limit: number) => {
	if (count > limit) throw new Problem(`figure_problem_${problem}`, 400, { count, limit });
};
const some = (count: number) => {
	if (count === 0) throw new Problem('figure_problem_empty', 400);
};
const asMany = (field: string, count: number, need: number) => {
	if (count !== need) throw new Problem('figure_problem_shape', 400, { field, count, need });
};
const numbers = (field: string, values: readonly (number | null | undefined)[]) => {
	if (values.some((v) => v !== null && v !== undefined && !(Math.abs(v) <= LARGEST))) throw new Problem('figure_problem_number', 400, { field });
};

/**
 * Refuses what cannot be read as a figure, or is none.
 * @throws Problem `figure_problem_*` when there is nothing to show, more than a reader can take in, lists of unequal length, a value that is no finite number
 *   up to 10^12 in size, shares that are none, edges that do not rise, or counties of no one division
 */
export function checkFigure(figure: Figure): void {
	switch (figure.kind) {
		case 'bars':
		case 'dots': return checkGrouped(figure);
		case 'likert': return checkLikert(figure);
		case 'histogram': return checkHistogram(figure);
		case 'scatter':
			some(figure.points.length);
			numbers('points', figure.points.flat());
			numbers('fit', [figure.fit?.intercept, figure.fit?.slope, ...(figure.fit?.band ?? []).flat()]);
			return checkAxes([figure.x, figure.y]);
		case 'curve':
			some(figure.series.reduce((sum, s) => sum + s.points.length, 0));
			most('series', figure.series.length, LIMITS.lines);
			for (const s of figure.series) numbers('series', [...s.points.flat(), ...(s.band ?? []).flat()]);
			numbers('marks', (figure.marks ?? []).map((m) => m.at));
			return checkAxes([figure.x, figure.y]);
		case 'tiles':
			some(figure.values.length);
			numbers('values', figure.values.map((v) => v.value));
			divisionOf(figure.values.map((v) => v.code));
			return checkAxes([figure.axis]);
	}
}

type Of<K extends Figure['kind']> = Extract<Figure, { kind: K }>;
type Axes = readonly Of<'tiles'>['axis'][];

function checkAxes(axes: Axes): void {
	for (const axis of axes) numbers('axis', [axis.min, axis.max, axis.decimals]);
}

function checkGrouped(figure: Of<'bars' | 'dots'>): void {
	some(figure.labels.length * figure.series.length);
	most('labels', figure.labels.length, LIMITS.labels);
	most('series', figure.series.length, LIMITS.series);
	most('marks', figure.labels.length * figure.series.length, LIMITS.marks);
	for (const s of figure.series) {
		asMany('series.points', s.points.length, figure.labels.length);
		numbers('series.points', s.points.flatMap((p) => [p.value, p.low, p.high]));
	}
	checkAxes([figure.axis]);
}

function checkLikert(figure: Of<'likert'>): void {
	some(figure.labels.length * figure.categories.length);
	most('labels', figure.labels.length, LIMITS.labels);
	most('categories', figure.categories.length, LIMITS.categories);
	asMany('shares', figure.shares.length, figure.labels.length);
	asMany('n', figure.n.length, figure.labels.length);
	figure.shares.forEach((row, i) => {
		asMany('shares', row.length, figure.categories.length);
		numbers('shares', row);
		const wrong = row.some((s) => s !== null && (s < 0 || s > 1)) || row.reduce<number>((sum, s) => sum + (s ?? 0), 0) > 1.01;
		if (wrong) throw new Problem('figure_problem_shares', 400, { label: figure.labels[i] ?? '' });
	});
}

function checkHistogram(figure: Of<'histogram'>): void {
	some(figure.counts.length);
	most('bins', figure.counts.length, LIMITS.bins);
	asMany('edges', figure.edges.length, figure.counts.length + 1);
	numbers('counts', figure.counts);
	numbers('edges', figure.edges);
	numbers('marks', (figure.marks ?? []).map((m) => m.at));
	if (figure.edges.some((edge, i) => i > 0 && edge <= (figure.edges[i - 1] ?? 0))) throw new Problem('figure_problem_edges', 400);
	checkAxes([figure.axis]);
}
