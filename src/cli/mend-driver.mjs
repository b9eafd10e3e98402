/**
 * Mends a fault of the database driver, after each install (npm's `prepare`): a query that is written in the moment its connection is lost ends the whole process, or leaves
 * a connection that never answers again (https://github.com/porsager/postgres/issues/1154 and 1208). With this, such a query is refused as any other on a lost connection.
 * A version of the driver that reads otherwise is left as it is; test/database/lost-connections.test.ts tells whether it needs mending.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// a query on a connection that is gone is refused; what was not yet written is forgotten; so is what was written after the error and before the end
const MENDS = [
	['    const x = socket.write(chunk, fn)\n',
		"    if (socket === null) {\n      nextWriteTimer !== null && clearImmediate(nextWriteTimer)\n      chunk = nextWriteTimer = null\n      error(Errors.connection('CONNECTION_CLOSED', options))\n      return false\n    }\n    const x = socket.write(chunk, fn)\n"],
	['    clearImmediate(nextWriteTimer)\n    socket.removeListener(\'data\', data)\n    socket.removeListener(\'connect\', connected)\n    idleTimer',
		'    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    socket.removeListener(\'data\', data)\n    socket.removeListener(\'connect\', connected)\n    idleTimer'],
	["    !hadError && (query || sent.length) && error(", "    ;(query || sent.length) && error("]
];

/** The text with all mends; as it was when it has them, or is not what they are for. */
export function mended(text) {
	const waiting = MENDS.filter(([, after]) => !text.includes(after));
	if (!waiting.every(([before]) => text.split(before).length === 2)) return text;
	return waiting.reduce((now, [before, after]) => now.replace(before, () => after), text);
}

try {
	const folder = dirname(dirname(createRequire(import.meta.url).resolve('postgres')));
	for (const file of ['src/connection.js', 'cjs/src/connection.js']) {
		const path = join(folder.replace(/[\\/]cjs$/, ''), file);
		const text = readFileSync(path, 'utf8');
		const after = mended(text);
		if (after !== text) writeFileSync(path, after);
	}
} catch (error) {
	console.warn(`The database driver was not mended: ${error.message}`);
}
