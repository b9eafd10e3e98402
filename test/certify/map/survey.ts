/** Weighted methods of the golden files: weights raked from the file's population cells, designs read from their descriptions. */
import { isViolation } from '../../../analysis/assumptions.ts';
import type { Value, Values } from '../../../analysis/result.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Table } from '../../../analysis/table/table.ts';
import { weightsOf, type RakeSpec } from '../../../analysis/weight/make.ts';
import type { GoldenData, GoldenMap, GoldenTest } from '../golden.ts';
import { parseFormula } from './formula.ts';

type FrameCells = Record<string, (string | number)[]>;

function must<T>(found: T): Exclude<T, { violation: string }> {
	if (isViolation(found)) throw new Error(`${found.violation} ${JSON.stringify(found.params ?? {})}`);
	return found as Exclude<T, { violation: string }>;
}

const valuesOf = (spec: BaseSpec, table: Table): Values => must(run(spec, table)).values;

/** Population of every combination of the given columns, summed over the frame's cells. */
function population(cells: FrameCells, by: readonly string[]): { cells: string[][]; population: number[] } {
	const sums = new Map<string, { cell: string[]; N: number }>();
	(cells.N as number[]).forEach((N, i) => {
		const cell = by.map((name) => String(cells[name]![i]));
		const key = JSON.stringify(cell);
		sums.set(key, { cell, N: (sums.get(key)?.N ?? 0) + N });
	});
	return { cells: [...sums.values()].map((s) => s.cell), population: [...sums.values()].map((s) => s.N) };
}

const frameOf = (data: GoldenData): FrameCells => data.extra.frame_cells as FrameCells;

/** The variables named in "rake (muni,sex,age) …", or all those of the frame. */
function rakedBy(text: string, frame: FrameCells): string[] {
	const named = /\(([^)]*)\)/.exec(text)?.[1];
	return named ? named.split(',').map((v) => v.trim()) : Object.keys(frame).filter((v) => v !== 'N');
}

/** The columns with raked weights beside, as `raked weight`. A text that names a column is that column. */
function weighted(data: GoldenData, columns: readonly string[], text: string): { table: Table; weights: string } {
	if (Object.hasOwn(data.columns, text)) return { table: data.tableWith([...new Set([...columns, text])]), weights: text };
	const frame = frameOf(data);
	const order = rakedBy(text, frame);
	const table = data.tableWith([...new Set([...columns, ...order])]);
	const margins = Object.fromEntries(
		order.map((v) => {
			const own = population(frame, [v]);
			return [v, Object.fromEntries(own.cells.map(([level], i) => [level!, own.population[i]!]))];
		})
	);
	const weights = must(weightsOf({ method: 'rake', margins, order } as RakeSpec, table));
	return { table: { ...table, columns: { ...table.columns, 'raked weight': weights } }, weights: 'raked weight' };
}

function weightedMean(test: GoldenTest, data: GoldenData): unknown {
	const y = String(test.args.y);
	const expected = Object.keys(test.expected);
	const frame = frameOf(data);
	const { table, weights } = weighted(data, Object.keys(frame).filter((v) => v !== 'N').concat(y, Object.hasOwn(data.columns, 'net') ? ['net'] : []), String(test.args.weights));
	const N = (frame.N as number[]).reduce((s, x) => s + x, 0);
	const plain = valuesOf({ method: 'survey_mean', y, weights } as BaseSpec, table);
	const out: Record<string, Value> = { mean: plain.mean!, sd_freq: plain.sd!, sd_unbiased_reliability: plain.sd_unbiased!, se_linearised: plain.se!, deff_vs_srs: plain.deff! };
	for (const name of expected) {
		const cluster = /^se_cluster_(.+)_strat_(.+)$/.exec(name);
		if (cluster) out[name] = valuesOf({ method: 'survey_mean', y, weights, cluster: cluster[1], strata: cluster[2] } as BaseSpec, table).se!;
		const by = /^by_(.+)_levels$/.exec(name)?.[1];
		if (by) {
			const v = valuesOf({ method: 'survey_mean', y, weights, by } as BaseSpec, table);
			Object.assign(out, { [`by_${by}_levels`]: v.by_levels, [`by_${by}_mean`]: v.by_mean, [`by_${by}_se`]: v.by_se });
		}
		const strata = /^poststrat_(.+)_mean$/.exec(name)?.[1];
		if (strata) {
			const columns = Object.keys(frame).filter((v) => v !== 'N' && `_${strata}_`.includes(`_${v}_`));
			const v = valuesOf({ method: 'poststratified_mean', y, by: columns, ...population(frame, columns) } as BaseSpec, table);
			Object.assign(out, { [name]: v.mean, [`poststrat_${strata}_se_fpc`]: v.se });
		}
	}
	out.srs_mean_fpc_se = valuesOf({ method: 'survey_mean', y, population_N: N } as BaseSpec, table).se!;
	return out;
}

function raoScott(test: GoldenTest, data: GoldenData): unknown {
	const { row, col, weights: text } = test.args as { row: string; col: string; weights: string };
	const { table, weights } = weighted(data, [row, col], text);
	return valuesOf({ method: 'survey_crosstab', rows: row, columns: col, weights } as BaseSpec, table);
}

function weightedOls(test: GoldenTest, data: GoldenData): unknown {
	const { y, x } = parseFormula(String(test.args.formula));
	const { table, weights } = weighted(data, [y, ...new Set(x.flatMap((t) => t.split(':')))], String(test.args.weights));
	return valuesOf({ method: 'survey_ols', y, x, weights } as BaseSpec, table);
}

/** "stratified SRS by stype with fpc, weights pw" and the like: after each word comes, sooner or later, the name of its column. */
function designFrom(text: string, columns: GoldenData['columns']): Record<string, string> {
	const words = text.split(/[^\p{L}\p{N}_.]+/u);
	const after = (start: RegExp): string | undefined => {
		const at = words.findIndex((w) => start.test(w));
		return at < 0 ? undefined : words.slice(at + 1).find((w) => Object.hasOwn(columns, w));
	};
	const found = { weights: after(/^weight/i), strata: after(/^strat/i), cluster: after(/^cluster/i), fpc: words.find((w) => w.startsWith('fpc') && Object.hasOwn(columns, w)) };
	return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function meanTotal(test: GoldenTest, data: GoldenData): unknown {
	const y = String(test.args.y);
	const design = designFrom(String(test.args.design), data.columns);
	const by = Object.keys(test.expected).map((k) => /^by_(.+)$/.exec(k)?.[1]).find((v) => v !== undefined && Object.hasOwn(data.columns, v));
	const table = data.tableWith([...new Set([y, ...Object.values(design), ...(by ? [by] : [])])]);
	const v = valuesOf({ method: 'survey_mean', y, by: by ?? null, ...design } as BaseSpec, table);
	return { ...v, ...(by ? { [`by_${by}`]: v.by_levels } : {}) };
}

export const map: GoldenMap = {
	weighted_mean: weightedMean,
	weighted_crosstab_rao_scott: raoScott,
	weighted_ols: weightedOls,
	survey_mean_total: meanTotal
};
