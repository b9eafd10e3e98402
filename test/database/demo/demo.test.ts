import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, type Config } from '#lib/server/config.ts';
import { compare } from '../../../src/demo/compare/compare.ts';
import { readOurs } from '../../../src/demo/compare/ours.ts';
import * as checks from '../../../src/demo/job/checks.ts';
import type { Demo, SurveyIds } from '../../../src/demo/job/context.ts';
import { inviteAll, toAnswer, type Links } from '../../../src/demo/job/invite.ts';
import { playAll, simulateAll } from '../../../src/demo/job/play.ts';
import { importAll, makeSurveys, openAll, publishAll } from '../../../src/demo/job/prepare.ts';
import type { Ticker } from '../../../src/demo/job/progress.ts';
import { signIn } from '../../../src/demo/job/user.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { TEST_SECRET } from '../../support/server.ts';

const quiet: Ticker = { tick: () => undefined, note: () => undefined };
const stop = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'grunnlag-demo-'));
let database: TestDatabase;
let demo: Demo;
let ids: SurveyIds;
let links: Links;
const { answers, impossible } = simulateAll();

const play = async (limit = Infinity): Promise<{ outcome: string }> => {
	const { seats, done } = await toAnswer(demo, ids, links);
	return playAll(demo, { seats: seats.slice(0, limit), done, links, answers, pages: null }, quiet);
};
const outcomes: Record<string, string> = {};

beforeAll(async () => {
	database = await createDatabase();
	const config: Config = { ...readConfig({}), dataDir: folder, databaseUrl: database.url, smtpUrl: 'smtp://127.0.0.1:1' };
	demo = { config, secret: TEST_SECRET, database, url: database.url, signal: stop.signal };
	const made = await makeSurveys(demo);
	ids = made.ids;
	outcomes.surveys = made.outcome;
	outcomes.questionnaires = (await publishAll(demo, ids)).outcome;
	outcomes.lists = (await importAll(demo, ids, quiet)).outcome;
	outcomes.opening = (await openAll(demo, ids)).outcome;
	const invited = await inviteAll(demo, ids, quiet);
	links = invited.links;
	outcomes.invitations = invited.outcome;
});

afterAll(async () => {
	await database.drop();
	rmSync(folder, { recursive: true, force: true });
});

describe('the first run', () => {
	test('makes, publishes, imports, opens and invites everyone drawn', () => {
		expect(outcomes).toEqual({
			surveys: '6 surveys made', questionnaires: '6 versions published', lists: '7,380 seats added', opening: '6 surveys opened', invitations: '5,663 invitations in the mailbox'
		});
		expect(links.size).toBe(5663);
	});

	test('leaves a message for every seat drawn in the mailbox, also when a mail server is set up', () => {
		const mailbox = join(folder, 'mailbox');
		expect(readdirSync(mailbox).reduce((sum, survey) => sum + readdirSync(join(mailbox, survey)).length, 0)).toBe(5663);
	});

	test('counts as population and invited what the lists say, before anyone has answered', async () => {
		const state = await checks.readState(demo, ids);
		expect(checks.frames(state).ok).toBe(true);
		expect(checks.dispositions(state).ok).toBe(true);
		expect(state.totals.tillitsvalgte).toMatchObject({ population: 4394, invited: 2677, answered: 0 });
	});
});

describe('before everyone has answered', () => {
	test('the checks and the comparison say so', async () => {
		const state = await checks.readState(demo, ids);
		expect((await checks.responses(demo, ids, state)).detail).toContain('153 expected');
		const ours = await readOurs(demo);
		expect(ours && compare(ours).summary.unexplained).toBeGreaterThan(0);
		expect((await checks.givenAnswersAreStored(demo, ids, [])).ok).toBe(false);
	});
});

