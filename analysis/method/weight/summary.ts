import { isViolation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { rNumber, rText } from '../../r/write.ts';
import type { Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { completeRows, numbers, pick } from '../../table/view.ts';
import { weightSummary } from '../../weight/summary.ts';
import { SUMMARY_R, summaryNotes, summaryValues } from './shared.ts';

export interface WeightSummarySpec extends BaseSpec {
	method: 'weight_summary';
	weights: string;
	/** N, for the finite population correction. */
	population?: number | null;
}

function run(spec: WeightSummarySpec, table: Table): Outcome | Violation {
	const view = numbers(table, spec.weights);
	if (isViolation(view)) return view;
	const rows = completeRows(table.rows, [view]);
	const summary = weightSummary(pick(view, rows), spec.population ?? null);
	if (isViolation(summary)) return summary.violation === 'bad_field' ? { violation: 'bad_field', params: { field: spec.weights, needed: 'number >= 0' } } : { ...summary, params: { columns: spec.weights } };
	return { n: rows.length, missing: missingReport(table, [spec.weights], rows.length), values: summaryValues(summary), effects: [], assumptions: [], notes: summaryNotes(summary) };
}

function toR(spec: WeightSummarySpec): string {
	return `w <- num(${rText(spec.weights)})
w <- w[!is.na(w)]
N <- ${spec.population ? rNumber(spec.population) : 'NA'}
${SUMMARY_R}`;
}

export const weightSummaryMethod: Method<WeightSummarySpec> = {
	name: 'weight_summary',
	room: 'weight',
	about: {
		title: 'What weights cost',
		definition:
			"Of a column of weights w: their number, sum, mean, ends and coefficient of variation, Kish's design effect n Σw²/(Σw)² = 1 + cv², the effective number n/deff, and half the 95 % interval of a share of 50 %, z·sqrt(0.25/n_eff), without and with the correction sqrt((N-n)/(N-1)).",
		missing: 'Rows without a weight are left out.',
		source: 'Kish (1965), Survey Sampling, 11.7; Kish (1992), J. Off. Stat. 8, 183-200; Cochran (1977), Sampling Techniques, 2.6',
		r: 'n * sum(w^2) / sum(w)^2',
		golden: []
	},
	fields: { weights: { type: 'column', kind: 'numeric' }, population: { type: 'number', above: 0, optional: true } },
	run,
	toR
};
