/** demo-summary.json: what the demo did and found, for whoever was not watching. */
import type { Comparison, ComparedTable } from '../compare/compare.ts';
import { NO_CODE } from '../compare/grid.ts';
import { reasonText } from '../compare/words.ts';
import type { ReportComparison } from '../report/compare.ts';
import { comparisonWords } from '../report/words.ts';
import type { Check, State } from './checks.ts';
import type { StepResult } from './progress.ts';

export interface SummaryInput {
	startedAt: Date;
	seconds: number;
	mode: { check: boolean; direct: boolean; fresh: boolean; database: 'embedded' | 'DATABASE_URL' };
	steps: StepResult[];
	requests: number;
	state: State;
	comparison: Comparison;
	report: { comparison: ReportComparison; files: Record<string, string> };
	checks: Check[];
}

function table({ definition, rows, columns, cells }: ComparedTable) {
	const all = cells.flat();
	const count = (verdict: string) => all.filter((cell) => cell.verdict === verdict).length;
	return {
		table: definition.number, compared: count('same') + count('different') + count('unexplained'),
		same: count('same'), different: count('different'), unexplained: count('unexplained'),
		differences: cells.flatMap((line, r) => line.flatMap((cell, c) => (cell.verdict !== 'different' && cell.verdict !== 'unexplained' ? [] : [{
			row: rows[r] === NO_CODE ? null : rows[r], column: columns[c] === NO_CODE ? null : columns[c], ours: cell.ours, printed: cell.printed,
			reason: cell.reason?.key ?? null, evidence: cell.reason?.evidence ?? null, text: reasonText(cell.reason, 'en')
		}])))
	};
}

function reportOf({ comparison, files }: SummaryInput['report']) {
	const { differences, misprints } = comparisonWords(comparison, 'en');
	return { files, ...comparison.summary, differences, misprints };
}

export function summary({ startedAt, seconds, mode, steps, requests, state, comparison, report, checks }: SummaryInput) {
	return {
		ok: checks.every((check) => check.ok), startedAt: startedAt.toISOString(), seconds: Math.round(seconds * 10) / 10, mode, steps, requests,
		surveys: Object.fromEntries(Object.entries(state.totals).map(([key, totals]) => [key, {
			population: totals.population, invited: totals.invited, answered: totals.answered, dispositions: totals.dispositions
		}])),
		comparison: { ...comparison.summary, inconsistent: comparison.inconsistent },
		report: reportOf(report), tables: comparison.tables.map(table), checks
	};
}
