import { describe, expect, it } from 'vitest';
import type { Table } from '../../../analysis/report/table.ts';
import type { Block } from '#lib/domain/report/types.ts';
import { partsOf } from '#lib/server/results/report-document/compose.ts';
import { blockOf, NOTHING_TYPED, typedOf, type PartsOf, type TypedBlock } from '#lib/server/results/report-document/form.ts';
import { typedFrom } from '#lib/server/results/report-document/block-page.ts';
import { ranEntry, ranFrom } from '../../support/report-run.ts';

const table = (columns: string[], rows: string[]): Table => ({
	title: 'T', rowHeading: 'Svar', notes: [], provenance: [], columns: columns.map((key) => ({ key, label: key.toUpperCase(), group: 'Stilling' })), rows: rows.map((key) => ({ key, label: key, cells: columns.map(() => ({ kind: 'count', value: 1 })) }))
});
const ran = ranFrom({ a: ranEntry('means', {}, { tables: [{ key: 'main', table: table(['x', 'y', 'z'], ['one', 'two']) }] }), b: ranEntry('means', {}, { tables: [{ key: 'main', table: table(['x', 'y'], ['mean']) }, { key: 'other', table: table(['w'], ['one']) }] }) });
const parts: PartsOf = (block) => partsOf(block, ran, 'nb');
type TableBlock = Extract<Block, { kind: 'table' }>;
const block: TableBlock = { kind: 'table', entry: 'a', caption: 'C' };
const joined: TableBlock = { ...block, with: [{ entry: 'b', as: 'rows' }], rows: ['mean', 'one'], columns: ['z', 'x'], labels: { mean: 'Snitt', columns: 'Hvem', row_heading: 'Hva' } };
const composed = (typed: TypedBlock, change: Partial<TypedBlock['composed']>): TypedBlock => ({ ...typed, composed: { ...typed.composed, ...change } });

describe('the form of a table that takes rows and columns of others', () => {
	it.each<[string, TableBlock]>([['alone', block], ['joined, picked and renamed', joined], ['of another view and family', { ...block, view: 'main', notes: ['n'], number: 4, family: 'f' }]])('gives back the block it was made of: %s', (_, given) => {
		expect(blockOf(typedOf(given, parts), parts)).toEqual({ block: given, faults: [] });
		expect(blockOf(typedOf(given))).toEqual({ block: given, faults: [] });
	});
	it('shows every row and column of the table as it is joined, those not shown without a place, with the words that stand in them', () => {
		expect(parts(joined)).toMatchObject({ rows: [{ key: 'one' }, { key: 'two' }, { key: 'mean', own: 'mean' }], columns: [{ key: 'x', own: 'Stilling: X' }, { key: 'y' }, { key: 'z' }] });
		expect(typedOf(joined, parts).composed.rows).toEqual([{ key: 'one', shown: true, place: '2' }, { key: 'two', shown: false, place: '' }, { key: 'mean', shown: true, place: '1' }]);
		expect(typedOf(joined, parts).composed.labels.filter((one) => one.text !== '')).toEqual([{ key: 'row_heading', text: 'Hva' }, { key: 'columns', text: 'Hvem' }, { key: 'mean', text: 'Snitt' }]);
	});
	it('joins, picks, orders and renames', () => {
		const typed = typedOf(block, parts);
		const made = blockOf(composed(typed, {
			joins: [{ entry: 'b', view: 'other', as: 'columns' }, { entry: '', view: '', as: 'rows' }], rows: [{ key: 'one', shown: false, place: '1' }, { key: 'two', shown: true, place: '2' }],
			columns: [{ key: 'x', shown: true, place: '3' }, { key: 'y', shown: true, place: '' }, { key: 'z', shown: true, place: '1' }], labels: [{ key: 'x', text: ' Ny ' }, { key: 'y', text: ' ' }]
		}), parts);
		// the column that came with the join was not in the form, and comes last
		expect(made.block).toEqual({ ...block, with: [{ entry: 'b', view: 'other', as: 'columns' }], rows: ['two'], columns: ['z', 'x', 'y', 'w'], labels: { x: 'Ny' } });
	});
	it('forgets rows and columns of a table that is no longer joined', () => {
		expect(blockOf(composed(typedOf(joined, parts), { joins: [{ entry: '', view: '', as: 'rows' }] }), parts).block).toEqual({ ...block, rows: ['one'], columns: ['z', 'x'], labels: { mean: 'Snitt', columns: 'Hvem', row_heading: 'Hva' } });
	});
	it('goes by the JSON where that was changed, and says what is wrong with it', () => {
		const typed = { ...typedOf(joined, parts), more: '{ "rows": ["one"] }' };
		expect(blockOf(typed, parts).block).toEqual({ ...block, rows: ['one'] });
		expect(blockOf({ ...typed, more: '{' }, parts).faults[0]).toMatchObject({ code: 'bad_form', params: { place: 'JSON' } });
		expect(blockOf({ ...typed, more: '{ "rows": 1 }' }, parts).faults[0]).toMatchObject({ code: 'bad_form', params: { place: 'rows' } });
		const returned = typedOf(joined, parts);
		expect(blockOf({ ...returned, more: returned.more.replaceAll('\n', '\r\n') }, parts).block).toEqual(joined);
	});
	it('keeps rows, columns and words as they were where there are no numbers to show a table of', () => {
		expect(blockOf(composed(typedOf(joined), { joins: [{ entry: 'b', view: '', as: 'columns' }] })).block).toEqual({ ...joined, with: [{ entry: 'b', as: 'columns' }] });
	});
	it('is read from what a browser sends', () => {
		const form = new FormData();
		for (const [name, value] of [['kind', 'table'], ['entry', 'a'], ['caption', 'C'], ['join_entry', 'b'], ['join_view', ''], ['join_as', 'rows'], ['join_entry', ''], ['join_view', ''], ['join_as', 'rows'], ['row_key', 'one'], ['row_place', '1'], ['row_key', 'two'], ['row_place', '2'], ['row_shown', 'two'], ['label_key', 'one'], ['label_text', 'En']] as const) form.append(name, value);
		expect(blockOf(typedFrom(form), parts).block).toEqual({ ...block, with: [{ entry: 'b', as: 'rows' }], rows: ['two', 'mean'], labels: { one: 'En' } });
	});
});

describe('the form of a figure', () => {
	it('names which figure of its kind, the first without a number', () => {
		const figure = (text: string) => blockOf({ ...NOTHING_TYPED, kind: 'figure', entry: 'a', caption: 'C', figure: text }).block;
		expect([figure('bars'), figure('bars.1'), figure('bars.2')].map((one) => one?.kind === 'figure' && [one.figure, one.which])).toEqual([['bars', undefined], ['bars', undefined], ['bars', 2]]);
		expect(figure('other.2')).toBeNull();
		expect(typedOf(figure('likert.3')!).figure).toBe('likert.3');
	});
});
