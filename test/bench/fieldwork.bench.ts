/**
 * `npm run bench -- fieldwork [--seats N]`: a list of N seats (50,000) is imported, its invitation put in line, and, with a quarter answered, the pages
 * of response and frafall are opened: right after one more answer each time, and again with nothing new. Each beside what PostgreSQL needs for the bare
 * rows, or the server for a page without counts. Prints JSON: goals, seconds, processor seconds (others on the machine do not count there), memory. Needs a build.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';
import { createUser } from '../../src/lib/server/access/users.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { connect } from '../../src/lib/server/db/connection.ts';
import { startEmbedded } from '../../src/lib/server/db/embedded.ts';
import { migrate } from '../../src/lib/server/db/migrate.ts';
import { queueMailing } from '../../src/lib/server/fieldwork/jobs/index.ts';
import { createMailing, defaultTexts } from '../../src/lib/server/fieldwork/mail/index.ts';
import { createEvaluation, createSurvey, createWave, openSurvey, publish } from '../../src/lib/server/surveys/index.ts';
import { signInOverHttp } from '../support/evaluator.ts';
import { smallQuestionnaire } from '../support/fieldwork.ts';
import { startServer, TEST_SECRET } from '../support/server.ts';
import { backends, processorSeconds, type ImportFigures } from './fieldwork-steps.ts';
import { HEADER, listFile, listRows } from './list.ts';

const asked = Number(process.argv[process.argv.indexOf('--seats') + 1]);
const SEATS = process.argv.includes('--seats') && asked > 0 ? asked : 50_000;
const OPENED = 10;
const actor = 'bench';
const round = (x: number, digits = 2): number => Number(x.toFixed(digits));

const folder = await mkdtemp(join(tmpdir(), 'grunnlag-bench-'));
const cluster = await startEmbedded(join(folder, 'postgres'));
const root = postgres(cluster.url('postgres'), { max: 1 });
await root.unsafe('create database bench');
await root.end();
const url = cluster.url('bench');
await migrate(url);
const admin = postgres(url, { max: 1, onnotice: () => undefined });
const database = connect(url);

async function timed(task: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await task();
	return (performance.now() - start) / 1000;
}

async function makeSurvey(): Promise<number> {
	const { id: evaluationId } = await createEvaluation({ database }, { key: 'bench', name: 'Bench', actor });
	const { id: waveId } = await createWave({ database }, { evaluationId, key: 'w', name: 'W', actor });
	const { id: surveyId } = await createSurvey({ database }, { waveId, key: 'list', actor });
	const published = await publish({ database }, { surveyId, document: { ...smallQuestionnaire('list'), frame: [] }, actor });
	if (!published.ok) throw new Error(JSON.stringify(published.faults));
	await openSurvey({ database }, { surveyId, closesAt: new Date(Date.now() + 14 * 86_400_000), actor });
	return surveyId;
}

/** The file's cells, as they are, into a table without a key. */
async function bareCopy(rows: string[][]): Promise<number> {
	await admin.unsafe(`create table bench_list (${HEADER.map((_, i) => `c${i} text`).join(', ')})`);
	return timed(async () => pipeline(Readable.from(rows.map((cells) => `${cells.join('\t')}\n`)), await admin`copy bench_list from stdin`.writable()));
}

async function imported(surveyId: number) {
	const rows = listRows(SEATS);
	const file = join(folder, 'list.csv');
	await writeFile(file, listFile(rows));
	const copy = await bareCopy(rows);
	const out = execFileSync(process.execPath, [join(import.meta.dirname, 'fieldwork-steps.ts'), 'import', url, String(surveyId), file], { encoding: 'utf8' });
	const figures = JSON.parse(out) as ImportFigures;
	return { ...figures, seconds: round(figures.seconds), cpuSeconds: round(figures.cpuSeconds), bareCopySeconds: round(copy), timesBareCopy: round(figures.seconds / copy, 1), megabytesByImport: figures.megabytes.peak - figures.megabytes.before };
}

async function queued(surveyId: number) {
	const deps = { database, secret: TEST_SECRET, config: { ...readConfig({}), dataDir: folder } };
	const made = await createMailing(deps, { surveyId, kind: 'invitation', actor, ...defaultTexts('invitation', { deadline: true }) });
	if (!made.ok) throw new Error(JSON.stringify(made.faults));
	await admin`create table bench_mail (survey_id integer, mailing_id integer, seat_id integer, primary key (survey_id, mailing_id, seat_id))`;
	const bare = await timed(() => admin`insert into bench_mail select survey_id, 1, id from seat where survey_id = ${surveyId}`);
	const ids = await backends(admin, 'grunnlag-fieldwork');
	const before = processorSeconds(ids);
	let planned = 0;
	const seconds = await timed(async () => ({ planned } = await queueMailing(deps, { surveyId, kind: 'invitation', actor })));
	const after = processorSeconds(ids);
	return { planned, seconds: round(seconds), databaseCpuSeconds: before === null || after === null ? null : round(after - before), bareInsertSeconds: round(bare), timesBareInsert: round(seconds / bare, 1) };
}

