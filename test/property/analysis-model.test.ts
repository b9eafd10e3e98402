import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation } from '../../analysis/assumptions.ts';
import type { Value, Values } from '../../analysis/result.ts';
import { run } from '../../analysis/run.ts';
import type { BaseSpec } from '../../analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from '../../analysis/table/build.ts';
import type { Table } from '../../analysis/table/table.ts';

interface Row {
	y: number | null;
	x: number | null;
	z: number;
	g: string | null;
	c: string;
	w: number;
	b: number;
}
const row = fc.record<Row>({
	y: fc.oneof({ weight: 12, arbitrary: fc.integer({ min: -40, max: 60 }).map((v) => v / 4) }, { weight: 1, arbitrary: fc.constant(null) }),
	x: fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 0, max: 30 }) }, { weight: 1, arbitrary: fc.constant(null) }),
	z: fc.integer({ min: 1, max: 5 }),
	g: fc.oneof({ weight: 10, arbitrary: fc.constantFrom('p', 'q', 'r') }, { weight: 1, arbitrary: fc.constant(null) }),
	c: fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5'),
	w: fc.integer({ min: 1, max: 9 }),
	b: fc.constantFrom(0, 1)
});
const rows = fc.array(row, { minLength: 0, maxLength: 45, size: 'max' });
const enough = fc.array(row, { minLength: 19, maxLength: 45, size: 'max' });

function tableFrom(data: readonly Row[], change: Partial<Record<keyof Row, (v: never) => Cell>> = {}): Table {
	const cells = (name: keyof Row): Cell[] => data.map((r) => (r[name] === null ? null : change[name] ? (change[name] as (v: unknown) => Cell)(r[name]) : (r[name] as Cell)));
	return tableOf({
		y: numericColumn(cells('y')), x: numericColumn(cells('x')), z: numericColumn(cells('z')), w: numericColumn(cells('w')),
		g: categoricalColumn(cells('g')), c: categoricalColumn(cells('c')), b: categoricalColumn(cells('b'))
	});
}

const SPECS: Record<string, object> = {
	ols: { method: 'ols', y: 'y', x: ['x', 'g', 'z'], cluster: 'c' },
	logistic: { method: 'logistic', y: 'b', x: ['x', 'g'] },
	mixed: { method: 'mixed', y: 'y', group: 'c', x: ['x'] },
	survey_mean: { method: 'survey_mean', y: 'y', weights: 'w', strata: 'b', cluster: 'c', by: 'g' },
	survey_frequencies: { method: 'survey_frequencies', x: 'g', weights: 'w', cluster: 'c' },
	survey_crosstab: { method: 'survey_crosstab', rows: 'g', columns: 'b', weights: 'w' },
	survey_ols: { method: 'survey_ols', y: 'y', x: ['x', 'g'], weights: 'w', strata: 'b' },
	poststratified_mean: { method: 'poststratified_mean', y: 'y', by: ['g'], cells: [['p'], ['q'], ['r']], population: [300, 200, 100] }
};

function valuesOf(spec: object, table: Table): Values | string {
	const found = run(spec as BaseSpec, table);
	return isViolation(found) ? found.violation : found.values;
}

/** Every number with its name; log p and p of nearly nothing amplify rounding and are held apart. */
function numbersIn(v: Value, at = ''): [string, number | null | string][] {
	if (Array.isArray(v)) return (v as Value[]).flatMap((x, i) => numbersIn(x, `${at}[${i}]`));
	if (v !== null && typeof v === 'object') return Object.entries(v).flatMap(([k, x]) => numbersIn(x, at ? `${at}.${k}` : k));
	return [[at, v as number | string | null]];
}

const close = (a: number, b: number, scale = 1): boolean => Math.abs(a - b) <= 1e-7 * Math.max(scale, Math.abs(a), Math.abs(b));
/** Data of which a hair decides whether something is exactly determined are no test of invariance. */
const SETTLED = (v: Values | string): v is Values => typeof v !== 'string' && (typeof v.sigma !== 'number' || v.sigma > 1e-6) && (typeof v.R2 !== 'number' || v.R2 < 0.999) && (typeof v.max_leverage !== 'number' || v.max_leverage < 0.999) && (typeof v.var_within !== 'number' || v.var_within > 1e-6);

describe.each(Object.entries(SPECS))('%s', (_, spec) => {
	it('gives numbers or a violation for any table, and never NaN or a bare infinity', () => {
		fc.assert(
			fc.property(rows, (data) => {
				const values = valuesOf(spec, tableFrom(data));
				if (typeof values === 'string') return true;
				return numbersIn(values).every(([, v]) => typeof v !== 'number' || Number.isFinite(v));
			}),
			{ numRuns: 30 }
		);
	});
	it('does not depend on the order of the rows', () => {
		fc.assert(
			fc.property(enough, fc.integer({ min: 1, max: 40 }), (data, turn) => {
				const shift = turn % data.length;
				const moved = [...data.slice(shift), ...data.slice(0, shift)].reverse();
				const [a, b] = [valuesOf(spec, tableFrom(data)), valuesOf(spec, tableFrom(moved))];
				if (!SETTLED(a) || !SETTLED(b)) return;
				const before = new Map(numbersIn(a));
				const moves = numbersIn(b).filter(([key, v]) => typeof v === 'number' && typeof before.get(key) === 'number' && !close(v, before.get(key) as number));
				expect(moves).toEqual([]);
			}),
			{ numRuns: 25 }
		);
	});
	it('leaves the table and the spec as they were', () => {
		fc.assert(
			fc.property(rows, (data) => {
				const table = tableFrom(data);
				const before = JSON.stringify([table, spec]);
				run(spec as BaseSpec, table);
				expect(JSON.stringify([table, spec])).toBe(before);
			}),
			{ numRuns: 15 }
		);
	});
	it('says the same twice, to the last bit', () => {
		fc.assert(
			fc.property(rows, (data) => {
				expect(run(spec as BaseSpec, tableFrom(data))).toEqual(run(spec as BaseSpec, tableFrom(data)));
			}),
			{ numRuns: 8 }
		);
	});
});

