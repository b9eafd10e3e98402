/** Golden files: reading them into tables, and comparing what the engine gives with what is expected. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { categoricalColumn, numericColumn, type Cell } from '../../analysis/table/build.ts';
import type { Column, Table } from '../../analysis/table/table.ts';

export type Tolerance = number | Readonly<Record<string, number | string>>;
export interface GoldenTest {
	method: string;
	args: Record<string, unknown>;
	expected: Record<string, unknown>;
	tol: Tolerance;
	note?: string;
}
export interface GoldenFile {
	name: string;
	columns: Record<string, (number | string | null)[]>;
	extra: Record<string, unknown> | null;
	tests: GoldenTest[];
}

/** What a mapping gets beside the test: the file's columns as they stand, and as a table. */
export interface GoldenData {
	columns: GoldenFile['columns'];
	extra: Record<string, unknown>;
	/** Columns of one length only; a file may have columns of several lengths, then ask `tableWith` for those that belong together. */
	table: Table;
	tableWith: (names: readonly string[], rows?: number) => Table;
}
/** Stands for an expected value that the golden files' README says is not to be compared in this case, such as a margin of the file's own random draws. */
export const NOT_A_TARGET = Symbol('not a target');
/** Golden method -> the same names as `expected`, from the engine. */
export type GoldenMap = Record<string, (test: GoldenTest, data: GoldenData) => unknown>;

/** Every .json file among the paths, folders searched one level deep. */
export function goldenFiles(paths: readonly string[]): string[] {
	return paths.flatMap((path) => (statSync(path).isDirectory() ? readdirSync(path).filter((f) => f.endsWith('.json')).sort().map((f) => join(path, f)) : [path]));
}

export function readGolden(file: string): GoldenFile {
	const { name = file, columns = {}, extra = null, tests } = JSON.parse(readFileSync(file, 'utf8')) as Partial<GoldenFile>;
	if (!Array.isArray(tests)) throw new Error(`${file} has no tests: it is not a golden file`);
	return { name, columns: columns ?? {}, extra, tests };
}

/** Texts are names even where they look like numbers, in the order of their characters: a model has a coefficient for each but the first. */
function namesIn(cells: readonly Cell[]): { value: string; label: string }[] {
	return [...new Set(cells.map(String))].sort().map((value) => ({ value, label: value }));
}

/** Few whole numbers are points of a scale; the same values come out either way, by another path through the engine. */
function goldenColumn(cells: readonly Cell[], label: string): Column {
	const present = cells.filter((c) => c !== null && typeof c !== 'object');
	const distinct = new Set(present);
	const scale = present.every((c) => Number.isInteger(c)) && distinct.size <= 20;
	if (present.some((c) => typeof c === 'string')) return categoricalColumn(cells, label, namesIn(present));
	return scale ? categoricalColumn(cells, label) : numericColumn(cells, label);
}

export function goldenData(file: GoldenFile): GoldenData {
	const extra = file.extra ?? {};
	const dontKnow = extra.dont_know_code ?? null;
	const items = new Set((extra.items as string[] | undefined) ?? []);
	const cellsOf = (name: string): Cell[] => {
		const cells = file.columns[name];
		if (!cells) throw new Error(`${file.name} has no column ${name}`);
		return cells.map((c) => (dontKnow !== null && items.has(name) && c === dontKnow ? { missing: 'dont_know' as const } : c));
	};
	const tableWith = (names: readonly string[], rows?: number): Table => {
		const columns = Object.fromEntries(names.map((n) => [n, goldenColumn(cellsOf(n).slice(0, rows), n)]));
		const first = Object.values(columns)[0];
		return { rows: first ? (first.kind === 'numeric' ? first.values.length : first.codes.length) : 0, columns };
	};
	const all = Object.keys(file.columns);
	const length = file.columns[all[0] ?? '']?.length;
	return { columns: file.columns, extra, table: tableWith(all.filter((n) => file.columns[n]!.length === length)), tableWith };
}

export interface Difference {
	path: string;
	expected: unknown;
	actual: unknown;
	/** Relative error, or null where a relative error has no meaning. */
	error: number | null;
	ok: boolean;
}

const isP = (path: readonly string[]): boolean => path.some((part) => /(^|_)p($|_)/.test(part));

/** The tolerance that holds for a value: by the innermost name that has one, otherwise the file's default. Null: not a target. */
function toleranceFor(path: readonly string[], tol: Tolerance): { rel: number; abs: number } | null {
	if (typeof tol === 'number') return { rel: tol, abs: 0 };
	const number = (v: number | string | undefined): number => (typeof v === 'number' ? v : 0);
	for (const name of [...path].reverse()) {
		const own = tol[name];
		if (typeof own === 'string') return null;
		// a key for a family of names, as `oblimin_abs` for every value of the oblimin solution
		const family = Object.keys(tol).find((k) => k.endsWith('_abs') && name.includes(k.slice(0, -4)));
		if (own !== undefined || family) return { rel: number(own), abs: number(family && tol[family]) };
	}
	return { rel: number(tol.rel), abs: number(tol.abs) };
}

function toNumber(v: unknown): unknown {
	return v === 'Inf' ? Infinity : v === '-Inf' ? -Infinity : v;
}

/** R writes a vector of one number as a number, or not, as the writer of its file pleases. */
const isBare = (v: unknown): boolean => typeof v === 'number' || typeof v === 'string';

/** Every number of `expected` against the same place in `actual`. Names that only the engine has are left alone. */
export function compare(expectedIn: unknown, actualIn: unknown, tol: Tolerance, path: string[] = []): Difference[] {
	const [expected, actual] = [toNumber(expectedIn), toNumber(actualIn)];
	if (isBare(expected) && Array.isArray(actual) && actual.length === 1) return compare(expected, actual[0], tol, path);
	if (isBare(actual) && Array.isArray(expected) && expected.length === 1) return compare(expected[0], actual, tol, path);
	const limits = toleranceFor(path, tol);
	if (!limits || actual === NOT_A_TARGET) return [];
	const at = path.join('.');
	if (Array.isArray(expected)) {
		if (!Array.isArray(actual) || actual.length !== expected.length) return [{ path: at, expected, actual, error: null, ok: false }];
		return expected.flatMap((e, i) => compare(e, actual[i], tol, [...path, String(i)]));
	}
	if (expected !== null && typeof expected === 'object') {
		if (actual === null || typeof actual !== 'object') return [{ path: at, expected, actual, error: null, ok: false }];
		return Object.entries(expected).flatMap(([k, e]) => compare(e, (actual as Record<string, unknown>)[k], tol, [...path, k]));
	}
	if (typeof expected !== 'number' || typeof actual !== 'number' || !Number.isFinite(expected)) {
		return [{ path: at, expected, actual, error: null, ok: Object.is(expected, actual) }];
	}
	const difference = Math.abs(actual - expected);
	// what should be zero has no relative error; a p-value has one however small it is
	if (Math.abs(expected) < 1e-12 && !isP(path)) return [{ path: at, expected, actual, error: null, ok: difference <= Math.max(1e-12, limits.abs) }];
	// a p-value too small for a number is 0 in R and the smallest number there is in the engine
	const error = expected === 0 ? (actual === 0 || (isP(path) && actual === Number.MIN_VALUE) ? 0 : Infinity) : difference / Math.abs(expected);
	return [{ path: at, expected, actual, error, ok: error <= limits.rel || difference <= limits.abs }];
}
