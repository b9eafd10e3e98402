import { describe, expect, it } from 'vitest';
import { checkReport } from '#lib/server/results/report-document/check.ts';
import { figuresOf, tablesOf } from '#lib/server/export/report/resolved.ts';
import { compareReport } from '../../../src/demo/report/compare.ts';
import { PLAN } from '../../../src/demo/report/plan.ts';
import { REPORT } from '../../../src/demo/report/report.ts';
import { reportLines } from '../../../src/demo/report/print.ts';
import { evaluationReport } from '../../support/report-run.ts';

const { ran, resolved, warnings } = evaluationReport();
const comparison = compareReport(resolved, ran);
const differing = comparison.numbers.filter((one) => one.verdict !== 'same');
const words = (report: typeof resolved): string => report.blocks.flatMap((block) => (block.kind === 'paragraph' ? block.runs.map((run) => run.text) : block.kind === 'table' ? block.notes : [])).join('');

describe('the report of the 2021 evaluation', () => {
	it('has no broken binding, and every number of it can be printed', () => {
		expect(checkReport(REPORT, PLAN, ran)).toEqual([]);
		expect(warnings).toEqual([]);
	});
	it('has the tables of print under their numbers, those that are not in print after them, and Figures 3 to 8', () => {
		const numbers = tablesOf(resolved).map((block) => block.number);
		expect(numbers).toEqual([1, 2, 3, ...Array.from({ length: 54 }, (_, i) => i + 8)]);
		expect(figuresOf(resolved).map((block) => block.number)).toEqual([3, 4, 5, 6, 7, 8]);
	});
	it('says other numbers in its text when an answer is another', () => {
		const changed = evaluationReport({ answer: (ref, item, cell) => (ref === 'RN0002' && item === 'goals_clear' ? '1' : cell) }).resolved;
		expect(words(changed)).not.toBe(words(resolved));
	});
	it('is the same to the last sign when it is made again', () => {
		expect(JSON.stringify(evaluationReport().resolved)).toBe(JSON.stringify(resolved));
	});
	it('shows no number on fewer people than the limit, and says where one is hidden', () => {
		const { resolved: made } = evaluationReport({ suppressBelow: 10 });
		const cells = tablesOf(made).filter((block) => /^crosstab/.test(block.key)).flatMap((block) => block.table.rows.filter((row) => row.key !== 'mean').flatMap((row) => row.cells));
		expect(cells.some((cell) => cell.kind === 'missing' && cell.reason === 'suppressed')).toBe(true);
		expect(cells.filter((cell) => cell.kind === 'count' && cell.value > 0 && cell.value < 10)).toEqual([]);
	});
});

describe('the report beside print', () => {
	it('leaves nothing unexplained', () => {
		expect(comparison.summary).toMatchObject({ compared: 953, same: 913, misprint: 10, different: 30, unexplained: 0 });
	});
	it('finds these numbers to be misprints, and says which check shows each', () => {
		expect(differing.filter((one) => one.verdict === 'misprint').map((one) => [one.table, one.kind, one.printed, one.reason!.finding!.check])).toEqual([
			[26, 'percent', 44, 'percentages'], [26, 'mean', 2.66, 'total'], [28, 'percent', 46, 'percentages'], [31, 'percent', 44, 'percentages'], [42, 'mean', 4.46, 'grim'], [49, 'percent', 39, 'percentages'],
			[50, 'p', 0.345, 'correlation'], [50, 'r', -0.18, 'correlation'], [50, 'p', 0.192, 'correlation'], [50, 'p', 0.325, 'correlation']
		]);
	});
	it('gives numbers for every other difference: means one answer apart, p of what rounds to the printed r', () => {
		const others = differing.filter((one) => one.verdict === 'different');
		expect(others.map((one) => [one.table, one.reason!.key])).toEqual([[46, 'one_answer'], [46, 'one_answer'], [49, 'one_answer'], ...Array.from({ length: 9 }, () => [50, 'rounded_r'])]);
		for (const { reason } of others) if (reason!.key === 'one_answer') expect(Math.abs(Number(reason!.evidence.ours) - Number(reason!.evidence.printed))).toBe(1);
	});
	it('lists the twelve places that cannot be right by the print alone', () => {
		expect(comparison.misprints.map((one) => `${one.table} ${one.check}`)).toEqual([
			'26 percentages', '26 total', '28 percentages', '31 percentages', '42 grim', '42 band', '42 total', '49 percentages', '50 correlation', '50 correlation', '50 correlation', '50 twice'
		]);
	});
	it('finds no reason for a number of ours that is wrong', () => {
		// one person in the wrong band, and one more who is not there
		const changed = evaluationReport({ answer: (ref, item, cell) => (item.startsWith('dem_') && ref === 'RN0002' ? '1' : cell) });
		expect(compareReport(changed.resolved, changed.ran).summary.unexplained).toBeGreaterThan(0);
	});
	it('is told in words, with the misprints listed', () => {
		const lines = reportLines(comparison).join('\n');
		expect(lines).toContain('953 numbers: 913 the same, 10 misprints, 30 different with a reason, 0 unexplained.');
		expect(lines).toContain('Table 42, Svært lav: 4.46 (should be: 4.5714 to 4.8571)');
		expect(lines).not.toMatch(/demo_|analysis_note|undefined|NaN/);
	});
});
