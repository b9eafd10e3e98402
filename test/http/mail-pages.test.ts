import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultTexts, type MailTexts } from '../../src/lib/server/fieldwork/mail/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { startSink, type Sink } from '../support/smtp.ts';

let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let surveyId: number;
let page: string;
const PEOPLE = 120;

const form = (texts: MailTexts, more: Record<string, string> = {}) => ({
	...Object.fromEntries((['nb', 'nn', 'en'] as const).flatMap((l) => [[`subject_${l}`, texts.subject[l] ?? ''], [`body_${l}`, texts.body[l] ?? '']])), ...more
});
const texts = defaultTexts('invitation', { deadline: true });
const finished = async () => {
	for (;;) {
		const status = (await (await eva.get(`${page}/status`)).json()) as { running: boolean; states: Record<string, number> };
		if (!status.running) return status.states;
		await new Promise((done) => setTimeout(done, 50));
	}
};
async function setUp(env: Record<string, string>) {
	db = await createDatabase();
	await createEvaluator(db);
	surveyId = await openedSurvey(db);
	page = `/evaluering/${surveyId}/utsending`;
	await addSeats(db, surveyId, [
		...Array.from({ length: PEOPLE }, (_, i) => ({ ref: `SF${1000 + i}`, name: `Åse Øvrebø ${i}`, email: `p${i}@example.org`, rolle: 'eier', locale: (['nb', 'nn', 'en'] as const)[i % 3] })),
		{ ref: 'T/1', name: 'To Plasser', email: 'to@example.org', rolle: 'eier' }, { ref: 'T/2', name: 'To Plasser', email: 'to@example.org', rolle: 'leder' }
	]);
	server = await startServer({ databaseUrl: db.url, env });
	eva = await signInOverHttp(server.origin);
}

describe('the mail pages where no mail server is set up', () => {
	beforeAll(() => setUp({}));
	afterAll(async () => {
		await server.stop();
		await db.drop();
	});
	it('are for the signed-in alone', async () => {
		for (const path of [page, '/evaluering/postkasse', `/evaluering/postkasse/forum-${surveyId}`]) {
			expect((await fetch(server.origin + path, { redirect: 'manual', headers: { accept: 'text/html' } })).status).toBe(303);
		}
		expect((await fetch(`${server.origin}${page}/status`, { redirect: 'manual' })).status).toBe(401);
	});
	it('say who is to have it, and that nothing leaves', async () => {
		const html = await (await eva.get(page)).text();
		expect(html).toContain('Ingen e-posttjener er satt opp');
		expect(html).toMatch(/mer enn én plass: 1, med 2 plasser/);
		expect(await (await eva.get('/evaluering/postkasse')).text()).toContain('Ingenting her er sendt til noen');
	});
	it('refuse texts with every fault, beside the text it is in', async () => {
		const reply = await eva.post(`${page}?/save`, form({ subject: { ...texts.subject, nn: '' }, body: { ...texts.body, en: 'Hello {{nobody}} <script>' } }));
		expect(reply.status).toBe(422);
		const html = await reply.text();
		expect(html).toContain('Flettefeltet {{nobody}} finnes ikke');
		expect(html).toContain('Teksten mangler {{lenke}}');
		expect(html).not.toContain('{{nobody}} <script>');
		expect(await db.admin`select from mailing`).toHaveLength(0);
	});
	it('show what one seat would get, in its language, with a link that opens nothing', async () => {
		const reply = await eva.post(`${page}?/preview`, form(texts, { ref: 'SF1001', language: '' }));
		expect(reply.status).toBe(200);
		const html = await reply.text();
		expect(html).toContain('Hei, Åse Øvrebø 1!');
		expect(html).toContain('Vi inviterer deg til å svare på undersøkinga');
		const link = /\/svar\/0-[\w-]+/.exec(html)?.[0];
		expect((await eva.get(link ?? '')).status).toBe(404);
		expect(await db.admin`select from invitation_link`).toHaveLength(0);
		expect((await db.admin`select actor, subject from audit where action = 'mail.preview'`)[0]?.subject).toEqual({ ref: 'SF1001' });
		expect((await eva.post(`${page}?/preview`, form(texts, { ref: 'finnes ikke', language: '' }))).status).toBe(404);
	});
	it('put a test in the mailbox, addressed to the sender', async () => {
		expect((await eva.post(`${page}?/test`, form(texts, { ref: 'T/2', language: 'en' }))).status).toBe(200);
		const folder = join(server.dataDir, 'mailbox', `forum-${surveyId}`);
		const [name] = await readdir(folder);
		const message = await PostalMime.parse(await readFile(join(folder, name ?? '')));
		expect(message.to?.[0]?.address).toBe('evaluering@localhost.invalid');
		expect(message.text).toContain('This form is for: Role: Leader.');
	});
	it('send nothing before the texts are saved and the sending is confirmed', async () => {
		expect((await eva.post(`${page}?/send`, { confirmed: 'ja', filter: 'sampled' })).status).toBe(409);
		expect((await eva.post(`${page}?/save`, form(texts))).status).toBe(303);
		expect((await eva.post(`${page}?/send`, { filter: 'sampled' })).status).toBe(400);
		expect(await db.admin`select from mail`).toHaveLength(0);
	});
	it('send to all in the background, once, however often the button is pressed', async () => {
		const pressed = await Promise.all([1, 2, 3].map(() => eva.post(`${page}?/send`, { confirmed: 'ja', filter: 'sampled' })));
		expect(pressed.map((r) => r.status).filter((s) => s === 303).length).toBeGreaterThan(0);
		expect(pressed.every((r) => r.status === 303 || r.status === 409)).toBe(true);
		expect(await finished()).toMatchObject({ sent: PEOPLE + 2, planned: 0, sending: 0, failed: 0, uncertain: 0 });
		expect(await db.admin`select from invitation_link`).toHaveLength(PEOPLE + 2);
		expect(await readdir(join(server.dataDir, 'mailbox', `forum-${surveyId}`))).toHaveLength(PEOPLE + 3);
		expect(await (await eva.get(page)).text()).toContain('de kan ikke endres');
		expect((await eva.post(`${page}?/save`, form({ ...texts, subject: { ...texts.subject, nb: 'Nytt' } }))).status).toBe(409);
	});
	it('list the mailbox in pages, find by seat, and show each message with a link that works', async () => {
		const box = `/evaluering/postkasse/forum-${surveyId}`;
		const first = await (await eva.get(box)).text();
		expect(first).toContain('123 meldinger, side 1 av 3');
		expect(await (await eva.get(`${box}?side=3`)).text()).toContain('side 3 av 3');
		const found = await (await eva.get(`${box}?ref=t%2F2`)).text();
		expect(found).toContain('1 meldinger');
		const path = /href="(\/evaluering\/postkasse\/[^"]+\.eml)"/.exec(found)?.[1] ?? '';
		const message = await (await eva.get(path)).text();
		expect(message).toContain('To Plasser &lt;to@example.org>');
		const link = /href="(http[^"]+\/svar\/[^"]+)"/.exec(message)?.[1] ?? '';
		expect((await fetch(link)).status).toBe(200);
		const html = await eva.get(`${path}/html`);
		expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
		expect(html.headers.get('x-frame-options')).toBe('SAMEORIGIN');
		expect(await html.text()).toContain('Dette skjemaet gjelder: Rolle: Leder');
	});
	it.each(['/ikke', '/..%2F..', '/forum-1/..%2F..%2Fsecret', '/forum-1/nei.eml', '/forum-1/.%2E%2Fsecret/html'])('have nothing at %s', async (path) => {
		expect((await eva.get(`/evaluering/postkasse${path}`)).status).toBe(404);
	});
	it('write no token, name or address in the log', async () => {
		const mails = await Promise.all((await readdir(join(server.dataDir, 'mailbox', `forum-${surveyId}`))).map((f) => readFile(join(server.dataDir, 'mailbox', `forum-${surveyId}`, f), 'utf8')));
		expect(mails.length).toBeGreaterThan(100);
		expect(server.log()).not.toMatch(/@example|Øvrebø|Plasser|svar\/\d+-/);
	});
});

