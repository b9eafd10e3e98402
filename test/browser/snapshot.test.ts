import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInWith } from '../support/evaluator.ts';
import { answeredSurvey } from '../support/frozen.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	await answeredSurvey(db);
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
}, 180_000);
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

const shots = process.env.GRUNNLAG_SHOTS;
const index = (name: string, of: string[]) => JSON.stringify([{ name, label: { nb: 'Samlet vurdering', nn: 'Samla vurdering', en: 'Overall' }, rule: { rule: 'index', of } }]);

describe.each([true, false])('the pages of snapshots, JavaScript %s', (javaScriptEnabled) => {
	it('freeze, show a codebook and compare by their forms, have no fault that axe finds, and no sideways scroll', async () => {
		const context = await browser.newContext({ ...DESKTOP, locale: 'nb-NO', javaScriptEnabled });
		const page = await context.newPage();
		const errors = pageErrors(page);
		await signInWith(page, server.origin);
		const look = async (state: string) => {
			// axe needs scripts in the page
			if (javaScriptEnabled) expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => `${state}: ${v.id} ${v.nodes[0]?.target.join(' ')}`)).toEqual([]);
			expect(await page.locator('h1').count()).toBe(1);
			for (const { viewport } of [PHONE, DESKTOP]) {
				await page.setViewportSize(viewport);
				expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${state} at ${viewport.width}`).toBe(0);
				if (shots && javaScriptEnabled) await page.screenshot({ path: `${shots}/${state}-${viewport.width}.png`, fullPage: true });
			}
		};
		await page.click('nav a[href="/evaluering/datauttrekk"]');
		await page.waitForURL('**/datauttrekk');
		await look('list');
		await page.fill('[name=derived]', index('samlet', ['p_nytte', 'finnes_ikke']));
		await page.click('[formaction="?/freeze"]');
		await page.waitForSelector('[role=alert]');
		// what was typed stands, and the fault is named
		expect(await page.inputValue('[name=derived]')).toContain('finnes_ikke');
		expect(await page.textContent('[role=alert]')).toContain('samlet: ingen del har variabelen finnes_ikke');
		await look('fault');
		await page.fill('[name=derived]', index(`samlet${javaScriptEnabled ? 1 : 2}`, ['p_nytte', 'p_tid']));
		await page.click('form[action="?/try"] button:not([formaction])');
		await page.waitForSelector('main [role=status] li');
		expect(await page.textContent('main [role=status]')).toContain('Prøveundersøkelsen: 12 rader, 20 variabler');
		await page.click('[formaction="?/freeze"]');
		await page.waitForURL('**/datauttrekk/*ferdig=ny');
		await look('codebook');
		await page.fill('[name=q]', 'samlet');
		await page.click('[role=search] button');
		await page.waitForURL('**q=samlet**');
		expect(await page.locator('article').count()).toBe(1);
		await page.click('nav a[href*="s.liste"]');
		await page.waitForURL('**del=s.liste**');
		await look('codebook-list');
		await page.goto(`${server.origin}/evaluering/datauttrekk`);
		await page.fill('[name=derived]', '');
		await page.click('[formaction="?/freeze"]');
		await page.waitForURL('**/datauttrekk/*ferdig=*');
		await page.goto(`${server.origin}/evaluering/datauttrekk`);
		await page.click('form[action$="sammenlign"] button');
		await page.waitForURL('**/sammenlign**');
		expect(await page.textContent('main')).toContain('12 rader før, 12 nå.');
		await look('compare');
		// what was refused is said by the browser too
		expect(errors.filter((error) => !error.includes('422'))).toEqual([]);
		await context.close();
	});
});