const list = (v: Value | undefined): number[] => v as number[];

describe('a shift and a change of unit of the response', () => {
	it('scale the coefficients and errors of a regression and move its constant only', () => {
		fc.assert(
			fc.property(enough, fc.integer({ min: -50, max: 50 }), fc.constantFrom(2, 10, 0.5), (data, add, unit) => {
				const [a, b] = [valuesOf(SPECS.ols!, tableFrom(data)), valuesOf(SPECS.ols!, tableFrom(data, { y: (v: number) => unit * v + add }))];
				if (!SETTLED(a) || !SETTLED(b)) return;
				list(a.b).forEach((v, j) => expect(close(list(b.b)[j]!, unit * v + (j === 0 ? add : 0)), 'b').toBe(true));
				list(a.se).forEach((v, j) => expect(close(list(b.se)[j]!, unit * v), 'se').toBe(true));
				if (Array.isArray(a.se_HC3)) list(a.se_HC3).forEach((v, j) => expect(close(list(b.se_HC3)[j]!, unit * v), 'HC3').toBe(true));
				expect(close(b.R2 as number, a.R2 as number)).toBe(true);
				expect(close(b.F_p as number, a.F_p as number)).toBe(true);
			}),
			{ numRuns: 30 }
		);
	});
	it('scale the variances of a random intercept by the square', () => {
		fc.assert(
			fc.property(enough, fc.integer({ min: -50, max: 50 }), fc.constantFrom(2, 10, 0.5), (data, add, unit) => {
				const [a, b] = [valuesOf(SPECS.mixed!, tableFrom(data)), valuesOf(SPECS.mixed!, tableFrom(data, { y: (v: number) => unit * v + add }))];
				if (!SETTLED(a) || !SETTLED(b)) return;
				expect(close(b.var_within as number, unit ** 2 * (a.var_within as number), 0.1)).toBe(true);
				expect(close(b.ICC as number, a.ICC as number, 10)).toBe(true);
			}),
			{ numRuns: 30 }
		);
	});
	it('move a weighted mean and leave its error alone', () => {
		fc.assert(
			fc.property(enough, fc.integer({ min: -1000, max: 1000 }), (data, add) => {
				const [a, b] = [valuesOf(SPECS.survey_mean!, tableFrom(data)), valuesOf(SPECS.survey_mean!, tableFrom(data, { y: (v: number) => v + add }))];
				if (typeof a === 'string' || typeof b === 'string') {
					expect(a).toEqual(b);
					return;
				}
				expect(close(b.mean as number, (a.mean as number) + add)).toBe(true);
				expect(close(b.se as number, a.se as number)).toBe(true);
			}),
			{ numRuns: 30 }
		);
	});
});

describe('names of categories', () => {
	it('mean nothing to a model as long as their order stays', () => {
		fc.assert(
			fc.property(enough, (data) => {
				const renamed = tableFrom(data, { g: (v: string) => `level ${v}`, c: (v: string) => `k${v}` });
				for (const spec of [SPECS.ols!, SPECS.mixed!, SPECS.survey_ols!]) {
					const [a, b] = [valuesOf(spec, tableFrom(data)), valuesOf(spec, renamed)];
					if (typeof a === 'string' || typeof b === 'string') expect(a).toEqual(b);
					else expect({ ...b, terms: null }).toEqual({ ...a, terms: null });
				}
			}),
			{ numRuns: 20 }
		);
	});
	it('exchanged, with a two-valued outcome mirrored, turn the signs of a logistic regression', () => {
		fc.assert(
			fc.property(enough, (data) => {
				const [a, b] = [valuesOf(SPECS.logistic!, tableFrom(data)), valuesOf(SPECS.logistic!, tableFrom(data, { b: (v: number) => 1 - v }))];
				if (typeof a === 'string' || typeof b === 'string') {
					expect(a).toEqual(b);
					return;
				}
				list(a.b).forEach((v, j) => expect(close(list(b.b)[j]!, -v)).toBe(true));
				expect(close(a.deviance as number, b.deviance as number)).toBe(true);
			}),
			{ numRuns: 30 }
		);
	});
});

describe('weights', () => {
	it('all multiplied by the same number change no mean, share, error or test', () => {
		fc.assert(
			fc.property(enough, fc.constantFrom(0.001, 7, 1e6), (data, factor) => {
				for (const name of ['survey_mean', 'survey_frequencies', 'survey_crosstab', 'survey_ols']) {
					const [a, b] = [valuesOf(SPECS[name]!, tableFrom(data)), valuesOf(SPECS[name]!, tableFrom(data, { w: (v: number) => v * factor }))];
					if (!SETTLED(a) || !SETTLED(b)) continue;
					for (const key of ['mean', 'se', 'deff', 'percent', 'F', 'ndf', 'p', 'b']) {
						const before = new Map(numbersIn(a[key] ?? null));
						for (const [at, v] of numbersIn(b[key] ?? null)) if (typeof v === 'number') expect(close(v, before.get(at) as number), `${name} ${key}`).toBe(true);
					}
				}
			}),
			{ numRuns: 20 }
		);
	});
});
