/**
 * Compiles the messages into src/lib/paraglide, unless that has been done. What has not changed is left alone and what has is put in place whole, so that a server, a test or another
 * compilation that reads them meanwhile never finds one missing.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const target = join(root, 'src', 'lib', 'paraglide');
const sources = [join(root, 'package-lock.json'), join(root, 'src', 'i18n', 'project.inlang', 'settings.json'), ...readdirSync(join(root, 'src', 'i18n', 'messages'), { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).map((f) => join(f.parentPath, f.name)).sort()];
const hash = sources.reduce((sum, file) => sum.update(file.slice(root.length)).update(readFileSync(file)), createHash('sha256')).digest('hex');
const stamp = join(target, '.made-from');
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) process.exit(0);
mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true });
const made = mkdtempSync(join(root, 'node_modules', '.cache', 'messages-'));
try {
	const command = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'paraglide-js.cmd' : 'paraglide-js');
	const done = spawnSync(command, ['compile', '--silent', '--project', './src/i18n/project.inlang', '--outdir', made, '--emit-ts-declarations', '--strategy', 'globalVariable', 'baseLocale'], { cwd: root, stdio: 'inherit' });
	if (done.status !== 0) process.exit(done.status ?? 1);
	const files = readdirSync(made, { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).map((f) => join(f.parentPath, f.name).slice(made.length + 1));
	// the index last: it names what must be there
	const late = /** @param {string} file */ (file) => Number(/(^|[\\/])(_index|messages|_messages)\.(d\.ts|js)$/.test(file));
	for (const file of files.sort((a, b) => late(a) - late(b))) {
		const [from, to] = [join(made, file), join(target, file)];
		const text = readFileSync(from);
		if (existsSync(to) && readFileSync(to).equals(text)) continue;
		mkdirSync(dirname(to), { recursive: true });
		writeFileSync(`${to}.${process.pid}`, text);
		renameSync(`${to}.${process.pid}`, to);
	}
	const kept = new Set(files);
	for (const old of existsSync(target) ? readdirSync(target, { recursive: true, withFileTypes: true }).filter((f) => f.isFile()) : []) {
		const file = join(old.parentPath, old.name).slice(target.length + 1);
		if (!kept.has(file) && !/\.\d+$/.test(file) && file !== '.made-from') rmSync(join(target, file), { force: true });
	}
	writeFileSync(stamp, hash);
} finally {
	rmSync(made, { recursive: true, force: true });
}
