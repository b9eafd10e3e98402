import { describe, expect, it } from 'vitest';
import { parseForm } from '#lib/domain/questionnaire/answers.ts';
import { code, codes, compiled, DONT_KNOW, fieldOf, number, t, text } from './sample.ts';

const c = compiled();
const parse = (...form: [string, unknown][]) => {
	const { patch, problems } = parseForm(c.byKey, form);
	return { patch: { ...patch }, problems };
};

describe('the form post of a page', () => {
	it('becomes answers by field', () => {
		expect(parse(['_page', '2'], ['role', ''], ['role', '9'], ['role', '1'], ['cooperates', 'dk'], ['years', '12'], ['comment', 'Fint'], ['satisfied', '3'])).toEqual({
			patch: { role: codes(1, 9), cooperates: DONT_KNOW, years: number(12), comment: text('Fint'), satisfied: code(3) }, problems: []
		});
	});

	it('takes back what it names without a value, and leaves alone what it does not name', () => {
		expect(parse(['role', ''], ['years', ''], ['comment', ' ']).patch).toEqual({ role: null, years: null, comment: null });
	});

	it('loses nothing but the faulty fields', () => {
		expect(parse(['years', '99'], ['satisfied', '7'], ['share', '0,5'])).toEqual({
			patch: { share: number(0.5) },
			problems: [{ field: 'years', code: 'problem_out_of_range', params: { min: 0, max: 60 } }, { field: 'satisfied', code: 'problem_not_a_category' }]
		});
	});

	it('lists names that belong to no field, and repeats none that could be anything', () => {
		expect(parse(['nonsense', '1'], ['Kari Nordmann', '1'], ['years', '1'])).toEqual({
			patch: { years: number(1) }, problems: [{ field: 'nonsense', code: 'problem_unknown_item' }, { code: 'problem_unknown_item' }]
		});
	});

	it('takes "vet ikke" beside an empty box, but not beside an answer', () => {
		expect(parse(['share', ''], ['share', 'dk']).patch).toEqual({ share: DONT_KNOW });
		expect(parse(['share', '4'], ['share', 'dk'])).toEqual({ patch: {}, problems: [{ field: 'share', code: 'problem_dont_know_with_answer' }] });
	});

	it('refuses two values for a field that takes one, and a file', () => {
		expect(parse(['satisfied', '1'], ['satisfied', '2']).problems).toEqual([{ field: 'satisfied', code: 'problem_several_values' }]);
		expect(parse(['satisfied', '1'], ['satisfied', '1']).patch).toEqual({ satisfied: code(1) });
		expect(parse(['comment', new File([], 'x')]).problems).toEqual([{ field: 'comment', code: 'problem_unknown_item' }]);
	});

	it('counts strange names no further than twenty', () => {
		expect(parse(...Array.from({ length: 5000 }, (_, i): [string, string] => [`x${i}`, '1'])).problems).toHaveLength(20);
	});

	it('is unharmed by names that every object has', () => {
		const { patch, problems } = parse(['__proto__', '1'], ['constructor', '1'], ['toString', '1']);
		expect(patch).toEqual({});
		expect(problems).toEqual([{ field: 'constructor', code: 'problem_unknown_item' }, { code: 'problem_unknown_item' }]);
		const field = { ...fieldOf({ type: 'single', categories: [{ code: 1, label: t('A') }] }), key: 'constructor' };
		expect(Object.entries(parseForm([field], [['constructor', '1']]).patch)).toEqual([['constructor', code(1)]]);
		expect(Object.keys(Object.prototype)).toEqual([]);
	});
});
