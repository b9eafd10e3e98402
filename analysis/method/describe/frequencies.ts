import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { proportion } from '../../estimate/proportion.ts';
import type { Method } from '../../method.ts';
import { rLevels, rText } from '../../r/write.ts';
import type { Outcome, Values } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { codeCounts } from '../../kernel/counts.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { groups } from '../../table/view.ts';
import { smallNotes } from './shared.ts';

export interface FrequenciesSpec extends BaseSpec {
	method: 'frequencies';
	x: string;
	/** Categories to show, in this order; all when absent. */
	levels?: readonly string[] | null;
}

/** More rows than this in a frequency table is a list of the data. */
const MOST_ROWS = 1000;

function run(spec: FrequenciesSpec, table: Table): Outcome | Violation {
	const view = groups(table, spec.x, spec.levels ?? undefined);
	if (isViolation(view)) return view;
	if (view.levels.length > MOST_ROWS) return violation('too_large', { instead: 'describe' });
	const count = Array.from(codeCounts(view.codes, view.levels.length));
	const n = count.reduce((a, b) => a + b, 0);
	if (n === 0) return violation('no_data', { columns: spec.x });
	const [report] = missingReport(table, [spec.x], n);
	const shares = count.map((c) => proportion(c, n));
	const cumulative = count.map((_, k) => (100 * count.slice(0, k + 1).reduce((a, b) => a + b, 0)) / n);
	const missing = Object.entries(report!.missing);
	const ends = (end: 'low' | 'high') => shares.map((s) => (isViolation(s) ? null : 100 * s[end]));
	const values: Values = {
		categories: view.levels.map((l) => l.value),
		count,
		pct_all: count.map((c) => (100 * c) / table.rows),
		pct_valid: count.map((c) => (100 * c) / n),
		pct_cumulative: cumulative,
		ci95_lo: ends('low'),
		ci95_hi: ends('high'),
		n,
		missing_kinds: missing.map(([kind]) => kind),
		missing_count: missing.map(([, c]) => c),
		missing_pct_all: missing.map(([, c]) => (100 * c) / table.rows),
		missing: table.rows - report!.valid,
		rows: table.rows
	};
	return { n, missing: [report!], values, effects: [], assumptions: [{ key: 'independent_rows', met: null }], notes: smallNotes([[spec.x, n]]) };
}

function toR(spec: FrequenciesSpec): string {
	return `x <- group(${rText(spec.x)}, ${rLevels(spec.levels)})
count <- as.vector(table(x))
n <- sum(count)
show("categories", levels(x))
show("count", count)
show("pct_all", 100 * count / nrow(d))
show("pct_valid", 100 * count / n)
show("pct_cumulative", 100 * cumsum(count) / n)
ci <- sapply(count, function(k) suppressWarnings(prop.test(k, n, correct = FALSE))$conf.int)
show("ci95_lo", 100 * ci[1, ])
show("ci95_hi", 100 * ci[2, ])
show("n", n)
show("missing", sum(is.na(d[[${rText(spec.x)}]])))
show("rows", nrow(d))`;
}

export const frequenciesMethod: Method<FrequenciesSpec> = {
	name: 'frequencies',
	room: 'describe',
	about: {
		title: 'Frequencies',
		definition:
			'For each category: the count, per cent of all rows, per cent of the valid, cumulative per cent, and Wilson\'s 95 % interval of the valid per cent, (p + z²/2n ± z·√(p(1 - p)/n + z²/4n²))/(1 + z²/n). Each kind of missing has a row of its own. Categories that nobody chose stay in the table.',
		missing: 'Counted by kind; not among the valid.',
		source: 'Wilson (1927), J. Am. Stat. Assoc. 22, 209-212',
		r: 'table(x); prop.test(count, n, correct = FALSE)$conf.int',
		golden: [],
		differs: 'R does not tell the kinds of missing apart: `missing_count` and `missing_pct_all` are not compared.'
	},
	fields: { x: { type: 'column', kind: 'any' }, levels: { type: 'texts', optional: true } },
	run,
	toR
};
