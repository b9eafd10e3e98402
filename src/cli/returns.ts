/**
 * `node src/cli/returns.ts [ADDRESS ...] < message`: takes one returned message from a mail server that pipes it, for instance Postfix:
 * `grunnlag unix - n n - - pipe user=grunnlag argv=/usr/bin/node /srv/grunnlag/src/cli/returns.ts ${original_recipient}`. Addresses, or ORIGINAL_RECIPIENT
 * and RECIPIENT in the environment, say whom it was for where its header does not. Exit codes are those of sysexits.h: 0 taken or ignored, 75 try
 * again later, 78 the settings are wrong. Prints nothing of the message.
 */
import { readConfig, readSecret } from '#lib/server/config.ts';
import { startDatabase } from '#lib/server/db/start.ts';
import { LARGEST_MESSAGE } from '#lib/server/fieldwork/returns/message.ts';
import { takeReturn } from '#lib/server/fieldwork/returns/take.ts';

const OK = 0;
const TEMPFAIL = 75;
const CONFIG = 78;

/** What comes in, but no more than one byte beyond the largest that is read; the rest is let go by. */
async function readInput(): Promise<Uint8Array> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
		if (size <= LARGEST_MESSAGE) chunks.push(chunk);
		size += chunk.length;
	}
	return Buffer.concat(chunks).subarray(0, LARGEST_MESSAGE + 1);
}

function settings() {
	try {
		const config = readConfig();
		return { config, secret: readSecret(config) };
	} catch (error) {
		console.error(error instanceof Error ? error.message : 'The settings cannot be read.');
		return null;
	}
}

/** @returns the exit code */
async function run(): Promise<number> {
	const raw = await readInput();
	const found = settings();
	if (!found) return CONFIG;
	const recipients = [...process.argv.slice(2), process.env.ORIGINAL_RECIPIENT, process.env.RECIPIENT].filter((a): a is string => !!a);
	const started = await startDatabase(found.config);
	try {
		const taken = await takeReturn({ database: started.database, ...found }, raw, recipients);
		console.log('ignored' in taken ? `Ignored: ${taken.ignored}.` : `Recorded: ${taken.kind}, ${taken.recorded}.`);
		return OK;
	} finally {
		await started.stop();
	}
}

process.exitCode = await run().catch((error: unknown) => {
	// what the database says may quote a row
	console.error(`The message could not be taken now: ${error instanceof Error ? error.name : typeof error}.`);
	return TEMPFAIL;
});
