import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { countsOf } from '../../crosstab/counts.ts';
import type { Method } from '../../method.ts';
import { rMatrix } from '../../r/write.ts';
import type { Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { ABOUT, FIELDS, R_TOLERANCE } from './about.ts';
import { crosstabR } from './r.ts';
import { crosstabOutcome, type CrosstabChoice } from './values.ts';

export interface CrosstabCountsSpec extends BaseSpec, CrosstabChoice {
	method: 'crosstab_counts';
	counts: readonly (readonly number[])[];
	/** 1, 2, … when absent. */
	row_labels?: readonly string[] | null;
	column_labels?: readonly string[] | null;
}

const numbered = (length: number): string[] => Array.from({ length }, (_, i) => String(i + 1));

function run(spec: CrosstabCountsSpec): Outcome | Violation {
	const counts = countsOf(spec.counts);
	if (isViolation(counts)) return counts;
	const labels = { rows: spec.row_labels ?? numbered(counts.rows.length), columns: spec.column_labels ?? numbered(counts.columns.length) };
	if (labels.rows.length !== counts.rows.length) return violation('bad_field', { field: 'row_labels', needed: `${counts.rows.length} texts` });
	if (labels.columns.length !== counts.columns.length) return violation('bad_field', { field: 'column_labels', needed: `${counts.columns.length} texts` });
	return { missing: [], ...crosstabOutcome(counts, labels, spec) };
}

export const crosstabCounts: Method<CrosstabCountsSpec> = {
	name: 'crosstab_counts',
	room: 'crosstab',
	about: { ...ABOUT, title: 'A cross table from printed counts', missing: 'Not in the counts.' },
	fields: {
		counts: { type: 'matrix', min: 0, integer: true },
		row_labels: { type: 'texts', optional: true },
		column_labels: { type: 'texts', optional: true },
		...FIELDS
	},
	run,
	rTolerance: R_TOLERANCE,
	toR: (spec) => `tab <- ${rMatrix(spec.counts)}\n${crosstabR(spec)}`
};
