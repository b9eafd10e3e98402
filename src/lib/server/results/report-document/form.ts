/** A block from a form, whole or refused. */
import { FIGURE_KINDS } from '#lib/domain/figure/types.ts';
import { REPORT_FORMAT, type Block } from '#lib/domain/report/types.ts';
import type { Fault } from './types.ts';
import { parseReport } from './parse.ts';

export const BLOCK_KINDS = ['heading', 'text', 'table', 'figure', 'list_of_tables', 'page_break'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];
export const isBlockKind = (text: string): text is BlockKind => (BLOCK_KINDS as readonly string[]).includes(text);
export { FIGURE_KINDS };

/** What was typed, so that a refused form is shown as it was. */
export type TypedBlock = Record<'kind' | 'text' | 'level' | 'entry' | 'view' | 'figure' | 'caption' | 'notes' | 'number' | 'more', string>;

export const NOTHING_TYPED: TypedBlock = { kind: '', text: '', level: '1', entry: '', view: '', figure: 'bars', caption: '', notes: '', number: '', more: '' };

/** A block as its form has it. */
export function typedOf(block: Block): TypedBlock {
	const more = block.kind === 'table' ? { ...(block.with && { with: block.with }), ...(block.rows && { rows: block.rows }), ...(block.columns && { columns: block.columns }), ...(block.labels && { labels: block.labels }) } : block.kind === 'figure' && block.options ? { options: block.options } : {};
	return {
		...NOTHING_TYPED, kind: block.kind, ...('text' in block && { text: block.text }), ...(block.kind === 'heading' && { level: String(block.level) }),
		...((block.kind === 'table' || block.kind === 'figure') && { entry: block.entry, caption: block.caption, notes: (block.notes ?? []).join('\n'), number: block.number === undefined ? '' : String(block.number) }),
		...(block.kind === 'table' && { view: block.view ?? '' }), ...(block.kind === 'figure' && { figure: block.figure }),
		more: Object.keys(more).length > 0 ? JSON.stringify(more, null, '\t') : ''
	};
}

function jsonOf(more: string): Record<string, unknown> | string {
	if (more.trim() === '') return {};
	try {
		const read: unknown = JSON.parse(more);
		return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : '{}';
	} catch (error) {
		return (error as Error).message;
	}
}

/** @returns the block, or what is wrong with each field */
export function blockOf(typed: TypedBlock): { block: Block; faults: [] } | { block: null; faults: Fault[] } {
	const more = jsonOf(typed.more);
	if (typeof more === 'string') return { block: null, faults: [{ block: 1, code: 'bad_form', params: { place: 'JSON', expected: `${more}.` } }] };
	const notes = typed.notes.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '');
	const numbered = { entry: typed.entry, caption: typed.caption.trim(), ...(notes.length > 0 && { notes }), ...(typed.number.trim() !== '' && { number: Number(typed.number) }) };
	const given: Record<BlockKind, object> = {
		heading: { kind: 'heading', level: Number(typed.level), text: typed.text.trim() }, text: { kind: 'text', text: typed.text.replaceAll('\r\n', '\n').trim() },
		table: { kind: 'table', ...(typed.view !== '' && { view: typed.view }), ...numbered, ...more }, figure: { kind: 'figure', figure: typed.figure, ...numbered, ...more },
		list_of_tables: { kind: 'list_of_tables' }, page_break: { kind: 'page_break' }
	};
	const wanted = isBlockKind(typed.kind) ? given[typed.kind] : {};
	const read = parseReport(JSON.stringify({ format: REPORT_FORMAT, title: 'x', style: 'plain', locale: 'nb', blocks: [wanted] }));
	if (!read.value) return { block: null, faults: read.faults.map((fault) => ({ ...fault, params: { ...fault.params, place: String(fault.params.place).replace(/^blocks\.0\.?/, '') } })) };
	return { block: read.value.blocks[0]!, faults: [] };
}
