import { describe, expect, it } from 'vitest';
import type { Table } from '../../../analysis/report/table.ts';
import { REPORT_FORMAT, type Block, type Report } from '#lib/domain/report/types.ts';
import type { Plan } from '#lib/domain/analysis/types.ts';
import { checkReport } from '#lib/server/results/report-document/check.ts';
import { addBlock, moveBlock, removeBlock, replaceBlock } from '#lib/server/results/report-document/edit.ts';
import { parseReport } from '#lib/server/results/report-document/parse.ts';
import { choicesOf, kindsOf } from '#lib/server/results/report-document/figures.ts';
import { resolve } from '#lib/server/results/report-document/resolve.ts';
import { figuresOf, tablesOf } from '#lib/server/export/report/resolved.ts';
import { ranEntry, ranFrom, violated } from '../../support/report-run.ts';

const count = (value: number) => ({ kind: 'count', value }) as const;
const table = (keys: string[], rows: Record<string, number[]>): Table => ({
	title: 'T', rowHeading: 'R', notes: ['n'], provenance: [], columns: keys.map((key) => ({ key, label: key.toUpperCase() })), rows: Object.entries(rows).map(([key, cells]) => ({ key, label: key, cells: cells.map(count) }))
});
const ran = ranFrom({
	a: ranEntry('means', { p: 0.03, mean: [4.25, 'suppressed'], undefined_here: null }, { tables: [{ key: 'main', table: table(['x', 'y', 'z'], { one: [1, 2, 3], two: [4, 5, 6] }) }, { key: 'other', table: table(['x'], { one: [9] }) }], sentences: ['A skårer høyere.'] }),
	b: ranEntry('means', { p: 0.5 }, { tables: [{ key: 'main', table: table(['y', 'x'], { mean: [20, 10] }) }], figures: [{ kind: 'dots', title: 'F', notes: [], locale: 'nb', labels: ['l'], series: [], axis: { label: 'x', decimals: 1 }, horizontal: false, interval: null }] }),
	c: violated('too_few')
});
const spec = { method: 'means' };
const plan: Plan = { format: 'grunnlag-plan/1', title: { nb: 'P' }, entries: ['a', 'b', 'c'].map((key) => ({ key, title: { nb: key }, data: ['s'], spec })) };
const report = (...blocks: Block[]): Report => ({ format: REPORT_FORMAT, title: 'Rapport', style: 'afi', locale: 'nb', blocks });
const resolved = (...blocks: Block[]) => resolve(report(...blocks), { ran, provenance: [], date: '2021-06-01' });
const tableBlock = (over: Partial<Extract<Block, { kind: 'table' }>> = {}): Block => ({ kind: 'table', entry: 'a', caption: 'Caption.', ...over });

