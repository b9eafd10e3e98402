import { readBlock, type Item } from './items.ts';
import { inversePositive, product, type Rows } from './matrix.ts';

/**
 * Factor scores by regression (Thurstone): F = Z·R⁻¹·S with Z the standardised items and S the structure matrix (the loadings, for
 * uncorrelated factors), for the rows valid on every item.
 * Source: Thomson (1951), The Factorial Analysis of Human Ability, 5th ed.; Harman (1976), ch. 16.
 * @param means and `sd` of the items over those rows, in the items' own direction
 * @param signs −1 for reversed items
 * @returns one vector a factor, null in rows that are not complete; null when R is singular
 */
export function regressionScores(items: readonly Item[], means: readonly number[], sd: readonly number[], signs: readonly number[], correlation: Rows, structure: Rows): (number | null)[][] | null {
	const inverse = inversePositive(correlation);
	if (!inverse) return null;
	const weights = product(inverse, structure);
	const rows = items[0]?.rows ?? 0;
	const z = items.map((item, j) => {
		const values = new Float64Array(rows);
		readBlock(item, 0, rows, means[j]!, values, 0);
		return values.map((v) => (signs[j]! * v) / sd[j]!);
	});
	return (structure[0] ?? []).map((_, m) =>
		Array.from({ length: rows }, (__, i) => {
			const score = z.reduce((s, column, j) => s + column[i]! * weights[j]![m]!, 0);
			return Number.isNaN(score) ? null : score;
		})
	);
}
