import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SurveyIds } from '../../src/demo/job/context.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { loadEvaluation } from '../support/frafall.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let ids: SurveyIds;
let root: string;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	ids = await loadEvaluation(db);
	root = `/evaluering/${ids.skoleledere}/frafall`;
	server = await startServer({ databaseUrl: db.url });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

const weights = () => db.admin<{ name: string; version: number }[]>`select name, version from survey_weight order by id`;
const form = (name: string) => ({ metode: 'rake', vektstratum: 'liste', lavest: '', hoyest: '', navn: name });

describe('the page on frafall', () => {
	it('is for the signed-in alone, files and all', async () => {
		for (const path of ['', '/notat?sprak=nb', '/purreliste', '/vekt?id=1']) expect((await fetch(`${server.origin}${root}${path}`, { redirect: 'manual', headers: { accept: 'text/html' } })).status, path).toBe(303);
		const body = new URLSearchParams(form('v'));
		expect((await fetch(`${server.origin}${root}?/vekt`, { method: 'POST', body, redirect: 'manual', headers: { origin: server.origin } })).status).not.toBe(200);
		expect(await weights()).toEqual([]);
	});
	it('comes whole from the server, with the test, the curve and the note', async () => {
		const html = await (await eva.get(`${root}?metode=rake&vektstratum=liste&rader=fylke&kolonner=liste&par=ja`)).text();
		for (const text of ['skiller seg fra listen etter skoletype: χ²(2) = 17,4, p\u00a0&lt;\u00a00,001', 'Purr først Vestfold og Telemark × Grunnskole', 'Påminnelse 1 ', 'Frafallsnotat', 'Lagre som variabel']) expect(html, text).toContain(text);
	});
	it('changes nothing when it is read', async () => {
		const count = async () => (await db.admin<[{ n: number }]>`select (select count(*) from audit) + (select count(*) from survey_weight) as n`)[0].n;
		const before = await count();
		for (const path of ['', '?metode=rake&vektstratum=liste', '/notat?sprak=nn', '/purreliste?fylke=Rogaland']) expect((await eva.get(root + path)).status, path).toBe(200);
		expect(await count()).toBe(before);
	});
	it('saves weights and says so, and keeps what was typed when it cannot', async () => {
		const saved = await eva.post(`${root}?/vekt`, form('vekt_liste'));
		expect([saved.status, saved.headers.get('location')]).toEqual([303, `${root}?lagret=vekt_liste#vekter`]);
		expect(await weights()).toEqual([{ name: 'vekt_liste', version: 1 }]);
		expect(await (await eva.get(`${root}?lagret=vekt_liste`)).text()).toContain('Vekten vekt_liste er lagret.');
		const refused = await eva.post(`${root}?/vekt`, form('Vekt Liste'));
		expect(refused.status).toBe(422);
		expect(await refused.text()).toContain('Navnet må begynne med en bokstav');
		expect(await weights()).toHaveLength(1);
	});
	it('gives the note in three languages, the list of a group and the weights as files', async () => {
		for (const [language, word] of [['nb', 'Frafall: '], ['nn', 'Fråfall: '], ['en', 'Nonresponse: ']] as const) {
			const note = await eva.get(`${root}/notat?sprak=${language}`);
			expect(note.headers.get('content-type')).toBe('text/plain; charset=utf-8');
			expect((await note.text()).startsWith(word), language).toBe(true);
		}
		const list = await eva.get(`${root}/purreliste?${new URLSearchParams({ fylke: 'Vestfold og Telemark', skoletype: 'grunnskole' })}`);
		expect(list.headers.get('content-disposition')).toBe('attachment; filename="grunnlag-skoleledere-purreliste.csv"');
		const [weight] = await db.admin<[{ id: number }]>`select id from survey_weight`;
		expect((await (await eva.get(`${root}/vekt?id=${weight.id}`)).text()).trimEnd().split('\r\n')).toHaveLength(258);
	});
	it('answers what cannot be with what is wrong', async () => {
		for (const [path, status] of [['/notat?sprak=de', 400], ['/notat', 400], ['/purreliste?epost=x', 404], ['/vekt?id=x', 404]] as const) expect((await eva.get(root + path)).status, path).toBe(status);
		expect((await eva.get('/evaluering/999999/frafall')).status).toBe(404);
		// a hand-written address never fails the page
		expect((await eva.get(`${root}?svar=-1&kurve=x&modell=x&rader=x&kolonner=y&metode=rake&lagret=%3Cb%3E`)).status).toBe(200);
	});
});
