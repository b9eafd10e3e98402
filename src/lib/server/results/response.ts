/**
 * Response by stratum: how many seats there are, are in the sample, were invited and have answered. What pages, downloads and
 * printed response tables are made from. Reads as the evaluate role, which cannot see contacts.
 */
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { Problem } from '#lib/domain/problem.ts';
import { DISPOSITIONS, type Disposition } from '#lib/evaluate/dispositions.ts';
import type { Database, Tx } from '#lib/server/db/connection.ts';
import { frameCounter } from '#lib/server/db/frame-counts.ts';
import { countSeats, readStrata, snapshot, type Code, type CountRow } from '#lib/server/db/response-counts.ts';
import type { SampleDispositions } from '#analysis/response/rates.ts';

export type { Code };
export type ResponseDeps = { database: Pick<Database, 'evaluate'> };

export { DISPOSITIONS };

/** Whole numbers of seats in one cell. */
export interface ResponseCounts {
	/** Rows of the population list. */
	population: number;
	/** Seats in the sample. */
	sampled: number;
	/** Seats that have been sent an invitation, whatever became of it later. */
	invited: number;
	/** complete + partial. */
	answered: number;
	/** Of every seat in the population list: sums to `population`. */
	dispositions: Record<Disposition, number>;
	/** Of the seats in the sample: sums to `sampled`. */
	sample: SampleDispositions;
}

export interface Category {
	/** null: the population list says nothing for these seats. */
	code: Code;
	/** null where code is null: the words for that are the reader's language's. */
	label: Text | null;
}
export interface Stratum {
	name: string;
	label: Text;
	categories: { code: string; label: Text }[];
}
export interface Dimension {
	name: string;
	label: Text;
	/** In the list's order; a last one with code null if some seat has no code. */
	categories: Category[];
}

export interface ResponseTable {
	surveyId: number;
	rows: Dimension;
	/** null when not crossed. */
	columns: Dimension | null;
	/** [row][column]; empty when not crossed. A combination that does not occur holds zeros. */
	cells: ResponseCounts[][];
	/** One for each row: the sum of the row. */
	rowTotals: ResponseCounts[];
	/** One for each column; empty when not crossed. */
	columnTotals: ResponseCounts[];
	total: ResponseCounts;
}

const NAMES = ['population', 'sampled', 'invited', 'answered'] as const;

function zero(): ResponseCounts {
	const dispositions = Object.fromEntries(DISPOSITIONS.map((d) => [d, 0])) as Record<Disposition, number>;
	return { population: 0, sampled: 0, invited: 0, answered: 0, dispositions, sample: { ...dispositions } };
}

function toCounts(row: CountRow): ResponseCounts {
	const { complete, partial, refusal, non_contact, undeliverable, not_invited, ineligible } = row;
	const dispositions = { complete, partial, refusal, non_contact, undeliverable, not_invited, ineligible };
	return {
		population: row.population, sampled: row.sampled, invited: row.invited, answered: complete + partial, dispositions,
		sample: { ...dispositions, not_invited: row.sampled_not_invited, ineligible: row.sampled_ineligible }
	};
}

/** The sum of `parts`, cell by cell. */
export function sum(parts: ResponseCounts[]): ResponseCounts {
	const all = zero();
	for (const part of parts) {
		for (const name of NAMES) all[name] += part[name];
		for (const d of DISPOSITIONS) {
			all.dispositions[d] += part.dispositions[d];
			all.sample[d] += part.sample[d];
		}
	}
	return all;
}

function find(strata: Stratum[], name: string): Stratum {
	const stratum = strata.find((s) => s.name === name);
	if (!stratum) throw new Problem('evaluate_problem_unknown_stratum', 404, { name: name.slice(0, 63) });
	return stratum;
}

function dimension(stratum: Stratum, codes: Code[]): Dimension {
	const categories: Category[] = [...stratum.categories];
	if (codes.includes(null)) categories.push({ code: null, label: null });
	return { name: stratum.name, label: stratum.label, categories };
}

