import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMailing, defaultTexts } from '../../src/lib/server/fieldwork/mail/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { freePort, startServer, TEST_SECRET, type TestServer } from '../support/server.ts';
import { startSink, type Sink } from '../support/smtp.ts';

const PEOPLE = 80;
let db: TestDatabase;
let server: TestServer;
let sink: Sink;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let surveyId: number;
let page: string;
let port: number;
/** How long the mail server takes for a message. */
let slow = 0;
const workers: ChildProcess[] = [];
const env = () => ({ GRUNNLAG_SMTP_URL: sink.url, GRUNNLAG_SMTP_CONNECTIONS: '2', GRUNNLAG_MAIL_FROM: 'Instituttet <inst@example.org>' });

interface Status { state: string; running: boolean; states: Record<string, number>; lastMinute: number; minutesLeft: number | null }
const status = async (number = 0) => (await (await eva.get(`${page}/status?nr=${number}`)).json()) as Status;
async function until(what: string, test: (now: Status) => boolean, number = 0): Promise<Status> {
	let now = await status(number);
	for (const begun = Date.now(); Date.now() - begun < 180_000; now = await status(number)) {
		if (test(now)) return now;
		await wait(50);
	}
	throw new Error(`not in three minutes: ${what}: ${JSON.stringify(now)}; ${server.log()}`);
}
const send = () => eva.post(`${page}?/send`, { confirmed: 'ja', filter: 'sampled' });
const taken = () => sink.got.map((m) => m.to[0]);

beforeAll(async () => {
	sink = await startSink({ options: { disabledCommands: ['STARTTLS'], authOptional: true, logger: false, disableReverseLookup: true, onMailFrom: (_address, _session, done) => void wait(slow).then(() => done()) } });
	port = await freePort();
});
beforeEach(async () => {
	slow = 0;
	sink.got.length = 0;
	db = await createDatabase();
	await createEvaluator(db);
	surveyId = await openedSurvey(db);
	page = `/evaluering/${surveyId}/utsending`;
	await addSeats(db, surveyId, Array.from({ length: PEOPLE }, (_, i) => ({ ref: `SF${1000 + i}`, name: `Åse ${i}`, email: `p${i}@example.org`, rolle: 'eier' })));
	await createMailing({ database: db }, { surveyId, kind: 'invitation', ...defaultTexts('invitation', { deadline: true }), actor: 'a' });
	return async () => {
		for (const worker of workers.splice(0)) worker.kill('SIGKILL');
		await server.stop();
		await db.drop();
	};
});
afterAll(() => sink.close());
async function start(more: Record<string, string> = {}): Promise<void> {
	server = await startServer({ databaseUrl: db.url, port, env: { ...env(), ...more } });
	eva = await signInOverHttp(server.origin);
}

