/**
 * `node src/cli/user.ts add --email anna@example.no --name "Anna Li"`: makes an evaluator's account and prints its password, or takes the
 * password from standard input with --stdin. `password` sets a new one, `remove` takes the account away.
 */
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { Problem } from '#lib/domain/problem.ts';
import { translate } from '#lib/i18n.ts';
import { createUser, newPassword, removeUser, setPassword } from '#lib/server/access/users.ts';
import { readConfig } from '#lib/server/config.ts';
import { startDatabase } from '#lib/server/db/start.ts';

const USAGE = 'Usage: node src/cli/user.ts add|password|remove --email ADDRESS [--name NAME] [--stdin]';

const { values, positionals } = parseArgs({
	allowPositionals: true, options: { email: { type: 'string' }, name: { type: 'string' }, stdin: { type: 'boolean', default: false } }
});
const [command] = positionals;
if (!['add', 'password', 'remove'].includes(command ?? '') || !values.email || (command === 'add' && !values.name)) {
	console.error(USAGE);
	process.exit(2);
}
const email = values.email;
const started = await startDatabase(readConfig());
try {
	const password = values.stdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : newPassword();
	if (command === 'add') await createUser(started, { email, name: values.name ?? '', password });
	else if (command === 'password') await setPassword(started, { email, password });
	else await removeUser(started, email);
	console.log(command === 'remove' ? 'The account is removed.' : values.stdin ? 'Done.' : `Password: ${password}`);
} catch (error) {
	if (!(error instanceof Problem)) throw error;
	console.error(translate(error.code, error.params, 'en'));
	process.exitCode = 1;
} finally {
	await started.stop();
}
