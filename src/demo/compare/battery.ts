/** Ours of a battery: the stored answers of some seats through the statistics library, as they go into any other table. */
import { isViolation } from '#analysis/assumptions.ts';
import { run } from '#analysis/run.ts';
import type { Spec } from '#analysis/spec.ts';
import { categoricalColumn, tableOf, type Cell } from '#analysis/table/build.ts';
import { MISSING_KINDS, type MissingKind, type Table } from '#analysis/table/table.ts';
import { readAnswers, type StoredAnswer } from '#lib/server/db/demo.ts';
import type { Ours } from './compare.ts';
import type { Battery } from './definitions.ts';
import type { Grid } from './grid.ts';

/** The scale of the items: its codes, and what the rows of the table are called. */
const CATEGORIES = [{ value: '1', label: 'yes' }, { value: '2', label: 'no' }];
const DONT_KNOW = 'dont_know';

type Answers = Parameters<typeof readAnswers>[0];

const cellOf = (found: StoredAnswer | undefined): Cell => {
	const kind = found?.state as MissingKind | 'answered' | undefined;
	if (kind === 'answered') return found?.value ?? null;
	return kind !== undefined && MISSING_KINDS.includes(kind) ? { missing: kind } : null;
};

/** One row a response, one column an item. */
export function batteryColumns(answers: readonly StoredAnswer[], items: readonly string[]): Table {
	const refs = [...new Set(answers.map((answer) => answer.ref))];
	const stored = new Map(answers.map((answer) => [`${answer.ref} ${answer.item}`, answer]));
	return tableOf(Object.fromEntries(items.map((item) => [item, categoricalColumn(refs.map((ref) => cellOf(stored.get(`${ref} ${item}`))), item, CATEGORIES)])));
}

/** Answers as rows and items as columns; all zero as long as nobody has answered. */
export function batteryGrid(table: Table, items: string[]): Grid {
	const rows = [...CATEGORIES.map((category) => category.label), DONT_KNOW];
	const spec: Spec = { method: 'battery_table', columns: items };
	const result = run(spec, table);
	if (isViolation(result)) {
		if (result.violation !== 'no_data') throw new Error(`The battery could not be counted: ${result.violation}`);
		return { rows, columns: items, cells: rows.map(() => items.map(() => 0)) };
	}
	const { count, dont_know: dontKnow } = result.values as unknown as { count: number[][]; dont_know: number[] };
	return { rows, columns: items, cells: [...count, dontKnow] };
}

export async function batteryOf(tx: Answers, surveyId: number, { items, stratum, code }: Battery): Promise<Ours> {
	const answers = await readAnswers(tx, surveyId, { stratum, code });
	return { grid: batteryGrid(batteryColumns(answers, items), items), answered: new Set(answers.map((answer) => answer.ref)).size };
}
