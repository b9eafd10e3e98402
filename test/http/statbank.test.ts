import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { startStatbank, TABLES, type StatbankServer } from '../support/statbank-server.ts';

const PAGE = '/evaluering/register/tabeller';
let db: TestDatabase;
let bank: StatbankServer;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;

beforeAll(async () => {
	db = await createDatabase();
	bank = await startStatbank(TABLES);
	await createEvaluator(db);
	server = await startServer({ databaseUrl: db.url, env: { GRUNNLAG_STATBANK_URL: bank.v2, GRUNNLAG_STATBANK_V1_URL: bank.v1 } });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await bank.stop();
	await db.drop();
});

const rows = async () => (await db.admin<[{ n: number }]>`select ((select count(*) from audit) + (select count(*) from register_copy))::int as n`)[0].n;
const text = async (response: Promise<Response>) => (await response).text();
const send = (action: string, fields: [string, string | Blob][]) => {
	const form = new FormData();
	for (const [name, value] of fields) form.append(name, value);
	return eva.send(`${PAGE}?/${action}`, form);
};
const idOf = async (key: string) => (await db.admin<[{ id: number }]>`select id from register_copy where key = ${key} and replaced_at is null`)[0].id;

describe('the page of tables', () => {
	it('is for the signed-in alone, and neither changes nor asks anything when it is read', async () => {
		expect((await fetch(server.origin + PAGE, { redirect: 'manual', headers: { accept: 'text/html' } })).status).toBe(303);
		for (const action of ['ready', 'look', 'fetch', 'upload']) expect((await fetch(`${server.origin}${PAGE}?/${action}`, { method: 'POST', body: new URLSearchParams({ set: 'population' }), redirect: 'manual', headers: { origin: server.origin } })).status, action).not.toBe(200);
		const before = await rows();
		const html = await text(eva.get(PAGE));
		for (const one of ['Ingen tabeller er hentet ennå', 'Kommunene er ikke hentet', 'Frie inntekter per innbygger', 'Andel registrert arbeidsledige']) expect(html).toContain(one);
		expect(await rows()).toBe(before);
		expect(bank.requests).toEqual([]);
	});
	it('fetches ready-made sets, tells of each that failed, and keeps the others', async () => {
		const done = await send('ready', [['set', 'population'], ['set', 'finance'], ['set', 'school_staff'], ['from', '2019'], ['to', '2020'], ['api', 'v2']]);
		expect(done.status).toBe(200);
		const html = await done.text();
		for (const one of ['population: ', 'finance: ', 'school_staff ble ikke hentet', '>06913<']) expect(html).toContain(one);
		expect((await db.admin`select key from register_copy order by key`).map((r) => r.key)).toEqual(['finance', 'population']);
		expect((await send('ready', [['from', '2019'], ['to', '2020']])).status).toBe(400);
		expect((await send('ready', [['set', 'population'], ['from', 'i fjor'], ['to', '2020']])).status).toBe(400);
		expect((await send('ready', [['set', 'nothing'], ['from', '2019'], ['to', '2020']])).status).toBe(404);
	});
	it('says what a service answers instead of figures, and that the copy stands', async () => {
		bank.fail('/data?', { status: 200, body: '<!doctype html><html></html>' });
		const failed = await send('ready', [['set', 'population'], ['from', '2019'], ['to', '2019'], ['api', 'v2']]);
		expect(failed.status).toBe(502);
		expect(await failed.text()).toContain('svarte med en nettside i stedet for data');
		expect((await db.admin`select 1 from register_copy where key = 'population'`).length).toBe(1);
	});
	it.each(['v2', 'v1'])('shows what a table holds by %s, and fetches what is picked', async (api) => {
		const shown = await text(send('look', [['table', '07459'], ['api', api]]));
		for (const one of ['Hent fra 07459', 'name="contents"', 'name="dim_Alder"', 'name="dim_Kjonn"', '006 6 år', 'Uten valg gir tabellen summen av alle']) expect(shown).toContain(one);
		const key = `barn_${api}`;
		const fields: [string, string][] = [['table', '07459'], ['api', api], ['contents', 'Personer1'], ['dim_Alder', '006'], ['dim_Alder', '007'], ['from', '2020'], ['to', '2021'], ['codes', '0301, 1101'], ['measure', 'count'], ['denominator', ''], ['key', key], ['definition', 'Seks og sju år']];
		expect(await text(send('fetch', fields))).toContain(`${key}: 4 tall er lagret.`);
		const csv = await text(eva.get(`${PAGE}/${await idOf(key)}/fil?format=csv`));
		expect(csv).toBe(`Kommune;År;${key}\r\n0301;2020;20\r\n0301;2021;20\r\n1101;2020;20\r\n1101;2021;20\r\n`);
		const wrong = await send('fetch', fields.map(([n, v]) => [n, n === 'codes' ? 'Oslo' : v]));
		expect(wrong.status).toBe(400);
		const html = await wrong.text();
		expect(html).toContain('«Oslo» er ikke et kommunenummer');
		expect(html).toMatch(/<option value="006" selected/);
		expect((await send('fetch', fields.map(([n, v]) => [n, n === 'measure' ? 'rate' : v]))).status).toBe(422);
		expect((await send('fetch', fields.map(([n, v]) => [n, n === 'denominator' ? 'nothing' : v]))).status).toBe(400);
	});
	it('refuses what is no number of a table before anyone is asked', async () => {
		const before = bank.requests.length;
		for (const table of ['', '7459', '../etc', '07459/x', '07459?a']) expect((await send('look', [['table', table], ['api', 'v2']])).status, table).toBe(400);
		expect(bank.requests.length).toBe(before);
		expect((await send('look', [['table', '99999'], ['api', 'v2']])).status).toBe(502);
	});
	it('takes a file, keeps it, and says row and column when it cannot', async () => {
		const file = (csv: string) => new File([csv], 'egne.csv', { type: 'text/csv' });
		const fields: [string, string][] = [['key', 'egne'], ['measure', 'rate'], ['denominator', 'population'], ['definition', 'Egne <tall>']];
		const csv = '"Egne tall"\n\n"region";"Andel 2020"\n"0301 Oslo";12,5\n"1101 Eigersund";..\n';
		const bad = await send('upload', [['file', file(csv.replace('12,5', 'mange'))], ...fields]);
		expect(bad.status).toBe(422);
		expect(await bad.text()).toContain('egne.csv, rad 4, «Andel 2020»: «mange» er verken et tall');
		expect((await send('upload', fields)).status).toBe(400);
		expect(await text(send('upload', [['file', file(csv)], ...fields]))).toContain('egne: 2 tall er lagret.');
		const id = await idOf('egne');
		const html = await text(eva.get(`${PAGE}/${id}`));
		for (const one of ['Egne &lt;tall>', '12,5', 'mangler', '<td>population</td>']) expect(html).toContain(one);
		const raw = await eva.get(`${PAGE}/${id}/fil?del=1`);
		expect([await raw.text(), raw.headers.get('content-disposition')]).toEqual([csv, 'attachment; filename="egne-1.csv"']);
	});
	it('gives the four kinds apart on the page, in CSV and in Excel', async () => {
		const id = await idOf('finance');
		const csv = await text(eva.get(`${PAGE}/${id}/fil?format=csv`));
		expect(csv.split('\r\n').filter((line) => /^(Kommune|1101;2020|0301;2020|0101;2020)/.test(line))).toEqual(['Kommune;År;net_operating_result;free_income_per_capita;free_equity', '0301;2020;-2,4;64522;-2,4', '1101;2020;..;:;0']);
		const book = XLSX.read(new Uint8Array(await (await eva.get(`${PAGE}/${id}/fil?format=xlsx`)).arrayBuffer()), { type: 'array' });
		const sheet = XLSX.utils.sheet_to_json<unknown[]>(book.Sheets[book.SheetNames[0]!]!, { header: 1 });
		expect(sheet.find((row) => row[0] === '1101' && row[1] === 2020)).toEqual(['1101', 2020, '..', ':', 0]);
		expect(await text(eva.get(`${PAGE}/${id}?variabel=free_income_per_capita`))).toMatch(/vises ikke<\/span>/);
	});
	it('finds nothing under an id that is none', async () => {
		for (const path of ['/0', '/99999', '/x', '/1e3', '/99999999999', '/99999/fil', `/${await idOf('finance')}/fil?del=9`, `/${await idOf('finance')}/fil?del=x`]) expect((await eva.get(PAGE + path)).status, path).toBe(404);
		for (const page of ['0', '-1', 'x', '1e9', '2.5']) expect((await eva.get(`${PAGE}/${await idOf('finance')}?side=${page}&variabel=x`)).status, page).toBe(200);
	});
	it('writes no fault to the log', () => {
		expect(server.log()).not.toMatch(/error|feil/i);
	});
});
