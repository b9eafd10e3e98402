import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, openBrowser, PHONE } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { seedSurvey } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;
beforeAll(async () => {
	db = await createDatabase();
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
	await db?.drop();
});
afterEach(async () => {
	for (const context of browser.contexts()) await context.close();
});

async function seeded(frame?: Record<string, string>) {
	const s = await seedSurvey(db.admin, { seats: [frame ? { frame } : {}] });
	return { ...s, url: `${server.origin}/svar/${s.tokens[0]}` };
}
async function open(options: BrowserContextOptions = PHONE): Promise<Page> {
	const context = await browser.newContext(options);
	return context.newPage();
}
async function started(options: BrowserContextOptions = PHONE, locale = 'nb') {
	const s = await seeded();
	const page = await open(options);
	await page.goto(`${s.url}?sprak=${locale}`);
	await page.click('.agree .primary');
	await at(page, 'om_deg');
	return { ...s, page };
}
const answers = async (surveyId: number): Promise<Record<string, unknown>> =>
	Object.fromEntries((await db.admin`select item, coalesce(to_jsonb(code), to_jsonb(codes), to_jsonb(number), to_jsonb(text), to_jsonb(state)) as value from answer where survey_id = ${surveyId} and state in ('answered', 'dont_know')`).map((r) => [r.item, r.value]));
const box = (name: string, value: string) => `input[name="${name}"][value="${value}"]:not([type=hidden])`;
/** A redirect keeps the fragment of the address it came from. */
const at = (page: Page, name: string) => page.waitForURL(new RegExp(`/${name}([?#].*)?$`));
const next = (page: Page) => page.click('.actions .primary');
const status = (page: Page, text: string) => page.waitForFunction((t) => document.querySelector('.status')?.textContent?.startsWith(t), text);

