import { describe, expect, it } from 'vitest';
import { agreement, looseEnds } from '../../../src/lib/domain/region/check.ts';
import { carry } from '../../../src/lib/domain/region/carry.ts';
import { codesAt } from '../../../src/lib/domain/region/index-of.ts';
import type { Choice, History } from '../../../src/lib/domain/region/types.ts';
import { FIXTURE } from '../../support/klass/fixture.ts';
import { hasRegister, historyOf, REGISTER } from '../../support/klass/register.ts';

const history = historyOf(REGISTER);
const alone: History = { ...history, groups: [] };
const choice = (given: Partial<Choice>): Choice => ({ id: 1, code: '1507', splitAt: '2024-01-01', direction: 'forward', target: '1580', targetDate: '2024-01-01', ...given });

describe('carrying a code to another day', () => {
	it('follows every change of number', () => {
		expect(carry(history, '1902', '2019-06-01', '2021-01-01')).toMatchObject({ kind: 'recoded', code: '5401', via: [] });
		expect(carry(history, '1902', '2019-06-01', '2024-01-01')).toMatchObject({ kind: 'recoded', code: '5501', via: [{ date: '2020-01-01', codes: ['5401'] }], flags: [] });
		expect(carry(history, '5501', '2024-01-01', '2019-12-31')).toMatchObject({ kind: 'recoded', code: '1902', via: [{ date: '2024-01-01', codes: ['5401'] }] });
	});
	it('takes the day of a change as the first of what is new', () => {
		expect(carry(history, '1902', '2019-01-01', '2019-12-31')).toMatchObject({ kind: 'same', code: '1902' });
		expect(carry(history, '1902', '2019-12-31', '2020-01-01')).toMatchObject({ kind: 'recoded', code: '5401' });
		expect(carry(history, '5401', '2020-01-01', '2023-12-31')).toMatchObject({ kind: 'same', code: '5401' });
	});
	it('says of a merger what else is in it', () => {
		const carried = carry(history, '1551', '2019-01-01', '2024-01-01');
		expect(carried).toMatchObject({ kind: 'merged', code: '1579', with: ['1548'] });
	});
	it('keeps a code that only got a new name', () => {
		expect(carry(history, '5001', '2022-01-01', '2024-01-01')).toMatchObject({ kind: 'same', code: '5001', flags: [] });
	});
	it.each([
		['1507', '2023-06-01', '2024-01-01', ['1508', '1580'], '2024-01-01'],
		['5012', '2019-01-01', '2024-01-01', ['5055', '5056', '5059'], '2020-01-01'],
		['1850', '2019-01-01', '2021-01-01', ['1806', '1875'], '2020-01-01'],
		['1613', '2017-01-01', '2024-01-01', ['5055', '5056', '5059'], '2020-01-01'],
		['4624', '2021-01-01', '2019-01-01', ['1241', '1243'], '2020-01-01']
	])('never guesses what %s, as it is on %s, is on %s', (code, from, to, candidates, splitAt) => {
		expect(carry(history, code, from, to)).toMatchObject({ kind: 'split', candidates, splitAt });
		expect(carry(alone, code, from, to)).toMatchObject({ kind: 'split', candidates, splitAt });
	});
	it('takes Haram back to Haram by SSB’s groups, and flags it, whatever the chain says', () => {
		expect(carry(history, '1534', '2019-01-01', '2024-01-01')).toMatchObject({ kind: 'recoded', code: '1580', flags: ['mixed', 'group_decides', 'group_differs'] });
		expect(carry(history, '1580', '2024-01-01', '2019-01-01')).toMatchObject({ kind: 'recoded', code: '1534' });
		expect(carry(history, '1523', '2019-01-01', '2024-01-01')).toMatchObject({ kind: 'merged', code: '1508', with: ['1504', '1529', '1546'] });
		expect(carry(alone, '1534', '2019-01-01', '2024-01-01')).toMatchObject({ kind: 'split', candidates: ['1508', '1580'], splitAt: '2024-01-01', flags: ['mixed'] });
	});
	it('flags what SSB compares with nothing', () => {
		expect(carry(history, '1805', '2019-01-01', '2024-01-01')).toMatchObject({ kind: 'merged', code: '1806', flags: ['mixed', 'group_none'] });
	});
	it('says when a code was valid that is not on the day', () => {
		expect(carry(history, '1507', '2019-01-01', '2024-01-01')).toMatchObject({ kind: 'not_valid', periods: [{ from: '2020-01-01', to: '2024-01-01' }] });
		expect(carry(history, '4711', '2019-01-01', '2024-01-01')).toEqual({ kind: 'unknown' });
		expect(carry(history, '0301', '2016-12-31', '2024-01-01')).toEqual({ kind: 'outside', from: '2017-01-01', to: null });
	});
	it.each(['9999', '2111', '21-22', '23', 'EAK', 'EAKUO', 'EKG14', 'K-Rest', 'K-3101', '0', '03', '3000'])('never takes %s for a municipality', (code) => {
		expect(carry(history, code, '2019-01-01', '2024-01-01').kind).toBe('aggregate');
	});
	it('says when a code ended without a successor', () => {
		const short: History = { from: '2017-01-01', to: null, groups: [], changes: [{ date: '2020-01-01', oldCode: '0101', newCode: null }], periods: [{ code: '0101', name: 'A', from: '2017-01-01', to: '2020-01-01' }] };
		expect(carry(short, '0101', '2019-01-01', '2021-01-01')).toEqual({ kind: 'ended', on: '2020-01-01' });
	});
	it('asks where a code gave off a part and lives on', () => {
		const periods = ['0101', '0102'].map((code) => ({ code, name: code, from: '2017-01-01', to: null }));
		const parted: History = { from: '2017-01-01', to: null, groups: [], changes: [{ date: '2020-01-01', oldCode: '0101', newCode: '0102' }], periods };
		expect(carry(parted, '0101', '2019-01-01', '2021-01-01')).toMatchObject({ kind: 'split', candidates: ['0101', '0102'] });
		expect(carry(parted, '0102', '2019-01-01', '2021-01-01')).toMatchObject({ kind: 'same', with: ['0101'], flags: ['mixed'] });
	});
	it('does not take a number that was given to another for the same municipality', () => {
		const reused: History = {
			from: '2017-01-01', to: null, groups: [],
			changes: [{ date: '2020-01-01', oldCode: '0101', newCode: '0102' }, { date: '2020-01-01', oldCode: '0103', newCode: '0101' }],
			periods: [{ code: '0101', name: 'A', from: '2017-01-01', to: '2019-12-31' }, { code: '0101', name: 'C', from: '2020-01-01', to: null }, { code: '0102', name: 'A', from: '2020-01-01', to: null }, { code: '0103', name: 'C', from: '2017-01-01', to: '2020-01-01' }]
		};
		expect(carry(reused, '0101', '2019-01-01', '2021-01-01')).toMatchObject({ kind: 'recoded', code: '0102' });
	});
});

