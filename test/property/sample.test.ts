import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation } from '../../analysis/assumptions.ts';
import { allocate } from '../../analysis/sample/allocation.ts';
import { detectable } from '../../analysis/sample/detect.ts';
import { draw, planDraw, type SamplePlan } from '../../analysis/sample/draw.ts';
import type { FrameUnit } from '../../analysis/sample/frame.ts';

const sizes = fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.nat({ max: 400 }), { minKeys: 1, maxKeys: 8, noNullPrototype: true }).filter((d) => Object.values(d).some((n) => n > 0));
const total = (of: Record<string, number>) => Object.values(of).reduce((a, b) => a + b, 0);
const ok = <T,>(result: T): Exclude<T, { violation: unknown }> => {
	if (isViolation(result)) throw new Error(JSON.stringify(result));
	return result as Exclude<T, { violation: unknown }>;
};

const frame = fc.array(
	fc.record({ stratum: fc.constantFrom('nord', 'sør', 'øst', ''), cluster: fc.option(fc.constantFrom('a', 'b', 'c', 'd')), person: fc.option(fc.integer({ min: 0, max: 12 }).map(String)), excluded: fc.boolean() }),
	{ minLength: 1, maxLength: 60 }
).map((rows) => rows.map((row, i): FrameUnit => ({ ref: `r${i}`, ...row }))).filter((units) => units.some((u) => !u.excluded));
const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });
/** A plan that the frame can meet, of each method. */
const planned = fc.tuple(frame, fc.constantFrom('census', 'simple', 'stratified', 'systematic', 'clusters'), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), seed).map(([units, method, part, onePerPerson, s]) => {
	const census = ok(planDraw(units, { method: 'census', onePerPerson }, s));
	const clusters = ok(planDraw(units, { method: 'clusters', n: 1, onePerPerson }, s)).clusters!.length;
	const n = 1 + Math.floor(part * ((method === 'clusters' ? clusters : census.available) - 1));
	const plan = (method === 'stratified' ? { method, allocation: { kind: 'proportional', n }, onePerPerson } : method === 'census' ? { method, onePerPerson } : { method, n, onePerPerson }) as SamplePlan;
	return { units, plan, n, s };
});

describe('an allocation', () => {
	it('sums to n, stays within each stratum and does not hang on their order', () => {
		fc.assert(fc.property(sizes, fc.constantFrom('proportional', 'equal', 'neyman'), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 3 }), fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 8, maxLength: 8 }), (of, kind, part, least, sd) => {
			const floor = kind === 'equal' ? 0 : Object.values(of).reduce((sum, size) => sum + Math.min(size, least), 0);
			const n = floor + Math.floor(part * (total(of) - floor));
			const deviations = Object.fromEntries(Object.keys(of).map((name, i) => [name, sd[i]!]));
			const given = kind === 'neyman' ? { kind, n, deviations, least } as const : kind === 'equal' ? { kind, n } as const : { kind: 'proportional', n, least } as const;
			const numbers = ok(allocate(of, given));
			expect(total(numbers)).toBe(n);
			for (const [name, size] of Object.entries(of)) {
				expect(numbers[name]).toBeLessThanOrEqual(size);
				expect(numbers[name]).toBeGreaterThanOrEqual(kind === 'equal' ? 0 : Math.min(size, least));
			}
			expect(ok(allocate(Object.fromEntries(Object.entries(of).toReversed()), given))).toEqual(numbers);
		}), { numRuns: 500 });
	});
	it('in proportion is never a whole unit from n·N_h/N', () => {
		fc.assert(fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (of, part) => {
			const n = Math.floor(part * total(of));
			for (const [name, number] of Object.entries(ok(allocate(of, { kind: 'proportional', n })))) expect(Math.abs(number - (n * of[name]!) / total(of))).toBeLessThan(1);
		}));
	});
	it('with equal numbers differs by one at most between strata that are not drawn whole', () => {
		fc.assert(fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (of, part) => {
			const numbers = ok(allocate(of, { kind: 'equal', n: Math.floor(part * total(of)) }));
			const most = Math.max(...Object.values(numbers));
			for (const [name, number] of Object.entries(numbers)) if (number < of[name]!) expect(number).toBeGreaterThanOrEqual(most - 1);
		}));
	});
});

