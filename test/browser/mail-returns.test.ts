import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInWith } from '../support/evaluator.ts';
import { returnedSurvey } from '../support/returned-survey.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;
let path: string;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	path = `/evaluering/${(await returnedSurvey(db)).surveyId}/retur`;
	server = await startServer({ databaseUrl: db.url, env: { GRUNNLAG_WORKER: 'off' } });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

describe('the page of returned mail in a browser', () => {
	it('has no fault that axe finds, no sideways scroll, and nothing that a reply could run', async () => {
		const context = await browser.newContext({ ...DESKTOP, locale: 'nb-NO' });
		const page = await context.newPage();
		const errors = pageErrors(page);
		await signInWith(page, server.origin);
		await page.goto(server.origin + path);
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map((v) => `${v.id} ${v.nodes[0]?.target.join(' ')}`)).toEqual([]);
		expect(await page.locator('h1').count()).toBe(1);
		for (const viewport of [PHONE.viewport, DESKTOP.viewport]) {
			await page.setViewportSize(viewport);
			expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${viewport.width}`).toBe(0);
		}
		expect(errors).toEqual([]);
		await context.close();
	});
	it('files a reply with one click without JavaScript, and with it', async () => {
		for (const [javaScriptEnabled, ref, button, disposition] of [[false, 'left', /^Har sluttet/, 'ineligible'], [true, 'no', /^Vil ikke delta/, 'refusal']] as const) {
			const context = await browser.newContext({ ...DESKTOP, locale: 'nb-NO', javaScriptEnabled });
			const page = await context.newPage();
			await signInWith(page, server.origin);
			await page.goto(server.origin + path);
			const card = page.locator('li.reply', { has: page.getByRole('link', { name: ref, exact: true }) });
			await card.getByRole('button', { name: button }).click();
			await page.waitForURL(/ferdig=ja/);
			expect(await page.locator('[role=status]').first().textContent()).toContain('Svaret er behandlet');
			expect(await card.count()).toBe(0);
			expect(await db.admin`select disposition from seat where ref = ${ref}`).toEqual([{ disposition }]);
			await context.close();
		}
	});
});
