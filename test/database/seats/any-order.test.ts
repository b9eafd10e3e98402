import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../../src/lib/domain/problem.ts';
import { hashToken } from '../../../src/lib/server/access/token.ts';
import { reopenResponse, startResponse } from '../../../src/lib/server/db/respond.ts';
import { resetDisposition, setDisposition } from '../../../src/lib/server/fieldwork/seats/decide.ts';
import { optOut } from '../../../src/lib/server/respond/opt-out.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { seedSurvey, type Seeded } from '../../support/seed.ts';
import { TEST_SECRET } from '../../support/server.ts';

const SEATS = 3;
const ACTS = ['refuse', 'bounce', 'strike', 'reset', 'out', 'start', 'save', 'submit', 'reopen', 'mail'] as const;
let db: TestDatabase;
beforeAll(async () => { db = await createDatabase(); });
afterAll(() => db.drop());

/** One act on one seat; what a rule refuses counts as not done. */
async function act(s: Seeded, i: number, what: (typeof ACTS)[number]): Promise<unknown> {
	const seatId = s.seatIds[i] ?? 0;
	const token = s.tokens[i] ?? '';
	const by = { surveyId: s.surveyId, seatId, actor: 'eva' };
	switch (what) {
		case 'refuse': return setDisposition({ database: db }, { ...by, disposition: 'refusal', reason: 'phone_no' });
		case 'bounce': return setDisposition({ database: db }, { ...by, disposition: 'undeliverable', reason: 'bounced' });
		case 'strike': return setDisposition({ database: db }, { ...by, disposition: 'ineligible', reason: 'left' });
		case 'reset': return resetDisposition({ database: db }, by);
		case 'out': return optOut({ database: db, secret: TEST_SECRET }, token);
		case 'start': return startResponse(db.respond.sql, { surveyId: s.surveyId, hash: Buffer.from(hashToken(token, TEST_SECRET)) }, 'nb');
		case 'save': return db.admin`
			update response r set revision = revision + 1 from seat t where t.id = r.seat_id and r.seat_id = ${seatId} and r.state = 'open' and t.disposition <> 'ineligible'`;
		case 'submit': return db.admin`
			update response r set state = 'submitted', submitted_at = now() from seat t where t.id = r.seat_id and r.seat_id = ${seatId} and r.state = 'open' and t.disposition <> 'ineligible'`;
		case 'reopen': return reopenResponse(db.evaluate.sql, s.surveyId, seatId, 'eva');
		case 'mail': return db.admin`update seat set disposition = 'undeliverable' where id = ${seatId} and disposition in ('not_invited', 'non_contact')`;
	}
}

/** What must be true of every seat at any moment. */
async function faults(surveyId: number) {
	return db.admin`
		select s.id, s.disposition, s.set_by, r.state, h.disposition as last from seat s
		left join response r on r.seat_id = s.id
		left join seat_event e on (e.survey_id, e.id) = (s.survey_id, s.set_by)
		cross join lateral (select h.disposition, h.event_id from disposition_history h where h.seat_id = s.id order by h.id desc limit 1) h
		where s.survey_id = ${surveyId} and not (
			h.disposition = s.disposition
			and (s.set_by is null or e.disposition = s.disposition and s.disposition in ('refusal', 'undeliverable', 'ineligible'))
			and (s.disposition = 'complete') = (r.state is not distinct from 'submitted')
			and (r.state is distinct from 'open' or s.disposition in ('partial', 'refusal', 'ineligible'))
			and (s.disposition <> 'partial' or r.state = 'open'))`;
}

describe('dispositions, whatever is done in whatever order', () => {
	const acts = fc.array(fc.array(fc.tuple(fc.nat(SEATS - 1), fc.constantFrom(...ACTS)), { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 12 });
	it('agree with the response, the event that set them and the last line of their history, also when several act at once', async () => {
		await fc.assert(fc.asyncProperty(acts, async (rounds) => {
			const s = await seedSurvey(db.admin, { seats: SEATS });
			for (const together of rounds) {
				const results = await Promise.allSettled(together.map(([i, what]) => act(s, i, what)));
				for (const r of results) if (r.status === 'rejected') expect(r.reason instanceof Problem || 'kind' in (r.reason as object), String(r.reason)).toBe(true);
				expect(await faults(s.surveyId)).toEqual([]);
			}
		}), { numRuns: 25 });
	});
});
