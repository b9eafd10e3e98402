/** What the demo tells while it works: a line a step, with a bar and a rate on a terminal, plain lines elsewhere. */

export interface StepResult {
	name: string;
	seconds: number;
	/** What it came to, as told. */
	outcome: string;
}

export interface Ticker {
	/** @param done how many of `total` are done */
	tick(done: number, total: number): void;
	/** A line of its own, above the step's. */
	note(text: string): void;
}

export interface Output {
	isTTY?: boolean | undefined;
	columns?: number | undefined;
	write(text: string): unknown;
}

const BAR = 24;
const REDRAW_MS = 100;
const PLAIN_EVERY_MS = 10_000;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const count = (n: number): string => n.toLocaleString('en');

export class Progress {
	readonly steps: StepResult[] = [];
	readonly #out: Output;
	readonly #now: () => number;
	readonly #tty: boolean;

	constructor(out: Output = process.stdout, now: () => number = () => performance.now()) {
		this.#out = out;
		this.#now = now;
		this.#tty = out.isTTY === true;
	}

	/** A line that belongs to no step. */
	say(text = ''): void {
		this.#out.write(`${text}\n`);
	}

	#draw(name: string, done: number, total: number, since: number): void {
		const elapsed = this.#now() - since;
		const rate = elapsed > 500 ? `  ${count(Math.round((done / elapsed) * 1000))}/s` : '';
		const filled = total > 0 ? Math.round((done / total) * BAR) : 0;
		const bar = this.#tty ? `${'█'.repeat(filled)}${'·'.repeat(BAR - filled)} ` : '';
		const line = `  ${name.padEnd(20)} ${bar}${count(done)}/${count(total)}${rate}`;
		this.#out.write(this.#tty ? `\r\x1b[2K${line.slice(0, Math.max(20, (this.#out.columns ?? 80) - 1))}` : `${line}\n`);
	}

	/**
	 * Runs `work` as a step. The text it returns is told as its outcome.
	 * @throws what `work` throws, after saying which step it was
	 */
	async step<T extends { outcome: string }>(name: string, work: (ticker: Ticker) => Promise<T>): Promise<T> {
		const since = this.#now();
		let drawn = -Infinity;
		const ticker: Ticker = {
			tick: (done, total) => {
				const now = this.#now();
				if (now - Math.max(drawn, this.#tty ? -Infinity : since) < (this.#tty ? REDRAW_MS : PLAIN_EVERY_MS)) return;
				drawn = now;
				this.#draw(name, done, total, since);
			},
			note: (text) => this.say(`${this.#tty ? '\r\x1b[2K' : ''}  ${''.padEnd(20)} ${text}`)
		};
		if (this.#tty) this.#out.write(`  ${name} ...`);
		try {
			const result = await work(ticker);
			const ms = this.#now() - since;
			this.steps.push({ name, seconds: Math.round(ms) / 1000, outcome: result.outcome });
			this.say(`${this.#tty ? '\r\x1b[2K' : ''}  ${name.padEnd(20)} ${result.outcome} (${seconds(ms)})`);
			return result;
		} catch (error) {
			this.say(`${this.#tty ? '\r\x1b[2K' : ''}  ${name.padEnd(20)} FAILED after ${seconds(this.#now() - since)}`);
			throw error;
		}
	}
}
