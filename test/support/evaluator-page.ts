/** An evaluator at a browser, signed in, and what every page of hers must be: free of faults that axe finds, with one h1, and no wider than a phone. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { DESKTOP, pageErrors, PHONE } from './browser.ts';
import { signInWith } from './evaluator.ts';

export interface EvaluatorPage {
	page: Page;
	context: BrowserContext;
	/** What the pages wrote to the console as errors, so far. */
	errors: string[];
	/**
	 * Looks at the page as it is now, on a telephone and on a desk. With GRUNNLAG_SHOTS, a folder, it is also photographed there.
	 * @param state named in a fault and in the picture's file
	 */
	look(state: string): Promise<void>;
}

/** @param shots begins the name of every picture */
export async function evaluatorPage(browser: Browser, origin: string, shots: string, options: BrowserContextOptions = {}): Promise<EvaluatorPage> {
	const { javaScriptEnabled = true } = options;
	const context = await browser.newContext({ ...DESKTOP, locale: 'nb-NO', ...options });
	const page = await context.newPage();
	const errors = pageErrors(page);
	await signInWith(page, origin);
	const folder = process.env.GRUNNLAG_SHOTS;
	return {
		page, context, errors,
		async look(state) {
			// axe needs scripts in the page
			if (javaScriptEnabled) expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => `${state}: ${v.id} ${v.nodes[0]?.target.join(' ')}`)).toEqual([]);
			expect(await page.locator('h1').count(), state).toBe(1);
			for (const { viewport } of [PHONE, DESKTOP]) {
				await page.setViewportSize(viewport);
				expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${state} at ${viewport.width}`).toBe(0);
				if (folder && javaScriptEnabled) await page.screenshot({ path: `${folder}/${shots}-${state}-${viewport.width}.png`, fullPage: true });
			}
		}
	};
}
