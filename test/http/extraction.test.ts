import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { klassClient } from '../../src/lib/server/register/klass/client.ts';
import { refresh } from '../../src/lib/server/register/klass/refresh.ts';
import { dataFile, LIMITS } from '../support/extraction.ts';
import { FIXTURE } from '../support/klass/fixture.ts';
import { startKlass } from '../support/klass/server.ts';
import { startServer, type TestServer } from '../support/server.ts';

const PAGE = '/evaluering/oppfolging';
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

const written = async () => (await db.admin<[{ n: number }]>`select ((select count(*) from audit) + (select count(*) from extraction_run) + (select count(*) from extraction_change))::int as n`)[0].n;
const FIELDS = { title: 'Uttrekk <2025>', averageCount: '2', spreadCount: '1', minN: '0', minPresent: '0,5', replicates: '20', ties: 'all', spreadMeasure: 'sd' };
function filled(fields: Record<string, string> = {}, data: Buffer = dataFile()): FormData {
	const form = new FormData();
	for (const [k, v] of Object.entries({ ...FIELDS, ...fields })) form.set(k, v);
	form.set('data', new File([new Uint8Array(data)], 'indikatorer.csv'));
	form.set('limits', new File([new Uint8Array(LIMITS)], 'grenser.csv'));
	return form;
}
const send = (action: string, body: FormData) => eva.send(`${PAGE}?/${action}`, body);

describe('the pages of the follow-up scheme', () => {
	it('are for the signed-in alone', async () => {
		for (const path of [PAGE, `${PAGE}/1`, `${PAGE}/1/fil`, `${PAGE}/deltakelse`]) expect((await fetch(server.origin + path, { redirect: 'manual', headers: { accept: 'text/html' } })).status, path).toBe(303);
		for (const path of [`${PAGE}?/store`, `${PAGE}/1?/change`, `${PAGE}/deltakelse?/import`]) expect((await fetch(server.origin + path, { method: 'POST', body: new URLSearchParams(), redirect: 'manual', headers: { origin: server.origin } })).status, path).not.toBe(200);
	});
	it('try an extraction without storing it, and tell every fault of a file by row and column', async () => {
		const before = await written();
		const tried = await send('try', filled());
		expect(tried.status).toBe(200);
		expect(await tried.text()).toContain('Prøvd, ikke lagret: 2 kommuner i gjennomsnittsuttrekket og 1 i spredningsuttrekket, av 6.');
		const refused = await send('store', filled({}, dataFile(['3199;;31;Mobbing;2020;30 %;;1'])));
		expect(refused.status).toBe(422);
		const html = await refused.text();
		for (const one of ['2 feil må rettes', 'Fylker, summer og samlekoder er ikke kommuner.', 'Skriv et tall uten prosenttegn']) expect(html).toContain(one);
		expect((await send('store', filled({ minPresent: 'halv' }))).status).toBe(400);
		expect((await send('store', new FormData())).status).toBe(400);
		expect(await written()).toBe(before);
	});
	it('store one, show it in three languages, and give the list as a file', async () => {
		const stored = await send('store', filled());
		expect(stored.status).toBe(303);
		const path = new URL(stored.headers.get('location') ?? '', server.origin).pathname;
		const html = await (await eva.get(path)).text();
		for (const one of ['Uttrekk &lt;2025>', 'Mobbing 2020: 0,35 (0,32)', 'Gjennomsnittsuttrekket har 2 kommuner og spredningsuttrekket 1.', 'Kommuner utenfor listen', 'innbyggere']) expect(html).toContain(one);
		const csv = await (await eva.get(`${path}/fil`)).text();
		expect(csv.split('\r\n')).toHaveLength(8);
		expect(csv).toContain('3101;;1;');
		expect((await eva.get(`${path}/fil?format=xlsx`)).headers.get('content-type')).toContain('spreadsheetml');
		for (const id of ['99999', 'x', '-1']) expect((await eva.get(`${PAGE}/${id}`)).status, id).toBe(404);
	});
	it('take a change by hand with its reason, once', async () => {
		const [{ id }] = await db.admin<[{ id: number }]>`select max(id) as id from extraction_run`;
		const change = { municipality: '3112', kind: 'add', decidedBy: 'Statsforvalteren', reason: 'Etter dialog' };
		expect((await eva.post(`${PAGE}/${id}?/change`, { ...change, reason: '' })).status).toBe(400);
		expect((await eva.post(`${PAGE}/${id}?/change`, change)).status).toBe(303);
		const again = await eva.post(`${PAGE}/${id}?/change`, change);
		expect(again.status).toBe(409);
		expect(await again.text()).toContain('Kommunen 3112 står slik allerede.');
		const html = await (await eva.get(`${PAGE}/${id}`)).text();
		for (const one of ['lagt til for hånd', 'Etter dialog', 'Statsforvalteren']) expect(html).toContain(one);
	});
	it('say of the register of participation what is lacking before anything is held', async () => {
		expect(await (await eva.get(`${PAGE}/deltakelse`)).text()).toContain('Ingen deltakelse er registrert ennå.');
		const form = new FormData();
		form.set('file', new File(['kommune;uttrekk;fase;fra\n0301;2018;forberedelse;2019-08-01'], 'deltakelse.csv'));
		const refused = await eva.send(`${PAGE}/deltakelse?/import`, form);
		expect(refused.status).toBe(409);
		expect(await refused.text()).toContain('Kommuner og fylker er ikke hentet ennå.');
	});
	it('name the municipalities once they are held, say who has taken part before, and withdraw a row entered by mistake', async () => {
		const klass = await startKlass(FIXTURE);
		await refresh({ database: db }, klassClient(klass), { today: '2024-06-01', actor: 'eva' });
		await klass.stop();
		const form = new FormData();
		form.set('file', new File(['kommune;uttrekk;fase;fra\nTromsø;2018;forberedelse;2019-08-01\n1507;2020;forberedelse;2021-08-01'], 'deltakelse.csv'));
		expect(await (await eva.send(`${PAGE}/deltakelse?/import`, form)).text()).toContain('1902 Tromsø');
		const [{ id }] = await db.admin<[{ id: number }]>`select id from extraction_participation where code = '1902'`;
		const page = await (await eva.get(`${PAGE}/deltakelse`)).text();
		expect(page).toContain('Trekk raden for 1902 Tromsø, uttrekk 2018');
		expect((await eva.post(`${PAGE}/deltakelse?/withdraw`, { id: String(id) })).status).toBe(303);
		for (const wrong of [String(id), 'x', '-1', '9e99']) expect((await eva.post(`${PAGE}/deltakelse?/withdraw`, { id: wrong })).status, wrong).toBe(404);
		expect(await (await eva.get(`${PAGE}/deltakelse`)).text()).not.toContain('Trekk raden for 1902');
	});
});
