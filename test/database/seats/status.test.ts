import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eligibleOrUnknown } from '#analysis/response/rates.ts';
import { parseShare, statusPage } from '#lib/server/results/status.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { seedSurvey, type Seeded } from '../../support/seed.ts';

const SURVEY = { key: 's', title: { nb: 'Prøve' }, wave: 'W', evaluation: 'E', state: 'open' as const };
let db: TestDatabase;
let s: Seeded;
const at = (e?: number) => statusPage({ database: db }, s.surveyId, { survey: { ...SURVEY, id: s.surveyId }, locale: 'nb', at: new Date() }, e);

beforeAll(async () => {
	db = await createDatabase();
	s = await seedSurvey(db.admin, { seats: 20 });
	const { surveyId: survey, versionId: version, seatIds } = s;
	// three sent in after 4, 10 and 60 minutes, one of them reopened once; three stopped on two pages and before any
	for (const [i, [minutes, reopened]] of ([[4, 0], [10, 0], [60, 0], [600, 1]] as const).entries()) {
		await db.admin`insert into response (survey_id, seat_id, version_id, locale, consented_at, reopened) values (${survey}, ${seatIds[i] ?? 0}, ${version}, 'nb', now() - make_interval(mins => ${minutes}), ${reopened})`;
	}
	for (const [i, block] of (['om_deg', 'om_deg', null] as const).entries()) {
		await db.admin`insert into response (survey_id, seat_id, version_id, locale, block) values (${survey}, ${seatIds[4 + i] ?? 0}, ${version}, 'nb', ${block})`;
	}
	// `aar` is asked of all: answered, don't know, not answered twice; `timer` of two: both blank
	for (const [i, [aar, timer]] of ([['answered', 'not_asked'], ['dont_know', 'not_asked'], ['not_answered', 'not_answered'], ['not_answered', 'not_answered']] as const).entries()) {
		await db.admin`
			insert into answer (survey_id, response_id, item, version_id, kind, state, number)
			select ${survey}, r.id, x.item, ${version}, 'number', x.state, case when x.state = 'answered' then 3 end
			from response r, (values ('aar', ${aar}), ('timer', ${timer})) x (item, state) where r.seat_id = ${seatIds[i] ?? 0}`;
	}
	// of forms not sent in, nothing is counted
	await db.admin`insert into answer (survey_id, response_id, item, version_id, kind, state) select ${survey}, r.id, 'aar', ${version}, 'number', 'not_answered' from response r where r.seat_id = ${seatIds[4] ?? 0}`;
	await db.admin`update response set state = 'submitted', submitted_at = now() where seat_id = any(${seatIds.slice(0, 4)})`;
	await db.admin`update seat set disposition = 'refusal' where id = any(${seatIds.slice(7, 9)})`;
	await db.admin`update seat set disposition = 'undeliverable' where id = ${seatIds[9] ?? 0}`;
	await db.admin`update seat set disposition = 'ineligible' where id = ${seatIds[10] ?? 0}`;
	await db.admin`update seat set disposition = 'not_invited', sampled = false where id = ${seatIds[11] ?? 0}`;
});
afterAll(() => db.drop());

describe('the status page', () => {
	it('has a table whose rows sum to the population list and to the sample', async () => {
		const { dispositions, totals } = await at();
		const column = (i: number) => dispositions.rows.filter((r) => !r.total).map((r) => (r.cells[i]?.kind === 'count' ? r.cells[i].value : NaN));
		expect(column(0)).toEqual([4, 3, 2, 8, 1, 1, 1]);
		expect(column(0).reduce((a, b) => a + b)).toBe(20);
		expect(column(2).reduce((a, b) => a + b)).toBe(19);
		expect(totals.sampled).toBe(19);
		expect(dispositions.rows[0]?.label).toBe('Levert (I)');
		expect(dispositions.rows.find((r) => r.key === 'ineligible')?.label).not.toContain('(');
	});
	it('has all sixteen rates of the sample, those with e by proportional allocation', async () => {
		const { rates, eligibility, totals } = await at();
		const of = (key: string) => rates.find((r) => r.key === key)?.result;
		expect(rates).toHaveLength(16);
		expect(of('RR1')).toMatchObject({ numerator: 4, denominator: 18 });
		expect(of('RR6')).toMatchObject({ numerator: 7, denominator: 9 });
		expect(of('REF3')).toMatchObject({ numerator: 2, denominator: 9 });
		expect(eligibility).toMatchObject({ by: 'casro', value: 0.9 });
		expect(of('RR3')).toMatchObject({ numerator: 4, denominator: 9 + 0.9 * 9 });
		expect(eligibleOrUnknown(totals.sample)).toBe(18);
	});
	it('uses the e that a reader chose', async () => {
		const { rates, eligibility } = await at(0);
		expect(eligibility).toMatchObject({ by: 'chosen', value: 0 });
		expect(rates.find((r) => r.key === 'RR3')?.result).toMatchObject({ denominator: 9 });
	});
	it('counts those who stopped by the page last saved, of all who began', async () => {
		const { pages, progress, completion } = await at();
		expect(pages.map((p) => p.n)).toEqual([1, 2, 0, 0]);
		expect(pages[1]).toMatchObject({ label: '1. Om deg', share: { numerator: 2, denominator: 7 } });
		expect(pages.reduce((n, p) => n + p.n, 0)).toBe(progress.started - progress.submitted);
		expect(completion).toMatchObject({ numerator: 4, denominator: 7 });
	});
	it('has quartiles of the time to submission, without reopened forms', async () => {
		const { progress } = await at();
		expect(progress.timed).toBe(3);
		expect(progress.seconds?.map((x) => Math.round(x / 60))).toEqual([7, 10, 35]);
	});
	it('counts not answered of those asked, and keeps not asked and don’t know apart', async () => {
		const { items } = await at();
		const of = (key: string) => items.find((i) => i.key === key);
		expect(of('aar')).toMatchObject({ asked: 4, notAnswered: 2, dontKnow: 1, notAsked: 0, share: { numerator: 2, denominator: 4 } });
		expect(of('timer')).toMatchObject({ asked: 2, notAnswered: 2, notAsked: 2, share: { value: 1 } });
		expect(of('kommentar')).toMatchObject({ asked: 0, share: { violation: 'zero_denominator' } });
		expect(items.map((i) => i.key).slice(0, 3)).toEqual(['fortrolig', 'stilling', 'stilling_annet']);
	});
});

describe('an e that is typed', () => {
	it.each([['0,8', 0.8], ['0.8', 0.8], ['1', 1], ['0', 0], [' 0,25 ', 0.25]])('%j is %d', (text, value) => expect(parseShare(text)).toBe(value));
	it.each(['1,1', '-0.1', 'x', '80 %', '1e-1', 'NaN'])('%j is none', (text) => expect(parseShare(text)).toBeNull());
	it('that is blank is not chosen', () => expect([parseShare(null), parseShare(' ')]).toEqual([undefined, undefined]));
});