describe('a choice between several', () => {
	it('is followed, and named in what comes out', () => {
		expect(carry(history, '1507', '2023-01-01', '2024-06-01', [choice({ id: 7 })])).toMatchObject({ kind: 'chosen', code: '1580', choice: 7, candidates: ['1508', '1580'] });
	});
	it('holds for other days on the other side of the same change, through later changes of number', () => {
		const made = choice({ code: '1902', splitAt: '2020-01-01', target: '5401', targetDate: '2020-01-01' });
		const split: History = { ...alone, changes: [...alone.changes, { date: '2020-01-01', oldCode: '1902', newCode: '1806' }] };
		expect(carry(split, '1902', '2019-01-01', '2024-01-01')).toMatchObject({ kind: 'split', candidates: ['1806', '5501'] });
		expect(carry(split, '1902', '2019-01-01', '2024-01-01', [made])).toMatchObject({ kind: 'chosen', code: '5501' });
	});
	it('holds back in time too', () => {
		const made = choice({ code: '4624', splitAt: '2020-01-01', direction: 'back', target: '1243', targetDate: '2019-06-01' });
		expect(carry(history, '4624', '2024-01-01', '2018-01-01', [made])).toMatchObject({ kind: 'chosen', code: '1243', candidates: ['1241', '1243'] });
		expect(carry(history, '4624', '2024-01-01', '2018-01-01', [{ ...made, direction: 'forward' }]).kind).toBe('split');
	});
	it.each([
		['another code', { code: '1508' }], ['another change', { splitAt: '2020-01-01' }], ['the other direction', { direction: 'back' as const }],
		['what is no candidate', { target: '0301' }], ['a code that does not exist', { target: '4711' }]
	])('does not hold for %s', (_, given) => {
		expect(carry(history, '1507', '2023-01-01', '2024-06-01', [choice(given)]).kind).toBe('split');
	});
	it('is not followed when another says otherwise', () => {
		expect(carry(history, '1507', '2023-01-01', '2024-06-01', [choice({}), choice({ id: 2, target: '1508' })])).toMatchObject({ kind: 'split', flags: expect.arrayContaining(['choices_disagree']) });
	});
});

