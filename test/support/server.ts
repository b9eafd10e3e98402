/** The built server as a process of its own, against a test's database. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestServer {
	origin: string;
	/** Its process. */
	pid: number;
	/** Everything the process has written, to look for what must not be there. */
	log(): string;
	/** Ends it as an operator would. */
	stop(): Promise<void>;
	/** Ends it as a power cut would. */
	kill9(): Promise<void>;
	/** Where it keeps its mailbox and secret. */
	dataDir: string;
}
export interface ServerOptions {
	databaseUrl: string;
	/** The server's secret; tests that make tokens need to know it. */
	secret?: string;
	port?: number;
	dataDir?: string;
	env?: Record<string, string>;
}

export const TEST_SECRET = 'a secret for tests only, 32 characters or more';

const given = new Set<number>();

/** A port that nothing listens on, below those that systems give to outgoing connections: one of those could take it before it is used, or while its server is killed and started. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = 15_000 + randomInt(17_000);
		if (given.has(port)) continue;
		given.add(port);
		const free = await new Promise<boolean>((done) => {
			const server = createServer().once('error', () => done(false)).listen(port, () => server.close(() => done(true)));
		});
		if (free) return port;
	}
}

async function untilHealthy(origin: string, child: ChildProcess, log: () => string): Promise<void> {
	for (const begun = Date.now(); Date.now() - begun < 240_000;) {
		if (child.exitCode !== null) break;
		if (await fetch(`${origin}/helse`).then((r) => r.ok, () => false)) return;
		await new Promise((done) => setTimeout(done, 50));
	}
	throw new Error(`the server did not start:\n${log()}`);
}

export async function startServer(options: ServerOptions): Promise<TestServer> {
	const port = options.port ?? (await freePort());
	const ownDir = options.dataDir === undefined;
	const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'grunnlag-server-')));
	const origin = `http://127.0.0.1:${port}`;
	const child = spawn(process.execPath, ['src/cli/serve.ts'], {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, NODE_ENV: 'production', PORT: String(port), GRUNNLAG_ORIGIN: origin, DATABASE_URL: options.databaseUrl, GRUNNLAG_DATA: dataDir,
			GRUNNLAG_SECRET: options.secret ?? TEST_SECRET, ...options.env }
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const exited = new Promise<void>((done) => child.once('exit', () => done()));
	const end = async (signal: NodeJS.Signals) => {
		if (child.exitCode === null && child.signalCode === null) child.kill(signal);
		await exited;
		if (ownDir) await rm(dataDir, { recursive: true, force: true });
	};
	await untilHealthy(origin, child, () => output);
	return { origin, pid: child.pid ?? 0, dataDir, log: () => output, stop: () => end('SIGTERM'), kill9: () => end('SIGKILL') };
}
