import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlatePairs, COEFFICIENTS, type Coefficients } from '#analysis/association/pairs.ts';
import { variable, type Variable } from '#analysis/association/variable.ts';
import type { Value } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from '#analysis/table/build.ts';
import { takeRows } from '#analysis/table/filter.ts';
import { MISSING_KINDS, type Table } from '#analysis/table/table.ts';

type Row = [Cell, Cell, Cell];

const cell = (value: fc.Arbitrary<Cell>): fc.Arbitrary<Cell> => fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: fc.constantFrom(...MISSING_KINDS).map((kind) => ({ missing: kind })) });
const point = fc.integer({ min: 1, max: 5 });
const tenth = fc.integer({ min: -500, max: 500 }).map((v) => v / 10);
// thirds of binary fractions: no decimals, and far enough apart to survive a shift
const double = fc.integer({ min: -(2 ** 20), max: 2 ** 20 }).map((v) => v / 2 ** 18 / 3);
const rows = fc.array(fc.tuple(cell(point), cell(fc.oneof(tenth, point)), cell(double)), { maxLength: 40 });

const SCALE = [1, 2, 3, 4, 5].map((score) => ({ value: String(score), label: `p${score}`, score }));
const tableFrom = (all: readonly Row[], change = (v: number): number => v): Table => {
	const numbersOf = (k: number) => numericColumn(all.map((r) => (typeof r[k] === 'number' ? change(r[k]) : r[k]!)), `${k}`);
	return tableOf({ a: categoricalColumn(all.map((r) => r[0]), 'a', SCALE), b: numbersOf(1), c: numbersOf(2) });
};
const VARS = ['a', 'b', 'c'];
const ask = (s: object, table: Table) => run(s as BaseSpec, table);
const correlate = (table: Table, vars = VARS) => ask({ method: 'correlation', vars }, table);

/** Every number of two values, equal up to rounding. */
function near(a: Value | undefined, b: Value | undefined, digits = 9): void {
	if (Array.isArray(a) && Array.isArray(b)) {
		expect(a.length).toBe(b.length);
		a.forEach((x: Value, i) => near(x, b[i] as Value, digits));
	} else if (typeof a === 'number' && typeof b === 'number') expect(Math.abs(a - b)).toBeLessThanOrEqual(10 ** -digits * Math.max(1, Math.abs(b)));
	else expect(a).toEqual(b);
}

function numbersIn(value: unknown): number[] {
	if (typeof value === 'number') return [value];
	return value !== null && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : [];
}

const copy = (table: Table): string => JSON.stringify(table, (_, v: unknown) => (ArrayBuffer.isView(v) ? Array.from(v as Uint8Array) : v));