/** Counts seats by up to two strata, as `countSeats` does. */
type Counting = (rows: string, columns: string | null, where?: Record<string, Code>) => CountRow[] | Promise<CountRow[]>;

async function build(surveyId: number, strata: Stratum[], options: TableOptions, count: Counting): Promise<ResponseTable> {
	const rowStratum = find(strata, options.rows);
	const columnStratum = options.columns === undefined ? null : find(strata, options.columns);
	if (options.columns === options.rows) throw new Problem('evaluate_problem_crossed_with_itself', 400, {});
	for (const name of Object.keys(options.where ?? {})) find(strata, name);
	const found = await count(options.rows, options.columns ?? null, options.where);
	const rows = dimension(rowStratum, found.map((r) => r.row));
	const columns = columnStratum && dimension(columnStratum, found.map((r) => r.column));
	const cells = columns
		? rows.categories.map((r) => columns.categories.map((c) => sum(found.filter((f) => f.row === r.code && f.column === c.code).map(toCounts))))
		: [];
	return {
		surveyId, rows, columns, cells,
		rowTotals: rows.categories.map((r) => sum(found.filter((f) => f.row === r.code).map(toCounts))),
		columnTotals: columns ? columns.categories.map((c) => sum(found.filter((f) => f.column === c.code).map(toCounts))) : [],
		total: sum(found.map(toCounts))
	};
}

export interface TableOptions {
	/** Name of a stratum: a frame variable marked as one. */
	rows: string;
	/** Another stratum to cross with. */
	columns?: string;
	/** Only seats with these codes, e.g. `{role: 'PPT'}`; null: seats for which the list says nothing. */
	where?: Record<string, Code>;
}

/**
 * Seats of a survey by one stratum, or two crossed, in the order of the list's categories. Every category of the list has its row, also
 * without seats; seats for which the list says nothing get a row (or column) of their own, last, so that rows always sum to the total.
 * The numbers are of one moment.
 * @throws Problem evaluate_problem_unknown_stratum (404), evaluate_problem_crossed_with_itself (400)
 */
export async function responseTable(deps: ResponseDeps, surveyId: number, options: TableOptions): Promise<ResponseTable> {
	return snapshot(deps.database.evaluate.db, async (tx) =>
		build(surveyId, await readStrata(tx, surveyId), options, (rows, columns, where) => countSeats(tx, surveyId, rows, columns, where)));
}

/** As `responseTotals`, inside a transaction. */
export async function totalsOf(tx: Tx, surveyId: number, where?: Record<string, Code>): Promise<ResponseCounts> {
	return sum((await countSeats(tx, surveyId, null, null, where)).map(toCounts));
}

/** Totals of a survey, optionally of the seats with the given codes. A survey without seats gives zeros. */
export async function responseTotals(deps: ResponseDeps, surveyId: number, where?: Record<string, Code>): Promise<ResponseCounts> {
	return snapshot(deps.database.evaluate.db, (tx) => totalsOf(tx, surveyId, where));
}

/** The strata that response can be followed by. */
export async function responseStrata(deps: ResponseDeps, surveyId: number): Promise<Stratum[]> {
	return readStrata(deps.database.evaluate.db, surveyId);
}

/** Everything the follow page shows, read in one snapshot, so that every table on it has the same total. */
export async function followSurvey(deps: ResponseDeps, surveyId: number, crossed?: TableOptions) {
	return snapshot(deps.database.evaluate.db, async (tx) => {
		const strata = await readStrata(tx, surveyId);
		const count = await frameCounter(tx, surveyId);
		const tables: ResponseTable[] = [];
		for (const stratum of strata) tables.push(await build(surveyId, strata, { rows: stratum.name }, count));
		return { strata, totals: sum(count(null, null).map(toCounts)), tables, crossed: crossed ? await build(surveyId, strata, crossed, count) : null };
	});
}
