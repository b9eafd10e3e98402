import { describe, expect, it } from 'vitest';
import { isViolation } from '#analysis/assumptions.ts';
import type { AnySpec, Plan } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Figure, FigureKind } from '#lib/domain/figure/types.ts';
import { altText, drawSvg } from '#lib/figures/index.ts';
import { LOCALES } from '#lib/i18n.ts';
import { runPlan } from '#lib/server/results/plan/run.ts';
import { runOnDataset } from '#lib/server/results/present/run.ts';
import { ranOf } from '#lib/server/results/report-document/ran.ts';
import { protectParts } from '#lib/server/results/present/suppress/parts.ts';
import { buildDataset, inAll, missing, type Cell } from '../../../support/dataset/build.ts';

const range = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i));
const shown = (dataset: Dataset, spec: AnySpec) => runOnDataset(dataset, spec, 'nb').presented;
type Of<K extends FigureKind> = Extract<Figure, { kind: K }>;
const all = <K extends FigureKind>(figures: readonly Figure[], kind: K): Of<K>[] => figures.filter((f): f is Of<K> => f.kind === kind);

const wave = range(120, (i) => i * 0.5 + 8 * Math.sin(i * 1.7));
const numeric = (limit: number, cells: readonly Cell[] = wave): Dataset => buildDataset([
	{ name: 'x', type: 'numeric', label: 'Alder', cells: range(cells.length, (i) => (i === 3 ? missing('not_answered') : i * 0.25)) }, { name: 'y', type: 'numeric', label: 'Poeng', cells },
	{ name: 'g', type: 'categorical', cells: range(cells.length, (i) => (i % 2 ? 'a' : 'b')), categories: [['a', 'A'], ['b', 'B']] }
], { suppressBelow: limit });

describe('two numeric variables', () => {
	it.each([{ method: 'correlation', vars: ['x', 'y'] }, { method: 'ols', y: 'y', x: ['x'] }] as AnySpec[])('are points with the fitted line first of all: $method', (spec) => {
		const { figures, notes } = shown(numeric(0), spec);
		const [figure] = all(figures, 'scatter');
		expect(figures[0]).toBe(figure);
		expect(figure!.points).toHaveLength(119);
		expect(figure!.points[3]).toEqual([1, wave[4]]);
		expect([figure!.x.label, figure!.y.label]).toEqual(['Alder', 'Poeng']);
		const { result } = runOnDataset(numeric(0), { method: 'ols', y: 'y', x: ['x'] }, 'nb');
		if (isViolation(result)) throw new Error('ols');
		const [b0, b1] = result.values.b as number[];
		expect(figure!.fit).toMatchObject({ intercept: b0, slope: b1 });
		expect(notes.join()).not.toContain('Spredningsdiagram');
	});
	it('have the interval of the mean as a band: at x = 0 it is the interval of the constant', () => {
		const { result, presented } = runOnDataset(numeric(0), { method: 'ols', y: 'y', x: ['x'], level: 0.9 }, 'nb');
		if (isViolation(result)) throw new Error('ols');
		const [first, ...others] = all(presented.figures, 'scatter')[0]!.fit!.band!;
		const [low, high] = (result.values.ci as number[][])[0]!;
		expect(first![0]).toBe(0);
		expect(first![1]).toBeCloseTo(low!, 10);
		expect(first![2]).toBeCloseTo(high!, 10);
		const widths = others.map(([, from, to]) => to - from);
		expect(widths.indexOf(Math.min(...widths))).toBeGreaterThan(15);
		expect(widths.indexOf(Math.min(...widths))).toBeLessThan(25);
		expect(presented.figures[0]!.notes.join()).toContain('90 % konfidensintervall');
	});
	it('are points of the rows that the filter picks', () => {
		expect(all(shown(numeric(0), { method: 'correlation', vars: ['x', 'y'], filter: [{ column: 'g', in: ['b'] }] }).figures, 'scatter')[0]!.points).toHaveLength(60);
	});
	it('are no points where there are more, categories, or no constant', () => {
		const dataset = numeric(0);
		for (const spec of [{ method: 'ols', y: 'y', x: ['g'] }, { method: 'ols', y: 'y', x: ['x', 'g'] }, { method: 'ols', y: 'y', x: ['x'], intercept: false }] as AnySpec[]) expect(all(shown(dataset, spec).figures, 'scatter')).toEqual([]);
	});
	it('with a limit of people are no points of single people, and the reader is told', () => {
		for (const spec of [{ method: 'correlation', vars: ['x', 'y'] }, { method: 'ols', y: 'y', x: ['x'] }] as AnySpec[]) for (const limit of [1, 5]) {
			const { figures, notes } = shown(numeric(limit), spec);
			expect(all(figures, 'scatter')).toEqual([]);
			expect(notes.join()).toContain('Spredningsdiagrammet vises ikke');
		}
	});
});

