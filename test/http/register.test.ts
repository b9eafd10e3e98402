import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { FIXTURE } from '../support/klass/fixture.ts';
import { startKlass, type KlassServer } from '../support/klass/server.ts';
import { startServer, type TestServer } from '../support/server.ts';

const PAGE = '/evaluering/register';
let db: TestDatabase;
let klass: KlassServer;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;

beforeAll(async () => {
	db = await createDatabase();
	klass = await startKlass(FIXTURE);
	await createEvaluator(db);
	server = await startServer({ databaseUrl: db.url, env: { GRUNNLAG_KLASS_URL: klass.klass, GRUNNLAG_STATBANK_URL: klass.statbank } });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await klass.stop();
	await db.drop();
});

const rows = async () => (await db.admin<[{ n: number }]>`select ((select count(*) from audit) + (select count(*) from classification_copy) + (select count(*) from region_choice))::int as n`)[0].n;
const text = async (response: Promise<Response>) => (await response).text();
const asked = '?kommune=1507&dag=2023-01-01&til=2024-01-01';
const choice = { value: '1507', code: '1507', from: '2023-01-01', to: '2024-01-01', target: '1580', reason: 'Gjelder <Haram>' };

describe('the page of registers', () => {
	it('is for the signed-in alone, and changes nothing when it is read', async () => {
		expect((await fetch(server.origin + PAGE, { redirect: 'manual', headers: { accept: 'text/html' } })).status).toBe(303);
		for (const action of ['refresh', 'upload', 'choose', 'withdraw']) {
			const response = await fetch(`${server.origin}${PAGE}?/${action}`, { method: 'POST', body: new URLSearchParams({ from: '2017-01-01', id: '1' }), redirect: 'manual', headers: { origin: server.origin } });
			expect(response.status, action).not.toBe(200);
		}
		const before = await rows();
		for (const query of ['', asked, '?avvik=1', '?kommune=%00&dag=x&til=y', '?kommune=Oslo&dag=9999-99-99']) expect((await eva.get(PAGE + query)).status, query).toBe(200);
		expect(await rows()).toBe(before);
		expect(klass.requests).toEqual([]);
	});
	it('says what to do when nothing is held', async () => {
		const html = await text(eva.get(PAGE));
		expect(html).toContain('Ingen kommuner er hentet ennå.');
		expect(html).toContain(`${klass.klass}/classifications/131/codes?from=2017-01-01`);
		expect(html).not.toContain('Slå opp en kommune');
	});
	it('fetches all, and says why when it cannot', async () => {
		klass.fail('131/changes', { status: 200, body: '<html><body>Planlagt vedlikehold</body></html>' });
		const failed = await eva.post(`${PAGE}?/refresh`, { from: '2017-01-01' });
		expect(failed.status).toBe(502);
		expect(await failed.text()).toContain('svarte med en nettside i stedet for data');
		expect(await db.admin`select 1 from classification_copy`).toEqual([]);
		for (const from of ['i fjor', '', '2999-01-01']) expect((await eva.post(`${PAGE}?/refresh`, { from })).status, from).toBe(400);
		const done = await eva.post(`${PAGE}?/refresh`, { from: '2017-01-01' });
		expect(done.status).toBe(200);
		const html = await done.text();
		for (const one of ['deler var nye eller endret', 'Kommuner (KLASS 131)', 'SSBs sammenligningsgrupper (KommSummer)', 'Kommunenes sentralitet']) expect(html).toContain(one);
	});
	it('reads a number or a name, and carries it', async () => {
		expect(await text(eva.get(`${PAGE}?kommune=301&dag=2020-01-01`))).toContain('0301 Oslo. Koden manglet nullen først.');
		const tromso = await text(eva.get(`${PAGE}?kommune=1902&dag=2019-01-01&til=2024-01-01`));
		for (const one of ['1902 Tromsø', '5501 Tromsø: ny kode, samme område.', 'Underveis: 5401 Tromsø (01.01.2020).']) expect(tromso).toContain(one);
		expect(tromso).toMatch(/<dd[^>]*>Troms<\/dd>/);
		expect(await text(eva.get(`${PAGE}?kommune=V%C3%A5ler&dag=2020-01-01`))).toContain('Flere passer: 3018 Våler (Viken), 3419 Våler (Innlandet).');
		expect(await text(eva.get(`${PAGE}?kommune=1507&dag=2019-01-01`))).toContain('Gyldig: 1507 Ålesund 01.01.2020 til 01.01.2024.');
		expect(await text(eva.get(`${PAGE}?kommune=EAK&dag=2019-01-01`))).toContain('«EAK» er ingen kommune, men hele landet.');
		expect(await text(eva.get(`${PAGE}?kommune=%3Cscript%3E&dag=2019-01-01`))).toContain('«&lt;script>»');
		expect(await text(eva.get(`${PAGE}?avvik=1`))).toContain('1534 Haram');
	});
	it('asks where one became several, and makes the answer a rule that is followed and can be withdrawn', async () => {
		expect(await text(eva.get(PAGE + asked))).toContain('Ble flere 01.01.2024: 1508 Ålesund, 1580 Haram. Programmet gjetter ikke; noen må velge.');
		const without = await eva.post(`${PAGE}?/choose&${asked.slice(1)}`, { ...choice, reason: ' ' });
		expect(without.status).toBe(400);
		const html = await without.text();
		expect(html).toContain('Skriv en begrunnelse');
		expect(html).toMatch(/value="1580"[^>]*checked/);
		expect((await eva.post(`${PAGE}?/choose`, { ...choice, target: '0301' })).status).toBe(400);
		const made = await eva.post(`${PAGE}?/choose`, choice);
		expect([made.status, made.headers.get('location')]).toEqual([303, `${PAGE}?kommune=1507&dag=2023-01-01&til=2024-01-01&ferdig=valgt#regler`]);
		const after = await text(eva.get(`${PAGE}${asked}&ferdig=valgt`));
		for (const one of ['Regelen er lagret.', '1580 Haram: valgt blant 1508 Ålesund, 1580 Haram.', 'Gjelder &lt;Haram>']) expect(after).toContain(one);
		const [{ id }] = await db.admin<[{ id: number }]>`select id from region_choice`;
		expect((await eva.post(`${PAGE}?/withdraw`, { id: String(id) })).status).toBe(303);
		expect((await eva.post(`${PAGE}?/withdraw`, { id: String(id) })).status).toBe(404);
		expect(await text(eva.get(PAGE + asked))).toContain('noen må velge');
	});
	it('takes a file of the same form, and says row and field when it cannot', async () => {
		const file = (json: object) => new File([JSON.stringify(json)], 'koder.json', { type: 'application/json' });
		const fields = { classification: '104', from: '2017-01-01', to: '' };
		const days = { validFromInRequestedRange: '2017-01-01', validToInRequestedRange: null };
		const endless = await eva.post(`${PAGE}?/upload`, { ...fields, file: file({ codes: [{ code: '03', name: 'Oslo' }] }) });
		expect(endless.status).toBe(400);
		const bad = await eva.post(`${PAGE}?/upload`, { ...fields, file: file({ codes: [{ code: '03', name: 'Oslo', ...days }, { code: 3, name: 'x', ...days }] }) });
		expect(bad.status).toBe(422);
		const html = await bad.text();
		expect(html).toContain('koder.json, rad 2: «code» mangler eller er ikke slik den skal være.');
		expect(html).toMatch(/<option value="104" selected/);
		expect((await eva.post(`${PAGE}?/upload`, fields)).status).toBe(400);
		const good = await eva.post(`${PAGE}?/upload`, { ...fields, file: file({ codes: [{ code: '03', name: 'Oslo', ...days }] }) });
		expect(await good.text()).toContain('Filen er lagret med 1 rader.');
		expect(await text(eva.get(PAGE))).toContain('Fil: koder.json');
	});
	it('writes no fault to the log', () => {
		expect(server.log()).not.toMatch(/error|feil/i);
	});
});
