import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { link, rowOutcome, type LinkInput } from '../../src/lib/domain/link/link.ts';
import { documentOf } from '../../src/lib/domain/link/provenance.ts';
import { ENDINGS, LINKED, STATES, type LinkRow, type LinkSpec } from '../../src/lib/domain/link/types.ts';
import { codeAt } from '../../src/lib/domain/region/index-of.ts';
import { historyOf, REGISTER } from '../support/klass/register.ts';
import { tableOf, variable } from '../support/link/tables.ts';

const municipalities = historyOf(REGISTER);
const counties = historyOf(REGISTER, 'counties');
const codes = [...new Set(municipalities.periods.map((p) => p.code))];
const names = [...new Set(municipalities.periods.map((p) => p.name))];
const SHA = 'a'.repeat(64);
const years = Array.from({ length: 10 }, (_, i) => 2016 + i);
// a count that is the code's own number, so that a value betrays the cell it came from
const table = tableOf([variable('number', 'count'), variable('share', 'rate', 'number')], codes, years, (v, r) => ({ value: v === 0 ? Number(codes[r]) : 50 }));
const tables = new Map([[SHA, table]]);

const value = fc.oneof(fc.constantFrom(...codes), fc.constantFrom(...names), fc.constantFrom('several', '9999', '21-22', 'EAK', '', ' 301 ', 'Herøy'), fc.string({ maxLength: 12 }));
const row = fc.oneof({ weight: 9, arbitrary: value.map((v) => ({ state: 'given' as const, value: v })) }, { weight: 1, arbitrary: fc.constantFrom(...STATES).map((state) => ({ state, value: null })) });
const rows = fc.array(row, { maxLength: 60 }).map((all) => all.map((one, i): LinkRow => ({ key: `r${i}`, ...one })));
const year = fc.constantFrom(...years);
const spec = fc.tuple(year, year).map(([codeYear, figureYear]): LinkSpec =>
	({ source: { kind: 'item', item: 'municipality' }, rows: 'seats', codeYear, figureYear, variables: [{ table: SHA, variable: 'number' }, { table: SHA, variable: 'share' }] }));
const inputOf = (of: LinkSpec, all: readonly LinkRow[]): LinkInput =>
	({ spec: of, rows: all, classifications: { municipalities, counties, centrality: [], kostra: [] }, tables, choices: { rows: new Map(), rules: [] }, mends: [] });
const none = { classifications: [], choices: [], mends: [], denominators: [], schools: null };

describe('linking any rows in any years', () => {
	it('keeps every row once and in its place, and the seven endings sum to the rows', () => {
		fc.assert(fc.property(spec, rows, (of, all) => {
			const made = link(inputOf(of, all));
			expect(made.rows).toEqual(all);
			expect(made.of.length).toBe(all.length);
			for (const column of made.columns) expect([column.values.length, column.states.length]).toEqual([all.length, all.length]);
			expect(Object.keys(made.audit).sort()).toEqual([...ENDINGS].sort());
			expect(ENDINGS.reduce((sum, ending) => sum + made.audit[ending], 0)).toBe(all.length);
			ENDINGS.forEach((ending) => expect(all.filter((_, i) => rowOutcome(made, i).ending === ending)).toHaveLength(made.audit[ending]));
		}), { numRuns: 150 });
	});
	it('gives figures to linked rows alone, of codes that stand in the figure\'s year, summed over the parts', () => {
		fc.assert(fc.property(spec, rows, (of, all) => {
			const made = link(inputOf(of, all));
			all.forEach((_, i) => {
				const outcome = rowOutcome(made, i);
				const linked = LINKED.has(outcome.ending);
				expect(outcome.targets.length > 0).toBe(linked);
				for (const code of outcome.targets) expect(codeAt(municipalities, code, `${of.figureYear}-01-01`), code).toBeDefined();
				expect(made.columns.map((c) => c.states[i] === 0)).toEqual([linked, linked]);
				if (!linked) return;
				expect(made.columns[0]!.values[i]).toBe(outcome.targets.reduce((sum, code) => sum + Number(code), 0));
				// what all parts have in common, the whole has
				expect(made.columns[1]!.values[i]).toBeCloseTo(50, 9);
			});
		}), { numRuns: 150 });
	});
	it('depends on a row alone: rows in another order end as they did', () => {
		fc.assert(fc.property(spec, rows, fc.infiniteStream(fc.nat()), (of, all, order) => {
			const shuffled = all.map((one) => ({ one, at: order.next().value as number })).sort((a, b) => a.at - b.at).map((x) => x.one);
			const [made, again] = [link(inputOf(of, all)), link(inputOf(of, shuffled))];
			expect(again.audit).toEqual(made.audit);
			shuffled.forEach((one, i) => {
				const before = all.indexOf(one);
				expect(rowOutcome(again, i)).toEqual(rowOutcome(made, before));
				expect(again.columns.map((c) => [c.states[i], c.values[i]])).toEqual(made.columns.map((c) => [c.states[before], c.values[before]]));
			});
		}), { numRuns: 80 });
	});
	it('gives the same document each time, without touching what it was given', () => {
		fc.assert(fc.property(spec, rows, (of, all) => {
			const before = JSON.stringify(all);
			expect(documentOf(link(inputOf(of, all)), none)).toEqual(documentOf(link(inputOf(of, all)), none));
			expect(JSON.stringify(all)).toBe(before);
		}), { numRuns: 40 });
	});
});
