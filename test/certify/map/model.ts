import { isViolation } from '../../../analysis/assumptions.ts';
import type { Value, Values } from '../../../analysis/result.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Table } from '../../../analysis/table/table.ts';
import type { GoldenData, GoldenMap, GoldenTest } from '../golden.ts';
import { parseFormula } from './formula.ts';
import { map as survey } from './survey.ts';

/** The values of a spec's result; a violation is a fault of the case. */
function valuesOf(spec: BaseSpec, table: Table): Values {
	const result = run(spec, table);
	if (isViolation(result)) throw new Error(`${result.violation} ${JSON.stringify(result.params ?? {})}`);
	return result.values;
}

/** R prints 0 where a p-value is smaller than a number can be; the engine keeps the smallest number there and the truth in log p. */
function asInR(p: Value | undefined, logP: Value | undefined): Value {
	if (Array.isArray(p)) return (p as Value[]).map((x, i) => asInR(x, (logP as Value[])[i]));
	return p === Number.MIN_VALUE && typeof logP === 'number' && logP < Math.log(Number.MIN_VALUE) - Math.LN2 ? 0 : (p ?? null);
}

const ps = (v: Values, names: readonly string[]): Record<string, Value> =>
	Object.fromEntries(names.filter((n) => v[n] !== undefined).map((n) => [n, asInR(v[n], v[n === 'F_p' ? 'F_log_p' : `log_${n}`])]));

function formulaOf(test: GoldenTest): { y: string; x: string[] } {
	return parseFormula(String(test.args.formula));
}

function olsValues(test: GoldenTest, { tableWith }: GoldenData): unknown {
	const { y, x } = formulaOf(test);
	const cluster = (test.args.cluster as string | null) ?? null;
	const columns = [...new Set([y, ...x.flatMap((t) => t.split(':')), ...(cluster ? [cluster] : [])])];
	const v = valuesOf({ method: 'ols', y, x, cluster } as BaseSpec, tableWith(columns));
	return { ...v, ci95: v.ci, ...ps(v, ['p', 'F_p', 'p_CR2']) };
}

function logisticValues(test: GoldenTest, { tableWith }: GoldenData): unknown {
	const { y, x } = formulaOf(test);
	const v = valuesOf({ method: 'logistic', y, x } as BaseSpec, tableWith([...new Set([y, ...x.flatMap((t) => t.split(':'))])]));
	return { ...v, ...ps(v, ['p']) };
}

function mixedValues(test: GoldenTest, { tableWith }: GoldenData): unknown {
	const { y, group, REML } = test.args as { y: string; group: string; REML: boolean };
	const given = test.args.x as string | string[] | null | undefined;
	const x = given === null || given === undefined ? [] : [given].flat();
	const v = valuesOf({ method: 'mixed', y, group, x, REML } as BaseSpec, tableWith([...new Set([y, group, ...x])]));
	return { ...v, lrt_p_half: asInR(v.lrt_p_half, v.lrt_log_p_half) };
}

export const map: GoldenMap = {
	ols: olsValues,
	logistic: logisticValues,
	mixed_random_intercept: mixedValues,
	...survey
};
