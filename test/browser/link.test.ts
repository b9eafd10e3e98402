import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInWith } from '../support/evaluator.ts';
import { answeredNetworks } from '../support/link/representatives.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;
let surveyId: number;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	({ surveyId } = await answeredNetworks(db));
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

describe.each([['a telephone without JavaScript', PHONE, false, 'nn-NO'], ['a desktop with JavaScript', DESKTOP, true, 'nb-NO']] as const)('on %s', (_, size, javaScriptEnabled, locale) => {
	it('an evaluator links the survey and reads how it went; nothing overflows, and axe finds nothing', async () => {
		const page = await (await browser.newContext({ ...size, javaScriptEnabled, locale })).newPage();
		const errors = pageErrors(page);
		await signInWith(page, server.origin);
		await page.goto(`${server.origin}/evaluering/${surveyId}/kobling`);
		const clean = async () => {
			if (javaScriptEnabled) expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
			else expect(await page.locator('body').evaluate((body) => body.ownerDocument.documentElement.scrollWidth - body.ownerDocument.documentElement.clientWidth)).toBe(0);
		};
		await clean();
		await page.selectOption('[name=source]', 'item:municipality');
		await page.fill('[name=codeYear]', '2021');
		await page.fill('[name=figureYear]', '2020');
		await page.check('[value=free_income_per_capita]');
		await page.click('form[action="?/make"] button');
		await page.waitForURL(/\/kobling\/\d+\?ferdig=koblet$/);
		await clean();
		expect(await page.locator('svg[role=img] desc').textContent()).toContain('81');
		// the tallest bar is as high as the drawing, and no bar leaves it
		const [frame, bars] = [await page.locator('svg[role=img]').boundingBox(), await Promise.all((await page.locator('svg[role=img] .pillar').all()).map((bar) => bar.boundingBox()))];
		expect(Math.abs(Math.max(...bars.map((bar) => bar?.height ?? 0)) - (frame?.height ?? 0))).toBeLessThan(3);
		expect(Math.max(...bars.map((bar) => (bar?.x ?? 0) + (bar?.width ?? 0))) - (frame?.x ?? 0) - (frame?.width ?? 0)).toBeLessThan(3);
		if (process.env.GRUNNLAG_SHOTS) await page.screenshot({ path: `${process.env.GRUNNLAG_SHOTS}/link-${locale}.png`, fullPage: true });
		expect(errors).toEqual([]);
	});
});