describe('a report', () => {
	it('has its numbers, references and sentences filled in, a reference as a link that begins a sentence with a capital', () => {
		const { resolved: made, warnings } = resolved({ kind: 'text', text: 'Se {t:a}. {t:a} og {f:b} viser {r:a.mean.0|1} ({r:a.p}). {s:a}' }, tableBlock({ number: 21 }), { kind: 'figure', entry: 'b', figure: 'dots', caption: 'F', number: 3 });
		expect(made.blocks[0]).toEqual({ kind: 'paragraph', runs: [
			{ text: 'Se ' }, { text: 'tabell 21', to: { of: 'table', key: 'a' } }, { text: '. ' }, { text: 'Tabell 21', to: { of: 'table', key: 'a' } }, { text: ' og ' }, { text: 'figur 3', to: { of: 'figure', key: 'b' } },
			{ text: ' viser 4,3 (p\u00a0=\u00a00,030). A skårer høyere.' }
		] });
		expect(warnings).toEqual([]);
	});
	it('parts paragraphs and points, and has emphasis', () => {
		const { resolved: made } = resolved({ kind: 'text', text: 'En *viktig*\nlinje.\n\n- første\n- **andre** 2 * 3\n\n> sitat' });
		expect(made.blocks).toEqual([
			{ kind: 'paragraph', runs: [{ text: 'En ' }, { text: 'viktig', italic: true }, { text: ' linje.' }] }, { kind: 'paragraph', style: 'bullet', runs: [{ text: 'første' }] },
			{ kind: 'paragraph', style: 'bullet', runs: [{ text: 'andre', bold: true }, { text: ' 2 * 3' }] }, { kind: 'paragraph', style: 'quote', runs: [{ text: 'sitat' }] }
		]);
	});
	it('prints a number that is suppressed, undefined or refused as a marked gap with a warning, never as nothing', () => {
		const { resolved: made, warnings } = resolved({ kind: 'text', text: '{r:a.mean.1} {r:a.undefined_here} {r:c.p}' });
		const [block] = made.blocks;
		expect(block?.kind === 'paragraph' && block.runs.filter((run) => run.gap).map((run) => run.text)).toEqual(['[skjult: for få svar]', '[ikke definert]', '[ikke regnet ut]']);
		expect(warnings).toEqual([{ block: 1, code: 'suppressed', params: { source: '{r:a.mean.1}' } }, { block: 1, code: 'undefined', params: { source: '{r:a.undefined_here}' } }, { block: 1, code: 'violation', params: { source: '{r:c.p}' } }]);
	});
	it('says where a table or figure should have been that the data do not give', () => {
		const { resolved: made, warnings } = resolved(tableBlock({ entry: 'c' }), { kind: 'figure', entry: 'c', figure: 'bars', caption: 'F' });
		expect(made.blocks.every((block) => block.kind === 'paragraph' && block.runs[0]?.gap)).toBe(true);
		expect(warnings.map((warning) => warning.code)).toEqual(['no_table', 'no_figure']);
	});
	it('numbers tables and figures each for themselves, going on from where it is told', () => {
		const { resolved: made } = resolved(tableBlock({ number: 8 }), tableBlock({ entry: 'b' }), { kind: 'figure', entry: 'b', figure: 'dots', caption: 'F', number: 3 }, tableBlock({ view: 'other' }), tableBlock({ entry: 'b', view: 'main', number: 21 }));
		expect(tablesOf(made).map((block) => [block.number, block.key])).toEqual([[8, 'a'], [9, 'b'], [10, 'a.other'], [21, 'b.main']]);
		expect(figuresOf(made).map((block) => block.number)).toEqual([3]);
		expect(tablesOf(made)[0]!.caption).toBe('Caption');
	});
	it('takes rows and columns of other tables by their keys, and shows those that are asked for under other words', () => {
		const { resolved: made } = resolved(tableBlock({ with: [{ entry: 'b', as: 'rows' }, { entry: 'a', view: 'other', as: 'columns' }], columns: ['z', 'x', 'a.x'], rows: ['mean', 'one'], labels: { mean: 'Gjennomsnitt', z: 'Sett' } }));
		const found = tablesOf(made)[0]!.table;
		expect(found.columns.map((column) => column.label)).toEqual(['Sett', 'X', 'X']);
		expect(found.rows.map((row) => [row.label, ...row.cells.map((cell) => ('value' in cell ? cell.value : null))])).toEqual([['Gjennomsnitt', '', 10, ''], ['one', 3, 1, 9]]);
	});
	it('has the figure of its kind that the block names, each under a name of its own, the first under that of the entry', () => {
		const figure = (title: string) => ({ ...ran('b')!.presented.figures[0]!, title });
		const many = ranFrom({ b: ranEntry('describe', {}, { figures: [figure('First'), figure('Second')] }) });
		const block = (which?: number): Block => ({ kind: 'figure', entry: 'b', figure: 'dots', caption: 'F', ...(which !== undefined && { which }) });
		const { resolved: made } = resolve(report(block(2), block(), block(3), { kind: 'text', text: '{f:b} {f:b.dots_1} {f:b.dots_2}' }), { ran: many, provenance: [], date: '2021-06-01' });
		expect(figuresOf(made).map((one) => [one.key, one.number, one.figure.title])).toEqual([['b', 1, 'Second'], ['b.dots_1', 2, 'First']]);
		const said = made.blocks.at(-1)!;
		expect(said.kind === 'paragraph' && said.runs.flatMap((run) => run.to?.key ?? [])).toEqual(['b', 'b.dots_1', 'b']);
		expect(checkReport(report(block(2), block(), block(3), block(1)), plan, many).map(({ block: at, code, params }) => [at, code, params])).toEqual([[3, 'unknown_which', { which: 3, count: 2 }], [4, 'twice', { entry: 'b' }]]);
		expect(choicesOf(many('b')!.presented)).toEqual([{ value: 'dots', kind: 'dots', title: 'First' }, { value: 'dots.2', kind: 'dots', title: 'Second' }]);
	});
	it('is the same whenever it is made', () => {
		const made = () => JSON.stringify(resolved({ kind: 'text', text: '{r:a.p}' }, tableBlock()));
		expect(made()).toBe(made());
	});
});

