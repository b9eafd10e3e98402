import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { questionnaire2021 } from '../support/evaluation.ts';
import { seedSurvey } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let path: string;
beforeAll(async () => {
	db = await createDatabase();
	const { tokens } = await seedSurvey(db.admin, { questionnaire: questionnaire2021('nettverk'), seats: [{ frame: { fylke: 'Agder', rolle: 'Kommunal skoleeier' } }] });
	server = await startServer({ databaseUrl: db.url });
	path = `/svar/${tokens[0]}`;
	await post('', {});
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

const post = (page: string, fields: Record<string, string>) => fetch(server.origin + path + page, {
	method: 'POST', redirect: 'manual', body: new URLSearchParams(fields), headers: { accept: 'text/html', origin: server.origin, 'content-type': 'application/x-www-form-urlencoded' }
});

it('A question that an answer brings up on the same page is shown before the next page', async () => {
	const before = await fetch(`${server.origin}${path}/background`).then((r) => r.text());
	expect(before).not.toContain('id="f-municipality"');
	const first = await post('/background', { role: '3', position: '', years_member: '' });
	expect(first.status).toBe(303);
	expect(first.headers.get('location')).toMatch(/\/background#f-municipality$/);
	const again = await fetch(`${server.origin}${path}/background`).then((r) => r.text());
	expect(again).toContain('id="f-municipality"');
});

it('Left open once it has been shown, it does not hold the person back', async () => {
	const second = await post('/background', { role: '3', municipality: '', position: '', years_member: '' });
	expect(second.headers.get('location')).toMatch(/\/goals$/);
});
