/** A seat's history with the names of those who wrote it. */
import type { Database } from '#lib/server/db/connection.ts';
import { readTimeline, type TimelineRow } from '#lib/server/db/seat-timeline.ts';
import { readUserNames } from '#lib/server/db/user-names.ts';

export type { TimelineRow };

/** Oldest first. `name` of the account behind an event; null: the respondent, or an account that is gone. */
export async function seatTimeline(deps: { database: Pick<Database, 'evaluate' | 'auth'> }, surveyId: number, seatId: number): Promise<(TimelineRow & { name: string | null })[]> {
	const rows = await readTimeline(deps.database.evaluate.db, surveyId, seatId);
	const names = await readUserNames(deps.database.auth.db, [...new Set(rows.flatMap((r) => (r.event ? [r.event.actor] : [])))]);
	return rows.map((r) => ({ ...r, name: r.event ? (names.get(r.event.actor) ?? null) : null }));
}
