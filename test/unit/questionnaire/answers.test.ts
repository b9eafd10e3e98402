import { describe, expect, it } from 'vitest';
import { answersEqual, answerTo, parseAnswer } from '#lib/domain/questionnaire/answers.ts';
import { code, codes, compiled, DONT_KNOW, fieldOf, number, t, text } from './sample.ts';

const categories = [{ code: 0, label: t('Null') }, { code: 1, label: t('En') }, { code: 17, label: t('Sytten') }];
const answer = (item: Record<string, unknown>, raw: unknown) => {
	const parsed = parseAnswer(fieldOf(item), raw);
	return 'answer' in parsed ? parsed.answer : parsed.problem.code;
};

describe('one answer', () => {
	it.each([
		[{ type: 'single', categories }, 17, code(17)],
		[{ type: 'single', categories }, '0', code(0)],
		[{ type: 'single', categories }, -0, code(0)],
		[{ type: 'single', categories }, 2, 'problem_not_a_category'],
		[{ type: 'single', categories }, '017', 'problem_not_a_category'],
		[{ type: 'single', categories }, ' 1', 'problem_not_a_category'],
		[{ type: 'single', categories }, [1], 'problem_not_a_category'],
		[{ type: 'single', categories }, true, 'problem_not_a_category'],
		[{ type: 'single', categories }, {}, 'problem_not_a_category'],
		[{ type: 'yesno' }, 2, code(2)],
		[{ type: 'yesno' }, 3, 'problem_not_a_category'],
		[{ type: 'consent', label: t('Ja') }, '1', code(1)],
		[{ type: 'consent', label: t('Ja') }, '2', 'problem_not_a_category']
	])('of a coded item %j given %j is %j', (item, raw, expected) => {
		expect(answer(item, raw)).toEqual(expected);
	});

	it.each([
		[[17, 0, 17], codes(0, 17)],
		[['1', 17], codes(1, 17)],
		['1', codes(1)],
		[[], null],
		[[1, 2], 'problem_not_a_category'],
		[[1, ''], 'problem_not_a_category'],
		[Array(5000).fill(1), 'problem_not_a_category']
	])('of a multiple item given %j is in order and once each: %j', (raw, expected) => {
		expect(answer({ type: 'multiple', categories }, raw)).toEqual(expected);
	});

	it.each([
		['integer', '7', number(7)], ['integer', ' 1 200 ', number(1200)], ['integer', '1\u00a0200', number(1200)], ['integer', '-3', number(-3)], ['integer', '−3', number(-3)],
		['integer', '007', number(7)], ['integer', '-0', number(0)], ['integer', 4, number(4)],
		['integer', '3,5', 'problem_not_an_integer'], ['integer', '1.000', 'problem_not_an_integer'], ['integer', 2.5, 'problem_not_an_integer'],
		['integer', '12 år', 'problem_not_a_number'], ['integer', '1 20', 'problem_not_a_number'], ['integer', '1e3', 'problem_not_a_number'], ['integer', '٣', 'problem_not_a_number'],
		['integer', '9'.repeat(30), 'problem_out_of_range'], ['integer', '9'.repeat(50), 'problem_not_a_number'], ['integer', Infinity, 'problem_not_a_number'],
		['integer', NaN, 'problem_not_a_number'], ['integer', '   ', null], ['integer', [1], 'problem_not_a_number'], ['integer', '-', 'problem_not_a_number'], ['integer', ',', 'problem_not_a_number'],
		['number', '3,5', number(3.5)], ['number', '3.5', number(3.5)], ['number', ',5', number(0.5)], ['number', '-0,25', number(-0.25)], ['number', '1 234,5', number(1234.5)],
		['number', '1.234,5', 'problem_not_a_number'], ['number', '1,2,3', 'problem_not_a_number'], ['number', '5,', 'problem_not_a_number'], ['number', '0x10', 'problem_not_a_number']
	])('of an item of type %s given %j is %j', (type, raw, expected) => {
		expect(answer({ type }, raw)).toEqual(expected);
	});

	it('outside the range is a problem that says the range', () => {
		const field = fieldOf({ type: 'integer', min: 0, max: 60 });
		expect(parseAnswer(field, '61')).toEqual({ problem: { field: 'it', code: 'problem_out_of_range', params: { min: 0, max: 60 } } });
		expect(parseAnswer(field, '60')).toEqual({ answer: number(60) });
		expect(parseAnswer(fieldOf({ type: 'number', min: 0.5 }), '0,4')).toEqual({ problem: { field: 'it', code: 'problem_too_small', params: { min: 0.5 } } });
		expect(parseAnswer(fieldOf({ type: 'number', max: 0.5 }), '0,6')).toEqual({ problem: { field: 'it', code: 'problem_too_large', params: { max: 0.5 } } });
	});

	it.each([
		['short_text', '  Råd\u0000giver\r\n II ', text('Rådgiver II')],
		['short_text', 'A\u030a', text('Å')],
		['short_text', ' \n ', null],
		['short_text', 'x'.repeat(201), 'problem_too_long'],
		['short_text', 'x'.repeat(200), text('x'.repeat(200))],
		['short_text', 'x'.repeat(1_000_000), 'problem_too_long'],
		['short_text', 5, 'problem_not_a_text'],
		['short_text', ['a'], 'problem_not_a_text'],
		['long_text', 'en\r\nto\rtre\tfire\u0007\u0085', text('en\nto\ntre\tfire')],
		['long_text', '<script>alert(1)</script>', text('<script>alert(1)</script>')],
		['long_text', 'halv \ud800', text('halv \ufffd')],
		['long_text', 'dk', text('dk')]
	])('of an item of type %s given %j is %j', (type, raw, expected) => {
		expect(answer({ type }, raw)).toEqual(expected);
	});

	it.each([
		['2020-02-29', text('2020-02-29')], ['17.5.2021', text('2021-05-17')], ['17. 05. 2021', text('2021-05-17')], [' 2021-01-01 ', text('2021-01-01')],
		['2021-02-29', 'problem_bad_date'], ['2021-2-1', 'problem_bad_date'], ['05/17/2021', 'problem_bad_date'], ['1999-12-31', 'problem_date_too_early'], ['2022-01-01', 'problem_date_too_late'],
		['i går', 'problem_bad_date'], ['2021-13-01', 'problem_bad_date'], ['2021-04-31', 'problem_bad_date']
	])('of a date given %j is %j', (raw, expected) => {
		expect(answer({ type: 'date', min: '2000-01-01', max: '2021-12-31' }, raw)).toEqual(expected);
	});

	it.each([
		['301', text('0301')], ['oslo kommune', text('0301')], ['RØYRVIK', text('5043')], ['several', text('several')], ['Bygda vår', text('Bygda vår')], ['Herøy', text('Herøy')],
		['9999', 'problem_unknown_municipality'], ['12345', 'problem_unknown_municipality'], ['x'.repeat(201), 'problem_too_long']
	])('of a municipality given %j is its number, "several", or the words as typed: %j', (raw, expected) => {
		const field = compiled().byKey.get('municipality');
		const parsed = field && parseAnswer(field, raw);
		expect(parsed && ('answer' in parsed ? parsed.answer : parsed.problem.code)).toEqual(expected);
	});

	it('"vet ikke" counts only where it is switched on', () => {
		for (const item of [{ type: 'single', categories }, { type: 'multiple', categories }, { type: 'integer' }, { type: 'short_text' }, { type: 'yesno' }]) {
			expect(answer({ ...item, dontKnow: true }, 'dk')).toEqual(DONT_KNOW);
		}
		for (const item of [{ type: 'single', categories }, { type: 'multiple', categories }, { type: 'integer' }, { type: 'yesno' }]) {
			expect(answer(item, 'dk')).toBe('problem_dont_know_not_offered');
		}
		expect(answer({ type: 'multiple', categories, dontKnow: true }, ['dk'])).toEqual(DONT_KNOW);
		expect(answer({ type: 'multiple', categories, dontKnow: true }, ['dk', 1])).toBe('problem_dont_know_with_answer');
	});

	it('is taken back by null, nothing or an empty text', () => {
		for (const raw of [null, undefined, '']) expect(answer({ type: 'single', categories }, raw)).toBeNull();
	});
});

