/**
 * How fast a mail server is given messages, for all senders together.
 * Invariants: each message has a moment of its own, so that no minute has more than the limit however many processes send; a server that has refused to take anything is
 * left alone until a moment they all know. Runs under the fieldwork role.
 */
import type postgres from 'postgres';

type Sql = postgres.Sql | postgres.TransactionSql;

/** Nothing is put off longer than this, also by a clock that has been ahead. */
const LONGEST_MINUTES = 60;

/** Until when the server is left alone, and why; null when it may be used. `refusals` in a row: above 0, it is tried with one message. */
export interface Standing { heldUntil: Date | null; refusals: number; problem: string | null }

export async function readStanding(sql: Sql, server: string, now: Date): Promise<Standing> {
	const [row] = await sql<{ heldUntil: string | null; refusals: number; problem: string | null }[]>`
		select case when held_until > ${now.toISOString()}::timestamptz and held_until <= ${now.toISOString()}::timestamptz + make_interval(mins => ${LONGEST_MINUTES}) then held_until end as "heldUntil",
			refusals, problem from mail_server where name = ${server}`;
	return { heldUntil: row?.heldUntil ? new Date(row.heldUntil) : null, refusals: row?.refusals ?? 0, problem: row?.problem ?? null };
}

/** Room for `n` messages. @returns the moment from which they may leave */
export async function reserve(sql: Sql, server: string, n: number, perMinute: number, now: Date): Promise<Date> {
	const ms = (n * 60_000) / perMinute;
	const at = now.toISOString();
	const [row] = await sql<{ ends: string }[]>`
		insert into mail_server (name, next_at) values (${server}, ${at}::timestamptz + make_interval(secs => ${ms / 1000}))
		on conflict (name) do update set next_at = case when mail_server.next_at > ${at}::timestamptz + make_interval(mins => ${LONGEST_MINUTES}) then ${at}::timestamptz else greatest(mail_server.next_at, ${at}::timestamptz) end
			+ make_interval(secs => ${ms / 1000})
		returning to_char(next_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ends`;
	if (!row) throw new Error('no room was reserved');
	return new Date(new Date(row.ends).getTime() - ms);
}

/** The server took nothing: it is left alone for the pause of this many refusals in a row, the last pause for all beyond. Several who say so at once count as one. */
export async function hold(sql: Sql, server: string, problem: string, pausesMs: number[], now: Date): Promise<void> {
	const at = now.toISOString();
	await sql`
		insert into mail_server (name, next_at, refusals, held_until, problem)
		values (${server}, ${at}::timestamptz, 1, ${at}::timestamptz + make_interval(secs => ${(pausesMs[0] ?? 0) / 1000}), ${problem})
		on conflict (name) do update set refusals = mail_server.refusals + 1, problem = excluded.problem,
			held_until = ${at}::timestamptz + make_interval(secs => (${pausesMs.map((ms) => ms / 1000)}::float8[])[least(mail_server.refusals + 1, ${pausesMs.length})])
		where mail_server.held_until is null or mail_server.held_until <= ${at}::timestamptz or mail_server.held_until > ${at}::timestamptz + make_interval(mins => ${LONGEST_MINUTES})`;
}

/** The server took a message. */
export async function release(sql: Sql, server: string): Promise<void> {
	await sql`update mail_server set refusals = 0, held_until = null, problem = null where name = ${server} and (refusals > 0 or held_until is not null)`;
}
