/**
 * Codes of open answers. Invariants: a code's key is its own within the question, and it is never above itself; a coder has judged an answer once, and what he gives it now
 * takes the place of what he gave before; only answers that were given are judged; a code in use is retired, not removed; every write leaves one audit row, without texts.
 * Runs under the evaluate role: nothing here knows whose an answer is.
 */
import { and, asc, eq, sql } from './drizzle.ts';
import { Problem } from '../../domain/problem.ts';
import type { Db, Tx } from './connection.ts';
import { answerCode } from './schema.ts';
import { record } from './surveys.ts';

export type CodeRow = typeof answerCode.$inferSelect;
export interface Place { surveyId: number; item: string }
export interface OpenAnswer { responseId: number; text: string; hash: string }
export interface Judged { responseId: number; coder: string; hash: string; codes: number[] }

/** How many answers each open question has among the forms sent in. */
export async function countOpenAnswers(tx: Tx, surveyId: number): Promise<Map<string, number>> {
	const rows = await tx.execute<{ item: string; n: number }>(sql`
		select a.item, count(*)::int as n from response r join answer a on (a.survey_id, a.response_id) = (r.survey_id, r.id)
		where r.survey_id = ${surveyId} and r.state = 'submitted' and a.kind = 'text' and a.state = 'answered' group by 1`);
	return new Map(rows.map((r) => [r.item, r.n]));
}

/** Every answer to the question among the forms sent in, in an order that tells nothing of who or when: that of the texts' hashes. */
export async function readOpenAnswers(tx: Tx, { surveyId, item }: Place): Promise<OpenAnswer[]> {
	return tx.execute<OpenAnswer & Record<string, unknown>>(sql`
		select r.id as "responseId", a.text, encode(sha256(convert_to(a.text, 'UTF8')), 'hex') as hash
		from response r join answer a on (a.survey_id, a.response_id) = (r.survey_id, r.id)
		where r.survey_id = ${surveyId} and r.state = 'submitted' and a.item = ${item} and a.kind = 'text' and a.state = 'answered' order by hash, r.id`);
}

/** The codes of the population list's variables for those who sent in a form: what counts are grouped by. */
export async function readGroups(tx: Tx, surveyId: number, variable: string): Promise<Map<number, string>> {
	const rows = await tx.execute<{ id: number; code: string }>(sql`
		select r.id, t.code from response r join seat_stratum t on (t.survey_id, t.seat_id) = (r.survey_id, r.seat_id)
		where r.survey_id = ${surveyId} and r.state = 'submitted' and t.variable = ${variable}`);
	return new Map(rows.map((r) => [r.id, r.code]));
}

/** Below how many people results are not shown; 0: no limit. */
export async function readSuppressBelow(tx: Tx, surveyId: number): Promise<number> {
	const [row] = await tx.execute<{ below: number }>(sql`select e.suppress_below as below from survey s join wave w on w.id = s.wave_id join evaluation e on e.id = w.evaluation_id where s.id = ${surveyId}`);
	return row?.below ?? 0;
}

export const readCodes = (tx: Tx, { surveyId, item }: Place): Promise<CodeRow[]> =>
	tx.select().from(answerCode).where(and(eq(answerCode.surveyId, surveyId), eq(answerCode.item, item))).orderBy(asc(answerCode.id));

export async function readJudged(tx: Tx, { surveyId, item }: Place): Promise<Judged[]> {
	return tx.execute<Judged & Record<string, unknown>>(sql`
		select c.response_id as "responseId", c.coder, c.text_hash as hash, coalesce(array_agg(k.code_id order by k.code_id) filter (where k.code_id is not null), '{}') as codes
		from answer_coding c left join answer_coding_code k on (k.survey_id, k.item, k.response_id, k.coder) = (c.survey_id, c.item, c.response_id, c.coder)
		where c.survey_id = ${surveyId} and c.item = ${item} group by 1, 2, 3 order by 1, 2`);
}

const REFUSED: Record<string, string> = {
	answer_code_survey_id_item_key_key: 'coding_problem_key', answer_code_label: 'coding_problem_label', answer_code_tree: 'coding_problem_tree',
	answer_code_survey_id_item_parent_id_fkey: 'coding_problem_parent', answer_coding_code_survey_id_item_code_id_fkey: 'coding_problem_in_use', answer_code_check: 'coding_problem_tree'
};
async function orRefused<T>(work: () => Promise<T>, refused: Readonly<Record<string, string>> = REFUSED): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const { constraint_name: name = '' } = ((error as Error).cause ?? error) as { constraint_name?: string };
		throw refused[name] ? new Problem(refused[name], 409) : error;
	}
}

