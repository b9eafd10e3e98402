import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { evaluatorPage } from '../support/evaluator-page.ts';
import { createEvaluator } from '../support/evaluator.ts';
import { frozenOf, storedReport } from '../support/report-stored.ts';
import { startServer, type TestServer } from '../support/server.ts';

const SAVE = 'main form[method=POST] button[type=submit]:not([name])';
let db: TestDatabase;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	const { waveId } = await storedReport(db);
	await frozenOf(db, waveId, 'with_partial');
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

describe.each([true, false])('the pages of reports, JavaScript %s', (javaScriptEnabled) => {
	it('make a report, fill it, preview it and take it out by their forms, with no fault that axe finds and no sideways scroll', async () => {
		const { page, context, errors, look } = await evaluatorPage(browser, server.origin, 'report', { javaScriptEnabled });
		await page.click('nav a[href="/evaluering/rapport"]');
		await page.waitForURL('**/rapport');
		await look('list');
		await page.fill('[name=title]', 'Årets rapport');
		await page.fill('[name=key]', javaScriptEnabled ? 'arets' : 'arets-uten');
		await page.click('form[action="?/create"] button');
		await page.waitForURL('**/rapport/*');
		const report = page.url();
		await look('empty');
		const add = async (kind: string, fill: () => Promise<void>) => {
			await page.selectOption('[name=slag]', kind);
			await page.click('form[action$="/blokk/ny"] button');
			await page.waitForURL('**/blokk/ny?**');
			await fill();
			await look(`new-${kind}`);
			await page.click(SAVE);
			await page.waitForURL('**lagret=*');
		};
		await add('heading', () => page.fill('[name=text]', 'Nytte'));
		await add('text', () => page.fill('[name=text]', 'Snittet er {r:snitt.total_mean.0|2} ({r:nytte.q}).'));
		await add('table', async () => {
			await page.selectOption('[name=entry]', 'nytte');
			await page.fill('[name=caption]', 'Nytte etter stilling');
			// what the table can be made of is fetched by posting the form, which saves nothing
			await page.selectOption('[name=view]', 'print_percent');
			await page.selectOption('[name=join_entry]', 'snitt');
			await page.click('button[value=show] >> nth=1');
			await page.waitForSelector('[name=label_text]', { state: 'attached' });
			await page.selectOption('[name=join_view] >> nth=0', 'print_line');
			await page.click('button[value=show] >> nth=1');
			await page.waitForSelector('[name=row_key][value=mean]', { state: 'attached' });
			expect(await page.inputValue('[name=caption]')).toBe('Nytte etter stilling');
			await page.click('summary:has-text("Kolonner som vises")');
			await page.uncheck('[name=column_shown][value=n]');
			await page.click('summary:has-text("Andre ord i tabellen")');
			await page.getByLabel('Skriv heller, for Gjennomsnitt').fill('Snitt');
		});
		await add('figure', async () => {
			await page.selectOption('[name=entry]', 'snitt');
			await page.click('button[value=show]');
			await page.waitForSelector('[name=figure] option:has-text("Punkter: ")', { state: 'attached' });
			await page.fill('[name=caption]', 'Nytte etter stilling');
		});
		expect(await page.textContent('main')).toContain('Blokk 2: «{r:nytte.q}» viser til noe resultatet ikke har.');
		await look('faults');
		await page.click('#blokk-2 a');
		await page.waitForURL('**/blokk/2');
		expect(await page.textContent('main')).toContain('Snittet er 2,7');
		await page.fill('[name=text]', 'Snittet er {r:snitt.total_mean.0|2}.');
		await look('edit');
		await page.click(SAVE);
		await page.waitForURL('**lagret=*');
		expect(await page.textContent('main')).toContain('Alle bindinger er på plass.');
		await page.click('#blokk-4 [formaction="?/up"]');
		await page.waitForURL('**#blokk-3');
		expect(await page.textContent('#blokk-3')).toContain('Figur 1');
		// a new report has the newest run's numbers: the other snapshot
		await page.selectOption('[name=snapshot]', { index: javaScriptEnabled ? 0 : 1 });
		await page.click('form[action="?/again"] button');
		await page.waitForURL('**fra=*');
		expect(await page.textContent('main')).toContain('Hva som ble endret');
		await look('changed');
		const download = page.waitForEvent('download');
		await page.click('button[value=docx]');
		expect((await download).suggestedFilename()).toMatch(/^arets.*\.docx$/);
		await page.goto(`${report.split('?')[0]}/forhandsvisning`);
		expect(await page.textContent('h1')).toBe('Årets rapport');
		expect(await page.locator('svg').count()).toBe(1);
		const composed = page.locator('table', { hasText: /Snitt/ });
		expect(await composed.count()).toBe(1);
		expect(await composed.locator('th[scope=row]').allTextContents()).toContain('Snitt');
		expect(await composed.locator('th[scope=col]').allTextContents()).not.toContain('N');
		await look('preview');
		await page.goto(report);
		await page.click('a[href$="/kode"]');
		await page.waitForURL('**/kode');
		await look('code');
		await page.check('[name=bekreftet]');
		const zip = page.waitForEvent('download');
		await page.click('form[action$="/kode/fil"] button');
		expect((await zip).suggestedFilename()).toBe('plan-1-r.zip');
		const syntax = page.waitForEvent('download');
		await page.click('a[href$="/kode/fil"]');
		expect((await syntax).suggestedFilename()).toBe('plan-1.sps');
		expect(errors).toEqual([]);
		await context.close();
	});
});
