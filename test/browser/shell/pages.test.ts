import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, openBrowser } from '../../support/browser.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { createEvaluator, signInWith } from '../../support/evaluator.ts';
import { seedSurvey } from '../../support/seed.ts';
import { startServer, type TestServer } from '../../support/server.ts';

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

describe('the shell', () => {
	/** Opens a page whose scripts come when `release` is called, which waits until they have run. */
	async function heldBack(page: Page, path: string): Promise<() => Promise<void>> {
		const { promise: held, resolve: go } = Promise.withResolvers<void>();
		await page.route('**/_app/**/*.js', async (route) => {
			await held;
			await route.continue();
		});
		await page.goto(server.origin + path, { waitUntil: 'commit' });
		return async () => {
			go();
			await page.waitForSelector('#svelte-announcer', { state: 'attached' });
		};
	}
	it('keeps what was typed before the page’s script had come', async () => {
		const page = await browser.newPage(DESKTOP);
		const release = await heldBack(page, '/logg-inn');
		await page.fill('[name=email]', 'eva@example.no');
		await release();
		expect(await page.inputValue('[name=email]')).toBe('eva@example.no');
		await page.close();
	});
	it('keeps what was chosen, ticked and opened then too, and the page goes by it', async () => {
		const page = await browser.newPage(DESKTOP);
		const { surveyId } = await seedSurvey(db.admin);
		await signInWith(page, server.origin);
		const late = await heldBack(page, `/evaluering/${surveyId}/plasser/ny`);
		await page.fill('[name=ref]', 'P99');
		await page.selectOption('main [name=locale]', 'nn');
		await page.uncheck('[name=sampled]');
		await page.fill('[name=note]', 'Begynte i høst');
		await late();
		expect(await Promise.all(['ref', 'locale', 'note'].map((name) => page.inputValue(`main [name=${name}]`)))).toEqual(['P99', 'nn', 'Begynte i høst']);
		expect(await page.isChecked('[name=sampled]')).toBe(false);
		const plan = await heldBack(page, `/evaluering/${surveyId}/plan`);
		await page.click('details.more > summary');
		await page.fill('details.more [name=after_days]', '7');
		await page.uncheck('details.more [name=weekday][value="1"]');
		await plan();
		expect(await page.isVisible('details.more [name=after_days]')).toBe(true);
		expect(await page.inputValue('details.more [name=after_days]')).toBe('7');
		expect(await page.isChecked('details.more [name=weekday][value="1"]')).toBe(false);
		const survey = await heldBack(page, '/evaluering/ny');
		await page.selectOption('[name=place]', '');
		await page.fill('[name=evaluation]', 'En ny evaluering');
		await survey();
		expect(await page.inputValue('[name=evaluation]')).toBe('En ny evaluering');
		await page.close();
	});
	it('is gone through by keyboard: the first stop leads past the header', async () => {
		const page = await browser.newPage({ ...DESKTOP, locale: 'nb-NO' });
		await page.goto(server.origin);
		await page.keyboard.press('Tab');
		expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Hopp til hovedinnhold');
		await page.keyboard.press('Enter');
		expect(await page.evaluate(() => document.activeElement?.id)).toBe('innhold');
		await page.close();
	});
	it('changes language and stays on the page, query and all', async () => {
		const page = await browser.newPage({ ...DESKTOP, locale: 'nb-NO' });
		const { surveyId } = await seedSurvey(db.admin);
		await signInWith(page, server.origin);
		const path = `${server.origin}/evaluering/${surveyId}/plasser?disposition=non_contact`;
		await page.goto(path);
		await page.click('button:has-text("Nynorsk")');
		await page.getByRole('heading', { name: 'Plassar', level: 1 }).waitFor();
		expect(page.url()).toBe(path);
		expect(await page.locator('button[lang=nn]').getAttribute('aria-pressed')).toBe('true');
		await page.close();
	});
	it('takes one who was sent to sign in back to where he was going', async () => {
		const page = await browser.newPage(DESKTOP);
		const { surveyId } = await seedSurvey(db.admin);
		await page.goto(`${server.origin}/evaluering/${surveyId}/plasser?page=1`);
		expect(new URL(page.url()).pathname).toBe('/logg-inn');
		await page.fill('[name=email]', 'eva@example.no');
		await page.fill('[name=password]', 'et langt og godt passord');
		await page.click('form[action="?/sign_in"] button');
		await page.waitForURL(`${server.origin}/evaluering/${surveyId}/plasser?page=1`);
		await page.close();
	});
	it('lends nothing to respondents’ pages: no style sheet or script of the evaluators’', async () => {
		const { tokens } = await seedSurvey(db.admin);
		const page = await browser.newPage(DESKTOP);
		const loaded: string[] = [];
		page.on('response', (response) => void response.text().then((text) => loaded.push(text)).catch(() => undefined));
		await page.goto(`${server.origin}/svar/${tokens[0]}`, { waitUntil: 'networkidle' });
		expect(loaded.length).toBeGreaterThan(0);
		expect(loaded.join('\n')).not.toMatch(/ds-button|shell-header|--chart-strong/);
		await page.close();
	});
});
