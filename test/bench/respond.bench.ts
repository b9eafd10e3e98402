/**
 * `npm run bench -- respond`: pages and saves per second of the built server at 1, 8 and 32 connections, and whole flows, each beside a bare
 * node:http server that does one committed INSERT a request on the same PostgreSQL in the same run. Prints JSON. Needs a build.
 * `--seconds N` sets how long each figure is taken (3).
 */
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import postgres from 'postgres';
import { startEmbedded } from '../../src/lib/server/db/embedded.ts';
import { migrate } from '../../src/lib/server/db/migrate.ts';
import { questionnaire2021, representatives } from '../support/evaluation.ts';
import { seedSurvey } from '../support/seed.ts';
import { freePort, startServer } from '../support/server.ts';
import { load, request, type Figures, type Send } from './load.ts';
import { addSeats } from './seats.ts';

const SECONDS = Number(process.argv[process.argv.indexOf('--seconds') + 1] || 3) || 3;
const LEVELS = [1, 8, 32];
const ITEMS = ['teach_influence_challenges', 'teach_influence_implementation', 'teach_linked_to_work', 'teach_share_experience'];
const BLOCKS: [string, string[]][] = [['teachers', ITEMS], ['measures', ['meas_collective', 'meas_fit_school', 'meas_fit_plans', 'meas_not_relevant']],
	['effects', ['eff_owner', 'eff_leaders', 'eff_teaching', 'eff_environment', 'eff_learning', 'eff_teacher_education']],
	['overall', ['ov_good_way', 'ov_costs_exceed', 'ov_no_importance']], ['owner_role', ['owner_facilitates', 'owner_drives', 'owner_follows_up']]];

const folder = await mkdtemp(join(tmpdir(), 'grunnlag-bench-'));
const cluster = await startEmbedded(join(folder, 'postgres'));
const root = postgres(cluster.url('postgres'), { max: 1 });
await root.unsafe('create database bench');
await root.end();
const url = cluster.url('bench');
await migrate(url);
const admin = postgres(url, { max: 2, onnotice: () => undefined });
const { surveyId, versionId, tokens } = await seedSurvey(admin, { questionnaire: questionnaire2021('tillitsvalgte'), seats: representatives(1) });
const fresh = await addSeats(admin, surveyId, 400 * SECONDS * LEVELS.length + 2_000);
await admin`analyze`;

const barePort = await freePort();
const bare = fork(join(import.meta.dirname, 'bare.ts'), [url, String(barePort)]);
await new Promise((ready) => bare.once('message', ready));
const bareOrigin = `http://127.0.0.1:${barePort}`;
const server = await startServer({ databaseUrl: url });
const { origin } = server;

const form = { origin, 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
const json = { origin, 'content-type': 'application/json', accept: 'application/json' };
const post = (path: string, body: string, headers: Record<string, string> = form) => ({ method: 'POST' as const, path, body, headers });
const page = (block: string, items: string[], code: number) => {
	const fields = new URLSearchParams(items.map((item) => [item, String(code)]));
	fields.set('_v', String(versionId));
	fields.set('_base', '{}');
	fields.set('_to', 'next');
	return fields.toString();
};
const code = (i: number) => 1 + (i % 5);

/** Seats that have started, one for each connection, so that saves meet as they do in the field: each person her own. */
const started = [tokens[0] ?? '', ...fresh.splice(0, 31)];
await load(origin, started.length, 0.2, (i) => (client) => request(client, post(`/svar/${started[i]}`, ''), [303]).then(() => undefined), 0);

const bareWrite = (): Send => (client) => request(client, post('/', 'x'.repeat(120)), [200]).then(() => undefined);
const bareRead = (): Send => (client) => request(client, { method: 'GET', path: '/' }, [200]).then(() => undefined);
const pageGet = (i: number): Send => (client) => request(client, { method: 'GET', path: `/svar/${started[i]}/teachers`, headers: { accept: 'text/html' } }, [200]).then(() => undefined);
const pageSave = (i: number): Send => {
	let n = 0;
	return (client) => request(client, post(`/svar/${started[i]}/teachers`, page('teachers', ITEMS, code(n++))), [303]).then(() => undefined);
};
const autosave = (i: number): Send => {
	let n = 0;
	return (client) => request(client, post(`/svar/${started[i]}/lagre`, JSON.stringify({ block: 'teachers', version: versionId, answers: { [ITEMS[n % 4] ?? '']: code(n++) } }), json), [200]).then(() => undefined);
};
const flow = (): Send => async (client) => {
	const token = fresh.pop();
	if (!token) throw new Error('out of seats: raise the number seeded');
	await request(client, { method: 'GET', path: `/svar/${token}`, headers: { accept: 'text/html' } }, [200]);
	await request(client, post(`/svar/${token}`, ''), [303]);
	for (const [i, [block, items]] of BLOCKS.entries()) await request(client, post(`/svar/${token}/${block}`, page(block, items, code(i))), [303]);
	await request(client, post(`/svar/${token}/oppsummering`, ''), [303]);
};
const bareFlow = (): Send => async (client) => {
	await bareRead()(client);
	for (let i = 0; i < 7; i++) await bareWrite()(client);
};

interface Pair { product: Figures; bare: Figures; ratio: number }
async function pair(level: number, ours: (i: number) => Send, theirs: () => Send): Promise<Pair> {
	const product = await load(origin, level, SECONDS, ours);
	const other = await load(bareOrigin, level, SECONDS, theirs);
	return { product, bare: other, ratio: Number((product.rate / Math.max(1, other.rate)).toFixed(3)) };
}
async function levels(ours: (i: number) => Send, theirs: () => Send): Promise<Pair[]> {
	const pairs: Pair[] = [];
	for (const level of LEVELS) pairs.push(await pair(level, ours, theirs));
	return pairs;
}

async function firstLoad(): Promise<{ files: Record<string, number>; gzip: number; javascript: number }> {
	const path = `/svar/${fresh.pop()}`;
	const html = await fetch(origin + path, { headers: { accept: 'text/html' } }).then((r) => r.text());
	const files: Record<string, number> = { html: gzipSync(html).length };
	for (const [, link = ''] of html.matchAll(/<(?:link|script)[^>]*(?:href|src)="([^"]+\.(?:css|js|svg|woff2?))"/g)) {
		const asset = new URL(link, origin + path);
		files[asset.pathname] = gzipSync(await fetch(asset).then((r) => r.text())).length;
	}
	const sum = (of: [string, number][]) => of.reduce((total, [, size]) => total + size, 0);
	return { files, gzip: sum(Object.entries(files)), javascript: sum(Object.entries(files).filter(([name]) => name.endsWith('.js'))) };
}

const result = {
	machine: { cores: cpus().length, model: cpus()[0]?.model, node: process.version }, seconds: SECONDS,
	pages: await levels(pageGet, bareRead),
	autosave: await levels(autosave, bareWrite),
	pageSave: await levels(pageSave, bareWrite),
	flows: await levels(flow, bareFlow),
	firstLoad: await firstLoad()
};
console.log(JSON.stringify(result, null, 1));

bare.kill();
await server.stop();
await admin.end();
await cluster.stop();
await rm(folder, { recursive: true, force: true });
