import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInWith } from '../support/evaluator.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;
let surveyId: number;

async function signedIn(options: BrowserContextOptions): Promise<Page> {
	const page = await (await browser.newContext({ locale: 'nb-NO', ...options })).newPage();
	await signInWith(page, server.origin);
	return page;
}
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	surveyId = await openedSurvey(db);
	await addSeats(db, surveyId, Array.from({ length: 60 }, (_, i) => ({ ref: `SF${1000 + i}`, name: `Åse ${i}`, email: `p${i}@example.org`, sampled: false, rolle: i < 20 ? 'eier' : 'leder' })));
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

describe.each([['with JavaScript', true], ['without JavaScript', false]])('%s', (_, javaScriptEnabled) => {
	it('an evaluator plans a sample with fixed numbers by stratum, sees the allocation, draws it and draws it again', async () => {
		const page = await signedIn({ ...DESKTOP, javaScriptEnabled });
		const errors = pageErrors(page);
		await page.goto(`${server.origin}/evaluering/${surveyId}`);
		await page.click('a[href$="/utvalg"]');
		await page.waitForURL(/\/utvalg$/);
		await page.selectOption('[name=method]', 'stratified');
		await page.selectOption('[name=by]', 'rolle');
		await page.selectOption('[name=allocation]', 'fixed');
		await page.click('form[action^="?/preview"] button');
		await page.waitForSelector('[name="number:[\\"leder\\"]"]');
		expect(await page.inputValue('[name="number:[\\"eier\\"]"]')).toBe('20');
		await page.fill('[name="number:[\\"leder\\"]"]', '41');
		await page.click('form[action^="?/preview"] button');
		await page.waitForSelector('[role=alert]');
		expect(await page.textContent('[role=alert]')).toContain('fra 0 til 40');
		await page.fill('[name="number:[\\"leder\\"]"]', '10');
		await page.click('form[action^="?/preview"] button');
		await page.waitForSelector('#fordelingen');
		expect(await page.textContent('#fordelingen')).toContain('0,250');
		await page.click('form[action="?/draw"] button');
		await page.waitForURL(/ferdig=trukket/);
		expect(await page.textContent('#utvalget')).toContain('0,250');
		expect((await db.admin`select from seat where sampled`).length).toBe(30);
		// the browser's own word for the numbers that were refused above, and nothing else
		expect(errors).toEqual(['Failed to load resource: the server responded with a status of 400 (Bad Request)']);
		await page.context().close();
	});
});

describe.each([['phone', PHONE], ['desktop', DESKTOP]])('on a %s', (_, device) => {
	it('the page has no fault that axe finds and is no wider than the screen, before and after the allocation is shown', async () => {
		const page = await signedIn(device);
		await page.goto(`${server.origin}/evaluering/${surveyId}/utvalg`);
		for (const shown of ['', 'simple', 'stratified_clusters']) {
			if (shown) {
				await page.selectOption('[name=method]', shown);
				await page.selectOption('[name=by]', shown === 'simple' ? '' : 'rolle');
				await page.selectOption('[name=cluster]', shown === 'simple' ? '' : 'rolle');
				await page.fill('[name=n]', shown === 'simple' ? '12' : '1');
				await page.click('form[action^="?/preview"] button');
				await page.waitForSelector('#fordelingen');
				await expect.poll(() => page.textContent('#fordelingen')).toContain(shown === 'simple' ? 'Skal trekkes' : 'Klynger som trekkes');
			}
			expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([]);
			expect(await overflow(page)).toBeLessThanOrEqual(0);
		}
		await page.context().close();
	});
});
