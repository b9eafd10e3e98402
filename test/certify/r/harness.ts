/** The engine and the R code made from the same spec, on the same table, name by name. */
import { isViolation } from '../../../analysis/assumptions.ts';
import { findMethod } from '../../../analysis/registry.ts';
import { codebookOf } from '../../../analysis/r/codebook.ts';
import { compareWithR } from '../../../analysis/r/compare.ts';
import { toR } from '../../../analysis/r/script.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Table } from '../../../analysis/table/table.ts';
import type { R } from '../../../src/lib/server/results/r-check/webr.ts';
import type { Roles } from './tables.ts';

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

export async function agree(r: R, spec: BaseSpec, table: Table, csv: string): Promise<Agreement> {
	const base = { spec, compared: 0, worst: 0, faults: [] as string[], unseen: [] as string[], engineMs: 0, rMs: 0 };
	const started = performance.now();
	const result = run(spec, table);
	base.engineMs = performance.now() - started;
	if (!findMethod(spec.method)) return { ...base, outcome: 'differs', faults: [`no method ${spec.method}`] };
	if (isViolation(result)) return { ...base, outcome: 'refused', faults: [`${result.violation} ${JSON.stringify(result.params ?? {})}`] };
	const script = toR(spec, codebookOf(table));
	if (script === null) return { ...base, outcome: 'not in R' };
	if (isViolation(script)) return { ...base, outcome: 'differs', faults: [`toR: ${script.violation}`] };
	const asked = performance.now();
	const { lines, stopped } = await r.run(script, { 'data.csv': csv });
	base.rMs = performance.now() - asked;
	if (stopped) return { ...base, outcome: 'differs', faults: [`R stopped: ${stopped.why} ${stopped.text}`] };
	const { values, unseen } = compareWithR(result, lines);
	base.compared = values.filter((v) => v.engine !== undefined).length;
	base.worst = Math.max(0, ...values.filter((v) => v.agrees).map((v) => v.error));
	base.faults = values
		.filter((v) => !v.agrees)
		.map((v) => (v.engine === undefined ? `R prints ${v.name} = ${v.r}, the engine has no such name` : `${v.name}: engine ${String(v.engine)}, R ${v.r} (relative ${v.error.toExponential(1)})`));
	base.unseen = unseen;
	if (base.compared === 0) base.faults.push('R printed nothing to compare');
	return { ...base, outcome: base.faults.length === 0 ? 'agrees' : 'differs' };
}
