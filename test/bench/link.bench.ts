/**
 * `npm run bench -- link [--rows N]`: N respondents (500,000), each with one of 400 municipalities as it was in 2019 (codes, names, and some that
 * are no municipality), linked to 10 variables of 2024 with their audit. Beside it, in the same run, what a bare Map from code to row number
 * and ten arrays cost: the join with nothing checked, carried or counted. The median of five of each. Prints JSON.
 */
import { cpus } from 'node:os';
import { seededRandom } from '../../analysis/numeric/random.ts';
import { link } from '../../src/lib/domain/link/link.ts';
import { ENDINGS, type LinkRow, type LinkSpec } from '../../src/lib/domain/link/types.ts';
import { codesAt } from '../../src/lib/domain/region/index-of.ts';
import type { History } from '../../src/lib/domain/region/types.ts';
import { tableOf, variable } from '../support/link/tables.ts';

const at = process.argv.indexOf('--rows');
const N = at > 0 ? Number(process.argv[at + 1]) : 500_000;
const GOAL = 2;
const code = (i: number) => String(1101 + i);

/** 400 municipalities: in 2020 each fourth was merged with the next, each 80th divided, and the rest went on under another number. */
function country(): History {
	const old = Array.from({ length: 400 }, (_, i) => ({ code: code(i), name: `Bygd ${i}`, from: '2017-01-01', to: '2020-01-01' }));
	const fresh = Array.from({ length: 400 }, (_, i) => ({ code: code(500 + i), name: `Bygd ${i}`, from: '2020-01-01', to: null }));
	const changes = old.flatMap((p, i) => [{ date: '2020-01-01', oldCode: p.code, newCode: code(500 + (i % 4 === 0 ? i + 1 : i)) }, ...(i % 80 === 2 ? [{ date: '2020-01-01', oldCode: p.code, newCode: code(500 + i + 1) }] : [])]);
	return { from: '2017-01-01', to: null, periods: [...old, ...fresh], changes, groups: [] };
}

const history = country();
const random = seededRandom(2020);
const rows = Array.from({ length: N }, (_, i): LinkRow => {
	const [u, place] = [random(), Math.floor(random() * 400)];
	if (u < 0.02) return { key: `r${i}`, state: 'not_answered', value: null };
	return { key: `r${i}`, state: 'given', value: u < 0.04 ? 'several' : u < 0.05 ? 'Utlandet' : u < 0.25 ? `Bygd ${place}` : code(place) };
});
const SHA = 'a'.repeat(64);
const regions = codesAt(history, '2024-01-01').map((p) => p.code);
const variables = Array.from({ length: 10 }, (_, v) => variable(`v${v}`, v % 2 === 0 ? 'count' : 'rate', v % 2 === 0 ? null : 'v0'));
const table = tableOf(variables, regions, [2024], (v, r) => ((v + r) % 50 === 0 ? { mark: 'missing' } : { value: v * 1000 + r }));
const spec: LinkSpec = { source: { kind: 'item', item: 'municipality' }, rows: 'respondents', codeYear: 2019, figureYear: 2024, variables: variables.map((v) => ({ table: SHA, variable: v.key })) };

const linked = () => link({
	spec, rows, classifications: { municipalities: history, counties: null, centrality: [], kostra: [] }, tables: new Map([[SHA, table]]), choices: { rows: new Map(), rules: [] }, mends: []
});

function bare(): Float64Array[] {
	const place = new Map(regions.map((r, i) => [r, i]));
	const out = variables.map(() => new Float64Array(N));
	rows.forEach((row, i) => {
		const found = place.get(row.value ?? '');
		for (const [v, column] of out.entries()) column[i] = found === undefined ? Number.NaN : (table.columns[v]?.values[found] ?? Number.NaN);
	});
	return out;
}

function median(task: () => unknown): number {
	const seconds = Array.from({ length: 5 }, () => {
		const start = performance.now();
		task();
		return (performance.now() - start) / 1000;
	});
	return seconds.sort((a, b) => a - b)[2] ?? Number.NaN;
}

const { audit } = linked();
const [ours, plain] = [median(linked), median(bare)];
const round = (x: number) => Number(x.toFixed(3));
console.log(JSON.stringify({
	machine: { cpus: cpus().length, model: cpus()[0]?.model, node: process.version }, rows: N, variables: 10, goalSeconds: GOAL, seconds: round(ours), met: ours < GOAL,
	bareMapSeconds: round(plain), ratio: round(ours / plain), audit, sum: ENDINGS.reduce((all, ending) => all + audit[ending], 0)
}, null, '\t'));
