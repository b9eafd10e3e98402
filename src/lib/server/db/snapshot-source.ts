/** What a snapshot is made from, as it stands in one moment: give these a transaction that is repeatable read. Nothing here can reach contacts. */
import { and, asc, eq, inArray, sql } from './drizzle.ts';
import type { Text } from '../../domain/questionnaire/schema.ts';
import type { Tx } from './connection.ts';
import { answerCode, frameCategory, frameVariable, questionnaireVersion, response, seat, survey, surveyWeight, surveyWeightValue, type AnswerState } from './schema.ts';

export interface SourceSurvey { id: number; key: string; versionId: number }

/** The surveys of a wave that have a published questionnaire, in the order they were made. */
export async function readSourceSurveys(tx: Tx, waveId: number): Promise<SourceSurvey[]> {
	const rows = await tx.select({ id: survey.id, key: survey.key, versionId: survey.versionId }).from(survey).where(eq(survey.waveId, waveId)).orderBy(asc(survey.id));
	return rows.flatMap(({ versionId, ...row }) => (versionId === null ? [] : [{ ...row, versionId }]));
}

export interface SourceVersion { id: number; number: number; document: unknown }
export async function readVersions(tx: Tx, surveyId: number, ids: readonly number[]): Promise<SourceVersion[]> {
	const v = questionnaireVersion;
	return tx.select({ id: v.id, number: v.number, document: v.document }).from(v).where(and(eq(v.surveyId, surveyId), inArray(v.id, [...ids]))).orderBy(asc(v.number));
}

export interface SourceResponse { id: number; seatId: number; versionId: number; state: 'open' | 'submitted' }
/** @param all also those not sent in */
export async function readResponses(tx: Tx, surveyId: number, all: boolean): Promise<SourceResponse[]> {
	const r = response;
	return tx.select({ id: r.id, seatId: r.seatId, versionId: r.versionId, state: r.state }).from(r)
		.where(and(eq(r.surveyId, surveyId), all ? undefined : eq(r.state, 'submitted'))).orderBy(asc(r.id));
}

export interface SourceAnswer extends Record<string, unknown> { response: number; item: string; state: AnswerState; code: number | null; codes: number[] | null; number: number | null; text: string | null }

/** Responses read at a time. */
const CHUNK = 2_000;

/** The answers of these responses, some responses at a time. @param ids rising */
export async function* readAnswersOf(tx: Tx, surveyId: number, ids: readonly number[]): AsyncGenerator<SourceAnswer[]> {
	for (let i = 0; i < ids.length; i += CHUNK) {
		const some = ids.slice(i, i + CHUNK);
		yield [...await tx.execute<SourceAnswer>(sql`
			select response_id as response, item, state, code, codes, number, text from answer
			where survey_id = ${surveyId} and response_id between ${some[0] ?? 0} and ${some.at(-1) ?? 0}`)];
	}
}

export interface SourceFrameVariable { name: string; label: Text; stratum: boolean; categories: { code: string; label: Text }[] }
export async function readFrameVariables(tx: Tx, surveyId: number): Promise<SourceFrameVariable[]> {
	const variables = await tx.select({ name: frameVariable.name, label: frameVariable.label, stratum: frameVariable.stratum }).from(frameVariable)
		.where(eq(frameVariable.surveyId, surveyId)).orderBy(asc(frameVariable.position), asc(frameVariable.name));
	const categories = await tx.select({ variable: frameCategory.variable, code: frameCategory.code, label: frameCategory.label }).from(frameCategory)
		.where(eq(frameCategory.surveyId, surveyId)).orderBy(asc(frameCategory.position), asc(frameCategory.code));
	const of = Map.groupBy(categories, (c) => c.variable);
	return variables.map((v) => ({ ...v, categories: (of.get(v.name) ?? []).map(({ code, label }) => ({ code, label })) }));
}

/** What the list says of each seat beside its strata, by the seat's id; only seats of which it says something. */
export async function readParticulars(tx: Tx, surveyId: number): Promise<Map<number, Record<string, unknown>>> {
	const rows = await tx.execute<{ id: number; particulars: Record<string, unknown> }>(sql`select id, particulars from seat where survey_id = ${surveyId} and particulars <> '{}'`);
	return new Map(rows.map((r) => [r.id, r.particulars]));
}