export type NewCode = Pick<CodeRow, 'key' | 'label' | 'definition' | 'parentId'>;

/** @throws Problem where the key or the label is taken, or the code above is none of this question's */
export const insertCode = (db: Db, place: Place, code: NewCode, actor: string): Promise<number> => orRefused(() => db.transaction(async (tx) => {
	const [made] = await tx.insert(answerCode).values({ ...place, ...code, madeBy: actor }).returning({ id: answerCode.id });
	if (!made) throw new Error('the code was not made');
	await record(tx, { actor, action: 'coding.code', surveyId: place.surveyId, subject: { item: place.item, code: made.id, key: code.key } });
	return made.id;
}));

/** @returns whether there is such a code */
export const updateCode = (db: Db, place: Place, id: number, to: Pick<NewCode, 'label' | 'definition' | 'parentId'> & { retired: boolean }, actor: string): Promise<boolean> => orRefused(() => db.transaction(async (tx) => {
	const changed = await tx.update(answerCode).set({ label: to.label, definition: to.definition, parentId: to.parentId, retiredAt: to.retired ? sql`coalesce(retired_at, now())` : null })
		.where(and(eq(answerCode.surveyId, place.surveyId), eq(answerCode.item, place.item), eq(answerCode.id, id))).returning({ id: answerCode.id });
	if (changed.length > 0) await record(tx, { actor, action: 'coding.change', surveyId: place.surveyId, subject: { item: place.item, code: id, retired: to.retired } });
	return changed.length > 0;
}));

/** @returns whether there was such a code @throws Problem where an answer has it, or a code below it stands */
export const deleteCode = (db: Db, place: Place, id: number, actor: string): Promise<boolean> => orRefused(() => db.transaction(async (tx) => {
	const gone = await tx.delete(answerCode).where(and(eq(answerCode.surveyId, place.surveyId), eq(answerCode.item, place.item), eq(answerCode.id, id))).returning({ id: answerCode.id });
	if (gone.length > 0) await record(tx, { actor, action: 'coding.remove', surveyId: place.surveyId, subject: { item: place.item, code: id } });
	return gone.length > 0;
}));

/**
 * What a coder gives answers now, in place of what he gave them before. An answer whose text has been changed since the page was made is left as it was.
 * @param judged each with the hash of the text that was judged
 * @returns how many were written; the others have another text by now, or none
 * @throws Problem for a code that is none of the question's
 */
export const saveJudged = (db: Db, place: Place, coder: string, judged: readonly { responseId: number; hash: string; codes: readonly number[] }[]): Promise<number> => orRefused(() => db.transaction(async (tx) => {
	const { surveyId, item } = place;
	const given = JSON.stringify(judged.map((j) => ({ id: j.responseId, hash: j.hash, codes: j.codes })));
	const rows = await tx.execute<{ id: number }>(sql`
		insert into answer_coding (survey_id, item, response_id, coder, text_hash)
		select ${surveyId}, ${item}, a.response_id, ${coder}, x.hash from jsonb_to_recordset(${given}::text::jsonb) x (id int, hash text)
		join answer a on a.survey_id = ${surveyId} and a.response_id = x.id and a.item = ${item} and a.kind = 'text' and a.state = 'answered'
			and encode(sha256(convert_to(a.text, 'UTF8')), 'hex') = x.hash
		join response r on (r.survey_id, r.id) = (a.survey_id, a.response_id) and r.state = 'submitted'
		on conflict (survey_id, item, response_id, coder) do update set text_hash = excluded.text_hash, at = now() returning response_id as id`);
	const written = rows.map((r) => r.id);
	await tx.execute(sql`delete from answer_coding_code where survey_id = ${surveyId} and item = ${item} and coder = ${coder} and response_id = any(${`{${written.join(',')}}`}::int[])`);
	await tx.execute(sql`
		insert into answer_coding_code (survey_id, item, response_id, coder, code_id)
		select distinct ${surveyId}::int, ${item}, x.id, ${coder}, c.value::int from jsonb_to_recordset(${given}::text::jsonb) x (id int, codes jsonb) cross join lateral jsonb_array_elements_text(x.codes) c
		where x.id = any(${`{${written.join(',')}}`}::int[])`);
	if (written.length > 0) await record(tx, { actor: coder, action: 'coding.judge', surveyId, subject: { item, answers: written.length } });
	return written.length;
}), { answer_coding_code_survey_id_item_code_id_fkey: 'coding_problem_no_code' });
