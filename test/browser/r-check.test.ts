import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { evaluatorPage } from '../support/evaluator-page.ts';
import { createEvaluator } from '../support/evaluator.ts';
import { storedReport } from '../support/report-stored.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;
let ids: Awaited<ReturnType<typeof storedReport>>;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	ids = await storedReport(db);
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

describe.each([false, true])('a check in R, JavaScript %s', (javaScriptEnabled) => {
	it('is asked for on a run and on an analysis, waited for, and told with every number that agrees', async () => {
		const { page, context, look } = await evaluatorPage(browser, server.origin, 'rcheck', { javaScriptEnabled });
		const checked = async (state: string) => {
			await page.click('form[action^="?/check"] button');
			// without a script the page fetches itself again
			await page.waitForSelector('table');
			expect((await page.textContent('.ds-alert'))!.replaceAll('\u00a0', ' ')).toMatch(/^(\d+) av \1 tall stemmer med R 4\.\d+ med \d+ sifre eller mer\.$/);
			await look(state);
		};
		await page.goto(`${server.origin}/evaluering/analyseplan/kjoring/${ids.runId}`);
		await page.click('a[href$="/r"]');
		await page.waitForSelector('form[action^="?/check"]');
		await look(`run-begin-${javaScriptEnabled}`);
		await checked(`run-${javaScriptEnabled}`);
		expect(await page.locator('tbody tr').count()).toBe(3);
		await page.goto(`${server.origin}/evaluering/analyse?uttrekk=${ids.snapshotId}&del=s&v=p_nytte&v=stilling&metode=crosstab&f.rows=p_nytte&f.columns=stilling`);
		await page.click('details:has(a[href^="/evaluering/analyse/r?"]) > summary');
		await page.click('a[href^="/evaluering/analyse/r?"]');
		await page.waitForSelector('form[action^="?/check"]');
		await checked(`analysis-${javaScriptEnabled}`);
		await context.close();
	});
	it('is for the signed-in alone', async () => {
		for (const path of ['/evaluering/analyse/r?metode=p_adjust', `/evaluering/analyseplan/kjoring/${ids.runId}/r`]) expect((await fetch(server.origin + path, { redirect: 'manual', headers: { accept: 'text/html' } })).status).toBe(303);
	});
});
