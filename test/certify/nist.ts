/**
 * `npm run certify:nist -- FOLDER`: NIST's Statistical Reference Datasets through the engine. For every certified value the correct digits,
 * -log10 of the relative error and at most 15; one line a data set with the lowest, its bar, pass or fail. Last line `N passed, N failed`; exit code 1 on any
 * failure.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isViolation } from '../../analysis/assumptions.ts';
import { autocorrelation } from '../../analysis/estimate/autocorrelation.ts';
import { run } from '../../analysis/run.ts';
import type { BaseSpec } from '../../analysis/spec/fields.ts';
import { numericColumn, tableOf } from '../../analysis/table/build.ts';
import { oneWayAnova } from '../../analysis/test/anova.ts';
import { nistRegression, type Digits } from './nist-regression.ts';

function digits(name: string, computed: unknown, certified: number): Digits {
	if (typeof computed !== 'number' || Number.isNaN(computed)) return { name, lre: 0 };
	const error = Math.abs(computed - certified) / (certified === 0 ? 1 : Math.abs(certified));
	return { name, lre: error === 0 ? 15 : Math.max(0, Math.min(15, -Math.log10(error))) };
}

const numbersIn = (line: string): number[] => line.trim().split(/\s+/).filter((word) => word !== '').map(Number);

/** The numbers that end the file, line by line; everything before is the head. */
function dataOf(lines: readonly string[]): number[][] {
	const isData = (line: string) => numbersIn(line).every((x) => !Number.isNaN(x));
	return lines.slice(lines.findLastIndex((line) => !isData(line)) + 1).map(numbersIn).filter((row) => row.length > 0);
}

/** The last number of the line with this label, up to a comment in brackets; the label may run over two lines. */
function certifiedNumber(text: string, label: RegExp): number | null {
	const line = new RegExp(`${label.source}([^\\n]*)`, 'm').exec(text)?.[1];
	const last = line?.trim().split(/[\s:]+/).at(-1);
	return last === undefined || last === '' || Number.isNaN(Number(last)) ? null : Number(last);
}

function univariate(text: string, data: readonly number[][]): Digits[] {
	const values = data.flat();
	const result = run({ method: 'describe', x: ['y'] } as BaseSpec, tableOf({ y: numericColumn(values, 'y') }));
	if (isViolation(result)) return [{ name: result.violation, lre: 0 }];
	const first = (name: string) => (result.values[name] as readonly unknown[])[0];
	const wanted: [string, unknown, number | null][] = [
		['mean', first('mean'), certifiedNumber(text, /^\s*Sample Mean\b/)],
		['sd', first('sd'), certifiedNumber(text, /^\s*Sample Standard Deviation \(denom\. = n-1\)/)],
		['r(1)', autocorrelation(Float64Array.from(values)), certifiedNumber(text, /^\s*Sample Autocorrelation Coefficient \(lag 1\)/)]
	];
	return wanted.flatMap(([name, computed, certified]) => (certified !== null ? [digits(name, computed, certified)] : name === 'r(1)' ? [] : [{ name: `${name} not found in the file`, lre: 0 }]));
}

/** One column a group, below a line that numbers them, or a group number and a value on each line. */
function groupsOf(data: readonly number[][], k: number, n: number): Float64Array[] {
	const list = data.length === n && data[0]!.length === 2;
	if (list) return Array.from({ length: k }, (_, g) => Float64Array.from(data.filter((row) => row[0] === g + 1), (row) => row[1]!));
	const rows = data.flat().length === n ? data : data.slice(1);
	return Array.from({ length: k }, (_, g) => Float64Array.from(rows.filter((row) => row.length > g), (row) => row[g]!));
}

function anova(text: string, data: readonly number[][]): Digits[] {
	const line = (label: string) => numbersIn((new RegExp(`^${label} \\w+\\s+(.*)$`, 'm').exec(text) ?? ['', ''])[1]!);
	const [between, within] = [line('Between'), line('Within')];
	const n = Number(/(\d+)\s+Observations/.exec(text)?.[1] ?? between[0]! + within[0]! + 1);
	const found = oneWayAnova(groupsOf(data, between[0]! + 1, n));
	if (isViolation(found)) return [{ name: found.violation, lre: 0 }];
	const r2 = certifiedNumber(text, /Certified R-Squared/);
	const sd = certifiedNumber(text, /Certified Residual\s+Standard Deviation/);
	return [
		digits('SS between', found.ss_between, between[1]!),
		digits('MS between', found.ms_between, between[2]!),
		digits('F', found.F, between[3]!),
		digits('SS within', found.ss_within, within[1]!),
		digits('MS within', found.ms_within, within[2]!),
		...(r2 === null ? [] : [digits('R2', found.ss_between / (found.ss_between + found.ss_within), r2)]),
		...(sd === null ? [] : [digits('residual sd', Math.sqrt(found.ms_within), sd)])
	];
}

/** Correct digits demanded: of the two ill-conditioned polynomials fewer. */
const REGRESSION_BARS: Record<string, number> = { Longley: 12, Filip: 6, Wampler5: 6 };
const REGRESSION_BAR = 12;
const BAR = 13;

interface Verdict {
	kind: string;
	bar: number;
	found: Digits[];
}

function certify(name: string, text: string): Verdict {
	const data = dataOf(text.split(/\r?\n/));
	if (/Linear Regression|Linear Least Squares|Polynomial/i.test(text) && /^\s*B0|^\s*B1/m.test(text)) return { kind: 'regression', bar: REGRESSION_BARS[name] ?? REGRESSION_BAR, found: nistRegression(text) };
	if (/^Between /m.test(text)) return { kind: 'anova', bar: BAR, found: anova(text, data) };
	return { kind: 'univariate', bar: BAR, found: univariate(text, data) };
}

const folder = process.argv[2];
if (!folder) {
	console.error('Usage: npm run certify:nist -- FOLDER (with the .dat files)');
	process.exit(2);
}
let [passed, failed] = [0, 0];
for (const file of readdirSync(folder).filter((f) => f.endsWith('.dat')).sort()) {
	const name = file.slice(0, -4);
	const { kind, bar, found } = certify(name, readFileSync(join(folder, file), 'latin1'));
	const lowest = Math.min(Infinity, ...found.map((d) => d.lre));
	const ok = found.length > 0 && lowest >= bar;
	if (ok) passed++;
	else failed++;
	console.log(`${name.padEnd(10)} ${kind.padEnd(10)} ${found.length > 0 ? lowest.toFixed(1).padStart(4) : 'none'} digits, bar ${String(bar).padStart(2)}  ${ok ? 'pass' : 'FAIL'}   ${found.map((d) => `${d.name} ${d.lre.toFixed(1)}`).join(', ')}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
