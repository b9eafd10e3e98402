/** Numbers of tables and figures, in the order of the report. */
import type { Block, Report } from '#lib/domain/report/types.ts';

export type TableBlock = Extract<Block, { kind: 'table' }>;
export type FigureBlock = Extract<Block, { kind: 'figure' }>;

/** Name of a table in the report: the entry, and the view where another than the first is shown. */
export const tableKey = ({ entry, view }: Pick<TableBlock, 'entry' | 'view'>): string => (view === undefined ? entry : `${entry}.${view}`);

/** `key` names the table or figure itself; a table is found by its entry alone too. */
export interface Numbered { number: number; key: string }
export interface Numbering {
	table: ReadonlyMap<string, Numbered>;
	figure: ReadonlyMap<string, Numbered>;
	/** The number of each block, by its place from 0; of tables and figures alone. */
	ofBlock: readonly (number | null)[];
}

/**
 * Each kind is counted from 1 for itself; `number` of a block says where it goes on from. A name that comes twice is that of the first: `{t:crosstab-41}` is the entry's first table in the report.
 */
export function numberingOf({ blocks }: Pick<Report, 'blocks'>): Numbering {
	const next = { table: 1, figure: 1 };
	const found = { table: new Map<string, Numbered>(), figure: new Map<string, Numbered>() };
	const ofBlock = blocks.map((block) => {
		if (block.kind !== 'table' && block.kind !== 'figure') return null;
		const number = block.number ?? next[block.kind];
		next[block.kind] = number + 1;
		const key = block.kind === 'table' ? tableKey(block) : block.entry;
		for (const name of [key, block.entry]) if (!found[block.kind].has(name)) found[block.kind].set(name, { number, key });
		return number;
	});
	return { ...found, ofBlock };
}
