/**
 * The extraction for the follow-up scheme from a terminal.
 *   node src/cli/extraction.ts make --data FILE --limits FILE --title TEXT [--dry] [--out FILE.xlsx|FILE.csv] [settings]   makes and stores an extraction
 *   node src/cli/extraction.ts list                                       stored extractions
 *   node src/cli/extraction.ts verify ID                                  makes a stored extraction again and compares, byte for byte
 *   node src/cli/extraction.ts add|remove ID CODE --by TEXT --reason TEXT a county governor's change
 *   node src/cli/extraction.ts import FILE                                adds rows to the register of participation
 *   node src/cli/extraction.ts participation [--day YYYY-MM-DD]           counts by county
 * Settings: --min-n N --min-present SHARE --average N --spread N --ties all|none --measure sd|range --replicates N --below N --earlier ID (repeated).
 * Exits 1 when something is refused, with every problem by row and column.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Problem } from '#lib/domain/problem.ts';
import { translate } from '#lib/i18n.ts';
import { readConfig } from '#lib/server/config.ts';
import { readChanges, readRun, readRuns, type ChangeRow } from '#lib/server/db/extraction.ts';
import { startDatabase } from '#lib/server/db/start.ts';
import { rowsToCsv, rowsToXlsx } from '#lib/server/export/rows.ts';
import { changeList } from '#lib/server/extraction/change.ts';
import { importParticipation, participationOn } from '#lib/server/extraction/participation.ts';
import { municipalityNames } from '#lib/server/extraction/names.ts';
import { DEFAULTS, listOf, makeExtraction, standing, storeExtraction, verifyRun, type ExtractionDeps, type Settings } from '#lib/server/extraction/run.ts';
import { listRows } from '#lib/server/extraction/view.ts';
import { FrameRefused } from '#lib/server/fieldwork/frames/issues.ts';

const USAGE = `Usage: node src/cli/extraction.ts make --data FILE --limits FILE --title TEXT [--dry] [--out FILE.xlsx|FILE.csv] [settings]
       node src/cli/extraction.ts list | verify ID | import FILE | participation [--day YYYY-MM-DD]
       node src/cli/extraction.ts add|remove ID CODE --by TEXT --reason TEXT`;
const LOCALE = 'en';

class UsageError extends Error {}
const OPTIONS = {
	data: { type: 'string' }, limits: { type: 'string' }, title: { type: 'string' }, dry: { type: 'boolean' }, out: { type: 'string' }, day: { type: 'string' }, by: { type: 'string' }, reason: { type: 'string' },
	'min-n': { type: 'string' }, 'min-present': { type: 'string' }, average: { type: 'string' }, spread: { type: 'string' }, ties: { type: 'string' }, measure: { type: 'string' }, replicates: { type: 'string' }, below: { type: 'string' },
	earlier: { type: 'string', multiple: true }, actor: { type: 'string', default: 'terminal' }
} as const;
type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values'];

function number(given: string | undefined, otherwise: number): number {
	const x = given === undefined ? otherwise : Number(given);
	if (!Number.isFinite(x)) throw new UsageError(`not a number: ${given}`);
	return x;
}
function one<T extends string>(given: string | undefined, of: readonly [T, ...T[]]): T {
	const found = given === undefined ? of[0] : of.find((x) => x === given);
	if (!found) throw new UsageError(`one of ${of.join(', ')}: ${given}`);
	return found;
}
function idOf(given: string | undefined): number {
	if (!/^\d{1,9}$/.test(given ?? '')) throw new UsageError(USAGE);
	return Number(given);
}

const settingsOf = (o: Options): Settings => ({
	title: o.title ?? '', minN: number(o['min-n'], DEFAULTS.minN), minPresent: number(o['min-present'], DEFAULTS.minPresent), averageCount: number(o.average, DEFAULTS.averageCount), spreadCount: number(o.spread, DEFAULTS.spreadCount),
	ties: one(o.ties, ['all', 'none']), spreadMeasure: one(o.measure, ['sd', 'range']), replicates: number(o.replicates, DEFAULTS.replicates), redrawBelow: o.below === undefined ? null : number(o.below, 1), earlier: (o.earlier ?? []).map(idOf)
});

async function make(deps: ExtractionDeps, o: Options): Promise<void> {
	if (!o.data || !o.limits) throw new UsageError(USAGE);
	const made = await makeExtraction(deps, { data: await readFile(o.data), limits: await readFile(o.limits) }, settingsOf(o));
	const { average, spread } = listOf(made.result);
	console.log(`average extraction: ${average.join(' ')}\nspread extraction: ${spread.join(' ')}`);
	for (const note of made.result.notes) console.log(translate(`analysis_note_${note.key}`, note.params ?? {}, LOCALE));
	if (o.out) {
		const rows = listRows(made.result, [] as ChangeRow[], await municipalityNames(deps), LOCALE);
		await writeFile(o.out, o.out.endsWith('.csv') ? rowsToCsv(rows) : rowsToXlsx(rows, 'Extraction'));
	}
	console.log(o.dry ? 'not stored' : `stored as ${await storeExtraction(deps, made, o.title ?? '', o.actor)}`);
}

async function verify(deps: ExtractionDeps, id: number): Promise<void> {
	const found = await readRun(deps.database.evaluate.db, id);
	if (!found) throw new Problem('extraction_problem_no_run', 404, { id });
	const { same, sealed } = await verifyRun(found);
	console.log(`${found.hash} ${same ? 'the same bytes again' : 'DIFFERS'}, seal ${sealed ? 'holds' : 'BROKEN'}`);
	if (!same || !sealed) process.exitCode = 1;
}

async function counts(deps: ExtractionDeps, day: string): Promise<void> {
	const found = await participationOn(deps, day);
	if (!found) return console.log(translate('extraction_participation_none', {}, LOCALE));
	console.log(['county', 'took', ...found.extractions, 'different', 'municipalities', 'share'].join('\t'));
	for (const c of [...found.counties, found.all]) console.log([c.county ?? 'all', c.took, ...c.byExtraction, c.different, c.municipalities, c.share?.toFixed(4) ?? '-'].join('\t'));
	console.log(`in one extraction, in two ...: ${found.all.often.join(' ')}`);
	for (const u of found.unplaced) console.log(`not placed: ${u.code} (${u.extraction}) ${u.why} ${u.candidates.join(' ')}`);
}

async function run(start: () => Promise<ExtractionDeps>, [command, first, second]: string[], o: Options): Promise<void> {
	if (command === 'make') return make(await start(), o);
	if (command === 'verify') return verify(await start(), idOf(first));
	if (command === 'participation') return counts(await start(), o.day ?? new Date().toISOString().slice(0, 10));
	if (command === 'import' && first) return console.log(`${await importParticipation(await start(), await readFile(first), o.actor)} rows added`);
	if (command === 'list') {
		const deps = await start();
		for (const r of await readRuns(deps.database.evaluate.db)) console.log(`${r.id}\t${r.madeAt.toISOString()}\t${standing(r.listed, await readChanges(deps.database.evaluate.db, r.id)).length} of ${r.known}\t${r.title}\t${r.hash}`);
		return;
	}
	if ((command === 'add' || command === 'remove') && second) {
		await changeList(await start(), { runId: idOf(first), municipality: second, kind: command, decidedBy: o.by ?? '', reason: o.reason ?? '' }, o.actor);
		return console.log('stored');
	}
	throw new UsageError(USAGE);
}

let started: Awaited<ReturnType<typeof startDatabase>> | undefined;
try {
	const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
	await run(async () => (started = await startDatabase(readConfig())), positionals, values);
} catch (error) {
	if (error instanceof Problem) {
		console.error(translate(error.code, error.params, LOCALE));
		if (error instanceof FrameRefused) for (const i of error.issues) console.error(`${i.row === null ? '' : `row ${i.row} `}${i.column ?? ''}: ${translate(i.code, i.params, LOCALE)}${i.value ? ` (${i.value})` : ''}`);
		process.exitCode = 1;
	} else if (error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
		console.error((error as Error).message);
		process.exitCode = 2;
	} else throw error;
} finally {
	await started?.stop();
}
