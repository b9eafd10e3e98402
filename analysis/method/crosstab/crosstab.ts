import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { countsOf, type Counts } from '../../crosstab/counts.ts';
import { codedColumn } from '../../kernel/codes.ts';
import { crossCounts } from '../../kernel/counts.ts';
import type { Method } from '../../method.ts';
import type { Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { missingReport } from '../../table/report.ts';
import type { Category, Table } from '../../table/table.ts';
import { groups } from '../../table/view.ts';
import { ABOUT, FIELDS, R_TOLERANCE } from './about.ts';
import { crosstabR, tableR } from './r.ts';
import { crosstabOutcome, type CrosstabChoice } from './values.ts';

export interface CrosstabSpec extends BaseSpec, CrosstabChoice {
	method: 'crosstab';
	rows: string;
	columns: string;
	/** Levels to show, in this order; all levels of the column when absent. */
	row_levels?: readonly string[] | null;
	column_levels?: readonly string[] | null;
	/** Null: a weighted table is another method, `survey_crosstab`, since weights change the test. */
	weights?: null;
}

interface Side {
	codes: Uint8Array | Uint16Array | Int32Array;
	levels: readonly Category[];
	/** Position of each shown level among the codes. */
	at: readonly number[];
	size: number;
}

/** A column as stored where that will do: no array as long as the table is made. */
function side(table: Table, name: string, levels: readonly string[] | null | undefined): Side | Violation {
	const coded = codedColumn(table.columns[name]!);
	if (!coded) {
		const view = groups(table, name, levels ?? undefined);
		return isViolation(view) ? view : { codes: view.codes, levels: view.levels, at: view.levels.map((_, i) => i), size: view.levels.length };
	}
	const all = coded.categories;
	const at = levels ? levels.map((level) => all.findIndex((c) => c.value === level)) : all.map((_, i) => i);
	const unknown = at.indexOf(-1);
	if (unknown >= 0) return violation('unknown_level', { column: name, level: levels![unknown]! });
	return { codes: coded.codes, levels: at.map((i) => all[i]!), at, size: all.length };
}

export interface Crossed {
	counts: Counts;
	rows: readonly Category[];
	columns: readonly Category[];
}

/** Counts of two columns of a table, rows where either is missing or not among the levels left out. */
export function crossed(table: Table, rows: string, columns: string, rowLevels?: readonly string[] | null, columnLevels?: readonly string[] | null): Crossed | Violation {
	const down = side(table, rows, rowLevels);
	if (isViolation(down)) return down;
	const across = side(table, columns, columnLevels);
	if (isViolation(across)) return across;
	const joint = crossCounts(down.codes, down.size, across.codes, across.size);
	const cells = down.at.map((i) => Float64Array.from(across.at, (j) => joint[i]![j]!));
	const counts = countsOf(cells);
	if (isViolation(counts)) return violation('no_data', { columns: `${rows}, ${columns}` });
	return { counts, rows: down.levels, columns: across.levels };
}

function run(spec: CrosstabSpec, table: Table): Outcome | Violation {
	if (typeof spec.weights === 'string') return violation('bad_field', { field: 'weights', needed: 'null (survey_crosstab)' });
	const found = crossed(table, spec.rows, spec.columns, spec.row_levels, spec.column_levels);
	if (isViolation(found)) return found;
	const labels = { rows: found.rows.map((c) => c.value), columns: found.columns.map((c) => c.value) };
	return { missing: missingReport(table, [spec.rows, spec.columns], found.counts.n), ...crosstabOutcome(found.counts, labels, spec) };
}

export const crosstabMethod: Method<CrosstabSpec> = {
	name: 'crosstab',
	room: 'crosstab',
	about: ABOUT,
	fields: {
		rows: { type: 'column', kind: 'any' },
		columns: { type: 'column', kind: 'any' },
		row_levels: { type: 'texts', optional: true },
		column_levels: { type: 'texts', optional: true },
		weights: { type: 'column', kind: 'numeric', optional: true },
		...FIELDS
	},
	run,
	rTolerance: R_TOLERANCE,
	toR: (spec) => `${tableR(spec.rows, spec.columns, spec.row_levels, spec.column_levels)}\nshow("row_levels", levels(down))\nshow("column_levels", levels(across))\n${crosstabR(spec)}`
};