describe('correlation', () => {
	it('is a result with finite numbers or a violation, whatever the rows, and changes nothing', () => {
		fc.assert(
			fc.property(rows, (all) => {
				const table = tableFrom(all);
				const before = copy(table);
				const found = correlate(table);
				expect(numbersIn(found).every(Number.isFinite)).toBe(true);
				expect(copy(table)).toBe(before);
			})
		);
	});

	it('does not depend on the order of the rows', () => {
		fc.assert(
			fc.property(rows, fc.infiniteStream(fc.nat()), (all, stream) => {
				const order = Int32Array.from(all.keys()).sort(() => (stream.next().value % 3) - 1);
				const [found, again] = [correlate(tableFrom(all)), correlate(takeRows(tableFrom(all), order))];
				if ('violation' in found) expect(again).toEqual(found);
				else if (!('violation' in again)) for (const name of ['n', 'r', 'rho', 'tau_b', 'r_lo', 'rho_hi', 'tau_z']) near(again.values[name], found.values[name]);
			})
		);
	});

	it('does not change when a variable is shifted and stretched, and turns its sign when it is turned', () => {
		fc.assert(
			fc.property(rows, (all) => {
				const [found, moved, turned] = [correlate(tableFrom(all)), correlate(tableFrom(all, (v) => 4 * v + 16)), correlate(tableFrom(all, (v) => -v))];
				if ('violation' in found || 'violation' in moved || 'violation' in turned) {
					expect('violation' in found && 'violation' in moved && 'violation' in turned).toBe(true);
					return;
				}
				for (const name of ['n', 'r', 'rho', 'tau_b']) near(moved.values[name], found.values[name]);
				for (const name of ['rho', 'tau_b']) {
					const sign = (v: Value, k: number) => (typeof v === 'number' && k < 2 ? -v : v);
					near((turned.values[name] as Value[]).map(sign), found.values[name]);
				}
			})
		);
	});

	it('is the same for a variable as points of a scale and as plain numbers, whatever the order of its categories', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(cell(point), cell(point)), { maxLength: 60 }), (pairs) => {
				const x = pairs.map((p) => p[0]);
				const y = pairs.map((p) => p[1]);
				const forms = [categoricalColumn(x, 'x', SCALE), categoricalColumn(x, 'x', SCALE.toReversed()), numericColumn(x, 'x')].map((column) => correlate(tableOf({ x: column, y: numericColumn(y, 'y') }), ['x', 'y']));
				for (const form of forms.slice(1)) {
					if ('violation' in forms[0]!) expect(form).toEqual(forms[0]);
					else if (!('violation' in form)) expect(form.values).toEqual(forms[0]!.values);
				}
			})
		);
	});

	it('is the same counted from a table and reckoned row by row', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(cell(point), cell(tenth)), { minLength: 1, maxLength: 60 }), (pairs) => {
				const columns = [numericColumn(pairs.map((p) => p[0]), 'x'), numericColumn(pairs.map((p) => p[1]), 'y')];
				const variables = columns.map((c, i) => variable(c, String(i), null) as Variable);
				const both = (list: Variable[]): Coefficients => {
					let out: Coefficients = {};
					correlatePairs(list, { wanted: COEFFICIENTS, level: 0.95, keep: null, rows: pairs.length }, (_, __, found) => (out = found));
					return out;
				};
				const counted = both(variables);
				const reckoned = both(variables.map((v) => ({ ...v, coded: null })));
				for (const name of COEFFICIENTS) {
					near(counted[name]!.value, reckoned[name]!.value, 12);
					near(counted[name]!.statistic, reckoned[name]!.statistic, 6);
				}
			})
		);
	});

	it("of Kendall counts the pairs of rows that agree less those that don't", () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(point, double), { minLength: 2, maxLength: 25 }), (pairs) => {
				const found = correlate(tableOf({ x: numericColumn(pairs.map((p) => p[0])), y: numericColumn(pairs.map((p) => p[1])) }), ['x', 'y']);
				const over = (f: (i: number, j: number) => number) => pairs.reduce((s, _, i) => s + pairs.slice(0, i).reduce((t, __, j) => t + f(i, j), 0), 0);
				const sign = (k: 0 | 1) => (i: number, j: number) => Math.sign(pairs[i]![k] - pairs[j]![k]);
				const [sx, sy] = [sign(0), sign(1)];
				const untied = over((i, j) => Math.abs(sx(i, j))) * over((i, j) => Math.abs(sy(i, j)));
				if (untied === 0 || 'violation' in found) expect('violation' in found).toBe(untied === 0);
				else near((found.values.tau_b as number[])[0], over((i, j) => sx(i, j) * sy(i, j)) / Math.sqrt(untied), 12);
			})
		);
	});

	it('with nothing missing is the same pair by pair and listwise', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(point, tenth, double), { maxLength: 30 }), (all) => {
				const table = tableFrom(all);
				const listwise = ask({ method: 'correlation', vars: VARS, missing: 'listwise' }, table);
				const pairwise = correlate(table);
				if ('violation' in pairwise || 'violation' in listwise) expect(listwise).toEqual(pairwise);
				else expect(listwise.values).toEqual(pairwise.values);
			})
		);
	});
});

const counts = fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 4 })).chain(([r, c]) => fc.array(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: c, maxLength: c }), { minLength: r, maxLength: r }));
const poly = (table: number[][], more = {}) => {
	const found = ask({ method: 'polychoric_counts', counts: table, ...more }, tableOf({}));
	if ('violation' in found) throw new Error(JSON.stringify(found));
	return found.values as Record<string, number>;
};

