import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../../src/lib/domain/problem.ts';
import { changesOf, codesOf, groupsOf, matchesOf } from '../../../src/lib/server/register/klass/forms.ts';
import { sources } from '../../../src/lib/server/register/klass/client.ts';

const span = { from: '2017-01-01', to: null };
const code = (given: object) => ({ code: '0301', name: 'Oslo', validFromInRequestedRange: '2017-01-01', validToInRequestedRange: null, ...given });
const codes = (...rows: object[]) => codesOf({ codes: rows }, 131, span, 'f');
const refusal = (work: () => unknown): unknown => {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		return { ...error.params, code: error.code };
	}
};

describe('the list of codes', () => {
	it('takes the days of the span where KLASS gives none', () => {
		expect(codesOf({ codes: [{ code: '0301', name: 'Oslo', validFrom: null, validTo: null }] }, 131, { from: '2020-01-01', to: '2020-01-02' }, 'f')).toEqual([{ code: '0301', name: 'Oslo', from: '2020-01-01', to: '2020-01-02' }]);
	});
	it('never begins before the first day that was asked for', () => {
		expect(codes(code({ validFromInRequestedRange: '1838-01-01' }))).toEqual([{ code: '0301', name: 'Oslo', from: '2017-01-01', to: null }]);
	});
	it.each([
		['a code that has become a number', code({ code: 301 }), { code: 'register_problem_row', row: 2, field: 'code' }],
		['a code of three figures', code({ code: '301' }), { code: 'register_problem_code', row: 2, field: 'code', value: '301' }],
		['no name', code({ name: ' ' }), { code: 'register_problem_row', row: 2, field: 'name' }],
		['a day that does not exist', code({ validFromInRequestedRange: '2019-02-30' }), { code: 'register_problem_row', row: 2, field: 'validFromInRequestedRange' }],
		['an end before its beginning', code({ code: '0302', validFromInRequestedRange: '2020-01-01', validToInRequestedRange: '2019-01-01' }), { code: 'register_problem_row', row: 2, field: 'validToInRequestedRange' }],
		['days outside of what was asked for', code({ code: '0302', validFromInRequestedRange: '2010-01-01', validToInRequestedRange: '2011-01-01' }), { code: 'register_problem_span', row: 2, field: 'validFromInRequestedRange' }]
	])('is refused by row and field for %s', (_, row, problem) => {
		expect(refusal(() => codes(code({}), row))).toMatchObject(problem);
	});
	it('is refused when a code is valid twice on a day', () => {
		expect(refusal(() => codes(code({}), code({ name: 'Oslo by', validFromInRequestedRange: '2020-01-01' })))).toMatchObject({ code: 'register_problem_overlap' });
		expect(codes(code({ validToInRequestedRange: '2020-01-01' }), code({ name: 'Oslo by', validFromInRequestedRange: '2020-01-01' }))).toHaveLength(2);
	});
	it('is refused when it is empty, or no list', () => {
		expect(refusal(() => codes())).toMatchObject({ code: 'register_problem_empty' });
		for (const json of [null, [], {}, { codes: {} }, { codes: null }, 'codes']) expect(refusal(() => codesOf(json, 131, span, 'f'))).toMatchObject({ code: 'register_problem_form' });
	});
});

describe('the changes', () => {
	const change = (given: object) => ({ oldCode: '1902', newCode: '5401', changeOccurred: '2020-01-01', ...given });
	it('come in order of days, each once, with or without a code on either side', () => {
		expect(changesOf({ codeChanges: [change({}), change({}), change({ oldCode: '', newCode: '0304', changeOccurred: '2018-01-01' })] }, 131, span, 'f')).toEqual([
			{ date: '2018-01-01', oldCode: null, newCode: '0304' }, { date: '2020-01-01', oldCode: '1902', newCode: '5401' }
		]);
	});
	it.each([
		[change({ changeOccurred: '2020-13-01' }), 'register_problem_row'], [change({ oldCode: '190' }), 'register_problem_code'], [change({ oldCode: null, newCode: null }), 'register_problem_row'], [change({ changeOccurred: '2016-01-01' }), 'register_problem_span']
	])('are refused for %j', (row, problem) => expect(refusal(() => changesOf({ codeChanges: [row] }, 131, span, 'f'))).toMatchObject({ code: problem, row: 1 }));
});

describe('a correspondence', () => {
	const match = (given: object) => ({ sourceCode: '0301', sourceName: 'Oslo', targetCode: '01', targetName: 'Mest sentrale', ...given });
	it('holds what is said of its day', () => {
		expect(matchesOf({ correspondenceItems: [match({ validFrom: '2018-01-01', validTo: '2020-01-01', targetCode: '02' }), match({ validFrom: '2020-01-01', validTo: null })] }, 128, '2020-01-01', 'f')).toEqual([{ code: '0301', target: '01', targetName: 'Mest sentrale' }]);
	});
	it('is refused the wrong way round, and when it puts a municipality in two groups', () => {
		expect(refusal(() => matchesOf({ correspondenceItems: [match({ sourceCode: '01', targetCode: '0301' })] }, 128, '2020-01-01', 'f'))).toMatchObject({ code: 'register_problem_direction' });
		expect(refusal(() => matchesOf({ correspondenceItems: [match({}), match({ targetCode: '02' })] }, 128, '2020-01-01', 'f'))).toMatchObject({ code: 'register_problem_twice', row: 2 });
	});
});

describe('SSB’s groups', () => {
	it('hold each code once', () => {
		expect(groupsOf({ values: [{ code: 'K-5501', label: 'Tromsø', valueMap: ['5501', '5401', '1902'] }] }, 'f')).toHaveLength(3);
		expect(refusal(() => groupsOf({ values: [{ code: 'K-1', label: 'A', valueMap: ['5501'] }, { code: 'K-2', label: 'B', valueMap: ['5501'] }] }, 'f'))).toMatchObject({ code: 'register_problem_twice', value: '5501' });
	});
});

describe('any document', () => {
	it('is taken, or refused with a problem', () => {
		const row = fc.record({ code: fc.anything(), name: fc.anything(), oldCode: fc.anything(), newCode: fc.anything(), changeOccurred: fc.oneof(fc.string(), fc.constant('2020-01-01')), sourceCode: fc.constantFrom('0301', '1', null), targetCode: fc.anything(), label: fc.string(), valueMap: fc.anything() }, { requiredKeys: [] });
		fc.assert(fc.property(fc.oneof(fc.anything(), fc.record({ codes: fc.array(row), codeChanges: fc.array(row), correspondenceItems: fc.array(row), values: fc.array(row) })), (json) => {
			for (const work of [() => codesOf(json, 131, span, 'f'), () => changesOf(json, 131, span, 'f'), () => matchesOf(json, 128, '2020-01-01', 'f'), () => groupsOf(json, 'f')]) refusal(work);
		}), { numRuns: 400 });
	});
});

describe('the addresses of the services', () => {
	it('can be those of a mirror, and must be addresses', () => {
		expect(sources({})).toEqual({ klass: 'https://data.ssb.no/api/klass/v1', statbank: 'https://data.ssb.no/api/pxwebapi/v2' });
		expect(sources({ GRUNNLAG_KLASS_URL: 'http://speil.example.no/klass/' }).klass).toBe('http://speil.example.no/klass');
		expect(() => sources({ GRUNNLAG_KLASS_URL: 'speil.example.no' })).toThrow('GRUNNLAG_KLASS_URL must look like');
	});
});
