/** The population of a survey as its page shows it. */
import { frameImport, frameImports, frameStrata, frameTotals, frameVariables, type FrameStratum, type FrameTotals, type FrameVariableFill } from '../../db/frames-overview.ts';
import { listUploads, type WaitingUpload } from '../../db/frames-upload.ts';
import type { ImportReport } from './import.ts';
import { FrameRefused } from './issues.ts';
import { surveyOf, type FrameDeps } from './preview.ts';

export interface FrameOverview {
	totals: FrameTotals;
	strata: FrameStratum[];
	variables: FrameVariableFill[];
	imports: { id: number; fileName: string; importedAt: Date; added: number; changed: number }[];
	/** Lists that have been uploaded and not yet imported. */
	waiting: WaitingUpload[];
}

/** @throws FrameRefused when the survey is unknown */
export async function frameOverview({ database }: FrameDeps, surveyId: number): Promise<FrameOverview> {
	return database.fieldwork.sql.begin('isolation level repeatable read read only', async (sql) => {
		await surveyOf(sql, surveyId);
		const imports = await frameImports(sql, surveyId);
		return {
			totals: await frameTotals(sql, surveyId), strata: await frameStrata(sql, surveyId), variables: await frameVariables(sql, surveyId),
			imports: imports.map(({ report, ...row }) => ({ ...row, added: (report as ImportReport).changes.added, changed: (report as ImportReport).changes.changed })),
			waiting: await listUploads(sql, surveyId)
		};
	});
}

/** One import with its whole report. @throws FrameRefused when the survey has none with this id */
export async function importDetails({ database }: FrameDeps, surveyId: number, id: number): Promise<{ id: number; fileName: string; fileHash: string; importedAt: Date; report: ImportReport }> {
	const row = Number.isInteger(id) && id > 0 && id <= 0x7fffffff ? await frameImport(database.fieldwork.sql, surveyId, id) : undefined;
	if (!row) throw new FrameRefused('frame_problem_no_import', 404);
	return { ...row, report: row.report as ImportReport };
}
