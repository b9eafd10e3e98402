import { mkdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueListLinks } from '../../src/lib/server/fieldwork/lists/links.ts';
import { startShared } from '../../src/lib/server/respond/shared.ts';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInWith } from '../support/evaluator.ts';
import { openedSurvey } from '../support/fieldwork.ts';
import { listDeps, nonce, openList, personalList, respondServices } from '../support/lists.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;
let surveyId: number;
let root: string;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	surveyId = await openedSurvey(db);
	root = `/evaluering/${surveyId}/lenker`;
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
	await db?.drop();
});

/** For whoever wants to see the pages: `SHOTS=<folder>`. */
async function shot(page: Page, name: string): Promise<void> {
	if (!process.env.SHOTS) return;
	mkdirSync(process.env.SHOTS, { recursive: true });
	await page.screenshot({ path: `${process.env.SHOTS}/${name}-${page.viewportSize()?.width}.png`, fullPage: true });
}
async function faults(page: Page, scripted: boolean): Promise<string[]> {
	const { violations } = scripted ? await new AxeBuilder({ page }).analyze() : { violations: [] };
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	return [...violations.map((v) => `${v.id} ${v.nodes[0]?.target.join(' ')}`), ...(wide > 0 ? [`${wide} px wider than the screen`] : []), ...((await page.locator('h1').count()) === 1 ? [] : ['not one h1'])];
}

describe('an open link in a browser', () => {
	it.each(['nb', 'nn', 'en'])('leads from the shared page to a form of one’s own on a phone without JavaScript, in %s, with no cookie and little to load', async (locale) => {
		const { token } = await openList(db, surveyId, { count: '10', codes: new TextEncoder().encode('kode\n10001') }, `Foreningen ${locale}`);
		for (const scripted of [true, false]) {
			const context = await browser.newContext({ ...PHONE, javaScriptEnabled: scripted });
			const page = await context.newPage();
			let bytes = 0;
			page.on('response', (response) => void response.body().then((body) => (bytes += body.length), () => undefined));
			await page.goto(`${server.origin}/svar/felles/${token}?sprak=${locale}`);
			expect(await faults(page, scripted)).toEqual([]);
			if (scripted) {
				await shot(page, `shared-${locale}`);
				await page.fill('#kode', '77777');
				await page.click('.agree .primary');
				await page.locator('[role=alert]').waitFor();
				expect(await page.inputValue('#kode')).toBe('77777');
				expect(await faults(page, scripted)).toEqual([]);
				await shot(page, `shared-wrong-${locale}`);
			} else {
				await page.fill('#kode', '10001');
				await page.click('.agree .primary');
				await page.waitForURL(/\/lenke\?/);
				expect(await faults(page, scripted)).toEqual([]);
				expect(await page.locator('html').getAttribute('lang')).toBe(locale);
				await shot(page, `own-${locale}`);
				const own = (await page.locator('.address a').textContent()) ?? '';
				expect(own).toMatch(new RegExp(`^${server.origin}/svar/[\\w-]+$`));
				await page.click('main form .primary');
				await page.waitForURL(`${own}/b1`);
				await page.goto(own);
				expect(await page.locator('#fortsett').count()).toBe(1);
				expect(bytes).toBeGreaterThan(0);
				expect(bytes).toBeLessThan(150_000);
			}
			expect(await context.cookies()).toEqual([]);
			await context.close();
		}
	});
	it('gives one form for a double click', async () => {
		const { token, listId } = await openList(db, surveyId, { count: '10' }, 'Dobbeltklikk');
		const context = await browser.newContext(PHONE);
		const page = await context.newPage();
		await page.goto(`${server.origin}/svar/felles/${token}`);
		await page.locator('.agree .primary').dblclick();
		await page.waitForURL(/\/lenke\?/);
		expect(await db.admin`select taken from seat_list where survey_id = ${surveyId} and id = ${listId}`).toEqual([{ taken: 1 }]);
		await context.close();
	});
});