describe('the values of a variable', () => {
	const scored = (counts: readonly number[], limit: number): Dataset => {
		const made = buildDataset([{ name: 's', type: 'categorical', label: 'Enig', cells: counts.flatMap((n, k) => range(n, () => String(k + 1))), categories: counts.map((_, k) => [String(k + 1), `Svar ${k + 1}`] as const) }], { suppressBelow: limit });
		return { ...made, variables: made.variables.map((v) => ({ ...v, measure: 'ordinal' as const, categories: v.categories.map((c, k) => ({ ...c, score: k + 1 })) })) };
	};
	it('are a histogram beside how they are described, each variable its own', () => {
		const found = all(shown(numeric(0), { method: 'describe', x: ['x', 'y'] }).figures, 'histogram');
		expect(found.map((f) => f.axis.label)).toEqual(['Alder', 'Poeng']);
		expect(found.map((f) => f.counts.reduce<number>((a, b) => a + (b ?? 0), 0))).toEqual([119, 120]);
	});
	it('of a scale have a bar for each point', () => {
		expect(all(shown(scored([3, 8, 0, 20, 9], 0), { method: 'describe', x: ['s'] }).figures, 'histogram')[0]).toMatchObject({ edges: [0.5, 1.5, 2.5, 3.5, 4.5, 5.5], counts: [3, 8, 0, 20, 9] });
	});
	it('have the limits that they are cut at as marks, which say to which side a limit belongs', () => {
		const marks = (spec: object, dataset = numeric(0)) => all(shown(dataset, spec as AnySpec).figures, 'histogram')[0]!.marks;
		expect(marks({ method: 'bands', x: 'y', limits: [10, 30.5] })).toEqual([{ at: 10, label: 'til og med 10' }, { at: 30.5, label: 'til og med 30,5' }]);
		expect(marks({ method: 'bands', x: 's', limits: [2, 4], closed: 'left' }, scored([5, 8, 6, 20, 9], 0))).toEqual([{ at: 1.5, label: 'under 2' }, { at: 3.5, label: 'under 4' }]);
		expect(marks({ method: 'quantile_groups', x: 'y', groups: 4 })).toHaveLength(3);
		expect(marks({ method: 'natural_breaks', x: 'y', k: 3 })).toHaveLength(2);
	});
	it('with a limit have no bar on fewer people, nor one that the others and the sum tell of', () => {
		const cells = [...range(160, (i) => 20 + (i % 40) * 0.31 + i * 0.001), ...range(12, (i) => 60 + i * 0.7)];
		for (const limit of [3, 5, 8]) {
			const [figure] = all(shown(numeric(limit, cells), { method: 'describe', x: ['y'] }).figures, 'histogram');
			const { edges, counts } = figure!;
			const own = edges.slice(1).map((edge, i) => cells.filter((v) => (i === 0 || v > edges[i]!) && (i === counts.length - 1 || v <= edge)).length);
			expect(counts.filter((c) => c === null).length).toBeGreaterThanOrEqual(2);
			expect(counts).toEqual(own.map((n, i) => (protectParts(own, limit).parts[i] ? null : n)));
			expect(counts.every((c) => c === null || c === 0 || c >= limit)).toBe(true);
			expect(drawSvg(figure!)).toContain('data-part="missing"');
		}
	});
	it('with a limit do not tell where the lowest and the highest are', () => {
		const spec: AnySpec = { method: 'describe', x: ['y'] };
		const far = all(shown(numeric(5, [...wave.slice(0, -1), 900]), spec).figures, 'histogram')[0]!;
		expect(far.edges.at(-1)).toBeLessThan(100);
		expect(far.notes.join()).toContain('ytterste');
	});
	it('that are few and on which few people are have no histogram with a limit: the mean and the spread would tell', () => {
		const { figures, notes } = shown(scored([2, 3, 20, 20, 15], 5), { method: 'describe', x: ['s'] });
		expect(all(figures, 'histogram')).toEqual([]);
		expect(notes).toContain('Histogrammet for Enig vises ikke: noen av søylene har færre enn 5 personer og kunne regnes ut fra de andre tallene.');
		expect(all(shown(scored([6, 7, 20, 20, 15], 5), { method: 'describe', x: ['s'] }).figures, 'histogram')[0]?.counts).toEqual([6, 7, 20, 20, 15]);
	});
	it('with a limit are shown by the bands of a recoding alone, as its table has them', () => {
		const { figures } = shown(numeric(5), { method: 'bands', x: 'y', limits: [-4, 10, 30] });
		const sizes = [-Infinity, -4, 10, 30].map((low, i) => wave.filter((v) => v > low && v <= ([-4, 10, 30][i] ?? Infinity)).length);
		expect(sizes[0]).toBeLessThan(5);
		const { edges, counts } = all(figures, 'histogram')[0]!;
		expect(edges.slice(1, -1)).toEqual([-4, 10, 30]);
		expect(counts).toEqual(sizes.map((n, i) => (protectParts(sizes, 5).parts[i] ? null : n)));
	});
});

