/** A list on its way in: stored when it can be read, mapped, looked over, then imported or discarded. */
import * as v from 'valibot';
import { refsByEmail } from '../../db/frames-overview.ts';
import { deleteUpload, insertUpload, readUpload, saveMapping, sweepUploads, type UploadRow } from '../../db/frames-upload.ts';
import { importFrame, type ImportReport, type ImportWatch } from './import.ts';
import { FrameRefused } from './issues.ts';
import { Mapping, resolveMapping } from './mapping.ts';
import { mergeLists, type MergeReport } from './merge.ts';
import type { SourceFile } from './merge-sources.ts';
import { previewFrame, surveyOf, type FrameDeps, type FramePreview } from './preview.ts';
import { readTable } from './read.ts';
import { parseRecipeText } from './recipe-check.ts';
import { suggestMapping } from './suggest.ts';
import type { Table } from './table.ts';
import type { FrameVariable } from '#lib/domain/questionnaire/schema.ts';

export interface Upload {
	id: string;
	fileName: string;
	bytes: Uint8Array;
	/** Null until the columns have been chosen. */
	mapping: Mapping | null;
	merge: MergeReport | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A name fit to show: no folder, no characters that cannot be seen, 200 characters at most. */
export function fileNameOf(name: string): string {
	return (name.split(/[/\\]/).at(-1) ?? '').replace(/[\p{C}]/gu, '').trim().slice(0, 200) || 'liste';
}

function toUpload(row: UploadRow): Upload {
	const mapping = v.safeParse(Mapping, row.mapping);
	return { id: row.id, fileName: row.fileName, bytes: row.bytes, mapping: mapping.success ? mapping.output : null, merge: row.merge as MergeReport | null };
}

/**
 * Takes a file in for looking over. @returns the upload's id
 * @throws FrameRefused when the file cannot be read or the survey is unknown; nothing is stored then
 */
export async function storeUpload({ database }: FrameDeps, given: { surveyId: number; fileName: string; bytes: Uint8Array; actor: string; merge?: MergeReport }): Promise<string> {
	await readTable(given.bytes);
	return database.fieldwork.sql.begin(async (sql) => {
		await surveyOf(sql, given.surveyId);
		return insertUpload(sql, { ...given, fileName: fileNameOf(given.fileName), merge: given.merge ?? null });
	});
}

/** @throws FrameRefused frame_problem_no_upload (404) when it is not there, not this survey's, or a day old */
export async function openUpload({ database }: FrameDeps, surveyId: number, id: string): Promise<Upload> {
	const row = UUID.test(id) ? await readUpload(database.fieldwork.sql, surveyId, id) : undefined;
	if (!row) throw new FrameRefused('frame_problem_no_upload', 404);
	return toUpload(row);
}

/** The upload as a table, with the mapping chosen or else suggested, and what the questionnaire declares. */
export async function uploadColumns(deps: FrameDeps, surveyId: number, id: string): Promise<{ upload: Upload; table: Table; mapping: Mapping; declared: FrameVariable[] }> {
	const upload = await openUpload(deps, surveyId, id);
	const { declared } = await surveyOf(deps.database.fieldwork.sql, surveyId);
	const table = await readTable(upload.bytes);
	return { upload, table, declared, mapping: upload.mapping ?? suggestMapping(table, declared) };
}

/** Stores what the columns are for. @throws FrameRefused with every fault of the mapping; what was chosen before then stays */
export async function chooseColumns(deps: FrameDeps, surveyId: number, id: string, mapping: Mapping): Promise<void> {
	const { table, declared } = await uploadColumns(deps, surveyId, id);
	resolveMapping(mapping, table.header, declared);
	await deps.database.fieldwork.sql.begin((sql) => saveMapping(sql, surveyId, id, mapping));
}

export async function previewUpload(deps: FrameDeps, surveyId: number, id: string): Promise<{ upload: Upload; preview: FramePreview }> {
	const upload = await openUpload(deps, surveyId, id);
	const { fileName, bytes, mapping } = upload;
	return { upload, preview: await previewFrame(deps, { surveyId, fileName, bytes, mapping: mapping ?? undefined }) };
}

/** Imports an upload and removes it. Done twice, the second finds nothing to import. */
export async function importUpload(deps: FrameDeps, surveyId: number, id: string, actor: string, watch: ImportWatch = {}): Promise<ImportReport> {
	const { fileName, bytes, mapping, merge } = await openUpload(deps, surveyId, id);
	const report = await importFrame(deps, { surveyId, fileName, bytes, mapping: mapping ?? undefined, actor, ...(merge && { merge }) }, watch);
	await discardUpload(deps, surveyId, id);
	return report;
}

export async function discardUpload({ database }: FrameDeps, surveyId: number, id: string): Promise<void> {
	if (UUID.test(id)) await database.fieldwork.sql.begin((sql) => deleteUpload(sql, surveyId, id));
}

/** Removes lists that have waited for more than a day, of every survey. To be called now and then. */
export async function forgetOldUploads({ database }: FrameDeps): Promise<number> {
	return database.fieldwork.sql.begin((sql) => sweepUploads(sql));
}

/**
 * Merges lists by a recipe and takes the result in as an upload; persons whom the population has keep their refs.
 * @param recipe the recipe's JSON text
 * @returns the upload's id
 */
export async function mergeUpload(deps: FrameDeps, given: { surveyId: number; recipe: string; files: SourceFile[]; actor: string }): Promise<string> {
	const recipe = parseRecipeText(given.recipe);
	const known = recipe.dedupe.as === 'email' ? await refsByEmail(deps.database.fieldwork.sql, given.surveyId) : undefined;
	const { bytes, report } = await mergeLists(recipe, given.files, known);
	return storeUpload(deps, { surveyId: given.surveyId, fileName: `${recipe.title}.csv`, bytes, actor: given.actor, merge: report });
}
