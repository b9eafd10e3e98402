/** Many seats with links at once, for load: what `seedSurvey` does one by one. */
import type postgres from 'postgres';
import { hashToken, newToken } from '../../src/lib/server/access/token.ts';
import { TEST_SECRET } from '../support/server.ts';

/** @returns one token a seat */
export async function addSeats(sql: postgres.Sql, surveyId: number, count: number): Promise<string[]> {
	const tokens = Array.from({ length: count }, () => newToken(surveyId));
	const hashes = tokens.map((token) => Buffer.from(hashToken(token, TEST_SECRET)).toString('hex'));
	await sql`
		with s as (insert into seat (survey_id, ref, sampled, disposition) select ${surveyId}, 'bench' || i, true, 'non_contact' from generate_series(1, ${count}) i returning id),
			numbered as (select id, row_number() over (order by id) as n from s)
		insert into invitation_link (survey_id, token_hash, seat_id)
		select ${surveyId}, decode(h.hash, 'hex'), numbered.id from unnest(${hashes}::text[]) with ordinality h (hash, n) join numbered using (n)`;
	return tokens;
}
