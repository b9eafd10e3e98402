import { describe, expect, it } from 'vitest';
import { cellProbabilities, slopesByRho } from '#analysis/association/binormal-table.ts';
import { kendall, pearson, spearman } from '#analysis/association/coefficient.ts';
import { polychoricFullLikelihood } from '#analysis/association/polychoric-ml.ts';
import { polychoricAsPolycor } from '#analysis/association/polychoric-simplex.ts';
import { polychoric, type Polychoric } from '#analysis/association/polychoric.ts';
import { minimum } from '#analysis/numeric/minimum.ts';
import { nelderMead } from '#analysis/numeric/nelder-mead.ts';
import type { Result } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from '#analysis/table/build.ts';
import type { Table } from '#analysis/table/table.ts';

const spec = (s: object): BaseSpec => s as BaseSpec;
const result = (s: object, table?: Table): Result => {
	const found = run(spec(s), table);
	if ('violation' in found) throw new Error(JSON.stringify(found));
	return found;
};
const two = (x: Cell[], y: Cell[]): Table => tableOf({ x: numericColumn(x, 'x'), y: numericColumn(y, 'y') });
const keys = (r: Result): string[] => r.notes.map((note) => note.key);

describe('correlation', () => {
	it('is undefined beside a constant, which is told and does not stop the other pairs', () => {
		const table = tableOf({ x: numericColumn([1, 2, 3, 5]), c: numericColumn([4, 4, 4, 4]), y: numericColumn([2, 1, 4, 5]) });
		const found = result({ method: 'correlation', vars: ['x', 'c', 'y'] }, table);
		expect(found.values.r).toEqual([null, expect.any(Number), null]);
		expect(found.values.r_p_holm).toEqual([null, (found.values.r_p as number[])[1], null]);
		expect(keys(found)).toContain('correlation_undefined');
	});

	it('of nothing but constants, single rows or missing values is a violation', () => {
		const ask = (table: Table) => run(spec({ method: 'correlation', vars: ['x', 'y'] }), table);
		expect(ask(two([1, 1, 1], [1, 2, 3]))).toMatchObject({ violation: 'constant' });
		expect(ask(two([0.1 + 0.2, 0.1 + 0.2, 0.1 + 0.2], [1, 2, 3]))).toMatchObject({ violation: 'constant' });
		expect(ask(two([1], [2]))).toMatchObject({ violation: 'too_few' });
		expect(ask(two([1, null], [null, 2]))).toMatchObject({ violation: 'no_data' });
		expect(ask(two([], []))).toMatchObject({ violation: 'no_data' });
	});

	it('that is perfect has no p-value and no interval, and that is told', () => {
		const found = result({ method: 'correlation', vars: ['x', 'y'], coefficients: ['pearson'] }, two([1, 2, 3, 4], [2, 4, 6, 8]));
		expect(found.values).toMatchObject({ r: [1], r_p: [null], r_lo: [null], r_hi: [null] });
		expect(keys(found)).toContain('correlation_perfect');
	});

	it('of three rows has a p-value and no interval, and that is told', () => {
		const found = result({ method: 'correlation', vars: ['x', 'y'] }, two([1, 2, 3], [1, 3, 2]));
		expect(found.values).toMatchObject({ r: [0.5], r_p: [expect.closeTo(2 / 3, 12)], r_lo: [null] });
		expect(keys(found)).toContain('correlation_no_interval');
	});

	it('counts a row as used when it belongs to a pair, and as left out when only one variable is answered', () => {
		const table = tableOf({ a: numericColumn([1, 2, 3, 4, null, 6]), b: numericColumn([2, 1, 4, null, 5, null]), c: numericColumn([1, 5, 2, null, null, 1]) });
		const { n, missing, values } = result({ method: 'correlation', vars: ['a', 'b', 'c'] }, table);
		expect(n).toBe(4);
		expect(missing.map((m) => m.left_out)).toEqual([1, 1, 0]);
		expect(values.n).toEqual([3, 4, 3]);
		expect(result({ method: 'correlation', vars: ['a', 'b', 'c'], missing: 'listwise' }, table).values.n).toEqual([3, 3, 3]);
	});

	it('keeps the digits of large values with a small spread', () => {
		const x = [1000000000000.4, 1000000000000.3, 1000000000000.5, 1000000000000.1];
		const y = [3, 1, 4, 2];
		const small = result({ method: 'correlation', vars: ['x', 'y'] }, two(x.map((v) => Math.round((v - 1e12) * 10)), y));
		expect(result({ method: 'correlation', vars: ['x', 'y'] }, two(x, y)).values.r).toEqual(small.values.r);
	});

	it('warns when both variables are alike within clusters', () => {
		const table = tableOf({ x: numericColumn([1, 2, 1, 8, 9, 8]), y: numericColumn([3, 2, 2, 7, 8, 9]), school: categoricalColumn(['A', 'A', 'A', 'B', 'B', 'B']) });
		expect(keys(result({ method: 'correlation', vars: ['x', 'y'], cluster: 'school' }, table))).toContain('correlation_clustered');
		expect(keys(result({ method: 'correlation', vars: ['x', 'y'] }, table))).not.toContain('correlation_clustered');
	});

	it('refuses a coefficient it does not know, and names without numbers', () => {
		expect(run(spec({ method: 'correlation', vars: ['x', 'y'], coefficients: ['phi'] }), two([1, 2], [1, 2]))).toMatchObject({ violation: 'bad_field' });
		expect(run(spec({ method: 'correlation', vars: ['x', 'y'] }), tableOf({ x: categoricalColumn(['a', 'b']), y: numericColumn([1, 2]) }))).toMatchObject({ violation: 'wrong_kind' });
	});

	it('is stronger in its tail than any number can show, and then the logarithm tells', () => {
		const tail = pearson({ n: 5000, xx: 1, yy: 1, xy: 0.9 }, 1.96).tail!;
		expect(tail.p).toBe(Number.MIN_VALUE);
		expect(tail.logP).toBeLessThan(-4000);
	});

	it('has no interval with three rows and no p-value with two', () => {
		expect(pearson({ n: 3, xx: 1, yy: 1, xy: 0.5 }, 1.96)).toMatchObject({ low: null, high: null, tail: { p: expect.any(Number) } });
		expect(spearman({ n: 2, xx: 1, yy: 1, xy: 0.5 }, 1.96)).toMatchObject({ value: 0.5, tail: null });
	});

	it('of Kendall is undefined when one variable is all ties', () => {
		expect(kendall({ n: 4, s: 0, tiesX: [4], tiesY: [1, 1, 1, 1] }, 1.96, () => 1).value).toBeNull();
	});

	it('of Kendall has the interval that a cross table gives tau-b, from scores as from numbers, with and without ties', () => {
		const random = (i: number) => Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1;
		for (const points of [2, 5, 60]) {
			const x = Array.from({ length: 60 }, (_, i) => Math.floor(random(i) * points) + 1);
			const y = x.map((v, i) => (i % 3 ? v : Math.floor(random(i + 100) * points) + 1));
			const tau = result({ method: 'crosstab', rows: 'x', columns: 'y', exact: 'none', level: 0.9 }, two(x, y)).values.tau_b as { value: number; low: number; high: number };
			for (const table of [two(x, y), tableOf({ x: categoricalColumn(x), y: categoricalColumn(y) }), tableOf({ x: categoricalColumn(x), y: numericColumn(y.map((v) => v / 7)) })]) {
				const { values } = result({ method: 'correlation', vars: ['x', 'y'], level: 0.9 }, table);
				for (const [name, expected] of [['tau_b', tau.value], ['tau_lo', tau.low], ['tau_hi', tau.high]] as const) expect((values[name] as number[])[0]).toBeCloseTo(expected, 12);
			}
		}
	});
	it('of Kendall has no interval where it is perfect, or of three rows', () => {
		expect(result({ method: 'correlation', vars: ['x', 'y'] }, two([1, 2, 3, 4], [2, 4, 6, 8])).values).toMatchObject({ tau_lo: [null], tau_hi: [null] });
		expect(result({ method: 'correlation', vars: ['x', 'y'] }, two([1, 2, 3], [1, 3, 2])).values).toMatchObject({ tau_lo: [null], tau_hi: [null] });
	});
});

