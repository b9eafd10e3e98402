/** Our response tables beside the printed ones, cell by cell. Pure: numbers in, verdicts out. */
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { TABLES, type Definition, type Measure } from './definitions.ts';
import { at, NO_CODE, sumOf, type Grid } from './grid.ts';
import { printedGrid } from './printed.ts';
import { explain, type Reason, type Witness } from './rules.ts';

/**
 * different: with a reason. unexplained: without. alone: the whole table has no printed counterpart.
 * empty: neither has anything there (beside the corner of a crossed table for seats without either code).
 */
export type Verdict = 'same' | 'different' | 'unexplained' | 'alone' | 'empty';

export interface Cell {
	ours: number;
	/** null where the report prints nothing. */
	printed: number | null;
	verdict: Verdict;
	reason: Reason | null;
}

export interface ComparedTable {
	definition: Definition;
	rows: string[];
	columns: string[];
	/** [row][column] */
	cells: Cell[][];
	labels: Ours['labels'];
	answered: Ours['answered'];
}

/** Ours of a table. */
export interface Ours {
	grid: Grid;
	/** The population list's own words for rows and columns, by code. */
	labels?: { rows: ReadonlyMap<string, Text>; columns: ReadonlyMap<string, Text> };
	/** Of a battery: how many of its seats have answered, which each column must come to. */
	answered?: number;
}

/** A column of ours that does not come to our own total of the survey: an error of ours, whatever is printed. */
export interface Inconsistency { table: number; column: string; sum: number; total: number }

export interface Comparison {
	tables: ComparedTable[];
	inconsistent: Inconsistency[];
	/** Numbers of cells. */
	summary: { compared: number; same: number; different: number; unexplained: number; alone: number };
}

interface Pair { definition: Definition; ours: Ours; printed: Grid | null }

const measureOf = (definition: Definition, column: string): Measure => (definition.layout === 'crossed' ? 'population' : (column as Measure));

/** Printed order first, then what only we have: of those, rows and columns without any seat say nothing. */
function axis(printed: readonly string[] | undefined, ours: readonly string[], occurs: (name: string) => boolean): string[] {
	return printed ? [...printed, ...ours.filter((name) => !printed.includes(name) && occurs(name))] : [...ours];
}

/** Whether every printed figure equals ours. */
const agrees = (printed: Grid, ours: Grid): boolean =>
	printed.rows.every((row) => printed.columns.every((column) => at(printed, row, column) === (at(ours, row, column) ?? 0)));

function witnesses(pairs: readonly Pair[], survey: string, measure: Measure, not: number): Witness[] {
	return pairs.flatMap(({ definition, ours, printed }): Witness[] => {
		if (!printed || definition.survey !== survey || definition.number === not) return [];
		if (definition.layout === 'crossed') return measure === 'population' ? [{ table: definition.number, printedSum: sumOf(printed), agrees: agrees(printed, ours.grid) }] : [];
		if (!printed.columns.includes(measure) || (definition.ticked && measure === 'answered')) return [];
		const only = (grid: Grid): Grid => ({ rows: grid.rows, columns: [measure], cells: grid.rows.map((row) => [at(grid, row, measure) ?? 0]) });
		return [{ table: definition.number, printedSum: sumOf(printed, measure), agrees: agrees(only(printed), only(ours.grid)) }];
	});
}

/** Table 1, printed and ours: what the parts of every other table must come to. */
interface Totals { printed: Grid | null; ours: Grid }

function compareTable(pair: Pair, pairs: readonly Pair[], totals: Totals): ComparedTable {
	const { definition, ours, printed } = pair;
	const { grid } = ours;
	const whole = definition.layout === 'crossed';
	const rows = axis(printed?.rows, grid.rows, (row) => grid.columns.some((column) => at(grid, row, column) !== 0));
	const columns = axis(printed?.columns, grid.columns, (column) => whole && grid.rows.some((row) => at(grid, row, column) !== 0));
	const both = (row: string, column: string): { ours: number; printed: number | null } => ({ ours: at(grid, row, column) ?? 0, printed: at(printed, row, column) });
	const cell = (row: string, column: string): Cell => {
		const numbers = both(row, column);
		if (!printed) return { ...numbers, verdict: 'alone', reason: null };
		if (whole && numbers.printed === null && numbers.ours === 0) return { ...numbers, verdict: 'empty', reason: null };
		if (numbers.ours === numbers.printed) return { ...numbers, verdict: 'same', reason: null };
		// counts of answers: nothing but the answers themselves can say why they differ
		if (definition.layout === 'battery') return { ...numbers, verdict: 'unexplained', reason: null };
		const survey = definition.survey ?? row;
		const measure = measureOf(definition, column);
		const reason = explain({
			...numbers, measure, inTable1: definition.layout === 'totals',
			missingRow: row === NO_CODE && (!whole || column === NO_CODE),
			column: rows.flatMap((r) => (whole ? columns : [column]).map((c) => both(r, c))),
			table1: at(totals.printed, survey, measure) ?? 0,
			total: at(totals.ours, survey, measure) ?? 0,
			witnesses: witnesses(pairs, survey, measure, definition.number),
			ticked: definition.ticked === true
		});
		return { ...numbers, verdict: reason ? 'different' : 'unexplained', reason };
	};
	const cells = rows.map((row) => columns.map((column) => cell(row, column)));
	return { definition, rows, columns, cells, labels: ours.labels, answered: ours.answered };
}

function inconsistencies({ definition, ours: { grid, answered = 0 } }: Pair, totals: Grid): Inconsistency[] {
	if (!definition.survey) return [];
	const columns = definition.layout === 'crossed' ? [undefined] : grid.columns;
	return columns.map((column): Inconsistency => ({
		table: definition.number, column: column ?? 'population', sum: sumOf(grid, column),
		total: definition.layout === 'battery' ? answered : at(totals, definition.survey ?? '', measureOf(definition, column ?? '')) ?? 0
	})).filter((one) => one.sum !== one.total);
}

/**
 * @param ours by table number, every table of `tables`
 * @param source what is printed; the report's own unless a test says otherwise
 * @param tables those to compare, the table of totals among them
 * @throws when a table is missing among ours
 */
export function compare(ours: ReadonlyMap<number, Ours>, source?: Record<string, unknown>, tables: readonly Definition[] = TABLES): Comparison {
	const pairs = tables.map((definition): Pair => {
		const own = ours.get(definition.number);
		if (!own) throw new Error(`Table ${definition.number} has not been computed`);
		return { definition, ours: own, printed: printedGrid(definition, source) };
	});
	const first = pairs.find((pair) => pair.definition.layout === 'totals');
	if (!first) throw new Error('There is no table of totals');
	const totals: Totals = { printed: first.printed, ours: first.ours.grid };
	const compared = pairs.map((pair) => compareTable(pair, pairs, totals));
	const all = compared.flatMap((table) => table.cells.flat());
	const count = (verdict: Verdict) => all.filter((cell) => cell.verdict === verdict).length;
	const summary = { same: count('same'), different: count('different'), unexplained: count('unexplained'), alone: count('alone') };
	return { tables: compared, inconsistent: pairs.flatMap((pair) => inconsistencies(pair, totals.ours)), summary: { compared: summary.same + summary.different + summary.unexplained, ...summary } };
}
