/**
 * Register tables from a terminal.
 *   node src/cli/statbank.ts sets                                             the ready-made sets
 *   node src/cli/statbank.ts fetch SET --from YEAR --to YEAR [--api v1|v2]     fetches and stores a set
 *   node src/cli/statbank.ts table NNNNN [--api v1|v2]                        what a table holds
 *   node src/cli/statbank.ts file FILE --key KEY --measure count|rate|mean|code [--denominator KEY] [--definition TEXT]
 *   node src/cli/statbank.ts held                                             what is held
 * Exits 1 when something is refused.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Problem } from '#lib/domain/problem.ts';
import { MEASURES } from '#lib/domain/register/table.ts';
import { translate } from '#lib/i18n.ts';
import { readConfig } from '#lib/server/config.ts';
import { startDatabase } from '#lib/server/db/start.ts';
import { APIS, statbankClient, tableNumber } from '#lib/server/register/statbank/client.ts';
import { storeTableFile } from '#lib/server/register/statbank/file.ts';
import { tablesOverview } from '#lib/server/register/statbank/overview.ts';
import { READY } from '#lib/server/register/statbank/ready-made.ts';
import { fetchReady, yearsOf, type StatbankDeps } from '#lib/server/register/statbank/store.ts';

const USAGE = `Usage: node src/cli/statbank.ts sets | held | table NNNNN [--api v1|v2]
       node src/cli/statbank.ts fetch SET --from YEAR --to YEAR [--api v1|v2]
       node src/cli/statbank.ts file FILE --key KEY --measure count|rate|mean|code [--denominator KEY] [--definition TEXT]`;
class UsageError extends Error {}

const OPTIONS = {
	from: { type: 'string', default: '' }, to: { type: 'string', default: '' }, api: { type: 'string', default: 'v2' }, key: { type: 'string', default: '' }, measure: { type: 'string', default: '' },
	denominator: { type: 'string', default: '' }, definition: { type: 'string', default: '' }, actor: { type: 'string', default: 'terminal' }
} as const;
type Options = Record<keyof typeof OPTIONS, string>;
const one = <T extends string>(all: readonly T[], value: string): T => {
	const found = all.find((a) => a === value);
	if (!found) throw new UsageError(USAGE);
	return found;
};

function printSets(): void {
	for (const set of READY) console.log(`${set.key} (${set.table}): ${set.variables.map((v) => `${v.key} «${v.label}»`).join(', ')}`);
}

async function printTable(table: string, options: Options): Promise<void> {
	const meta = await statbankClient().meta(one(APIS, options.api), tableNumber(table));
	console.log(meta.title);
	for (const d of meta.dimensions) console.log(`${d.id} «${d.label}»${d.optional ? ', may be left out' : ''}: ${d.categories.slice(0, 20).map((c) => `${c.code} «${c.label}»`).join(', ')}${d.categories.length > 20 ? ` … (${d.categories.length})` : ''}`);
}

async function printHeld(deps: StatbankDeps): Promise<void> {
	for (const t of (await tablesOverview(deps)).held) console.log(`${t.key} (${t.table}): ${t.variables.map((v) => v.key).join(', ')}; ${t.regions} municipalities, ${t.from}-${t.to}, retrieved ${t.retrievedAt.toISOString()}`);
}

async function run(deps: () => Promise<StatbankDeps>, [command, first]: string[], options: Options): Promise<void> {
	if (command === 'sets') return printSets();
	if (command === 'held') return printHeld(await deps());
	if (command === 'table' && first) return printTable(first, options);
	const { actor, key, definition } = options;
	const stored = command === 'fetch' && first
		? await fetchReady(await deps(), statbankClient(), { key: first, api: one(APIS, options.api), years: yearsOf(options.from, options.to), actor })
		: command === 'file' && first
			? await storeTableFile(await deps(), { fileName: first, bytes: await readFile(first), key, measure: one(MEASURES, options.measure), denominator: options.denominator || null, definition, actor })
			: null;
	if (!stored) throw new UsageError(USAGE);
	console.log(`${stored.key}: ${stored.figures} figures, ${stored.changed ? 'stored' : 'unchanged'}`);
}

let started: Awaited<ReturnType<typeof startDatabase>> | undefined;
try {
	const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
	await run(async () => (started = await startDatabase(readConfig())), positionals, values);
} catch (error) {
	if (error instanceof Problem) {
		console.error(translate(error.code, error.params, 'en'));
		process.exitCode = 1;
	} else if (error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
		console.error((error as Error).message);
		process.exitCode = 2;
	} else throw error;
} finally {
	await started?.stop();
}
