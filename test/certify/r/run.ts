/**
 * `npm run certify:r`: every spec of every area on the golden tables and on seeded random tables with missing values, by the engine and by the R code made
 * from the spec, in real R. `--area NAME`, `--random N` (200), `--from SEED` (1), `--only PATTERN` (method), `-v`. Last line `N passed, N failed`.
 */
import { startR } from '../../../src/lib/server/results/r-check/webr.ts';
import { extractionSample } from './extraction.ts';
import { gather } from './gather.ts';
import { goldenSamples } from './golden-tables.ts';
import type { Agreement } from './harness.ts';
import { randomSample } from './tables.ts';

const args = process.argv.slice(2);
const option = (name: string, otherwise: string): string => (args.includes(name) ? (args[args.indexOf(name) + 1] ?? otherwise) : otherwise);
const area = option('--area', '');
const only = new RegExp(option('--only', ''));
const verbose = args.includes('-v');
const from = Number(option('--from', '1'));
const samples = [...goldenSamples(), ...Array.from({ length: Number(option('--random', '200')) }, (_, i) => randomSample(from + i)), ...Array.from({ length: 6 }, (_, i) => extractionSample(from + i))];

const r = await startR();
console.log(`R ${r.version}`);
const byMethod = Map.groupBy(await gather(r, samples, { area, only }), (a) => a.method);
r.close();

let passed = 0;
let failed = 0;
for (const [method, all] of byMethod) {
	const of = (o: Agreement['outcome']) => all.filter((a) => a.outcome === o);
	const bad = of('differs');
	passed += of('agrees').length;
	failed += bad.length;
	const compared = all.reduce((n, a) => n + a.compared, 0);
	const worst = Math.max(...all.map((a) => a.worst));
	console.log(`${method.padEnd(28)} ${String(of('agrees').length).padStart(5)} agree ${String(compared).padStart(7)} numbers  worst ${worst.toExponential(1).padStart(7)}  ${of('refused').length} refused, ${of('not in R').length} not in R  ${bad.length ? `DIFFER (${bad.length})` : ''}`);
	for (const a of verbose ? bad : bad.slice(0, 3)) {
		console.log(`    ${a.sample} ${JSON.stringify(a.spec).slice(0, 200)}`);
		for (const f of verbose ? a.faults : a.faults.slice(0, 4)) console.log(`      ${f}`);
	}
	if (verbose) {
		const ms = (pick: (a: Agreement) => number) => Math.round(all.reduce((sum, a) => sum + pick(a), 0));
		console.log(`    ${ms((a) => a.engineMs)} ms in the engine, ${ms((a) => a.rMs)} ms in R`);
		const unseen = new Set(all.filter((a) => a.outcome === 'agrees' || a.outcome === 'differs').flatMap((a) => a.unseen.map((u) => u.replace(/\[.*?\]/g, ''))));
		if (unseen.size) console.log(`    not printed by R: ${[...unseen].join(', ')}`);
		for (const a of of('refused').slice(0, 3)) console.log(`    refused: ${JSON.stringify(a.spec).slice(0, 120)}: ${a.faults[0]}`);
	}
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
