/** All checks on a set of printed tables. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { holm } from '../plan/adjust.ts';
import { checkCorrelations } from './report-correlations.ts';
import { checkCrosstab } from './report-crosstab.ts';
import { partsOfTotal } from './hundred.ts';
import type { Check, Finding, PrintedParts, PrintedResponse, PrintedTable, Report } from './printed.ts';

/** Collects what the checks of a table find, and counts those that were made. */
export class Findings {
	readonly found: Finding[] = [];
	readonly checks: Record<Check, number> = { percentages: 0, hundred: 0, counts: 0, flag: 0, grim: 0, band: 0, total: 0, correlation: 0, twice: 0, parts: 0, base: 0, margin: 0 };
	silent = 0;
	/** The tests behind the marks of significance. */
	readonly tests: { table: string; flagged: boolean; p: number }[] = [];

	made(check: Check): void {
		this.checks[check] += 1;
	}

	add(finding: Finding): void {
		this.found.push(finding);
	}
}

function checkParts(t: PrintedParts, out: Findings): Violation | null {
	const judged = partsOfTotal(Object.values(t.parts), t.total, t.overlapping);
	if (isViolation(judged)) return judged;
	out.made('parts');
	if (judged.verdict === 'consistent') return null;
	out.add({ table: t.table, cell: t.what, check: 'parts', verdict: judged.verdict, printed: String(judged.sum), instead: { kind: 'value', values: [t.total] }, sure: judged.sure, params: { sum: judged.sum, total: t.total, gap: judged.gap } });
	return null;
}

/** A percentage needs one base; where more people are on the list than were asked, two are possible and give different figures. */
function checkResponse(t: PrintedResponse, out: Findings): Violation | null {
	for (const [cell, { population, invited, answered }] of Object.entries(t.rows)) {
		if (![population, invited, answered].every((x) => Number.isSafeInteger(x) && x >= 0)) return violation('not_a_count', { field: t.table });
		out.made('base');
		const params = { population, invited, answered };
		const printed = `${answered} / ${invited} / ${population}`;
		if (answered > invited || invited > population) out.add({ table: t.table, cell, check: 'base', verdict: 'inconsistent', printed, instead: { kind: 'nothing', values: [] }, sure: 'proof_sure_more_than_all', params });
		else if (invited < population) out.add({ table: t.table, cell, check: 'base', verdict: 'undecidable', printed, instead: { kind: 'one_of', values: [(100 * answered) / invited, (100 * answered) / population] }, sure: 'proof_sure_two_bases', params });
	}
	return null;
}

/**
 * Runs every check that a table's figures allow on each of them.
 * @returns the findings in the order of the tables, or the violation of the first table that is not well formed (with its name in `table`)
 */
export function checkPrinted(tables: readonly PrintedTable[]): Report | Violation {
	const out = new Findings();
	for (const t of tables) {
		const wrong = t.kind === 'crosstab' ? checkCrosstab(t, out) : t.kind === 'correlations' ? checkCorrelations(t, out) : t.kind === 'parts' ? checkParts(t, out) : checkResponse(t, out);
		if (wrong) return violation(wrong.violation, { ...wrong.params, table: t.table });
	}
	const { tests } = out;
	const p = tests.map((t) => t.p);
	const family = { tables: tests.map((t) => t.table), flagged: tests.map((t) => t.flagged), p, holm: holm(p) };
	return { findings: out.found, checks: out.checks, silent: out.silent, family };
}
