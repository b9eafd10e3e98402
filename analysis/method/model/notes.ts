/** What a reader of a model must know beside its numbers. */
import type { Note, Value } from '../../result.ts';
import type { Table } from '../../table/table.ts';
import type { Read } from './read.ts';

/** CR1 errors are too small with fewer clusters than this; Cameron and Miller (2015), J. Hum. Resour. 50, 317-372. */
export const FEW_CLUSTERS = 40;
/** Beyond this a coefficient's variance is ten times what it would be alone. */
export const HIGH_VIF = 10;
const ROWS_PER_COEFFICIENT = 10;

export function readNotes(read: Read, table: Table): Note[] {
	const n = read.rows.length;
	const notes: Note[] = read.emptyLevels.map(({ column, level }) => ({ key: 'model_empty_level', level: 'info', params: { column, level } }));
	if (n < table.rows) notes.push({ key: 'model_left_out', level: n < 0.8 * table.rows ? 'warning' : 'info', params: { left_out: table.rows - n, rows: table.rows } });
	const coefficients = read.design.columns.length;
	if (n < ROWS_PER_COEFFICIENT * coefficients) notes.push({ key: 'model_few_rows', level: 'warning', params: { n, coefficients, needed: ROWS_PER_COEFFICIENT * coefficients } });
	return notes;
}

export function clusterNotes(clusters: number, icc: number | null, designEffect: number | null): Note[] {
	const notes: Note[] = [];
	if (icc !== null && designEffect !== null) notes.push({ key: 'model_clustered', level: designEffect > 1.1 ? 'warning' : 'info', params: { icc, times: designEffect, clusters } });
	if (clusters < FEW_CLUSTERS) notes.push({ key: 'model_few_clusters', level: 'warning', params: { clusters, limit: FEW_CLUSTERS } });
	return notes;
}

/** The shared note that log p tells what p cannot, when a p-value is at the smallest number there is. */
export function underflow(p: readonly Value[]): Note[] {
	return p.includes(Number.MIN_VALUE) ? [{ key: 'p_below', level: 'info', params: { limit: Number.MIN_VALUE } }] : [];
}
