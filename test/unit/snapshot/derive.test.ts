import { describe, expect, it } from 'vitest';
import { emptyCodes, missingAt } from '#lib/domain/dataset/column.ts';
import type { DatasetColumn, DatasetVariable, Derived, MissingKind } from '#lib/domain/dataset/types.ts';
import { derive } from '#lib/server/results/snapshot/derive.ts';
import { parseDerived } from '#lib/server/results/snapshot/freeze.ts';
import type { FrozenPart } from '#lib/server/results/snapshot/hash.ts';

type Value = number | MissingKind;
const KINDS = ['not_asked', 'not_answered', 'dont_know', 'suppressed'];
const text = (nb: string) => ({ nb, nn: nb, en: nb });
const base = { question: null, reversed: false, decimals: null, unit: null, origin: { kind: 'item', survey: 's', item: 'x', block: 'b' } } as const;

function scale(name: string, values: readonly Value[], scored = true): [DatasetVariable, DatasetColumn] {
	const codes = emptyCodes(values.length, 5);
	values.forEach((value, i) => { codes[i] = typeof value === 'number' ? value - 1 : 252 + KINDS.indexOf(value); });
	const categories = [1, 2, 3, 4, 5].map((score) => ({ value: String(score), label: text(`nr. ${score}`), ...(scored && { score }) }));
	return [{ ...base, name, label: text(name), type: 'categorical', measure: scored ? 'ordinal' : 'nominal', categories }, { kind: 'categorical', codes }];
}
function numbers(name: string, values: readonly Value[]): [DatasetVariable, DatasetColumn] {
	const missing = Uint8Array.from(values, (v) => (typeof v === 'number' ? 0 : 1 + KINDS.indexOf(v)));
	return [{ ...base, name, label: text(name), type: 'numeric', measure: 'scale', categories: [] }, { kind: 'numeric', values: Float64Array.from(values, (v) => (typeof v === 'number' ? v : 0)), missing }];
}
const part = (key: string, ...made: [DatasetVariable, DatasetColumn][]): FrozenPart => ({
	key, kind: 'responses', title: text(key), rows: made[0]?.[1].kind === 'categorical' ? made[0][1].codes.length : 0, variables: made.map(([v]) => v), columns: Object.fromEntries(made.map(([v, c]) => [v.name, c]))
});
const named = (name: string, rule: Derived['rule'], parts?: string[]): Derived => ({ name, label: text(name), rule, ...(parts && { parts }) });

/** Values as a reader sees them: the category's value, the number, or the kind of missing. */
function seen({ variables, columns, rows }: FrozenPart, name: string): (string | number)[] {
	const [variable, column] = [variables.find((v) => v.name === name)!, columns[name]!];
	return Array.from({ length: rows }, (_, i) => {
		const kind = missingAt(column, i);
		return kind > 0 ? KINDS[kind - 1]! : column.kind === 'categorical' ? variable.categories[column.codes[i]!]!.value : column.kind === 'numeric' ? column.values[i]! : '';
	});
}
const first = (parts: readonly FrozenPart[], derived: readonly Derived[]) => {
	const made = derive(parts, derived);
	expect(made.faults).toEqual([]);
	return made.parts[0]!;
};

const ONE = part('a', scale('p', [1, 2, 5, 'dont_know', 'not_asked']), scale('q', [5, 4, 'not_answered', 'dont_know', 'not_asked']), numbers('n', [10, 20, 30, 40, 'suppressed']), scale('navn', [1, 2, 3, 4, 5], false));

