/** The checks on a printed crosstab: percentages, margins, counts, the mark of significance, means. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { checkFlag } from './flag.ts';
import { grim } from './grim.ts';
import { sumsToHundred } from './hundred.ts';
import { countsFromPercentages, type CountsFromPercentages } from './percentages.ts';
import type { Finding, Instead, PrintedCrosstab } from './printed.ts';
import type { Findings } from './report.ts';
import { rounded, wholesThatPrint } from './rounding.ts';
import { meanWithinBands, totalMean } from './total-mean.ts';

const NOTHING: Instead = { kind: 'nothing', values: [] };
const oneOf = (values: readonly (number | null)[]): Instead => {
	const known = [...new Set(values.filter((v) => v !== null))];
	return known.length === 0 ? NOTHING : { kind: known.length === 1 ? 'value' : 'one_of', values: known };
};

type Tables = readonly (readonly (readonly number[])[])[];

function wellFormed(t: PrintedCrosstab): Violation | null {
	const [rows, columns] = [t.row_labels.length, t.column_labels.length];
	const matrix = (m: readonly (readonly (number | null)[])[] | null | undefined): boolean => !m || (m.length === rows && m.every((r) => r.length === columns));
	const list = (x: readonly number[] | null | undefined, n: number): boolean => !x || x.length === n;
	const odd = [['percent', matrix(t.percent)], ['counts', matrix(t.counts)], ['n_columns', list(t.n_columns, columns)], ['n_rows', list(t.n_rows, rows)], ['means', list(t.means, columns)], ['most_columns', list(t.most_columns, columns)]].find(([, ok]) => !ok);
	return odd ? violation('bad_field', { field: String(odd[0]), needed: `${rows} x ${columns}` }) : null;
}

const cellName = (t: PrintedCrosstab, row: number, column: number): string => `${t.column_labels[column]}, ${t.row_labels[row]}`;
const shown = (t: PrintedCrosstab, count: number, base: number): number => rounded((100 * count) / base, t.percent_decimals ?? 0);

/** Printed percentages that the printed counts beside them do not give, but for those that no count gives. */
function reportCounts(t: PrintedCrosstab, impossible: CountsFromPercentages['impossible'], add: (f: Omit<Finding, 'table' | 'verdict'>) => void): void {
	const decimals = t.percent_decimals ?? 0;
	for (const [i, row] of t.percent!.entries()) {
		for (const [j, value] of row.entries()) {
			if (value === null || impossible.some((c) => c.row === i && c.column === j)) continue;
			const [count, base] = [t.counts![i]![j]!, t.n_columns[j]!];
			const { first, last } = wholesThatPrint({ value: rounded(value / 100, decimals + 2), decimals: decimals + 2 }, base);
			if (count >= first && count <= last) continue;
			add({ cell: cellName(t, i, j), check: 'counts', printed: String(value), sure: 'proof_sure_counts', instead: base > 0 ? { kind: 'value', values: [shown(t, count, base)] } : NOTHING, params: { base, count } });
		}
	}
}

function reportPercentages(t: PrintedCrosstab, judged: CountsFromPercentages, add: (f: Omit<Finding, 'table' | 'verdict'>) => void): void {
	for (const c of judged.impossible) {
		const own = t.counts?.[c.row]?.[c.column] ?? null;
		const count = own ?? c.must;
		add({
			cell: cellName(t, c.row, c.column), check: 'percentages', printed: String(t.percent![c.row]![c.column]),
			sure: own !== null ? 'proof_sure_counts' : count === null ? 'proof_sure_cell' : c.twice ? 'proof_sure_cell_twice' : 'proof_sure_cell_must',
			instead: count === null ? oneOf([shown(t, c.below, c.base), shown(t, c.above, c.base)]) : { kind: 'value', values: [shown(t, count, c.base)] },
			params: { base: c.base, below: c.below, above: c.above, ...(count === null ? {} : { count }) }
		});
	}
	judged.lines.forEach((j, k) => {
		const other = judged.otherBase[k] ?? null;
		add({ cell: t.column_labels[j]!, check: 'percentages', printed: t.percent!.map((r) => r[j] ?? '?').join(' + '), sure: other === null ? 'proof_sure_line' : 'proof_sure_other_base', instead: NOTHING, params: { base: t.n_columns[j]!, ...(other === null ? {} : { other }) } });
	});
	if (judged.impossible.length === 0 && judged.lines.length === 0) add({ cell: '', check: 'percentages', printed: (t.n_rows ?? []).join(' / '), sure: 'proof_sure_margins', instead: NOTHING, params: {} });
}

