import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { evaluatorPage } from '../support/evaluator-page.ts';
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
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

const shots = process.env.GRUNNLAG_SHOTS;
const index = (name: string, of: string[]) => JSON.stringify([{ name, label: { nb: 'Samlet vurdering', nn: 'Samla vurdering', en: 'Overall' }, rule: { rule: 'index', of } }]);

describe.each([true, false])('the pages of snapshots, JavaScript %s', (javaScriptEnabled) => {
	it('freeze, show a codebook and compare by their forms, have no fault that axe finds, and no sideways scroll', async () => {
		const { page, context, errors, look } = await evaluatorPage(browser, server.origin, 'snapshot', { javaScriptEnabled });
		const json = async (typed: string) => {
			if (!(await page.isVisible('[name=derived]'))) await page.click('summary:has-text("Skriv eller rett")');
			await page.fill('[name=derived]', typed);
		};
		await page.click('nav a[href="/evaluering/datauttrekk"]');
		await page.waitForURL('**/datauttrekk');
		await look('list');
		await json(index('samlet', ['p_nytte', 'finnes_ikke']));
		await page.click('[formaction^="?/freeze"]');
		await page.waitForSelector('[role=alert]');
		// what was typed stands, and the fault is named
		expect(await page.inputValue('[name=derived]')).toContain('finnes_ikke');
		expect(await page.textContent('[role=alert]')).toContain('samlet: ingen del har variabelen finnes_ikke');
		await look('fault');
		await json(index(`samlet${javaScriptEnabled ? 1 : 2}`, ['p_nytte', 'p_tid']));
		await page.click('form[action^="?/try"] button:not([formaction])');
		await page.waitForSelector('main [role=status] li');
		expect(await page.textContent('main [role=status]')).toContain('Prøveundersøkelsen: 12 rader, 20 variabler');
		await page.click('[formaction^="?/freeze"]');
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
		await json('');
		await page.click('[formaction^="?/freeze"]');
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
	it('make derived variables by a form for each rule, change and remove them, and keep them with the snapshot', async () => {
		const context = await browser.newContext({ ...DESKTOP, locale: 'nb-NO', javaScriptEnabled });
		const page = await context.newPage();
		const errors = pageErrors(page);
		await signInWith(page, server.origin);
		await page.goto(`${server.origin}/evaluering/datauttrekk`);
		const section = page.locator('#avledet');
		const look = async (state: string) => {
			if (javaScriptEnabled) expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => `${state}: ${v.id} ${v.nodes[0]?.target.join(' ')}`)).toEqual([]);
			for (const { viewport } of [PHONE, DESKTOP]) {
				await page.setViewportSize(viewport);
				expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${state} at ${viewport.width}`).toBe(0);
				if (shots && javaScriptEnabled) await section.screenshot({ path: `${shots}/${state}-${viewport.width}.png` });
			}
		};
		const press = async (name: string) => {
			await Promise.all([page.waitForNavigation(), section.getByRole('button', { name, exact: true }).click()]);
			await page.waitForSelector('#avledet');
		};
		const start = async (rule: string) => {
			await page.selectOption('[name=d_rule]', rule);
			await press('Vis feltene');
		};
		await start('index');
		await page.check('[name=d_item][value=p_nytte]');
		await page.check('[name=d_item][value=p_tid]');
		await page.check('[name=d_turned][value=p_tid]');
		await look('form-index');
		await press('Legg til i listen');
		expect(await section.getByRole('alert').textContent()).toContain('Navn på variabelen: begynn med en liten bokstav');
		expect(await page.isChecked('[name=d_turned][value=p_tid]')).toBe(true);
		await look('form-fault');
		const name = `samlet${javaScriptEnabled ? 3 : 4}`;
		await page.fill('[name=d_name]', name);
		await page.fill('[name=d_label]', 'Samlet vurdering');
		// what is typed is not lost by freezing before it is added
		await Promise.all([page.waitForNavigation(), page.click('[formaction^="?/freeze"]')]);
		expect(await page.locator('main > [role=alert], [role=alert]').first().textContent()).toContain(`${name} er ikke lagt til i listen`);
		await press('Legg til i listen');
		expect(await section.getByRole('status').textContent()).toContain(`${name} er lagt til`);
		await start('bands');
		await page.selectOption('[name=d_of]', name);
		await page.fill('[name=d_limits]', '2,5\n3');
		await page.fill('[name=d_labels]', 'Lav\nMiddels\nHøy');
		await page.fill('[name=d_name]', `${name}_band`);
		await page.fill('[name=d_label]', 'Samlet, grupper');
		await look('form-bands');
		// Enter adds
		await Promise.all([page.waitForNavigation(), page.press('[name=d_label]', 'Enter')]);
		expect(await section.getByRole('table').textContent()).toContain(`${name} delt ved 2,5; 3`);
		await press(`Fjern ${name}`);
		expect(await section.getByRole('alert').textContent()).toContain(`${name} trengs av ${name}_band`);
		await start('recode');
		await page.selectOption('[name=d_of]', 'stilling');
		await press('Vis kategoriene');
		await page.getByLabel('2 – Rådgiver').fill('Ikke leder');
		await page.getByLabel('9 – Annet').fill('Ikke leder');
		await page.fill('[name=d_name]', 'leder');
		await page.fill('[name=d_label]', 'Leder');
		await look('form-recode');
		await press('Legg til i listen');
		await press('Endre leder');
		expect(await page.getByLabel('9 – Annet').inputValue()).toBe('Ikke leder');
		await page.fill('[name=d_name]', 'er_leder');
		await press('Endre i listen');
		await look('form-list');
		await press(`Fjern ${name}_band`);
		await Promise.all([page.waitForNavigation(), page.click('[formaction^="?/freeze"]')]);
		await page.waitForURL('**/datauttrekk/*ferdig=ny');
		const codebook = async (q: string) => {
			await page.goto(`${page.url().split('?')[0]}?q=${q}`);
			return page.textContent('main');
		};
		expect(await codebook('er_leder')).toContain('Omkodet fra stilling: Leder = 1; Ikke leder = 2, 9');
		expect(await codebook(name)).toContain('Variabler: 1');
		expect(errors.filter((error) => !error.includes('422'))).toEqual([]);
		await context.close();
	});
});
