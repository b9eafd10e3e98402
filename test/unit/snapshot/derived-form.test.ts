import { describe, expect, it } from 'vitest';
import type { DatasetVariable, Derived, DerivedRule } from '#lib/domain/dataset/types.ts';
import { linesOf } from '#lib/server/results/snapshot/derived-form/lines.ts';
import { derivedOf } from '#lib/server/results/snapshot/derived-form/rule.ts';
import { typedFrom, typedRule } from '#lib/server/results/snapshot/derived-form/typed.ts';

const text = (nb: string) => ({ nb });
const variable = (name: string, over: Partial<DatasetVariable> = {}): DatasetVariable => ({
	name, label: text(name), question: null, type: 'categorical', measure: 'ordinal', reversed: false, decimals: null, unit: null, origin: { kind: 'part' },
	categories: [1, 2, 3].map((score) => ({ value: String(score), label: { nb: `nivå ${score}`, en: `level ${score}` }, score })), ...over
});
const FYLKE = variable('fylke', { measure: 'nominal', categories: ['oslo', 'viken', 'agder'].map((value) => ({ value, label: { nb: value.toUpperCase(), en: `${value} county` } })) });
const VARIABLES = [variable('p'), variable('q', { reversed: true }), variable('n', { type: 'numeric', categories: [] }), FYLKE];

function form(fields: Record<string, string | string[]>): FormData {
	const made = new FormData();
	for (const [name, value] of Object.entries({ d_part: 's', d_name: 'ny', d_label: 'Ny', ...fields })) for (const one of [value].flat()) made.append(name, one);
	return made;
}
const read = (fields: Record<string, string | string[]>, old?: Derived) => derivedOf(typedRule(form(fields)), VARIABLES, old, 'nb');
const rule = (fields: Record<string, string | string[]>, old?: Derived): DerivedRule => {
	const made = read(fields, old);
	if ('faults' in made) throw new Error(JSON.stringify(made.faults));
	return made.derived.rule;
};
const faults = (fields: Record<string, string | string[]>) => {
	const made = read(fields);
	return 'faults' in made ? made.faults.map((f) => [f.field, f.code, f.params]) : [];
};
const recoded = (into: string[], more: Record<string, string> = {}) => ({ d_rule: 'recode', d_of: 'fylke', d_into_of: 'fylke', d_from: ['oslo', 'viken', 'agder'], d_into: into, ...more });

