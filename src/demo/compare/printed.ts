/** The printed figures, each table's own form made into a grid. */
import * as v from 'valibot';
import published from '../evaluation-2021/published.json' with { type: 'json' };
import type { Definition } from './definitions.ts';
import type { Grid } from './grid.ts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Totals = v.record(v.string(), v.strictObject({ population: Count, invited: Count, answered: Count }));
const Crossed = v.object({ roles: v.array(v.string()), rows: v.record(v.string(), v.array(Count)) });
const Columns = v.strictObject({ invited: v.record(v.string(), Count), answered: v.record(v.string(), Count) });
const Pairs = v.record(v.string(), v.strictTuple([Count, Count]));

const Yearly = v.object({
	levels: v.array(v.string()), answers: v.array(v.string()), extractions: v.record(v.string(), v.object({ counts: v.array(v.array(Count)) }))
});

const RESPONSE = ['invited', 'answered'];

function totals(value: unknown): Grid {
	const rows = Object.entries(v.parse(Totals, value));
	return { rows: rows.map(([key]) => key), columns: ['population', ...RESPONSE], cells: rows.map(([, row]) => [row.population, row.invited, row.answered]) };
}

function crossed(value: unknown): Grid {
	const { roles, rows } = v.parse(Crossed, value);
	return { rows: Object.keys(rows), columns: roles, cells: Object.values(rows) };
}

function response(value: unknown): Grid {
	const columns = v.safeParse(Columns, value);
	if (columns.success) {
		const { invited, answered } = columns.output;
		return { rows: Object.keys(invited), columns: RESPONSE, cells: Object.keys(invited).map((row) => [invited[row] ?? 0, answered[row] ?? 0]) };
	}
	const pairs = Object.entries(v.parse(Pairs, value));
	return { rows: pairs.map(([key]) => key), columns: RESPONSE, cells: pairs.map(([, pair]) => [...pair]) };
}

function battery(value: unknown, { battery: of }: Definition): Grid {
	const { levels, answers, extractions } = v.parse(Yearly, value);
	const counts = extractions[of?.code ?? '']?.counts;
	if (!counts || counts.length !== answers.length || counts.some((row) => row.length !== levels.length)) throw new Error(`The extraction of ${of?.code} is not printed in full`);
	return { rows: answers, columns: levels, cells: counts };
}

const READ: Record<Definition['layout'], (value: unknown, definition: Definition) => Grid> = { totals, crossed, response, battery };

/**
 * The printed table, or null for one whose figures are not among the data.
 * @param source everything printed, by key; the report's own unless a test says otherwise
 * @throws valibot's error when a table has another form than its layout
 */
export function printedGrid(definition: Definition, source: Record<string, unknown> = published): Grid | null {
	return definition.source === undefined ? null : READ[definition.layout](source[definition.source], definition);
}
