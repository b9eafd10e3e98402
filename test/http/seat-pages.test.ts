import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashToken, newToken } from '../../src/lib/server/access/token.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { startServer, TEST_SECRET, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let root: string;
let surveyId: number;

const seat = async (ref: string) => (await db.admin<{ id: number; disposition: string }[]>`select id, disposition from seat where ref = ${ref}`)[0] ?? { id: 0, disposition: '' };
const page = async (path: string) => (await eva.get(`${root}/${path}`)).text();
const at = async (ref: string, action: string) => `${root}/plasser/${(await seat(ref)).id}?/${action}`;
const link = async (ref: string) => {
	const token = newToken(surveyId);
	await db.admin`insert into invitation_link (survey_id, token_hash, seat_id) values (${surveyId}, ${Buffer.from(hashToken(token, TEST_SECRET))}, ${(await seat(ref)).id})`;
	return `/svar/${token}`;
};
const respond = (path: string, method = 'GET') => fetch(server.origin + path, { method, redirect: 'manual', headers: { accept: 'text/html', ...(method === 'POST' && { origin: server.origin }) }, ...(method === 'POST' && { body: new URLSearchParams() }) });

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	surveyId = await openedSurvey(db);
	root = `/evaluering/${surveyId}`;
	await addSeats(db, surveyId, ['A', 'B', 'C', 'D', 'E'].map((ref) => ({ ref, name: `Åse ${ref}`, email: `${ref.toLowerCase()}@example.org`, rolle: 'eier', disposition: 'non_contact' })));
	server = await startServer({ databaseUrl: db.url });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

describe('the pages of fieldwork', () => {
	it('are for the signed-in alone', async () => {
		for (const path of ['status', 'ringeliste', 'plasser/ny', 'plasser/dato', `plasser/${(await seat('A')).id}`]) {
			expect((await fetch(`${server.origin}${root}/${path}`, { redirect: 'manual', headers: { accept: 'text/html' } })).status, path).toBe(303);
		}
		const body = new URLSearchParams({ outcome: 'refusal:phone_no' });
		expect((await fetch(server.origin + (await at('A', 'file')), { method: 'POST', body, redirect: 'manual', headers: { origin: server.origin } })).status).not.toBe(200);
		expect((await seat('A')).disposition).toBe('non_contact');
	});
	it('file a reply with one click, and say so in the seat’s history with who did it', async () => {
		const response = await eva.post(await at('A', 'file'), { outcome: 'refusal:replied_no' });
		expect(response.status).toBe(303);
		expect((await seat('A')).disposition).toBe('refusal');
		const html = await (await eva.get(response.headers.get('location') ?? '')).text();
		for (const text of ['Registrert.', 'Svarte nei på e-post', 'Eva Evaluator']) expect(html).toContain(text);
	});
	it('keep what was typed when it is refused, with what to mend', async () => {
		const response = await eva.post(await at('B', 'file'), { outcome: 'ineligible:other', note: '' });
		expect(response.status).toBe(422);
		expect(await response.text()).toContain('Skriv i notatet hva det gjelder.');
		expect((await eva.post(await at('B', 'file'), { outcome: 'complete' })).status).toBe(422);
		expect((await eva.post(`${root}/plasser/999999?/file`, { outcome: 'automatic' })).status).toBe(404);
		expect((await seat('B')).disposition).toBe('non_contact');
	});
	it('call through the list: a note and a disposition in one post, which comes back to the same page of it', async () => {
		const html = await page('ringeliste?untried=ja');
		expect(html).toContain('b@example.org');
		expect(html).not.toContain('a@example.org');
		const response = await eva.post(`${root}/ringeliste?%2Ffile=&untried=ja&page=1`, { seat: String((await seat('B')).id), outcome: 'contact:call_back', note: 'Ring torsdag' });
		expect(response.headers.get('location')).toBe(`${root}/ringeliste?untried=ja&page=1&ferdig=ja`);
		expect(await page('ringeliste?untried=ja')).not.toContain('b@example.org');
		expect(await page('ringeliste')).toContain('Ring torsdag');
	});
	it('find whoever wrote by address, without the address in any address of a page', async () => {
		const response = await eva.post(`${root}/ringeliste?/search`, { search: 'A@example.org' });
		expect(response.status).toBe(200);
		const html = await response.text();
		expect(html).toContain('mailto:a@example.org');
		expect(html).not.toContain('mailto:b@example.org');
		expect(server.log()).not.toContain('example.org');
	});
	it('give a seat to another person, and add a late one', async () => {
		const replaced = await eva.post(await at('C', 'replace'), { name: 'Ny Person', email: 'ny@example.org' });
		expect(replaced.status).toBe(303);
		expect(await (await eva.get(replaced.headers.get('location') ?? '')).text()).toContain('Ny person i plassen');
		const form = await page('plasser/ny');
		expect(form).toContain('name="stratum_rolle"');
		const bad = await eva.post(`${root}/plasser/ny`, { ref: 'A', name: 'Liv', email: 'liv@example.org', sampled: 'ja' });
		expect(bad.status).toBe(409);
		expect(await bad.text()).toContain('value="Liv"');
		const good = await eva.post(`${root}/plasser/ny`, { ref: 'L1', name: 'Liv', email: 'liv@example.org', sampled: 'ja', stratum_rolle: 'leder', note: 'Nyansatt' });
		expect(good.headers.get('location')).toBe(`${root}/plasser/${(await seat('L1')).id}?ferdig=added`);
		expect(await page(`plasser/${(await seat('L1')).id}`)).toContain('Nyansatt');
	});
	it('show rates with the e that is asked for, and say when it is none', async () => {
		expect(await page('status')).toContain('forholdsmessig fordeling (CASRO)');
		expect(await page('status?e=0,8')).toContain('e = 0,800, valgt av deg.');
		expect(await page('status?e=8')).toContain('e må være et tall fra 0 til 1');
	});
	it('show the list as it was yesterday', async () => {
		expect(await page('plasser/dato?dato=2021-05-17')).toContain('Listen var tom den dagen.');
		expect(await page('plasser/dato')).toMatch(/Sum<\/th>\s*<td class="number[^"]*">6</);
	});
});

