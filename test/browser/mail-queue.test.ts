import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMailing, defaultTexts } from '../../src/lib/server/fieldwork/mail/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../support/browser.ts';
import { createEvaluator, signInWith } from '../support/evaluator.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;
let surveyId: number;
const SHOTS = process.env.SHOTS;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	surveyId = await openedSurvey(db);
	await addSeats(db, surveyId, Array.from({ length: 60 }, (_, i) => ({ ref: `SF${1000 + i}`, name: `Åse ${i}`, email: `p${i}@example.org`, rolle: 'eier' })));
	await createMailing({ database: db }, { surveyId, kind: 'invitation', ...defaultTexts('invitation', { deadline: true }), actor: 'a' });
	for (const number of [1, 2]) await createMailing({ database: db }, { surveyId, kind: 'reminder', number, ...defaultTexts('reminder', { deadline: true }), actor: 'a' });
	await db.admin`insert into mail (survey_id, mailing_id, seat_id, state) select survey_id, 1, id, case when id % 20 = 3 then 'uncertain' when id < 40 then 'sent' else 'planned' end from seat`;
	await db.admin`update mail set reason = 'interrupted', attempts = 1 where state = 'uncertain'`;
	await db.admin`update mailing set state = 'sending' where number = 0`;
	await db.admin`update mailing set state = 'paused', problem = 'mail_problem_not_open' where number = 1`;
	// nobody sends, so that the page stands still
	server = await startServer({ databaseUrl: db.url, env: { GRUNNLAG_WORKER: 'off', GRUNNLAG_SMTP_URL: 'smtp://127.0.0.1:9' } });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

it.each((['nb', 'nn', 'en'] as const).flatMap((locale) => [['phone', locale, PHONE], ['desktop', locale, DESKTOP]] as const))('the pages of a survey’s mailings are whole on a %s, in %s', async (name, locale, size) => {
	const context = await browser.newContext({ ...size, locale: locale === 'en' ? 'en-GB' : `${locale}-NO` });
	const page = await context.newPage();
	const errors = pageErrors(page);
	await signInWith(page, server.origin);
	for (const [part, path] of [['0', ''], ['1', '?nr=1'], ['2', '?nr=2']] as const) {
		await page.goto(`${server.origin}/evaluering/${surveyId}/utsending${path}`);
		await page.waitForSelector('h1');
		expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map((v) => `${v.id} ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
		if (SHOTS) await page.screenshot({ path: `${SHOTS}/${locale}-${name}-${part}.png`, fullPage: true });
	}
	expect(errors).toEqual([]);
	await context.close();
});

it('the numbers follow the sending by themselves, and a press of the button pauses it', async () => {
	const context = await browser.newContext({ ...DESKTOP, locale: 'nb-NO' });
	const page = await context.newPage();
	await signInWith(page, server.origin);
	await page.goto(`${server.origin}/evaluering/${surveyId}/utsending`);
	await page.waitForSelector('#status progress');
	const row = page.locator('#status tr', { hasText: 'Sendt' }).first().locator('td');
	const before = Number(await row.textContent());
	await db.admin`update mail set state = 'sent' where state = 'planned' and seat_id = (select min(seat_id) from mail where state = 'planned')`;
	await expect.poll(() => row.textContent().then(Number)).toBe(before + 1);
	await page.click('#status form[action="?/pause"] button');
	await page.waitForSelector('#status form[action="?/resume"]');
	expect(await page.textContent('#status [role=status]')).toContain('På pause');
	await context.close();
});
