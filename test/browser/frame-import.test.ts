import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInWith } from '../support/evaluator.ts';
import { demoFile, demoQuestionnaire, makeSurvey } from '../support/frame.ts';
import { startServer, type TestServer } from '../support/server.ts';

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

const csv = (name: string, content: string | Uint8Array) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
const list = (name: string) => csv(name, demoFile(`frames/${name}`));
/** Faults of every kind that the check shows, and values that a page must not run or be pushed apart by. */
const FAULTY = csv('feil.csv', ['ref;navn;epost;fylke;forum;rolle;stilling', 'x1;Kari;kari;Agder;Agder;UH;', `x1;<img src=x onerror=alert(1)>;per@dal.example;Narnia;Agder;UH;${'langt'.repeat(60)}`, 'x2;;PER@dal.example;;;;a\tb'].join('\n'));

/** Signed in, at the population page of a new survey. */
async function start(context: BrowserContext, questionnaire = 'samarbeidsforum'): Promise<{ page: Page; root: string }> {
	const { surveyId } = await makeSurvey(db, demoQuestionnaire(questionnaire));
	const page = await context.newPage();
	await signInWith(page, server.origin);
	const root = `${server.origin}/evaluering/${surveyId}/populasjon`;
	await page.goto(root);
	return { page, root };
}

async function upload(page: Page, file: ReturnType<typeof csv>): Promise<void> {
	await page.setInputFiles('input[name=list]', file);
	await page.click('form[action="?/upload"] button');
	await page.waitForURL(/\/kolonner$/);
}

describe.each([['with', true], ['without', false]] as const)('an evaluator %s JavaScript', (_, javaScriptEnabled) => {
	it('brings in a list, sees what it holds, and brings a changed one in over it', async () => {
		const context = await browser.newContext({ ...DESKTOP, javaScriptEnabled, locale: 'nb-NO' });
		const { page } = await start(context);
		const errors = pageErrors(page);
		await upload(page, list('samarbeidsforum.csv'));
		expect(await page.inputValue('[name="use.3"]')).toBe('stratum');
		await page.click('form[action="?/choose"] button:not([formaction])');
		await page.waitForURL(/\/kontroll$/);
		expect(await page.innerText('main')).toMatch(/Personer med flere plasser\s+13/);
		await page.click('text=Hent inn 304 rader');
		await page.waitForURL(/hentet=/);
		expect(await page.innerText('[role=status]')).toContain('304 nye og 0 endrede plasser');
		const changed = Buffer.from(demoFile('frames/samarbeidsforum.csv')).toString().replace(/^SF0001.*\n/m, '').replace('SF0002;Morten Jacobsen;', 'SF0002;Morten J. Jacobsen;') + 'SF9999;Ny Person;ny@forum.example;Oslo;Oslo;UH;\n';
		await upload(page, csv('endret.csv', changed));
		await page.click('form[action="?/choose"] button:not([formaction])');
		await page.waitForURL(/\/kontroll$/);
		await page.click('summary:has-text("rad for rad")');
		await expect.poll(() => page.innerText('details[open] tbody')).toMatch(/SF0002\s+Navn\s+Morten Jacobsen\s+Morten J. Jacobsen/);
		await page.click('summary:has-text("ikke er i listen")');
		await expect.poll(() => page.innerText('.refs')).toBe('SF0001');
		await page.click('form[action="?/import"] button:not([formaction])');
		await page.waitForURL(/hentet=/);
		expect(await page.innerText('[role=status]')).toContain('1 nye og 1 endrede plasser');
		await page.click('a:has-text("endret.csv")');
		await page.waitForURL(/\/inntak\/\d+$/);
		expect(errors).toEqual([]);
		await context.close();
	});
	it('sees every problem of a faulty list by row and column, and can only choose again or discard it', async () => {
		const context = await browser.newContext({ ...PHONE, javaScriptEnabled, locale: 'nb-NO' });
		const { page } = await start(context);
		await upload(page, FAULTY);
		await page.click('form[action="?/choose"] button:not([formaction])');
		await page.waitForURL(/\/kontroll$/);
		const rows = await page.locator('table:has-text("Feil og merknader etter rad og kolonne") tbody tr').allInnerTexts();
		expect(rows.map((r) => r.split('\t').slice(0, 2).join(' ')).sort()).toEqual(['2 epost', '3 fylke', '3 ref', '4 epost', '4 navn', '4 stilling']);
		expect(await page.locator('text=Hent inn 3 rader').count()).toBe(0);
		await page.click('button[formaction="?/discard"]');
		await page.waitForURL(/ferdig=forkastet/);
		expect(await page.innerText('[role=status]')).toContain('forkastet');
		await context.close();
	});
	it('merges the raw lists of school leaders and goes on with the result', async () => {
		const context = await browser.newContext({ ...DESKTOP, javaScriptEnabled, locale: 'nn-NO' });
		const { page, root } = await start(context, 'skoleledere');
		await page.goto(`${root}/sla-sammen`);
		await page.setInputFiles('[name=lists]', [csv('nsr.csv', demoFile('frames/raw/nsr.csv')), csv('skolelederforbundet.csv', demoFile('frames/raw/skolelederforbundet.csv'))]);
		await page.fill('[name=text]', '{');
		await page.click('main form button');
		expect(await page.innerText('main [role=alert]')).toContain('ikkje gyldig JSON');
		expect(await page.inputValue('[name=text]')).toBe('{');
		await page.setInputFiles('[name=lists]', [csv('nsr.csv', demoFile('frames/raw/nsr.csv')), csv('skolelederforbundet.csv', demoFile('frames/raw/skolelederforbundet.csv'))]);
		await page.setInputFiles('[name=recipe]', csv('r.json', demoFile('skoleledere.recipe.json')));
		await page.click('main form button');
		await page.waitForURL(/\/sammensetning$/);
		expect((await page.innerText('main')).replace(/\s+/g, ' ')).toMatch(/Rader i den nye lista 1 362 Fall ut 185/);
		await page.click('a:has-text("Gå vidare")');
		await page.waitForURL(/\/kolonner$/);
		await context.close();
	});
});

