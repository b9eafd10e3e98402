/** The demo's response tables counted straight from the population lists, by other code than the product's. */
import { frameRows, givenAnswers, responders, type Row } from '../../src/demo/data.ts';
import { REPORT_SURVEYS, SURVEYS, type SurveyKey } from '../../src/demo/surveys.ts';
import type { Ours } from '../../src/demo/compare/compare.ts';
import { TABLES, type Definition } from '../../src/demo/compare/definitions.ts';
import type { Grid } from '../../src/demo/compare/grid.ts';

const everyone = responders();
const answered = new Set(everyone.map((seat) => seat.ref));
const lists = Object.fromEntries(SURVEYS.map((survey) => [survey, frameRows(survey)])) as Record<SurveyKey, Row[]>;

const invited = (row: Row): boolean => row.trukket === undefined || row.trukket === '1';
const counts = (rows: Row[]): number[] => [rows.length, rows.filter(invited).length, rows.filter((row) => answered.has(row.ref ?? '')).length];

function gridOf(definition: Definition): Grid {
	if (!definition.survey) return { rows: [...REPORT_SURVEYS], columns: ['population', 'invited', 'answered'], cells: REPORT_SURVEYS.map((survey) => counts(lists[survey])) };
	const list = lists[definition.survey];
	if (definition.battery) {
		const { items, stratum, code } = definition.battery;
		const given = list.filter((row) => row[stratum] === code).map((row) => givenAnswers('aarsrapport').get(row.ref ?? ''));
		return { rows: ['yes', 'no', 'dont_know'], columns: items, cells: ['1', '2', 'DK'].map((answer) => items.map((item) => given.filter((answers) => answers?.get(item) === answer).length)) };
	}
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

const among = ({ battery }: Definition): { answered?: number } =>
	(battery ? { answered: lists.aarsrapport.filter((row) => row[battery.stratum] === battery.code && answered.has(row.ref ?? '')).length } : {});
const counted: ReadonlyMap<number, Ours> = new Map(TABLES.map((definition) => [definition.number, { grid: gridOf(definition), ...among(definition) }]));

/** A fresh copy for each caller: tests change it. */
export const oursFromLists = (): Map<number, Ours> => structuredClone(counted) as Map<number, Ours>;
