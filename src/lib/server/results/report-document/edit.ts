/** Changes of a report, one block at a time. Places are counted from 1, as the page numbers them. Reports are never changed in place. */
import { Problem } from '#lib/domain/problem.ts';
import type { Block, Report } from '#lib/domain/report/types.ts';

const index = ({ blocks }: Report, place: number): number => {
	if (!Number.isInteger(place) || place < 1 || place > blocks.length) throw new Problem('report_problem_no_block', 404, { block: place || 0 });
	return place - 1;
};

/** @param after the block that it comes after; 0: first */
export function addBlock(report: Report, after: number, block: Block): Report {
	const at = after === 0 ? 0 : index(report, after) + 1;
	return { ...report, blocks: report.blocks.toSpliced(at, 0, block) };
}

/** @throws Problem report_problem_no_block */
export const removeBlock = (report: Report, place: number): Report => ({ ...report, blocks: report.blocks.toSpliced(index(report, place), 1) });

/** @throws Problem report_problem_no_block */
export const replaceBlock = (report: Report, place: number, block: Block): Report => ({ ...report, blocks: report.blocks.with(index(report, place), block) });

/** Up by one or down by one; the first and the last stay where they are. @throws Problem report_problem_no_block */
export function moveBlock(report: Report, place: number, by: -1 | 1): Report {
	const from = index(report, place);
	const to = from + by;
	const block = report.blocks[from]!;
	return to < 0 || to >= report.blocks.length ? report : { ...report, blocks: report.blocks.toSpliced(from, 1).toSpliced(to, 0, block) };
}