describe.each(['nb-NO', 'nn-NO', 'en-GB'])('every population page in %s', (locale) => {
	it.each([['360 px', PHONE], ['1280 px', DESKTOP]] as const)('has no axe violation and does not scroll sideways at %s', async (_, size) => {
		const context = await browser.newContext({ ...size, locale });
		const { page, root } = await start(context);
		const look = async (name: string) => {
			// the wide layout differs from the narrow one, but no more so in one language than in another
			const { violations } = size === PHONE || locale === 'nb-NO' ? await new AxeBuilder({ page }).analyze() : { violations: [] };
			expect(violations.map((v) => `${name}: ${v.id} ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), name).toBeLessThanOrEqual(0);
			expect(await page.locator('h1').count(), name).toBe(1);
			if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${locale}-${size.viewport.width}-${name}.png`, fullPage: true });
		};
		await look('empty');
		await page.setInputFiles('input[name=list]', csv('ujevn.csv', 'ref;navn\n1\n1;2;3\n'));
		await page.click('form[action="?/upload"] button');
		await page.waitForSelector('[role=alert]');
		await look('refused');
		await upload(page, FAULTY);
		await page.selectOption('[name="use.2"]', 'ignore');
		await page.click('form[action="?/choose"] button:not([formaction])');
		await page.waitForSelector('[role=alert]');
		await look('columns');
		await page.selectOption('[name="use.2"]', 'email');
		await page.click('form[action="?/choose"] button:not([formaction])');
		await page.waitForURL(/\/kontroll$/);
		await look('check-faulty');
		await page.goto(root);
		await upload(page, list('samarbeidsforum.csv'));
		await page.click('form[action="?/choose"] button:not([formaction])');
		await page.waitForURL(/\/kontroll$/);
		await look('check');
		// held as another import would hold the population
		await db.admin.begin(async (sql) => {
			await sql`select pg_advisory_xact_lock(7205303, ${Number(/evaluering\/(\d+)/.exec(root)?.[1])})`;
			await page.click('form[action="?/import"] button:not([formaction])');
			await page.waitForURL(/\/henter$/);
			await look('taking-in');
		});
		await page.waitForURL(/hentet=/);
		await look('population');
		await page.click('table:has-text(".csv") a');
		await page.waitForURL(/\/inntak\/\d+$/);
		await look('import');
		await page.goto(`${root}/sla-sammen`);
		await look('merge');
		await context.close();
	});
});
