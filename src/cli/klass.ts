/**
 * Municipalities and other classifications from a terminal.
 *   node src/cli/klass.ts refresh [--from YYYY-MM-DD]                 fetches everything from Statistics Norway
 *   node src/cli/klass.ts file FILE.json --classification 131 --from YYYY-MM-DD [--to YYYY-MM-DD]   stores a document fetched by hand
 *   node src/cli/klass.ts addresses [--from YYYY-MM-DD]               where the documents are
 *   node src/cli/klass.ts held                                       what is held
 *   node src/cli/klass.ts look VALUE --day YYYY-MM-DD [--to YYYY-MM-DD]   reads a number or a name, and carries it
 *   node src/cli/klass.ts check --day YYYY-MM-DD --to YYYY-MM-DD      municipalities that the changes take elsewhere than SSB's groups
 * Exits 1 when something is refused, and by `look` when the value is no municipality of the day.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Problem } from '#lib/domain/problem.ts';
import { carriedLines, daysText, flagLines, readLines } from '#lib/evaluate/register/words.ts';
import { translate } from '#lib/i18n.ts';
import { readConfig } from '#lib/server/config.ts';
import { readRules } from '#lib/server/db/region-choices.ts';
import { startDatabase } from '#lib/server/db/start.ts';
import { addresses, klassClient, sources } from '#lib/server/register/klass/client.ts';
import { storeFile } from '#lib/server/register/klass/file.ts';
import type { Classification } from '#lib/server/register/klass/forms.ts';
import { differing, lookUp } from '#lib/server/register/klass/lookup.ts';
import { registerOverview } from '#lib/server/register/klass/overview.ts';
import { FIRST_DAY, refresh, type RegisterDeps } from '#lib/server/register/klass/refresh.ts';
import { heldRegister } from '#lib/server/register/klass/store.ts';

const USAGE = `Usage: node src/cli/klass.ts refresh [--from DAY] | addresses [--from DAY] | held
       node src/cli/klass.ts file FILE.json --classification 131|104|112|128 --from DAY [--to DAY]
       node src/cli/klass.ts look VALUE --day DAY [--to DAY]
       node src/cli/klass.ts check --day DAY --to DAY`;
const LOCALE = 'en';

class UsageError extends Error {}

interface Options { from?: string | undefined; to?: string | undefined; day?: string | undefined; classification: string; actor: string }

const today = new Date().toISOString().slice(0, 10);

function printAddresses(from: string): void {
	const at = addresses(sources());
	for (const url of [at.codes(131, { from, to: null }), at.changes(131, { from, to: null }), ...([104, 112, 128] as const).map((id) => at.codes(id, { from, to: null })), at.correspondsAt(112, today), at.correspondsAt(128, today), at.groups()]) console.log(url);
}

async function fetchAll(deps: RegisterDeps, { from, actor }: Options): Promise<void> {
	const { stored, without, groupsProblem } = await refresh(deps, klassClient(), { from, today, actor });
	for (const s of stored) console.log(`${s.classification} ${s.part}${s.target ? ` to ${s.target}` : ''} from ${s.heldFrom}: ${s.rows} rows, ${s.changed ? 'stored' : 'unchanged'}`);
	for (const w of without) console.log(`131 correspondence to ${w.target} from ${w.date}: none`);
	if (groupsProblem) {
		console.error(`Harmonised groups were not fetched: ${translate(groupsProblem.code, groupsProblem.params, LOCALE)}`);
		process.exitCode = 1;
	}
}

async function printHeld(deps: RegisterDeps): Promise<void> {
	const { parts, doubts } = await registerOverview(deps, today);
	if (parts.length === 0) console.log(translate('register_none', {}, LOCALE));
	for (const p of parts) console.log(`${translate(`register_part_${p.key}`, { count: p.count }, LOCALE)}: ${p.rows} rows, ${daysText(p.from, p.to, LOCALE)}, retrieved ${p.retrievedAt.toISOString()}, ${p.source}`);
	if (doubts.ends.length > 0) console.log(translate('register_doubts', { count: doubts.ends.length, codes: doubts.ends.join(', ') }, LOCALE));
}

async function look(deps: RegisterDeps, value: string, day: string, to: string | null): Promise<void> {
	const register = await heldRegister(deps);
	if (!register) throw new Problem('register_problem_none_held', 409);
	const found = lookUp(register, await readRules(deps.database.evaluate.db), { value, day, to });
	for (const line of [...readLines(found, LOCALE), ...carriedLines(found, LOCALE), ...flagLines(found, LOCALE)]) console.log(line);
	if (!found.read || !('code' in found.read) || (found.carried && !('code' in found.carried))) process.exitCode = 1;
}

async function check(deps: RegisterDeps, from: string, to: string): Promise<void> {
	const register = await heldRegister(deps);
	const found = register && differing(register, from, to);
	if (!found) throw new Problem('register_problem_none_held', 409);
	console.log(translate('register_differ_lead', { from: found.from, to: found.to, count: found.rows.length, all: found.all }, LOCALE));
	for (const row of found.rows) console.log(`${row.label}: ${row.chain.join(', ')} / ${row.group.join(', ') || '–'}`);
}

async function run(deps: () => Promise<RegisterDeps>, [command, first]: string[], options: Options): Promise<void> {
	const { from, to, day, actor } = options;
	if (command === 'refresh') return fetchAll(await deps(), options);
	if (command === 'addresses') return printAddresses(from ?? FIRST_DAY);
	if (command === 'held') return printHeld(await deps());
	if (command === 'look' && first && day) return look(await deps(), first, day, to ?? null);
	if (command === 'check' && day && to) return check(await deps(), day, to);
	const classification = ([131, 104, 112, 128] as Classification[]).find((c) => String(c) === options.classification);
	if (command !== 'file' || !first || !from || !classification) throw new UsageError(USAGE);
	const stored = await storeFile(await deps(), { fileName: first, bytes: await readFile(first), classification, from, to: to ?? null, actor });
	console.log(`${stored.classification} ${stored.part}: ${stored.rows} rows, ${stored.changed ? 'stored' : 'unchanged'}`);
}

let started: Awaited<ReturnType<typeof startDatabase>> | undefined;
try {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { from: { type: 'string' }, to: { type: 'string' }, day: { type: 'string' }, classification: { type: 'string', default: '' }, actor: { type: 'string', default: 'terminal' } }
	});
	await run(async () => (started = await startDatabase(readConfig())), positionals, values);
} catch (error) {
	if (error instanceof Problem) {
		console.error(translate(error.code, error.params, LOCALE));
		process.exitCode = 1;
	} else if (error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
		console.error((error as Error).message);
		process.exitCode = 2;
	} else throw error;
} finally {
	await started?.stop();
}
