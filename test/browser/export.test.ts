import AxeBuilder from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import * as XLSX from 'xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SNAPSHOT_FORMAT } from '#lib/domain/dataset/definition.ts';
import { freeze } from '#lib/server/results/snapshot/freeze.ts';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInWith } from '../support/evaluator.ts';
import { answeredSurvey } from '../support/frozen.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;
let snapshot = 0;
beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	const { waveId } = await answeredSurvey(db);
	const made = await freeze({ database: db }, { waveId, definition: { format: SNAPSHOT_FORMAT, surveys: [{ survey: 's', links: [], weights: [] }], responses: 'complete', frame: 'all', derived: [] }, actor: 'kari' });
	if (!made.ok) throw new Error(JSON.stringify(made.faults));
	snapshot = made.id;
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
}, 180_000);
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

const shots = process.env.GRUNNLAG_SHOTS;

describe.each([true, false])('the page of exports, JavaScript %s', (javaScriptEnabled) => {
	it('gives the file that is chosen once the box is ticked, has no fault that axe finds, and no sideways scroll', async () => {
		const context = await browser.newContext({ ...DESKTOP, locale: 'nb-NO', javaScriptEnabled, acceptDownloads: true });
		const page = await context.newPage();
		const errors = pageErrors(page);
		await signInWith(page, server.origin);
		await page.goto(`${server.origin}/evaluering/datauttrekk/${snapshot}`);
		await page.click(`a[href$="/${snapshot}/eksport"]`);
		await page.waitForURL('**/eksport');
		await page.selectOption('[name=del]', 's.liste');
		await page.click('form[action$="/eksport"] button');
		await page.waitForURL('**/eksport?del=s.liste');
		// axe needs scripts in the page
		if (javaScriptEnabled) expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => `${v.id} ${v.nodes[0]?.target.join(' ')}`)).toEqual([]);
		expect(await page.locator('h1').count()).toBe(1);
		for (const { viewport } of [PHONE, DESKTOP]) {
			await page.setViewportSize(viewport);
			expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `at ${viewport.width}`).toBe(0);
			if (shots && javaScriptEnabled) await page.screenshot({ path: `${shots}/eksport-${viewport.width}.png`, fullPage: true });
		}
		// the browser itself holds back a form whose box is not ticked
		await page.click('form[action$="/fil"] button');
		expect(page.url()).toContain('/eksport?del=s.liste');
		await page.check('[name=bekreftet]');
		await page.selectOption('[name=format]', 'xlsx');
		const [download] = await Promise.all([page.waitForEvent('download'), page.click('form[action$="/fil"] button')]);
		expect(download.suggestedFilename()).toBe(`grunnlag-${snapshot}-s.liste.xlsx`);
		const book = XLSX.read(await readFile(await download.path()));
		expect(XLSX.utils.sheet_to_json(book.Sheets.Data ?? {})).toHaveLength(15);
		expect(errors).toEqual([]);
		await context.close();
	});
});
