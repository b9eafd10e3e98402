/** Two waves compared by a person at a browser: chosen in the workbench, put in a plan, run, taken out as data. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Questionnaire } from '#lib/domain/questionnaire/schema.ts';
import { DESKTOP, openBrowser } from '../support/browser.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { evaluatorPage } from '../support/evaluator-page.ts';
import { createEvaluator, signInWith } from '../support/evaluator.ts';
import { answeredSurvey } from '../support/frozen.ts';
import { QUESTIONNAIRE } from '../support/questionnaire.ts';
import { frozenOf } from '../support/report-stored.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let browser: Browser;
let snapshots: { one: number; again: number; two: number };

/** As it was asked the second time: without the hours, and the years in other words. */
const LATER: Questionnaire = {
	...QUESTIONNAIRE,
	blocks: QUESTIONNAIRE.blocks.map((block) => ({
		...block, items: block.items.filter((item) => item.key !== 'timer').map((item) => (item.key === 'aar' ? { ...item, text: { nb: 'Hvor lenge har du hatt den?', nn: 'Kor lenge har du hatt henne?', en: 'How long have you held it?' } } : item))
	}))
};

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	const first = await answeredSurvey(db, 40);
	const second = await answeredSurvey(db, 36, { wave: { evaluationId: first.evaluationId, key: 'v2022', name: 'Våren 2022' }, questionnaire: LATER, shift: 1 });
	snapshots = { one: await frozenOf(db, first.waveId), again: await frozenOf(db, first.waveId, 'with_partial'), two: await frozenOf(db, second.waveId) };
	server = await startServer({ databaseUrl: db.url });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser.close();
	await server.stop();
	await db.drop();
});

describe.each([true, false])('waves compared, JavaScript %s', (javaScriptEnabled) => {
	it('from two snapshots to a test with its warning, a plan that is run and a file, with no fault that axe finds and no sideways scroll', async () => {
		const { page, context, errors, look } = await evaluatorPage(browser, server.origin, 'waves', { javaScriptEnabled });
		const key = `runder-${javaScriptEnabled ? 1 : 2}`;
		await page.goto(`${server.origin}/evaluering/analyseplan`);
		await page.fill('form[action="?/make"] [name=title]', 'Runder');
		await page.fill('form[action="?/make"] [name=key]', key);
		await page.click('form[action="?/make"] button');
		await page.waitForURL(/analyseplan\/\d+$/);
		const plan = page.url();

		await page.goto(`${server.origin}/evaluering/analyse?uttrekk=${snapshots.two}`);
		await page.click('summary:has-text("Sammenlign med andre datauttrekk")');
		await page.check(`[name=ved][value="${snapshots.one}"]`);
		await page.click('text=Vis variabler');
		await page.waitForURL(/ved=/);
		expect(await page.textContent('main')).toContain('37 av dem');
		await page.click('summary:has-text("er utelatt")');
		expect(await page.textContent('main')).toMatch(/Bare i Wave: .*timer/);
		await page.click('summary:has-text("andre ord")');
		await look('laid');
		for (const name of ['runde', 'p_nytte']) {
			await page.click(`details.block:has([value=${name}]) > summary`);
			await page.check(`[name=v][value=${name}]`);
		}
		await page.click('text=Vis metoder som passer');
		await page.waitForURL(/v=runde/);
		await page.click('ol.offers a:has-text("T-test, to grupper")');
		await page.waitForSelector('#resultat .said');
		const result = await page.textContent('#resultat');
		for (const said of ['n = 76', 'Våren 2022', 'uavhengige grupper']) expect(result).toContain(said);
		await look('result');

		await page.click('#resultat summary:has-text("Legg analysen")');
		await page.fill('#resultat [name=title]', 'Nytte etter runde');
		await page.selectOption('#resultat [name=plan]', { label: `Runder (${key})` });
		await page.click('#resultat button:has-text("Legg til")');
		await page.waitForURL(/lagt_til=/);
		await page.goto(plan);
		expect(await page.textContent('main')).toContain(`s fra Nr. ${snapshots.one}: Wave`);
		await look('plan');
		await page.selectOption('form[action="?/run"] select', String(snapshots.one));
		await page.click('form[action="?/run"] button');
		await page.waitForSelector('[role=alert]');
		expect(await page.textContent('[role=alert]')).toContain('lagt under seg selv');
		await page.selectOption('form[action="?/run"] select', String(snapshots.two));
		await page.click('form[action="?/run"] button');
		await page.waitForURL(/kjoring\/\d+$/);
		expect(await page.textContent('main')).toContain('uavhengige grupper');
		await look('run');

		await page.goto(`${server.origin}/evaluering/analyse?uttrekk=${snapshots.two}&ved=${snapshots.one}&del=s`);
		await page.click('a:has-text("Eksporter disse dataene")');
		await page.waitForURL(/eksport\?/);
		expect(await page.textContent('main')).toContain('(Wave + Våren 2022)');
		await look('export');
		await page.selectOption('[name=format]', 'csv');
		await page.check('[name=bekreftet]');
		const [download] = await Promise.all([page.waitForEvent('download'), page.click('button:has-text("Last ned")')]);
		expect(download.suggestedFilename()).toMatch(new RegExp(`^grunnlag-${snapshots.two}-s_[0-9a-f]{12}-s_[0-9a-f]{12}-csv\\.zip$`));
		// the browser tells of the fault that was asked for
		expect(errors.filter((e) => !e.includes('422'))).toEqual([]);
		await context.close();
	});
});

describe('waves in every language', () => {
	it.each([['nb', 'er med mer enn én gang'], ['nn', 'er med meir enn éin gong'], ['en', 'is there more than once']] as const)('warns in %s of a wave that is there twice, and shows no key of a text', async (locale, said) => {
		const context = await browser.newContext({ ...DESKTOP, javaScriptEnabled: false });
		const page = await context.newPage();
		await signInWith(page, server.origin);
		await context.addCookies([{ name: 'grunnlag.language', value: locale, url: server.origin }]);
		const laid = `uttrekk=${snapshots.two}&ved=${snapshots.one}&ved=${snapshots.again}&del=s`;
		for (const path of [`analyse?${laid}`, `analyse?${laid}&v=p_nytte&v=p_tid&v=runde&metode=battery`, `analyse?${laid}&v=p_nytte&v=runde&metode=crosstab`, `datauttrekk/${snapshots.two}/eksport?del=s&ved=${snapshots.one}`]) {
			await page.goto(`${server.origin}/evaluering/${path}`);
			expect(await page.getAttribute('html', 'lang')).toBe(locale);
			const text = await page.textContent('main');
			expect(text).not.toMatch(/\b(workbench|result|figure|analysis|snapshot|dataexport)_[a-z]/);
			if (path.startsWith('analyse')) expect(text, path).toContain(said);
		}
		await context.close();
	});
});
