import { isViolation } from '../../../analysis/assumptions.ts';
import type { Values } from '../../../analysis/result.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Table } from '../../../analysis/table/table.ts';
import type { GoldenData, GoldenMap, GoldenTest } from '../golden.ts';

function valuesOf(spec: object, table?: Table): Values {
	const result = run(spec as BaseSpec, table);
	if (isViolation(result)) throw new Error(`${result.violation} ${JSON.stringify(result.params ?? {})}`);
	return result.values;
}

const list = (v: unknown): number[] => v as number[];
const names = (test: GoldenTest): string[] => test.args.vars as string[];

function descriptives(test: GoldenTest, data: GoldenData): object {
	const { x, population_N = null } = test.args as { x: string; population_N?: number };
	const [name, head] = rowsOf(x);
	const v = valuesOf({ method: 'describe', x: [name], population_N }, data.tableWith([name], head));
	const first = Object.fromEntries(Object.entries(v).map(([key, values]) => [key, (values as unknown[])[0]]));
	return { ...first, ci95: [first.ci_lo, first.ci_hi] };
}

/** `score[first 44 rows]`: a column and how many of its rows. */
function rowsOf(text: string): [string, number | undefined] {
	const found = /^(.+)\[first (\d+) rows\]$/.exec(text);
	return found ? [found[1]!, Number(found[2])] : [text, undefined];
}

function pairwise(test: GoldenTest, data: GoldenData): object {
	const v = valuesOf({ method: 'correlation', vars: names(test), missing: 'pairwise' }, data.tableWith(names(test)));
	const columns = ['n', 'r', 'r_p', 'r_lo', 'r_hi', 'rho', 'rho_p', 'rho_lo', 'rho_hi', 'tau_b', 'tau_z', 'tau_p'];
	return { pairs: v.pairs, p_holm: v.r_p_holm, p_BH: v.r_p_bh, columns, values: list(v.n).map((_, i) => columns.map((c) => list(v[c])[i])) };
}

function listwise(test: GoldenTest, data: GoldenData): object {
	const v = valuesOf({ method: 'correlation', vars: names(test), missing: 'listwise', coefficients: ['pearson'] }, data.tableWith(names(test)));
	return { n: list(v.n)[0], R: v.R };
}

/** The golden full maximum likelihood is polycor's, which stops early; the engine gives that beside the maximum itself. */
function polychoric(v: Values): object {
	return { ...v, rho_full_ML: { '': v.polycor_rho }, rho_full_ML_se: v.polycor_se };
}

function polychoricOfColumns(test: GoldenTest, data: GoldenData): object {
	const v = valuesOf({ method: 'polychoric', vars: names(test), polycor: true }, data.tableWith(names(test)));
	return polychoric(Object.fromEntries(Object.entries(v).map(([key, values]) => [key, (values as Values[string][])[0]!])));
}

export const map: GoldenMap = {
	descriptives,
	correlations_pairwise: pairwise,
	correlation_listwise: listwise,
	polychoric: polychoricOfColumns,
	polychoric_table: (test) => polychoric(valuesOf({ method: 'polychoric_counts', counts: test.args.table, polycor: true }))
};