describe('the respondent’s way out', () => {
	it('changes nothing when looked at, and is one refusal when posted, after which the link still answers', async () => {
		const path = await link('D');
		const front = await (await respond(path)).text();
		expect(front).toContain(`${path}/avmeld?sprak=`);
		const asked = await (await respond(`${path}/avmeld?sprak=nn`)).text();
		expect(asked).toContain('Vil du ikkje delta?');
		expect(asked).not.toContain('<script');
		expect((await seat('D')).disposition).toBe('non_contact');
		for (let i = 0; i < 2; i++) {
			const out = await respond(`${path}/avmeld?sprak=nn`, 'POST');
			expect(out.status).toBe(303);
			expect(await (await respond(out.headers.get('location') ?? '')).text()).toContain('Du er meld av');
		}
		expect((await seat('D')).disposition).toBe('refusal');
		expect(await db.admin`select actor from seat_event e join seat s on s.id = e.seat_id where ref = 'D'`).toEqual([{ actor: 'respondent' }]);
		expect((await respond(path, 'POST')).status).toBe(303);
		expect((await seat('D')).disposition).toBe('partial');
	});
	it('is one click for a mail reader, which names no origin and is not sent on', async () => {
		const path = await link('E');
		const click = (to: string) => fetch(server.origin + to, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
		expect((await click(`${path}/avmeld`)).status).toBe(204);
		expect((await seat('E')).disposition).toBe('refusal');
		expect((await click('/svar/1-x/avmeld')).status).toBe(404);
		// nowhere else may a form come without an origin
		expect((await click(path)).status).toBe(403);
		expect((await click('/logg-inn?/sign_in')).status).toBe(403);
	});
	it('is a plain page of its own for a link that is not one', async () => {
		expect((await respond('/svar/1-x/avmeld')).status).toBe(404);
		expect((await respond('/svar/1-x/avmeld', 'POST')).status).toBe(404);
	});
});
