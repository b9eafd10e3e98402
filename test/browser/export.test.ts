import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import * as XLSX from 'xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SNAPSHOT_FORMAT } from '#lib/domain/dataset/definition.ts';
import { freeze } from '#lib/server/results/snapshot/freeze.ts';
import { openBrowser } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { evaluatorPage } from '../support/evaluator-page.ts';
import { createEvaluator } from '../support/evaluator.ts';
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
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

describe.each([true, false])('the page of exports, JavaScript %s', (javaScriptEnabled) => {
	it('gives the file that is chosen once the box is ticked, has no fault that axe finds, and no sideways scroll', async () => {
		const { page, context, errors, look } = await evaluatorPage(browser, server.origin, 'eksport', { javaScriptEnabled, acceptDownloads: true });
		await page.goto(`${server.origin}/evaluering/datauttrekk/${snapshot}`);
		await page.click(`a[href$="/${snapshot}/eksport"]`);
		await page.waitForURL('**/eksport');
		await page.selectOption('[name=del]', 's.liste');
		await page.click('form[action$="/eksport"] button');
		await page.waitForURL('**/eksport?del=s.liste');
		await look('part');
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
