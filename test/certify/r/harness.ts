/** The engine and the R code made from the same spec, on the same table, name by name. */
import { stringify } from 'csv-stringify/sync';
import { isViolation } from '../../../analysis/assumptions.ts';
import { findMethod } from '../../../analysis/registry.ts';
import { codebookOf } from '../../../analysis/r/codebook.ts';
import { toR } from '../../../analysis/r/script.ts';
import { CSV_MISSING } from '../../../analysis/table/csv.ts';
import type { Value } from '../../../analysis/result.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import { firstMissingCode, MISSING_KINDS, type Column, type Table } from '../../../analysis/table/table.ts';
import type { Roles } from './tables.ts';
import type { R } from './webr.ts';

/** The specs an area can be tried with on any table that has these roles. */
export type Specs = (table: Table, roles: Roles, seed: number) => BaseSpec[];

export interface Agreement {
	spec: BaseSpec;
	outcome: 'agrees' | 'differs' | 'refused' | 'not in R';
	compared: number;
	worst: number;
	faults: string[];
	/** Numbers the engine gives and R did not print. */
	unseen: string[];
	/** Milliseconds in the engine and in R. */
	engineMs: number;
	rMs: number;
}

const cell = (column: Column, i: number): string => {
	if (column.kind === 'numeric') {
		const kind = column.missing?.[i] ?? 0;
		return kind > 0 ? CSV_MISSING[MISSING_KINDS[kind - 1]!] : String(column.values[i]!);
	}
	const first = firstMissingCode(column.codes);
	const code = column.codes[i]!;
	return code >= first ? CSV_MISSING[MISSING_KINDS[code - first]!] : column.categories[code]!.value;
};

export function toCsv(table: Table): string {
	const names = Object.keys(table.columns);
	return stringify([names, ...Array.from({ length: table.rows }, (_, i) => names.map((n) => cell(table.columns[n]!, i)))]);
}

/** `name[i,j]` for every number, text and truth value, as the R helper `show` prints them. */
export function flatten(value: Value, name = ''): Map<string, string | number | boolean | null> {
	const out = new Map<string, string | number | boolean | null>();
	const walk = (v: Value, at: string, index: number[]): void => {
		if (Array.isArray(v)) (v as Value[]).forEach((x, i) => walk(x, at, [...index, i + 1]));
		else if (v !== null && typeof v === 'object') for (const [k, x] of Object.entries(v)) walk(x, at + (index.length ? `[${index.join(',')}]` : '') + (at || index.length ? '.' : '') + k, []);
		else out.set(index.length === 0 || (index.length === 1 && index[0] === 1 && !hasSecond(value, at)) ? at : `${at}[${index.join(',')}]`, v as string | number | boolean | null);
	};
	walk(value, name, []);
	return out;
}

/** R prints a vector of length one as a single number. */
function hasSecond(root: Value, at: string): boolean {
	let v: Value = root;
	for (const part of at.split('.')) v = (v as Record<string, Value>)[part] ?? null;
	return Array.isArray(v) && v.length > 1;
}

function parseR(lines: readonly string[]): Map<string, string> {
	const out = new Map<string, string>();
	for (const line of lines) {
		const at = line.indexOf(' = ');
		if (at > 0) out.set(line.slice(0, at).trim(), line.slice(at + 3));
	}
	return out;
}

/** `log_p` near 0 is as good as p is near 1: an absolute difference there is a relative one of p. */
const same = (ours: string | number | boolean | null, theirs: string, tolerance: number, isP: boolean, isLog: boolean): { ok: boolean; error: number } => {
	if (ours === null) return { ok: theirs === 'NA' || theirs === 'NaN', error: 0 };
	if (typeof ours !== 'number') return { ok: String(ours) === theirs || (typeof ours === 'boolean' && String(ours).toUpperCase() === theirs), error: 0 };
	const r = Number(theirs.replace(/^(-?)Inf$/, '$1Infinity'));
	if (Number.isNaN(r)) return { ok: false, error: Infinity };
	const difference = Math.abs(ours - r);
	// so small a p-value has few digits or none: 0 in R, the smallest number there is in the engine; its logarithm is compared
	if (isP && r >= 0 && r < 1e-300 && ours > 0 && ours < 1e-300) return { ok: true, error: 0 };
	if (difference === 0 || (!isP && difference <= 1e-12) || (isLog && difference <= tolerance)) return { ok: true, error: 0 };
	const error = difference / Math.abs(r);
	return { ok: error <= tolerance, error };
};

export async function agree(r: R, spec: BaseSpec, table: Table, csv: string): Promise<Agreement> {
	const method = findMethod(spec.method);
	const base = { spec, compared: 0, worst: 0, faults: [] as string[], unseen: [] as string[], engineMs: 0, rMs: 0 };
	const started = performance.now();
	const result = run(spec, table);
	base.engineMs = performance.now() - started;
	if (!method) return { ...base, outcome: 'differs', faults: [`no method ${spec.method}`] };
	if (isViolation(result)) return { ...base, outcome: 'refused', faults: [`${result.violation} ${JSON.stringify(result.params ?? {})}`] };
	const script = toR(spec, codebookOf(table));
	if (script === null) return { ...base, outcome: 'not in R' };
	if (isViolation(script)) return { ...base, outcome: 'differs', faults: [`toR: ${script.violation}`] };
	const asked = performance.now();
	const { lines, error } = await r.run(script, csv);
	base.rMs = performance.now() - asked;
	if (error) return { ...base, outcome: 'differs', faults: [`R stopped: ${error}`] };
	const theirs = parseR(lines);
	const ours = flatten(result.values);
	for (const [name, text] of theirs) {
		const names = name.replace(/\[.*?\]/g, '').split('.');
		const tolerances = [name, names.join('.'), names.at(-1)!, names[0]!].map((n) => method.rTolerance?.[n]);
		const tolerance = tolerances.find((t) => t !== undefined);
		if (tolerance === null) continue;
		if (!ours.has(name)) {
			base.faults.push(`R prints ${name} = ${text}, the engine has no such name`);
			continue;
		}
		const verdict = same(ours.get(name)!, text, tolerance ?? 1e-10, names.some((n) => /(^|_)p($|_)/.test(n)), names.some((n) => /(^|_)log_p($|_)/.test(n)));
		base.compared += 1;
		base.worst = Math.max(base.worst, verdict.ok ? verdict.error : 0);
		if (!verdict.ok) base.faults.push(`${name}: engine ${String(ours.get(name))}, R ${text} (relative ${verdict.error.toExponential(1)})`);
	}
	if (base.compared === 0) base.faults.push('R printed nothing to compare');
	base.unseen = [...ours.keys()].filter((k) => !theirs.has(k));
	return { ...base, outcome: base.faults.length === 0 ? 'agrees' : 'differs' };
}
