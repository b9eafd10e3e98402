/** What is reckoned many rows and columns at a time gives the bits of the plain definitions: a sum in the order of the rows, one column after the other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation } from '../../analysis/assumptions.ts';
import type { Design } from '../../analysis/model/design.ts';
import { breuschPagan, influence } from '../../analysis/model/diagnose.ts';
import { ols, type OlsFit } from '../../analysis/model/ols.ts';
import { weightedCrossProduct } from '../../analysis/numeric/cross-product.ts';
import { applyQ, applyQt, leverage, qr, thinQ } from '../../analysis/numeric/qr.ts';
import { seededRandom } from '../../analysis/numeric/random.ts';
import { dotsTwofold, dotTwofold } from '../../analysis/numeric/twofold.ts';
import { pickByGroup } from '../../analysis/table/view.ts';

/** More rows than go together at a time, now and then; a constant first, then points of a scale, with zeros among them so that some columns are orthogonal. */
function matrix(seed: number, rows: number, k: number): Float64Array[] {
	const random = seededRandom(seed);
	return Array.from({ length: k }, (_, j) => Float64Array.from({ length: rows }, (__, i) => (j === 0 ? 1 : j % 3 === 0 ? (i % k === j ? 1 : 0) : Math.floor(random() * 5) + (j % 2 ? random() : 0))));
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

function reflected(v: Float64Array, x: Float64Array): Float64Array {
	const twice = 2 * dot(v, x);
	return twice === 0 ? x : x.map((xi, i) => xi - twice * v[i]!);
}

function length(x: Float64Array, from: number): number {
	const rest = x.slice(from);
	const largest = rest.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
	return largest === 0 ? 0 : largest * Math.sqrt(rest.reduce((s, v) => s + (v / largest) * (v / largest), 0));
}

/** Golub and Van Loan (2013), 5.2, a column at a time. */
function plainQr(columns: readonly Float64Array[]): { reflectors: Float64Array[]; r: Float64Array[]; dependent: number[] } {
	const k = columns.length;
	let work: Float64Array[] = columns.map((c) => { const scale = length(c, 0); return c.map((x) => (scale > 0 ? x / scale : 0)); });
	const reflectors: Float64Array[] = [];
	const dependent: number[] = [];
	for (let j = 0; j < k; j++) {
		const row = reflectors.length;
		const left = length(work[j]!, row);
		if (left <= 100 * k * Number.EPSILON) { dependent.push(j); continue; }
		const alpha = work[j]![row]! > 0 ? -left : left;
		const x = work[j]!.map((value, i) => (i < row ? 0 : i === row ? value - alpha : value));
		const norm = length(x, row);
		const v = x.map((value) => value / norm);
		reflectors.push(v);
		work = work.map((c, at) => (at < j ? c : at === j ? c.map((value, i) => (i < row ? value : i === row ? alpha : 0)) : reflected(v, c)));
	}
	return { reflectors, r: work.map((c) => c.slice(0, k)), dependent };
}

const sizes = fc.record({ seed: fc.integer({ min: 1, max: 1e6 }), rows: fc.integer({ min: 30, max: 1300 }), k: fc.integer({ min: 1, max: 11 }) });

function fitted(seed: number, rows: number, k: number): { design: Design; fit: OlsFit } | null {
	const columns = matrix(seed, rows, k);
	const random = seededRandom(seed + 1);
	const y = Float64Array.from({ length: rows }, (_, i) => columns.reduce((s, c, j) => s + c[i]! * (j + 1), 0) + 4 * random());
	const names = columns.map((_, j) => `x${j}`);
	const design: Design = { columns, names, term: columns.map((_, j) => j - 1), terms: names.slice(1), intercept: true };
	const fit = ols(design, y);
	return isViolation(fit) ? null : { design, fit };
}

describe('many rows and columns at a time', () => {
	it('are factored to the bits of one column at a time, dependent columns too', () => {
		fc.assert(fc.property(sizes, fc.boolean(), ({ seed, rows, k }, twice) => {
			const columns = matrix(seed, rows, k);
			const given = twice ? [...columns, columns[k - 1]!, columns[0]!.map((x, i) => x * (i % 7))] : columns;
			const found = qr(given);
			const plain = plainQr(given);
			expect(found.dependent).toEqual(plain.dependent);
			expect(found.reflectors).toEqual(plain.reflectors);
			expect(found.r).toEqual(plain.r);
		}), { seed: 11, numRuns: 60 });
	});
	it('have the same factors when every row counts half, but for the lengths', () => {
		fc.assert(fc.property(sizes, ({ seed, rows, k }) => {
			const columns = matrix(seed, rows, k);
			const whole = qr(columns);
			expect({ ...whole, scale: whole.scale.map((d) => d / 2) }).toEqual(qr(columns.map((c) => c.map((x) => x * 0.5))));
		}), { seed: 17, numRuns: 40 });
	});
	it('are turned by Q and its transpose as by one reflector after the other', () => {
		fc.assert(fc.property(sizes, ({ seed, rows, k }) => {
			const factors = qr(matrix(seed, rows, k));
			const y = matrix(seed + 5, rows, 2)[1]!;
			expect(applyQt(factors, y)).toEqual(factors.reflectors.reduce((x, v) => reflected(v, x), y));
			expect(applyQ(factors, y)).toEqual(factors.reflectors.reduceRight((x, v) => reflected(v, x), y));
			const units = factors.reflectors.map((_, j) => Float64Array.from({ length: rows }, (__, i) => (i === j ? 1 : 0)));
			expect(thinQ(factors)).toEqual(units.map((unit) => factors.reflectors.reduceRight((x, v) => reflected(v, x), unit)));
		}), { seed: 12, numRuns: 60 });
	});
	it('give each twofold sum as it is alone, and X\'diag(w)X as its definition', () => {
		fc.assert(fc.property(sizes, ({ seed, rows, k }) => {
			const columns = matrix(seed, rows, k);
			const y = matrix(seed + 5, rows, 3)[1]!;
			expect(dotsTwofold(columns, y)).toEqual(Float64Array.from(columns, (c) => dotTwofold(c, y)));
			expect(weightedCrossProduct(columns, y)).toEqual(columns.map((a, i) => Float64Array.from(columns, (b, j) => (j <= i ? dot(a.map((x, row) => x * y[row]!), b) : dot(b.map((x, row) => x * y[row]!), a)))));
		}), { seed: 13, numRuns: 60 });
	});
	it('give the test of equal variances that a regression of its own gives, with the factors made anew', () => {
		let tried = 0;
		fc.assert(fc.property(sizes, ({ seed, rows, k }) => {
			const made = fitted(seed, rows, k);
			if (!made || k < 2) return;
			const { design, fit } = made;
			const largest = fit.residuals.reduce((m, e) => Math.max(m, Math.abs(e)), 0);
			const auxiliary = ols(design, fit.residuals.map((e) => (e / largest) ** 2));
			expect(breuschPagan(fit, design)?.statistic).toBe(isViolation(auxiliary) ? undefined : rows * auxiliary.r2);
			tried += 1;
		}), { seed: 14, numRuns: 40 });
		expect(tried).toBeGreaterThan(20);
	});
	it('say of single rows what Cook\'s distances and leverages say, row by row', () => {
		let tried = 0;
		fc.assert(fc.property(sizes, ({ seed, rows, k }) => {
			const made = fitted(seed, rows, k);
			if (!made) return;
			const { fit } = made;
			const h = leverage(fit.q);
			const cook = Array.from(h, (x, i) => (1 - x < 1e-11 ? null : (fit.residuals[i]! ** 2 * x) / (fit.k * fit.sigma * fit.sigma * (1 - x) ** 2)));
			expect(influence(fit, h)).toEqual({
				maxCook: Math.max(0, ...cook.map((d) => d ?? 0)), influential: cook.filter((d) => d !== null && d > 1).length, own: cook.filter((d) => d === null).length,
				maxLeverage: Math.max(...h), highLeverage: h.filter((x) => x > (3 * fit.k) / fit.n).length
			});
			tried += 1;
		}), { seed: 15, numRuns: 40 });
		expect(tried).toBeGreaterThan(20);
	});
	it('are parted by group in the order of the rows', () => {
		fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.double({ noNaN: true })), { maxLength: 60 }), (data) => {
			const view = { values: Float64Array.from(data, (d) => d[1]), valid: new Uint8Array(data.length).fill(1) };
			const by = { codes: Int32Array.from(data, (d) => d[0]), levels: ['a', 'b', 'c', 'd'].map((value) => ({ value, label: value })) };
			const rows = Int32Array.from(data.keys()).filter((i) => i % 3 !== 1);
			expect(pickByGroup(view, by, rows)).toEqual(by.levels.map((_, g) => Float64Array.from(rows).filter((i) => data[i]![0] === g).map((i) => data[i]![1])));
		}), { seed: 16 });
	});
});
