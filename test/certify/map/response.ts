/** Golden methods on response and weights. */
import { isViolation } from '../../../analysis/assumptions.ts';
import type { Values } from '../../../analysis/result.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
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

export const map: GoldenMap = {
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
