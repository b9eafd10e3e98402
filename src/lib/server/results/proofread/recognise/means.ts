/** Tables of means with their n: can so many whole answers give such a mean? */
import type { PrintedNumber } from '../number.ts';
import { itemsIn, scaleIn } from '../number.ts';
import { isCount, isMean, isTotal, whole, type Shape } from './shape.ts';

export interface PrintedMean {
	table: string;
	cell: string;
	mean: PrintedNumber;
	n: number;
	items: number;
	scale: [number, number];
}

const INDEX = /indeks|\bindex|skår|score/iu;

/**
 * Means in columns, each with the n of its own group or of the whole row, of single questions on a scale that the table tells; of an index only where it also tells of how many items.
 * A mean row of a crosstab is not looked for here.
 */
export function means(shape: Shape): PrintedMean[] | null {
	const scale = scaleIn(shape.words);
	const items = itemsIn(shape.words) ?? (INDEX.test(shape.words.join(' ')) ? null : 1);
	if (!scale || items === null) return null;
	const of = shape.columns.flatMap((column, j) => (isMean(column.label) || isMean(column.group) ? [j] : []));
	const found = of.flatMap((j) => {
		const group = shape.columns[j]?.group ?? '';
		const n = shape.columns.findIndex((column, k) => k !== j && isCount(column.label) && (column.group === group || of.length === 1));
		if (n < 0) return [];
		return shape.rows.flatMap((row): PrintedMean[] => {
			const [mean, count] = [row.cells[j], whole(row.cells[n])];
			return mean && !mean.percent && mean.decimals > 0 && count && !isTotal(row.label) ? [{ table: shape.table, cell: group ? `${group}, ${row.label}` : row.label, mean, n: count, items, scale }] : [];
		});
	});
	return found.length ? found : null;
}
