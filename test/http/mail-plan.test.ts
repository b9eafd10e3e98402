import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayOf, weekdayOf } from '../../src/lib/domain/mail-plan/time.ts';
import { defaultTexts } from '../../src/lib/server/fieldwork/mail/index.ts';
import { isHoliday } from '../../src/lib/server/fieldwork/plan/holidays.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let page: string;

/** The first working day after so many days. */
function workday(days: number): string {
	let day = addDays(dayOf(new Date()), days);
	while (weekdayOf(day) > 5 || isHoliday(day)) day = addDays(day, 1);
	return day;
}
const start = workday(2);
async function post(action: string, fields: Record<string, string | string[]>) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
	return eva.send(`${page}?/${action}`, form);
}
const step = (more: Record<string, string | string[]>) => ({ weekday: ['1', '2', '3', '4', '5'], from: '09:00', to: '15.00', skip_holidays: 'ja', after_days: '', at: '', ...more });
const mailings = () => db.admin<{ id: number; number: number }[]>`select id, number from mailing order by number`;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	const surveyId = await openedSurvey(db);
	page = `/evaluering/${surveyId}/plan`;
	await addSeats(db, surveyId, Array.from({ length: 6 }, (_, i) => ({ ref: `P${i + 1}`, name: `Åse Øvrebø ${i + 1}`, email: `p${i + 1}@example.org`, rolle: i % 2 ? 'leder' : 'eier' })));
	server = await startServer({ databaseUrl: db.url, env: { GRUNNLAG_WORKER: 'off' } });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

