import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { openedSurvey } from '../support/fieldwork.ts';
import { dispositions, openList, personalList } from '../support/lists.ts';
import { hidden, respondentClient, type RespondentClient } from '../support/respondent.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let respondent: RespondentClient;
let surveyId: number;
let root: string;

const file = (text: string) => new File([text], 'nøkler.csv', { type: 'text/csv' });
const page = async (path: string) => (await eva.get(path)).text();
const count = async (table: string) => (await db.admin.unsafe(`select count(*)::int as n from ${table}`))[0]?.n as number;
/** Everything that a look could change. */
const everything = () => db.admin`select (select jsonb_agg(s order by s.id) from seat s) as s, (select jsonb_agg(l order by l.id) from seat_list l) as l, (select count(*) from response) as r, (select count(*) from invitation_link) as k, (select count(*) from audit) as a, (select jsonb_agg(c) from seat_list_code c) as c`;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	surveyId = await openedSurvey(db);
	root = `/evaluering/${surveyId}/lenker`;
	server = await startServer({ databaseUrl: db.url });
	eva = await signInOverHttp(server.origin);
	respondent = respondentClient(server.origin);
});
afterAll(async () => {
	await server?.stop();
	await db?.drop();
});

describe('the pages of lists that others send', () => {
	it('are for the signed-in alone, the files too', async () => {
		const listId = await personalList(db, surveyId, '2', 'Bak døra');
		for (const path of [root, `${root}/ny`, `${root}/${listId}`, `${root}/${listId}/ubesvart`, `${root}/${listId}/dobbelt`]) {
			expect((await fetch(server.origin + path, { redirect: 'manual', headers: { accept: 'text/html' } })).status, path).toBe(303);
		}
		const body = new URLSearchParams({ issued: '0', format: 'csv' });
		expect((await fetch(`${server.origin}${root}/${listId}/fil`, { method: 'POST', body, redirect: 'manual', headers: { origin: server.origin } })).status).not.toBe(200);
		expect(await count('invitation_link')).toBe(0);
	});
	it('make a list of personal links from a file of keys, give its links once, and say when it was sent', async () => {
		const made = await eva.post(`${root}/ny?type=personlig`, { name: 'Utdanningsforbundet', count: '', stratum_rolle: '', added_rolle: 'Utdanningsforbundet', keys: file('nøkkel;Rolle\r\n17;\r\n18;Leder\r\n') });
		expect(made.status).toBe(303);
		const at = made.headers.get('location')?.split('?')[0] ?? '';
		expect(await page(made.headers.get('location') ?? '')).toContain('Listen er laget.');
		const links = await eva.post(`${at}/fil`, { issued: '0', format: 'csv' });
		expect(links.headers.get('content-type')).toBe('text/csv; charset=utf-8');
		expect(links.headers.get('content-disposition')).toMatch(/^attachment; filename="grunnlag-forum-lenker-\d+\.csv"$/);
		expect(links.headers.get('cache-control')).toContain('no-store');
		const rows = (await links.text()).split('\r\n');
		expect(rows[1]).toMatch(new RegExp(`^17;${server.origin}/svar/\\S+;Utdanningsforbundet$`));
		expect(rows[2]).toMatch(/;Leder$/);
		const again = await eva.post(`${at}/fil`, { issued: '0', format: 'csv' });
		expect(again.status).toBe(303);
		const told = await page(again.headers.get('location') ?? '');
		expect(told).toContain('Lenkene er laget siden du åpnet siden.');
		for (const link of rows.slice(1, 3)) expect(told).not.toContain(link.split(';')[1] ?? '-');
		const today = hidden(told, 'sentOn');
		expect((await eva.post(`${at}?/sent`, { sentOn: today, sendings: '0' })).status).toBe(303);
		expect((await eva.post(`${at}?/sent`, { sentOn: '1999-01-01', sendings: '1' })).status).toBe(422);
		expect(await dispositions(db, surveyId, Number(at.split('/').at(-1)))).toEqual({ non_contact: 2 });
		expect(await (await eva.get(`${at}/ubesvart?format=csv`)).text()).toContain('17\r\n18\r\n');
		const path = (rows[1] ?? '').split(';')[1]?.slice(server.origin.length) ?? '';
		expect((await respondent.post(path)).status).toBe(303);
		expect(server.log()).not.toContain(path.split('/')[2]);
	});
	it('refuse a file with names in it, say where, and keep what was typed', async () => {
		const before = await count('seat');
		const refused = await eva.post(`${root}/ny?type=personlig`, { name: 'Med navn', count: '', stratum_rolle: 'eier', keys: file('nøkkel;Navn\r\n1;Kari Nordmann\r\n') });
		expect(refused.status).toBe(422);
		const html = await refused.text();
		for (const text of ['value="Med navn"', 'Kolonnen ser ut til å si hvem noen er', '<option value="eier" selected']) expect(html).toContain(text);
		expect(html).not.toContain('Nordmann');
		const neither = await eva.post(`${root}/ny?type=personlig`, { name: 'X', count: '', stratum_rolle: 'eier' });
		expect(await neither.text()).toContain('Oppgi enten et antall eller en fil med nøkler.');
		expect(await count('seat')).toBe(before);
	});
	it('make an open link, pause it, mend its number and close it, each asked for by a form', async () => {
		const made = await eva.post(`${root}/ny?type=apen`, { name: 'Åpen', count: '20', ceiling: '5', perMinute: '60', opensAt: '', closesAt: '', stratum_rolle: 'eier' });
		const at = made.headers.get('location')?.split('?')[0] ?? '';
		expect(await page(at)).toMatch(new RegExp(`<code>${server.origin}/svar/felles/\\S+</code>`));
		expect(await page(at)).toContain('0 av 5 skjemaer er tatt i bruk.');
		expect((await eva.post(`${at}?/pause`, {})).headers.get('location')).toBe(`${at}?ferdig=paused`);
		expect((await eva.post(`${at}?/resume`, {})).status).toBe(303);
		expect((await eva.post(`${at}?/resize`, { count: '25', ceiling: '' })).status).toBe(303);
		expect(await page(at)).toContain('0 av 25 skjemaer er tatt i bruk.');
		expect((await eva.post(`${at}?/resize`, { count: 'mange', ceiling: '' })).status).toBe(422);
		expect((await eva.post(`${at}?/close`, {})).status).toBe(422);
		expect((await eva.post(`${at}?/close`, { confirm: 'ja' })).status).toBe(303);
		expect((await eva.post(`${at}?/resume`, {})).status).toBe(409);
		expect((await eva.get(`${root}/999999`)).status).toBe(404);
		expect((await eva.get(`${root}/x`)).status).toBe(404);
		const bad = await eva.post(`${root}/ny?type=apen`, { name: 'Ny', count: '5', ceiling: '', perMinute: '60', opensAt: 'i morgen', closesAt: '', stratum_rolle: 'eier' });
		expect(bad.status).toBe(422);
	});
	it('change nothing when they are looked at', async () => {
		const { listId } = await openList(db, surveyId, {}, 'Sett på');
		const before = await everything();
		for (const path of [root, `${root}/ny?type=apen`, `${root}/${listId}`, `${root}/${listId}/dobbelt?likhet=80&timer=alle`, `${root}/${listId}/fil`]) await eva.get(path);
		expect(await everything()).toEqual(before);
	});
});