describe('results by county', () => {
	const NAMES = ['Agder', 'Innlandet', 'Møre og Romsdal', 'Nordland', 'Oslo', 'Rogaland', 'Troms og Finnmark', 'Trøndelag', 'Vestfold og Telemark', 'Vestland', 'Viken'];
	const CODES = ['42', '34', '15', '18', '03', '11', '54', '50', '38', '46', '30'];
	const sizes = [12, 10, 11, 14, 3, 20, 10, 10, 10, 10, 10];
	const by = (categories: readonly (readonly [string, string])[], limit = 0): Dataset => {
		const cells = categories.flatMap(([value], k) => range(sizes[k] ?? 10, () => value));
		return buildDataset([
			{ name: 'fylke', type: 'categorical', cells, categories }, { name: 'y', type: 'numeric', label: 'Poeng', cells: cells.map((c, i) => categories.findIndex(([v]) => v === c) + (i % 3)) },
			{ name: 'svar', type: 'categorical', label: 'Svar', cells: cells.map((_, i) => (i % 2 ? 'ja' : 'nei')), categories: [['nei', 'Nei'], ['ja', 'Ja']] }
		], { suppressBelow: limit });
	};
	const means: AnySpec = { method: 'means', y: ['y'], group: 'fylke' };
	const tiles = (dataset: Dataset, spec: AnySpec) => all(shown(dataset, spec).figures, 'tiles');

	it.each([['names', NAMES.map((n) => [n, n] as const)], ['numbers', CODES.map((c) => [c, c] as const)], ['numbers with names', CODES.map((c, i) => [c, `${NAMES[i]} fylke`] as const)], ['numbers without a leading zero', CODES.map((c) => [String(Number(c)), String(Number(c))] as const)]])('are known by their %s, and are on a map', (_, categories) => {
		const dataset = by(categories);
		const inAll = { ...dataset, variables: dataset.variables.map((v) => ({ ...v, categories: v.categories.map((c) => ({ ...c, label: { nb: c.label.nb ?? '' } })) })) } as Dataset;
		const [map, ...more] = tiles(inAll, means);
		expect(more).toEqual([]);
		expect(map!.values.map((v) => v.code)).toEqual(CODES);
		expect(map!.values[1]!.value).toBeCloseTo(2, 0);
		expect(map!.axis.label).toBe('Gjennomsnitt: Poeng');
	});
	it('are known in the division of 2024 as well, and the map says which counties there is nothing of', () => {
		const dataset = by([['55', 'Troms – Romsa – Tromssa'], ['32', 'Akershus'], ['33', 'Buskerud'], ['40', 'Telemark']]);
		const [map] = tiles(dataset, means);
		expect(map!.values.map((v) => v.code)).toEqual(['55', '32', '33', '40']);
		expect(altText(map!)).toContain('4 av 15');
	});
	it('are no map where one category is no county, two divisions meet, or there are only two', () => {
		for (const categories of [[...NAMES.slice(0, 4), 'Oslo og Viken'], ['Viken', 'Akershus', 'Oslo'], ['Agder', 'Oslo'], ['1', '2', '3']]) expect(tiles(by(categories.map((c) => [c, c])), means)).toEqual([]);
	});
	it('are shares as well: of the variable itself, and of one answer of two', () => {
		const dataset = by(NAMES.map((n) => [n, n]));
		const [own] = tiles(dataset, { method: 'frequencies', x: 'fylke' });
		expect(own!.values[0]!.value).toBeCloseTo(12 / 120, 12);
		expect(own!.axis.percent).toBe(true);
		const [yes] = tiles(dataset, { method: 'crosstab', rows: 'svar', columns: 'fylke', exact: 'none' });
		expect(yes!.axis.label).toBe('Svar: Ja');
		expect(yes!.values[0]!.value).toBeCloseTo(0.5, 12);
	});
	it('hide what the table hides, and say so', () => {
		const dataset = by(NAMES.map((n) => [n, n]), 5);
		const [map] = tiles(dataset, means);
		const hidden = map!.values.filter((v) => v.missing === 'suppressed');
		expect(hidden.map((v) => v.code)).toContain('03');
		expect(hidden.length).toBeGreaterThanOrEqual(2);
		expect(hidden.every((v) => v.value === null)).toBe(true);
		expect(tiles(dataset, { method: 'frequencies', x: 'fylke' })[0]!.values.filter((v) => v.missing === 'suppressed').length).toBeGreaterThanOrEqual(2);
	});
});

