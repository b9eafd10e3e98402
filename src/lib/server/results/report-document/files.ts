/** A report as files: made, hashed and remembered. */
import { createHash } from 'node:crypto';
import { Problem } from '#lib/domain/problem.ts';
import { keepBuild } from '../../db/reports.ts';
import type { ReportFile } from '../../db/schema.ts';
import { drawReport, toArchive, toDocx, toHtml, toXlsx, type DrawnReport } from '../../export/report/index.ts';
import type { PlanDeps } from '../plan/store.ts';
import { checkOf } from './checked.ts';
import { openReport, printReport } from './store.ts';

const OPEN_XML = 'application/vnd.openxmlformats-officedocument';
export const MEDIA: Readonly<Record<ReportFile, string>> = {
	docx: `${OPEN_XML}.wordprocessingml.document`, xlsx: `${OPEN_XML}.spreadsheetml.sheet`, html: 'text/html; charset=utf-8', zip: 'application/zip'
};
export const isReportFile = (text: string): text is ReportFile => Object.hasOwn(MEDIA, text);

const make: Readonly<Record<ReportFile, (drawn: DrawnReport) => Promise<Uint8Array>>> = {
	docx: toDocx, xlsx: toXlsx, zip: toArchive, html: (drawn) => Promise.resolve(Buffer.from(toHtml(drawn), 'utf8'))
};

/** The newest version, drawn; its last page is what R said of its run, where that has been asked for. @throws Problem report_problem_none (404) */
export async function drawnReport(deps: PlanDeps, id: number) {
	const open = await openReport(deps, id);
	const { resolved } = await printReport(deps, open);
	const check = await checkOf(deps, open, open.report.locale);
	return { open, drawn: drawReport(check ? { ...resolved, blocks: [...resolved.blocks, check] } : resolved) };
}

/**
 * Makes a file of the newest version and keeps its hash.
 * @throws Problem report_problem_no_run (409) when the report has no numbers
 */
export async function buildFile(deps: PlanDeps, id: number, file: ReportFile, actor: string): Promise<{ name: string; bytes: Uint8Array; hash: string }> {
	const { open, drawn } = await drawnReport(deps, id);
	if (!open.run) throw new Problem('report_problem_no_run', 409);
	const bytes = await make[file](drawn);
	const hash = createHash('sha256').update(bytes).digest('hex');
	await keepBuild(deps.database.evaluate.db, { versionId: open.head.versionId, file, hash }, actor);
	return { name: `${open.head.key}-${open.head.version}.${file}`, bytes, hash };
}
