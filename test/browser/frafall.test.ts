import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SurveyIds } from '../../src/demo/job/context.ts';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInWith } from '../support/evaluator.ts';
import { loadEvaluation } from '../support/frafall.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;
let ids: SurveyIds;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	ids = await loadEvaluation(db);
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

describe.each([true, false])('the page on frafall, JavaScript %s', (javaScriptEnabled) => {
	it('has no fault that axe finds and no sideways scroll on phone or desk, and saves weights by its form', async () => {
		const context = await browser.newContext({ ...DESKTOP, locale: 'nb-NO', javaScriptEnabled });
		const page = await context.newPage();
		const errors = pageErrors(page);
		await signInWith(page, server.origin);
		for (const path of [`${ids.nettverk}/frafall`, `${ids.skoleledere}/frafall?rader=fylke&kolonner=liste&par=ja`, `${ids.skoleledere}/frafall?metode=rake&vektstratum=liste`]) {
			await page.goto(`${server.origin}/evaluering/${path}`);
			// axe needs scripts in the page
			if (javaScriptEnabled) expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => `${path}: ${v.id} ${v.nodes[0]?.target.join(' ')}`)).toEqual([]);
			expect(await page.locator('h1').count()).toBe(1);
			for (const { viewport } of [PHONE, DESKTOP]) {
				await page.setViewportSize(viewport);
				expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${path} at ${viewport.width}`).toBe(0);
			}
		}
		const name = javaScriptEnabled ? 'vekt_med' : 'vekt_uten';
		await page.fill('[name=navn]', name);
		await page.click('form[action="?/vekt"] button');
		await page.waitForURL(/lagret=/);
		expect(await page.locator('#vekter [role=status]').textContent()).toContain(`Vekten ${name} er lagret.`);
		expect(errors).toEqual([]);
		await context.close();
	});
});
