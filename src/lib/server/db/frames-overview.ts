/** What a survey's population amounts to, counted in the database. No name or address leaves these queries. */
import type { Text } from '../../domain/questionnaire/schema.ts';
import type { FrameSql } from './frames-read.ts';

export interface FrameTotals { seats: number; persons: number; severalSeats: number; sampled: number; unlinked: number }
export interface FrameStratum { name: string; label: Text; missing: { seats: number; sampled: number }; categories: { code: string; label: Text; seats: number; sampled: number }[] }
export interface FrameVariableFill { name: string; label: Text; filled: number }
export interface ImportRow { id: number; fileName: string; importedAt: Date; report: unknown }

export async function frameTotals(sql: FrameSql, surveyId: number): Promise<FrameTotals> {
	const [row] = await sql<FrameTotals[]>`
		with held as (select l.person_id, count(*) as n from seat s join contact.link l using (contact_key) where s.survey_id = ${surveyId} group by 1)
		select count(*)::int as seats, count(*) filter (where sampled)::int as sampled, count(*) filter (where contact_key is null and list_id is null)::int as unlinked,
			(select count(*)::int from held) as persons, (select count(*)::int from held where n > 1) as "severalSeats"
		from seat where survey_id = ${surveyId}`;
	return row ?? { seats: 0, persons: 0, severalSeats: 0, sampled: 0, unlinked: 0 };
}

/** Every stratum with its categories in their order, also those without a seat; `missing` are seats for which the list says nothing. */
export async function frameStrata(sql: FrameSql, surveyId: number): Promise<FrameStratum[]> {
	return sql<FrameStratum[]>`
		with counted as (
			select t.variable, t.code, count(*)::int as seats, count(*) filter (where s.sampled)::int as sampled
			from seat_stratum t join seat s on (s.survey_id, s.id) = (t.survey_id, t.seat_id) where t.survey_id = ${surveyId} group by 1, 2)
		select v.name, v.label,
			(select json_build_object('seats', count(*) - coalesce((select sum(seats) from counted where variable = v.name), 0),
				'sampled', count(*) filter (where sampled) - coalesce((select sum(sampled) from counted where variable = v.name), 0))
				from seat where survey_id = ${surveyId}) as missing,
			coalesce((select json_agg(json_build_object('code', c.code, 'label', c.label, 'seats', coalesce(n.seats, 0), 'sampled', coalesce(n.sampled, 0)) order by c.position, c.code)
				from frame_category c left join counted n on (n.variable, n.code) = (c.variable, c.code) where (c.survey_id, c.variable) = (v.survey_id, v.name)), '[]') as categories
		from frame_variable v where v.survey_id = ${surveyId} and v.stratum order by v.position, v.name`;
}

/** The frame variables that are not strata, with how many seats have a value. */
export async function frameVariables(sql: FrameSql, surveyId: number): Promise<FrameVariableFill[]> {
	return sql<FrameVariableFill[]>`
		select v.name, v.label, (select count(*)::int from seat s where s.survey_id = v.survey_id and s.particulars ? v.name) as filled
		from frame_variable v where v.survey_id = ${surveyId} and not v.stratum order by v.position, v.name`;
}

/** The survey's imports, newest first. */
export async function frameImports(sql: FrameSql, surveyId: number): Promise<ImportRow[]> {
	const rows = await sql<ImportRow[]>`
		select id, file_name as "fileName", to_json(imported_at) #>> '{}' as "importedAt", report - 'moved' - 'absent' - 'merge' as report
		from frame_import where survey_id = ${surveyId} order by id desc`;
	return rows.map((row) => ({ ...row, importedAt: new Date(row.importedAt) }));
}

export async function frameImport(sql: FrameSql, surveyId: number, id: number): Promise<ImportRow & { fileHash: string } | undefined> {
	const [row] = await sql<(ImportRow & { fileHash: string })[]>`
		select id, file_name as "fileName", file_hash as "fileHash", to_json(imported_at) #>> '{}' as "importedAt", report from frame_import where survey_id = ${surveyId} and id = ${id}`;
	return row && { ...row, importedAt: new Date(row.importedAt) };
}

/** The refs in use by normalised e-mail; of a person with several seats, the first. */
export async function refsByEmail(sql: FrameSql, surveyId: number): Promise<Map<string, string>> {
	const rows = await sql<{ key: string; ref: string }[]>`
		select distinct on (p.email_key) p.email_key as key, s.ref from seat s join contact.link l using (contact_key) join contact.person p on p.id = l.person_id
		where s.survey_id = ${surveyId} order by p.email_key, s.id`;
	return new Map(rows.map((row) => [row.key, row.ref]));
}