describe('a report', () => {
	it('prints the figures of rows and counties of the entries that it names, under the limit that its run has', () => {
		const dataset = numeric(0);
		const entry = (key: string, spec: AnySpec) => ({ key, title: inAll(key), data: ['prove'], spec });
		const run = runPlan({ entries: [entry('pair', { method: 'correlation', vars: ['x', 'y'] }), entry('one', { method: 'describe', x: ['y'] })] } as unknown as Plan, () => dataset);
		const kinds = (limit: number) => ['pair', 'one'].map((key) => ranOf(run, () => dataset, limit, 'nb')(key)!.presented.figures.map((f) => f.kind));
		expect(kinds(0)).toEqual([['scatter', 'dots'], ['histogram']]);
		expect(kinds(5)[0]).toEqual(['dots']);
		expect(ranOf(run, () => dataset, 5, 'nb')('pair')!.presented.notes.join()).toContain('Spredningsdiagrammet vises ikke');
	});
});

describe('every figure of rows and counties', () => {
	it.each(LOCALES)('is drawn, with words in %s', (locale) => {
		const dataset = numeric(0);
		const specs = [{ method: 'correlation', vars: ['x', 'y'] }, { method: 'describe', x: ['y'] }, { method: 'natural_breaks', x: 'y', k: 3 }] as AnySpec[];
		for (const spec of specs) {
			const { figures } = runOnDataset(dataset, spec, locale).presented;
			expect(figures.length).toBeGreaterThan(0);
			const said = figures.map((figure) => `${drawSvg(figure)}${altText(figure)}${figure.title}${figure.notes.join()}`).join();
			expect(said.match(/result_[a-z]+|undefined|NaN|\{[a-z]+\}/g)).toBeNull();
		}
	});
});