/** Tables of counts that the print allows; none when it contradicts itself. */
function possibleTables(t: PrintedCrosstab, out: Findings): Tables | Violation {
	if (!t.percent) return t.counts ? [t.counts] : [];
	const decimals = t.percent_decimals ?? 0;
	for (const [j, label] of t.column_labels.entries()) {
		const percent = t.percent.flatMap((r) => r[j] ?? []);
		if (percent.length < t.percent.length) continue;
		const judged = sumsToHundred(percent, decimals);
		if (isViolation(judged)) return judged;
		out.made('hundred');
		if (judged.verdict !== 'consistent') out.add({ table: t.table, cell: label, check: 'hundred', verdict: 'inconsistent', printed: String(judged.sum), instead: { kind: 'between', values: [judged.low, judged.high] }, sure: judged.sure, params: { sum: judged.sum } });
	}
	const judged = countsFromPercentages({ percent: t.percent, decimals, of: 'column', nColumns: t.n_columns, nRows: t.n_rows });
	if (isViolation(judged)) {
		if (judged.violation !== 'inconsistent') return judged;
		const sum = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0);
		out.made('percentages');
		out.add({ table: t.table, cell: '', check: 'percentages', verdict: 'inconsistent', printed: `${sum(t.n_columns)} / ${sum(t.n_rows ?? [])}`, instead: NOTHING, sure: 'proof_sure_margin_sums', params: { columns: sum(t.n_columns), rows: sum(t.n_rows ?? []) } });
		return t.counts ? [t.counts] : [];
	}
	out.made('percentages');
	const add = (f: Omit<Finding, 'table' | 'verdict'>): void => out.add({ ...f, table: t.table, verdict: 'inconsistent' });
	if (judged.verdict === 'inconsistent') reportPercentages(t, judged, add);
	if (t.counts) {
		const own = t.counts;
		out.made('counts');
		const before = out.found.length;
		reportCounts(t, judged.impossible, add);
		if (out.found.length > before) return [own];
		const among = judged.verdict === 'inconsistent' || judged.solutions > judged.tables.length || judged.tables.some((c) => JSON.stringify(c) === JSON.stringify(own));
		if (!among) add({ cell: '', check: 'counts', printed: JSON.stringify(own), instead: NOTHING, sure: 'proof_sure_counts', params: {} });
		return [own];
	}
	return judged.solutions <= judged.tables.length || judged.verdict === 'inconsistent' ? judged.tables : [];
}

/** Between which ends each column's mean lies by its bands, over all possible tables; null where bands are not known. */
function bandEnds(t: PrintedCrosstab, tables: Tables): ({ low: number; high: number } | null)[] {
	return t.column_labels.map((_, j) => {
		if (!t.cuts || !t.items || !t.scale || tables.length === 0) return null;
		const ends = tables.map((counts) => meanWithinBands({ counts: counts.map((r) => r[j]!), cuts: t.cuts!, items: t.items!, scale: t.scale! }));
		const known = ends.flatMap((e) => (isViolation(e) ? [] : [e]));
		return known.length < ends.length ? null : { low: Math.min(...known.map((e) => e.low)), high: Math.max(...known.map((e) => e.high)) };
	});
}

