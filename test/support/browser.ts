/**
 * A real Chromium: the machine's own (CHROME_PATH, or chromium/Chrome on the usual paths), else the one from npm, unpacked once
 * with the system libraries that come in its archive.
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic'];

interface Executable {
	path: string;
	env: Record<string, string>;
	flags: string[];
}

/** Finds or unpacks the browser. Call it once before tests run in parallel: unpacking is not safe to do twice at once. */
export async function findBrowser(): Promise<Executable> {
	const system = [process.env.CHROME_PATH, ...SYSTEM].find((path) => path && existsSync(path));
	if (system) return { path: system, env: {}, flags: [] };
	// the package unpacks its bundled libraries only where it believes it needs them
	process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
	const { default: packaged } = await import('@sparticuz/chromium');
	const path = await packaged.executablePath();
	const lib = join(tmpdir(), 'al2023', 'lib');
	return { path, env: { LD_LIBRARY_PATH: [lib, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'), FONTCONFIG_PATH: join(tmpdir(), 'fonts') }, flags: ['--no-zygote', '--headless=shell'] };
}

export async function openBrowser(): Promise<Browser> {
	const { path, env, flags } = await findBrowser();
	const browser = await chromium.launch({ executablePath: path, args: [...FLAGS, ...flags], env: { ...(process.env as Record<string, string>), ...env } });
	const newContext = browser.newContext.bind(browser);
	// a time-out only ends what hangs; a slow machine is no fault
	browser.newContext = async (options) => {
		const context = await newContext(options);
		context.setDefaultTimeout(120_000);
		return context;
	};
	return browser;
}

/** Phone and desktop as the product promises them. */
export const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true } satisfies BrowserContextOptions;
export const DESKTOP = { viewport: { width: 1280, height: 900 } } satisfies BrowserContextOptions;

/** Messages the page wrote to the console as errors or threw, gathered from now on. */
export function pageErrors(page: Page): string[] {
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(error.message));
	page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
	return errors;
}
