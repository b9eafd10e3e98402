/** Golden methods on response and weights. */
import { isViolation } from '../../../analysis/assumptions.ts';
import type { Values } from '../../../analysis/result.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import { sortedValues } from '../../../analysis/table/build.ts';
import type { Table } from '../../../analysis/table/table.ts';
import { weightsOf, type PoststratifySpec, type RakeSpec } from '../../../analysis/weight/make.ts';
import type { GoldenData, GoldenMap } from '../golden.ts';

type Named = Record<string, number>;

function values(spec: BaseSpec, table?: Table): Values {
	const result = run(spec, table);
	if (isViolation(result)) throw new Error(`${spec.method}: ${JSON.stringify(result)}`);
	return result.values;
}

function firstWeights(spec: RakeSpec | PoststratifySpec, table: Table): number[] {
	const column = weightsOf(spec, table);
	if (isViolation(column)) throw new Error(JSON.stringify(column));
	return [...column.values.subarray(0, 10)];
}

/** The cells of the golden files are named by their levels with a blank between; which levels is found among those the columns have. */
function cellLevels(name: string, by: readonly string[], data: GoldenData): string[] {
	const [first, ...rest] = by;
	if (first === undefined) return [];
	const levels = [...new Set(data.columns[first]!.filter((v) => v !== null).map(String))].sort((a, b) => b.length - a.length);
	const level = rest.length === 0 ? name : levels.find((l) => name.startsWith(`${l} `));
	if (level === undefined) throw new Error(`no level of ${first} begins the cell ${name}`);
	return [level, ...cellLevels(name.slice(level.length + 1), rest, data)];
}

/** The frame of a golden file by cell: people, and respondents counted among the rows. */
function frameCells(vars: readonly string[], { extra, columns }: GoldenData): { cells: string[][]; population: number[]; respondents: number[] } {
	const frame = extra.frame_cells as Record<string, (string | number)[]>;
	const found = new Map<string, { cell: string[]; population: number; respondents: number }>();
	const at = (of: Record<string, readonly (string | number | null)[]>, i: number) => {
		const cell = vars.map((v) => String(of[v]![i]));
		const key = JSON.stringify(cell);
		if (!found.has(key)) found.set(key, { cell, population: 0, respondents: 0 });
		return found.get(key)!;
	};
	(frame.N as number[]).forEach((n, i) => (at(frame, i).population += n));
	columns[vars[0]!]!.forEach((_, i) => {
		if (vars.every((v) => columns[v]![i] !== null)) at(columns, i).respondents += 1;
	});
	const levels = vars.map((_, k) => sortedValues([...found.values()].map((c) => c.cell[k]!)));
	const order = (a: string[], b: string[]): number => a.reduce((d, x, k) => d || levels[k]!.indexOf(x) - levels[k]!.indexOf(b[k]!), 0);
	const sorted = [...found.values()].sort((a, b) => order(a.cell, b.cell));
	return { cells: sorted.map((c) => c.cell), population: sorted.map((c) => c.population), respondents: sorted.map((c) => c.respondents) };
}

export const map: GoldenMap = {
	nonresponse({ args }, data) {
		const { cells, population, respondents } = frameCells([args.stratum as string], data);
		const of = (counts: number[]): Named => Object.fromEntries((args.levels as string[]).map((l) => [l, counts[cells.findIndex((c) => c[0] === l)] ?? 0]));
		return values({ method: 'nonresponse_counts', population: of(population), respondents: of(respondents) } as BaseSpec);
	},
	gof_chi2({ args }, { table }) {
		return values({ method: 'goodness_of_fit', x: args.x, population: args.population } as BaseSpec, table);
	},
	r_indicator({ args }, data) {
		const strata = args.vars as string[];
		const v = values({ method: 'r_indicator_counts', strata, ...frameCells(strata, data) } as BaseSpec);
		// the files have the standard errors of R's glm, taken one step before the estimate
		return { ...v, logit_se: v.logit_se_glm };
	},
	rake({ args }, { table }) {
		const spec: RakeSpec = { method: 'rake', margins: args.margins as Record<string, Named>, order: args.order as string[] };
		const v = values(spec, table);
		return { ...v, weights_first10: firstWeights(spec, table), weighted_margin_error: v.max_margin_error };
	},
	poststratify({ args }, data) {
		const by = args.by as string[];
		const population = args.population_cells as Named;
		const spec: PoststratifySpec = { method: 'poststratify', by, cells: Object.keys(population).map((c) => cellLevels(c, by, data)), population: Object.values(population) };
		const v = values(spec, data.table);
		const factors = (v.cells as { factor: number[] }).factor;
		return { ...v, weights_first10: firstWeights(spec, data.table), weight_by_cell: Object.fromEntries(Object.keys(population).map((c, i) => [c, factors[i]!])) };
	}
};