describe('equal answers', () => {
	it('say the same, whatever the order of codes', () => {
		expect(answersEqual(codes(1, 2), codes(2, 1))).toBe(true);
		expect(answersEqual(codes(1), codes(1, 2))).toBe(false);
		expect(answersEqual(code(1), number(1))).toBe(false);
		expect(answersEqual(number(1), code(1))).toBe(false);
		expect(answersEqual(text('1'), code(1))).toBe(false);
		expect(answersEqual(code(1), codes(1))).toBe(false);
		expect(answersEqual(codes(1), code(1))).toBe(false);
		expect(answersEqual(text('a'), text('a'))).toBe(true);
		expect(answersEqual(code(1), code(2))).toBe(false);
		expect(answersEqual(DONT_KNOW, DONT_KNOW)).toBe(true);
		expect(answersEqual(DONT_KNOW, code(1))).toBe(false);
		expect(answersEqual(undefined, null)).toBe(true);
		expect(answersEqual(null, DONT_KNOW)).toBe(false);
	});
});

it('an answer is never something inherited', () => {
	expect(answerTo({}, 'constructor')).toBeUndefined();
	expect(answerTo({}, '__proto__')).toBeUndefined();
	expect(answerTo({ constructor: code(1) }, 'constructor')).toEqual(code(1));
});
