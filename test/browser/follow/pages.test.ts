import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../../support/browser.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { createEvaluator, signInWith } from '../../support/evaluator.ts';
import { seedSurvey, type Seeded } from '../../support/seed.ts';
import { startServer, type TestServer } from '../../support/server.ts';

const LANGUAGES = { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' } as const;
let db: TestDatabase;
let server: TestServer;
let browser: Browser;
let seeded: Seeded;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	seeded = await seedSurvey(db.admin, { seats: [
		...Array.from({ length: 60 }, (_, i) => ({ ref: `A${i}`, frame: { fylke: i % 3 ? 'oslo' : 'vestland', rolle: i % 2 ? 'uh' : 'eier', enhet: 'x' } })), { ref: 'U1', frame: { rolle: 'uh', enhet: 'x' } }
	] });
	await answer(seeded.seatIds[0]);
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

async function answer(seat: number | undefined): Promise<void> {
	await db.admin`insert into response (survey_id, seat_id, version_id, locale, state, submitted_at) values (${seeded.surveyId}, ${seat ?? 0}, ${seeded.versionId}, 'nb', 'submitted', now())`;
}
const paths = () => {
	const root = `/evaluering/${seeded.surveyId}`;
	return ['/', '/logg-inn', '/personvern', '/tilgjengelighet', '/finnes-ikke', '/evaluering', root, `${root}?rows=fylke&columns=rolle&measure=rr1`, `${root}?rows=fylke&columns=fylke`, `${root}/plasser`, `${root}/plasser/${seeded.seatIds[0]}`, '/evaluering/999999'];
};

async function look(page: Page, path: string): Promise<void> {
	await page.goto(server.origin + path);
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map((v) => `${path}: ${v.id} ${v.nodes[0]?.target.join(' ')}`)).toEqual([]);
	expect(await page.locator('h1').count(), path).toBe(1);
	for (const viewport of [PHONE.viewport, DESKTOP.viewport]) {
		await page.setViewportSize(viewport);
		expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${path} at ${viewport.width}`).toBe(0);
	}
}

async function opened(language: keyof typeof LANGUAGES, javaScriptEnabled: boolean): Promise<{ context: BrowserContext; page: Page }> {
	const context = await browser.newContext({ ...DESKTOP, locale: LANGUAGES[language], javaScriptEnabled });
	return { context, page: await context.newPage() };
}

describe.each(Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[])('the evaluator’s pages in %s', (language) => {
	it('have no fault that axe finds, one heading of the first rank, and no sideways scroll on phone or desk; nothing is refused by the security policy', async () => {
		const { context, page } = await opened(language, true);
		const errors = pageErrors(page);
		for (const path of ['/logg-inn', '/']) await look(page, path);
		await signInWith(page, server.origin);
		for (const path of paths()) await look(page, path);
		expect(await page.locator('html').getAttribute('lang')).toBe(language);
		expect(errors.filter((e) => !/status of 404/.test(e))).toEqual([]);
		await context.close();
	});
	it('work without JavaScript just as well', async () => {
		const { context, page } = await opened(language, false);
		await signInWith(page, server.origin);
		for (const path of paths().slice(5)) {
			await page.goto(server.origin + path);
			expect(await page.locator('h1').count(), path).toBe(1);
		}
		await page.goto(`${server.origin}/evaluering/${seeded.surveyId}`);
		await page.selectOption('select[name=rows]', 'rolle');
		await page.selectOption('select[name=columns]', 'fylke');
		await page.click('form[action="#kryss"] button');
		expect(await page.locator('table#crossed tbody tr').count()).toBe(3);
		await page.click('form[action="/logg-inn?/sign_out"] button');
		await page.waitForURL(`${server.origin}/`);
		await context.close();
	});
});

describe('the follow page', () => {
	it('brings in new answers by itself, says so, and stops when asked to', async () => {
		const { context, page } = await opened('nb', true);
		await signInWith(page, server.origin);
		await page.clock.install();
		await page.goto(`${server.origin}/evaluering/${seeded.surveyId}`);
		const answered = page.locator('.stat', { hasText: 'Svart' }).first().locator('.stat-value');
		expect(await answered.textContent()).toBe('1');
		const said = await page.locator('[role=status]').textContent();
		await answer(seeded.seatIds[1]);
		await expect.poll(() => answered.textContent()).toBe('2');
		await expect.poll(() => page.locator('[role=status]').textContent()).not.toBe(said);
		expect(await page.locator('[role=status]').textContent()).toMatch(/^Oppdatert kl\. \d\d:\d\d:\d\d$/);
		// paused while figures are on their way, which must not set it going again
		const { promise: held, resolve: go } = Promise.withResolvers<void>();
		const asked = page.waitForRequest('**/__data.json*');
		await page.route('**/__data.json*', (route) => held.then(() => route.continue()));
		await page.clock.fastForward(6000);
		const came = (await asked).response();
		await page.click('button:has-text("Stans oppdatering")');
		await page.locator('button[aria-pressed=true]', { hasText: 'Stans oppdatering' }).waitFor();
		go();
		await came;
		let requests = 0;
		page.on('request', () => (requests += 1));
		for (let minute = 0; minute < 3; minute++) await page.clock.fastForward(60_000);
		expect(requests).toBe(0);
		await page.click('button:has-text("Stans oppdatering")');
		await page.clock.fastForward(6000);
		await expect.poll(() => requests).toBeGreaterThan(0);
		await context.close();
	});
	it('shows a definition at one click, and the whole figure to a screen reader', async () => {
		const { context, page } = await opened('en', true);
		await signInWith(page, server.origin);
		await page.goto(`${server.origin}/evaluering/${seeded.surveyId}`);
		await page.locator('summary', { hasText: 'Response rate RR1' }).click();
		await page.getByText('I / (I + P + R + NC + U)').first().waitFor({ state: 'visible' });
		const chart = page.getByRole('img', { name: /Response rate \(RR2\) by county/ });
		expect(await chart.locator('desc').textContent()).toMatch(/Oslo: \d+\.\d% \(\d+ of 40\)/);
		await context.close();
	});
	it('downloads a workbook', async () => {
		const { context, page } = await opened('nb', true);
		await signInWith(page, server.origin);
		await page.goto(`${server.origin}/evaluering/${seeded.surveyId}`);
		const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.downloads a').nth(2).click()]);
		expect(download.suggestedFilename()).toBe('grunnlag-s-fylke.xlsx');
		await context.close();
	});
});

describe('reopening', () => {
	it('is done from the seat’s page and told there', async () => {
		const { context, page } = await opened('nn', true);
		await signInWith(page, server.origin);
		await page.goto(`${server.origin}/evaluering/${seeded.surveyId}/plasser?disposition=complete`);
		await page.locator('tbody a').first().click();
		await page.click('button:has-text("Opne att")');
		await page.getByText('Skjemaet er opna att').waitFor();
		expect(await page.locator('.facts .ds-tag').textContent()).toBe('Påbyrja');
		await context.close();
	});
});
