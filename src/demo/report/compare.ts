/** The report beside print: every number that is printed and among the data, through the report's own tables. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Finding } from '#analysis/proof/printed.ts';
import { checkPrinted } from '#analysis/proof/report.ts';
import type { ResolvedReport } from '#lib/server/export/report/resolved.ts';
import { findValue } from '#lib/server/results/report-document/value.ts';
import type { RanEntries } from '#lib/server/results/report-document/types.ts';
import { compare, type Comparison } from '../compare/compare.ts';
import items from '../evaluation-2021/items.json' with { type: 'json' };
import published from '../evaluation-2021/published.json' with { type: 'json' };
import { printedNumbers } from './numbers.ts';
import { printedTablesOf, type Published } from './printed-tables.ts';
import { judge, type Judged, type Verdict } from './reasons.ts';
import { responseOf, RESPONSE_TABLES } from './response.ts';

export interface ReportComparison {
	response: Comparison;
	numbers: Judged[];
	/** What cannot be right in print, by the print alone. */
	misprints: Finding[];
	/** What the checks found and could not decide. */
	undecided: number;
	summary: Record<'compared' | Verdict, number>;
}

/** Checks on the printed numbers of the report itself; the yearly reports are another publication. @throws when the printed figures are not well formed */
export function printFindings(): Finding[] {
	const made = checkPrinted(printedTablesOf(published as unknown as Published, items).filter((table) => !table.table.startsWith('yearly report')));
	if (isViolation(made)) throw new Error(`The printed figures: ${made.violation} ${JSON.stringify(made.params ?? {})}`);
	return made.findings;
}

/** @param report as it goes to paper @param ran what it was made from */
export function compareReport(report: ResolvedReport, ran: RanEntries): ReportComparison {
	const findings = printFindings();
	const exact = (table: number): number | null => {
		const found = findValue(ran(`crosstab-${table}`)?.result, 'exact.p');
		return 'value' in found && typeof found.value === 'number' ? found.value : null;
	};
	const numbers = judge(printedNumbers(report, exact), findings);
	const response = compare(responseOf(report, ran), undefined, RESPONSE_TABLES);
	const of = (verdict: Verdict): number => numbers.filter((one) => one.verdict === verdict).length;
	const { same, different, unexplained, compared } = response.summary;
	return {
		response, numbers, misprints: findings.filter((one) => one.verdict === 'inconsistent'), undecided: findings.filter((one) => one.verdict !== 'inconsistent').length,
		summary: { compared: numbers.length + compared, same: of('same') + same, misprint: of('misprint'), different: of('different') + different, unexplained: of('unexplained') + unexplained }
	};
}
