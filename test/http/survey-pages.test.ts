import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonical } from '../../src/lib/domain/questionnaire/hash.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { openedSurvey, smallQuestionnaire } from '../support/fieldwork.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let page: string;
const file = (text: string | Buffer) => new File([typeof text === 'string' ? text : new Uint8Array(text)], 'skjema.json', { type: 'application/json' });
const versions = async () => (await db.admin`select count(*)::int as n from questionnaire_version`)[0]?.n;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	page = `/evaluering/${await openedSurvey(db)}/skjema`;
	server = await startServer({ databaseUrl: db.url });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

describe('the questionnaire pages, without JavaScript', () => {
	it('are for the signed-in alone', async () => {
		for (const path of [page, `${page}/1`, `${page}/1/fil`, '/evaluering/ny']) {
			const reply = await fetch(server.origin + path, { redirect: 'manual', headers: { accept: 'text/html' } });
			expect([path, reply.status]).toEqual([path, 303]);
		}
		const post = await fetch(`${server.origin}${page}?/publish`, { method: 'POST', redirect: 'manual', headers: { origin: server.origin }, body: new URLSearchParams({ draft: '{}' }) });
		expect(post.status).not.toBe(200);
		expect(await versions()).toBe(1);
	});
	it('make an evaluation, a wave and a survey in one form', async () => {
		const reply = await eva.post('/evaluering/ny', { place: '', evaluation: 'Evaluering av læring', wave: 'Vår 2022', key: 'rektorer', language: 'nn' });
		expect(reply.status).toBe(303);
		const [made] = await db.admin`select e.key as evaluation, w.key as wave, s.default_locale as locale, s.id from survey s join wave w on w.id = s.wave_id join evaluation e on e.id = w.evaluation_id where s.key = 'rektorer'`;
		expect(made).toMatchObject({ evaluation: 'evaluering-av-laering', wave: 'var-2022', locale: 'nn' });
		expect(reply.headers.get('location')).toBe(`/evaluering/${made?.id}/skjema`);
		const again = await eva.post('/evaluering/ny', { place: '', evaluation: 'Evaluering av læring', wave: 'Vår 2022', key: 'rektorer', language: 'nn' });
		expect(again.status).toBe(409);
	});
	it('make nothing of a form with a fault, and give it back as typed', async () => {
		const before = await db.admin`select count(*) from evaluation`;
		const reply = await eva.post('/evaluering/ny', { place: '', evaluation: '<b>Ny</b>', wave: 'W', key: 'Ikke En Nøkkel', language: 'nb' });
		expect(reply.status).toBe(400);
		const html = await reply.text();
		expect(html).toContain('value="&lt;b>Ny&lt;/b>"');
		expect(html).toContain('value="Ikke En Nøkkel"');
		expect(await db.admin`select count(*) from evaluation`).toEqual(before);
	});
	it('list every fault of an uploaded file with its path, keep it as the draft, and publish nothing', async () => {
		const document = { ...smallQuestionnaire(), title: { nb: '<script>alert(1)</script>' }, thanks: {} };
		const reply = await eva.post(`${page}?/publish`, { draft: '', file: file(JSON.stringify(document)) });
		expect(reply.status).toBe(422);
		const html = await reply.text();
		expect(html).toContain('/title');
		expect(html).toContain('/thanks');
		expect(html).not.toContain('<script>alert');
		expect(await versions()).toBe(1);
		expect(await (await eva.get(page)).text()).toContain('&lt;script>alert(1)');
	});
	it('publish a file, show it in each language and give it back with the same content', async () => {
		const text = readFileSync('src/demo/evaluation-2021/questionnaires/nettverk.json');
		const reply = await eva.post(`${page}?/publish`, { draft: '', file: file(Buffer.concat([Buffer.from('\uFEFF'), text])) });
		expect([reply.status, reply.headers.get('location')]).toEqual([303, `${page}?ferdig=publisert&versjon=2`]);
		const again = await eva.post(`${page}?/publish`, { draft: text.toString() });
		expect(again.headers.get('location')).toBe(`${page}?ferdig=fantes&versjon=2`);
		const download = await eva.get(`${page}/2/fil`);
		expect(download.headers.get('content-disposition')).toBe('attachment; filename="forum-2.json"');
		const [stored] = await db.admin`select document from questionnaire_version where number = 2`;
		expect(canonical(await download.json())).toBe(canonical(stored?.document));
		for (const [language, words] of [['nb', 'Vises hvis'], ['nn', 'Blir vist dersom'], ['en', 'Shown if']]) {
			expect(await (await eva.get(`${page}/2?sprak=${language}`)).text()).toContain(words);
		}
	});
	it.each([
		['malformed JSON', '{"a": ', 400], ['an empty text', '', 400], ['a JSON value that is no document', '[]', 422],
		['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 400], ['10,000 random bytes', Buffer.from(Array.from({ length: 10_000 }, (_, i) => (i * 7919) % 256)), 400]
	])('answer %s with a clear error and store no version', async (_, content, status) => {
		const before = await versions();
		const reply = await eva.post(`${page}?/publish`, { draft: '', ...(content.length ? { file: file(content) } : {}) });
		expect(reply.status).toBe(status);
		expect(await reply.text()).toMatch(/ds-alert/);
		expect(await versions()).toBe(before);
	});
	it('refuse a file of 50 MB, and one beyond what a questionnaire needs', async () => {
		const huge = await eva.post(`${page}?/check`, { draft: '', file: file(Buffer.alloc(50_000_000, 0x20)) }).catch(() => ({ status: 413 }));
		expect(huge.status).toBe(413);
		expect((await eva.post(`${page}?/check`, { draft: '', file: file(Buffer.alloc(9_000_000, 0x20)) })).status).toBe(413);
	});
	it('open and close with dates, and say what is wrong with a date', async () => {
		expect((await eva.post(`${page}?/open`, { opens: '', closes: '2031-04-30T23:59' })).status).toBe(303);
		expect((await db.admin`select closes_at at time zone 'UTC' = '2031-04-30 21:59' as ok, state from survey where id = 1`)[0]).toEqual({ ok: true, state: 'open' });
		expect((await eva.post(`${page}?/open`, { opens: '', closes: 'i morgen' })).status).toBe(400);
		expect((await eva.post(`${page}?/open`, { opens: '2031-05-01T00:00', closes: '2031-04-30T23:59' })).status).toBe(400);
		expect((await eva.post(`${page}?/close`, {})).status).toBe(303);
		expect((await db.admin`select state from survey where id = 1`)[0]?.state).toBe('closed');
	});
	it.each(['/0', '/99', '/abc', '/99/fil', '/-1'])('have no page at %s', async (path) => {
		expect((await eva.get(page + path)).status).toBe(404);
	});
	it('change nothing when they are fetched', async () => {
		const before = await db.admin`select (select count(*) from audit) as audit, draft_saved_at from survey where id = 1`;
		for (const path of [page, `${page}/1`, `${page}/utkast`, `${page}/1/fil`]) await eva.get(path);
		expect(await db.admin`select (select count(*) from audit) as audit, draft_saved_at from survey where id = 1`).toEqual(before);
	});
	it('write nothing about anyone in the log', () => {
		expect(server.log()).not.toMatch(/eva@example|script|rektorer/);
	});
});
