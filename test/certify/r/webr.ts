/** Real R in this process, from npm: WebR holds R with its base packages and needs no installation. */
import { WebR } from 'webr';

export interface R {
	version: string;
	/** Runs a script after writing `csv` where it reads `data.csv`. What it printed, line by line, and what went wrong, if anything. */
	run: (script: string, csv: string) => Promise<{ lines: string[]; error: string | null }>;
	close: () => void;
}

export async function startR(): Promise<R> {
	const webR = new WebR({ interactive: false });
	await webR.init();
	const version = await webR.evalRString('R.version.string');
	// scripts that run once are done before they would have been compiled
	await webR.evalRVoid('compiler::enableJIT(0)');
	let written: string | null = null;
	const run: R['run'] = async (script, csv) => {
		if (csv !== written) await webR.FS.writeFile('/home/web_user/data.csv', new TextEncoder().encode(csv));
		written = csv;
		const shelter = await new webR.Shelter();
		try {
			// an environment of its own, so that nothing of one script reaches the next
			const code = `local({\n${script}\n}, envir = new.env(parent = globalenv()))`;
			const { output } = await shelter.captureR(code, { withAutoprint: false, captureStreams: true, captureConditions: false, captureGraphics: false });
			return { lines: output.filter((o) => o.type === 'stdout').map((o) => String(o.data)), error: null };
		} catch (error) {
			return { lines: [], error: error instanceof Error ? error.message : String(error) };
		} finally {
			await shelter.purge();
		}
	};
	return { version, run, close: () => webR.close() };
}
