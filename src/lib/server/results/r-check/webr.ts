/**
 * Real R from npm: WebR holds R with its base packages as WebAssembly, and runs it in a worker thread of its own, so that whoever asks stays alive. R itself
 * holds the limit of memory; a script that takes too long, or is given up, takes its R with it.
 */
import { MEMORY_MB, SECONDS } from './limits.ts';

export type Stop = 'time' | 'memory' | 'cancelled' | 'error';

export interface RAnswer {
	/** What it printed, line by line. */
	lines: string[];
	/** What went wrong, if anything; the text is R's own. */
	stopped: { why: Stop; text: string } | null;
}

export interface R {
	/** `4.6.0`, as R says of itself. */
	version: string;
	/** False when a script has taken this R with it: another must be started. */
	readonly alive: boolean;
	/**
	 * Runs a script in an environment of its own, after writing files where it reads them.
	 * @param files CSV files by the name that the script reads
	 * @param options seconds (60 where absent), and a signal that gives it up
	 */
	run: (script: string, files: Readonly<Record<string, string>>, options?: { seconds?: number; signal?: AbortSignal }) => Promise<RAnswer>;
	close: () => void;
}

const HOME = '/home/web_user';
const stoppedBy = (why: Stop, text = ''): RAnswer => ({ lines: [], stopped: { why, text } });

/** @param memory megabytes that R's values may take */
export async function startR(memory = MEMORY_MB): Promise<R> {
	// 20 MB of code that nobody needs who does not check
	const { WebR } = await import('webr');
	const webR = new WebR({ interactive: false });
	await webR.init();
	const version = await webR.evalRString('paste(R.version$major, R.version$minor, sep = ".")');
	// scripts that run once are done before they would have been compiled
	await webR.evalRVoid(`compiler::enableJIT(0); mem.maxVSize(${memory})`);
	const written = new Map<string, string>();
	let alive = true;
	const close = (): void => {
		alive = false;
		webR.close();
	};

	async function evaluate(script: string, files: Readonly<Record<string, string>>): Promise<RAnswer> {
		for (const [name, text] of Object.entries(files)) {
			if (written.get(name) === text) continue;
			await webR.FS.writeFile(`${HOME}/${name}`, new TextEncoder().encode(text));
			written.set(name, text);
		}
		const shelter = await new webR.Shelter();
		try {
			// an environment of its own, so that nothing of one script reaches the next
			const code = `local({\n${script}\n}, envir = new.env(parent = globalenv()))`;
			// with conditions captured an error is thrown; otherwise it is only a line on stderr, and half a script would pass for a whole one
			const { output } = await shelter.captureR(code, { withAutoprint: false, captureStreams: true, captureConditions: true, captureGraphics: false });
			return { lines: output.filter((o) => o.type === 'stdout').map((o) => String(o.data)), stopped: null };
		} catch (error) {
			const text = error instanceof Error ? error.message : String(error);
			return stoppedBy(/vector memory|cannot allocate|out of memory/i.test(text) ? 'memory' : 'error', text);
		} finally {
			// R that has been closed answers nobody
			if (alive) await shelter.purge();
		}
	}

	async function run(script: string, files: Readonly<Record<string, string>>, { seconds = SECONDS, signal }: { seconds?: number; signal?: AbortSignal } = {}): Promise<RAnswer> {
		if (signal?.aborted) return stoppedBy('cancelled');
		const ended = Promise.withResolvers<RAnswer>();
		const end = (why: Stop): void => {
			close();
			ended.resolve(stoppedBy(why));
		};
		const timer = setTimeout(() => end('time'), seconds * 1000);
		const cancel = (): void => end('cancelled');
		signal?.addEventListener('abort', cancel, { once: true });
		try {
			return await Promise.race([evaluate(script, files), ended.promise]);
		} finally {
			clearTimeout(timer);
			signal?.removeEventListener('abort', cancel);
		}
	}
	return { version, get alive() { return alive; }, run, close };
}
