import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { klassClient } from '../../src/lib/server/register/klass/client.ts';
import { refresh } from '../../src/lib/server/register/klass/refresh.ts';
import { openBrowser } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { evaluatorPage } from '../support/evaluator-page.ts';
import { createEvaluator } from '../support/evaluator.ts';
import { dataFile, LIMITS } from '../support/extraction.ts';
import { FIXTURE } from '../support/klass/fixture.ts';
import { startKlass } from '../support/klass/server.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	const klass = await startKlass(FIXTURE);
	await refresh({ database: db }, klassClient(klass), { today: '2024-06-01', actor: 'eva' });
	await klass.stop();
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

const csv = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/csv', buffer });

describe.each([true, false])('the pages of the follow-up scheme, JavaScript %s', (javaScriptEnabled) => {
	it('make an extraction, change it and count participation by their forms, have no fault that axe finds, and no sideways scroll', async () => {
		const { page, context, errors, look } = await evaluatorPage(browser, server.origin, 'extraction', { javaScriptEnabled });
		await page.click('nav a[href="/evaluering/oppfolging"]');
		const fill = async () => {
			await page.fill('[name=title]', `Uttrekk ${javaScriptEnabled}`);
			await page.setInputFiles('[name=data]', csv('indikatorer.csv', dataFile()));
			await page.setInputFiles('[name=limits]', csv('grenser.csv', LIMITS));
			await page.fill('[name=averageCount]', '2');
			await page.fill('[name=replicates]', '20');
		};
		await fill();
		await page.click('form[action="?/try"] button:not([formaction])');
		await page.waitForSelector('[role=status]');
		await look('tried');
		await fill();
		await page.click('button[formaction="?/store"]');
		await page.waitForURL(/oppfolging\/\d+/);
		await look('stored');
		await page.fill('[name=municipality]', '3112');
		await page.fill('[name=decidedBy]', 'Statsforvalteren i Østfold, Buskerud, Oslo og Akershus');
		await page.fill('[name=reason]', 'Etter dialog med kommunen');
		await page.click('form[action="?/change"] button');
		await page.waitForURL(/ferdig=endret/);
		await look('changed');
		await page.goto(`${server.origin}/evaluering/oppfolging/deltakelse?dag=2024-06-01`);
		await page.setInputFiles('[name=file]', csv('deltakelse.csv', Buffer.from(`kommune;uttrekk;fase;fra;til\n1902;${javaScriptEnabled ? 2017 : 2018};forberedelse;2018-08-01;\n1507;${javaScriptEnabled ? 2020 : 2022};forberedelse;2021-08-01;`)));
		await page.click('form[action="?/import"] button');
		await page.waitForSelector('[role=status]');
		await look('participation');
		expect(errors).toEqual([]);
		await context.close();
	});
});