describe.runIf(hasRegister)('against SSB’s harmonised groups', () => {
	it('every code of 2017 carried to 2024 is what its group says, but for 16 that are flagged', () => {
		const all = agreement(history, '2017-01-01', '2024-01-01');
		expect(all).toHaveLength(426);
		const differ = all.filter((a) => !a.agrees).map((a) => a.code);
		expect(differ).toHaveLength(16);
		expect(differ).toContain('1534');
		for (const { code, agrees } of all) {
			const carried = carry(history, code, '2017-01-01', '2024-01-01');
			expect('flags' in carried && carried.flags.some((f) => f.startsWith('group_')), code).toBe(!agrees);
			// the same 16 by the changes alone
			const byChain = carry(alone, code, '2017-01-01', '2024-01-01');
			expect('flags' in byChain && byChain.flags.includes('mixed'), code).toBe(!agrees);
			if ('code' in carried && !('flags' in carried && carried.flags.includes('group_none'))) expect(history.groups.find((g) => g.code === carried.code)?.group, code).toBe(history.groups.find((g) => g.code === code)?.group);
		}
	});
	it('every code of 2020 carried to 2024 is what its group says, but for the one that was divided, which asks', () => {
		const all = agreement(history, '2020-01-01', '2024-01-01');
		expect(all).toHaveLength(356);
		expect(all.filter((a) => !a.agrees).map((a) => [a.code, a.carried.kind])).toEqual([['1507', 'split']]);
	});
	it('carried to 2024 and back, the codes of 2017 and 2020 are all there, each reached from where it went', () => {
		for (const from of ['2017-01-01', '2020-01-01']) {
			for (const { code } of codesAt(history, from)) {
				const there = carry(history, code, from, '2024-01-01');
				const reached = 'code' in there ? [there.code] : there.kind === 'split' ? there.candidates : [];
				expect(reached, code).not.toEqual([]);
				for (const one of reached) {
					const back = carry(history, one, '2024-01-01', from);
					expect('code' in back ? [back.code] : back.kind === 'split' ? back.candidates : [], `${code} by ${one}`).toContain(code);
				}
			}
		}
	});
	it('has changes and codes that fit each other', () => {
		expect(looseEnds(history)).toEqual([]);
	});
});

describe('the small fixture', () => {
	it('fits itself and its groups as the whole register does', () => {
		const small = historyOf(FIXTURE);
		expect(looseEnds(small)).toEqual([]);
		const all = agreement(small, '2017-01-01', '2024-01-01');
		const differ = all.filter((a) => !a.agrees).map((a) => a.code);
		expect(differ).toEqual(['1504', '1523', '1529', '1534', '1546', '1571', '1612', '1613', '1617', '1638', '1805', '1849', '1850', '1854']);
		for (const { code } of all) {
			const carried = carry(small, code, '2017-01-01', '2024-01-01');
			expect('flags' in carried && carried.flags.includes('mixed'), code).toBe(differ.includes(code));
		}
	});
	it('tells of a change that the list does not know, and of a list that the changes do not know', () => {
		const small = historyOf(FIXTURE);
		expect(looseEnds({ ...small, changes: [...small.changes, { date: '2024-01-01', oldCode: '0301', newCode: '0302' }] })).toEqual([{ date: '2024-01-01', code: '0302', side: 'new' }]);
		expect(looseEnds({ ...small, changes: small.changes.filter((c) => c.oldCode !== '5401') })).toEqual([{ date: '2024-01-01', code: '5401', side: 'ends' }, { date: '2024-01-01', code: '5501', side: 'begins' }]);
	});
});
