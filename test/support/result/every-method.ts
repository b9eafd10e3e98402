/** A spec of every method with a table that it has a result on. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Result } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf } from '#analysis/table/build.ts';
import type { Table } from '#analysis/table/table.ts';
import { AREAS } from '../../certify/r/areas.ts';
import { randomSample } from '../../certify/r/tables.ts';

/** Two years of one indicator in five municipalities, two of them with schools. */
function indicators(): Table {
	const rows = ['M1', 'M2', 'M3', 'M4', 'M5'].flatMap((m, k) => ['2020', '2021'].flatMap((y, t) => [
		{ m, s: null, y, v: 0.1 + 0.07 * k + 0.01 * t }, ...(k < 2 ? ['a', 'b'].map((s, j) => ({ m, s: `${m}${s}`, y, v: 0.05 + 0.3 * j + 0.02 * k })) : [])
	]));
	const size = new Map([['M1', 900], ['M2', 2500], ['M3', 4000], ['M4', 800], ['M5', 12_000]]);
	return tableOf({
		m: categoricalColumn(rows.map((r) => r.m)), s: categoricalColumn(rows.map((r) => r.s ?? { missing: 'not_asked' })), i: categoricalColumn(rows.map(() => 'Mobbing')), y: categoricalColumn(rows.map((r) => r.y)),
		v: numericColumn(rows.map((r) => r.v)), n: numericColumn(rows.map(() => 60)), people: numericColumn(rows.map((r) => size.get(r.m) ?? 0)), county: categoricalColumn(rows.map((r) => (r.m < 'M4' ? 'Agder' : 'Troms')))
	});
}

const CELLS = { strata: ['kind', 'place'], cells: [['K', 'x'], ['K', 'y'], ['M', 'x'], ['M', 'y']], population: [90, 70, 120, 80], respondents: [40, 36, 30, 50] };
const GIVEN: readonly object[] = [
	{ method: 'response_rates_counts', population: { A: 100, B: 50 }, respondents: { A: 60, B: 20 } },
	{ method: 'nonresponse_counts', population: { A: 1200, B: 800, C: 400 }, respondents: { A: 700, B: 400, C: 110 } },
	{ method: 'nonresponse_model_counts', ...CELLS }, { method: 'r_indicator_counts', ...CELLS },
	{ method: 'response_forecast', answers: [30, 12, 9, 8, 3, 1, 20, 10, 4, 3, 1], sends: [0, 6], population: 200, until: 20, first_weekday: 3 },
	{ method: 'proof_tables', tables: [{ kind: 'parts', table: '1', what: 'answered', parts: { a: 3, b: 5 }, total: 6, overlapping: false }] }
];
const EXTRACTION = { method: 'follow_up_extraction', municipality: 'm', school: 's', county: 'county', indicator: 'i', year: 'y', value: 'v', n: 'n', indicators: [{ indicator: 'Mobbing', worse: 'high', limits: [{ value: 0.15 }, { value: 0.3, points: 2 }], kind: 'share' }], average_count: 2, spread_count: 1, earlier: { 2020: ['M4'] }, characteristics: ['people'], replicates: 20 };

/** One result of each method that has one here. */
export function everyResult(): Map<string, Result> {
	const found = new Map<string, Result>();
	const add = (spec: object, table: Table): void => {
		const made = run(spec as BaseSpec, table);
		if (!isViolation(made) && !found.has(made.method)) found.set(made.method, made);
	};
	for (const spec of GIVEN) add(spec, tableOf({}));
	add(EXTRACTION, indicators());
	for (const seed of [3, 8]) {
		const { table, roles } = randomSample(seed);
		for (const specs of Object.values(AREAS)) for (const spec of specs(table, roles, seed)) if (!found.has(spec.method)) add(spec, table);
	}
	return found;
}
