import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawReport, toDocx } from '#lib/server/export/report/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { printedReport } from '../support/report/printed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const PAGE = '/evaluering/korrektur';
let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	server = await startServer({ databaseUrl: db.url });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

const audited = async () => (await db.admin<[{ n: number }]>`select count(*)::int as n from audit`)[0].n;

describe('the page of proof-reading', () => {
	it('is for the signed-in alone', async () => {
		expect((await fetch(server.origin + PAGE, { redirect: 'manual', headers: { accept: 'text/html' } })).status).toBe(303);
		expect((await fetch(`${server.origin}${PAGE}?/text`, { method: 'POST', body: new URLSearchParams({ text: 'x' }), redirect: 'manual', headers: { origin: server.origin, accept: 'text/html' } })).status).toBe(303);
	});
	it('reads a Word document, tells of the misprints in it, and keeps nothing', async () => {
		const before = await audited();
		const bytes = await toDocx(drawReport(printedReport()));
		const answer = await eva.post(`${PAGE}?/file`, { file: new File([Buffer.from(bytes)], 'rapport.docx') });
		expect(answer.status).toBe(200);
		const html = await answer.text();
		for (const one of ['20 tabeller er lest, og 20 av dem er forstått', 'Tabell 42: Svært lav', '4,46', 'Tabell 26: Over 30 000, Noe krevende', 'avrundet to ganger']) expect(html).toContain(one);
		expect(await audited()).toBe(before);
	});
	it('reads a pasted table, and gives it back to be mended', async () => {
		const html = await (await eva.post(`${PAGE}?/text`, { text: 'Tabell 7. Prosent\n\tSmå\tStore\nEnig\t44\t30\nUenig\t57\t70\nN\t23\t40' })).text();
		expect(html).toContain('Tabell 7: Små, Enig');
		expect(html).toMatch(/<textarea[^>]*>\s*Tabell 7\. Prosent/);
	});
	it('says what to do with what it cannot read', async () => {
		const broken = await eva.post(`${PAGE}?/file`, { file: new File(['ikke Word'], 'a.docx') });
		expect(broken.status).toBe(422);
		expect(await broken.text()).toContain('Lagre den som .docx');
		expect((await eva.post(`${PAGE}?/file`, {})).status).toBe(400);
		expect((await eva.post(`${PAGE}?/text`, { text: ' ' })).status).toBe(400);
		expect(await (await eva.post(`${PAGE}?/text`, { text: 'Bare ord.' })).text()).toContain('ingen tall som kan kontrolleres');
	});
	it('escapes what it is given', async () => {
		const html = await (await eva.post(`${PAGE}?/text`, { text: 'Tabell 7. <script>alert(1)</script> Prosent\n\t<b>Små</b>\tStore\nEnig\t44\t30\nUenig\t57\t70\nN\t23\t40' })).text();
		expect(html).not.toContain('<script>alert');
		expect(html).not.toContain('<b>Små');
	});
});
