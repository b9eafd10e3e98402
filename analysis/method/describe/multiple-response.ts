import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { proportion } from '../../estimate/proportion.ts';
import type { Method } from '../../method.ts';
import { rText, rTexts } from '../../r/write.ts';
import type { Note, Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import type { Table } from '../../table/table.ts';
import { groups } from '../../table/view.ts';
import { columnwiseReport, smallNotes } from './shared.ts';

export interface MultipleResponseSpec extends BaseSpec {
	method: 'multiple_response';
	/** One column an option: chosen or not. */
	columns: readonly string[];
	/** The value that means chosen; "1" when absent. */
	chosen?: string | null;
	/**
	 * Who counts as a respondent: those with a valid value on at least one option (`valid`, the default), or those who chose at least one
	 * (`chosen`, as SPSS). The same wherever nothing chosen is stored as missing.
	 */
	base?: 'valid' | 'chosen' | null;
}

function run(spec: MultipleResponseSpec, table: Table): Outcome | Violation {
	const chosen = spec.chosen ?? '1';
	const picked = new Uint8Array(table.rows);
	const valid = new Uint8Array(table.rows);
	const count: number[] = [];
	let known = false;
	for (const name of spec.columns) {
		const view = groups(table, name);
		if (isViolation(view)) return view;
		const at = view.levels.findIndex((l) => l.value === chosen);
		known ||= at >= 0;
		let n = 0;
		for (let i = 0; i < table.rows; i++) {
			const code = view.codes[i]!;
			if (code < 0) continue;
			valid[i] = 1;
			if (code === at) {
				n++;
				picked[i] = Math.min(255, picked[i]! + 1);
			}
		}
		count.push(n);
	}
	if (!known) return violation('unknown_level', { column: spec.columns.join(', '), level: chosen });
	const inBase = spec.base === 'chosen' ? picked : valid;
	const n = inBase.reduce((sum, v) => sum + (v > 0 ? 1 : 0), 0);
	if (n === 0) return violation('no_data', { columns: spec.columns.join(', ') });
	const answers = count.reduce((a, b) => a + b, 0);
	const none = valid.reduce((sum, v, i) => sum + (v > 0 && picked[i] === 0 ? 1 : 0), 0);
	const shares = count.map((c) => proportion(c, n));
	const ends = (end: 'low' | 'high') => shares.map((s) => (isViolation(s) ? null : 100 * s[end]));
	const notes: Note[] = none > 0 ? [{ key: spec.base === 'chosen' ? 'multiple_response_none_left_out' : 'multiple_response_none', level: 'info', params: { n: none } }] : [];
	return {
		n,
		missing: columnwiseReport(table, spec.columns),
		values: {
			columns: spec.columns,
			count,
			pct_respondents: count.map((c) => (100 * c) / n),
			ci95_lo: ends('low'),
			ci95_hi: ends('high'),
			pct_answers: count.map((c) => (answers > 0 ? (100 * c) / answers : null)),
			respondents: n,
			answers,
			answers_per_respondent: answers / n,
			chose_none: none
		},
		effects: [],
		assumptions: [{ key: 'independent_rows', met: null }],
		notes: [...notes, ...smallNotes([['', n]])]
	};
}

function toR(spec: MultipleResponseSpec): string {
	return `vars <- ${rTexts(spec.columns)}
picked <- sapply(vars, function(v) d[[v]] %in% ${rText(spec.chosen ?? '1')})
valid <- sapply(vars, function(v) !is.na(d[[v]]))
picked <- matrix(picked, ncol = length(vars))
valid <- matrix(valid, ncol = length(vars))
n <- sum(rowSums(${spec.base === 'chosen' ? 'picked' : 'valid'}) > 0)
count <- colSums(picked)
show("count", count)
show("pct_respondents", 100 * count / n)
ci <- sapply(count, function(k) suppressWarnings(prop.test(k, n, correct = FALSE))$conf.int)
show("ci95_lo", 100 * ci[1, ])
show("ci95_hi", 100 * ci[2, ])
show("pct_answers", if (sum(count) > 0) 100 * count / sum(count) else rep(NA, length(count)))
show("respondents", n)
show("answers", sum(count))
show("answers_per_respondent", sum(count) / n)
show("chose_none", sum(rowSums(valid) > 0 & rowSums(picked) == 0))`;
}

export const multipleResponseMethod: Method<MultipleResponseSpec> = {
	name: 'multiple_response',
	room: 'describe',
	about: {
		title: 'Several answers to one question',
		definition:
			'One column an option. For each option: how many chose it, per cent of the respondents (sums to more than 100 where people choose several) with Wilson\'s 95 % interval, and per cent of all answers given (sums to 100). Respondents are those with a valid value on at least one option, or with `base: "chosen"` those who chose at least one.',
		missing: 'A row without a valid value on any option is not a respondent; on a respondent\'s row a missing option counts as not chosen.',
		source: 'Wilson (1927), J. Am. Stat. Assoc. 22, 209-212',
		r: 'colSums(chosen) / sum(rowSums(valid) > 0)',
		golden: []
	},
	fields: { columns: { type: 'columns', kind: 'any' }, chosen: { type: 'text', optional: true }, base: { type: 'choice', of: ['valid', 'chosen'], optional: true } },
	run,
	toR
};
