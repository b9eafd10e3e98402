/** `npm run bench -- NAME`: runs test/bench/NAME.bench.ts, which reads further arguments itself and prints JSON. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const name = process.argv[2] ?? '';
const file = join(import.meta.dirname, `${name}.bench.ts`);
if (!/^\w+$/.test(name) || !existsSync(file)) {
	console.error('Usage: npm run bench -- respond [--seconds N] | fieldwork [--seats N] | analyse [--rows N] | report [--rows N] | link [--rows N] | export [--rows N] [--format sav|xlsx|csv|dta|parquet]');
	process.exit(2);
}
await import(file);
