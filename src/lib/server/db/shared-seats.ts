/** Seats that the population lists of several waves share, by their key in the list. Nothing is written, and no seat is named. */
import { sql } from './drizzle.ts';
import type { Tx } from './connection.ts';

/**
 * @param waves at least two
 * @param surveys keys; a seat is looked for in the survey of the same key
 * @returns seats that are in the lists of more than one of the waves, and those of them that have answered in more than one
 */
export async function countSharedSeats(tx: Tx, waves: readonly number[], surveys: readonly string[]): Promise<{ seats: number; answered: number }> {
	const [row] = await tx.execute<{ seats: number; answered: number }>(sql`
		select count(*)::int as seats, count(*) filter (where answered > 1)::int as answered from (
			select count(*) filter (where s.disposition in ('complete', 'partial')) as answered from survey u join seat s on s.survey_id = u.id
			where u.wave_id in (${sql.join(waves.map((id) => sql`${id}`), sql`, `)}) and u.key in (${sql.join(surveys.map((key) => sql`${key}`), sql`, `)})
			group by u.key, s.ref having count(*) > 1
		) held`);
	return row ?? { seats: 0, answered: 0 };
}
