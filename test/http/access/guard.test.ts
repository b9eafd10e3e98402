import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublic } from '#lib/server/access/guard.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { createEvaluator, signInOverHttp } from '../../support/evaluator.ts';
import { startServer, type TestServer } from '../../support/server.ts';

const ROUTES = 'src/routes';
/** Every folder with code that answers a request, as Kit names it and as a browser would ask for it. */
const routes = [...new Set(readdirSync(ROUTES, { recursive: true, encoding: 'utf8' })
	.filter((file) => /(^|\/)\+(page|server)(\.server)?\.(svelte|ts)$/.test(file))
	.map((file) => `/${file.split('/').slice(0, -1).join('/')}`))]
	.map((id) => ({ id, path: id.split('/').filter((part) => !/^\(.*\)$/.test(part)).map((part) => part.replace(/\[\[?(\.\.\.)?[^\]]*\]?\]/g, '1')).join('/') || '/' }));

let db: TestDatabase;
let server: TestServer;
beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	server = await startServer({ databaseUrl: db.url });
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});
const ask = (path: string, init: RequestInit = {}) => fetch(server.origin + path, { redirect: 'manual', ...init });
const asBrowser = { accept: 'text/html,application/xhtml+xml' };

describe('every route', () => {
	it('is found', () => {
		expect(routes.map((r) => r.id)).toEqual(expect.arrayContaining(['/(public)', '/(public)/logg-inn', '/evaluering', '/evaluering/[survey]', '/evaluering/[survey]/tabell', '/helse']));
	});
	const closed = routes.filter((r) => !isPublic(r.id));
	it.each(closed)('sends someone who is not signed in from $path to sign in', async ({ path }) => {
		const response = await ask(path, { headers: asBrowser });
		expect(response.status).toBe(303);
		expect(response.headers.get('location')).toBe(`/logg-inn?${new URLSearchParams({ til: path })}`);
	});
	it.each(closed)('refuses a program that is not signed in at $path, by every method', async ({ path }) => {
		for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
			const response = await ask(path, { method, headers: { accept: 'application/json', 'content-type': 'application/json' }, ...(/GET|HEAD/.test(method) ? {} : { body: '{}' }) });
			expect([method, response.status]).toEqual([method, 401]);
		}
	});
	it.each(closed)('does not run what a form posts to $path when signed out', async ({ path }) => {
		const before = await db.admin`select count(*)::int as n from audit`;
		const response = await ask(`${path}?/reopen`, { method: 'POST', body: new URLSearchParams({ a: 'b' }), headers: { ...asBrowser, origin: server.origin } });
		expect(response.status).toBe(303);
		expect(response.headers.get('location')).toMatch(/^\/logg-inn\?til=/);
		expect(await db.admin`select count(*)::int as n from audit`).toEqual(before);
	});
	it.each(closed)('gives no data of $path away when signed out', async ({ path }) => {
		const response = await ask(`${path}/__data.json`);
		expect(await response.text()).toMatch(/^\{"type":"redirect","status":303,"location":"\/logg-inn\?til=[^"]*"\}$/);
	});
	it.each(routes.filter((r) => isPublic(r.id) && !r.id.startsWith('/svar')))('is open at $path, which is on the list', async ({ path }) => {
		expect((await ask(path, { headers: asBrowser })).status).toBe(200);
	});
	it.each(['/%65valuering', '/evaluering/', '/evaluering/1/', '//evaluering', '/svar/../evaluering', '/svar/%2e%2e/evaluering', '/svar/..%2fevaluering', '/evaluering/1/tabell?format=csv'])('is not reached by another spelling: %s', async (path) => {
		const response = await ask(path, { headers: asBrowser });
		expect(await response.text()).not.toMatch(/Logg ut|Undersøkelser/);
		expect(response.headers.get('content-disposition')).toBeNull();
	});
});

describe('signing in over HTTP', () => {
	it('shows what the closed pages hold to one who is signed in', async () => {
		expect(await (await (await signInOverHttp(server.origin)).get('/evaluering')).text()).toMatch(/Logg ut[^]*Undersøkelser/);
	});
	it('works without JavaScript, and leaves a cookie that scripts and other sites cannot use', async () => {
		const response = await ask('/logg-inn?/sign_in', { method: 'POST', headers: { ...asBrowser, origin: server.origin }, body: new URLSearchParams({ email: 'eva@example.no', password: 'et langt og godt passord', til: '/evaluering/1' }) });
		expect(response.status).toBe(303);
		expect(response.headers.get('location')).toBe('/evaluering/1');
		const [cookie = ''] = response.headers.getSetCookie();
		expect(cookie).toMatch(/^grunnlag\.session_token=/);
		expect(cookie).toMatch(/HttpOnly/);
		expect(cookie).toMatch(/SameSite=Lax/);
		expect(cookie).not.toMatch(/Secure|Domain/);
	});
	it('does not send anyone to another site', async () => {
		const response = await ask('/logg-inn?/sign_in', { method: 'POST', headers: { ...asBrowser, origin: server.origin }, body: new URLSearchParams({ email: 'eva@example.no', password: 'et langt og godt passord', til: '//evil.example' }) });
		expect(response.headers.get('location')).toBe('/evaluering');
	});
	it('says the same of an unknown account and of a wrong password, and never repeats the password', async () => {
		const pages = await Promise.all(['eva@example.no', 'ola@example.no'].map(async (email) => {
			const response = await ask('/logg-inn?/sign_in', { method: 'POST', headers: { ...asBrowser, origin: server.origin }, body: new URLSearchParams({ email, password: 'feil passord her' }) });
			expect(response.status).toBe(400);
			return (await response.text()).replaceAll(email, 'EMAIL').replace(/nonce="[^"]*"|nonce-[^']*|__sveltekit_\w+|id="[^"]*"/g, '');
		}));
		expect(pages[0]).toBe(pages[1]);
		expect(pages[0]).toContain('E-postadressen eller passordet er feil');
		expect(pages[0]).not.toContain('feil passord her');
	});
	it('refuses a form posted from another site', async () => {
		for (const origin of ['https://evil.example', 'null']) {
			expect((await ask('/logg-inn?/sign_in', { method: 'POST', headers: { ...asBrowser, origin }, body: new URLSearchParams({ email: 'eva@example.no', password: 'x' }) })).status).toBe(403);
		}
	});
	it('ends by a post, and the cookie is worthless afterwards', async () => {
		const eva = await signInOverHttp(server.origin);
		expect((await eva.get('/evaluering')).status).toBe(200);
		expect((await eva.get('/logg-inn?/sign_out')).status).toBe(303);
		expect((await eva.get('/evaluering')).status).toBe(200);
		const out = await eva.post('/logg-inn?/sign_out', {});
		expect(out.headers.getSetCookie().join()).toMatch(/grunnlag\.session_token=;.*Max-Age=0/);
		expect((await eva.get('/evaluering')).status).toBe(303);
	});
	it('keeps e-mail, password and addresses out of the log', async () => {
		expect(server.log()).not.toMatch(/eva@|ola@|passord|127\.0\.0\.1:\d+\/logg/);
	});
});

