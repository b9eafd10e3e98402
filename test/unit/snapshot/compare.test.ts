import { describe, expect, it } from 'vitest';
import type { Dataset, DatasetColumn, DatasetVariable } from '#lib/domain/dataset/types.ts';
import { codebook, codebookEntry } from '#lib/server/results/snapshot/codebook.ts';
import { comparePart } from '#lib/server/results/snapshot/compare.ts';
import { partView } from '#lib/server/results/snapshot/compare-view.ts';

const text = (nb: string) => ({ nb, nn: nb, en: nb });
const variable = (name: string, over: Partial<DatasetVariable> = {}): DatasetVariable => ({
	name, label: text(name), question: null, type: 'categorical', measure: 'nominal', categories: ['1', '2'].map((value) => ({ value, label: text(`nr. ${value}`) })), reversed: false, decimals: null, unit: null,
	origin: { kind: 'item', survey: 's', item: name, block: 'b' }, ...over
});
const codes = (...of: number[]): DatasetColumn => ({ kind: 'categorical', codes: Uint8Array.from(of) });
const numbers = (...of: number[]): DatasetColumn => ({ kind: 'numeric', values: Float64Array.from(of), missing: null });
const dataset = (rows: number, made: [DatasetVariable, DatasetColumn][], suppressBelow = 0): Dataset =>
	({ key: 's', kind: 'responses', title: text('S'), hash: 'h', rows, variables: made.map(([v]) => v), columns: Object.fromEntries(made.map(([v, c]) => [v.name, c])), suppressBelow });

describe('two snapshots beside each other', () => {
	const bands = (upper: number[]) => variable('band', { origin: { kind: 'derived', rule: { rule: 'bands', of: 'tall', upper, labels: [] } } });
	const before = dataset(4, [[variable('a'), codes(0, 0, 1, 254)], [variable('b'), codes(0, 0, 0, 0)], [variable('borte'), codes(0, 0, 0, 0)], [bands([3]), codes(0, 0, 1, 1)], [variable('tall', { type: 'numeric', categories: [] }), numbers(1, 2, 3, 4)]]);
	const three = ['1', '2', '3'].map((value) => ({ value, label: text(`nr. ${value}`) }));
	const after = dataset(5, [[variable('a'), codes(1, 0, 1, 1, 254)], [variable('b', { categories: three, label: text('B') }), codes(0, 0, 0, 0, 2)], [variable('ny'), codes(0, 0, 0, 0, 0)], [bands([2]), codes(0, 0, 1, 1, 1)], [variable('tall', { type: 'numeric', categories: [] }), numbers(4, 3, 2, 1, 9)]]);
	const change = comparePart('s', before, after);
	it('tell which variables came and went, what changed of the others, and at least how many values differ', () => {
		expect([change.rows, change.added.map((v) => v.name), change.gone.map((v) => v.name), change.same]).toEqual([{ before: 4, after: 5 }, ['ny'], ['borte'], 0]);
		expect(change.changed.map(({ name, changes, added, differing }) => [name, changes, added, differing])).toEqual([
			['a', [], [], 2], ['b', ['label', 'categories'], ['3'], 1], ['band', ['rule'], [], 1], ['tall', [], [], 1]
		]);
		expect(change.changed[0]!.before.counts).toEqual([2, 1]);
		expect(change.changed[0]!.after.counts).toEqual([1, 3]);
	});
	it('are the same when only the order of the rows is another', () => {
		const turned = dataset(4, before.variables.map((v) => [v, v.type === 'numeric' ? numbers(4, 2, 3, 1) : before.columns[v.name]!]));
		expect(comparePart('s', before, turned)).toMatchObject({ changed: [], added: [], gone: [], same: 5 });
	});
	it('are told in words and as a table, and a part that came or went as such', () => {
		const view = partView(change, 0, 'nb');
		expect(view.sentences).toEqual(['4 rader før, 5 nå.', 'Nye variabler: ny', 'Variabler som er borte: borte', 'Endrede variabler: 4. Uendrede: 0.']);
		expect(view.table!.rows.map((r) => [r.key, r.cells[0], r.cells[1]])).toEqual([
			['a', { kind: 'text', value: 'verdier' }, { kind: 'count', value: 2 }], ['b', { kind: 'text', value: 'tekst; kategorier; verdier; nye: 3' }, { kind: 'count', value: 1 }],
			['band', { kind: 'text', value: 'regel; verdier' }, { kind: 'count', value: 1 }], ['tall', { kind: 'text', value: 'verdier' }, { kind: 'count', value: 1 }]
		]);
		expect(view.distributions.map((t) => t.title)).toEqual(['a: a', 'band: band']);
		expect(partView(comparePart('s', null, after), 0, 'nb').sentences).toEqual(['Delen er ny.']);
	});
	it('do not show a difference of fewer people than results are shown for', () => {
		const view = partView(change, 5, 'nb');
		expect(view.table!.rows[0]!.cells[1]).toEqual({ kind: 'text', value: 'færre enn 5' });
		expect(JSON.stringify(view.table!.rows.map((r) => r.cells.slice(2)))).not.toContain('count');
		expect(JSON.stringify(view.distributions)).not.toContain('count');
	});
});

