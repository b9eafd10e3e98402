/** What a printed table is, and the checks that its numbers allow. */
import type { PrintedTable } from '#analysis/proof/printed.ts';
import type { PrintedGrid } from '../document.ts';
import type { DecimalSign } from '../number.ts';
import { correlations } from './correlations.ts';
import { counts } from './counts.ts';
import { crosstab } from './crosstab.ts';
import { factors } from './factors.ts';
import type { Checked } from './lines.ts';
import { means, type PrintedMean } from './means.ts';
import { shapeOf } from './shape.ts';
import { statistics } from './statistics.ts';

const NONE: Checked = { found: [], checks: 0 };

export const READ_AS = ['crosstab', 'correlations', 'response', 'counts', 'means', 'tests', 'factors', 'unknown'] as const;
export type ReadAs = (typeof READ_AS)[number];

export interface Reading {
	/** The table's number, or `#3` for the third of the document. */
	table: string;
	as: ReadAs;
	caption: string;
	tables: readonly PrintedTable[];
	means: readonly PrintedMean[];
	/** What the table's own lines tell, where it is of tests, models or factors. */
	lines: Checked;
}

/** @param place of the table in the document, from 1 */
export function recognise(grid: PrintedGrid, place: number, sign: DecimalSign): Reading {
	const shape = shapeOf(grid, place, sign);
	const base = { table: shape.table, caption: shape.caption, tables: [], means: [], lines: NONE };
	const correlated = correlations(shape, grid, sign);
	if (correlated) return { ...base, as: 'correlations', tables: [correlated] };
	const factored = factors(shape);
	if (factored) return { ...base, as: 'factors', lines: factored };
	const tested = statistics(shape, grid, sign);
	if (tested) return { ...base, as: 'tests', lines: tested, means: means(shape) ?? [] };
	const counted = counts(shape);
	if (counted?.kind === 'response') return { ...base, as: 'response', tables: counted.tables };
	const crossed = crosstab(shape);
	if (crossed) return { ...base, as: 'crosstab', tables: crossed };
	const averaged = means(shape);
	if (averaged) return { ...base, as: 'means', means: averaged, tables: counted?.tables ?? [] };
	return counted ? { ...base, as: 'counts', tables: counted.tables } : { ...base, as: 'unknown' };
}
