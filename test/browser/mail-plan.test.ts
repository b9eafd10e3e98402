import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayOf, nextAllowed, type SendWindow } from '../../src/lib/domain/mail-plan/time.ts';
import { addVariant } from '../../src/lib/server/fieldwork/mail/index.ts';
import { addReminder, closeDays, createTargetedReminder, DEFAULT_WINDOW, planInvitation, planTick, startPlan, type PlanDeps } from '../../src/lib/server/fieldwork/plan/index.ts';
import { isHoliday } from '../../src/lib/server/fieldwork/plan/holidays.ts';
import { openSurvey } from '../../src/lib/server/surveys/index.ts';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInWith } from '../support/evaluator.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { startServer, TEST_SECRET, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;
/** One whose plan is started, with mail on its way and a fault; one with nothing. */
let running: number;
let empty: number;

const DAY = 86_400_000;
const allowed = (at: Date): Date => nextAllowed(DEFAULT_WINDOW, { holiday: isHoliday, closed: () => false }, at) ?? at;

async function signedIn(options: BrowserContextOptions): Promise<Page> {
	const page = await (await browser.newContext({ locale: 'nb-NO', ...options })).newPage();
	await signInWith(page, server.origin);
	return page;
}
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function setUp(): Promise<void> {
	running = await openedSurvey(db);
	await openSurvey({ database: db }, { surveyId: running, closesAt: new Date(Date.now() + 120 * DAY), actor: 'eva' });
	await addSeats(db, running, Array.from({ length: 40 }, (_, i) => ({ ref: `P${i + 1}`, name: `Åse Øvrebø ${i + 1}`, email: `p${i + 1}@example.org`, rolle: i % 2 ? 'leder' : 'eier' })));
	empty = await openedSurvey(db, 'tomt');
	let now = new Date();
	const deps: PlanDeps = {
		database: db, secret: TEST_SECRET, clock: { now: () => now }, config: { origin: 'https://svar.example.no', dataDir: '/nowhere', smtpUrl: undefined, mailFrom: 'Instituttet <svar@example.org>' }
	};
	const who = { surveyId: running, actor: 'eva' };
	const window: SendWindow = DEFAULT_WINDOW;
	const start = allowed(new Date(Date.now() + DAY));
	await planInvitation(deps, { ...who, time: { at: start }, window });
	for (const afterDays of [7, 21, 60]) await addReminder(deps, { ...who, time: { afterDays }, window });
	const made = await createTargetedReminder(deps, { ...who, audience: [{ variable: 'rolle', codes: ['leder'] }] });
	await addVariant(deps, { ...who, mailingId: made.mailingId, condition: { several: true } });
	await addVariant(deps, { ...who, mailingId: made.mailingId, condition: { strata: [{ variable: 'rolle', codes: ['leder', ''] }] } });
	await startPlan(deps, who);
	now = start;
	await planTick({ ...deps, clock: { now: () => now } });
	const ferie = addDays(dayOf(now), 80);
	await closeDays(deps, { ...who, first: ferie, last: addDays(ferie, 4), reason: 'Vinterferie' });
}

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	await setUp();
	server = await startServer({ databaseUrl: db.url, env: { GRUNNLAG_WORKER: 'off' } });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

/** Free of axe violations, with one heading, nothing beyond the width, no key where a text should be. */
async function inspect(page: Page, path: string): Promise<void> {
	await page.goto(server.origin + path);
	// what is folded away is looked at too
	await page.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true; });
	const { violations } = await new AxeBuilder({ page }).setLegacyMode().exclude('iframe').analyze();
	expect(violations.map((v) => [path, v.id, v.nodes.map((n) => n.html.slice(0, 160))])).toEqual([]);
	expect([path, await overflow(page)]).toEqual([path, 0]);
	expect(await page.locator('h1').count()).toBe(1);
	expect(await page.textContent('body')).not.toMatch(/\b(plan|mail|common)_[a-z]+_/);
}

describe('every page of the plan is free of axe violations and fits 360 and 1280 px', () => {
	it.each(['nb', 'nn', 'en'])('in %s', async (language) => {
		const page = await signedIn(PHONE);
		await page.click(`button[lang=${language}]`);
		await page.waitForSelector(`button[lang=${language}][aria-pressed=true]`);
		const [made] = await db.admin`select mailing_id, id from mail_variant where survey_id = ${running} order by position`;
		const paths = [`/evaluering/${running}/plan`, `/evaluering/${empty}/plan`, `/evaluering/${running}/plan/${made?.mailing_id}`, `/evaluering/${running}/plan/${made?.mailing_id}/${made?.id}`];
		for (const path of paths) await inspect(page, path);
		await page.setViewportSize(DESKTOP.viewport);
		for (const path of paths) await inspect(page, path);
		await page.context().close();
	});
});

describe.each([['with JavaScript', true], ['without JavaScript', false]])('%s', (_, javaScriptEnabled) => {
	it('an evaluator makes a plan, mends what is refused, starts it and stops it', async () => {
		const survey = javaScriptEnabled ? empty : await openedSurvey(db, 'uten');
		await addSeats(db, survey, [{ ref: `E${javaScriptEnabled}`, name: 'En', email: `en${javaScriptEnabled}@example.org` }]);
		const page = await signedIn({ ...DESKTOP, javaScriptEnabled });
		const errors = pageErrors(page);
		await page.goto(`${server.origin}/evaluering/${survey}/plan`);
		const form = page.locator('form[action="?/invitation"]');
		await form.locator('[name=at]').fill(`${allowed(new Date(Date.now() + 3 * DAY)).toISOString().slice(0, 10)}T22:00`);
		await form.locator('button').click();
		await page.locator('[role=alert]', { hasText: 'Neste tillatte tidspunkt' }).waitFor();
		const value = await form.locator('[name=at]').inputValue();
		expect(value).toContain('T22:00');
		await form.locator('[name=at]').fill(value.replace('T22:00', 'T10:00'));
		await form.locator('button').click();
		await page.waitForURL(/ferdig=lagret/);
		await page.click('summary:has-text("Legg til en påminnelse")');
		await page.fill('form[action="?/add"] [name=after_days]', '7');
		await page.click('form[action="?/add"] button');
		await page.locator('li.ds-card', { hasText: 'Påminnelse 1' }).waitFor();
		await page.check('#bekreft');
		await page.click('form[action="?/start"] button');
		await page.waitForURL(/ferdig=startet/);
		expect(await page.textContent('[role=status]')).toContain('startet');
		await page.click('button[formaction="?/stop"]');
		await page.waitForURL(/ferdig=stoppet/);
		expect(errors.filter((e) => !e.includes('422'))).toEqual([]);
		await page.context().close();
	});
});