describe('a run that is cut off and begun again', () => {
	test('finds what is there, step by step', async () => {
		expect([
			(await makeSurveys(demo)).outcome, (await publishAll(demo, ids)).outcome, (await importAll(demo, ids, quiet)).outcome, (await openAll(demo, ids)).outcome, (await inviteAll(demo, ids, quiet)).outcome
		]).toEqual(['already there', 'already published', 'already there: 7,380 seats', 'already open', 'already invited: 5,663 seats']);
	});

	test('goes on with those who have not answered, by new links where the old are known to nobody', async () => {
		expect((await play(40)).outcome).toContain('40 responses through the services');
		links = new Map();
		const { seats, done, reissued } = await toAnswer(demo, ids, links);
		expect([done, seats.length, reissued]).toEqual([40, 1612, 1612]);
	});

	test('sets right the invitations that were in hand: in the mailbox they are sent, else they go out now', async () => {
		const [mailing] = await database.admin<[{ id: number }]>`select id from mailing where survey_id = ${ids.uh}`;
		const cut = await database.admin<{ id: number; ref: string }[]>`select id, ref from seat where survey_id = ${ids.uh} and disposition = 'non_contact' order by id desc limit 2`;
		await database.admin.begin(async (sql) => {
			// as a process that was killed leaves them, which no statement of ours can bring about afterwards
			await sql`set local session_replication_role = replica`;
			await sql`update mail set state = 'sending' where survey_id = ${ids.uh} and seat_id = any(${cut.map((seat) => seat.id)})`;
			await sql`update seat set disposition = 'not_invited' where survey_id = ${ids.uh} and id = any(${cut.map((seat) => seat.id)})`;
		});
		const file = (seat: { id: number; ref: string } | undefined) => join(folder, 'mailbox', `uh-${ids.uh}`, `${seat?.ref}.${seat?.id}-${mailing.id}.eml`);
		expect(existsSync(file(cut[0]))).toBe(true);
		rmSync(file(cut[1]));
		const { links: again, outcome } = await inviteAll(demo, ids, quiet);
		expect(outcome).toBe('1 invitation in the mailbox, 2 that were cut off set right');
		expect([...again.keys()]).toEqual([cut[1]?.ref]);
		expect(existsSync(file(cut[1]))).toBe(true);
		const mails = await database.admin`select state from mail where survey_id = ${ids.uh} and seat_id = any(${cut.map((seat) => seat.id)})`;
		expect(mails.map((mail) => mail.state)).toEqual(['sent', 'sent']);
		expect(checks.frames(await checks.readState(demo, ids)).ok).toBe(true);
	});

	test('stops between respondents when asked to', async () => {
		const stopped = new AbortController();
		stopped.abort();
		await expect(playAll({ ...demo, signal: stopped.signal }, { ...(await toAnswer(demo, ids, links)), links, answers, pages: null }, quiet)).rejects.toThrow(/could not answer|aborted/);
	});
});

describe('when everyone has answered', () => {
	beforeAll(async () => {
		await play();
	});

	test('every check holds', async () => {
		const state = await checks.readState(demo, ids);
		const ours = await readOurs(demo);
		if (!ours) throw new Error('nothing to compare');
		const all = [
			checks.frames(state), checks.dispositions(state), await checks.responses(demo, ids, state), await checks.givenAnswersAreStored(demo, ids, impossible),
			await checks.tokens(demo), checks.comparison(compare(ours))
		];
		expect(all.filter((one) => !one.ok)).toEqual([]);
	});

	test('a further run plays nobody', async () => {
		expect((await play()).outcome).toBe('already answered: 1,652 responses');
	});

	test('a link\'s token anywhere in the database is found', async () => {
		const [link = ''] = [...links.values()];
		await database.admin`insert into audit (actor, action, subject) values ('test', 'test', ${database.admin.json({ note: `opened ${link}` })})`;
		const found = await checks.tokens(demo);
		expect(found).toMatchObject({ ok: false, detail: expect.stringContaining('public.audit.subject') });
		expect(JSON.stringify(found)).not.toContain(link.slice(-22));
	});

	test('an answer that is not the given one is found, naming seat and item', async () => {
		const changed = await database.admin.begin(async (sql) => {
			await sql`alter table answer disable trigger user`;
			const rows = await sql<{ ref: string }[]>`
				update answer a set code = 6 - a.code from response r join seat s on s.survey_id = r.survey_id and s.id = r.seat_id
				where (a.survey_id, a.response_id) = (r.survey_id, r.id) and a.survey_id = ${ids.nettverk} and s.ref = 'RN0001' and a.item = 'goals_clear' returning s.ref`;
			await sql`alter table answer enable trigger user`;
			return rows.length;
		});
		expect(changed).toBe(1);
		expect(await checks.givenAnswersAreStored(demo, ids, [])).toMatchObject({ ok: false, detail: 'RN0001 goals_clear: given "4", stored 2' });
	});
});

describe('the evaluator\'s account', () => {
	test('keeps its password from run to run, and gets it back on a database that has another', async () => {
		const first = await signIn(demo);
		expect(first.outcome).toBe('account made');
		expect(await signIn(demo)).toMatchObject({ password: first.password, outcome: 'account already there' });
		rmSync(join(folder, 'demo-password'));
		expect((await signIn(demo)).password).not.toBe(first.password);
	});
});
