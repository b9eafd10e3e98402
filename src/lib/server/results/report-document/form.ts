/** A block from a form, whole or refused. */
import { FIGURE_KINDS } from '#lib/domain/figure/types.ts';
import { REPORT_FORMAT, type Block } from '#lib/domain/report/types.ts';
import { compositionOf, joinsOf, NOTHING_COMPOSED, typedComposition, type Composition, type Parts, type TypedComposition } from './compose.ts';
import type { TableBlock } from './numbering.ts';
import type { Fault } from './types.ts';
import { parseReport } from './parse.ts';

export const BLOCK_KINDS = ['heading', 'text', 'table', 'figure', 'list_of_tables', 'page_break'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];
export const isBlockKind = (text: string): text is BlockKind => (BLOCK_KINDS as readonly string[]).includes(text);
export { FIGURE_KINDS };

/** Fields of a block's form, each once. `figure`: `bars`, or `bars.2` for the second of its kind. `more`: JSON, and `more_seen` as it was shown: where they differ the JSON holds, not the form beside it. */
export const FIELDS = ['kind', 'text', 'level', 'entry', 'view', 'figure', 'caption', 'notes', 'number', 'family', 'more', 'more_seen'] as const;
/** What was typed, so that a refused form is shown as it was. */
export type TypedBlock = Record<(typeof FIELDS)[number], string> & { composed: TypedComposition };

export const NOTHING_TYPED: TypedBlock = { kind: '', text: '', level: '1', entry: '', view: '', figure: 'bars', caption: '', notes: '', number: '', family: '', more: '', more_seen: '', composed: NOTHING_COMPOSED };

/** The parts of a table block's table as it stands: see `partsOf`. */
export type PartsOf = (block: TableBlock) => Parts | null;

const jsonText = (more: object): string => (Object.keys(more).length > 0 ? JSON.stringify(more, null, '\t') : '');
const lines = (text: string): string => text.replaceAll('\r\n', '\n').trim();

/** A block as its form has it. */
export function typedOf(block: Block, partsOf: PartsOf = () => null): TypedBlock {
	const { with: joins, rows, columns, labels }: Composition = block.kind === 'table' ? block : {};
	const composition: Composition = { ...(joins && { with: joins }), ...(rows && { rows }), ...(columns && { columns }), ...(labels && { labels }) };
	const more = jsonText(block.kind === 'figure' && block.options ? { options: block.options } : composition);
	return {
		...NOTHING_TYPED, kind: block.kind, ...('text' in block && { text: block.text }), ...(block.kind === 'heading' && { level: String(block.level) }),
		...((block.kind === 'table' || block.kind === 'figure') && { entry: block.entry, caption: block.caption, notes: (block.notes ?? []).join('\n'), number: block.number === undefined ? '' : String(block.number) }),
		...(block.kind === 'table' && { view: block.view ?? '', family: block.family ?? '', composed: typedComposition(composition, partsOf(block)) }),
		...(block.kind === 'figure' && { figure: (block.which ?? 1) === 1 ? block.figure : `${block.figure}.${block.which}` }), more, more_seen: more
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

type Made = { block: Block; faults: [] } | { block: null; faults: Fault[] };

/** One block, alone in a report, held against the form of reports. */
function parsed(block: object): Made {
	const read = parseReport(JSON.stringify({ format: REPORT_FORMAT, title: 'x', style: 'plain', locale: 'nb', blocks: [block] }));
	if (read.value) return { block: read.value.blocks[0]!, faults: [] };
	return { block: null, faults: read.faults.map((fault) => ({ ...fault, params: { ...fault.params, place: String(fault.params.place).replace(/^blocks\.0\.?/, '') } })) };
}

function figureFields(text: string): object {
	const [, figure = text, which] = /^([a-z]+)\.(\d{1,3})$/.exec(text) ?? [];
	return { figure, ...(which !== undefined && Number(which) > 1 && { which: Number(which) }) };
}

/** @returns the block, or what is wrong with each field */
export function blockOf(typed: TypedBlock, partsOf: PartsOf = () => null): Made {
	const more = jsonOf(typed.more);
	if (typeof more === 'string') return { block: null, faults: [{ block: 1, code: 'bad_form', params: { place: 'JSON', expected: `${more}.` } }] };
	const notes = typed.notes.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '');
	const numbered = { entry: typed.entry, caption: typed.caption.trim(), ...(notes.length > 0 && { notes }), ...(typed.number.trim() !== '' && { number: Number(typed.number) }) };
	if (typed.kind === 'table') {
		const bare = { kind: 'table', ...(typed.view !== '' && { view: typed.view }), ...numbered, ...(typed.family !== '' && { family: typed.family }) };
		const asJson = parsed({ ...bare, ...more });
		if (!asJson.block || lines(typed.more) !== lines(typed.more_seen)) return asJson;
		const joins = joinsOf(typed.composed);
		const joined = parsed({ ...bare, ...(joins.length > 0 && { with: joins }) });
		if (!joined.block) return joined;
		return parsed({ ...bare, ...compositionOf(typed.composed, asJson.block as TableBlock, partsOf({ ...(joined.block as TableBlock), labels: (asJson.block as TableBlock).labels ?? {} })) });
	}
	const given: Record<Exclude<BlockKind, 'table'>, object> = {
		heading: { kind: 'heading', level: Number(typed.level), text: typed.text.trim() }, text: { kind: 'text', text: typed.text.replaceAll('\r\n', '\n').trim() },
		figure: { kind: 'figure', ...figureFields(typed.figure), ...numbered, ...more },
		list_of_tables: { kind: 'list_of_tables' }, page_break: { kind: 'page_break' }
	};
	return parsed(isBlockKind(typed.kind) ? given[typed.kind as keyof typeof given] : {});
}
