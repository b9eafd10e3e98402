/** What the database holds, in the words of a form: to be compared with what was acknowledged. */
import type postgres from 'postgres';

/** Values by field key for the response of `seatId`; fields without an answer are left out. */
export async function storedValues(sql: postgres.Sql, surveyId: number, seatId: number): Promise<Map<string, string[]>> {
	const rows = await sql<{ item: string; state: string; code: number | null; codes: number[] | null; number: number | null; text: string | null }[]>`
		select a.item, a.state, a.code, a.codes, a.number, a.text from answer a join response r on (r.survey_id, r.id) = (a.survey_id, a.response_id)
		where r.survey_id = ${surveyId} and r.seat_id = ${seatId} and a.state in ('answered', 'dont_know')`;
	return new Map(rows.map((r) => [r.item, r.state === 'dont_know' ? ['dk'] : r.codes ? r.codes.map(String) : [String(r.code ?? r.number ?? r.text)]]));
}