describe('the check of a report against its plan', () => {
	const faults = (...blocks: Block[]) => checkReport(report(...blocks), plan, ran).map(({ block, code, params }) => [block, code, ...Object.values(params)]);

	it('finds nothing in a report whose bindings are all there, nor in numbers that the data do not give', () => {
		expect(faults({ kind: 'text', text: '{r:a.p} {r:a.mean.1} {r:c.p} {t:a} {s:b}' }, tableBlock(), tableBlock({ entry: 'c' }))).toEqual([]);
	});
	it('names block and mend for every binding that is broken, all at once', () => {
		expect(faults({ kind: 'heading', level: 1, text: '{r:aa.p}' }, { kind: 'text', text: '{r:a.q} {r:a.mean} {t:b} {r:a}' })).toEqual([
			[1, 'unknown_entry', 'aa', expect.stringContaining('a')], [2, 'no_place', '{r:a.q}', 'p, mean, undefined_here'], [2, 'not_single', '{r:a.mean}', 'mean, p, undefined_here'], [2, 'no_reference', '{t:b}', ''], [2, 'malformed', '{r:a}']
		]);
	});
	it('names what a table asks for in vain', () => {
		expect(faults(tableBlock({ view: 'x' }), tableBlock({ rows: ['three'] }), tableBlock({ entry: 'b', columns: ['w'], caption: ' ' }), { kind: 'figure', entry: 'b', figure: 'bars', caption: 'F' }, tableBlock({ view: 'main', with: [{ entry: 'b', as: 'columns' }] })).map(([block, code]) => [block, code]))
			.toEqual([[1, 'unknown_view'], [2, 'unknown_row'], [3, 'empty_caption'], [3, 'unknown_column'], [4, 'unknown_figure'], [5, 'no_shared']]);
	});
	it('offers each kind of figure that an entry has once, however many it has of it', () => {
		const figure = ran('b')!.presented.figures[0]!;
		const many = ranFrom({ b: ranEntry('describe', {}, { figures: [figure, { kind: 'tiles', title: 'T', notes: [], locale: 'nb', values: [], axis: { label: 'x', decimals: 1 } }, figure] }) });
		expect(kindsOf(many('b')!.presented)).toEqual(['dots', 'tiles']);
	});
	it('finds a table that comes twice and a number that goes backwards', () => {
		expect(faults(tableBlock({ number: 5 }), tableBlock({ number: 5 }))).toEqual([[2, 'twice', 'a'], [2, 'number', 5, 5]]);
	});
	it('holds only the plan against a report that has no run', () => {
		expect(checkReport(report({ kind: 'text', text: '{r:a.anything}' }, { kind: 'text', text: '{r:d.p}' }), plan).map(({ block, code }) => [block, code])).toEqual([[2, 'unknown_entry']]);
	});
});

describe('a report from a file', () => {
	it('is what was written', () => {
		const given = report(tableBlock({ with: [{ entry: 'b', as: 'rows' }], number: 3 }), { kind: 'page_break' });
		expect(parseReport(JSON.stringify(given))).toEqual({ value: given, faults: [] });
	});
	it('is told by block and field what is wrong with its form', () => {
		const { value, faults } = parseReport(JSON.stringify({ ...report({ kind: 'text', text: 'x' }), style: 'x', blocks: [{ kind: 'heading', level: 4, text: 'x' }, { kind: 'other' }] }));
		expect(value).toBeNull();
		expect(faults.map(({ block, params }) => [block, params.place])).toEqual([[0, 'style'], [1, 'blocks.0.level'], [2, 'blocks.1.kind']]);
		expect(parseReport('{').faults[0]).toMatchObject({ block: 0, code: 'bad_form' });
	});
});

describe('a change of a report', () => {
	const three = report(...['a', 'b', 'c'].map((text): Block => ({ kind: 'text', text })));
	const order = ({ blocks }: Report) => blocks.map((block) => ('text' in block ? block.text : ''));

	it('moves, adds, takes away and replaces blocks, and leaves the report it was given', () => {
		expect(order(moveBlock(three, 2, -1))).toEqual(['b', 'a', 'c']);
		expect(order(moveBlock(three, 1, -1))).toEqual(['a', 'b', 'c']);
		expect(order(moveBlock(three, 3, 1))).toEqual(['a', 'b', 'c']);
		expect(order(addBlock(three, 0, { kind: 'text', text: 'd' }))).toEqual(['d', 'a', 'b', 'c']);
		expect(order(addBlock(three, 2, { kind: 'text', text: 'd' }))).toEqual(['a', 'b', 'd', 'c']);
		expect(order(removeBlock(three, 2))).toEqual(['a', 'c']);
		expect(order(replaceBlock(three, 3, { kind: 'text', text: 'd' }))).toEqual(['a', 'b', 'd']);
		expect(order(three)).toEqual(['a', 'b', 'c']);
	});
	it.each([0, 4, 1.5, NaN])('refuses a block that is not there: %s', (place) => {
		expect(() => removeBlock(three, place)).toThrow(expect.objectContaining({ code: 'report_problem_no_block' }));
	});
});
