import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { whereRun } from '../support/plan-run.ts';
import { frozenOf, storedReport } from '../support/report-stored.ts';
import { startServer, type TestServer } from '../support/server.ts';

const LIST = '/evaluering/rapport';
let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let at: Awaited<ReturnType<typeof storedReport>>;
let page: string;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	at = await storedReport(db);
	server = await startServer({ databaseUrl: db.url });
	eva = await signInOverHttp(server.origin);
	page = `${LIST}/${at.reportId}`;
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

const html = async (path: string) => (await eva.get(path)).text();
const version = async () => (await db.admin<[{ version: number }]>`select max(version)::int as version from report_version where report_id = ${at.reportId}`)[0].version;
const rows = async () => (await db.admin<[{ n: number }]>`select ((select count(*) from report_version) + (select count(*) from report_build) + (select count(*) from analysis_run) + (select count(*) from audit))::int as n`)[0].n;
const blocks = async () => (JSON.parse((await db.admin<[{ body: string }]>`select body from report_version where report_id = ${at.reportId} order by version desc limit 1`)[0].body) as { blocks: { text?: string; kind: string }[] }).blocks;

describe('the pages of reports', () => {
	it('are for the signed-in alone', async () => {
		for (const path of [LIST, page, `${page}/forhandsvisning`, `${page}/blokk/1`]) expect((await fetch(server.origin + path, { redirect: 'manual', headers: { accept: 'text/html' } })).status, path).toBe(303);
		const before = await rows();
		for (const path of [`${page}/fil`, `${page}?/remove`, `${LIST}?/create`]) expect([303, 401]).toContain((await fetch(server.origin + path, { method: 'POST', body: new URLSearchParams({ file: 'docx', block: '1', version: '1' }), redirect: 'manual', headers: { origin: server.origin } })).status);
		expect(await rows()).toBe(before);
	});
	it('show the report with its numbers in three languages, and the preview as the file has it', async () => {
		expect(await html(LIST)).toContain('Rapporten');
		const shown = await html(page);
		for (const said of ['Av 12 svar er snittet 2,75. Se tabell 1.', 'Alle bindinger er på plass.', 'Tabell 1', 'Figur 1']) expect(shown).toContain(said);
		const inLanguage = async (language: string) => (await fetch(server.origin + page, { headers: { cookie: `${eva.cookie}; grunnlag.language=${language}`, accept: 'text/html' } })).text();
		expect(await inLanguage('nn')).toContain('Alle bindingar er på plass.');
		expect(await inLanguage('en')).toContain('Every binding is in place.');
		const preview = await eva.get(`${page}/forhandsvisning`);
		expect(preview.headers.get('content-security-policy')).toContain("default-src 'none'");
		expect(await preview.text()).toContain('Av 12 svar er snittet 2,75.');
	});
	it('make a report bound to the plan\'s newest run, and say what stands in the way of one', async () => {
		const made = await eva.post(`${LIST}?/create`, { plan: String(at.planId), key: 'ny', title: 'Ny <rapport>', style: 'apa', locale: 'en' });
		expect(made.status).toBe(303);
		expect(await html(made.headers.get('location')!)).toContain('Ny &lt;rapport>');
		expect(await db.admin`select v.run_id from report_version v join report r on r.id = v.report_id where r.key = 'ny'`).toMatchObject([{ run_id: at.runId }]);
		const refused = async (fields: Record<string, string>) => (await eva.post(`${LIST}?/create`, { plan: String(at.planId), key: 'enda-en', title: 'T', style: 'afi', locale: 'nb', ...fields })).text();
		expect(await refused({ key: 'ny' })).toContain('Planen har alt en rapport med nøkkelen «ny»');
		expect(await refused({ key: 'Æ' })).toContain('«Æ» kan ikke være nøkkel');
		expect(await refused({ title: ' ' })).toContain('Skriv en tittel.');
		expect(await refused({ plan: '999' })).toContain('Analyseplanen finnes ikke.');
	});
	it('add, edit, move and take away blocks by forms, each a version of its own', async () => {
		const added = await eva.post(`${page}/blokk/ny`, { version: '1', after: '1', kind: 'text', text: 'p er {r:nytte.p}.' });
		expect(added.headers.get('location')).toBe(`${page}?lagret=2#blokk-2`);
		expect((await blocks())[1]).toEqual({ kind: 'text', text: 'p er {r:nytte.p}.' });
		expect((await eva.post(`${page}?/down`, { version: '2', block: '2' })).status).toBe(303);
		expect((await blocks())[2]!.text).toContain('p er');
		expect((await eva.post(`${page}/blokk/3`, { version: '3', kind: 'text', text: 'p er {r:nytte.p|3}.' })).status).toBe(303);
		expect(await html(page)).toMatch(/p er \d,\d{3}\./);
		expect((await eva.post(`${page}?/remove`, { version: '4', block: '3' })).status).toBe(303);
		expect(await blocks()).toHaveLength(4);
		expect(await version()).toBe(5);
	});
	it('name block and mend where a binding is broken, and keep what was typed when a form is refused', async () => {
		await eva.post(`${page}/blokk/ny`, { version: '5', after: '4', kind: 'text', text: '{r:nyte.p} {t:snitt} {r:nytte}' });
		const shown = await html(page);
		for (const said of ['Blokk 5: Planen har ingen analyse som heter «nyte»', 'nytte', 'viser til en tabell eller figur som ikke er med', '«{r:nytte}» er ikke en gyldig binding']) expect(shown).toContain(said);
		const refused = await eva.post(`${page}/blokk/ny`, { version: '6', after: '0', kind: 'table', entry: 'nytte', caption: 'Beholdt', notes: '', number: 'x', more: '{"with": 3}' });
		expect(refused.status).toBe(400);
		const again = await refused.text();
		expect(again).toContain('Beholdt');
		expect(again).toContain('with');
		expect((await eva.post(`${page}/blokk/ny`, { version: '6', after: '0', kind: 'table', entry: 'nytte', caption: 'x', more: '{' })).status).toBe(400);
		expect((await eva.post(`${page}?/remove`, { version: '6', block: '5' })).status).toBe(303);
	});
	it('refuse a form that was filled in on an older version, a block that is not there, and what is no report', async () => {
		const before = await rows();
		expect(await (await eva.post(`${page}?/up`, { version: '1', block: '2' })).text()).toContain('Noen har endret rapporten');
		expect((await eva.post(`${page}?/up`, { version: String(await version()), block: '99' })).status).toBe(404);
		for (const path of [`${LIST}/999`, `${LIST}/x`, `${page}/blokk/99`, `${LIST}/999/forhandsvisning`]) expect((await eva.get(path)).status, path).toBe(404);
		expect(await rows()).toBe(before);
	});
	it('give the report as Word, Excel, HTML and an archive, and remember the hash of each', async () => {
		const first = async (file: string) => {
			const reply = await eva.post(`${page}/fil`, { file });
			return { status: reply.status, name: reply.headers.get('content-disposition'), start: Buffer.from(await reply.arrayBuffer()).subarray(0, 15).toString('latin1') };
		};
		for (const file of ['docx', 'xlsx', 'zip']) expect(await first(file)).toMatchObject({ status: 200, name: `attachment; filename="rapporten-${await version()}.${file}"`, start: expect.stringMatching(/^PK/) });
		expect((await first('html')).start).toBe('<!DOCTYPE html>');
		expect((await first('exe')).status).toBe(400);
		expect((await db.admin`select file from report_build order by id`).map((row) => row.file)).toEqual(['docx', 'xlsx', 'zip', 'html']);
		expect(await html(page)).toContain('Filer som er laget');
	});
	it('run the plan on another snapshot and show what it changed', async () => {
		const snapshot = await frozenOf(db, at.waveId, 'with_partial');
		const bound = await eva.post(`${page}?/again`, { version: String(await version()), snapshot: String(snapshot) });
		expect(bound.status).toBe(303);
		const where = await whereRun(eva, bound);
		expect(where).toBe(`${page}?fra=${at.runId}#endret`);
		const shown = await html(where.replace(/#.*/, ''));
		for (const said of ['Hva som ble endret', 'Av 12 svar er snittet 2,75. Se tabell 1.', 'Av 13 svar er snittet 2,77. Se tabell 1.']) expect(shown).toContain(said);
		const back = await eva.post(`${page}?/bind`, { version: String(await version()), run: String(at.runId) });
		expect(back.status).toBe(303);
		expect(await html(page)).toContain('Av 12 svar er snittet 2,75.');
	});
	it('say on the report\'s last page what R found, once its run has been checked', async () => {
		expect(await html(page)).toContain('Tallene er ikke sjekket i R.');
		expect(await html(`${page}/forhandsvisning`)).not.toContain('Sjekket i R');
		const check = `/evaluering/analyseplan/kjoring/${at.runId}/r`;
		expect((await eva.post(`${check}?/check`, {})).status).toBe(303);
		let shown = '';
		for (let i = 0; i < 600 && !/tall stemmer med R/.test(shown); i++) {
			await new Promise((done) => setTimeout(done, 500));
			shown = await html(page);
		}
		expect(shown).toMatch(/(\d+) av \1 tall stemmer med R/);
		expect(await html(`${page}/forhandsvisning`)).toMatch(/Sjekket i R[\s\S]*(\d+) av \1 tall stemmer med R/);
	});
	it('change nothing by being looked at', async () => {
		const before = await rows();
		for (const path of [LIST, page, `${page}?fra=1&lagret=2`, `${page}/forhandsvisning`, `${page}/blokk/2`, `${page}/blokk/ny?slag=figure&etter=1`, `${page}/blokk/ny?slag=x&etter=y`]) expect((await eva.get(path)).status, path).toBe(200);
		expect(await rows()).toBe(before);
	});
});
