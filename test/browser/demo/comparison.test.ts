import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '#lib/server/config.ts';
import { importAll, makeSurveys, publishAll } from '../../../src/demo/job/prepare.ts';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../../support/browser.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { createEvaluator, signInWith } from '../../support/evaluator.ts';
import { startServer, TEST_SECRET, type TestServer } from '../../support/server.ts';

const LANGUAGES = { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' } as const;
const PATH = '/evaluering/sammenligning';
let database: TestDatabase;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	database = await createDatabase();
	await createEvaluator(database);
	const demo = { config: readConfig({}), secret: TEST_SECRET, database, url: database.url, signal: new AbortController().signal };
	const { ids } = await makeSurveys(demo);
	await publishAll(demo, ids);
	await importAll(demo, ids, { tick: () => undefined, note: () => undefined });
	server = await startServer({ databaseUrl: database.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await database.drop();
});

describe.each(Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[])('the comparison in %s', (language) => {
	test.each([true, false])('has no fault that axe finds, and scrolls its tables, not the page (JavaScript: %s)', async (javaScriptEnabled) => {
		const context = await browser.newContext({ ...DESKTOP, locale: LANGUAGES[language], javaScriptEnabled });
		const page = await context.newPage();
		const errors = pageErrors(page);
		await signInWith(page, server.origin);
		for (const viewport of [DESKTOP.viewport, PHONE.viewport]) {
			await page.setViewportSize(viewport);
			await page.goto(server.origin + PATH);
			expect(await page.locator('html').getAttribute('lang')).toBe(language);
			expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), String(viewport.width)).toBe(0);
			// on the phone in one language: what differs there is the layout, not the words. Rows between the first three and the last are made like them, and measuring the contrast of a thousand cells takes a minute
			if (javaScriptEnabled && (language === 'nb' || viewport !== PHONE.viewport)) expect((await new AxeBuilder({ page }).exclude('tbody tr:nth-child(n+4):not(:last-child)').analyze()).violations.map((v) => `${v.id} ${v.nodes[0]?.target.join(' ')}`)).toEqual([]);
		}
		expect(await page.locator('table').count()).toBe(13);
		expect(errors).toEqual([]);
		await context.close();
	});
});

describe('a table that is wider than the phone', () => {
	test('takes focus and scrolls by the keys, and says what it is', async () => {
		const context = await browser.newContext(PHONE);
		const page = await context.newPage();
		await signInWith(page, server.origin);
		await page.goto(server.origin + PATH);
		const region = page.getByRole('region', { name: /^Tab(ell|le) 2\./ });
		await region.focus();
		await page.keyboard.press('ArrowRight');
		await expect.poll(() => region.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
		await context.close();
	});

	test('leads from each difference to its reason', async () => {
		const context = await browser.newContext({ ...DESKTOP, locale: 'nb-NO', javaScriptEnabled: false });
		const page = await context.newPage();
		await signInWith(page, server.origin);
		await page.goto(server.origin + PATH);
		const link = page.getByRole('region', { name: /^Tabell 14\./ }).getByRole('link').first();
		const target = (await link.getAttribute('href'))?.slice(1) ?? '';
		await link.click();
		expect(new URL(page.url()).hash).toBe(`#${target}`);
		expect(await page.locator(`[id="${target}"] + dd`).count()).toBe(1);
		await context.close();
	});
});
