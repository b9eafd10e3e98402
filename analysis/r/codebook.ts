/** What R needs to know of the columns beyond the file: the order of the levels and their scores. */
import type { Table } from '../table/table.ts';

export interface CodebookColumn {
	/** Values in order, for a categorical column; null for a numeric one. */
	levels: readonly string[] | null;
	/** Scores of the levels, where they differ from the values read as numbers; null otherwise. */
	scores: readonly number[] | null;
}
export type Codebook = Readonly<Record<string, CodebookColumn>>;

export function codebookOf(table: Table): Codebook {
	return Object.fromEntries(
		Object.entries(table.columns).map(([name, column]) => {
			if (column.kind === 'numeric') return [name, { levels: null, scores: null }];
			const scores = column.categories.map((c) => c.score);
			const needed = scores.every((s) => s !== undefined) && column.categories.some((c) => Number(c.value) !== c.score);
			return [name, { levels: column.categories.map((c) => c.value), scores: needed ? (scores as number[]) : null }];
		})
	);
}
