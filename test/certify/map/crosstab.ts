import { isViolation } from '../../../analysis/assumptions.ts';
import type { Value } from '../../../analysis/result.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import { takeRows } from '../../../analysis/table/filter.ts';
import type { Table } from '../../../analysis/table/table.ts';
import type { GoldenData, GoldenMap, GoldenTest } from '../golden.ts';
import { asFisherTest } from './as-uniroot.ts';

type Values = Record<string, Value>;

/** `score[first 44 rows]`: the column and how many rows of it. */
function partOf(name: string): { column: string; rows: number | null } {
	const found = /^(.*)\[first (\d+) rows\]$/.exec(name);
	return found ? { column: found[1]!.trim(), rows: Number(found[2]) } : { column: name, rows: null };
}

function valuesOf(spec: BaseSpec, table?: Table): Values {
	const result = run(spec, table);
	if (isViolation(result)) throw new Error(JSON.stringify(result));
	return result.values as Values;
}

/** The table from the file's columns, or, where a file has the counts only, from those. */
function crosstabValues(test: GoldenTest, data: GoldenData): Values {
	const { row, col, row_levels, col_levels } = test.args as { row: string; col: string; row_levels: string[]; col_levels: string[] };
	const [down, across] = [partOf(row), partOf(col)];
	// Freeman and Halton's p is asked for where it is to be compared: larger tables would take the time for nothing
	const exact = 'ffh_exact_p' in test.expected ? 'exact' : 'none';
	if (!Object.hasOwn(data.columns, down.column)) return valuesOf({ method: 'crosstab_counts', counts: test.expected.table, row_labels: row_levels, column_labels: col_levels, exact } as BaseSpec);
	const all = data.tableWith([...new Set([down.column, across.column])]);
	const rows = Math.min(down.rows ?? all.rows, across.rows ?? all.rows);
	const table = rows < all.rows ? takeRows(all, Int32Array.from({ length: rows }, (_, i) => i)) : all;
	return valuesOf({ method: 'crosstab', rows: down.column, columns: across.column, row_levels, column_levels: col_levels, exact } as BaseSpec, table);
}

/** McNemar's test of the same counts; no number where no one is off the diagonal. */
function mcnemarOf(counts: Value): Values {
	const result = run({ method: 'paired_categories_counts', counts } as unknown as BaseSpec);
	return isViolation(result) ? { chi2: null, p: null } : (result.values as Values);
}

const at = (v: Values, path: string): Value => path.split('.').reduce((x: Value, part) => (x === null || x === undefined ? null : ((x as Values)[part] ?? null)), v);

/** Golden name -> the engine's. */
const NAMES: Record<string, string> = {
	table: 'table', n: 'n', chi2: 'chi2', df: 'df', p: 'p', G2: 'g2.chi2', G2_p: 'g2.p', expected: 'expected', expected_lt5: 'expected_lt5',
	pearson_resid: 'pearson_resid', adj_std_resid: 'adj_resid', cramers_v: 'cramers_v.value', cramers_v_bergsma: 'cramers_v.bias_corrected',
	contingency_C: 'contingency_c', row_pct: 'row_pct', col_pct: 'column_pct', ffh_exact_p: 'exact.p', yates_chi2: 'yates.chi2', yates_p: 'yates.p',
	fisher_p: 'fisher.p', odds_ratio: 'odds_ratio.value', phi: 'phi',
	concordant: 'concordant', discordant: 'discordant', gamma: 'gamma.value', gamma_ase1: 'gamma.ase1', gamma_ase0: 'gamma.ase0', gamma_p: 'gamma.p',
	tau_b: 'tau_b.value', tau_b_ase1: 'tau_b.ase1', tau_b_ase0: 'tau_b.ase0', tau_b_p: 'tau_b.p', tau_c: 'tau_c.value', tau_c_ase: 'tau_c.ase1',
	somers_d_col_given_row: 'somers_d_column.value', somers_d_col_given_row_ase1: 'somers_d_column.ase1',
	somers_d_row_given_col: 'somers_d_row.value', somers_d_row_given_col_ase1: 'somers_d_row.ase1',
	linear_by_linear: 'linear_by_linear.chi2', linear_by_linear_p: 'linear_by_linear.p'
};

export const map: GoldenMap = {
	crosstab: (test, data) => {
		const v = crosstabValues(test, data);
		const pair = mcnemarOf(v.table!);
		const odds = at(v, 'odds_ratio_conditional.value');
		return {
			...Object.fromEntries(Object.entries(NAMES).map(([golden, ours]) => [golden, at(v, ours)])),
			chi2_ncp_ci95: [at(v, 'cramers_v.ncp_low'), at(v, 'cramers_v.ncp_high')],
			cramers_v_ci95_ncp: [at(v, 'cramers_v.low'), at(v, 'cramers_v.high')],
			or_ci95_wald: [at(v, 'odds_ratio.low'), at(v, 'odds_ratio.high')],
			fisher_or_cond: typeof odds === 'number' ? asFisherTest(v.table as number[][], odds) : odds,
			mcnemar_chi2: pair.chi2,
			mcnemar_p: pair.p
		};
	}
};
