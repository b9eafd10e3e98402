import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import { chiSquare } from '#analysis/crosstab/chi-square.ts';
import { countsOf, tested, transposed, type Counts } from '#analysis/crosstab/counts.ts';
import { fisher } from '#analysis/crosstab/fisher.ts';
import { freemanHalton } from '#analysis/crosstab/freeman-halton.ts';
import { monteCarlo } from '#analysis/crosstab/monte-carlo.ts';
import { ordinalMeasures } from '#analysis/crosstab/ordinal.ts';
import { mcnemar, symmetry } from '#analysis/crosstab/paired.ts';
import { logTables } from '#analysis/crosstab/table-number.ts';
import type { Result, Value } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import { categoricalColumn, tableOf, type Cell } from '#analysis/table/build.ts';
import { MISSING_KINDS, type Table } from '#analysis/table/table.ts';

const ok = <T>(x: T | Violation): T => {
	if (isViolation(x)) throw new Error(JSON.stringify(x));
	return x as T;
};

/** Tables of counts, some cells, rows and columns of which may be empty. */
const cells = (most: number, rows = 4, columns = 4) =>
	fc
		.tuple(fc.integer({ min: 1, max: rows }), fc.integer({ min: 1, max: columns }))
		.chain(([r, c]) => fc.array(fc.array(fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: most }) }, { weight: 1, arbitrary: fc.constant(0) }), { minLength: c, maxLength: c }), { minLength: r, maxLength: r }));

/** Tables that a test can be made of. */
const testable = (most: number, rows = 4, columns = 4) =>
	cells(most, rows, columns)
		.map((table) => countsOf(table))
		.filter((counts): counts is Counts => !isViolation(counts) && !isViolation(tested(counts)))
		.map((counts) => ok(tested(counts)).counts);

const logFactorial = (k: number): number => Array.from({ length: k }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b, 0);

/** Every table with the margins, one cell after the other. */
function everyTable({ rows, columns }: Counts): number[][] {
	const [r, c] = [rows.length, columns.length];
	const found: number[][] = [];
	const table = new Array<number>(r * c).fill(0);
	const [rest, left] = [[...rows], [...columns]];
	const fill = (k: number): void => {
		if (k === r * c) {
			found.push([...table]);
			return;
		}
		const [i, j] = [Math.floor(k / c), k % c];
		const exactly = [...(i === r - 1 ? [left[j]!] : []), ...(j === c - 1 ? [rest[i]!] : [])];
		const most = Math.min(rest[i]!, left[j]!);
		for (let x = 0; x <= most; x++) {
			if (exactly.some((e) => e !== x)) continue;
			table[k] = x;
			rest[i]! -= x;
			left[j]! -= x;
			fill(k + 1);
			rest[i]! += x;
			left[j]! += x;
		}
	};
	fill(0);
	return found;
}

function enumerated(counts: Counts): number {
	const sum = (xs: Iterable<number>): number => [...xs].reduce((s, x) => s + logFactorial(x), 0);
	const margins = sum(counts.rows) + sum(counts.columns) - logFactorial(counts.n);
	const observed = Math.exp(margins - counts.cells.reduce((s, row) => s + sum(row), 0));
	const all = everyTable(counts).map((t) => Math.exp(margins - sum(t)));
	expect(all.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
	return all.filter((p) => p <= observed * (1 + 1e-7)).reduce((a, b) => a + b, 0);
}

const close = (a: number, b: number, relative = 1e-10): void => expect(Math.abs(a - b)).toBeLessThanOrEqual(relative * Math.max(Math.abs(a), Math.abs(b), 1e-300));

describe('the exact test', () => {
	it('is the sum over every table with the margins that is no more probable', () => {
		fc.assert(
			fc.property(testable(4), (counts) => {
				fc.pre(logTables(counts) < 4);
				close(ok(freemanHalton(counts)).p, enumerated(counts));
			}),
			{ numRuns: 120 }
		);
	});

	it('is the same for five columns and more, which take the long way', () => {
		fc.assert(
			fc.property(testable(2, 3, 6), (counts) => {
				fc.pre(logTables(counts) < 4);
				close(ok(freemanHalton(counts)).p, enumerated(counts));
			}),
			{ numRuns: 40 }
		);
	});

	it('is Fisher’s for two by two', () => {
		fc.assert(
			fc.property(testable(60, 2, 2), (counts) => {
				const [a, b] = [ok(freemanHalton(counts)), fisher(counts)];
				close(a.p, b.tail.p);
				expect(Math.abs(a.logP - b.tail.logP)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(a.logP)));
			})
		);
	});

	it('does not care which way the table lies, nor in what order its rows and columns stand', () => {
		fc.assert(
			fc.property(testable(7), fc.nat(), (counts, seed) => {
				const turned = <T>(xs: readonly T[]): T[] => [...xs.slice(seed % xs.length), ...xs.slice(0, seed % xs.length)].reverse();
				const moved = ok(countsOf(turned(counts.cells.map((row) => turned([...row])))));
				const p = ok(freemanHalton(counts)).p;
				close(ok(freemanHalton(transposed(counts))).p, p);
				close(ok(freemanHalton(moved)).p, p);
				close(chiSquare(moved).chi2, chiSquare(counts).chi2, 1e-9);
			}),
			{ numRuns: 60 }
		);
	});

	it('is what Monte Carlo comes near', () => {
		fc.assert(
			fc.property(testable(9), fc.nat({ max: 1000 }), (counts, seed) => {
				const p = ok(freemanHalton(counts)).p;
				const drawn = monteCarlo(counts, 2000, seed);
				expect(Math.abs(drawn.p - p)).toBeLessThanOrEqual(6 * Math.sqrt((p * (1 - p)) / 2000) + 1 / 1000);
				expect(monteCarlo(counts, 2000, seed)).toEqual(drawn);
			}),
			{ numRuns: 40 }
		);
	});

	it('is foretold by the approximate number of tables to within a factor of ten', () => {
		fc.assert(
			fc.property(testable(4, 3, 4), (counts) => {
				fc.pre(counts.n >= 15);
				expect(Math.abs(logTables(counts) - Math.log10(everyTable(counts).length))).toBeLessThan(1);
			}),
			{ numRuns: 60 }
		);
	});
});

