import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followSurvey, responseTable } from '#lib/server/results/response.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { makeSurvey } from './survey.ts';

const SEATS = 4000;
let db: TestDatabase;
beforeAll(async () => {
	db = await createDatabase();
	await makeSurvey(db);
	// as right after an import: thousands of new rows that the planner has not heard of
	await db.admin`insert into seat (survey_id, ref, sampled) select 1, 'x' || i, true from generate_series(1, ${SEATS}) i`;
	await db.admin`insert into seat_stratum (survey_id, seat_id, variable, code) select 1, id, 'county', 'Agder' from seat where ref like 'x%'`;
	await db.admin`insert into seat_stratum (survey_id, seat_id, variable, code) select 1, id, 'role', case when id % 2 = 0 then 'leader' else 'teacher' end from seat where ref like 'x%'`;
});
afterAll(() => db.drop());

describe('a survey of thousands of seats', () => {
	it('is followed without going through every seat for every other, also before the planner knows of them', async () => {
		const follow = await followSurvey({ database: db }, 1, { rows: 'county', columns: 'role' });
		/** Milliseconds of the quickest of several: others on the machine make some slow. */
		const quickest = async (): Promise<number> => {
			let least = Infinity;
			for (let turn = 0; turn < 7; turn++) {
				const began = performance.now();
				await followSurvey({ database: db }, 1, { rows: 'county', columns: 'role' });
				least = Math.min(least, performance.now() - began);
			}
			return least;
		};
		const took = await quickest();
		await db.admin`analyze`;
		// 4,000 × 4,000 comparisons a table make it fifty times slower, on whatever machine
		expect(took).toBeLessThan(10 * (await quickest()) + 500);
		expect(follow.totals.population).toBe(SEATS + 9);
		expect(follow.crossed?.total).toEqual(follow.totals);
	});
	it('sums as a small one does', async () => {
		const table = await responseTable({ database: db }, 1, { rows: 'role' });
		expect(table.rowTotals.map((c) => c.population)).toEqual([SEATS / 2 + 3, SEATS / 2 + 6]);
	});
});
