import { AxeBuilder } from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../support/browser.ts';
import { createEvaluator, signInWith } from '../support/evaluator.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;
let surveyId: number;

async function signedIn(options: BrowserContextOptions): Promise<Page> {
	const page = await (await browser.newContext({ locale: 'nb-NO', ...options })).newPage();
	await signInWith(page, server.origin);
	return page;
}
const faulty = () => Buffer.from(readFileSync('src/demo/evaluation-2021/questionnaires/nettverk.json', 'utf8').replace('"key": "role"', '"key": "Role!"'));
const upload = (buffer: Buffer) => ({ name: 'skjema.json', mimeType: 'application/json', buffer });
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	surveyId = await openedSurvey(db);
	await addSeats(db, surveyId, [
		...Array.from({ length: 70 }, (_, i) => ({ ref: `SF${1000 + i}`, name: `Åse Øvrebø ${i}`, email: `p${i}@example.org`, rolle: 'eier', locale: (['nb', 'nn', 'en'] as const)[i % 3] })),
		{ ref: 'X1', name: 'Uten gyldig adresse', email: 'a,b@example.org' }
	]);
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

describe.each([['with JavaScript', true], ['without JavaScript', false]])('%s', (_, javaScriptEnabled) => {
	it('an evaluator makes a survey, uploads a questionnaire, mends it and publishes it', async () => {
		const page = await signedIn({ ...DESKTOP, javaScriptEnabled });
		const errors = pageErrors(page);
		await page.goto(`${server.origin}/evaluering/ny`);
		await page.selectOption('[name=place]', '');
		await page.fill('[name=evaluation]', `Ny ${javaScriptEnabled}`);
		await page.fill('[name=wave]', 'Runde 1');
		await page.fill('[name=key]', 'nettverk');
		await page.click('form.form button[type=submit]');
		await page.waitForURL(/\/evaluering\/\d+\/skjema$/);
		await page.setInputFiles('[name=file]', upload(faulty()));
		await page.click('[formaction="?/check"]');
		await page.waitForSelector('.fault-path');
		expect(await page.locator('.fault-path').allTextContents()).toContain('/blocks/0/items/2/key');
		const text = await page.inputValue('[name=draft]');
		expect(text).toContain('"Role!"');
		await page.setInputFiles('[name=file]', upload(Buffer.from(text.replace('"Role!"', '"role"'))));
		await page.click('[formaction="?/publish"]');
		await page.waitForURL(/ferdig=publisert/);
		expect(await page.textContent('[role=status]')).toContain('versjon 1');
		await page.click('a[aria-label="Les versjon 1"]');
		await page.waitForSelector('.block');
		expect(await page.locator('.condition').first().textContent()).toMatch(/^Vises hvis /);
		expect(errors.filter((e) => !e.includes('422'))).toEqual([]);
		await page.context().close();
	});
	it('sees what a person would get in the preview', async () => {
		const page = await signedIn({ ...DESKTOP, javaScriptEnabled });
		const errors = pageErrors(page);
		await page.goto(`${server.origin}/evaluering/${surveyId}/utsending`);
		await page.fill('[name=ref]', 'SF1002');
		await page.click('[formaction="?/preview"]');
		await page.waitForSelector('#forhandsvisning');
		const frame = page.frameLocator('#forhandsvisning iframe');
		expect(await frame.locator('p').first().textContent()).toBe('Dear Åse Øvrebø 2,');
		if (javaScriptEnabled) {
			await page.fill('[name=body_en]', 'Good day {{navn}}\n\n{{lenke}}');
			await frame.locator('p', { hasText: 'Good day Åse Øvrebø 2' }).waitFor();
			await page.fill('[name=body_en]', 'Good day {{nave}}\n\n{{lenke}}');
			await page.locator('.ds-validation-message', { hasText: '{{nave}}' }).waitFor();
		}
		expect(errors.filter((e) => !e.includes('422'))).toEqual([]);
		await page.context().close();
	});
});

/** Free of axe violations, with one heading, nothing beyond the width, no key where a text should be. */
async function inspect(page: Page, path: string): Promise<void> {
	await page.goto(server.origin + path);
	// what is in a frame is a message, not a page; its sandbox keeps axe out
	const { violations } = await new AxeBuilder({ page }).setLegacyMode().exclude('iframe').analyze();
	expect(violations.map((v) => [path, v.id, v.nodes.map((n) => n.html.slice(0, 160))])).toEqual([]);
	expect([path, await overflow(page)]).toEqual([path, 0]);
	expect(await page.locator('h1').count()).toBe(1);
	expect(await page.textContent('body')).not.toMatch(/(survey|mail|evaluate)_[a-z]+_/);
}
async function inLanguage(language: string, paths: string[]): Promise<void> {
	const page = await signedIn(PHONE);
	await page.click(`button[lang=${language}]`);
	await page.waitForSelector(`button[lang=${language}][aria-pressed=true]`);
	for (const path of paths) await inspect(page, path);
	await page.setViewportSize(DESKTOP.viewport);
	for (const path of paths) await inspect(page, path);
	await page.context().close();
}
const box = () => `/evaluering/postkasse/forum-${surveyId}`;

describe('every page is free of axe violations and fits 360 and 1280 px', () => {
	const root = () => `/evaluering/${surveyId}`;
	it.each(['nb', 'nn', 'en'])('before sending, in %s', (language) =>
		inLanguage(language, ['/evaluering/ny', `${root()}/skjema`, `${root()}/skjema/1`, `${root()}/utsending`, '/evaluering/postkasse']));

	it('and an evaluator sends, follows it to the end, and opens a form from the mailbox', async () => {
		const page = await signedIn(DESKTOP);
		await page.goto(`${server.origin}${root()}/utsending`);
		await page.click('form[action="?/save"] button:not([formaction])');
		await page.waitForURL(/ferdig=lagret/);
		await page.check('#bekreft');
		await page.click('form[action="?/send"] button');
		await page.waitForURL(/ferdig=startet/);
		await page.locator('tr', { hasText: 'Sendt' }).locator('td', { hasText: '70' }).waitFor();
		await page.goto(server.origin + box());
		await page.click('tbody a');
		await page.waitForSelector('iframe');
		const button = page.frameLocator('iframe').locator('a').first();
		expect(await button.evaluate((a) => getComputedStyle(a).backgroundColor)).toBe('rgb(0, 98, 186)');
		const [opened] = await Promise.all([page.context().waitForEvent('page'), button.click()]);
		await opened.waitForLoadState();
		expect(opened.url()).toMatch(/\/svar\/\d+-/);
		expect(await opened.locator('h1').count()).toBe(1);
		await page.context().close();
	});

	it.each(['nb', 'nn', 'en'])('after sending, in %s', async (language) => {
		const page = await signedIn(DESKTOP);
		await page.goto(server.origin + box());
		const message = (await page.getAttribute('tbody a', 'href')) ?? '';
		await page.context().close();
		await inLanguage(language, [`${root()}/utsending`, '/evaluering/postkasse', box(), message]);
	});
});