describe('every answer', () => {
	it.each(['/', '/evaluering', '/finnes-ikke', '/helse', '/svar/1'])('carries the security headers: %s', async (path) => {
		const { headers } = await ask(path, { headers: asBrowser });
		expect(Object.fromEntries(headers)).toMatchObject({
			'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin', 'x-frame-options': 'DENY', 'cache-control': 'private, no-store'
		});
		expect(headers.get('permissions-policy')).toContain('camera=()');
		expect(headers.get('strict-transport-security')).toBeNull();
	});
	it('has a policy that lets in nothing from elsewhere and no inline style', async () => {
		const policy = (await ask('/', { headers: asBrowser })).headers.get('content-security-policy') ?? '';
		expect(policy).toMatch(/default-src 'self'/);
		expect(policy).toMatch(/frame-ancestors 'none'/);
		expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*|https?:/);
		const html = await (await ask('/', { headers: asBrowser })).text();
		expect(html).not.toMatch(/ style="|<style/);
	});
	it('speaks the chosen language, and a choice goes back to the page it was made on', async () => {
		const response = await ask('/?/language', { method: 'POST', headers: { ...asBrowser, origin: server.origin }, body: new URLSearchParams({ locale: 'nn', til: '/personvern' }) });
		expect(response.headers.get('location')).toBe('/personvern');
		const [cookie = ''] = response.headers.getSetCookie();
		const page = await (await ask('/personvern', { headers: { ...asBrowser, cookie: cookie.split(';')[0] ?? '', 'accept-language': 'en' } })).text();
		expect(page).toMatch(/<html lang="nn">/);
		expect(page).toContain('Slik blir opplysningar om deg behandla her.');
	});
	it('sets no cookie unless one is asked for', async () => {
		for (const path of ['/', '/personvern', '/logg-inn', '/helse', '/evaluering']) expect((await ask(path, { headers: asBrowser })).headers.getSetCookie()).toEqual([]);
	});
	it('says plainly that a page is not there, in the reader’s language', async () => {
		const response = await ask('/finnes-ikke', { headers: { ...asBrowser, 'accept-language': 'nn' } });
		expect(response.status).toBe(404);
		expect(await response.text()).toContain('Sida finst ikkje');
	});
});

describe('behind a TLS proxy', () => {
	let proxied: TestServer;
	beforeAll(async () => {
		proxied = await startServer({ databaseUrl: db.url, env: { GRUNNLAG_ORIGIN: '', GRUNNLAG_TRUST_PROXY: '1' } });
	});
	afterAll(() => proxied.stop());
	const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'svar.example.no' };
	it('asks browsers to keep to https, and marks its cookies secure', async () => {
		const response = await fetch(`${proxied.origin}/logg-inn?/sign_in`, { method: 'POST', redirect: 'manual', headers: { ...asBrowser, ...forwarded, origin: 'https://svar.example.no' }, body: new URLSearchParams({ email: 'eva@example.no', password: 'et langt og godt passord' }) });
		expect(response.status).toBe(303);
		expect(response.headers.getSetCookie().join()).toMatch(/; Secure/);
		expect(response.headers.get('strict-transport-security')).toMatch(/^max-age=\d+/);
	});
	it('counts attempts by the address the proxy saw, not by what a visitor says of itself', async () => {
		await db.admin`truncate auth.sign_in_attempt`;
		for (const spoofed of ['203.0.113.1', '203.0.113.2']) {
			await fetch(`${proxied.origin}/logg-inn?/sign_in`, { method: 'POST', headers: { ...asBrowser, ...forwarded, 'x-forwarded-for': `${spoofed}, 198.51.100.9`, origin: 'https://svar.example.no' }, body: new URLSearchParams({ email: `${spoofed}@example.no`, password: 'feil passord her' }) });
		}
		expect(await db.admin`select key from auth.sign_in_attempt group by key having count(*) = 2`).toHaveLength(1);
	});
});
