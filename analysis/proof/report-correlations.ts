/** The checks on a printed table of correlations: r, n and p against each other, and pairs that are printed twice. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import type { Instead, PrintedCorrelations } from './printed.ts';
import type { Findings } from './report.ts';
import { checkCorrelation } from './statistic.ts';

interface Cell {
	row: number;
	column: number;
	cell: string;
	r: number;
	p: number;
	/** Whether r, n and p agree; null where n is not known. */
	agrees: boolean | null;
}

/** A pair of r and p that stands in two places is likely to have been copied from one to the other: the same three decimals twice are rare. */
function reportTwice(t: PrintedCorrelations, cells: readonly Cell[], out: Findings): void {
	for (const [k, a] of cells.entries()) {
		for (const b of cells.slice(k + 1)) {
			if (a.r !== b.r || a.p !== b.p) continue;
			// where one of the two disagrees with its n, that is the copy
			const copy = a.agrees === false && b.agrees !== false ? a : b.agrees === false && a.agrees !== false ? b : null;
			const own = copy === b ? a : b;
			out.add({
				table: t.table, cell: (copy ?? a).cell, check: 'twice', verdict: copy ? 'inconsistent' : 'undecidable', printed: `${a.r} (${a.p})`,
				instead: { kind: 'nothing', values: [] }, sure: copy ? 'proof_sure_copied' : 'proof_sure_twice', params: { other: (copy ? own : b).cell, r: a.r, p: a.p }
			});
		}
	}
}

export function checkCorrelations(t: PrintedCorrelations, out: Findings): Violation | null {
	const [rows, columns] = [t.row_labels.length, t.column_labels.length];
	for (const [field, m] of [['r', t.r], ['p', t.p], ['n', t.n]] as const) {
		if (m.length !== rows || m.some((row) => row.length !== columns)) return violation('bad_field', { field, needed: `${rows} x ${columns}` });
	}
	const cells: Cell[] = [];
	for (let i = 0; i < rows; i++) {
		for (let j = 0; j < columns; j++) {
			const [r, p, n] = [t.r[i]![j]!, t.p[i]![j]!, t.n[i]![j]!];
			const here: Cell = { row: i, column: j, cell: `${t.row_labels[i]}, ${t.column_labels[j]}`, r, p, agrees: null };
			cells.push(here);
			if (n === null) continue;
			const judged = checkCorrelation({ value: r, decimals: t.decimals }, n, { relation: '=', value: p, decimals: t.decimals });
			if (isViolation(judged)) return judged;
			out.made('correlation');
			here.agrees = judged.verdict !== 'inconsistent';
			if (judged.verdict === 'consistent') continue;
			const [least, most] = typeof n === 'number' ? [n, n] : n;
			const instead: Instead = { kind: 'between', values: [judged.low, judged.high] };
			const fits: Record<string, number> = judged.nLow === null ? {} : { n_low: judged.nLow, ...(judged.nHigh === null ? {} : { n_high: judged.nHigh }) };
			out.add({ table: t.table, cell: here.cell, check: 'correlation', verdict: judged.verdict, printed: `${r} (${p})`, instead, sure: judged.sure, params: { r, p, n: least, n_most: most, ...fits } });
		}
	}
	out.made('twice');
	reportTwice(t, cells, out);
	return null;
}
