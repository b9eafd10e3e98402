/**
 * What `npm test`, `npm run demo` and the certifying commands begin with, on any Node from 20 and before anything is installed: install if the
 * lock file asks for it, build if the task needs it and the sources are newer than the build, then go on under the Node that the install brought (first on the path of npm scripts).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const [task, ...args] = process.argv.slice(2);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** @param {string[]} command */
function run(command, quiet = false) {
	const done = spawnSync(npm, command, { cwd: root, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit', shell: process.platform === 'win32' });
	if (done.status === 0) return;
	if (quiet) process.stderr.write(`${done.stdout}${done.stderr}`);
	process.exit(done.status ?? 1);
}

/** @param {string} path @returns {number} */
function newest(path) {
	if (!existsSync(path)) return 0;
	const stat = statSync(path);
	if (!stat.isDirectory()) return stat.mtimeMs;
	return Math.max(0, ...readdirSync(path).filter((name) => name !== 'paraglide' && name !== 'cache').map((name) => newest(join(path, name))));
}

const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
const stamp = join(root, 'node_modules', '.grunnlag-install');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
	console.log('Installing packages (about a minute the first time) ...');
	run(['ci', '--no-audit', '--no-fund', '--loglevel=error'], true);
	mkdirSync(dirname(stamp), { recursive: true });
	writeFileSync(stamp, lock);
}

const built = join(root, 'build', 'handler.js');
const sources = ['src', 'static', 'vite.config.ts', 'package.json'].map((name) => newest(join(root, name)));
// what concerns the statistics library alone runs from its sources
const builds = ['demo', 'test', 'fault'].includes(task) || (task === 'bench' && ['respond', 'fieldwork'].includes(args[0] ?? ''));
if (builds && (!existsSync(built) || statSync(built).mtimeMs < Math.max(...sources))) {
	console.log('Building ...');
	run(['run', '--silent', 'build'], true);
}

run(['run', '--silent', `${task}:run`, '--', ...args]);
