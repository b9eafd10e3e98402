import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { evaluatorPage } from '../support/evaluator-page.ts';
import { createEvaluator } from '../support/evaluator.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { startStatbank, TABLES, type StatbankServer } from '../support/statbank-server.ts';

let db: TestDatabase;
let bank: StatbankServer;
let server: TestServer;
let browser: Browser;
beforeAll(async () => {
	db = await createDatabase();
	bank = await startStatbank(TABLES);
	await createEvaluator(db);
	server = await startServer({ databaseUrl: db.url, env: { GRUNNLAG_STATBANK_URL: bank.v2, GRUNNLAG_STATBANK_V1_URL: bank.v1 } });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await bank.stop();
	await db.drop();
});

describe.each([true, false])('the pages of tables, JavaScript %s', (javaScriptEnabled) => {
	it('fetch, pick and show by their forms, have no fault that axe finds, and no sideways scroll', async () => {
		const { page, context, errors, look } = await evaluatorPage(browser, server.origin, 'statbank', { javaScriptEnabled });
		await page.click('nav a[href="/evaluering/register"]');
		await page.waitForURL(/register$/);
		await page.click('a[href="/evaluering/register/tabeller"]');
		await page.waitForURL(/tabeller$/);
		await look('first');
		for (const box of await page.locator('input[name=set]').all()) await box.setChecked(['population', 'finance'].includes(await box.getAttribute('value') ?? ''));
		await page.fill('form[action="?/ready"] [name=from]', '2019');
		await page.fill('form[action="?/ready"] [name=to]', '2020');
		await page.click('form[action="?/ready"] button');
		await page.waitForSelector('[role=status]');
		await look('fetched');
		await page.fill('[name=table]', '07459');
		await page.click('form[action^="?/look"] button');
		await page.waitForSelector('[name=contents]');
		await look('picking');
		await page.selectOption('[name=contents]', ['Personer1']);
		await page.selectOption('[name=dim_Alder]', ['006', '007', '008']);
		await page.fill('form[action^="?/fetch"] [name=key]', javaScriptEnabled ? 'barn' : 'barn_uten');
		await page.click('form[action^="?/fetch"] button');
		await page.waitForSelector('[role=status]');
		await page.click('a:text-is("finance")');
		await page.waitForURL(/tabeller\/\d+$/);
		await look('table');
		for (const locale of ['nn', 'en']) {
			await page.click(`button[name=locale][value=${locale}]`);
			await page.waitForSelector(`html[lang=${locale}]`);
			await look(`table-${locale}`);
		}
		await page.click('a[href="/evaluering/register/tabeller"]');
		await page.waitForURL(/tabeller$/);
		await look('list-en');
		await page.click('button[name=locale][value=nb]');
		await page.waitForSelector('html[lang=nb]');
		expect(errors).toEqual([]);
		await context.close();
	});
});