describe('derived variables', () => {
	it('a reversed item has the lowest and highest of the scale less the value; its categories keep their words and missing its kind', () => {
		const made = first([ONE], [named('p_r', { rule: 'reverse', of: 'p' })]);
		expect(seen(made, 'p_r')).toEqual(['5', '4', '1', 'dont_know', 'not_asked']);
		expect(made.variables.at(-1)!.categories.map((c) => [c.value, c.label.nb, c.score])).toEqual([['1', 'nr. 5', 1], ['2', 'nr. 4', 2], ['3', 'nr. 3', 3], ['4', 'nr. 2', 4], ['5', 'nr. 1', 5]]);
	});
	it('an index is the mean of its items, reversed ones turned, and missing unless every one is answered', () => {
		expect(seen(first([ONE], [named('i', { rule: 'index', of: ['p', 'q'], reversed: ['q'] })]), 'i')).toEqual([1, 2, 'not_answered', 'dont_know', 'not_asked']);
		expect(seen(first([ONE], [named('i', { rule: 'index', of: ['p', 'q'], reversed: [], at_least: 1 })]), 'i')).toEqual([3, 3, 5, 'dont_know', 'not_asked']);
	});
	it('a value on a limit is in the band under it, or above it where the bands are closed to the left', () => {
		const bands = (closed?: 'left') => named('b', { rule: 'bands', of: 'n', upper: [20, 30], labels: ['lav', 'midt', 'høy'].map(text), ...(closed && { closed }) });
		expect(seen(first([ONE], [bands()]), 'b')).toEqual(['1', '1', '2', '3', 'suppressed']);
		expect(seen(first([ONE], [bands('left')]), 'b')).toEqual(['1', '2', '3', '3', 'suppressed']);
		expect(first([ONE], [bands()]).variables.at(-1)).toMatchObject({ measure: 'ordinal', categories: [{ value: '1', label: text('lav'), score: 1 }, { value: '2', label: text('midt') }, { value: '3', label: text('høy') }] });
	});
	it('recoding gathers categories under new ones; what no group holds is the rest, or not answered where there is none', () => {
		const groups = [{ value: 'lav', label: text('Lav'), from: ['1', '2'] }];
		expect(seen(first([ONE], [named('r', { rule: 'recode', of: 'p', groups })]), 'r')).toEqual(['lav', 'lav', 'not_answered', 'dont_know', 'not_asked']);
		expect(seen(first([ONE], [named('r', { rule: 'recode', of: 'p', groups, rest: { value: 'ellers', label: text('Ellers') } })]), 'r')).toEqual(['lav', 'lav', 'ellers', 'dont_know', 'not_asked']);
	});
	it('groups of equal size and natural groups take their limits from the values, and say them', () => {
		const made = first([ONE], [named('k', { rule: 'quantiles', of: 'n', groups: 2 }), named('m', { rule: 'natural', of: 'n', groups: 2, labels: [text('få'), text('mange')] })]);
		expect(seen(made, 'k')).toEqual(['1', '1', '2', '2', 'suppressed']);
		expect(made.variables.find((v) => v.name === 'k')!.categories.map((c) => c.label.nb)).toEqual(['(−∞; 20]', '(20; ∞)']);
		expect(seen(made, 'm')).toEqual(['1', '1', '2', '2', 'suppressed']);
	});
	it('one may be made of another, whichever is written first', () => {
		const chain = [
			named('i_band', { rule: 'bands', of: 'i', upper: [2.5], labels: ['lav', 'høy'].map(text) }), named('i', { rule: 'index', of: ['p', 'q_r'], reversed: [] }), named('q_r', { rule: 'reverse', of: 'q' })
		];
		const made = first([ONE], chain);
		expect(seen(made, 'i_band')).toEqual(['1', '1', 'not_answered', 'dont_know', 'not_asked']);
		expect(made.variables.slice(-3).map((v) => v.name)).toEqual(['q_r', 'i', 'i_band']);
		expect(made.variables.at(-1)!.origin).toEqual({ kind: 'derived', rule: chain[0]!.rule });
	});
	it('is made in every part that has what it is made of, or in those named', () => {
		const other = part('b', scale('p', [3, 4]));
		const third = part('c', numbers('n', [1]));
		const rule = { rule: 'reverse', of: 'p' } as const;
		expect(derive([ONE, other, third], [named('p_r', rule)]).parts.map((p) => 'p_r' in p.columns)).toEqual([true, true, false]);
		expect(derive([ONE, other, third], [named('p_r', rule, ['b'])]).parts.map((p) => 'p_r' in p.columns)).toEqual([false, true, false]);
	});
	it('leaves what it is made of as it was', () => {
		const before = structuredClone(ONE);
		derive([ONE], [named('p_r', { rule: 'reverse', of: 'p' }), named('b', { rule: 'bands', of: 'n', upper: [20], labels: ['a', 'b'].map(text) })]);
		expect(ONE).toEqual(before);
	});
});

