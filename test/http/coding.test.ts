import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { submitText } from '../support/open-answers.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let root: string;
const text = async (response: Promise<Response>) => (await response).text();

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	const surveyId = await openedSurvey(db);
	root = `/evaluering/${surveyId}/apne-svar`;
	await addSeats(db, surveyId, [0, 1].map((i) => ({ ref: `P${i}`, name: `N ${i}`, email: `n${i}@example.org`, rolle: 'eier' })));
	for (const [i, answer] of ['For lite <b>tid</b>', 'Bra'].entries()) await submitText(db, surveyId, `P${i}`, 'kort', answer);
	server = await startServer({ databaseUrl: db.url });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

describe('the pages of open answers', () => {
	it('are for the signed-in alone, and change nothing when they are read', async () => {
		const rows = async () => (await db.admin<[{ n: number }]>`select ((select count(*) from audit) + (select count(*) from answer_code) + (select count(*) from answer_coding))::int as n`)[0].n;
		const before = await rows();
		for (const path of ['', '/kort', '/kort/koder', '/kort/resultat', '/kort/resultat?gruppe=rolle&kodere=7&forste=x', '/kort?vis=all&sok=%00%25&side=99']) {
			expect((await fetch(server.origin + root + path, { redirect: 'manual', headers: { accept: 'text/html' } })).status, path).toBe(303);
			expect((await eva.get(root + path)).status, path).toBe(200);
		}
		for (const path of ['/finnes_ikke', '/kjenner', '/kort/fil?format=pdf&bekreftet=ja', '/kort/fil?format=csv']) expect((await eva.get(root + path)).status, path).toBeGreaterThanOrEqual(400);
		expect(await rows()).toBe(before);
	});
	it('let codes be made, given and counted without JavaScript, and never show whose an answer is', async () => {
		expect((await eva.post(`${root}/kort/koder?/make`, { label: '', definition: '', parent: '' })).status).toBe(400);
		expect((await eva.post(`${root}/kort/koder?/make`, { label: 'Tid <i>', definition: 'Om tid', parent: '' })).status).toBe(303);
		expect(await text(eva.get(`${root}/kort/koder`))).toContain('>Om tid</textarea>');
		const page = await text(eva.get(`${root}/kort`));
		expect(page).toContain('For lite &lt;b>tid&lt;/b>');
		expect(page).not.toMatch(/example\.org|>P0</);
		const [{ id }] = await db.admin<[{ id: number }]>`select id from answer_code`;
		const answers = [...page.matchAll(/name="answer" value="(\d+):([0-9a-f]{64})"/g)];
		expect(answers).toHaveLength(2);
		const form = new FormData();
		for (const [, answer, hash] of answers) form.append('answer', `${answer}:${hash}`);
		for (const [, answer] of answers) form.append(`code_${answer}`, String(id));
		const stored = await eva.send(`${root}/kort?/store&vis=all`, form);
		expect([stored.status, stored.headers.get('location')]).toEqual([303, `${root}/kort?vis=all&lagret=2`]);
		expect(await text(eva.get(`${root}/kort?vis=all&lagret=2`))).toContain('Koder for 2 svar er lagret.');
		expect(await text(eva.get(`${root}/kort/resultat?gruppe=rolle`))).toContain('Koder i svarene etter rolle');
		expect((await eva.post(`${root}/kort/koder?/remove`, { id: String(id) })).status).toBe(409);
		const file = await text(eva.get(`${root}/kort/fil?format=csv&bekreftet=ja`));
		expect(file.replace('\ufeff', '').split('\r\n')[0]).toBe('Svar;tid_i');
		expect(file).toContain('For lite <b>tid</b>;1');
	});
	it('write no answer, name or address to the log', () => {
		expect(server.log()).not.toMatch(/lite|example\.org|error/i);
	});
});