export interface SourceWeight { id: number; name: string; version: number; values: Map<number, number> }
/** A kept weight with its values by the seat's id; null when the survey has none such. */
export async function readWeight(tx: Tx, surveyId: number, id: number): Promise<SourceWeight | null> {
	const w = surveyWeight;
	const [head] = await tx.select({ id: w.id, name: w.name, version: w.version }).from(w).where(and(eq(w.surveyId, surveyId), eq(w.id, id)));
	if (!head) return null;
	const v = surveyWeightValue;
	const values = await tx.select({ seatId: v.seatId, value: v.value }).from(v).where(and(eq(v.surveyId, surveyId), eq(v.weightId, id)));
	return { ...head, values: new Map(values.map((row) => [row.seatId, row.value])) };
}

export interface SourceCode { id: number; item: string; key: string; label: string }
/** An answer that somebody has judged, with the codes that at least one coder gave it. */
export interface SourceJudged { item: string; response: number; codes: number[] }
/** Every code of the survey's open answers, by item and key, and every answer judged. */
export async function readCodings(tx: Tx, surveyId: number): Promise<{ codes: SourceCode[]; judged: SourceJudged[] }> {
	const c = answerCode;
	const codes = await tx.select({ id: c.id, item: c.item, key: c.key, label: c.label }).from(c).where(eq(c.surveyId, surveyId)).orderBy(sql`${c.item} collate "C"`, sql`${c.key} collate "C"`);
	const judged = await tx.execute<SourceJudged & Record<string, unknown>>(sql`
		select j.item, j.response_id as response, coalesce(array_agg(distinct k.code_id) filter (where k.code_id is not null), '{}') as codes
		from answer_coding j left join answer_coding_code k on (k.survey_id, k.item, k.response_id, k.coder) = (j.survey_id, j.item, j.response_id, j.coder)
		where j.survey_id = ${surveyId} group by 1, 2`);
	return { codes, judged: [...judged] };
}

/** Every kept weight, every kept link, and how many codes open answers have, of the surveys of a wave: what a snapshot may take with it, the newest first. */
export async function readKept(tx: Tx, waveId: number) {
	const weights = await tx.select({ survey: survey.key, id: surveyWeight.id, name: surveyWeight.name, version: surveyWeight.version, n: surveyWeight.n }).from(surveyWeight)
		.innerJoin(survey, eq(survey.id, surveyWeight.surveyId)).where(eq(survey.waveId, waveId)).orderBy(sql`${surveyWeight.id} desc`);
	const links = await tx.execute<{ survey: string; id: number; rows: string; figureYear: number; n: number; linked: number; variables: string[] }>(sql`
		select s.key as survey, l.id, l.spec ->> 'rows' as rows, (l.spec ->> 'figureYear')::int as "figureYear", l.n, l.matched + l.recoded + l.chosen as linked,
			array(select v ->> 'variable' from jsonb_array_elements(l.spec -> 'variables') v) as variables
		from survey_link l join survey s on s.id = l.survey_id where s.wave_id = ${waveId} order by l.id desc`);
	const codings = await tx.execute<{ survey: string; codes: number; items: number; judged: number }>(sql`
		select s.key as survey, count(*)::int as codes, count(distinct c.item)::int as items,
			(select count(distinct (j.item, j.response_id))::int from answer_coding j where j.survey_id = s.id) as judged
		from answer_code c join survey s on s.id = c.survey_id where s.wave_id = ${waveId} group by s.id, s.key order by s.id`);
	return { weights, links: [...links], codings: [...codings] };
}

/** Ids of seats by their key in the list. */
export async function readSeatIds(tx: Tx, surveyId: number): Promise<Map<string, number>> {
	const rows = await tx.select({ id: seat.id, ref: seat.ref }).from(seat).where(eq(seat.surveyId, surveyId));
	return new Map(rows.map((r) => [r.ref, r.id]));
}
