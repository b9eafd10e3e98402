import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { RETURN_PATH } from '../support/returned.ts';
import { returnedSurvey } from '../support/returned-survey.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let path: string;

const replyOf = async (ref: string) => (await db.admin<{ id: number }[]>`select r.id::int as id from mail_return r join seat s on (s.survey_id, s.id) = (r.survey_id, r.seat_id) where s.ref = ${ref} and r.kind = 'reply'`)[0]?.id ?? 0;
const dispositionOf = async (ref: string) => (await db.admin<{ disposition: string }[]>`select disposition from seat where ref = ${ref}`)[0]?.disposition;
const page = async (query = '') => (await eva.get(path + query)).text();
const file = async (ref: string, as: string) => eva.post(`${path}?/file`, { id: String(await replyOf(ref)), as });

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	const { surveyId } = await returnedSurvey(db);
	path = `/evaluering/${surveyId}/retur`;
	// no worker of its own: the test says what has been read
	server = await startServer({ databaseUrl: db.url, env: { GRUNNLAG_RETURN_PATH: RETURN_PATH, GRUNNLAG_IMAP_URL: 'imaps://hemmelig:passord@127.0.0.1:1/INBOX', GRUNNLAG_WORKER: 'off' } });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

describe('the page of returned mail', () => {
	it('is for the signed-in alone, and so is filing a reply', async () => {
		expect((await fetch(server.origin + path, { redirect: 'manual', headers: { accept: 'text/html' } })).status).toBe(303);
		const body = new URLSearchParams({ id: String(await replyOf('no')), as: 'refusal' });
		expect((await fetch(`${server.origin}${path}?/file`, { method: 'POST', body, redirect: 'manual', headers: { origin: server.origin } })).status).not.toBe(200);
		expect(await dispositionOf('no')).toBe('non_contact');
		expect((await eva.get('/evaluering/999999/retur')).status).toBe(404);
	});
	it('says which seats bounced and why, what was ignored, and how the mailbox was read, with no name and no password', async () => {
		await db.admin`insert into mail_return_check (at, handled, waiting) values ('2021-05-17T08:00:00Z', 12, 3)`;
		const html = await page();
		for (const text of ['Adressen finnes ikke (kode 5.1.1)', 'Postkassen er full (kode 5.2.2)', 'Domenet finnes ikke', 'påminnelse 1', 'Har ingen gyldig kode', 'sist lest 17.05.2021, 10:00', 'Telles med']) expect(html).toContain(text);
		expect(html).not.toMatch(/Åse|kommune\.example|hemmelig|passord/);
		await db.admin`update mail_return_check set problem = 'returns_problem_authentication'`;
		expect(await page()).toContain('E-posttjeneren godtok ikke brukernavn og passord.');
	});
	it('shows what people wrote as text, and audits the reading without saying whose it was', async () => {
		const html = await page();
		expect(html).toContain('Nei takk, jeg ønsker ikke å delta.');
		expect(html).toContain('&lt;script>alert(1)');
		expect(html).not.toMatch(/<script>alert|<img src=x/);
		expect(await db.admin`select subject from audit where action = 'mail_reply.read'`).toMatchObject([{ subject: {} }]);
	});
	it('files a reply with one click, and has forgotten its words', async () => {
		const response = await file('no', 'refusal');
		expect(response.status).toBe(303);
		expect(await dispositionOf('no')).toBe('refusal');
		const html = await (await eva.get(response.headers.get('location') ?? '')).text();
		expect(html).toContain('Svaret er behandlet, og teksten er slettet.');
		expect(await db.admin`select from contact.mail_reply where return_id = ${await replyOf('no')}`).toHaveLength(0);
		expect((await file('left', 'left')).status).toBe(303);
		expect(await dispositionOf('left')).toBe('ineligible');
		expect((await file('ask', 'nothing')).status).toBe(303);
		expect(await dispositionOf('ask')).toBe('non_contact');
		const history = await (await eva.get(`${path.replace('retur', 'plasser')}/${(await db.admin<{ id: number }[]>`select id from seat where ref = 'hard'`)[0]?.id}`)).text();
		expect(history).toContain('E-post i retur');
	});
	it('says so when a reply was filed in another tab, when the choice is none, and when there is no such reply', async () => {
		const again = await file('no', 'left');
		expect(again.status).toBe(409);
		expect(await again.text()).toContain('Svaret er behandlet før');
		expect(await dispositionOf('no')).toBe('refusal');
		for (const [as, status] of [['', 422], ['complete', 422]] as const) expect((await file('form', as)).status).toBe(status);
		expect((await eva.post(`${path}?/file`, { id: '999', as: 'left' })).status).toBe(404);
		expect((await eva.post(`${path}?/file`, { id: 'x', as: 'left' })).status).toBe(404);
		expect(await dispositionOf('form')).toBe('non_contact');
	});
	it('takes any page number, and lists the newest first', async () => {
		for (const query of ['?side=99', '?side=0', '?side=-1', '?side=abc', '?side=1e9']) expect((await eva.get(path + query)).status).toBe(200);
		await db.admin`insert into mail_return (survey_id, mailing_id, seat_id, kind, code, cause, effect, key) select survey_id, mailing_id, seat_id, 'soft', '4.4.7', 'expired', 'counted', sha256(n::text::bytea) from mail_return, generate_series(1, 60) n where kind = 'hard' limit 60`;
		const first = await page();
		expect(first).toContain('4.4.7');
		expect(first).not.toContain('5.2.2');
		expect(await page('?side=2')).toContain('5.2.2');
	});
	it('is linked from where mail is sent and where seats are followed', async () => {
		for (const from of ['utsending', 'status']) expect(await (await eva.get(path.replace('retur', from))).text()).toContain(`href="${path}"`);
	});
});
