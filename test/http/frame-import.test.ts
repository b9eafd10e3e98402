import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { demoFile, demoQuestionnaire, everything, makeSurvey } from '../support/frame.ts';
import { random } from '../support/insistent.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let session: Awaited<ReturnType<typeof signInOverHttp>>;
let surveyId: number;
let root: string;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	({ surveyId } = await makeSurvey(db, demoQuestionnaire('samarbeidsforum')));
	root = `/evaluering/${surveyId}/populasjon`;
	server = await startServer({ databaseUrl: db.url });
	session = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

const file = (content: string | Uint8Array, name = 'liste.csv') => new File([content as BlobPart], name, { type: 'text/csv' });
const upload = (content: string | Uint8Array, name?: string) => session.post(`${root}?/upload`, { list: file(content, name) });
const all = async () => ({ ...await everything(db), uploads: (await db.admin`select id::text, mapping::text from contact.frame_upload order by 1`).map((r) => JSON.stringify(r)) });

/** Uploads a list and gives the address of its first page. */
async function uploaded(content: string | Uint8Array): Promise<string> {
	const response = await upload(content);
	expect(response.status).toBe(303);
	return new URL(response.headers.get('location') ?? '', server.origin).pathname.replace(/\/kolonner$/, '');
}

/** Presses the button that imports, and follows the page that a long one is followed on to where it ends. */
async function imported(here: string): Promise<string> {
	const pressed = await session.post(`${here}/kontroll?/import`, {});
	expect(pressed.status).toBe(303);
	let location = pressed.headers.get('location') ?? '';
	while (location.endsWith('/henter')) {
		const page = await session.get(location);
		expect([200, 303]).toContain(page.status);
		location = page.headers.get('location') ?? location;
	}
	return location;
}

