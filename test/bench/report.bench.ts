/**
 * How long one analysis takes, from its spec to what a page shows, at 2,000 x 100 in the server and at 500,000 x 100 in the thread, each with its goal. The first time
 * counts the start of the thread and the table made of the dataset; the best is what a second analysis of the same data takes. Processor seconds stand beside seconds.
 * `--rows N` for another large one.
 */
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset, DatasetColumn, DatasetVariable } from '#lib/domain/dataset/types.ts';
import { analyse } from '#lib/server/results/workbench/analyse.ts';
import { closeThread, ask, settled } from '#lib/server/results/workbench/jobs.ts';
import { subsetFor } from '#lib/server/results/workbench/subset.ts';

const VARIABLES = 100;
const text = (nb: string) => ({ nb, nn: nb, en: nb });
const at = process.argv.indexOf('--rows');
const large = at > 0 ? Number(process.argv[at + 1]) : 500_000;

function random(seed: number): () => number {
	let state = seed;
	return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** Items on a scale of five, a few of them not answered; the last three a group of two, a group of eleven and an index. */
function dataset(rows: number): Dataset {
	const next = random(rows);
	const variables: DatasetVariable[] = [];
	const columns: Record<string, DatasetColumn> = {};
	for (let v = 0; v < VARIABLES; v++) {
		const name = v < VARIABLES - 3 ? `q${v}` : ['to', 'elleve', 'indeks'][v - VARIABLES + 3]!;
		const size = name === 'to' ? 2 : name === 'elleve' ? 11 : 5;
		const base = { name, label: text(name), question: null, reversed: false, decimals: null, unit: null, origin: { kind: 'item' as const, survey: 's', item: name, block: 'b' } };
		if (name === 'indeks') {
			variables.push({ ...base, type: 'numeric', measure: 'scale', categories: [] });
			columns[name] = { kind: 'numeric', values: Float64Array.from({ length: rows }, () => 1 + Math.round(next() * 16) / 4), missing: null };
		} else {
			const scored = size === 5;
			variables.push({ ...base, type: 'categorical', measure: scored ? 'ordinal' : 'nominal', categories: Array.from({ length: size }, (_, i) => ({ value: String(i + 1), label: text(`${i + 1}`), ...(scored ? { score: i + 1 } : {}) })) });
			columns[name] = { kind: 'categorical', codes: Uint8Array.from({ length: rows }, () => (next() < 0.03 ? 253 : Math.floor(next() * size))) };
		}
	}
	return { key: 's', kind: 'responses', title: text('s'), hash: rows.toString(16).padStart(64, '0'), rows, variables, columns, suppressBelow: 5 };
}

const items = Array.from({ length: 10 }, (_, i) => `q${i}`);
const SPECS: AnySpec[] = [
	{ method: 'frequencies', x: 'q1' }, { method: 'crosstab', rows: 'q1', columns: 'elleve' }, { method: 't_test', y: 'indeks', group: 'to' }, { method: 'mann_whitney', y: 'q2', group: 'to' }, { method: 'anova_welch', y: 'indeks', group: 'elleve' },
	{ method: 'games_howell', y: 'indeks', group: 'elleve' }, { method: 'correlation', vars: items }, { method: 'alpha', items }, { method: 'factor_analysis', items, factors: 2, extraction: 'pca', rotation: 'varimax' },
	{ method: 'battery_table', columns: items }, { method: 'ols', y: 'indeks', x: items.slice(0, 5), factors: ['elleve'] }, { method: 'logistic', y: 'to', x: items.slice(0, 5) }, { method: 't_test', y: 'indeks', group: 'to', filter: [{ column: 'elleve', in: ['1', '2', '3'] }] },
	{ method: 'battery', items, by: 'elleve' }
];

interface Timed { method: string; first_ms: number; best_ms: number; cpu_ms: number }

async function timed(spec: AnySpec, run: () => unknown): Promise<Timed> {
	const seconds: number[] = [];
	const cpu: number[] = [];
	for (let i = 0; i < 3; i++) {
		const from = process.cpuUsage();
		const start = performance.now();
		await run();
		seconds.push(performance.now() - start);
		const used = process.cpuUsage(from);
		cpu.push((used.user + used.system) / 1000);
	}
	const round = (x: number) => Math.round(x);
	return { method: spec.filter ? `${spec.method}, filtered` : spec.method, first_ms: round(seconds[0]!), best_ms: round(Math.min(...seconds)), cpu_ms: round(Math.min(...cpu)) };
}

const small = dataset(2_000);
const big = dataset(large);
const inServer: Timed[] = [];
for (const spec of SPECS) inServer.push(await timed(spec, () => analyse({ dataset: subsetFor(small, spec), spec, locale: 'nb' })));

let asked = 0;
const inThread: Timed[] = [];
for (const spec of SPECS) {
	inThread.push(await timed(spec, async () => {
		// a hash of its own, so that nothing is found that was made before
		const job = await settled(ask({ dataset: { ...subsetFor(big, spec), hash: (asked++).toString(16).padStart(64, '0') }, spec, locale: 'nb' }), 120_000);
		if (job.state !== 'done') throw new Error(`${spec.method}: ${job.state}`);
	}));
}
await closeThread();

const over = (all: Timed[], goal: number) => all.filter((t) => t.best_ms > goal).map((t) => `${t.method} ${t.best_ms} ms`);
console.log(JSON.stringify({
	in_server: { rows: 2_000, variables: VARIABLES, goal_ms: 200, over_goal: over(inServer, 200), specs: inServer }, in_thread: { rows: large, variables: VARIABLES, goal_ms: 2000, over_goal: over(inThread, 2000), specs: inThread }
}, null, '\t'));
