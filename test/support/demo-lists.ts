/** The demo's response tables counted straight from the population lists, by other code than the product's. */
import { frameRows, responders, type Row } from '../../src/demo/data.ts';
import { SURVEYS, type SurveyKey } from '../../src/demo/surveys.ts';
import type { Ours } from '../../src/demo/compare/compare.ts';
import { TABLES, type Definition } from '../../src/demo/compare/definitions.ts';
import type { Grid } from '../../src/demo/compare/grid.ts';

const everyone = responders();
const answered = new Set(everyone.map((seat) => seat.ref));
const lists = Object.fromEntries(SURVEYS.map((survey) => [survey, frameRows(survey)])) as Record<SurveyKey, Row[]>;

const invited = (row: Row): boolean => row.trukket === undefined || row.trukket === '1';
const counts = (rows: Row[]): number[] => [rows.length, rows.filter(invited).length, rows.filter((row) => answered.has(row.ref ?? '')).length];

function gridOf(definition: Definition): Grid {
	if (!definition.survey) return { rows: [...SURVEYS], columns: ['population', 'invited', 'answered'], cells: SURVEYS.map((survey) => counts(lists[survey])) };
	const list = lists[definition.survey];
	const named = (row: Row): string => {
		const value = row[definition.rows ?? ''] ?? '';
		return Object.entries(definition.groups ?? {}).find(([, members]) => members.includes(value))?.[0] ?? value;
	};
	const rows = [...new Set(list.map(named))];
	if (!definition.columns) return { rows, columns: ['invited', 'answered'], cells: rows.map((name) => counts(list.filter((row) => named(row) === name)).slice(1)) };
	const other = (row: Row): string => row[definition.columns ?? ''] ?? '';
	const columns = [...new Set(list.map(other))];
	return { rows, columns, cells: rows.map((name) => columns.map((column) => list.filter((row) => named(row) === name && other(row) === column).length)) };
}

const counted: ReadonlyMap<number, Ours> = new Map(TABLES.map((definition) => [definition.number, { grid: gridOf(definition) }]));

/** A fresh copy for each caller: tests change it. */
export const oursFromLists = (): Map<number, Ours> => structuredClone(counted) as Map<number, Ours>;
