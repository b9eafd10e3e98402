/** Numbers of tables and figures, in the order of the report. */
import type { Block, Report } from '#lib/domain/report/types.ts';

export type TableBlock = Extract<Block, { kind: 'table' }>;
export type FigureBlock = Extract<Block, { kind: 'figure' }>;

/** Name of a table in the report: the entry, and the view where another than the first is shown. */
export const tableKey = ({ entry, view }: Pick<TableBlock, 'entry' | 'view'>): string => (view === undefined ? entry : `${entry}.${view}`);

/** Name of one figure among an entry's: its kind, and which of the kind. */
export const figureName = ({ entry, figure, which }: Pick<FigureBlock, 'entry' | 'figure' | 'which'>): string => `${entry}.${figure}_${which ?? 1}`;

/** `key` names the table or figure itself; a table is found by its entry alone too. */
export interface Numbered { number: number; key: string }
export interface Numbering {
	table: ReadonlyMap<string, Numbered>;
	figure: ReadonlyMap<string, Numbered>;
	/** The number and the name of each block, by its place from 0; of tables and figures alone. */
	ofBlock: readonly (number | null)[];
	keyOf: readonly (string | null)[];
}

/**
 * Each kind is counted from 1 for itself; `number` of a block says where it goes on from.
 * A name that comes twice is that of the first: `{t:crosstab-41}` is the entry's first table in the report. A figure is named by its entry, the others of the entry by their own names.
 */
export function numberingOf({ blocks }: Pick<Report, 'blocks'>): Numbering {
	const next = { table: 1, figure: 1 };
	const found = { table: new Map<string, Numbered>(), figure: new Map<string, Numbered>() };
	const keyOf: (string | null)[] = [];
	const ofBlock = blocks.map((block) => {
		keyOf.push(null);
		if (block.kind !== 'table' && block.kind !== 'figure') return null;
		const number = block.number ?? next[block.kind];
		next[block.kind] = number + 1;
		const own = block.kind === 'table' ? tableKey(block) : figureName(block);
		const key = block.kind === 'figure' && !found.figure.has(block.entry) ? block.entry : own;
		keyOf[keyOf.length - 1] = key;
		for (const name of [key, own, block.entry]) if (!found[block.kind].has(name)) found[block.kind].set(name, { number, key });
		return number;
	});
	return { ...found, ofBlock, keyOf };
}