function checkMeans(t: PrintedCrosstab, tables: Tables, out: Findings): Violation | null {
	if (!t.means) return null;
	const decimals = t.mean_decimals ?? 2;
	const bands = bandEnds(t, tables);
	const { items, scale } = t;
	const total = t.mean_total ?? null;
	const whole = total === null ? null : totalMean({ n: t.n_columns, means: t.means, total, decimals, items, scale, within: bands });
	if (isViolation(whole)) return whole;
	for (const [j, mean] of t.means.entries()) {
		const n = t.n_columns[j]!;
		if (n === 0 || !items || !scale) continue;
		const base = { table: t.table, cell: t.column_labels[j]!, verdict: 'inconsistent' as const, printed: String(mean) };
		const possible = grim({ value: mean, decimals }, { n, items, scale });
		if (isViolation(possible)) return possible;
		out.made('grim');
		if (possible.verdict === 'undecidable') out.silent += 1;
		const half = 0.5 * 10 ** -decimals + 1e-12;
		const ends = bands[j] ?? null;
		if (possible.verdict === 'inconsistent') {
			// a neighbour that the bands rule out is no answer
			const near = [possible.below, possible.above].filter((m) => m !== null && (!ends || (m + half >= ends.low && m - half <= ends.high)));
			const instead: Instead = near.length === 0 && ends ? { kind: 'between', values: [ends.low, ends.high] } : oneOf(near);
			out.add({ ...base, check: 'grim', instead, sure: possible.sure, params: { n, items } });
		}
		if (!ends) continue;
		// the limits of the bands over all possible tables, against the one mean
		out.made('band');
		if (mean + half < ends.low || mean - half > ends.high) out.add({ ...base, check: 'band', instead: { kind: 'between', values: [ends.low, ends.high] }, sure: 'proof_sure_band', params: { low: ends.low, high: ends.high } });
	}
	if (!whole) return null;
	out.made('total');
	if (whole.verdict !== 'inconsistent') return null;
	out.add({ table: t.table, cell: '', check: 'total', verdict: 'inconsistent', printed: String(total), instead: { kind: 'between', values: [whole.low, whole.high] }, sure: whole.sure, params: { weighted: whole.weighted } });
	// the total may be right and one group wrong: then most of all the group that other checks have found
	whole.instead.forEach((values, j) => {
		const suspected = out.found.some((f) => f.table === t.table && f.cell === t.column_labels[j] && (f.check === 'grim' || f.check === 'band'));
		if (suspected && values.length > 0) out.add({ table: t.table, cell: t.column_labels[j]!, check: 'total', verdict: 'undecidable', printed: String(t.means![j]), instead: oneOf(values), sure: 'proof_sure_group_for_total', params: { total: total! } });
	});
	return null;
}

export function checkCrosstab(t: PrintedCrosstab, out: Findings): Violation | null {
	const wrong = wellFormed(t);
	if (wrong) return wrong;
	for (const [j, most] of (t.most_columns ?? []).entries()) {
		out.made('margin');
		const n = t.n_columns[j]!;
		if (n > most) out.add({ table: t.table, cell: t.column_labels[j]!, check: 'margin', verdict: 'inconsistent', printed: String(n), instead: { kind: 'between', values: [0, most] }, sure: 'proof_sure_more_than_all', params: { n, most } });
	}
	const tables = possibleTables(t, out);
	if (isViolation(tables)) return tables;
	if (t.flag && tables.length > 0) {
		const judged = checkFlag(tables, t.flag.flagged, t.flag.level);
		if (isViolation(judged)) return judged;
		out.made('flag');
		out.tests.push({ table: t.table, flagged: t.flag.flagged, p: judged.exactP ?? judged.p });
		const params = { p: judged.p, exact: judged.exactP ?? judged.p, level: t.flag.level };
		if (judged.verdict !== 'consistent') out.add({ table: t.table, cell: '', check: 'flag', verdict: judged.verdict, printed: t.flag.flagged ? `p < ${t.flag.level}` : '', instead: { kind: 'between', values: [judged.low, judged.high] }, sure: judged.sure, params });
	}
	return checkMeans(t, tables, out);
}

