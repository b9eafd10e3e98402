/** Everything that runs during a simulated fieldwork: the database, the mail server, the web server, the senders. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readConfig, type Config } from '../../../src/lib/server/config.ts';
import { temporaryClusterFolder } from '../../../src/lib/server/db/embedded.ts';
import { freePort, TEST_SECRET } from '../../support/server.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { prepare, type Prepared } from './prepare.ts';
import { keepRunning, type Kept } from './process.ts';
import { startPace, type Pace } from './pace.ts';
import { START, type World } from './world.ts';

export interface Field {
	prepared: Prepared;
	cluster: Cluster;
	server: Kept;
	workers: Kept[];
	/** All processes, also the mail server. */
	kept: Kept[];
	origin: string;
	/** The mail server's log. */
	logFile: string;
	env: Record<string, string>;
	config: Config;
	secret: string;
	returnPath: string;
	pace: Pace;
	/** Days since the clock began. */
	day(): number;
	stop(): Promise<void>;
}

const RETURN_PATH = 'retur@svar.example.org';

export async function startField(world: World): Promise<Field> {
	const folder = await mkdtemp(join(tmpdir(), 'grunnlag-fieldwork-'));
	const cluster = await startCluster(temporaryClusterFolder(basename(folder)));
	const [serverPort, sinkPort] = [await freePort(), await freePort()];
	const origin = `http://127.0.0.1:${serverPort}`;
	const logFile = join(folder, 'sink.log');
	const paceFile = join(folder, 'pace.json');
	const env = {
		DATABASE_URL: cluster.url, GRUNNLAG_DATA: folder, GRUNNLAG_SECRET: TEST_SECRET, GRUNNLAG_ORIGIN: origin, PORT: String(serverPort), GRUNNLAG_WORKER: 'off',
		GRUNNLAG_SMTP_URL: `smtp://127.0.0.1:${sinkPort}`, GRUNNLAG_MAIL_FROM: 'Læringsinstituttet <svar@example.org>', GRUNNLAG_RETURN_PATH: RETURN_PATH
	};
	const config = readConfig({ ...process.env, ...env });
	const prepared = await prepare(cluster.url, world, { secret: TEST_SECRET, config });
	const sink = keepRunning('mail server', 'test/fault/fieldwork/sink.ts', { SINK_PORT: String(sinkPort), SINK_LOG: logFile, SINK_SEED: String(world.seed) }, (output) => output.includes('listening'));
	const server = keepRunning('server', 'src/cli/serve.ts', env, () => fetch(`${origin}/helse`).then((r) => r.ok));
	const workers = Array.from({ length: world.workers }, (_, i) => keepRunning(`sender ${i + 1}`, 'test/fault/fieldwork/worker.ts', { ...env, PACE: paceFile, SABOTAGE: world.sabotage ?? '' }, (output) => output.includes('sends')));
	const kept = [sink, server, ...workers];
	await Promise.all(kept.map((k) => k.ready()));
	const pace = startPace(paceFile, START, world.busyDayMs);
	return {
		prepared, cluster, server, workers, kept, origin, logFile, env, config, secret: TEST_SECRET, returnPath: RETURN_PATH,
		pace, day: () => (pace.now().getTime() - START.getTime()) / 86_400_000,
		async stop() {
			await Promise.all([server, ...workers].map((k) => k.stop()));
			await sink.stop();
			await prepared.database.close();
			await prepared.admin.end({ timeout: 5 });
			await cluster.stop();
			await rm(folder, { recursive: true, force: true });
		}
	};
}
