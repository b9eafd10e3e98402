/**
 * Population lists between upload and import. They hold contacts, so they live in schema `contact`, and for a day at most: whatever writes
 * here also removes what is older, and nothing older is ever read.
 */
import type { FrameSql } from './frames-read.ts';

export interface NewUpload { surveyId: number; fileName: string; bytes: Uint8Array; merge: unknown; actor: string }
export interface UploadRow { id: string; fileName: string; bytes: Uint8Array; mapping: unknown; merge: unknown; createdAt: Date }
export interface WaitingUpload { id: string; fileName: string; createdAt: Date; merged: boolean }

const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));

/** Removes uploads older than a day. @returns how many */
export async function sweepUploads(sql: FrameSql): Promise<number> {
	return (await sql`delete from contact.frame_upload where created_at < now() - interval '24 hours'`).count;
}

/** @returns the upload's id */
export async function insertUpload(sql: FrameSql, upload: NewUpload): Promise<string> {
	await sweepUploads(sql);
	const [row] = await sql<{ id: string }[]>`
		insert into contact.frame_upload (survey_id, file_name, bytes, merge, created_by)
		values (${upload.surveyId}, ${upload.fileName}, ${Buffer.from(upload.bytes)}, ${json(upload.merge)}::text::jsonb, ${upload.actor}) returning id`;
	if (!row) throw new Error('the upload was not stored');
	return row.id;
}

export async function readUpload(sql: FrameSql, surveyId: number, id: string): Promise<UploadRow | undefined> {
	const [row] = await sql<UploadRow[]>`
		select id, file_name as "fileName", bytes, mapping, merge, to_json(created_at) #>> '{}' as "createdAt" from contact.frame_upload
		where survey_id = ${surveyId} and id = ${id} and created_at >= now() - interval '24 hours'`;
	return row && { ...row, createdAt: new Date(row.createdAt) };
}

export async function listUploads(sql: FrameSql, surveyId: number): Promise<WaitingUpload[]> {
	const rows = await sql<WaitingUpload[]>`
		select id, file_name as "fileName", to_json(created_at) #>> '{}' as "createdAt", merge is not null as merged from contact.frame_upload
		where survey_id = ${surveyId} and created_at >= now() - interval '24 hours' order by created_at desc`;
	return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
}

export async function saveMapping(sql: FrameSql, surveyId: number, id: string, mapping: unknown): Promise<void> {
	await sql`update contact.frame_upload set mapping = ${json(mapping)}::text::jsonb where survey_id = ${surveyId} and id = ${id}`;
}

export async function deleteUpload(sql: FrameSql, surveyId: number, id: string): Promise<void> {
	await sql`delete from contact.frame_upload where survey_id = ${surveyId} and id = ${id}`;
}
