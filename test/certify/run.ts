/**
 * `npm run certify -- FILE...`: the engine against golden files or folders of them. One line a method (cases, numbers compared, worst
 * relative error, pass or fail), the faults, and a last line `N passed, N failed` counting cases. Exit code 1 on any failure or any method that is
 * not mapped. `--only PATTERN` picks methods, `-v` shows every fault.
 */
import { certifyFile, type Case } from './check.ts';
import { goldenFiles } from './golden.ts';

const args = process.argv.slice(2);
const verbose = args.includes('-v');
const at = args.indexOf('--only');
const only = at >= 0 ? new RegExp(args[at + 1] ?? '') : undefined;
const paths = args.filter((a, i) => a !== '-v' && a !== '--only' && (at < 0 || i !== at + 1));
if (paths.length === 0) {
	console.error('Usage: npm run certify -- FILE... (golden files or folders)');
	process.exit(2);
}

const byMethod = new Map<string, Case[]>();
for (const path of goldenFiles(paths)) for (const c of certifyFile(path, only)) byMethod.set(c.method, [...(byMethod.get(c.method) ?? []), c]);

let failed = 0;
let passed = 0;
for (const [method, cases] of [...byMethod].sort(([a], [b]) => (a < b ? -1 : 1))) {
	const bad = cases.filter((c) => c.faults.length > 0);
	failed += bad.length;
	passed += cases.length - bad.length;
	const worst = Math.max(...cases.map((c) => c.worst));
	const numbers = cases.reduce((n, c) => n + c.numbers, 0);
	console.log(`${method.padEnd(32)} ${String(cases.length).padStart(4)} cases ${String(numbers).padStart(6)} numbers  worst ${worst.toExponential(1).padStart(7)}  ${bad.length === 0 ? 'pass' : `FAIL (${bad.length})`}`);
	for (const c of verbose ? bad : bad.slice(0, 2)) {
		console.log(`    ${c.file} ${c.args.slice(0, 160)}`);
		for (const fault of verbose ? c.faults : c.faults.slice(0, 3)) console.log(`      ${fault}`);
	}
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