const TABLE = [[13, 6, 2], [7, 15, 8], [1, 6, 22]];

describe('cellProbabilities', () => {
	it('sum to one, and to the margins', () => {
		const p = cellProbabilities([-1, 0.3], [-0.2, 1.1, 2], 0.7);
		expect(p.flat().reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14);
		expect(p.map((row) => row.reduce((a, b) => a + b, 0))[0]).toBeCloseTo(0.15865525393145707, 14);
	});

	it('keep their digits far out: the product of the margins where there is no correlation', () => {
		const p = cellProbabilities([7], [7], 0);
		expect(p[1]![1]! / 1.279812543885835e-12 ** 2).toBeCloseTo(1, 10);
	});

	it('move with the correlation as their slopes say', () => {
		const [a, b, h] = [[-0.5, 0.8], [0.1], 1e-5];
		const numeric = cellProbabilities(a, b, 0.4 + h).map((row, i) => row.map((x, j) => (x - cellProbabilities(a, b, 0.4 - h)[i]![j]!) / (2 * h)));
		slopesByRho(a, b, 0.4).forEach((row, i) => row.forEach((slope, j) => expect(numeric[i]![j]).toBeCloseTo(slope, 9)));
	});
});

describe('polychoric', () => {
	const found = polychoric(TABLE) as Polychoric;

	it('solves the score equation', () => {
		const [p, d] = [cellProbabilities(found.rows, found.columns, found.rho), slopesByRho(found.rows, found.columns, found.rho)];
		const score = TABLE.flatMap((row, i) => row.map((n, j) => (n * d[i]![j]!) / p[i]![j]!)).reduce((a, b) => a + b, 0);
		expect(Math.abs(score)).toBeLessThan(1e-10);
	});

	it('gives back the correlation that a table was made from', () => {
		const [rows, columns] = [[-0.8, 0.2, 1.3], [-0.1, 0.9]];
		for (const rho of [-0.95, -0.3, 0, 0.6, 0.99]) {
			const again = polychoric(cellProbabilities(rows, columns, rho).map((row) => row.map((p) => 1e6 * p))) as Polychoric;
			expect(again.rho).toBeCloseTo(rho, 9);
		}
	});

	it('of a table with one category on a side is a violation', () => {
		expect(polychoric([[1, 2, 3]])).toMatchObject({ violation: 'too_few' });
		expect(run(spec({ method: 'polychoric_counts', counts: [[1, 2], [0, 0]] }))).toMatchObject({ violation: 'too_few' });
		expect(run(spec({ method: 'polychoric_counts', counts: [[0, 0], [0, 0]] }))).toMatchObject({ violation: 'no_data' });
	});

	it('of a table that only a complete relation fits lies at the end, without standard error', () => {
		const perfect = result({ method: 'polychoric_counts', counts: [[10, 0], [0, 12]], ml: true, polycor: true });
		expect(perfect.values).toMatchObject({ rho: 1, se_given_thresholds: null, ci_lo: null, p: null, rho_ml: null, polycor_rho: null });
		expect(keys(perfect)).toContain('polychoric_boundary');
	});

	it('of independent margins is 0', () => {
		expect((polychoric([[2, 4], [3, 6]]) as Polychoric).rho).toBeCloseTo(0, 12);
	});

	it('leaves out categories that nobody chose, and warns of empty cells', () => {
		const sparse = result({ method: 'polychoric_counts', counts: [[5, 0, 3], [0, 0, 0], [2, 0, 9], [0, 0, 4]] });
		expect(sparse.values.rho).toBe(result({ method: 'polychoric_counts', counts: [[5, 3], [2, 9], [0, 4]] }).values.rho);
		expect(keys(sparse)).toEqual(expect.arrayContaining(['polychoric_empty_level', 'polychoric_zero_cells']));
	});
});