describe('the page of the plan, by forms alone', () => {
	it('is for the signed-in, and a GET changes nothing', async () => {
		expect((await fetch(server.origin + page, { redirect: 'manual', headers: { accept: 'text/html' } })).status).toBe(303);
		expect((await eva.get(page)).status).toBe(200);
		expect(await db.admin`select from mail_plan`).toHaveLength(0);
	});
	it('does not start without a date for the invitation', async () => {
		const reply = await post('start', { confirmed: 'ja' });
		expect(reply.status).toBe(409);
		expect(await reply.text()).toContain('Si først når invitasjonen skal gå ut');
	});
	it('refuses a step with its reason and shows what was typed again', async () => {
		const cases: [Record<string, string | string[]>, string][] = [
			[{ at: `${start}T10:00`, weekday: [] }, 'Invitasjonen har ingen tillatte ukedager'], [{ at: `${start}T10:00`, from: '25:00' }, 'klokkeslett som ikke finnes'],
			[{ at: `${start}T10:00`, from: '16:00' }, 'det første må være før det andre'], [{ at: '2027-02-30T10:00' }, 'en dato eller et klokkeslett som ikke finnes'],
			[{ at: '2027-03-28T02:30' }, 'en dato eller et klokkeslett som ikke finnes'], [{ at: '' }, 'enten et antall dager eller et tidspunkt'], [{ at: `${start}T20:00` }, 'Neste tillatte tidspunkt er'],
			[{ at: '2020-01-06T10:00' }, 'og det er forbi'], [{ at: '2090-01-04T10:00' }, 'men fristen er']
		];
		for (const [change, words] of cases) {
			const reply = await post('invitation', step(change));
			expect([change, reply.status]).toEqual([change, 422]);
			const html = await reply.text();
			expect(html).toContain(words);
			if (typeof change.at === 'string') expect(html).toContain(`value="${change.at}"`);
		}
		expect(await mailings()).toHaveLength(0);
	});
	it('takes an invitation and reminders, and shows when each goes and to how many', async () => {
		expect((await post('invitation', step({ at: `${start}T10:00` }))).status).toBe(303);
		for (const after_days of ['7', '14']) expect((await post('add', step({ after_days }))).status).toBe(303);
		const html = await (await eva.get(page)).text();
		expect(html).toMatch(/(man|tirs|ons|tors|fre)dag \d+\. \p{L}+( \d{4})? kl\. 10\.00/u);
		expect(html).toContain('Ville gått til 6 plasser nå');
		expect(html).toContain('14 dager etter invitasjonen, mandag–fredag kl. 09.00–15.00, ikke på helligdager');
		const refused = await post('add', step({ after_days: '14', number: '3' }));
		expect(refused.status).toBe(422);
		expect(await refused.text()).toContain('Påminnelse 3 og påminnelse 2 ville gått ut samtidig');
	});
	it('makes a reminder for some, and removes it', async () => {
		expect((await post('target', { stratum: [] })).status).toBe(422);
		expect((await post('target', { stratum: ['rolle=rektor'] })).status).toBe(422);
		expect((await post('target', { stratum: ['rolle=leder'] })).status).toBe(303);
		const html = await (await eva.get(page)).text();
		expect(html).toContain('med Rolle: Leder');
		const some = (await mailings()).find((g) => g.number === 3);
		expect((await post('send', { mailing: String(some?.id) })).status).toBe(400);
		expect((await post('send', { mailing: String(some?.id), confirmed: 'ja' })).status).toBe(409);
		expect((await post('remove', { mailing: String(some?.id) })).status).toBe(303);
		expect((await post('remove', { mailing: String(some?.id) })).status).toBe(404);
		expect(await mailings()).toHaveLength(3);
	});
	it('leaves days out and takes them in again, and refuses what is no period', async () => {
		expect((await post('close', { first: addDays(start, 7), last: addDays(start, 9), reason: 'Vinterferie <b>' })).status).toBe(303);
		expect((await post('close', { first: '2027-03-02', last: '2027-03-01', reason: '' })).status).toBe(422);
		const html = await (await eva.get(page)).text();
		expect(html).toContain('Vinterferie &lt;b>');
		const [closed] = await db.admin`select id from mail_plan_closed`;
		expect((await post('open', { id: String(closed?.id) })).status).toBe(303);
		expect((await post('gap', { hours: '0' })).status).toBe(422);
		expect((await post('gap', { hours: '24' })).status).toBe(303);
	});
	it('has a page for each mailing\'s texts, with other texts for some', async () => {
		const [invitation] = await mailings();
		const path = `${page}/${invitation?.id}`;
		const html = await (await eva.get(path)).text();
		expect(html).toContain('Tekster til invitasjonen');
		const made = await eva.send(`${path}?/variant`, Object.entries({ stratum: 'rolle=leder' }).reduce((f, [k, v]) => (f.append(k, v), f), new FormData()));
		const variant = (made.headers.get('location') ?? '').split('?')[0] ?? '';
		expect(variant).toMatch(new RegExp(`^${path}/\\d+$`));
		const texts = defaultTexts('invitation', { deadline: true });
		const form = (nb: string) => Object.fromEntries([['subject_nb', nb], ['body_nb', texts.body.nb ?? ''], ['subject_nn', ''], ['body_nn', ''], ['subject_en', ''], ['body_en', ''], ['ref', 'P2'], ['language', '']]);
		expect((await eva.post(`${variant}?/save`, form('Til deg som leder'))).status).toBe(303);
		const bad = await eva.post(`${variant}?/save`, { ...form('Til deg'), body_nb: '{{lenke}} {{avmelding}}' });
		expect(bad.status).toBe(422);
		expect(await bad.text()).toContain('Mente du {{avmeld}}?');
		const table = await (await eva.get(path)).text();
		expect(table).toMatch(/Rolle: Leder<\/th>\s*<td class="number[^"]*">3</);
		const preview = await eva.post(`${path}?/preview`, { ...Object.fromEntries((['nb', 'nn', 'en'] as const).flatMap((l) => [[`subject_${l}`, texts.subject[l] ?? ''], [`body_${l}`, texts.body[l] ?? '']])), ref: 'P2', language: '' });
		expect(preview.status).toBe(200);
		const shown = await preview.text();
		expect(shown).toContain('Til deg som leder');
		expect(shown).toContain('Denne plassen får teksten for «Rolle: Leder»');
		expect((await eva.get(`${page}/999999`)).status).toBe(404);
		expect((await eva.get(`${path}/999999`)).status).toBe(404);
		expect((await eva.get(`${page}/x`)).status).toBe(404);
	});
	it('starts when it is confirmed, pauses, goes on and stops', async () => {
		expect((await post('start', {})).status).toBe(400);
		expect((await post('start', { confirmed: 'ja' })).status).toBe(303);
		expect((await post('start', { confirmed: 'ja' })).status).toBe(409);
		expect(await (await eva.get(page)).text()).toContain('Hvert steg går ut når tiden er inne');
		for (const [action, state] of [['pause', 'paused'], ['resume', 'running'], ['stop', 'stopped']] as const) {
			expect((await post(action, {})).status).toBe(303);
			expect((await db.admin`select state from mail_plan`)[0]?.state).toBe(state);
		}
		expect((await post('resume', {})).status).toBe(409);
	});
	it('writes no name or address in the log', () => {
		expect(server.log()).not.toMatch(/@example|Øvrebø/);
	});
});
