/** A PostgreSQL of its own, always at the same port, that can be killed with all its processes and started again. */
import { readFileSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { startEmbedded, type Embedded } from '../../../src/lib/server/db/embedded.ts';
import { migrate } from '../../../src/lib/server/db/migrate.ts';
import { freePort } from '../../support/server.ts';

export interface Cluster {
	url: string;
	/** Kills the server and its backends with -9, all at once as a power cut would, and starts it again after `downMs`. */
	kill9(downMs: number): Promise<void>;
	stop(): Promise<void>;
}

const DATABASE = 'grunnlag';

function childrenOf(parent: number): number[] {
	return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
		try {
			// after the command in brackets: state, parent
			return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[1]) === parent;
		} catch {
			return false;
		}
	});
}

function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

async function answers(url: string): Promise<boolean> {
	const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 5 });
	return sql`select 1`.then(() => true, () => false).finally(() => sql.end({ timeout: 1 }));
}

export async function startCluster(folder: string): Promise<Cluster> {
	const settings = [`port=${await freePort()}`];
	let running: Embedded = await startEmbedded(folder, settings);
	const root = postgres(running.url('postgres'), { max: 1, onnotice: () => undefined });
	await root.unsafe(`create database ${DATABASE}`);
	const [place] = await root<{ data_directory: string }[]>`show data_directory`;
	await root.end();
	const url = running.url(DATABASE);
	await migrate(url);
	const pidFile = join(place?.data_directory ?? '', 'postmaster.pid');
	return {
		url,
		async kill9(downMs) {
			const postmaster = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
			const backends = childrenOf(postmaster);
			kill(postmaster);
			for (const pid of backends) kill(pid);
			await new Promise((done) => setTimeout(done, downMs));
			// a backend may take a moment to be gone, and the server does not start beside one; nor is it known to be gone before its parent has seen it
			for (let attempt = 0; ; attempt++) {
				const up = await startEmbedded(folder, settings).then(async (started) => (await answers(url) ? started : null), () => null);
				if (up) { running = up; return; }
				if (attempt >= 50) throw new Error('the database does not start again');
				await new Promise((done) => setTimeout(done, 100));
			}
		},
		async stop() {
			await running.stop();
			await rm(folder, { recursive: true, force: true });
		}
	};
}