describe('ordinal measures', () => {
	/** Pairs of respondents in the same and in the opposite order, one pair after the other. */
	function pairs(counts: Counts): { same: number; opposite: number } {
		const people = counts.cells.flatMap((row, i) => [...row].flatMap((count, j) => Array.from({ length: count }, () => [i, j] as const)));
		let [same, opposite] = [0, 0];
		people.forEach(([a, b], k) =>
			people.slice(k + 1).forEach(([c, d]) => {
				const sign = Math.sign(a - c) * Math.sign(b - d);
				if (sign > 0) same += 1;
				if (sign < 0) opposite += 1;
			})
		);
		return { same, opposite };
	}

	it('count every pair of respondents', () => {
		fc.assert(
			fc.property(testable(4), (counts) => {
				const m = ok(ordinalMeasures(counts));
				expect({ same: m.concordant, opposite: m.discordant }).toEqual(pairs(counts));
			}),
			{ numRuns: 50 }
		);
	});

	it('change sign, and nothing else, when the columns stand in the opposite order', () => {
		fc.assert(
			fc.property(testable(30), (counts) => {
				const m = ok(ordinalMeasures(counts));
				const back = ok(ordinalMeasures(ok(countsOf(counts.cells.map((row) => [...row].reverse())))));
				for (const name of ['gamma', 'tauB', 'tauC', 'columnGivenRow', 'rowGivenColumn', 'symmetric'] as const) {
					if (!m[name]) {
						expect(back[name]).toBeNull();
						continue;
					}
					expect(back[name]!.value).toBeCloseTo(-m[name].value, 12);
					expect(back[name]!.ase1).toBeCloseTo(m[name].ase1, 9);
					expect(back[name]!.ase0).toBeCloseTo(m[name].ase0, 9);
					expect(back[name]!.low).toBeCloseTo(-m[name].high, 9);
				}
			})
		);
	});

	it('swap Somers’ two directions when rows become columns', () => {
		fc.assert(
			fc.property(testable(30), (counts) => {
				const [m, turned] = [ok(ordinalMeasures(counts)), ok(ordinalMeasures(transposed(counts)))];
				close(turned.columnGivenRow.value, m.rowGivenColumn.value, 1e-12);
				expect(turned.columnGivenRow.ase1).toBeCloseTo(m.rowGivenColumn.ase1, 10);
				close(turned.symmetric.value, m.symmetric.value, 1e-12);
				// the symmetric one lies between the two, and tau-b is their geometric mean
				expect(m.tauB.value ** 2).toBeCloseTo(m.columnGivenRow.value * m.rowGivenColumn.value, 12);
			})
		);
	});

	it('stay the same, with standard errors √k smaller, when everyone is counted k times', () => {
		fc.assert(
			fc.property(testable(20), fc.integer({ min: 2, max: 9 }), (counts, k) => {
				const many = ok(countsOf(counts.cells.map((row) => row.map((x) => k * x))));
				const [m, more] = [ok(ordinalMeasures(counts)), ok(ordinalMeasures(many))];
				expect(more.tauB.value).toBeCloseTo(m.tauB.value, 12);
				expect(more.tauB.ase1 * Math.sqrt(k)).toBeCloseTo(m.tauB.ase1, 9);
				expect(more.columnGivenRow.ase0 * Math.sqrt(k)).toBeCloseTo(m.columnGivenRow.ase0, 9);
				close(chiSquare(many).chi2, k * chiSquare(counts).chi2, 1e-9);
				close(chiSquare(many).g2, k * chiSquare(counts).g2, 1e-9);
			})
		);
	});
});

