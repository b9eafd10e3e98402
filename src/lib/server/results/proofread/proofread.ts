import { isViolation } from '#analysis/assumptions.ts';
import { grim } from '#analysis/proof/grim.ts';
import { checkPrinted } from '#analysis/proof/report.ts';
import type { PrintedDocument } from './document.ts';
import { SURENESS, surenessOf, type Found } from './found.ts';
import { decimalSign, printedNumber, type PrintedNumber } from './number.ts';
import { readProse, readReferences } from './prose.ts';
import { recognise, type ReadAs, type Reading } from './recognise/index.ts';
import type { PrintedMean } from './recognise/means.ts';

export interface TableRead {
	/** "42", or `#3` for the third table where it has no number. */
	table: string;
	caption: string;
	as: ReadAs;
	/** Single checks that its numbers allowed. */
	checks: number;
}

export interface ProofRead {
	tables: TableRead[];
	/** The surest first, then in the order of the document. */
	findings: Found[];
	/** Single checks made, in tables and in text. */
	checks: number;
	textChecks: number;
	/** Of them, those that could not have found anything. */
	silent: number;
}

function meanFindings(means: readonly PrintedMean[]): { found: Found[]; checks: number; silent: number } {
	const out = { found: [] as Found[], checks: 0, silent: 0 };
	for (const { table, cell, mean, n, items, scale } of means) {
		const judged = grim({ value: mean.value, decimals: mean.decimals }, { n, items, scale });
		if (isViolation(judged)) continue;
		out.checks += 1;
		if (judged.verdict === 'undecidable') out.silent += 1;
		if (judged.verdict !== 'inconsistent') continue;
		const values = [judged.below, judged.above].filter((value) => value !== null);
		out.found.push({ table, cell, check: 'grim', verdict: 'inconsistent', printed: mean.value.toFixed(mean.decimals), sure: judged.sure, instead: { kind: values.length ? 'one_of' : 'nothing', values } });
	}
	return out;
}

function tableFindings(reading: Reading): { found: Found[]; checks: number; silent: number } {
	const out = meanFindings(reading.means);
	out.checks += reading.lines.checks;
	out.found.push(...reading.lines.found);
	for (const printed of reading.tables) {
		const report = checkPrinted([printed]);
		// a table that is not what it was taken for allows no checks
		if (isViolation(report)) continue;
		out.checks += Object.values(report.checks).reduce((a, b) => a + b, 0);
		out.silent += report.silent;
		out.found.push(...report.findings.map(({ params: _, ...finding }) => finding));
	}
	return out;
}

/** The table's numbers in columns, in order, as sentences may cite them. */
function columnsOf(rows: readonly (readonly string[])[], sign: ReturnType<typeof decimalSign>): PrintedNumber[][] {
	return (rows[0] ?? []).map((_, j) => rows.flatMap((row) => printedNumber(row[j] ?? '', sign) ?? []));
}

/**
 * Every check that a printed report's own numbers allow: percentages against whole counts, totals against parts, group means against total means and whole answers (GRIM), r against n and p,
 * tests against their p, marks of significance against chi-square, numbers in the text against the tables. What is not printed is not known, so that most of what is found is sure only as far
 * as the numbers that it rests on are right; each finding says so.
 */
export function proofread(document: PrintedDocument): ProofRead {
	const sign = decimalSign([...document.tables.flatMap(({ rows, notes }) => [...rows.flat(), ...notes]), ...document.text]);
	const readings = document.tables.map((grid, i) => recognise(grid, i + 1, sign));
	const findings: Found[] = [];
	let [textChecks, silent] = [0, 0];
	const tables = readings.map((reading, i): TableRead => {
		const { found, checks, silent: mute } = tableFindings(reading);
		const noted = (document.tables[i]?.notes ?? []).map((note) => readProse(note, { table: reading.table, cell: '' }, sign));
		findings.push(...found, ...noted.flatMap((one) => one.found));
		silent += mute;
		return { table: reading.table, caption: reading.caption, as: reading.as, checks: checks + noted.reduce((sum, one) => sum + one.checks, 0) };
	});
	const numbers = new Map(document.tables.flatMap((grid) => (grid.number === null ? [] : [[grid.number, columnsOf(grid.rows, sign)] as const])));
	for (const paragraph of document.text) {
		for (const { found, checks } of [readProse(paragraph, { table: '', cell: '' }, sign), readReferences(paragraph, numbers, sign)]) {
			findings.push(...found);
			textChecks += checks;
		}
	}
	const rank = (one: Found) => SURENESS.indexOf(surenessOf(one));
	findings.sort((a, b) => rank(a) - rank(b));
	return { tables, findings, checks: tables.reduce((sum, one) => sum + one.checks, 0) + textChecks, textChecks, silent };
}