/** What axe finds, and whether anything is wider than the screen. */
async function faults(page: Page, scripted = true): Promise<string[]> {
	// axe is a script itself; the markup it would see without one is the same
	const { violations } = scripted ? await new AxeBuilder({ page }).analyze() : { violations: [] };
	const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
	return [...violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`), ...(wide ? ['wider than the screen'] : [])];
}

/** Through the whole form, looking for faults on every page. */
async function walk(page: Page, url: string, locale: string, scripted: boolean): Promise<void> {
	const sound = async (where: string) => expect(await faults(page, scripted), `${where} in ${locale}`).toEqual([]);
	await page.goto(`${url}?sprak=${locale}`);
	expect(await page.getAttribute('html', 'lang')).toBe(locale);
	await sound('front');
	await page.click('.agree .primary');
	await at(page, 'om_deg');
	expect(await page.getAttribute('html', 'lang')).toBe(locale);
	await sound('first page');
	await page.check(box('stilling', '9'));
	await page.fill('input[name=aar]', 'seksti');
	await page.check(box('med', '1'));
	await next(page);
	await page.waitForSelector('.summary');
	expect(await page.inputValue('input[name=aar]')).toBe('seksti');
	await sound('problem');
	await page.fill('input[name=aar]', '60');
	await page.fill('input[name=stilling_annet]', 'Vikar');
	await next(page);
	await at(page, 'tiltak');
	await sound('every type');
	await page.check(box('tema', '1'));
	await page.check(box('tema', '3'));
	await page.fill('input[name=timer]', '7,5');
	await page.fill('input[name=dato]', '17.5.2021');
	await page.fill('input[name=kommune]', 'oslo');
	await next(page);
	await at(page, 'vurdering');
	await sound('matrix');
	await page.check(box('p_nytte', '5'), { force: true });
	await page.check(box('p_tid', 'dk'), { force: true });
	await next(page);
	await at(page, 'oppsummering');
	await next(page);
	await page.waitForSelector('[role=alert]');
	await sound('summary with something missing');
	await page.click('.summary a >> nth=0');
	await at(page, 'om_deg');
	expect(page.url()).toMatch(/#f-fortrolig$/);
	await page.check(box('fortrolig', '1'));
	await next(page);
	await at(page, 'oppsummering');
	await page.click('.summary a >> nth=0');
	await page.check(box('p_uh', '1'), { force: true });
	await next(page);
	await at(page, 'oppsummering');
	await sound('summary');
	await next(page);
	await page.waitForSelector('.receipt');
	await sound('thanks');
}
const ALL = { fortrolig: 1, stilling: 9, stilling_annet: 'Vikar', aar: 60, med: 1, tema: [1, 3], timer: 7.5, dato: '2021-05-17', kommune: '0301', p_nytte: 5, p_tid: 'dont_know', p_uh: 1 };

describe('the whole form', () => {
	const cases = (['nb', 'nn', 'en'] as const).flatMap((locale) => [
		[locale, 'a phone', 'with script', PHONE], [locale, 'a phone', 'without script', { ...PHONE, javaScriptEnabled: false }],
		[locale, 'a desktop', 'with script', DESKTOP], [locale, 'a desktop', 'without script', { ...DESKTOP, javaScriptEnabled: false }]
	] as [string, string, string, BrowserContextOptions][]);
	it.each(cases)('in %s on %s %s goes from the link to thanks, without a fault, and loses nothing', async (locale, _device, _script, options) => {
		const { url, surveyId } = await seeded();
		await walk(await open(options), url, locale, options.javaScriptEnabled !== false);
		expect(await answers(surveyId)).toEqual(ALL);
	});
	it('is sound for axe also where the page’s script never arrives', async () => {
		const { url, surveyId } = await seeded();
		const page = await open();
		await page.route('**/svar.js', (route) => route.abort());
		await walk(page, url, 'nb', true);
		expect(await answers(surveyId)).toEqual(ALL);
	});
	it('fits a screen of 320 pixels, and one at 200 % zoom', async () => {
		const { page, url } = await started({ viewport: { width: 320, height: 600 } });
		for (const path of ['', '/om_deg', '/vurdering', '/oppsummering']) {
			await page.goto(url + path);
			expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
		}
		await page.setViewportSize({ width: 640, height: 400 });
		await page.goto(`${url}/vurdering`);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
	});
	it('has targets of at least 44 pixels on a phone', async () => {
		const { page, url } = await started();
		await page.goto(`${url}/vurdering`);
		await page.check(box('p_nytte', '5'));
		const small = await page.$$eval('.choice, .actions button, .languages a, .languages button, .languages span, .clear', (all) =>
			all.map((e) => [e.textContent, e.getBoundingClientRect()] as const).filter(([, r]) => r.height > 1 && r.height < 44).map(([text, r]) => `${text}: ${r.height}`));
		expect(small).toEqual([]);
	});
	it('shows each category’s words on a phone, and the words once above a grid on a desktop', async () => {
		const { page, url } = await started();
		const seen = (selector: string) => page.$eval(selector, (e) => e.getBoundingClientRect().width > 20);
		await page.goto(`${url}/vurdering`);
		expect([await seen('.row .choice span'), await seen('.head')]).toEqual([true, false]);
		await page.setViewportSize({ width: 1280, height: 900 });
		expect([await seen('.row .choice span'), await seen('.head')]).toEqual([false, true]);
		const rows = await page.$$eval('.row', (all) => all.map((r) => r.getBoundingClientRect().height));
		expect(Math.max(...rows)).toBeLessThan(90);
	});
	it.each(['unknown', 'closed'] as const)('the page for a link (%s) is sound too', async (kind) => {
		const { surveyId, url } = await seeded();
		if (kind === 'closed') await db.admin`update survey set state = 'closed' where id = ${surveyId}`;
		const page = await open();
		for (const locale of ['nb', 'nn', 'en']) {
			await page.goto(kind === 'closed' ? `${url}?sprak=${locale}` : `${server.origin}/svar/1-x?sprak=${locale}`);
			expect(await page.getAttribute('html', 'lang')).toBe(locale);
			expect(await faults(page)).toEqual([]);
		}
	});
	it('sets no cookie and stores nothing in the browser', async () => {
		const { page } = await started();
		await page.check(box('stilling', '1'));
		await status(page, 'Lagret');
		expect(await page.context().cookies()).toEqual([]);
		expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
	});
});

describe('without script', () => {
	const OFF = { ...PHONE, javaScriptEnabled: false };
	it('an answer can be taken back, the Enter key goes on, and the language changes with what stands on the page', async () => {
		const { page, surveyId } = await started(OFF);
		await page.check(box('stilling', '1'));
		await page.check(box('med', '2'));
		await page.click('button[name=_clear][value=stilling]');
		await at(page, 'om_deg');
		expect(await answers(surveyId)).toEqual({ med: 2 });
		await page.fill('input[name=aar]', '4');
		await page.click('button[name=_locale][value=nn]');
		await page.waitForSelector('html[lang=nn]');
		expect(await page.inputValue('input[name=aar]')).toBe('4');
		await page.press('input[name=aar]', 'Enter');
		await at(page, 'vurdering');
		expect(await answers(surveyId)).toEqual({ med: 2, aar: 4 });
	});
	it('a double click on “send in” gives one response and thanks', async () => {
		const { page, url, surveyId } = await started(OFF);
		await db.admin`insert into answer (survey_id, response_id, version_id, item, kind, state, code)
			select r.survey_id, r.id, r.version_id, i.item, 'code', 'answered', i.code from response r, (values ('fortrolig', 1), ('stilling', 1), ('med', 2), ('p_nytte', 1), ('p_tid', 1), ('p_uh', 1)) i (item, code) where r.survey_id = ${surveyId}`;
		await page.goto(`${url}/oppsummering`);
		await page.dblclick('.actions .primary');
		await page.waitForSelector('.receipt');
		expect((await db.admin`select count(*)::int as n, min(state) as state from response where survey_id = ${surveyId}`)[0]).toEqual({ n: 1, state: 'submitted' });
	});
});

describe('with script', () => {
	it('says when an answer is safe, and it is', async () => {
		const { page, surveyId } = await started();
		await page.check(box('stilling', '2'));
		await status(page, 'Lagret');
		expect(await answers(surveyId)).toEqual({ stilling: 2 });
		await page.fill('input[name=aar]', 'ti');
		await status(page, 'Skriv svaret som et tall');
		await page.fill('input[name=aar]', '10');
		await status(page, 'Lagret');
		// held until the word has been seen: a fast server's answer would take it away between two frames
		const { promise: seen, resolve: go } = Promise.withResolvers<void>();
		await page.route('**/lagre', (route) => seen.then(() => route.continue()));
		await page.check(box('fortrolig', '1'));
		await status(page, 'Lagrer');
		go();
		await status(page, 'Lagret');
		await page.click('button[name=_clear][value=stilling]');
		await status(page, 'Lagret');
		await expect.poll(() => answers(surveyId)).toEqual({ aar: 10, fortrolig: 1 });
		expect(page.url()).toMatch(/om_deg$/);
	});
	it('keeps what is given while the connection is down, says so, and saves it when it is back', async () => {
		const { page, surveyId } = await started();
		await page.context().setOffline(true);
		await page.check(box('stilling', '2'));
		await status(page, 'Ikke lagret');
		await page.fill('input[name=aar]', '7');
		await status(page, 'Ikke lagret');
		expect(await answers(surveyId)).toEqual({});
		await page.context().setOffline(false);
		await status(page, 'Lagret');
		expect(await answers(surveyId)).toEqual({ stilling: 2, aar: 7 });
	});
	it('tries again by itself when the server is away for a while', async () => {
		const { page, surveyId } = await started();
		let refusals = 2;
		await page.route('**/lagre', (route) => (refusals-- > 0 ? route.fulfill({ status: 503 }) : route.continue()));
		await page.check(box('med', '1'));
		await status(page, 'Ikke lagret');
		await status(page, 'Lagret');
		expect(await answers(surveyId)).toEqual({ med: 1 });
	});
	it('asks before the page is left only while something is unsaved', async () => {
		const { page, url } = await started();
		const asked: string[] = [];
		page.on('dialog', (dialog) => {
			asked.push(dialog.type());
			void dialog.accept();
		});
		await page.check(box('stilling', '2'));
		await status(page, 'Lagret');
		await page.goto(`${url}/vurdering`);
		expect(asked).toEqual([]);
		await page.route('**/lagre', (route) => route.abort());
		await page.check(box('p_tid', '2'), { force: true });
		await status(page, 'Ikke lagret');
		await page.goto(`${url}/om_deg`);
		expect(asked).toEqual(['beforeunload']);
	});
	it('saves on the way out what there was no time to save', async () => {
		const { page, surveyId } = await started();
		await page.fill('input[name=aar]', '33');
		await page.close();
		await expect.poll(() => answers(surveyId)).toEqual({ aar: 33 });
	});
	it('two tabs keep each other’s answers, with autosave and with posts', async () => {
		const { page: a, url, surveyId } = await started();
		const b = await a.context().newPage();
		await b.goto(`${url}/om_deg`);
		await a.check(box('stilling', '1'));
		await status(a, 'Lagret');
		await b.fill('input[name=aar]', '12');
		await status(b, 'Lagret');
		await a.check(box('fortrolig', '1'));
		await status(a, 'Lagret');
		await b.check(box('stilling', '2'));
		await status(b, 'Lagret');
		await a.check(box('med', '2'));
		await next(a);
		await at(a, 'vurdering');
		await next(b);
		await at(b, 'vurdering');
		expect(await answers(surveyId)).toEqual({ stilling: 2, aar: 12, fortrolig: 1, med: 2 });
	});
	it('lets “vet ikke” and another answer shut each other out', async () => {
		const { page, url, surveyId } = await started();
		await page.check(box('med', '1'));
		await next(page);
		await at(page, 'tiltak');
		expect(url).toBeTruthy();
		await page.check(box('tema', '1'));
		await page.check(box('tema', 'dk'));
		expect(await page.isChecked(box('tema', '1'))).toBe(false);
		await page.check(box('tema', '2'));
		expect(await page.isChecked(box('tema', 'dk'))).toBe(false);
		await status(page, 'Lagret');
		await expect.poll(() => answers(surveyId)).toEqual({ med: 1, tema: [2] });
	});
	it('tells a tab that is still open that the form has been sent in, and keeps what is written there', async () => {
		const { page, surveyId } = await started();
		await db.admin`update response set state = 'submitted', submitted_at = now() where survey_id = ${surveyId}`;
		await page.check(box('stilling', '1'));
		await status(page, 'Skjemaet er allerede sendt inn');
		await next(page);
		await page.waitForSelector('h1:has-text("allerede sendt inn")');
		expect(await faults(page)).toEqual([]);
		expect((await db.admin`select patch from late_save where survey_id = ${surveyId}`).map((r) => r.patch)).toEqual([[{ item: 'stilling', kind: 'code', state: 'answered', code: 1 }]]);
	});
});