const cell: fc.Arbitrary<Cell> = fc.oneof({ weight: 9, arbitrary: fc.constantFrom<Cell>('a', 'b', 'c') }, { weight: 1, arbitrary: fc.constantFrom<Cell>(null, ...MISSING_KINDS.map((missing) => ({ missing }))) });
const people = fc.array(fc.tuple(cell, cell), { maxLength: 60 });
const CATEGORIES = ['a', 'b', 'c', 'never'].map((value) => ({ value, label: value }));
const tableFrom = (rows: readonly (readonly [Cell, Cell])[]): Table => tableOf({ x: categoricalColumn(rows.map((r) => r[0]), 'x', CATEGORIES), y: categoricalColumn(rows.map((r) => r[1]), 'y', CATEGORIES) });
const SPEC = { method: 'crosstab', rows: 'x', columns: 'y' } as BaseSpec;

/** Every number in a result is one. */
function whole(value: Value): void {
	if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
	else if (Array.isArray(value)) value.forEach((v) => whole(v as Value));
	else if (value !== null && typeof value === 'object') Object.values(value).forEach(whole);
	else expect(value).not.toBeUndefined();
}

describe('a cross table by its spec', () => {
	it('has a number, a name of infinity or null wherever it has a value, whatever the counts', () => {
		fc.assert(
			fc.property(cells(12), fc.constantFrom('auto', 'exact', 'monte_carlo', 'none'), (counts, exact) => {
				const spec = { method: 'crosstab_counts', counts, exact, replicates: 100 } as unknown as BaseSpec;
				const result = run(spec);
				if (isViolation(result)) {
					expect(result.violation).toBe('no_data');
					return;
				}
				whole(result.values as Value);
				whole(result.effects as unknown as Value);
				whole(result.notes as unknown as Value);
				for (const p of [result.values.p, ...((result.values.adj_resid_p as Value[] | undefined) ?? []).flat()]) if (p !== null) expect(p).toBeGreaterThan(0);
			}),
			{ numRuns: 150 }
		);
	});

	it('is the same from respondents and from their counts', () => {
		fc.assert(
			fc.property(people, (rows) => {
				const raw = run(SPEC, tableFrom(rows));
				const levels = CATEGORIES.map((c) => c.value);
				const counts = levels.map((a) => levels.map((b) => rows.filter(([x, y]) => x === a && y === b).length));
				const printed = run({ method: 'crosstab_counts', counts, row_labels: levels, column_labels: levels } as unknown as BaseSpec);
				if (isViolation(raw)) expect(printed).toMatchObject({ violation: raw.violation });
				else expect((printed as Result).values).toEqual(raw.values);
			})
		);
	});

	it('does not care in what order the respondents stand, changes nothing it is given, and tells everyone who is missing', () => {
		fc.assert(
			fc.property(people, (rows) => {
				const table = tableFrom(rows);
				const before = structuredClone(table);
				const result = run(SPEC, table);
				expect(table).toEqual(before);
				expect(run(SPEC, tableFrom([...rows].reverse()))).toEqual(result);
				if (isViolation(result)) return;
				for (const m of result.missing) expect(m.valid + Object.values(m.missing).reduce((a, b) => a + b, 0)).toBe(rows.length);
				for (const m of result.missing) expect(m.valid - m.left_out).toBe(result.n);
			})
		);
	});

	it('has the same tests whatever its levels are called and however they are ordered, but for those of the order', () => {
		fc.assert(
			fc.property(people, (rows) => {
				const table = tableFrom(rows);
				const one = run(SPEC, table);
				const other = run({ ...SPEC, row_levels: ['never', 'c', 'a', 'b'], column_levels: ['b', 'a', 'never', 'c'] } as BaseSpec, table);
				if (isViolation(one) || isViolation(other)) {
					expect(other).toEqual(one);
					return;
				}
				for (const name of ['chi2', 'p', 'expected_min', 'contingency_c'] as const) {
					if (typeof one.values[name] !== 'number') expect(other.values[name]).toEqual(one.values[name]);
					else expect(other.values[name]).toBeCloseTo(one.values[name] as number, 9);
				}
			})
		);
	});
});

describe('the same categories twice', () => {
	it('is as likely one way as the other', () => {
		fc.assert(
			fc.property(testable(20, 4, 4), (counts) => {
				fc.pre(counts.rows.length === counts.columns.length);
				const [there, back] = [symmetry(counts), symmetry(transposed(counts))];
				if (isViolation(there)) expect(back).toEqual(there);
				else expect(ok(back).chi2).toBeCloseTo(there.chi2, 10);
			})
		);
	});

	it('has an exact p that is the binomial sum', () => {
		fc.assert(
			fc.property(fc.nat({ max: 30 }), fc.nat({ max: 30 }), (b, c) => {
				fc.pre(b + c > 0);
				const found = ok(mcnemar(ok(countsOf([[3, b], [c, 5]]))));
				const chance = (k: number): number => Math.exp(logFactorial(b + c) - logFactorial(k) - logFactorial(b + c - k) - (b + c) * Math.LN2);
				const all = Array.from({ length: b + c + 1 }, (_, k) => chance(k));
				const p = Math.min(1, 2 * all.slice(0, Math.min(b, c) + 1).reduce((x, y) => x + y, 0));
				close(found.exact.p, p);
			})
		);
	});
});
