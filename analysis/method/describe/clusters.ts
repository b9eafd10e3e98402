/** How far the rows are from independent, where they come in clusters such as schools. */
import { isViolation, type Violation } from '../../assumptions.ts';
import type { Assumption } from '../../result.ts';
import type { Table } from '../../table/table.ts';
import { completeRows, groups, numbers, pick } from '../../table/view.ts';
import { clustering, type Clustering } from '../../test/cluster.ts';

/** From here the clusters change a standard error by more than five per cent. */
const NOTABLE = 1.1;

/** For each column the intraclass correlation and the design effect of its mean; null where they are not defined. */
export function clusterings(table: Table, columns: readonly string[], cluster: string): (Clustering | null)[] | Violation {
	const within = groups(table, cluster);
	if (isViolation(within)) return within;
	const found: (Clustering | null)[] = [];
	for (const name of columns) {
		const view = numbers(table, name);
		if (isViolation(view)) return view;
		const rows = completeRows(table.rows, [view, within]);
		const codes = rows.map((i) => within.codes[i]!);
		found.push(clustering(pick(view, rows), new Int32Array(rows.length), 1, codes, within.levels.length));
	}
	return found;
}

export const isNotable = (designEffect: number): boolean => designEffect > NOTABLE;

/** Independent rows: unknown without clusters, otherwise judged by the largest design effect. */
export function independence(designEffects: readonly number[]): Assumption {
	const largest = Math.max(-Infinity, ...designEffects);
	return designEffects.length === 0 ? { key: 'independent_rows', met: null } : { key: 'independent_rows', met: !isNotable(largest), params: { design_effect: largest } };
}
