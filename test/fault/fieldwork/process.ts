/** A process that is started again whenever it ends, as a service manager would, until it is stopped. */
import { spawn, type ChildProcess } from 'node:child_process';

export interface Kept {
	name: string;
	/** Resolves when it says that it is ready. */
	ready(): Promise<void>;
	/** Ends it as a power cut would; it is started again after a pause. */
	kill9(): void;
	stop(): Promise<void>;
	readonly alive: boolean;
	readonly starts: number;
	/** What it wrote before it ended by itself after having been ready. */
	readonly deaths: string[];
	log(): string;
}

const PAUSE_MS = 100;

/** @param isReady told of each piece of output; else asked every 50 ms without any */
export function keepRunning(name: string, script: string, env: Record<string, string>, isReady: (output: string) => boolean | Promise<boolean>): Kept {
	let child: ChildProcess;
	let output = '';
	let stopping = false;
	let killed = false;
	let readyNow = false;
	let starts = 0;
	const deaths: string[] = [];
	let exited = Promise.resolve();

	async function watch(mine: ChildProcess, own: () => string): Promise<void> {
		while (mine === child && mine.exitCode === null && mine.signalCode === null) {
			if (await Promise.resolve(isReady(own())).catch(() => false)) {
				if (mine === child) readyNow = true;
				return;
			}
			await new Promise((done) => setTimeout(done, 50));
		}
	}
	function start(): void {
		starts++;
		killed = readyNow = false;
		let own = '';
		const mine = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: 'production', ...env } });
		child = mine;
		for (const stream of [mine.stdout, mine.stderr]) stream.on('data', (chunk: Buffer) => { own += chunk.toString(); output += chunk.toString(); });
		exited = new Promise((done) => mine.once('exit', (code) => {
			if (readyNow && !killed && !stopping) deaths.push(`${name} ended by itself (${code}): ${own.slice(-500)}`);
			if (stopping) return done();
			setTimeout(() => { if (!stopping) start(); done(); }, PAUSE_MS);
		}));
		void watch(mine, () => own);
	}
	start();
	return {
		name, deaths, log: () => output,
		get alive() { return readyNow && !killed; },
		get starts() { return starts; },
		async ready() { while (!readyNow || killed) await new Promise((done) => setTimeout(done, 20)); },
		kill9() { killed = true; child.kill('SIGKILL'); },
		async stop() {
			stopping = true;
			if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
			const force = setTimeout(() => child.kill('SIGKILL'), 8_000);
			await exited;
			clearTimeout(force);
		}
	};
}