describe('a mailing under way', () => {
	it('is shown with how it goes; it can be paused, let go on and stopped by forms', async () => {
		await start();
		slow = 150;
		expect((await send()).headers.get('location')).toContain('ferdig=startet');
		await until('some are sent', (s) => (s.states.sent ?? 0) > 4);
		const html = await (await eva.get(page)).text();
		expect(html).toContain('Sendes nå.');
		expect(html).toMatch(/action="\?\/pause"/);
		expect(html).toMatch(/<noscript><meta http-equiv="refresh"/);
		expect(html).not.toMatch(/action="\?\/send"/);
		expect((await eva.post(`${page}?/pause`, { nr: '0' })).headers.get('location')).toContain('ferdig=pause');
		await until('none in hand', (s) => s.states.sending === 0);
		const before = taken().length;
		await wait(600);
		expect(taken()).toHaveLength(before);
		const paused = await (await eva.get(page)).text();
		expect(paused).toContain('På pause. Ingenting sendes før noen velger å gå videre.');
		expect(paused).not.toMatch(/action="\?\/send"/);
		expect((await send()).status).toBe(409);
		expect((await eva.post(`${page}?/pause`, { nr: '0' })).status).toBe(409);
		expect((await eva.post(`${page}?/resume`, { nr: '0' })).status).toBe(303);
		await until('more are sent', (s) => (s.states.sent ?? 0) > before + 2);
		expect((await eva.post(`${page}?/stop`, { nr: '0' })).status).toBe(303);
		const stopped = await until('stopped', (s) => s.state === 'stopped' && s.states.sending === 0);
		expect(stopped.states.skipped).toBeGreaterThan(20);
		expect((stopped.states.sent ?? 0) + (stopped.states.skipped ?? 0)).toBe(PEOPLE);
		expect(new Set(taken()).size).toBe(taken().length);
		expect(taken()).toHaveLength(stopped.states.sent ?? -1);
	});
	it('goes on by itself when the server was killed and starts again; what it had handed over is shown as uncertain', async () => {
		await start();
		slow = 60;
		await send();
		await until('some are sent', (s) => (s.states.sent ?? 0) > 10);
		await server.kill9();
		slow = 0;
		await start();
		const end = await until('done', (s) => s.state === 'done');
		expect((end.states.sent ?? 0) + (end.states.uncertain ?? 0)).toBe(PEOPLE);
		expect(end.states.uncertain ?? 0).toBeLessThanOrEqual(4);
		expect(new Set(taken()).size).toBe(taken().length);
		const html = await (await eva.get(page)).text();
		for (const { ref } of await db.admin`select s.ref from mail m join seat s on s.id = m.seat_id where m.state = 'uncertain'`) expect(html).toContain(String(ref));
	});
	it('is sent by a worker of its own where the server leaves it to one, and the page says so until there is one', async () => {
		await start({ GRUNNLAG_WORKER: 'off' });
		await send();
		await wait(1500);
		expect(await status()).toMatchObject({ state: 'queued', states: { planned: PEOPLE } });
		expect(await (await eva.get(page)).text()).toContain('I kø. Sendingen begynner om et øyeblikk.');
		await db.admin`update mailing set state_at = now() - interval '1 minute'`;
		expect(await (await eva.get(page)).text()).toContain('Ingen prosess har begynt å sende.');
		const worker = spawn(process.execPath, ['src/cli/worker.ts'], { stdio: 'pipe', env: { ...process.env, DATABASE_URL: db.url, GRUNNLAG_SECRET: TEST_SECRET, GRUNNLAG_DATA: server.dataDir, ...env() } });
		workers.push(worker);
		await until('done', (s) => s.state === 'done');
		expect(new Set(taken()).size).toBe(PEOPLE);
		const ended = new Promise((done) => worker.once('exit', done));
		worker.kill('SIGTERM');
		expect(await ended).toBe(0);
	});
});

describe('a reminder', () => {
	it('has its own progress and its own mails to look at, beside the invitation', async () => {
		await start();
		await send();
		await until('done', (s) => s.state === 'done');
		await createMailing({ database: db }, { surveyId, kind: 'reminder', number: 1, ...defaultTexts('reminder', { deadline: true }), actor: 'a' });
		await db.admin`insert into mail (survey_id, mailing_id, seat_id, state, reason, attempts) select survey_id, 2, id, 'uncertain', 'interrupted', 1 from seat where ref = 'SF1003'`;
		await db.admin`update mailing set state = 'done' where kind = 'reminder'`;
		const list = await (await eva.get(page)).text();
		expect(list).toContain('Påminnelse 1');
		const html = await (await eva.get(`${page}?nr=1`)).text();
		expect(html).toContain('SF1003');
		expect(html).not.toMatch(/action="\?\/save"/);
		expect((await eva.post(`${page}?/settle`, { nr: '1', as: 'again', seat: 'SF1003' })).headers.get('location')).toContain('nr=1');
		expect(await (await eva.get(`${page}?nr=1`)).text()).toContain('Send til dem som venter (1)');
		expect((await eva.post(`${page}?/resume`, { nr: '1' })).status).toBe(303);
		await until('sent', (s) => s.state === 'done' && s.states.sent === 1, 1);
		expect(taken().filter((to) => to === 'p3@example.org')).toHaveLength(2);
		expect(taken()).toHaveLength(PEOPLE + 1);
	});
	it('that is not there has no page', async () => {
		await start();
		expect((await eva.get(`${page}?nr=7`)).status).toBe(404);
		expect((await eva.get(`${page}/status?nr=7`)).status).toBe(404);
		expect((await eva.get(`${page}?nr=tull`)).status).toBe(200);
	});
});