describe('a draw', () => {
	it('is the same whatever order the list comes in, and leaves the list alone', () => {
		fc.assert(fc.property(planned, ({ units, plan, s }) => {
			const before = structuredClone(units);
			const first = draw(units, plan, s);
			expect(draw(units.toReversed(), plan, s)).toEqual(first);
			expect(units).toEqual(before);
		}));
	});
	it('takes no unit twice, none that is excluded, and with one a person no person twice', () => {
		fc.assert(fc.property(planned, ({ units, plan, s }) => {
			const { drawn } = ok(draw(units, plan, s));
			const of = new Map(units.map((u) => [u.ref, u]));
			expect(new Set(drawn.map((d) => d.ref)).size).toBe(drawn.length);
			expect(drawn.filter((d) => of.get(d.ref)!.excluded)).toEqual([]);
			const persons = drawn.map((d) => of.get(d.ref)!.person).filter((p) => p !== null);
			if (plan.onePerPerson) expect(new Set(persons).size).toBe(persons.length);
		}));
	});
	it('has probabilities that sum to n over the list (to n over clusters, of whole clusters), and the drawn are as many as planned', () => {
		fc.assert(fc.property(planned, ({ units, plan, n, s }) => {
			const { strata, drawn, clusters, available, expected } = ok(draw(units, plan, s));
			const sum = strata.reduce((all, row) => all + (row.probability ?? 0) * row.available, 0);
			expect(strata.reduce((all, row) => all + row.frame, 0)).toBe(units.length);
			for (const row of strata) expect(row.excluded + row.setAside + row.available).toBe(row.frame);
			for (const d of drawn) expect(d.probability > 0 && d.probability <= 1).toBe(true);
			if (clusters) expect(sum).toBeCloseTo((n / clusters.length) * available, 9);
			else {
				expect(sum).toBeCloseTo(plan.method === 'census' ? available : n, 9);
				expect(drawn).toHaveLength(plan.method === 'census' ? available : n);
				expect(expected).toBeCloseTo(drawn.length, 9);
			}
		}));
	});
	it('of clusters within strata takes whole clusters, as many of each stratum as was planned, and weighs up to the clusters of the list', () => {
		fc.assert(fc.property(frame, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), seed, (rows, part, onePerPerson, s) => {
			// a cluster of this list lies in one stratum
			const units = rows.map((u) => ({ ...u, cluster: u.cluster === null || u.cluster === undefined ? null : `${u.stratum} ${u.cluster}` }));
			const of = (n: number) => ({ method: 'stratified_clusters', allocation: { kind: 'proportional', n }, onePerPerson } as const);
			const all = ok(planDraw(units, of(0), s)).strata.reduce((sum, row) => sum + row.clusters!.available, 0);
			const n = 1 + Math.floor(part * (all - 1));
			const { strata, drawn } = ok(draw(units, of(n), s));
			const nameOf = new Map(units.map((u) => [u.ref, u.cluster ?? u.ref]));
			const taken = new Map<string, Set<string>>();
			for (const d of drawn) taken.set(d.stratum, (taken.get(d.stratum) ?? new Set()).add(nameOf.get(d.ref)!));
			for (const row of strata) expect(taken.get(row.stratum)?.size ?? 0).toBe(row.clusters!.drawn);
			expect(strata.reduce((sum, row) => sum + row.clusters!.drawn, 0)).toBe(n);
			for (const row of strata.filter((r) => r.available > 0)) expect(row.clusters!.available * row.probability!).toBeCloseTo(row.clusters!.drawn, 9);
			if (!onePerPerson) {
				const refs = new Set(drawn.map((d) => d.ref));
				for (const u of units.filter((x) => !x.excluded)) expect(refs.has(u.ref)).toBe(taken.get(u.stratum)?.has(u.cluster ?? u.ref) ?? false);
			}
			expect(draw(units.toReversed(), of(n), s)).toEqual(draw(units, of(n), s));
		}));
	});
	it('takes clusters whole', () => {
		fc.assert(fc.property(planned.filter((p) => p.plan.method === 'clusters' && !p.plan.onePerPerson), ({ units, plan, s }) => {
			const refs = new Set(ok(draw(units, plan, s)).drawn.map((d) => d.ref));
			for (const name of ['a', 'b', 'c', 'd']) {
				const of = units.filter((u) => u.cluster === name && !u.excluded).map((u) => refs.has(u.ref));
				expect(new Set(of).size).toBeLessThanOrEqual(1);
			}
		}));
	});
	it('says what it can detect without a number that is none', () => {
		fc.assert(fc.property(planned, fc.double({ min: 0.01, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), ({ units, plan, s }, rate, icc) => {
			const found = detectable(ok(planDraw(units, plan, s)), rate, icc);
			expect(found.design_effect).toBeGreaterThanOrEqual(1);
			expect(JSON.stringify(found)).not.toMatch(/NaN|Infinity/);
		}), { numRuns: 60 });
	});
});
