/**
 * Population lists from a terminal.
 *   node src/cli/frame.ts merge RECIPE.json OUT.csv [--keep EARLIER.csv]   merges the lists that the recipe names, beside it
 *   node src/cli/frame.ts columns --survey ID LIST                        the mapping suggested for a list, as JSON
 *   node src/cli/frame.ts preview --survey ID LIST [--mapping FILE.json]   what an import would do; stores nothing
 *   node src/cli/frame.ts import --survey ID LIST [--mapping FILE.json] [--actor NAME]
 * Prints rows, columns and counts, never a name or an address; the merged list itself has both. Exits 1 when a list is refused.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { inLocale, translate } from '#lib/i18n.ts';
import { Problem } from '#lib/domain/problem.ts';
import { readConfig } from '#lib/server/config.ts';
import { startDatabase } from '#lib/server/db/start.ts';
import { issueLine } from '#lib/server/fieldwork/frames/describe.ts';
import { emailKey } from '#lib/server/fieldwork/frames/email.ts';
import { importFrame } from '#lib/server/fieldwork/frames/import.ts';
import { FrameRefused } from '#lib/server/fieldwork/frames/issues.ts';
import { parseMapping } from '#lib/server/fieldwork/frames/mapping.ts';
import { mergeLists, type MergeReport } from '#lib/server/fieldwork/frames/merge.ts';
import { previewFrame, surveyOf, type Changes, type FrameDeps } from '#lib/server/fieldwork/frames/preview.ts';
import { readTable } from '#lib/server/fieldwork/frames/read.ts';
import { parseRecipeText } from '#lib/server/fieldwork/frames/recipe-check.ts';
import { suggestMapping } from '#lib/server/fieldwork/frames/suggest.ts';

const USAGE = `Usage: node src/cli/frame.ts merge RECIPE.json OUT.csv [--keep EARLIER.csv]
       node src/cli/frame.ts columns|preview|import --survey ID LIST [--mapping FILE.json] [--actor NAME]`;
const LOCALE = 'en';

class UsageError extends Error {}

/** Keys by normalised e-mail in an earlier merged list. */
async function keysIn(path: string, refColumn: string, emailColumn: string): Promise<Map<string, string>> {
	const { header, rows } = await readTable(await readFile(path));
	const [ref, email] = [header.indexOf(refColumn), header.indexOf(emailColumn)];
	if (ref < 0 || email < 0) throw new UsageError(`${basename(path)} must have the columns ${refColumn} and ${emailColumn}.`);
	return new Map(rows.map(({ cells }) => [emailKey(cells[email] ?? ''), (cells[ref] ?? '').trim()]));
}

function printMerge(report: MergeReport): void {
	for (const s of report.sources) console.log(`${s.file}: ${s.rows} rows, ${s.filtered} filtered out, ${s.duplicates} the same person as another row, ${s.kept} kept`);
	for (const f of report.filters) console.log(`  ${inLocale(f.reason, LOCALE)}: ${f.dropped}`);
	console.log(`${report.kept} rows in the merged list, ${report.known} with the key they had before.`);
}

async function merge(recipePath: string, out: string, keep: string | undefined): Promise<void> {
	const recipe = parseRecipeText(await readFile(recipePath, 'utf8'));
	const files = await Promise.all(recipe.sources.map(async ({ file }) => ({ name: file, bytes: await readFile(join(dirname(recipePath), file)) })));
	const merged = await mergeLists(recipe, files, keep === undefined ? undefined : await keysIn(keep, recipe.ref.column, recipe.dedupe.column));
	await writeFile(out, merged.bytes, { mode: 0o600 });
	printMerge(merged.report);
}

function printChanges(changes: Changes): void {
	console.log(`${changes.added} added, ${changes.changed} changed, ${changes.unchanged} unchanged, ${changes.absent} not in the list (they stay).`);
	for (const [field, seats] of Object.entries(changes.fields)) console.log(`  ${field}: ${seats} changed`);
}

async function withList(command: string, deps: FrameDeps, surveyId: number, path: string, mappingPath: string | undefined, actor: string): Promise<void> {
	const bytes = await readFile(path);
	if (command === 'columns') {
		const { declared } = await surveyOf(deps.database.fieldwork.sql, surveyId);
		console.log(JSON.stringify(suggestMapping(await readTable(bytes), declared), null, '\t'));
		return;
	}
	const mapping = mappingPath === undefined ? undefined : parseMapping(JSON.parse(await readFile(mappingPath, 'utf8')));
	const file = { surveyId, fileName: basename(path), bytes, mapping };
	if (command === 'import') {
		const report = await importFrame(deps, { ...file, actor });
		printChanges(report.changes);
		console.log(report.importId === null ? 'The population was already as the list says: nothing was stored.' : `Import ${report.importId}.`);
		return;
	}
	const preview = await previewFrame(deps, file);
	const { counts } = preview;
	console.log(`${counts.rows} rows, ${counts.persons} persons, ${counts.severalSeats} of them with several seats${counts.sampled === null ? '' : `, ${counts.sampled} drawn`}.`);
	for (const v of counts.variables) console.log(`  ${v.name}${v.stratum ? `: ${v.categories.length} categories` : ''}, missing in ${v.missing}`);
	printChanges(preview.changes);
	for (const found of preview.issues) console.log(`${found.level}: ${issueLine(found, LOCALE)}`);
	if (preview.errors > 0) process.exitCode = 1;
}

async function run(): Promise<void> {
	const { values, positionals: [command, first, second] } = parseArgs({
		allowPositionals: true,
		options: { keep: { type: 'string' }, survey: { type: 'string' }, mapping: { type: 'string' }, actor: { type: 'string', default: 'terminal' } }
	});
	if (command === 'merge' && first && second) return merge(first, second, values.keep);
	const surveyId = Number(values.survey);
	if (!['columns', 'preview', 'import'].includes(command ?? '') || !first || !Number.isInteger(surveyId)) throw new UsageError(USAGE);
	const started = await startDatabase(readConfig());
	try {
		await withList(command ?? '', started, surveyId, first, values.mapping, values.actor);
	} finally {
		await started.stop();
	}
}

try {
	await run();
} catch (error) {
	if (error instanceof UsageError) {
		console.error(error.message);
		process.exitCode = 2;
	} else if (error instanceof Problem) {
		console.error(`${error instanceof FrameRefused && error.file ? `${error.file}: ` : ''}${translate(error.code, error.params, LOCALE)}`);
		if (error instanceof FrameRefused) for (const found of error.issues) console.error(`${found.level}: ${issueLine(found, LOCALE)}`);
		process.exitCode = 1;
	} else throw error;
}
