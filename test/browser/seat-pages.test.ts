import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashToken, newToken } from '../../src/lib/server/access/token.ts';
import { DESKTOP, openBrowser, pageErrors, PHONE } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInWith } from '../support/evaluator.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { startServer, TEST_SECRET, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;
let root: string;
let seatId: number;
let token: string;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	const surveyId = await openedSurvey(db);
	root = `/evaluering/${surveyId}`;
	await addSeats(db, surveyId, Array.from({ length: 30 }, (_, i) => ({
		ref: `P${i}`, name: `Åse ${'Øvrebø'.repeat(8)} ${i}`, email: `p${i}.${'lang'.repeat(12)}@example.org`, rolle: 'eier', disposition: 'non_contact'
	})));
	const [seat] = await db.admin<[{ id: number }]>`select id from seat where ref = 'P0'`;
	seatId = seat.id;
	token = newToken(surveyId);
	await db.admin`insert into invitation_link (survey_id, token_hash, seat_id) values (${surveyId}, ${Buffer.from(hashToken(token, TEST_SECRET))}, ${seatId})`;
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

describe('the pages of fieldwork in a browser', () => {
	it('have no fault that axe finds and no sideways scroll on phone or desk; nothing is refused by the security policy', async () => {
		const context = await browser.newContext({ ...DESKTOP, locale: 'nb-NO' });
		const page = await context.newPage();
		const errors = pageErrors(page);
		await signInWith(page, server.origin);
		for (const path of [`${root}/status?e=2`, `${root}/ringeliste`, `${root}/plasser/${seatId}`, `${root}/plasser/ny`, `${root}/plasser/dato`, `/svar/${token}/avmeld`]) {
			await page.goto(server.origin + path);
			const { violations } = await new AxeBuilder({ page }).analyze();
			expect(violations.map((v) => `${path}: ${v.id} ${v.nodes[0]?.target.join(' ')}`)).toEqual([]);
			expect(await page.locator('h1').count(), path).toBe(1);
			for (const viewport of [PHONE.viewport, DESKTOP.viewport]) {
				await page.setViewportSize(viewport);
				expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${path} at ${viewport.width}`).toBe(0);
			}
		}
		expect(errors).toEqual([]);
		await context.close();
	});
	it('file what came of a call without JavaScript, and with it', async () => {
		for (const javaScriptEnabled of [false, true]) {
			const context = await browser.newContext({ ...DESKTOP, locale: 'nb-NO', javaScriptEnabled });
			const page = await context.newPage();
			await signInWith(page, server.origin);
			await page.goto(`${server.origin}${root}/ringeliste?untried=ja`);
			const card = page.locator('li.call').first();
			const ref = await card.locator('a').first().textContent();
			await card.locator('select').selectOption('refusal:other');
			await card.locator('button').click();
			await page.locator('[role=alert]').waitFor();
			const again = page.locator('li.call', { has: page.getByRole('link', { name: ref ?? '', exact: true }) });
			expect(await again.locator('select').inputValue()).toBe('refusal:other');
			await again.locator('textarea').fill('Vil ikke si hvorfor');
			await again.locator('button').click();
			await page.waitForURL(/ferdig=ja/);
			expect(await db.admin`select disposition from seat where ref = ${ref ?? ''}`).toEqual([{ disposition: 'refusal' }]);
			await context.close();
		}
	});
});
