import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Answers } from '#lib/domain/questionnaire/answers.ts';
import { route } from '#lib/domain/questionnaire/routing.ts';
import { readConfig } from '#lib/server/config.ts';
import { readAnswers } from '#lib/server/db/demo.ts';
import { issueLinks } from '#lib/server/fieldwork/mail/link.ts';
import { compiledQuestionnaire, responders, type Responder } from '../../../src/demo/data.ts';
import type { Demo, SurveyIds } from '../../../src/demo/job/context.ts';
import { each, simulateAll } from '../../../src/demo/job/play.ts';
import { importAll, makeSurveys, openAll, publishAll } from '../../../src/demo/job/prepare.ts';
import { answerForm } from '../../../src/demo/simulate/browser.ts';
import { httpClient, type Client } from '../../../src/demo/simulate/http.ts';
import { SURVEYS, type SurveyKey } from '../../../src/demo/surveys.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { createEvaluator, signInOverHttp } from '../../support/evaluator.ts';
import { startServer, TEST_SECRET, type TestServer } from '../../support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'grunnlag-demo-'));
let database: TestDatabase;
let server: TestServer;
let client: Client;
let demo: Demo;
let ids: SurveyIds;
let session: Awaited<ReturnType<typeof signInOverHttp>>;
let empty: string;

const { answers } = simulateAll();
/** Some of each list, and in the networks some with each kind of routing. */
const everyone = responders();
const some = SURVEYS.flatMap((survey) => everyone.filter((seat) => seat.survey === survey).filter((_, i) => i % ({ nettverk: 20, aarsrapport: 20 }[survey as string] ?? 60) === 0));

const page = async (path: string): Promise<string> => (await session.get(path)).text();

beforeAll(async () => {
	database = await createDatabase();
	demo = { config: { ...readConfig({}), dataDir: folder }, secret: TEST_SECRET, database, url: database.url, signal: new AbortController().signal };
	server = await startServer({ databaseUrl: database.url });
	client = httpClient(server.origin, 8);
	await createEvaluator(database);
	session = await signInOverHttp(server.origin);
	empty = await page('/evaluering/sammenligning');
	({ ids } = await makeSurveys(demo));
	await publishAll(demo, ids);
	await importAll(demo, ids, { tick: () => undefined, note: () => undefined });
	await openAll(demo, ids);
	await database.admin`update seat set disposition = 'non_contact' where sampled`;
});

afterAll(async () => {
	client.close();
	await server.stop();
	await database.drop();
	rmSync(folder, { recursive: true, force: true });
});

const valueOf = (answer: Answer): string | null => (answer.state === 'dont_know' ? null
	: 'codes' in answer ? answer.codes.join(',') : 'code' in answer ? String(answer.code) : 'number' in answer ? String(answer.number) : answer.text);

/** What must be stored of a seat: every field, with its state and value. */
function expected(seat: Responder, given: Answers): Map<string, string> {
	const compiled = compiledQuestionnaire(seat.survey);
	const { asked } = route(compiled, given, seat.frame);
	return new Map(compiled.fields.map(({ key }) => {
		const answer = given[key];
		return [key, answer ? `${answer.state} ${valueOf(answer)}` : asked.has(key) ? 'not_answered null' : 'not_asked null'];
	}));
}

describe('simulated respondents in their browsers', () => {
	const links = new Map<string, string>();

	beforeAll(async () => {
		for (const survey of SURVEYS) {
			for (const [ref, link] of await issueLinks(demo, { surveyId: ids[survey], refs: some.filter((seat) => seat.survey === survey).map((seat) => seat.ref), actor: 'test' })) links.set(ref, link);
		}
		await each(some, 8, async (seat) => void (await answerForm(client, links.get(seat.ref) ?? '', answers.get(seat.ref) ?? {})), () => undefined);
	});

	test.each(SURVEYS)('answer %s so that every field is stored as meant, given, open or not asked', async (survey: SurveyKey) => {
		const stored = await readAnswers(database.evaluate.db, ids[survey]);
		const seats = some.filter((seat) => seat.survey === survey);
		expect(seats.length).toBeGreaterThan(2);
		for (const seat of seats) {
			const own = new Map(stored.filter((answer) => answer.ref === seat.ref).map((answer) => [answer.item, `${answer.state} ${answer.value}`]));
			expect(own, seat.ref).toEqual(expected(seat, answers.get(seat.ref) ?? {}));
		}
	});

	test('see thanks when they come back, and make no second response', async () => {
		const [seat] = some;
		expect(await answerForm(client, links.get(seat?.ref ?? '') ?? '', answers.get(seat?.ref ?? '') ?? {})).toBe(0);
		const [row] = await database.admin<[{ n: number }]>`select count(*)::int as n from response`;
		expect(row.n).toBe(some.length);
	});

	test('leave no token in what the server writes', () => {
		for (const link of links.values()) expect(server.log()).not.toContain(link.slice(-22));
	});
});

describe('the comparison page', () => {
	test('is for evaluators alone', async () => {
		const reply = await fetch(`${server.origin}/evaluering/sammenligning`, { redirect: 'manual', headers: { accept: 'text/html' } });
		expect(reply.status).toBe(303);
		expect(reply.headers.get('location')).toContain('/logg-inn');
	});

	test('says how to load the evaluation where it is not loaded', () => {
		expect(empty).toContain('npm run demo');
		expect(empty).not.toContain('<table');
	});

	test('shows every table with the printed figures, and how far the answers have come', async () => {
		const html = await page('/evaluering/sammenligning');
		for (const number of [1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 2020, 2022]) expect(html).toContain(`id="tabell-${number}"`);
		expect(html).toContain(`${some.length} av 1`);
		expect(html).toMatch(/Tabell 3\. [\s\S]*Alle 117 cellene er like/);
	});

	test('follows the database: an answer more is a number more', async () => {
		// of the networks in Table 1: population, invited and answered, each here and in print
		const answered = async () => {
			const [, row = ''] = /Nettverk<\/th>([\s\S]*?)<\/tr>/.exec(await page('/evaluering/sammenligning')) ?? [];
			return [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)][4]?.[1]?.replace(/<!--.*?-->/g, '');
		};
		const before = Number(await answered());
		expect(before).toBe(some.filter((seat) => seat.survey === 'nettverk').length);
		await database.admin`update seat set disposition = 'partial' where (survey_id, ref) = (${ids.nettverk}, (select min(ref) from seat where survey_id = ${ids.nettverk} and disposition = 'non_contact'))`;
		expect(Number(await answered())).toBe(before + 1);
	});
});
