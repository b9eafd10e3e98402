/**
 * Why a printed figure differs from ours. Each rule looks at sums and kinds of difference in the printed tables and in ours, and
 * either gives the numbers that show the reason or says nothing. A difference that no rule explains is unexplained: ours is wrong,
 * or the print is in a way not yet understood.
 */
import type { Measure } from './definitions.ts';

export type ReasonKey = 'no_particulars' | 'no_particulars_none' | 'ticked' | 'left_out' | 'table_1_misprint';

export interface Reason {
	key: ReasonKey;
	/** What the reason rests on: sums, counts and table numbers. */
	evidence: Record<string, number>;
}

/** Another printed table of the same survey that counts the same thing, each seat once. */
export interface Witness {
	table: number;
	printedSum: number;
	/** Whether every figure it prints equals ours. */
	agrees: boolean;
}

export interface Situation {
	ours: number;
	/** null: the report has no such row or column. */
	printed: number | null;
	/** The row of seats for which the population list says nothing. */
	missingRow: boolean;
	measure: Measure;
	/** Everything in the same column (in a crossed table: in the table). */
	column: { ours: number; printed: number | null }[];
	/** What the report's Table 1 says of the survey. */
	table1: number;
	/** What we have of the whole survey. */
	total: number;
	inTable1: boolean;
	witnesses: Witness[];
	/** The report counts ticks in this column, instead of seats by the population list. */
	ticked: boolean;
}

type Rule = (situation: Situation) => Reason | null;

/** What may be left out before it is something else than an oversight: one in a hundred, and at least one. */
const OVERSIGHT = 0.01;
/** How far ticks may be from the list, all rows taken together, before it is something else than some people ticking two or another. */
const RETICKED = 0.1;

const total = (numbers: (number | null)[]): number => numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0);
const printedSum = ({ column }: Situation): number => total(column.map((cell) => cell.printed));
const oursSum = ({ column }: Situation): number => total(column.map((cell) => cell.ours));

/** The report leaves the seats without particulars out of its table: its column is short of Table 1 by just them. */
const noParticulars: Rule = (s): Reason | null => {
	if (!s.missingRow || s.printed !== null) return null;
	if (s.ours === 0) return s.total === s.table1 ? { key: 'no_particulars_none', evidence: { ours: 0, table1: s.table1 } } : null;
	const sum = printedSum(s);
	return sum + s.ours === s.table1 && s.total === s.table1 ? { key: 'no_particulars', evidence: { printedSum: sum, ours: s.ours, table1: s.table1 } } : null;
};

/**
 * The report counts ticks: its column comes to more than the respondents of its own Table 1, which no count of persons can, and ours to
 * just them. Shown for the column as a whole: which single seats ticked what is not printed.
 */
const ticked: Rule = (s): Reason | null => {
	if (!s.ticked || s.printed === null || s.measure !== 'answered') return null;
	const sum = printedSum(s);
	const apart = total(s.column.map((cell) => Math.abs((cell.printed ?? 0) - cell.ours)));
	return sum > s.table1 && s.total === s.table1 && apart <= s.table1 * RETICKED
		? { key: 'ticked', evidence: { printedSum: sum, table1: s.table1, excess: sum - s.table1 } } : null;
};

/**
 * The report leaves out a few: its column is short of what the report itself says elsewhere by exactly what its rows are short of ours,
 * no row has more than ours, and ours comes to what it says elsewhere.
 */
const leftOut: Rule = (s): Reason | null => {
	if (s.ticked || s.inTable1 || s.printed === null || s.printed > s.ours) return null;
	if (s.column.some((cell) => cell.printed !== null && cell.printed > cell.ours)) return null;
	const sum = printedSum(s);
	const reference = [{ table: 1, printedSum: s.table1 }, ...s.witnesses].find((one) => one.printedSum === s.total);
	if (!reference) return null;
	const short = reference.printedSum - sum;
	const missing = total(s.column.map((cell) => (cell.printed === null ? 0 : cell.ours - cell.printed)));
	return short > 0 && short === missing && short <= Math.max(1, Math.ceil(reference.printedSum * OVERSIGHT))
		? { key: 'left_out', evidence: { printedSum: sum, reference: reference.printedSum, table: reference.table, short } } : null;
};

/** Table 1 itself is off: a table of the report by its parts sums to ours, and agrees with ours in every part. */
const misprintInTable1: Rule = (s): Reason | null => {
	if (!s.inTable1) return null;
	const witness = s.witnesses.find((one) => one.agrees && one.printedSum === s.ours);
	return witness && s.printed !== null ? { key: 'table_1_misprint', evidence: { table1: s.printed, table: witness.table, printedSum: witness.printedSum } } : null;
};

const RULES: readonly Rule[] = [noParticulars, ticked, leftOut, misprintInTable1];

/**
 * The first reason that the numbers bear out, or null: unexplained. Nothing is explained in a column of ours that does not come to
 * our own total: then ours is wrong.
 */
export function explain(situation: Situation): Reason | null {
	if (!situation.inTable1 && oursSum(situation) !== situation.total) return null;
	for (const rule of RULES) {
		const reason = rule(situation);
		if (reason) return reason;
	}
	return null;
}
