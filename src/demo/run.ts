/** The demo from the first step to the last. */
import { writeFileSync } from 'node:fs';
import { serve } from '../cli/serve.ts';
import { readSecret, type Config } from '#lib/server/config.ts';
import { startDatabase } from '#lib/server/db/start.ts';
import { compare } from './compare/compare.ts';
import { readOurs } from './compare/ours.ts';
import * as checks from './job/checks.ts';
import { number, type Demo, type SurveyIds } from './job/context.ts';
import { beginAnew } from './job/fresh.ts';
import { inviteAll, toAnswer } from './job/invite.ts';
import { holdTables, linkRepresentatives } from './job/link.ts';
import { holdMunicipalities } from './job/municipalities.ts';
import { playAll, simulateAll } from './job/play.ts';
import { importAll, makeSurveys, openAll, publishAll } from './job/prepare.ts';
import { comparisonLines } from './job/print.ts';
import { Progress } from './job/progress.ts';
import { summary } from './job/summary.ts';
import { buildReport } from './job/report.ts';
import { freezeAnswers } from './job/snapshot.ts';
import { reportLines } from './report/print.ts';
import { signIn, type SignIn } from './job/user.ts';

export interface Options { check: boolean; direct: boolean; fresh: boolean }

export const SUMMARY_FILE = 'demo-summary.json';

type Server = Awaited<ReturnType<typeof serve>>;

async function listen(config: Config, check: boolean): Promise<Server> {
	return serve({ ...config, port: check ? 0 : config.port }).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EADDRINUSE') throw error;
		throw new Error(`Port ${config.port} is taken. Stop what uses it, or choose another: PORT=3001 npm run demo`);
	});
}

/** A server that is told its address by GRUNNLAG_ORIGIN accepts posts from there alone; else it is what it is called by. */
function pagesOf(config: Config, { port }: Server): { address: string; origin: string } {
	const address = `http://127.0.0.1:${port}`;
	return { address, origin: process.env.GRUNNLAG_ORIGIN ? config.origin : address };
}

/** What is made of the answers: tables, comparison, checks. */
async function examine(demo: Demo, ids: SurveyIds, impossible: string[]) {
	const state = await checks.readState(demo, ids);
	const ours = await readOurs(demo);
	if (!ours) throw new Error('The database does not hold the evaluation');
	const comparison = compare(ours);
	const list = [
		checks.frames(state), checks.dispositions(state), await checks.responses(demo, ids, state),
		await checks.givenAnswersAreStored(demo, ids, impossible), await checks.tokens(demo), checks.comparison(comparison)
	];
	return { state, comparison, checks: list, outcome: `${list.filter((one) => one.ok).length} of ${list.length} hold` };
}

function sayWhereToSignIn(progress: Progress, config: Config, account: SignIn): void {
	for (const line of ['', `  ${config.origin}/evaluering`, `  e-mail    ${account.email}`, `  password  ${account.password}`, '']) progress.say(line);
}

async function work(demo: Demo, options: Options, progress: Progress, server: Server | undefined, embedded: boolean, startedAt: Date): Promise<boolean> {
	const { config, signal } = demo;
	const account = await progress.step('evaluator', () => signIn(demo));
	const { ids } = await progress.step('surveys', () => makeSurveys(demo));
	await progress.step('questionnaires', () => publishAll(demo, ids));
	await progress.step('population lists', (ticker) => importAll(demo, ids, ticker));
	await progress.step('municipalities', () => holdMunicipalities(demo));
	await progress.step('opening', () => openAll(demo, ids));
	const { links } = await progress.step('invitations', (ticker) => inviteAll(demo, ids, ticker));
	if (!options.check) {
		progress.say('\n  The app is up: sign in and watch the answers come.');
		sayWhereToSignIn(progress, config, account);
	}
	const { answers, impossible } = simulateAll();
	const { seats, done, reissued } = await toAnswer(demo, ids, links);
	if (reissued > 0) progress.say(`  ${''.padEnd(20)} ${number(reissued)} new links: those of the invitations are stored nowhere`);
	const pages = options.direct || !server ? null : pagesOf(config, server);
	const played = await progress.step('answers', (ticker) => playAll(demo, { seats, done, links, answers, pages }, ticker));
	signal.throwIfAborted();
	await progress.step('register tables', () => holdTables(demo));
	await progress.step('linking', () => linkRepresentatives(demo, ids));
	const { snapshotId } = await progress.step('snapshot', () => freezeAnswers(demo, ids));
	const report = await progress.step('report', () => buildReport(demo, snapshotId));
	const examined = await progress.step('checks', () => examine(demo, ids, impossible));
	examined.checks.push(checks.report(report.comparison));
	progress.say();
	for (const line of [...comparisonLines(examined.comparison), '', ...reportLines(report.comparison)]) progress.say(line);
	progress.say('\nChecks');
	for (const check of examined.checks) progress.say(`  ${check.ok ? 'ok    ' : 'FAILED'} ${check.name}: ${check.detail}`);
	const seconds = (Date.now() - startedAt.getTime()) / 1000;
	writeFileSync(SUMMARY_FILE, `${JSON.stringify(summary({
		startedAt, seconds, mode: { ...options, database: embedded ? 'embedded' : 'DATABASE_URL' }, steps: progress.steps, requests: played.requests, report, ...examined
	}), null, '\t')}\n`);
	const ok = examined.checks.every((check) => check.ok);
	progress.say(`\n${ok ? 'Every check held' : 'NOT every check held'}, after ${seconds.toFixed(0)} s. Details are in ${SUMMARY_FILE}, the report in ${Object.keys(report.files).join(' and ')}.`);
	if (!options.check) {
		progress.say('\nGrunnlag is at your service until you press Ctrl-C. The comparison is at /evaluering/sammenligning, the report at /evaluering/rapport.');
		sayWhereToSignIn(progress, config, account);
	}
	return ok;
}

const untilAborted = (signal: AbortSignal): Promise<void> => new Promise((done) => {
	if (signal.aborted) done();
	else signal.addEventListener('abort', () => done(), { once: true });
});

/**
 * Runs the demo. Without `check` it goes on serving until `signal`.
 * @returns whether every check held
 * @throws when a step fails or `signal` comes before the last; what was done stays, and the next run goes on from there
 */
export async function runDemo(config: Config, options: Options, signal: AbortSignal, progress = new Progress()): Promise<boolean> {
	const startedAt = new Date();
	const where = config.databaseUrl ? 'the database in DATABASE_URL' : `embedded PostgreSQL in ${config.dataDir}`;
	progress.say(`Grunnlag: the 2021 evaluation, on ${where}`);
	if (options.fresh) await progress.step('fresh start', () => beginAnew(config));
	const started = await progress.step('database', async () => {
		const database = await startDatabase(config);
		return { ...database, outcome: database.applied.length > 0 ? `${database.applied.length} migrations applied` : 'up to date' };
	});
	let server: Server | undefined;
	try {
		const demo: Demo = { config, secret: readSecret(config), database: started.database, url: started.url, signal };
		// nobody would use it
		if (!(options.check && options.direct)) server = await listen(config, options.check);
		const ok = await work(demo, options, progress, server, started.embedded, startedAt);
		if (!options.check) {
			await untilAborted(signal);
			progress.say('\nStopping ...');
		}
		return ok;
	} catch (error) {
		if (signal.aborted) throw new Error('Stopped. The next run goes on from here.', { cause: error });
		throw error;
	} finally {
		await server?.close();
		// the app inside the build closes its own connections on this event
		process.emit('sveltekit:shutdown' as 'exit', 0);
		await started.stop();
	}
}
