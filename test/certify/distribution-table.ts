/**
 * `npm run certify:distributions`: measures jstat and this engine against the golden distributions and against extremes computed with 32 digits and more,
 * and prints the table of analysis/distribution/README.md. Exit code 1 when the README's table is another.
 * `--write` puts it into the README.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import jstat from 'jstat';
import { fQuantile } from '../../analysis/distribution/f.ts';
import { map } from './map/distribution.ts';
import { readGolden, type GoldenTest } from './golden.ts';

const README = 'analysis/distribution/README.md';
const FILES = [
	['golden', 'test/reference/golden/distributions.json'],
	['extremes', 'test/reference/extremes/distributions.json']
] as const;
const LOST = 1e-10;

const { normal, studentt, chisquare, centralF, tukey } = jstat;

/** The usual way to each number with jstat, by golden method and expected name. */
const JSTAT: Record<string, { names: string[]; values: Record<string, (...x: number[]) => number> }> = {
	dist_normal_lower: { names: ['z'], values: { p: (z) => normal.cdf(z!, 0, 1) } },
	dist_t_two_sided: { names: ['t', 'df'], values: { p: (t, df) => 2 * studentt.cdf(-Math.abs(t!), df!) } },
	dist_chisq_upper: { names: ['x', 'df'], values: { p: (x, df) => 1 - chisquare.cdf(x!, df!), lower: (x, df) => chisquare.cdf(x!, df!) } },
	dist_f_upper: { names: ['x', 'df1', 'df2'], values: { p: (x, a, b) => 1 - centralF.cdf(x!, a!, b!) } },
	dist_studentized_range_upper: { names: ['q', 'k', 'df'], values: { p: (q, k, df) => 1 - tukey.cdf(q!, k!, df!) } },
	quantile_normal: { names: ['p'], values: { q: (p) => normal.inv(p!, 0, 1) } },
	quantile_t: { names: ['p', 'df'], values: { q: (p, df) => studentt.inv(p!, df!) } },
	quantile_chisq: { names: ['p', 'df'], values: { q: (p, df) => chisquare.inv(p!, df!) } },
	quantile_f_exact: { names: ['p', 'df1', 'df2'], values: { q: (p, a, b) => centralF.inv(p!, a!, b!) } },
	quantile_f: { names: ['p', 'df1', 'df2'], values: { q: (p, a, b) => centralF.inv(p!, a!, b!) } }
};

interface Measured {
	points: number;
	lost: number;
	worst: number;
}

/** Relative errors; a median of 0 has none, so there the distance counts. */
function measure(expected: readonly number[], actual: readonly number[]): Measured {
	let lost = 0;
	let worst = 0;
	expected.forEach((e, i) => {
		const distance = Math.abs(actual[i]! - e);
		const error = Number.isFinite(distance) ? (e === 0 ? distance : distance / Math.abs(e)) : Infinity;
		if (error > LOST) lost += 1;
		worst = Math.max(worst, error);
	});
	return { points: expected.length, lost, worst };
}

const together = (parts: readonly Measured[]): Measured => ({ points: parts.reduce((n, m) => n + m.points, 0), lost: parts.reduce((n, m) => n + m.lost, 0), worst: Math.max(...parts.map((m) => m.worst)) });
const shown = ({ worst }: Measured): string => (worst === Infinity ? 'no number' : worst.toExponential(1));

function along(test: GoldenTest, names: readonly string[], f: (...x: number[]) => number): number[] {
	const columns = names.map((n) => test.args[n] as number[]);
	return columns[0]!.map((_, i) => f(...columns.map((c) => c[i]!)));
}

const nothing = { columns: {}, extra: {}, table: { rows: 0, columns: {} }, tableWith: () => ({ rows: 0, columns: {} }) };

/** What the engine gives; the quantiles of F without the rounding that the golden ones need. */
function engine(test: GoldenTest, name: string): number[] {
	if (test.method === 'quantile_f') return along(test, ['p', 'df1', 'df2'], fQuantile);
	return (map[test.method]!(test, nothing) as Record<string, number[]>)[name]!;
}

function rows(): string[] {
	const out: string[] = [];
	for (const [label, file] of FILES) {
		const { tests } = readGolden(file);
		for (const [method, theirs] of Object.entries(JSTAT)) {
			for (const [name, f] of Object.entries(theirs.values)) {
				const cases = tests.filter((t) => t.method === method && Array.isArray(t.expected[name]));
				if (cases.length === 0) continue;
				const ours = together(cases.map((t) => measure(t.expected[name] as number[], engine(t, name))));
				const jstats = together(cases.map((t) => measure(t.expected[name] as number[], along(t, theirs.names, f))));
				out.push(`| ${method} | ${name} | ${label} | ${ours.points} | ${shown(jstats)} | ${jstats.lost} | ${shown(ours)} | ${ours.lost} |`);
			}
		}
	}
	return out;
}

const table = ['| Function | Value | Points | Number | jstat: worst | jstat: lost | Engine: worst | Engine: lost |', '| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |', ...rows()].join('\n');
console.log(table);
const readme = readFileSync(README, 'utf8');
const block = /(<!-- measured -->\n)[\s\S]*?(\n<!-- \/measured -->)/;
const renewed = readme.replace(block, (_, open: string, close: string) => `${open}${table}${close}`);
if (process.argv.includes('--write')) writeFileSync(README, renewed);
else if (renewed !== readme) {
	console.error(`${README} has another table: run with --write`);
	process.exitCode = 1;
}
