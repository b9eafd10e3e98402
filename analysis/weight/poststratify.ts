/**
 * Post-stratification: every respondent in cell c gets the weight N_c / n_c, so that the weighted cells are the population's.
 * With base weights d_i: w_i = d_i · N_c / Σ_{j in c} d_j. Source: Holt and Smith (1979), J. R. Stat. Soc. A 142, 33–46; the same weights as R's
 * `survey::postStratify`.
 */
import { violation, type Violation } from '../assumptions.ts';
import { checkMargin, type Margin } from './margin.ts';

export interface Poststratified {
	/** One weight a respondent, in the respondents' order. */
	weights: Float64Array;
	/** Respondents in each cell. */
	n: number[];
	/** N_c / Σ d: what the base weight is multiplied by; the weight itself without base weights. Null in a cell with nobody. */
	factor: (number | null)[];
}

/**
 * @param cells the cells as one margin; a crossing of variables is coded as one by the caller
 * @param base weights to begin from, above 0; 1 each when absent
 * @returns `unreachable_margin` naming the first cell that has people in the population and no respondent
 */
export function poststratify(cells: Margin, base?: ArrayLike<number>): Poststratified | Violation {
	if (cells.codes.length === 0) return violation('no_data', { columns: cells.name });
	const wrong = checkMargin(cells);
	if (wrong) return wrong;
	const sums = new Float64Array(cells.levels.length);
	const n = new Array<number>(cells.levels.length).fill(0);
	for (let i = 0; i < cells.codes.length; i++) {
		const d = base ? base[i]! : 1;
		if (!(d > 0 && d < Infinity)) return violation('bad_field', { field: 'base', needed: 'number > 0' });
		sums[cells.codes[i]!]! += d;
		n[cells.codes[i]!]! += 1;
	}
	const factor = cells.targets.map((target, c) => (n[c] === 0 ? null : target / sums[c]!));
	const weights = Float64Array.from(cells.codes, (c, i) => (base ? base[i]! : 1) * factor[c]!);
	return { weights, n, factor };
}