/** As if all had the invitation 15 days ago and a reminder 6 days ago, and a quarter had answered, more in some strata than in others. */
async function underWay(surveyId: number): Promise<void> {
	await admin.begin(async (sql) => {
		await sql`set local session_replication_role = replica`;
		await sql`update mailing set state = 'done' where survey_id = ${surveyId}`;
		await sql`insert into mailing (survey_id, kind, number, subject, body, state) select survey_id, 'reminder', 1, subject, body, 'done' from mailing where survey_id = ${surveyId}`;
		await sql`insert into mail (survey_id, mailing_id, seat_id) select m.survey_id, m.id, s.id from mailing m join seat s using (survey_id) where m.survey_id = ${surveyId} on conflict do nothing`;
		await sql`update mail l set state = 'sent', changed_at = now() - make_interval(days => case m.number when 0 then 15 else 6 end) from mailing m where m.id = l.mailing_id and l.survey_id = ${surveyId}`;
		await sql`select setseed(0.5)`;
		await sql`
			insert into response (survey_id, seat_id, version_id, state, locale, consented_at, submitted_at)
			select s.survey_id, s.id, v.version_id, 'submitted', 'nb', d.at, d.at from seat s join survey v on v.id = s.survey_id
			join seat_stratum f on (f.survey_id, f.seat_id, f.variable) = (s.survey_id, s.id, 'fylke') cross join lateral (select now() - make_interval(days => s.id % 15) as at) d
			where s.survey_id = ${surveyId} and random() < case f.code when 'Oslo' then 0.4 else 0.22 end`;
		await sql`update seat s set disposition = case when exists (select from response r where (r.survey_id, r.seat_id) = (s.survey_id, s.id)) then 'complete' else 'non_contact' end where survey_id = ${surveyId}`;
		await sql`insert into disposition_history (survey_id, seat_id, disposition) select survey_id, id, disposition from seat where survey_id = ${surveyId}`;
	});
	await admin`vacuum analyze`;
}

/** One more form is sent in. */
const answer = (surveyId: number) => admin`
	insert into response (survey_id, seat_id, version_id, state, locale, submitted_at)
	select s.survey_id, s.id, v.version_id, 'submitted', 'nb', now() from seat s join survey v on v.id = s.survey_id
	where s.survey_id = ${surveyId} and s.disposition = 'non_contact' order by md5(s.id::text) limit 1`;

const middle = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function pages(surveyId: number) {
	await createUser({ database }, { email: 'eva@example.no', name: 'Eva Evaluator', password: 'et langt og godt passord' });
	const server = await startServer({ databaseUrl: url, env: { GRUNNLAG_WORKER: 'off' } });
	try {
		const { get } = await signInOverHttp(server.origin);
		const own = async (): Promise<number | null> => processorSeconds([server.pid, ...await backends(admin, 'grunnlag-evaluate')]);
		const open = async (path: string): Promise<number> => 1000 * await timed(async () => {
			const response = await get(path);
			await response.text();
			if (response.status !== 200) throw new Error(`${path}: status ${response.status}`);
		});
		const measured = async (path: string) => {
			const first = await open(path);
			const figures = async (fresh: boolean) => {
				const times: number[] = [];
				let cpu: number | null = 0;
				for (let i = 0; i < OPENED; i++) {
					if (fresh) await answer(surveyId);
					const before = await own();
					times.push(await open(path));
					const after = await own();
					cpu = cpu === null || before === null || after === null ? null : cpu + after - before;
				}
				return { middle: round(middle(times), 0), slowest: round(Math.max(...times), 0), cpu: cpu === null ? null : round((1000 * cpu) / OPENED, 0) };
			};
			return { first: round(first, 0), afterAnAnswer: await figures(true), unchanged: await figures(false) };
		};
		const bare = await measured('/evaluering/ny');
		const response = await measured(`/evaluering/${surveyId}`);
		const frafall = await measured(`/evaluering/${surveyId}/frafall`);
		return { milliseconds: { pageWithoutCounts: bare, response, frafall } };
	} finally {
		await server.stop();
	}
}

const surveyId = await makeSurvey();
const list = await imported(surveyId);
const queue = await queued(surveyId);
await underWay(surveyId);
const { milliseconds } = await pages(surveyId);
const goal = (of: number, is: number) => ({ goal: of, is, met: is < of });
console.log(JSON.stringify({
	machine: { cores: cpus().length, model: cpus()[0]?.model, node: process.version, load: loadavg().map((x) => round(x, 1)) }, seats: SEATS,
	goals: {
		importSeconds: goal(15, list.seconds), importMegabytes: goal(200, list.megabytes.peak), queueSeconds: goal(5, queue.seconds),
		responsePageMilliseconds: goal(300, milliseconds.response.afterAnAnswer.middle), frafallPageMilliseconds: goal(300, milliseconds.frafall.afterAnAnswer.middle)
	},
	import: list, queue, pages: milliseconds
}, null, 1));

await database.close();
await admin.end();
await cluster.stop();
await rm(folder, { recursive: true, force: true });
