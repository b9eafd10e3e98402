import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { evaluatorPage } from '../support/evaluator-page.ts';
import { createEvaluator } from '../support/evaluator.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { submitText } from '../support/open-answers.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;
let root: string;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	const surveyId = await openedSurvey(db);
	root = `/evaluering/${surveyId}/apne-svar`;
	const texts = ['For lite tid', 'Samarbeidsavtaleforhandlingsprotokollmøtereferatet', 'Bra!'];
	await addSeats(db, surveyId, texts.map((_, i) => ({ ref: `P${i}`, name: `N ${i}`, email: `n${i}@example.org`, rolle: 'eier' })));
	for (const [i, text] of texts.entries()) await submitText(db, surveyId, `P${i}`, 'kort', text);
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

describe.each([true, false])('the pages of open answers, JavaScript %s', (javaScriptEnabled) => {
	it('make codes, give them and count them by their forms, with no fault that axe finds and no sideways scroll', async () => {
		const { page, context, errors, look } = await evaluatorPage(browser, server.origin, 'coding', { javaScriptEnabled });
		await page.goto(server.origin + root);
		await look('list');
		await page.click('main th a');
		await page.waitForURL('**/apne-svar/kort');
		await page.click('a[href$="/kort/koder"]');
		await page.waitForURL('**/koder');
		const label = `Tid ${javaScriptEnabled}`;
		await page.fill('form[action="?/make"] [name=label]', label);
		await page.click('form[action="?/make"] button');
		await page.waitForURL(/ferdig=lagret/);
		await look('codes');
		await page.click('a[href$="/kort"]');
		await page.waitForURL('**/kort');
		await page.selectOption('[name=vis]', 'all');
		await page.click('form[method=GET] button');
		await page.waitForURL(/vis=all/);
		await look('answers');
		await page.locator('li.answer', { hasText: 'For lite tid' }).getByLabel(label).check();
		await page.locator('li.answer', { hasText: 'Bra!' }).locator('[name^=none_]').check();
		await page.click('form[action^="?/store"] button');
		await page.waitForURL(/lagret=/);
		await page.click('a[href$="/kort/resultat"]');
		await page.waitForURL('**/resultat');
		await page.selectOption('[name=gruppe]', 'rolle');
		await page.click('form[method=GET] button');
		await page.waitForURL(/gruppe=rolle/);
		await look('counts');
		expect(await page.locator('#telling tbody tr', { hasText: label }).first().locator('td').allTextContents()).toEqual(['1', '1']);
		expect(errors).toEqual([]);
		await context.close();
	});
});

describe.each(['nn-NO', 'en-GB'])('the pages of open answers in %s', (locale) => {
	it('have no word of another language, no fault that axe finds and no sideways scroll', async () => {
		const { page, context, look } = await evaluatorPage(browser, server.origin, `coding-${locale.slice(0, 2)}`, { locale });
		for (const path of ['', '/kort?vis=all', '/kort/koder', '/kort/resultat']) {
			await page.goto(server.origin + root + path);
			await look(`page${path.replace(/\W+/g, '-')}`);
			expect(await page.locator('main').innerText(), path).not.toMatch(locale === 'en-GB' ? /\b(svar|koder|ikke)\b/i : /\b(ikke|koder|fra|ingen svar passer)\b/i);
		}
		await context.close();
	});
});