describe('the pages of lists in a browser', () => {
	let pages: Record<string, string>;
	beforeAll(async () => {
		const personal = await personalList(db, surveyId, '12', 'Utdanningsforbundet i hele landet med et langt navn');
		await issueListLinks(listDeps(db), { surveyId, listId: personal, actor: 'test', issued: 0, again: false, format: 'csv', locale: 'nb' });
		const { listId: open, token } = await openList(db, surveyId, { count: '20', opensAt: new Date(Date.now() - 1e6), closesAt: new Date(Date.now() + 1e9) }, 'Skolenes landsforbund');
		for (let i = 0; i < 2; i++) await startShared(respondServices(db), token, { nonce: nonce(), code: '', locale: 'nb' });
		// two forms alike in enough items to be suspected: more items than the small questionnaire has
		await db.admin`alter table answer disable trigger all`;
		await db.admin`
			insert into answer (survey_id, response_id, item, version_id, kind, state, code)
			select r.survey_id, r.id, 'q' || n, r.version_id, 'code', 'answered', 1 from response r join seat s on (s.survey_id, s.id) = (r.survey_id, r.seat_id) cross join generate_series(1, 12) n where s.list_id = ${open}`;
		await db.admin`alter table answer enable trigger all`;
		pages = { index: root, 'ny-personlig': `${root}/ny?type=personlig`, 'ny-apen': `${root}/ny?type=apen`, personal: `${root}/${personal}`, open: `${root}/${open}`, doubles: `${root}/${open}/dobbelt` };
	});
	it.each(['nb', 'nn', 'en'])('have no sideways scroll on phone or desk in %s, no fault that axe finds, and nothing is refused by the security policy', async (locale) => {
		const context = await browser.newContext({ ...DESKTOP, locale: { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' }[locale] ?? 'nb-NO' });
		const page = await context.newPage();
		const errors = pageErrors(page);
		await signInWith(page, server.origin);
		for (const [name, path] of Object.entries(pages)) {
			await page.goto(server.origin + path);
			for (const viewport of [PHONE.viewport, DESKTOP.viewport]) {
				await page.setViewportSize(viewport);
				// words differ with the language; what axe looks at does not
				expect((await faults(page, locale === 'nb')).map((fault) => `${path} at ${viewport.width}: ${fault}`)).toEqual([]);
				await shot(page, `${name}-${locale}`);
			}
			if (name === 'doubles') expect(await page.locator('form.decide').count()).toBe(2);
		}
		expect(errors).toEqual([]);
		await context.close();
	});
	it('make a list and download its links, with JavaScript and without', async () => {
		for (const javaScriptEnabled of [true, false]) {
			const context = await browser.newContext({ ...DESKTOP, locale: 'nb-NO', javaScriptEnabled, acceptDownloads: true });
			const page = await context.newPage();
			await signInWith(page, server.origin);
			await page.goto(`${server.origin}${root}/ny?type=personlig`);
			await page.fill('[name=name]', `Forbundet ${javaScriptEnabled}`);
			await page.fill('[name=count]', '3');
			await page.click('main form button[type=submit]');
			await page.locator('[role=alert]').waitFor();
			expect(await page.inputValue('[name=count]')).toBe('3');
			await page.selectOption('[name=stratum_rolle]', 'leder');
			await page.click('main form button[type=submit]');
			await page.waitForURL(/ferdig=created/);
			const [download] = await Promise.all([page.waitForEvent('download'), page.click('button[name=format][value=xlsx]')]);
			expect(download.suggestedFilename()).toMatch(/^grunnlag-forum-lenker-\d+\.xlsx$/);
			await page.reload();
			expect(await page.locator('input[name=confirm]').count()).toBe(2);
			await page.locator('form[action="?/sent"] button').click();
			await page.waitForURL(/ferdig=sent/);
			await context.close();
		}
	});
});
