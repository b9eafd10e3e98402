import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { evaluatorPage } from '../support/evaluator-page.ts';
import { createEvaluator } from '../support/evaluator.ts';
import { FIXTURE } from '../support/klass/fixture.ts';
import { startKlass, type KlassServer } from '../support/klass/server.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let klass: KlassServer;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	db = await createDatabase();
	klass = await startKlass(FIXTURE);
	await createEvaluator(db);
	server = await startServer({ databaseUrl: db.url, env: { GRUNNLAG_KLASS_URL: klass.klass, GRUNNLAG_STATBANK_URL: klass.statbank } });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await klass.stop();
	await db.drop();
});

describe.each([true, false])('the page of registers, JavaScript %s', (javaScriptEnabled) => {
	it('fetches, looks up and makes a rule by its forms, has no fault that axe finds, and no sideways scroll', async () => {
		const { page, context, errors, look } = await evaluatorPage(browser, server.origin, 'register', { javaScriptEnabled });
		await page.click('nav a[href="/evaluering/register"]');
		await look('first');
		await page.click('form[action="?/refresh"] button');
		await page.waitForSelector('[role=status]');
		await look('fetched');
		await page.fill('[name=kommune]', '1507');
		await page.fill('input[type=date][name=dag]', '2023-01-01');
		await page.fill('input[type=date][name=til]', '2024-01-01');
		await page.click('form[method=GET] button');
		await page.waitForSelector('[name=target]');
		await look('divided');
		await page.check('[name=target][value="1580"]');
		await page.fill('[name=reason]', 'Svarene gjelder Haram.');
		await page.click('form[action^="?/choose"] button');
		await page.waitForURL(/ferdig=valgt/);
		expect(await page.locator('#regler ~ * td').allTextContents()).toContain('1580 Haram');
		await look('chosen');
		await page.click('form[action="?/withdraw"] button');
		await page.waitForURL(/ferdig=trukket/);
		await page.goto(`${server.origin}/evaluering/register?avvik=1`);
		await look('differing');
		expect(errors).toEqual([]);
		await context.close();
	});
});