describe('a derived variable that cannot be made is named with what is wrong', () => {
	const cases: [string, Derived, string, Record<string, string | number>][] = [
		['of a variable that no part has', named('x', { rule: 'reverse', of: 'zz' }), 'unknown', { variable: 'zz' }],
		['in a part that is not there', named('x', { rule: 'reverse', of: 'p' }, ['zz']), 'part', { part: 'zz', has: 'a' }],
		['in a part that lacks what it is made of', named('x', { rule: 'reverse', of: 'zz' }, ['a']), 'unknown_in', { variable: 'zz', part: 'a' }],
		['under a name that is taken', named('q', { rule: 'reverse', of: 'p' }), 'taken', { part: 'a' }],
		['turned, of names', named('x', { rule: 'reverse', of: 'navn' }), 'reverse_kind', { variable: 'navn' }],
		['an index of names', named('x', { rule: 'index', of: ['p', 'navn'], reversed: [] }), 'score', { variable: 'navn' }],
		['an index that turns what is no item of it', named('x', { rule: 'index', of: ['p'], reversed: ['q'] }), 'reversed', { variable: 'q', has: 'p' }],
		['an index that asks for more items than it has', named('x', { rule: 'index', of: ['p', 'q'], reversed: [], at_least: 3 }), 'at_least', { most: 2 }],
		['an index with an item twice', named('x', { rule: 'index', of: ['p', 'p'], reversed: [] }), 'item_twice', { variable: 'p' }],
		['bands with limits that do not rise', named('x', { rule: 'bands', of: 'n', upper: [3, 3], labels: ['a', 'b', 'c'].map(text) }), 'upper', {}],
		['bands with too few words', named('x', { rule: 'bands', of: 'n', upper: [3], labels: [text('a')] }), 'labels', { needed: 2, given: 1 }],
		['recoding of numbers', named('x', { rule: 'recode', of: 'n', groups: [{ value: 'a', label: text('a'), from: ['1'] }] }), 'recode_kind', { variable: 'n' }],
		['recoding of a category that is not there', named('x', { rule: 'recode', of: 'p', groups: [{ value: 'a', label: text('a'), from: ['7'] }] }), 'category', { variable: 'p', value: '7', has: '1, 2, 3, 4, 5' }],
		['a category in two groups', named('x', { rule: 'recode', of: 'p', groups: [{ value: 'a', label: text('a'), from: ['1'] }, { value: 'b', label: text('b'), from: ['1'] }] }), 'category_twice', { value: '1' }],
		['more natural groups than values', named('x', { rule: 'natural', of: 'n', groups: 5 }), 'values', { variable: 'n', groups: 5 }],
		['one that is made of itself', named('x', { rule: 'reverse', of: 'x' }), 'ring', { variables: 'x' }]
	];
	it.each(cases)('%s', (_, derived, code, params) => {
		const made = derive([ONE], [derived]);
		expect(made.faults).toEqual([{ name: derived.name, code, params }]);
		expect(made.parts).toEqual([ONE]);
	});
	it('variables of a faulty one are not spoken of, others are made all the same', () => {
		const made = derive([ONE], [named('x', { rule: 'reverse', of: 'zz' }), named('y', { rule: 'reverse', of: 'x' }), named('p_r', { rule: 'reverse', of: 'p' })]);
		expect(made.faults.map((f) => f.name)).toEqual(['x']);
		expect('p_r' in made.parts[0]!.columns).toBe(true);
	});
	it('a name used twice, and what is no rule, are told by name and place', () => {
		expect(derive([ONE], [named('x', { rule: 'reverse', of: 'p' }), named('x', { rule: 'reverse', of: 'q' })]).faults).toEqual([{ name: 'x', code: 'twice', params: {} }]);
		const read = parseDerived([{ name: 'x', label: { nb: 'X' }, rule: { rule: 'bands', of: 'n', upper: ['3'], labels: [] } }, { name: 'Y', label: { nb: 'Y' }, rule: { rule: 'reverse', of: 'p' } }, { name: 'z', label: { nb: 'Z' }, rule: { rule: 'vridd' } }]);
		expect(read.derived).toEqual([]);
		expect(read.faults.map((f) => [f.name, f.code, f.params.where])).toEqual([['x', 'form', 'rule.upper.0'], ['Y', 'form', 'name'], ['z', 'form', 'rule.rule']]);
		expect(parseDerived({}).faults[0]!.code).toBe('not_list');
	});
});
