/**
 * New links for seats that have been invited.
 * Invariants: only a seat that was invited, and may still answer, gets one; earlier links go on working; the audit row says how many, never to whom.
 * Runs under the fieldwork role.
 */
import type postgres from 'postgres';
import type { Disposition } from './schema.ts';

const MAY_ANSWER: Disposition[] = ['non_contact', 'partial', 'undeliverable'];

/** The seats of `refs` that were invited and have not sent their form in, by their key in the population list. */
export async function seatsToAnswer(sql: postgres.Sql, surveyId: number, refs: string[]): Promise<{ id: number; ref: string }[]> {
	return sql<{ id: number; ref: string }[]>`
		select id, ref from seat where survey_id = ${surveyId} and ref = any(${refs}::text[]) and sampled and disposition = any(${MAY_ANSWER}::text[]) order by id`;
}

/** Stores the hashes, all or none, with their audit row. */
export async function insertLinks(sql: postgres.Sql, surveyId: number, links: { seatId: number; hash: Uint8Array }[], actor: string): Promise<void> {
	if (links.length === 0) return;
	await sql.begin(async (tx) => {
		await tx`
			insert into invitation_link (survey_id, seat_id, token_hash)
			select ${surveyId}, x.seat_id, decode(x.hash, 'hex')
			from unnest(${links.map((l) => l.seatId)}::int[], ${links.map((l) => Buffer.from(l.hash).toString('hex'))}::text[]) x (seat_id, hash)`;
		await tx`insert into audit (actor, action, survey_id, subject) values (${actor}, 'link.issue', ${surveyId}, ${JSON.stringify({ links: links.length })}::text::jsonb)`;
	});
}
