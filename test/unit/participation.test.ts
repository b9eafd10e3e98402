import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXTRACTIONS, faultsOf, participation, type PhaseRow } from '../../src/lib/domain/extraction/participation.ts';
import { codesAt } from '../../src/lib/domain/region/index-of.ts';
import { isMunicipalityCode } from '../../src/lib/domain/region/aggregates.ts';
import type { Choice } from '../../src/lib/domain/region/types.ts';
import { historyOf, REGISTER } from '../support/klass/register.ts';

const history = historyOf(REGISTER);
const counties = historyOf(REGISTER, 'counties');
const TODAY = '2024-06-01';
const row = (code: string, extraction: number, rest: Partial<PhaseRow> = {}): PhaseRow => ({ code, extraction, phase: 'preparation', from: '2019-08-01', to: null, ...rest });
const count = (rows: PhaseRow[], choices: Choice[] = [], day = TODAY) => participation(history, counties, rows, day, choices);

describe('the register of those that have taken part', () => {
	it('counts a municipality once in an extraction, through its phases and under its new number', () => {
		const rows = [row('1902', 2018), row('5401', 2018, { phase: 'carrying_out', from: '2020-08-01' })];
		expect(count(rows).all).toMatchObject({ took: 1, different: 1, often: [1] });
		expect(count(rows).times).toEqual([{ code: '5501', extractions: [2018] }]);
		expect(count(rows, [], '2021-01-01').times).toEqual([{ code: '5401', extractions: [2018] }]);
	});
	it('counts two that have merged as two that took part and one that is different', () => {
		const rows = [row('1551', 2018), row('1548', 2018), row('1579', 2018, { phase: 'carrying_out', from: '2020-08-01' })];
		expect(count(rows).all).toMatchObject({ took: 2, different: 1, often: [1] });
		expect(count(rows, [], '2019-09-01').all).toMatchObject({ took: 2, different: 2, often: [2] });
	});
	it('tells how often: in how many extractions each has been', () => {
		const rows = [row('1902', 2018), row('5401', 2020, { from: '2021-08-01' }), row('1551', 2018), row('0301', 2017, { from: '2017-08-01' })];
		const { all, extractions, times } = count(rows);
		expect(extractions).toEqual([2017, 2018, 2020]);
		expect(all).toMatchObject({ took: 4, byExtraction: [1, 2, 1], different: 3, often: [2, 1] });
		expect(times).toContainEqual({ code: '5501', extractions: [2018, 2020] });
	});
	it('gives each county the share of its municipalities on the day', () => {
		const { counties: found } = count([row('0301', 2018), row('1902', 2018)]);
		const troms = found.find((c) => c.county === '55')!;
		const own = codesAt(history, TODAY).filter((p) => p.code.startsWith('55')).length;
		expect(troms).toMatchObject({ different: 1, municipalities: own, share: 1 / own });
		expect(found.find((c) => c.county === '03')).toMatchObject({ different: 1, municipalities: 1, share: 1 });
	});
	it('does not place one that was divided until a person has chosen, and says why', () => {
		const rows = [row('1507', 2020, { from: '2021-08-01' })];
		expect(count(rows)).toMatchObject({ all: { took: 0, different: 0 }, unplaced: [{ code: '1507', extraction: 2020, why: 'split', candidates: ['1508', '1580'] }] });
		const choice: Choice = { id: 1, code: '1507', splitAt: '2024-01-01', direction: 'forward', target: '1508', targetDate: '2024-01-01' };
		expect(count(rows, [choice])).toMatchObject({ all: { took: 1, different: 1 }, unplaced: [], times: [{ code: '1508' }] });
	});
	it('sums: the counties to all, and with those that cannot be placed to everyone, whoever took part and when', () => {
		const days = ['2018-03-01', '2019-08-01', '2021-08-01', '2023-01-15'];
		const any = fc.constantFrom(...days).chain((from) => fc.record({ code: fc.constantFrom(...codesAt(history, from).map((p) => p.code).filter(isMunicipalityCode)), from: fc.constant(from), extraction: fc.constantFrom(...EXTRACTIONS), phase: fc.constant('preparation' as const), to: fc.constant(null) }));
		fc.assert(fc.property(fc.uniqueArray(any, { selector: (r) => `${r.code} ${r.extraction}`, maxLength: 40 }), fc.constantFrom('2019-12-31', '2020-01-01', '2024-06-01'), (rows, day) => {
			const found = count(rows, [], day);
			const sum = (of: (c: (typeof found.counties)[number]) => number) => found.counties.reduce((n, c) => n + of(c), 0);
			expect(sum((c) => c.took)).toBe(found.all.took);
			expect(sum((c) => c.different)).toBe(found.all.different);
			expect(sum((c) => c.municipalities)).toBe(found.all.municipalities);
			expect(found.all.byExtraction.reduce((a, b) => a + b, 0)).toBe(found.all.took);
			expect(found.all.often.reduce((a, b) => a + b, 0)).toBe(found.all.different);
			// a row more may be the same municipality under its next number
			expect(found.all.took + found.unplaced.length).toBeLessThanOrEqual(rows.length);
			expect(new Set(found.times.map((t) => t.code)).size).toBe(found.all.different);
			expect(count([...rows].reverse(), [], day).all).toEqual(found.all);
		}), { numRuns: 40 });
	});
});

describe('a row of the register is refused', () => {
	const fault = (...rows: PhaseRow[]) => [...faultsOf(history, rows)];
	it('when it is right, never', () => {
		expect(fault(row('1902', 2018, { to: '2020-08-01' }), row('5401', 2018, { phase: 'carrying_out', from: '2020-08-01', to: '2022-08-01' }), row('5401', 2020, { from: '2021-08-01' }))).toEqual([]);
	});
	it.each([
		['a code of another day', row('5401', 2018), 'not_a_municipality'],
		['a county', row('5500', 2018), 'not_a_municipality'],
		['an extraction that has not been', row('1902', 2019), 'unknown_extraction'],
		['days that end before they begin', row('1902', 2018, { to: '2019-08-01' }), 'ends_before_it_begins'],
		['a preparatory year of more than a year', row('1902', 2018, { to: '2020-08-02' }), 'too_long'],
		['more than two years of carrying out', row('1902', 2018, { phase: 'carrying_out', to: '2021-08-02' }), 'too_long']
	] as const)('for %s', (_, given, why) => {
		expect(fault(given)).toEqual([[0, why]]);
	});
	it('when the same phase stands there already, also under another number', () => {
		expect(fault(row('1902', 2018), row('5401', 2018, { from: '2020-08-01' }))).toEqual([[1, 'twice']]);
	});
	it('when the phases run into each other, or come in the wrong order', () => {
		expect(fault(row('1902', 2018, { to: '2020-08-01' }), row('5401', 2018, { phase: 'carrying_out', from: '2020-07-31' }))).toEqual([[1, 'overlaps']]);
		expect(fault(row('1902', 2018), row('1902', 2018, { phase: 'carrying_out', from: '2018-08-01' }))).toEqual([[1, 'order']]);
	});
});