describe('full maximum likelihood', () => {
	const start = polychoric(TABLE) as Polychoric;
	const full = polychoricFullLikelihood(TABLE, start);
	const theirs = polychoricAsPolycor(TABLE);
	const loglik = (rows: readonly number[], columns: readonly number[], rho: number) => TABLE.flatMap((row, i) => row.map((n, j) => n * Math.log(cellProbabilities(rows, columns, rho)[i]![j]!))).reduce((a, b) => a + b, 0);
	if ('violation' in full) throw new Error(full.violation);

	it('is at least as likely as the two steps, and no small step from it is more likely', () => {
		expect(full.loglik).toBeGreaterThanOrEqual(start.loglik!);
		for (const h of [-1e-3, 1e-3]) {
			expect(loglik(full.rows, full.columns, full.rho + h)).toBeLessThan(full.loglik);
			expect(loglik(full.rows.map((t) => t + h), full.columns, full.rho)).toBeLessThan(full.loglik);
			expect(loglik(full.rows, full.columns.with(0, full.columns[0]! + h), full.rho)).toBeLessThan(full.loglik);
		}
	});

	it("lies near what polycor's simplex stops at", () => {
		expect(theirs.rho).toBeCloseTo(full.rho, 2);
		expect(theirs.se! / full.se).toBeCloseTo(1, 1);
	});

	it('fits a 2 × 2 table exactly, with no degrees of freedom left to test', () => {
		expect(result({ method: 'polychoric_counts', counts: [[20, 5], [7, 30]], ml: true }).values).toMatchObject({ fit_p: null, fit_g2: null, rho_ml: expect.any(Number) });
	});
});

describe('searches for a minimum', () => {
	it('find that of a parabola', () => {
		expect(minimum((x) => (x - 0.3) ** 2, -1, 1)).toBeCloseTo(0.3, 4);
		expect(nelderMead(([x, y]) => (x! - 1) ** 2 + (y! + 2) ** 2, [0.5, 0.5]).at.map((v) => Math.round(v * 100) / 100)).toEqual([1, -2]);
	});

	it('give up after so many evaluations', () => {
		const { evaluations } = nelderMead(([x, y]) => 100 * (y! - x! * x!) ** 2 + (1 - x!) ** 2, [-1.2, 1], { most: 50 });
		expect(evaluations).toBeGreaterThan(50);
		expect(evaluations).toBeLessThan(56);
	});

	it("stop where R's optim stops on Rosenbrock's valley", () => {
		// optim(c(-1.2, 1), f): 195 evaluations, par 1.000260 1.000506
		const found = nelderMead(([x, y]) => 100 * (y! - x! * x!) ** 2 + (1 - x!) ** 2, [-1.2, 1]);
		expect(found.evaluations).toBe(195);
		expect(found.at.map((v) => v.toFixed(6))).toEqual(['1.000260', '1.000506']);
	});
});