describe('the mail pages with a mail server', () => {
	let sink: Sink;
	beforeAll(async () => {
		sink = await startSink({ recipient: (address) => (address === 'p3@example.org' ? [550, '5.1.1 unknown'] : undefined), message: (m) => (m.to[0] === 'p5@example.org' ? 'drop' : undefined) });
		await setUp({ GRUNNLAG_SMTP_URL: sink.url, GRUNNLAG_MAIL_FROM: 'Instituttet <inst@example.org>' });
	});
	afterAll(async () => {
		await server.stop();
		await sink.close();
		await db.drop();
	});
	it('send a test to an address that is kept nowhere', async () => {
		expect((await eva.post(`${page}?/test`, form(texts, { ref: 'SF1000', language: 'nb', to: 'meg@selv.example' }))).status).toBe(200);
		expect(sink.got.map((m) => m.to)).toEqual([['meg@selv.example']]);
		const tables = await db.admin<{ name: string }[]>`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
		const rows = (await Promise.all(tables.map((t) => db.admin`select ${db.admin(t.name)}::text as row from ${db.admin(t.name)}`))).flat().map((r) => String(r.row)).join('\n');
		expect(rows).not.toContain('meg@selv');
		expect(server.log()).not.toContain('meg@selv');
		expect((await eva.post(`${page}?/test`, form(texts, { ref: '', language: '', to: 'ikke en adresse' }))).status).toBe(400);
	});
	it('send, list what failed or is uncertain by seat, and do with it what a person says', async () => {
		sink.got.length = 0;
		await eva.post(`${page}?/save`, form(texts));
		expect((await eva.post(`${page}?/send`, { confirmed: 'ja', filter: 'sampled' })).status).toBe(303);
		expect(await finished()).toMatchObject({ sent: PEOPLE, failed: 1, uncertain: 1 });
		const html = await (await eva.get(page)).text();
		expect(html).toContain('SF1003');
		expect(html).toContain('SF1005');
		expect(html).not.toMatch(/p3@|p5@|Øvrebø/);
		expect((await eva.post(`${page}?/settle`, { as: 'sent' })).status).toBe(400);
		expect((await eva.post(`${page}?/settle`, { as: 'sent', seat: 'SF1005' })).status).toBe(303);
		expect((await db.admin`select disposition from seat where ref = 'SF1005'`)[0]?.disposition).toBe('non_contact');
		expect((await eva.post(`${page}?/settle`, { as: 'again', seat: 'SF1003' })).status).toBe(303);
		expect((await db.admin`select s.disposition, m.state from seat s join mail m on m.seat_id = s.id where ref = 'SF1003'`)[0]).toEqual({ disposition: 'not_invited', state: 'planned' });
		expect((await db.admin`select action from audit where action like 'mail.%' and action <> 'mail.preview' order by id`).map((r) => r.action)).toEqual(['mail.call_sent', 'mail.plan_again']);
		// one person has two seats
		expect(sink.got.map((m) => m.to[0]).filter((to, i, all) => all.indexOf(to) !== i)).toEqual(['to@example.org']);
	});
});
