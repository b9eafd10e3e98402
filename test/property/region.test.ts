import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carry, type Carried } from '../../src/lib/domain/region/carry.ts';
import { codesAt } from '../../src/lib/domain/region/index-of.ts';
import { resolve } from '../../src/lib/domain/region/resolve.ts';
import type { CodeChange, CodePeriod, History } from '../../src/lib/domain/region/types.ts';
import { historyOf, REGISTER } from '../support/klass/register.ts';

const history = historyOf(REGISTER);
const alone: History = { ...history, groups: [] };
// carrying depends on a day only by the years it is between
const day = fc.tuple(fc.integer({ min: 2017, max: 2026 }), fc.constantFrom('01-01', '06-30', '12-31')).map(([year, rest]) => `${year}-${rest}`);
const reached = (carried: Carried): string[] => ('code' in carried ? [carried.code] : carried.kind === 'split' ? carried.candidates : []);

/** A made-up country: in each year some municipalities merge, divide, change number or go on. */
const country: fc.Arbitrary<History> = fc.array(fc.array(fc.tuple(fc.constantFrom('merge', 'divide', 'number', 'cross'), fc.nat(99), fc.nat(99)), { maxLength: 5 }), { minLength: 1, maxLength: 5 }).map((years) => {
	let next = 1;
	const fresh = () => `${String(10 + Math.floor(next / 80))}${String(next++ % 80 + 1).padStart(2, '0')}`;
	const periods: CodePeriod[] = [];
	const changes: CodeChange[] = [];
	let living = Array.from({ length: 12 }, (): CodePeriod => ({ code: fresh(), name: `By ${next}`, from: '2000-01-01', to: null }));
	periods.push(...living);
	years.forEach((events, i) => {
		const date = `${2001 + i}-01-01`;
		const before = new Set(living);
		const born = (): CodePeriod => {
			const made = { code: fresh(), name: `By ${next}`, from: date, to: null };
			periods.push(made);
			living.push(made);
			return made;
		};
		for (const [kind, x, y] of events) {
			const old = living.filter((p) => before.has(p));
			const [a, b] = [old[x % Math.max(1, old.length)], old[y % Math.max(1, old.length)]];
			if (!a || !b) continue;
			const olds = kind === 'merge' || kind === 'cross' ? [...new Set([a, b])] : [a];
			const news = Array.from({ length: kind === 'divide' || kind === 'cross' ? 2 : 1 }, born);
			for (const o of olds) {
				o.to = date;
				for (const n of news) changes.push({ date, oldCode: o.code, newCode: n.code });
			}
			living = living.filter((p) => !olds.includes(p));
		}
	});
	return { from: '2000-01-01', to: null, periods, changes, groups: [] };
});

function checkBothWays(of: History, from: string, to: string): void {
	const [here, there] = [codesAt(of, from).map((p) => p.code), codesAt(of, to).map((p) => p.code)];
	const forth = new Map(here.map((code) => [code, reached(carry(of, code, from, to))]));
	const back = new Map(there.map((code) => [code, reached(carry(of, code, to, from))]));
	// nothing lost
	for (const [code, codes] of forth) expect(codes, code).not.toEqual([]);
	for (const [code, codes] of back) expect(codes, code).not.toEqual([]);
	// the same pairs read either way: nothing doubled
	const pairs = [...forth].flatMap(([a, bs]) => bs.map((b) => `${a} ${b}`)).sort();
	expect([...back].flatMap(([b, as]) => as.map((a) => `${a} ${b}`)).sort()).toEqual(pairs);
	expect(new Set(pairs).size).toBe(pairs.length);
}

describe('carrying between any two days', () => {
	it('loses nothing and doubles nothing, with SSB’s groups and without', () => {
		fc.assert(fc.property(day, day, fc.boolean(), (from, to, grouped) => checkBothWays(grouped ? history : alone, from, to)), { numRuns: 40 });
	});
	it('loses nothing and doubles nothing in any made-up country', () => {
		fc.assert(fc.property(country, fc.integer({ min: 2000, max: 2007 }), fc.integer({ min: 2000, max: 2007 }), (of, from, to) => checkBothWays(of, `${from}-06-01`, `${to}-06-01`)), { numRuns: 150 });
	});
	it('gives one code only where it is the one that shares area', () => {
		fc.assert(fc.property(country, fc.integer({ min: 2000, max: 2007 }), (of, year) => {
			const to = `${year}-06-01`;
			for (const { code } of codesAt(of, '2000-06-01')) {
				const carried = carry(of, code, '2000-06-01', to);
				if (carried.kind === 'recoded') expect(carry(of, carried.code, to, '2000-06-01')).toMatchObject({ kind: 'recoded', code });
				if (carried.kind === 'same' && carried.with.length === 0) expect(carry(of, code, to, '2000-06-01')).toMatchObject({ kind: 'same', code, with: [] });
				if (carried.kind === 'merged') expect(carried.with.every((other) => reached(carry(of, other, '2000-06-01', to)).includes(carried.code))).toBe(true);
			}
		}), { numRuns: 100 });
	});
	it('by way of a day between, reaches no code that the straight way does not, in any made-up country', () => {
		fc.assert(fc.property(country, (of) => {
			for (const { code } of codesAt(of, '2000-06-01')) {
				const middle = reached(carry(of, code, '2000-06-01', '2003-06-01'));
				const byWay = [...new Set(middle.flatMap((m) => reached(carry(of, m, '2003-06-01', '2007-06-01'))))].sort();
				expect(byWay).toEqual(reached(carry(of, code, '2000-06-01', '2007-06-01')));
			}
		}), { numRuns: 100 });
	});
	it('takes any code and day without failing', () => {
		fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,5}$/)), fc.oneof(day, fc.string()), day, (code, from, to) => {
			expect(carry(history, code, from, to).kind).toMatch(/^[a-z_]+$/);
		}), { numRuns: 500 });
	});
});

describe('reading what a cell calls a municipality', () => {
	it('never fails, and what it finds is valid on the day', () => {
		fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.stringMatching(/^\d{1,5}( [a-zø]+)?$/), fc.integer()), day, (value, on) => {
			const found = resolve(history, null, value, on);
			if ('code' in found) expect(codesAt(history, on).map((p) => p.code)).toContain(found.code);
			if ('codes' in found) expect(found.codes.length).toBeGreaterThan(1);
		}), { numRuns: 1000 });
	});
	it('finds every municipality by its code, with and without a leading zero, and by its name where no other has it', () => {
		for (const on of ['2017-01-01', '2019-06-01', '2020-01-01', '2023-06-01', '2024-06-01']) {
			for (const { code, name } of codesAt(history, on)) {
				expect(resolve(history, null, code, on)).toEqual({ kind: 'matched', code });
				expect(resolve(history, null, Number(code), on)).toMatchObject({ code });
				expect(resolve(history, null, name, on), name).toMatchObject({ kind: 'name', code });
				for (const part of name.split(' - ')) {
					const found = resolve(history, null, `${part.toUpperCase()} KOMMUNE`, on);
					if (found.kind === 'ambiguous') expect(found.codes).toContain(code);
					else expect(found, part).toMatchObject({ kind: 'name', code });
				}
			}
		}
	});
});