describe('an open link over HTTP', () => {
	it('gives whoever starts a form, and an address of their own to keep, which nothing else knows', async () => {
		const { listId, token } = await openList(db, surveyId, { count: '5' }, 'Medlemmer');
		const front = await respondent.get(`/svar/felles/${token}`);
		expect(front.status).toBe(200);
		expect(front.headers.getSetCookie()).toEqual([]);
		expect(front.headers.get('x-robots-tag')).toContain('noindex');
		expect(front.text).not.toMatch(/<script[\s>]/);
		const nonce = hidden(front.text, '_nonce');
		const started = await respondent.post(`/svar/felles/${token}?sprak=nn`, { _nonce: nonce });
		expect(started.status).toBe(303);
		expect(started.location).toMatch(/^\/svar\/[0-9a-z]+-[\w-]{22}\/lenke\?sprak=nn$/);
		const own = started.location?.split('/lenke')[0] ?? '';
		const kept = await respondent.get(started.location ?? '');
		expect(kept.text).toContain(`${server.origin}${own}`);
		expect(kept.text).toContain('Ta vare på denne adressa');
		expect((await respondent.post(own)).location).toBe(`${own}/b1`);
		expect((await respondent.post(`/svar/felles/${token}`, { _nonce: nonce })).location?.split('/lenke')[0]).toBe(own);
		expect(await dispositions(db, surveyId, listId)).toEqual({ partial: 1, not_invited: 4 });
		for (const secret of [token, own.split('/')[2] ?? '-']) expect(server.log()).not.toContain(secret);
	});
	it('is looked at by link scanners without taking a seat', async () => {
		const { token } = await openList(db, surveyId, { count: '2' }, 'Skannet');
		const before = await everything();
		for (const sprak of ['', '?sprak=en', '?x=1']) await respondent.get(`/svar/felles/${token}${sprak}`);
		await fetch(`${server.origin}/svar/felles/${token}`, { method: 'HEAD' });
		expect(await everything()).toEqual(before);
	});
	it('says in the reader’s language why it takes no start, and keeps a code that was typed wrong', async () => {
		const codes = new TextEncoder().encode('kode\n10001');
		const { token } = await openList(db, surveyId, { count: '1', codes }, 'Med koder');
		const path = `/svar/felles/${token}`;
		const nonce = hidden((await respondent.get(path)).text, '_nonce');
		const wrong = await respondent.post(`${path}?sprak=en`, { _nonce: nonce, _code: '<b>77777' });
		expect(wrong.status).toBe(422);
		for (const text of ['The code is not on the list', 'value="&lt;b>77777"', 'aria-invalid="true"']) expect(wrong.text).toContain(text);
		expect((await respondent.post(path, { _nonce: nonce, _code: ' 100-01 ' })).status).toBe(303);
		const full = await respondent.get(`${path}?sprak=nn`);
		expect(full.status).toBe(410);
		expect(full.text).toContain('Undersøkinga er full');
		expect((await respondent.post(path, { _nonce: 'x'.repeat(22), _code: '10001' })).status).toBe(410);
		await db.admin`update seat_list set state = 'paused', ceiling = 2 where name = 'Med koder'`;
		await db.admin`update seat_list set ceiling = 1, taken = 0 where name = 'Med koder'`;
		expect((await respondent.get(path)).status).toBe(503);
	});
	it('refuses what is no form of its own page, and unknown links, with a page that says so', async () => {
		const { token } = await openList(db, surveyId, {}, 'Rare');
		const path = `/svar/felles/${token}`;
		const before = await everything();
		const foreign: Record<string, string>[] = [{}, { _nonce: '' }, { _nonce: 'kort' }, { _nonce: '<script>' }];
		for (const fields of foreign) expect((await respondent.post(path, fields)).status).toBe(400);
		expect((await respondent.raw(path, 'a'.repeat(10), { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(400);
		expect((await respondent.raw(path, 'x', { 'content-type': 'multipart/form-data; boundary=' })).status).toBe(400);
		expect((await respondent.raw(path, '_nonce=', { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' })).status).toBe(403);
		for (const unknown of ['x', `${token.slice(0, -1)}${token.endsWith('_') ? '-' : '_'}`, '1-aaaaaaaaaaaaaaaaaaaaaa', '%00']) expect((await respondent.get(`/svar/felles/${unknown}`)).status).toBe(404);
		expect(await everything()).toEqual(before);
	});
});

describe('possible doubles over HTTP', () => {
	it('are shown by seat with what to decide, and a decision comes back to the same view', async () => {
		const { listId, token } = await openList(db, surveyId, { count: '5' }, 'Dobbelt');
		for (let i = 0; i < 2; i++) {
			const nonce = hidden((await respondent.get(`/svar/felles/${token}`)).text, '_nonce');
			const own = (await respondent.post(`/svar/felles/${token}`, { _nonce: nonce })).location?.split('/lenke')[0] ?? '';
			await respondent.post(`${own}/oppsummering`);
		}
		const at = `${root}/${listId}/dobbelt?likhet=90&timer=1`;
		const html = await page(at);
		expect(html).toContain('Levert uten svar');
		expect(html).toContain('<option value="90" selected');
		const [seat] = await db.admin<[{ id: number; ref: string }]>`select id, ref from seat where list_id = ${listId} and disposition = 'complete' order by id limit 1`;
		const decided = await eva.post(`${root}/${listId}/dobbelt?%2Fdouble=&likhet=90&timer=1`, { seat: String(seat.id) });
		expect(decided.headers.get('location')).toBe(`${at}&ferdig=double`);
		expect(await page(`${at}&ferdig=double`)).toContain('Skjemaet teller ikke lenger.');
		expect(await dispositions(db, surveyId, listId)).toEqual({ complete: 1, ineligible: 1, not_invited: 3 });
		expect((await eva.post(`${root}/${listId}/dobbelt?/double`, { seat: '999999' })).status).toBe(404);
		expect(await page(`/evaluering/${surveyId}/plasser/${seat.id}`)).toContain('Står to ganger i listen');
	});
});
