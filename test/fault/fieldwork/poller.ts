/** Looks at the dispositions again and again, through every kill: as the status page counts them, and as the rows and their history say. */
import type postgres from 'postgres';
import type { Database } from '../../../src/lib/server/db/connection.ts';
import { responseTotals } from '../../../src/lib/server/results/response.ts';
import type { Sample } from './evidence.ts';
import type { Journal } from './journal.ts';

/** How many seats there are for certain, and how many there may be. */
const bounds = (journal: Journal, seats: number) => {
	const added = journal.acts.filter((a) => a.kind === 'added');
	return { atLeast: seats + added.filter((a) => a.at !== null).length, atMost: seats + added.length };
};

/** A seat is one row with one disposition, and the last entry of its history says the same. */
const CONTRADICTIONS = `
	select count(*)::int as sum, (count(*) filter (where h.disposition is distinct from s.disposition))::int as contradictions
	from seat s left join lateral (select disposition from disposition_history h where (h.survey_id, h.seat_id) = (s.survey_id, s.id) order by id desc limit 1) h on true
	where s.survey_id = $1`;

export function poll(database: Database, admin: postgres.Sql, surveyId: number, seats: number, journal: Journal, everyMs: number) {
	const samples: Sample[] = [];
	let missed = 0;
	let stopped = false;
	async function look(source: string, count: () => Promise<{ sum: number; contradictions: number }>): Promise<void> {
		const before = bounds(journal, seats).atLeast;
		await count().then((found) => samples.push({ at: Date.now(), source, ...found, atLeast: before, atMost: bounds(journal, seats).atMost }), () => missed++);
	}
	const page = async () => {
		const { dispositions } = await responseTotals({ database }, surveyId);
		return { sum: Object.values(dispositions).reduce((a, n) => a + n, 0), contradictions: 0 };
	};
	const rows = async () => (await admin.unsafe<{ sum: number; contradictions: number }[]>(CONTRADICTIONS, [surveyId]))[0] ?? { sum: 0, contradictions: 0 };
	const done = (async () => {
		while (!stopped) {
			await look('status page', page);
			await look('rows and history', rows);
			await new Promise((go) => setTimeout(go, everyMs));
		}
	})();
	return { samples, get missed() { return missed; }, stop: async () => { stopped = true; await done; } };
}
