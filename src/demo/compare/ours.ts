/** Our side of the comparison, read live from the database through the same services as every other response table. */
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { findSurveys, type FoundSurvey } from '#lib/server/db/demo.ts';
import { responseTable, responseTotals, type Dimension, type ResponseCounts, type ResponseDeps, type ResponseTable } from '#lib/server/results/response.ts';
import { EVALUATION, REPORT_SURVEYS, SURVEYS, WAVES, type SurveyKey } from '../surveys.ts';
import { batteryOf } from './battery.ts';
import type { Ours } from './compare.ts';
import { TABLES, type Definition } from './definitions.ts';
import { grouped, NO_CODE, type Grid } from './grid.ts';

type Found = ReadonlyMap<string, FoundSurvey>;

const RESPONSE = ['invited', 'answered'] as const;
const code = ({ code: held }: { code: string | null }): string => held ?? NO_CODE;

function toGrid(definition: Definition, table: ResponseTable): Grid {
	const rows = table.rows.categories.map(code);
	const grid = table.columns
		? { rows, columns: table.columns.categories.map(code), cells: table.cells.map((row) => row.map((cell) => cell.population)) }
		: { rows, columns: [...RESPONSE], cells: table.rowTotals.map((row) => RESPONSE.map((name) => row[name])) };
	return definition.groups ? grouped(grid, definition.groups) : grid;
}

const labelsOf = (dimension: Dimension | null): Map<string, Text> =>
	new Map((dimension?.categories ?? []).flatMap((category) => (category.code !== null && category.label ? [[category.code, category.label] as const] : [])));

async function tableOf(deps: ResponseDeps, surveys: Found, definition: Definition): Promise<Ours> {
	const found = surveys.get(definition.survey ?? '');
	if (found && definition.battery) return batteryOf(deps.database.evaluate.db, found.id, definition.battery);
	if (!found || !definition.rows) throw new Error(`Table ${definition.number} has no survey`);
	const table = await responseTable(deps, found.id, { rows: definition.rows, ...(definition.columns !== undefined && { columns: definition.columns }) });
	const grid = toGrid(definition, table);
	return { grid, labels: { rows: labelsOf(table.rows), columns: labelsOf(table.columns) } };
}

const ROW = ['population', 'invited', 'answered'] as const;
const totalsGrid = (totals: readonly (readonly [SurveyKey, ResponseCounts])[]): Grid =>
	({ rows: totals.map(([key]) => key), columns: [...ROW], cells: totals.map(([, counts]) => ROW.map((name) => counts[name])) });

/**
 * Ours of every table, by number; null when the database does not hold the six surveys with their population lists.
 * While answers are coming in, tables may be of moments apart.
 */
export async function readOurs(deps: ResponseDeps): Promise<Map<number, Ours> | null> {
	const surveys = new Map<string, FoundSurvey>();
	for (const wave of WAVES) for (const [key, found] of await findSurveys(deps.database.evaluate.db, EVALUATION.key, wave.key)) surveys.set(key, found);
	const totals: [SurveyKey, ResponseCounts][] = [];
	for (const key of SURVEYS) {
		const found = surveys.get(key);
		const counts = found && found.document !== null ? await responseTotals(deps, found.id) : undefined;
		if (!counts || counts.population === 0) return null;
		totals.push([key, counts]);
	}
	const ours = new Map<number, Ours>();
	for (const definition of TABLES) {
		ours.set(definition.number, definition.layout === 'totals' ? { grid: totalsGrid(totals.filter(([key]) => (REPORT_SURVEYS as readonly string[]).includes(key))) } : await tableOf(deps, surveys, definition));
	}
	return ours;
}