describe('polychoric', () => {
	it('is the same for the table turned on its side, and of opposite sign for one side reversed', () => {
		fc.assert(
			fc.property(counts, (table) => {
				const { rho, se_given_thresholds: se } = poly(table);
				const sideways = poly(table[0]!.map((_, j) => table.map((row) => row[j]!)));
				near(sideways.rho, rho, 10);
				near(sideways.se_given_thresholds, se, 10);
				near(poly(table.toReversed()).rho, -rho!, 10);
			}),
			{ numRuns: 30 }
		);
	});

	it('keeps its value and halves its standard error when everyone answers four times', () => {
		fc.assert(
			fc.property(counts, (table) => {
				const [once, often] = [poly(table), poly(table.map((row) => row.map((n) => 4 * n)))];
				near(often.rho, once.rho, 10);
				near(often.se_given_thresholds, once.se_given_thresholds! / 2, 10);
				near(often.lr, 4 * once.lr!, 8);
			}),
			{ numRuns: 30 }
		);
	});

	it('is the same from rows and from the table of counts', () => {
		fc.assert(
			fc.property(counts, (table) => {
				const cells = table.flatMap((row, i) => row.flatMap((n, j) => new Array<[number, number]>(n).fill([i + 1, j + 1])));
				const found = ask({ method: 'polychoric', vars: ['x', 'y'] }, tableOf({ x: categoricalColumn(cells.map((c) => c[0])), y: categoricalColumn(cells.map((c) => c[1])) }));
				if ('violation' in found) throw new Error(JSON.stringify(found));
				for (const [name, value] of Object.entries(poly(table))) expect((found.values[name] as Value[])[0]).toEqual(value);
			}),
			{ numRuns: 30 }
		);
	});

	it('is a result with finite numbers or a violation, whatever the table', () => {
		fc.assert(
			fc.property(fc.array(fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 })), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 }), (table) => {
				const found = ask({ method: 'polychoric_counts', counts: table, ml: true }, tableOf({}));
				expect(numbersIn(found).every(Number.isFinite)).toBe(true);
			}),
			{ numRuns: 100 }
		);
	});
});

describe('describe', () => {
	it('is a result with finite numbers or a violation, whatever the rows, for every method, and changes nothing', () => {
		fc.assert(
			fc.property(rows, (all) => {
				const table = tableFrom(all);
				const before = copy(table);
				for (const s of [{ method: 'describe', x: VARS, population_N: 1000 }, { method: 'means', y: ['b', 'c'], group: 'a' }, { method: 'frequencies', x: 'b' }, { method: 'multiple_response', columns: ['a', 'b'] }]) {
					expect(numbersIn(ask(s, table)).every(Number.isFinite)).toBe(true);
				}
				expect(copy(table)).toBe(before);
			})
		);
	});

	it('follows a shift and a change of unit, and does not depend on the order of the rows', () => {
		fc.assert(
			fc.property(fc.array(tenth, { minLength: 4, maxLength: 40 }), (x) => {
				const of = (values: number[]) => {
					const found = ask({ method: 'describe', x: ['x'] }, tableOf({ x: numericColumn(values) }));
					if ('violation' in found) throw new Error(found.violation);
					return (name: string) => (found.values[name] as Value[])[0];
				};
				const [plain, moved, turned] = [of(x), of(x.map((v) => 8 * v + 64)), of(x.toReversed())];
				for (const name of ['mean', 'median', 'min', 'max', 'ci_lo', 'ci_hi']) near(moved(name), 8 * (plain(name) as number) + 64);
				for (const name of ['sd', 'se']) near(moved(name), 8 * (plain(name) as number));
				for (const name of ['skew_g1', 'kurt_G2', 'n']) near(moved(name), plain(name), 7);
				for (const name of ['mean', 'sd', 'skew_G1', 'q_type6']) near(turned(name), plain(name));
			})
		);
	});

	it('gives the means of the groups as it gives the means of each group alone', () => {
		fc.assert(
			fc.property(rows, (all) => {
				const table = tableFrom(all);
				const means = ask({ method: 'means', y: ['b'], group: 'a' }, table);
				if ('violation' in means) return;
				SCALE.forEach(({ value }, g) => {
					const alone = ask({ method: 'describe', x: ['b'], filter: [{ column: 'a', in: [value] }] }, table);
					for (const name of ['n', 'mean', 'sd', 'se', 'ci_lo', 'ci_hi']) {
						const ours = (means.values[name] as Value[][])[0]![g];
						if ('violation' in alone) expect(name === 'n' ? 0 : null).toBe(ours);
						else near((alone.values[name] as Value[])[0], ours);
					}
				});
			})
		);
	});
});
