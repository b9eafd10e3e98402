/** Numbers of tables and figures, in the order of the report. */
import type { Block, Report } from '#lib/domain/report/types.ts';

export type TableBlock = Extract<Block, { kind: 'table' }>;
export type FigureBlock = Extract<Block, { kind: 'figure' }>;

/** Name of a table in the report: the entry, and the view where another than the first is shown. */
export const tableKey = ({ entry, view }: Pick<TableBlock, 'entry' | 'view'>): string => (view === undefined ? entry : `${entry}.${view}`);

export interface Numbering {
	table: ReadonlyMap<string, number>;
	figure: ReadonlyMap<string, number>;
	/** The number of each block, by its place from 0; of tables and figures alone. */
	ofBlock: readonly (number | null)[];
}

/**
 * Each kind is counted from 1 for itself; `number` of a block says where it goes on from. A name that comes twice has the number of the first, and a figure of an entry is named by the entry.
 */
export function numberingOf({ blocks }: Pick<Report, 'blocks'>): Numbering {
	const next = { table: 1, figure: 1 };
	const found = { table: new Map<string, number>(), figure: new Map<string, number>() };
	const ofBlock = blocks.map((block) => {
		if (block.kind !== 'table' && block.kind !== 'figure') return null;
		const number = block.number ?? next[block.kind];
		next[block.kind] = number + 1;
		const key = block.kind === 'table' ? tableKey(block) : block.entry;
		if (!found[block.kind].has(key)) found[block.kind].set(key, number);
		return number;
	});
	return { ...found, ofBlock };
}