describe('a derived variable from a form', () => {
	it('recoded: the same words are one category, one alone under its own name keeps its value, an empty field is the rest', () => {
		expect(rule(recoded(['Øst', ' Øst ', 'AGDER']))).toEqual({ rule: 'recode', of: 'fylke', groups: [
			{ value: '1', label: text('Øst'), from: ['oslo', 'viken'] }, { value: 'agder', label: { nb: 'AGDER', en: 'agder county' }, from: ['agder'] }
		] });
		expect(rule(recoded(['Øst', '', ''], { d_rest: 'Andre' }))).toEqual({ rule: 'recode', of: 'fylke', groups: [{ value: '1', label: text('Øst'), from: ['oslo'] }], rest: { value: 'rest', label: text('Andre') } });
		expect(rule(recoded(['A', 'B', 'A'], { d_ordered: '1' }))).toMatchObject({ groups: [{ label: text('A'), from: ['oslo', 'agder'], score: 1 }, { label: text('B'), score: 2 }] });
	});
	it('recoded by what was typed for another variable is refused, for the categories are not the same', () => {
		expect(faults(recoded(['Øst', 'Øst', 'Sør'], { d_into_of: 'p' }))).toEqual([['into', 'into', {}]]);
	});
	it('of every other rule', () => {
		expect(rule({ d_rule: 'reverse', d_of: 'p' })).toEqual({ rule: 'reverse', of: 'p' });
		expect(rule({ d_rule: 'index', d_item: ['p', 'q'], d_turned: 'q' })).toEqual({ rule: 'index', of: ['p', 'q'], reversed: ['q'] });
		expect(rule({ d_rule: 'index', d_item: ['p', 'n'], d_turned: 'q', d_least: '1' })).toEqual({ rule: 'index', of: ['p', 'n'], reversed: [], at_least: 1 });
		expect(rule({ d_rule: 'bands', d_of: 'n', d_limits: '−1\r\n2,5\r\n10 000', d_labels: 'a\r\nb\r\nc\r\nd', d_closed: 'left' })).toEqual({ rule: 'bands', of: 'n', upper: [-1, 2.5, 10_000], labels: ['a', 'b', 'c', 'd'].map(text), closed: 'left' });
		expect(rule({ d_rule: 'quantiles', d_of: 'n', d_groups: '4' })).toEqual({ rule: 'quantiles', of: 'n', groups: 4 });
		expect(rule({ d_rule: 'natural', d_of: 'n', d_groups: '2', d_labels: 'få\nmange' })).toEqual({ rule: 'natural', of: 'n', groups: 2, labels: ['få', 'mange'].map(text) });
		expect(read({ d_rule: 'reverse', d_of: 'p', d_only: '1' })).toMatchObject({ derived: { parts: ['s'] } });
	});
	it('that cannot be read names every field and what would mend it', () => {
		expect(faults({ d_rule: 'reverse', d_of: 'zz', d_name: 'Æ', d_label: ' ' })).toEqual([['name', 'name', {}], ['label', 'label', {}], ['of', 'of', {}]]);
		expect(faults(recoded(['', '', '']))).toEqual([['into', 'into', {}]]);
		expect(faults(recoded(['A', 'B', ''], { d_ordered: '1', d_rest: 'Andre' }))).toEqual([['ordered', 'rest_order', {}]]);
		expect(faults({ d_rule: 'index' })).toEqual([['items', 'items', {}]]);
		expect(faults({ d_rule: 'index', d_item: ['n', 'q'], d_turned: 'p', d_least: '3' })).toEqual([['turned', 'turned', { variables: 'p' }], ['least', 'least', { most: 2 }]]);
		expect(faults({ d_rule: 'bands', d_of: 'n', d_limits: 'tre' })).toEqual([['limits', 'limit', { limit: 'tre' }]]);
		expect(faults({ d_rule: 'bands', d_of: 'n', d_limits: '3\n3', d_labels: 'a' })).toEqual([['limits', 'rising', {}], ['labels', 'labels', { needed: 3, given: 1 }]]);
		expect(faults({ d_rule: 'bands', d_of: 'n' })).toEqual([['limits', 'limits', {}]]);
		expect(faults({ d_rule: 'quantiles', d_of: 'n', d_groups: '1' })).toEqual([['groups', 'groups', {}]]);
		expect(faults({ d_rule: 'natural', d_of: 'n', d_groups: '3', d_labels: 'a' })).toEqual([['labels', 'labels', { needed: 3, given: 1 }]]);
	});
	it('that is there and is not changed comes back as it was, in every language, with its values and scores', () => {
		const both = (nb: string) => ({ nb, en: `${nb} (en)` });
		const rules: DerivedRule[] = [
			{ rule: 'recode', of: 'fylke', groups: [{ value: 'o', label: both('Øst'), score: 7, from: ['oslo', 'viken'] }, { value: 's', label: both('Sør'), score: 3, from: ['agder'] }] },
			{ rule: 'recode', of: 'fylke', groups: [{ value: '1', label: both('Sør'), from: ['agder'] }], rest: { value: 'x', label: both('Andre') } },
			{ rule: 'reverse', of: 'p' }, { rule: 'index', of: ['p', 'q'], reversed: ['q'], at_least: 1 }, { rule: 'bands', of: 'n', upper: [-1.5, 2], labels: ['a', 'b', 'c'].map(both), closed: 'left' },
			{ rule: 'quantiles', of: 'n', groups: 4 }, { rule: 'natural', of: 'n', groups: 2, labels: ['få', 'mange'].map(both) }
		];
		for (const one of rules) {
			const was: Derived = { name: 'x', label: both('X'), rule: one, parts: ['s', 't'] };
			expect(derivedOf(typedFrom(was, 's', VARIABLES, 'nb'), VARIABLES, was, 'nb'), one.rule).toEqual({ derived: was });
		}
		const was: Derived = { name: 'x', label: both('X'), rule: { rule: 'bands', of: 'n', upper: [2], labels: ['a', 'b'].map(both) } };
		expect(derivedOf({ ...typedFrom(was, 's', VARIABLES, 'nb'), labels: 'a\nannet' }, VARIABLES, was, 'nb')).toEqual({ derived: { ...was, rule: { ...was.rule, labels: [both('a'), text('annet')] } } });
	});
});

describe('the list of derived variables', () => {
	it('tells how each is made, and has no lines for what cannot be read', () => {
		expect(linesOf(JSON.stringify([{ name: 'x', label: text('X'), rule: { rule: 'bands', of: 'n', upper: [2.5], labels: ['a', 'b'].map(text) }, parts: ['s'] }]), 'nb')).toEqual([{ name: 'x', label: 'X', rule: 'n delt ved 2,5; en grense hører til gruppen under', parts: 's' }]);
		for (const typed of ['', '[{', '{}', '[{"name":"x"}]']) expect(linesOf(typed, 'nb')).toEqual([]);
	});
});
