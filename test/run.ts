/**
 * All of the project's checks in one command: types, lint walls, then every test project. The last line is `N passed, N failed`,
 * where each static check counts as one.
 * Arguments are passed on to vitest (`npm test -- --project unit`), which then leaves the static checks out.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './support/browser.ts';

interface Totals {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numFailedTestSuites: number;
	success: boolean;
}

const args = process.argv.slice(2);
let passed = 0;
let failed = 0;

function step(name: string, command: string[]): boolean {
	console.log(`\n── ${name}`);
	const done = spawnSync('npx', command, { stdio: 'inherit' });
	return done.status === 0;
}

/** A component and a module at the least must have been looked at for each that there is: where its language service gives up, svelte-check says that all is well. */
function typesHold(): boolean {
	const own = ['src', 'analysis', 'test'].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' })).filter((name) => /\.(ts|svelte)$/.test(name)).length;
	console.log('\n── types');
	const { status, stdout } = spawnSync('npx', ['svelte-check', '--fail-on-warnings', '--output', 'machine'], { stdio: ['inherit', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 2 ** 28 });
	console.log(stdout);
	const looked = Number(/COMPLETED (\d+) FILES/.exec(stdout)?.[1] ?? 0);
	if (looked < own) console.log(`svelte-check looked at ${looked} files, and there are ${own}: it checked too little`);
	return status === 0 && looked >= own;
}

function count(ok: boolean): void {
	if (ok) passed += 1;
	else failed += 1;
}

if (args.length === 0) {
	count(typesHold());
	count(step('lint', ['eslint', '.']));
}
await findBrowser();

const folder = mkdtempSync(join(tmpdir(), 'grunnlag-test-'));
const file = join(folder, 'results.json');
const ok = step('tests', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args]);
const totals = JSON.parse(readFileSync(file, 'utf8')) as Totals;
rmSync(folder, { recursive: true });
passed += totals.numPassedTests;
// a file that cannot be loaded has no test to count, yet has failed
failed += totals.numFailedTests || (ok ? 0 : Math.max(1, totals.numFailedTestSuites));

console.log(`\n${passed} passed, ${failed} failed${totals.numPendingTests ? `, ${totals.numPendingTests} skipped` : ''}`);
process.exit(failed === 0 && ok ? 0 : 1);