describe('the codebook', () => {
	const column = codes(...new Array<number>(30).fill(0), ...new Array<number>(9).fill(1), 254, 254);
	it('has how often each category and kind of missing occurs, as numbers and shares of the valid', () => {
		const entry = codebookEntry(variable('a'), column, 0, 'nb');
		expect(entry.rows.map((r) => [r.value, r.count, r.share])).toEqual([['1', 30, 30 / 39], ['2', 9, 9 / 39], [null, 2, null]]);
		expect([entry.valid, entry.type, entry.origin]).toEqual([39, 'Kategorier', 'Spørsmålet a i blokken b']);
	});
	it('hides what concerns few, and what would give it away', () => {
		const entry = codebookEntry(variable('a'), column, 5, 'nb');
		expect(entry.rows.map((r) => [r.count, r.share])).toEqual([[30, null], [null, null], [null, null]]);
		expect(entry.valid).toBe(null);
		const whole = codebookEntry(variable('a'), codes(0, 0, 0, 0, 0, 0, 1), 5, 'nb');
		expect(whole.rows.map((r) => r.count)).toEqual([null, null]);
	});
	it('tells of numbers their mean, spread and ends, and no ends where few are protected', () => {
		const entry = (below: number) => codebookEntry(variable('t', { type: 'numeric', categories: [], unit: text('år'), decimals: 0 }), numbers(1, 2, 3, 4, 10), below, 'nb').summary;
		expect(entry(0)).toBe('Gjennomsnitt 4,00 år, standardavvik 3,54, fra 1 til 10.');
		expect(entry(5)).toBe('Gjennomsnitt 4,00 år, standardavvik 3,54.');
		expect(entry(6)).toBe(null);
	});
	it('says a rule as it is, and finds a variable by name, words or categories in any language', () => {
		const data = dataset(1, [[variable('a', { label: { nb: 'Ordningen', nn: 'Ordninga', en: 'The scheme' } }), codes(0)], [variable('i', { type: 'numeric', categories: [], origin: { kind: 'derived', rule: { rule: 'index', of: ['a', 'b'], reversed: ['b'] } } }), numbers(1)]]);
		const find = (search: string) => codebook(data, { search, page: 1 }, 'nb').entries.map((e) => e.name);
		expect([find('SCHEME'), find('nr. 2'), find(''), find('zz')]).toEqual([['a'], ['a'], ['a', 'i'], []]);
		expect(codebook(data, { search: 'i', page: 99 }, 'en').entries.at(-1)!.origin).toBe('The mean of 2 items: a, b. Turned round first: b. Every one must be answered.');
	});
});
