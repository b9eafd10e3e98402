import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, openBrowser } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { evaluatorPage } from '../support/evaluator-page.ts';
import { createEvaluator, signInWith } from '../support/evaluator.ts';
import { answeredSurvey } from '../support/frozen.ts';
import { frozenOf } from '../support/report-stored.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	const { waveId } = await answeredSurvey(db, 40);
	await frozenOf(db, waveId);
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

describe.each([true, false])('the workbench, JavaScript %s', (javaScriptEnabled) => {
	it('leads from variables to a method, a result and a plan that is run, with no fault that axe finds and no sideways scroll', async () => {
		const { page, context, errors, look } = await evaluatorPage(browser, server.origin, 'bench', { javaScriptEnabled });
		const key = `plan-${javaScriptEnabled ? 1 : 2}`;
		await page.goto(`${server.origin}/evaluering/analyseplan`);
		await page.fill('form[action="?/make"] [name=title]', 'Planen');
		await page.fill('form[action="?/make"] [name=key]', key);
		await page.click('form[action="?/make"] button');
		await page.waitForURL(/analyseplan\/\d+$/);
		const plan = page.url();
		await look('empty-plan');

		await page.click('nav a[href="/evaluering/analyse"]');
		await page.waitForURL('**/evaluering/analyse');
		await look('begin');
		await page.fill('[name=sok]', 'nytte');
		await page.click('.search button');
		await page.waitForURL(/sok=nytte/);
		await page.check('[name=v][value=p_nytte]');
		await page.fill('[name=sok]', '');
		await page.click('.search button');
		await page.waitForURL(/v=p_nytte/);
		await page.click('details.block:has([value=stilling]) > summary');
		await page.check('[name=v][value=stilling]');
		await page.selectOption('[name=filtrer]', 'rolle');
		await page.click('text=Velg verdier');
		await page.waitForSelector('[name=hvor][value="rolle:uh"]');
		await page.check('[name=hvor][value="rolle:uh"]');
		await page.click('text=Vis metoder som passer');
		await page.waitForURL(/hvor=rolle/);
		await look('offers');
		await page.click('ol.offers a:has-text("Krysstabell")');
		await page.waitForSelector('#resultat .said');
		expect(await page.textContent('#resultat')).toContain('n = 26');
		await look('result');
		await page.click('#resultat summary:has-text("Legg analysen")');
		await page.fill('#resultat [name=title]', 'Nytte etter stilling');
		await page.selectOption('#resultat [name=plan]', { label: `Planen (${key})` });
		await page.click('#resultat button:has-text("Legg til")');
		await page.waitForURL(/lagt_til=/);

		await page.goto(plan);
		await page.click('form[action="?/run"] button');
		await page.waitForURL(/kjoring\/\d+$/);
		await look('run');
		await page.goto(`${plan}?rediger=nytte-etter-stilling`);
		await look('plan');
		await page.fill('[name=spec]', '{"method": "crosstab", "rows": "p_nytte"}');
		await page.click('form[action^="?/save"] button');
		await page.waitForSelector('[role=alert]');
		expect(await page.textContent('[role=alert]')).toContain('«nytte-etter-stilling»: Kolonner');
		expect(await page.inputValue('[name=spec]')).toContain('"rows": "p_nytte"');
		await look('faults');
		// a plan that takes minutes is waited for on a page that tells how far it is
		const slow = { method: 'crosstab', rows: 'p_nytte', columns: 'stilling', exact: 'monte_carlo', replicates: 10_000_000 };
		await page.fill('[name=spec]', JSON.stringify({ method: 'family', specs: Array.from({ length: 20 }, () => slow) }));
		await page.click('form[action^="?/save"] button');
		await page.waitForURL(/ferdig=endret/);
		await page.click('form[action="?/run"] button');
		await page.waitForURL(/kjorer\/[0-9a-f-]+$/);
		await page.waitForSelector('text=0 av 1 analyser er kjørt');
		await look('plan-runs');
		await page.click('form[action="?/cancel"] button');
		await page.waitForSelector('text=Kjøringen er avbrutt');
		await look('plan-cancelled');
		await page.click('a:has-text("Tilbake dit")');
		await page.waitForURL(plan);
		// the browser tells of the fault that was asked for
		expect(errors.filter((e) => !e.includes('422'))).toEqual([]);
		await context.close();
	});
});

describe('the workbench in other languages', () => {
	it.each(['nn', 'en'] as const)('shows no key of a text in %s', async (locale) => {
		const context = await browser.newContext({ ...DESKTOP, javaScriptEnabled: false });
		const page = await context.newPage();
		await signInWith(page, server.origin);
		await context.addCookies([{ name: 'grunnlag.language', value: locale, url: server.origin }]);
		for (const path of ['', '?v=p_nytte&v=p_tid&v=rolle&metode=battery', '?v=p_nytte&v=stilling&metode=crosstab', '?v=kommentar&v=aar']) {
			await page.goto(`${server.origin}/evaluering/analyse${path}`);
			expect(await page.getAttribute('html', 'lang')).toBe(locale);
			expect(await page.textContent('main')).not.toMatch(/\b(workbench|result|figure|analysis)_[a-z]/);
		}
		await context.close();
	});
});
