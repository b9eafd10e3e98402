/**
 * `npm run bench -- analyse [--rows N]`: the statistics library on N respondents (500,000; without `--rows` also 50,000 and 1,000,000) by 100 five-point
 * items with 2 % missing and a column of five groups, seeded. Every figure goes through `run(spec, table)`: means and SD of all items by group, 100 Welch tests,
 * alpha of ten items, the 100 × 100 matrix of correlations with pairwise deletion, 20 crosstabs. Seconds each and in all, and the peak memory of a process
 * that does nothing else; then milliseconds a spec on 2,000 respondents. Prints JSON.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { isViolation } from '../../analysis/assumptions.ts';
import { seededRandom } from '../../analysis/numeric/random.ts';
import { run } from '../../analysis/run.ts';
import type { BaseSpec } from '../../analysis/spec/fields.ts';
import { firstMissingCode, type CategoricalColumn, type Table } from '../../analysis/table/table.ts';

const ITEMS = Array.from({ length: 100 }, (_, j) => `item${j + 1}`);
const POINTS = Array.from({ length: 5 }, (_, k) => ({ value: String(k + 1), label: `point ${k + 1}`, score: k + 1 }));
const GROUPS = ['A', 'B', 'C', 'D', 'E'].map((value) => ({ value, label: value }));

function respondents(rows: number): Table {
	const random = seededRandom(2021);
	const leaning = Float64Array.from({ length: rows }, random);
	const item = (label: string): CategoricalColumn => {
		const codes = new Uint8Array(rows);
		const missing = firstMissingCode(codes);
		for (let i = 0; i < rows; i++) {
			const u = random();
			// one draw decides both: the lowest 2 % are missing, the rest is an answer that leans with the person
			codes[i] = u < 0.02 ? missing + (Math.floor(u * 200) % 4) : Math.floor(5 * (0.4 * leaning[i]! + 0.6 * ((u - 0.02) / 0.98)));
		}
		return { kind: 'categorical', label, codes, categories: POINTS };
	};
	const group: CategoricalColumn = { kind: 'categorical', label: 'group', codes: Uint8Array.from({ length: rows }, () => Math.floor(5 * random())), categories: GROUPS };
	return { rows, columns: { ...Object.fromEntries(ITEMS.map((name) => [name, item(name)])), group } };
}

const spec = (s: object): BaseSpec => s as BaseSpec;
const TASKS: Record<string, BaseSpec[]> = {
	meansByGroup: [spec({ method: 'means', y: ITEMS, group: 'group' })],
	welch100: ITEMS.map((y) => spec({ method: 't_test', y, group: 'group', levels: ['A', 'B'] })),
	alpha10: [spec({ method: 'alpha', items: ITEMS.slice(0, 10) })],
	correlations100x100: [spec({ method: 'correlation', vars: ITEMS, missing: 'pairwise', coefficients: ['pearson'] })],
	crosstabs20: ITEMS.slice(0, 20).map((columns) => spec({ method: 'crosstab', rows: 'group', columns }))
};

function answered(specs: readonly BaseSpec[], table: Table): void {
	for (const s of specs) {
		const result = run(s, table);
		if (isViolation(result)) throw new Error(`${s.method}: ${JSON.stringify(result)}`);
	}
}

function timed(task: () => void): number {
	const start = performance.now();
	task();
	return (performance.now() - start) / 1000;
}

const round = (x: number, digits: number): number => Number(x.toFixed(digits));

function large(rows: number): object {
	const table = respondents(rows);
	const before = process.resourceUsage().maxRSS;
	const cpu = process.cpuUsage();
	const seconds = Object.fromEntries(Object.entries(TASKS).map(([name, specs]) => [name, timed(() => answered(specs, table))]));
	const all = Object.values(seconds).reduce((a, b) => a + b, 0);
	const { user, system } = process.cpuUsage(cpu);
	return {
		rows,
		// more than the seconds in all when threads help (garbage, compiling), less when others held the processor
		cpuSeconds: round((user + system) / 1e6, 3),
		seconds: Object.fromEntries(Object.entries({ ...seconds, all }).map(([name, s]) => [name, round(s, 3)])),
		megabytes: { table: round((rows * 101) / 2 ** 20, 0), beforeAnalysis: round(before / 1024, 0), peak: round(process.resourceUsage().maxRSS / 1024, 0) }
	};
}

/** The first time a method is used, and the middle one of many: what a person who clicks waits for. */
function interactive(rows: number): object {
	const table = respondents(rows);
	const perSpec = (specs: readonly BaseSpec[]) => {
		const first = timed(() => answered(specs.slice(0, 1), table));
		const times = Array.from({ length: 60 }, (_, k) => timed(() => answered([specs[k % specs.length]!], table))).sort((a, b) => a - b);
		return { first: round(1000 * first, 1), median: round(1000 * times[30]!, 2) };
	};
	return { rows, millisecondsPerSpec: Object.fromEntries(Object.entries(TASKS).map(([name, specs]) => [name, perSpec(specs)])) };
}

const option = (name: string): number => Number(process.argv[process.argv.indexOf(name) + 1]);
if (process.argv.includes('--alone')) console.log(JSON.stringify(large(option('--alone'))));
else if (process.argv.includes('--small')) console.log(JSON.stringify(interactive(2_000)));
else {
	// a process for each size, so that its peak is its own
	const child = (...args: string[]): unknown => JSON.parse(execFileSync(process.execPath, [import.meta.filename, ...args], { encoding: 'utf8' }));
	const sizes = process.argv.includes('--rows') ? [option('--rows')] : [50_000, 500_000, 1_000_000];
	const result = { machine: { cores: cpus().length, model: cpus()[0]?.model, node: process.version }, large: sizes.map((rows) => child('--alone', String(rows))), interactive: child('--small') };
	console.log(JSON.stringify(result, null, 1));
}
