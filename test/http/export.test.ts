import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SNAPSHOT_FORMAT } from '#lib/domain/dataset/definition.ts';
import { freeze } from '#lib/server/results/snapshot/freeze.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { readSav } from '../support/dataset/sav.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { answeredSurvey } from '../support/frozen.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let page: string;
beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	const { waveId } = await answeredSurvey(db);
	const made = await freeze({ database: db }, { waveId, definition: { format: SNAPSHOT_FORMAT, surveys: [{ survey: 's', links: [], weights: [] }], responses: 'complete', frame: 'all', derived: [] }, actor: 'kari' });
	if (!made.ok) throw new Error(JSON.stringify(made.faults));
	page = `/evaluering/datauttrekk/${made.id}/eksport`;
	server = await startServer({ databaseUrl: db.url });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

const filled = (over: Record<string, string> = {}) => ({ del: 's', format: 'sav', sprak: 'nb', kategorier: 'etiketter', bekreftet: 'ja', ...over });
const audits = async () => (await db.admin<[{ n: number }]>`select count(*)::int as n from audit`)[0].n;

describe('the page of exports', () => {
	it('is for the signed-in alone, and so are its files', async () => {
		expect((await fetch(server.origin + page, { redirect: 'manual', headers: { accept: 'text/html' } })).status).toBe(303);
		expect((await fetch(`${server.origin}${page}/fil`, { method: 'POST', body: new URLSearchParams(filled()), redirect: 'manual', headers: { origin: server.origin, accept: 'text/html' } })).status).toBe(303);
	});
	it('says whom a file could point out before it is given, in each language', async () => {
		const shown = async (language: string) => (await fetch(server.origin + page, { headers: { cookie: `${eva.cookie}; grunnlag.language=${language}`, accept: 'text/html' } })).text();
		for (const [language, said] of [['nb', 'Hvem filen kan peke ut'], ['nn', 'Kven fila kan peike ut'], ['en', 'Whom the file could point out']] as const) expect(await shown(language)).toContain(said);
		expect(await shown('nb')).toMatch(/Jeg vet at \d+ av 12 rader/);
		expect(await (await eva.get(`${page}?del=s.liste`)).text()).toContain('av 15 rader');
	});
	it('gives a file that statistics programs read, and enters it in the log', async () => {
		const before = await audits();
		const given = await eva.post(`${page}/fil`, filled());
		expect([given.status, given.headers.get('content-type'), given.headers.get('cache-control')]).toEqual([200, 'application/x-spss-sav', 'no-store']);
		expect(given.headers.get('content-disposition')).toMatch(/^attachment; filename="grunnlag-\d+-s\.sav"$/);
		expect((await readSav(new Uint8Array(await given.arrayBuffer()))).rows).toHaveLength(12);
		const archive = unzipSync(new Uint8Array(await (await eva.post(`${page}/fil`, filled({ format: 'archive', sprak: 'en' }))).arrayBuffer()));
		expect(strFromU8(archive['README.txt'] ?? new Uint8Array())).toContain('Data package');
		expect(await audits()).toBe(before + 2);
	});
	it('refuses in words what cannot be given, and changes nothing by being looked at', async () => {
		const before = await audits();
		const unsure = await eva.post(`${page}/fil`, filled({ bekreftet: '' }));
		expect(unsure.status).toBe(409);
		expect(await unsure.text()).toContain('Kryss av for at du vet hvem filen kan peke ut');
		for (const [over, status] of [[{ format: 'exe' }, 400], [{ sprak: '../' }, 400], [{ del: '<b>' }, 404]] as const) expect((await eva.post(`${page}/fil`, filled(over))).status).toBe(status);
		expect((await eva.get(`${page}/fil`)).status).toBe(405);
		for (const path of [page, `${page}?del=zz`, '/evaluering/datauttrekk/x/eksport', '/evaluering/datauttrekk/999/eksport']) await eva.get(path);
		expect((await eva.get(`${page}?del=zz`)).status).toBe(404);
		expect((await eva.get('/evaluering/datauttrekk/999/eksport')).status).toBe(404);
		expect(await audits()).toBe(before);
	});
});
