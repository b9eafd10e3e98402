import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawReport, toDocx, toHtml } from '#lib/server/export/report/index.ts';
import { STYLES } from '#lib/domain/report/types.ts';
import { openBrowser, PHONE } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { evaluatorPage } from '../support/evaluator-page.ts';
import { createEvaluator } from '../support/evaluator.ts';
import { printedReport } from '../support/report/printed.ts';
import { sampleReport } from '../support/report/resolved.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

describe.each([true, false])('the page of proof-reading, JavaScript %s', (javaScriptEnabled) => {
	it('reads a document and pasted text by its forms, has no fault that axe finds, and no sideways scroll', async () => {
		const { page, context, errors, look } = await evaluatorPage(browser, server.origin, 'proofread', { javaScriptEnabled });
		await page.click('nav a[href="/evaluering/korrektur"]');
		await page.waitForSelector('input[type=file]');
		await look('first');
		await page.setInputFiles('input[type=file]', { name: 'rapport.docx', mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', buffer: Buffer.from(await toDocx(drawReport(printedReport()))) });
		await page.click('form[action="?/file"] button');
		await page.waitForSelector('#proofread-result');
		expect(await page.locator('td.printed').allTextContents()).toContain('4,46');
		await look('read');
		await page.fill('textarea', 'Tabell 7. Prosent\n\tSmå\tStore\nEnig\t44\t30\nUenig\t57\t70\nN\t23\t40');
		await page.click('form[action="?/text"] button');
		await page.waitForSelector('text=Tabell 7: Små, Enig');
		await look('pasted');
		await page.fill('textarea', '-');
		await page.click('form[action="?/text"] button');
		await page.waitForSelector('.ds-alert[data-color=warning]');
		expect(errors).toEqual([]);
		await context.close();
	});
});

describe('a report as an HTML file', () => {
	it.each(STYLES)('has no fault that axe finds in the style %s, and no sideways scroll on a telephone', async (style) => {
		const context = await browser.newContext({ ...PHONE });
		const page = await context.newPage();
		await page.setContent(toHtml(drawReport(sampleReport('nb', style, 2))));
		expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => `${v.id} ${v.nodes[0]?.target.join(' ')}`)).toEqual([]);
		expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
		await context.close();
	});
});