/** The fields of the form that stands on a page, as a browser without JavaScript would send them back. */
function fieldsIn(html: string): Record<string, string> {
	const fields: Record<string, string> = {};
	for (const [, name = '', options = ''] of html.matchAll(/<select[^>]* name="([^"]+)"[^>]*>(.*?)<\/select>/gs)) fields[name] = /value="([^"]*)"[^>]* selected/.exec(options)?.[1] ?? '';
	for (const [tag] of html.matchAll(/<input[^>]*name="name\.\d+"[^>]*>/g)) fields[/name="([^"]+)"/.exec(tag)?.[1] ?? ''] = /value="([^"]*)"/.exec(tag)?.[1] ?? '';
	return fields;
}

describe('bringing in a population without JavaScript', () => {
	it('goes from file by way of columns and a check to the population, and only the posts change anything', async () => {
		const here = await uploaded(demoFile('frames/samarbeidsforum.csv'));
		const columns = await session.get(`${here}/kolonner`);
		expect(columns.status).toBe(200);
		const form = fieldsIn(await columns.text());
		expect(form).toMatchObject({ 'use.0': 'ref', 'use.1': 'name', 'use.2': 'email', 'use.3': 'stratum', 'name.3': 'fylke', 'use.6': 'variable', 'name.6': 'stilling' });
		const chosen = await session.post(`${here}/kolonner?/choose`, form);
		expect([chosen.status, chosen.headers.get('location')]).toEqual([303, `${here}/kontroll`]);
		const before = await all();
		const check = await (await session.get(`${here}/kontroll`)).text();
		expect(check.replace(/<[^>]+>/g, ' ')).toMatch(/Personer med flere plasser\s+13\s/);
		for (const path of [root, `${here}/kolonner`, `${here}/kontroll`, `${here}/problemer`, `${root}/sla-sammen`]) expect((await session.get(path)).status, path).toBe(200);
		expect(await all()).toEqual(before);
		const done = await imported(here);
		expect(done).toMatch(/\?hentet=\d+$/);
		const page = await (await session.get(done)).text();
		expect(page).toContain('304 nye og 0 endrede plasser');
		expect(page.replace(/<[^>]+>/g, ' ')).toMatch(/Ikke oppgitt\s+9/);
		expect(page).not.toMatch(/@forum\.example/);
		const gone = await session.get(`${here}/kontroll`);
		expect(gone.status).toBe(404);
		expect(await gone.text()).toContain('Listen er ikke her lenger');
		// the button pressed twice: it says again what was done
		const after = await all();
		expect(await imported(here)).toBe(done);
		expect(await all()).toEqual(after);
	});
	it('shows every problem by row and column, refuses the import, and gives the problems as CSV without addresses', async () => {
		const before = await everything(db);
		const here = await uploaded('ref;navn;epost;fylke;forum;rolle;stilling\nx1;Kari;kari-uten-alfakrøll;Agder;Agder;UH;\nx1;<script>alert(1)</script>;ola@dal.example;Narnia;Agder;UH;<b>x</b>\n');
		expect((await session.post(`${here}/kolonner?/choose`, fieldsIn(await (await session.get(`${here}/kolonner`)).text()))).status).toBe(303);
		const html = await (await session.get(`${here}/kontroll`)).text();
		expect(html).not.toContain('<script>alert');
		const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
		expect(text).toContain('2 epost Feil Dette er ikke en e-postadresse. Skriv én adresse, for eksempel anna@example.no. kari-uten-alfakrøll');
		expect(text).toContain('3 ref Feil Rad 2 har samme nøkkel');
		expect(text).toContain('3 fylke Feil Spørreskjemaet har ingen slik kategori. Rett verdien, eller legg kategorien til i skjemaet. Narnia');
		expect(html).not.toContain('action="?/import">\n\t<button');
		const refused = await session.post(`${here}/kontroll?/import`, {});
		// at once, or on the page of an import that took a while
		expect(await (refused.status === 422 ? refused : await session.get(refused.headers.get('location') ?? '')).text()).toContain('Rad 2 har samme nøkkel');
		const csv = await (await session.get(`${here}/problemer`)).text();
		expect(csv.split('\r\n').slice(1, 4).map((line) => line.split(';').slice(0, 3).join(';'))).toEqual(['2;epost;Feil', '3;ref;Feil', '3;fylke;Feil']);
		expect(csv).not.toContain('alfakrøll');
		expect(await everything(db)).toEqual(before);
		expect((await session.post(`${here}/kontroll?/discard`, {})).status).toBe(303);
	});
	it('that takes time is followed on a page, stopped there with nothing kept, and begun again', async () => {
		const here = await uploaded('ref;navn;epost;fylke;forum;rolle;stilling\nvent1;Vera Vent;vera@vent.example;Agder;Agder;UH;\n');
		expect((await session.post(`${here}/kolonner?/choose`, fieldsIn(await (await session.get(`${here}/kolonner`)).text()))).status).toBe(303);
		const before = await all();
		/** Holds the population as another import would, while `work` goes on. */
		const held = (work: () => Promise<void>) => db.admin.begin(async (sql) => {
			await sql`select pg_advisory_xact_lock(7205303, ${surveyId})`;
			await work();
		});
		await held(async () => {
			const pressed = await session.post(`${here}/kontroll?/import`, {});
			expect(pressed.headers.get('location')).toBe(`${here}/henter`);
			const page = await (await session.get(`${here}/henter`)).text();
			for (const text of ['Listen hentes inn', 'Listen leses og sammenlignes', 'http-equiv="refresh"', 'action="?/stop"']) expect(page).toContain(text);
			const stopped = await session.post(`${here}/henter?/stop`, {});
			expect([stopped.status, stopped.headers.get('location')]).toEqual([303, `${here}/henter`]);
		});
		await expect.poll(async () => (await session.get(`${here}/henter`)).text(), { timeout: 30_000 }).toContain('Ingenting fra listen er hentet inn');
		expect(await all()).toEqual(before);
		await held(async () => expect((await session.post(`${here}/kontroll?/import`, {})).headers.get('location')).toBe(`${here}/henter`));
		const done = await imported(here);
		expect(await (await session.get(done)).text()).toContain('1 nye og 0 endrede plasser');
		expect((await session.get(`${here}/henter`)).headers.get('location')).toBe(done);
		expect((await session.get(`${root}/00000000-0000-0000-0000-000000000000/henter`)).headers.get('location')).toMatch(/kontroll$/);
	});
	it('keeps what was chosen when the columns do not hold together, and stores no choice', async () => {
		const here = await uploaded('a;b;c\n1;k@x.example;Agder\n');
		const refused = await session.post(`${here}/kolonner?/choose`, { 'use.0': 'ref', 'use.1': 'stratum', 'name.1': 'Fylke!', 'use.2': 'ref' });
		expect(refused.status).toBe(422);
		const html = await refused.text();
		expect(fieldsIn(html)).toMatchObject({ 'use.0': 'ref', 'use.1': 'stratum', 'name.1': 'Fylke!', 'use.2': 'ref' });
		expect(html).toContain('Ingen kolonne er valgt som e-postadresse');
		expect(await db.admin`select from contact.frame_upload where mapping is not null`).toHaveLength(0);
		expect((await session.post(`${here}/kolonner?/choose`, { 'use.0': 'drop table' })).status).toBe(422);
		expect((await session.post(`${here}/kolonner?/discard`, {})).status).toBe(303);
	});
	it('merges the raw lists by a recipe, accounts for what was left out, and goes on to the columns', async () => {
		const { surveyId: leaders } = await makeSurvey(db, demoQuestionnaire('skoleledere'));
		const base = `/evaluering/${leaders}/populasjon`;
		const form = new FormData();
		for (const name of ['nsr.csv', 'skolelederforbundet.csv']) form.append('lists', file(demoFile(`frames/raw/${name}`), name));
		form.append('recipe', file(demoFile('skoleledere.recipe.json'), 'r.json'));
		const merged = await session.send(`${base}/sla-sammen`, form);
		expect(merged.status).toBe(303);
		const report = new URL(merged.headers.get('location') ?? '', server.origin).pathname;
		const html = await (await session.get(report)).text();
		expect(html.replace(/<[^>]+>/g, ' ')).toMatch(/1\s362/);
		expect(html).toContain('Utenfor de fem fylkene');
		expect(html).not.toMatch(/@skole\.example/i);
		const csv = await (await session.get(report.replace('sammensetning', 'utelatt'))).text();
		expect(csv.trim().split('\r\n')).toHaveLength(186);
		const here = report.replace('/sammensetning', '');
		expect((await session.post(`${here}/kolonner?/choose`, fieldsIn(await (await session.get(`${here}/kolonner`)).text()))).status).toBe(303);
		const details = `${base}/inntak/${/hentet=(\d+)/.exec(await imported(here))?.[1]}`;
		expect(await (await session.get(details)).text()).toContain('Kulturskole, sykehusskole eller voksenopplæring');
		const without = new FormData();
		without.append('lists', file('a;b\n1;2'));
		without.append('text', '{"format": 1}');
		const refused = await session.send(`${base}/sla-sammen`, without);
		expect(refused.status).toBe(422);
		expect(await refused.text()).toContain('{"format": 1}</textarea>');
	});
});

/** Starts a post of `size` bytes and sends only the first of them; the status that comes back all the same. */
function begin(size: number | null, cookie: string): Promise<number> {
	return new Promise((done, fail) => {
		const req = request(`${server.origin}${root}?/upload`, {
			method: 'POST', headers: { origin: server.origin, cookie, accept: 'text/html', 'content-type': 'multipart/form-data; boundary=x', ...(size === null ? {} : { 'content-length': size }) }
		}, (res) => {
			done(res.statusCode ?? 0);
			req.destroy();
		});
		req.on('error', fail);
		req.write('--x\r\ncontent-disposition: form-data; name="list"; filename="stor.csv"\r\n\r\n');
		if (size !== null) return;
		const more = () => {
			for (let i = 0; i < 100; i++) if (!req.write('a'.repeat(1 << 16))) break;
			if (!req.destroyed) setTimeout(more, 5);
		};
		more();
	});
}

/** Always the same: real chance gives a text file now and then, or what begins as one of UTF-16. */
const noise = (length: number): Uint8Array => {
	const chance = random(7);
	return Uint8Array.from({ length }, () => Math.floor(chance() * 256));
};

describe('what is no population list', () => {
	it('of 50 MB is refused as too large on its stated length alone, and without one as soon as too much has come', async () => {
		expect(await begin(50_000_000, session.cookie)).toBe(413);
		expect(await begin(null, session.cookie)).toBe(413);
		const page = await upload(new Uint8Array(20_000_001).fill(97));
		expect(page.status).toBe(413);
		expect(await page.text()).toContain('Filen er større enn 20 MB');
	});
	it.each([
		['a file that is empty', '', 422], ['unclosed quotes', 'ref;navn\n"1;2\n', 422], ['rows of other lengths', 'ref;navn\n1\n1;2;3\n', 422], ['a NUL', 'ref;navn\n1;\0\n', 415],
		['10,000 bytes of noise', noise(10_000), 415], ['a zip that is none', Uint8Array.from([0x50, 0x4b, 3, 4, ...noise(500)]), 415]
	])('being %s gives a page that says so, and stores nothing', async (_, content, status) => {
		const before = await all();
		const response = await upload(content);
		expect(response.status).toBe(status);
		expect(await response.text()).toContain('role="alert"');
		expect(await all()).toEqual(before);
	});
	it('or no form at all, gives a plain answer', async () => {
		expect((await session.post(`${root}?/upload`, {})).status).toBe(400);
		expect((await session.post(`${root}?/upload`, { list: 'text, not a file' })).status).toBe(400);
		const broken = await fetch(`${server.origin}${root}?/upload`, { method: 'POST', body: 'no form', headers: { origin: server.origin, cookie: session.cookie, accept: 'text/html', 'content-type': 'multipart/form-data; boundary=x' } });
		expect(broken.status).toBe(400);
	});
});

describe('the population pages', () => {
	it('are for those signed in only', async () => {
		for (const path of ['', '/sla-sammen', '/00000000-0000-0000-0000-000000000000/kolonner', '/00000000-0000-0000-0000-000000000000/problemer']) {
			const response = await fetch(server.origin + root + path, { redirect: 'manual', headers: { accept: 'text/html' } });
			expect(response.status, path).toBe(303);
			expect(response.headers.get('location')).toMatch(/^\/logg-inn/);
		}
		const form = new FormData();
		form.append('list', file('ref;epost\n1;a@a.example\n'));
		const before = await all();
		expect((await fetch(`${server.origin}${root}?/upload`, { method: 'POST', body: form, redirect: 'manual', headers: { origin: server.origin } })).status).toBe(401);
		expect((await fetch(`${server.origin}${root}?/upload`, { method: 'POST', body: form, redirect: 'manual', headers: { origin: 'https://evil.example', cookie: session.cookie } })).status).toBe(403);
		expect(await all()).toEqual(before);
	});
	it('of a survey or list that is not there are not found', async () => {
		const here = await uploaded('ref;epost\n1;a@a.example\n');
		const { surveyId: other } = await makeSurvey(db);
		for (const path of ['/evaluering/999999/populasjon', '/evaluering/abc/populasjon', `${root}/abc/kolonner`, `${root}/inntak/999999`, `${root}/inntak/x`, here.replace(`/${surveyId}/`, `/${other}/`) + '/kolonner', `${here}/sammensetning`, `${here}/utelatt`]) {
			expect((await session.get(path)).status, path).toBe(404);
		}
		await session.post(`${here}/kolonner?/discard`, {});
	});
	it('leave no name and no address in the log, the audit or the import’s record', async () => {
		expect(server.log()).not.toMatch(/@|Kari|alfakrøll|dal\.example/i);
		expect(JSON.stringify(await db.admin`select subject from audit`) + JSON.stringify(await db.admin`select report, mapping from frame_import`)).not.toContain('@');
	});
});
