/**
 * Analyses, reports and data from a terminal: the same services as the pages, on the same database, while the server runs too.
 *   npm run -s grunnlag -- analyse SPEC.json --snapshot ID        one spec; its result as JSON on standard output, and nothing else there
 *   npm run -s grunnlag -- report PLAN --out report.docx           a stored report, a report file, or a plan, as a document
 * The other commands and all options: `npm run -s grunnlag -- help`, and docs/command-line.md. Exits 1 when something is refused or gives no result, 2 when the
 * command is not understood.
 */
import { parseArgs } from 'node:util';
import { Problem } from '#lib/domain/problem.ts';
import { isLocale, LOCALES, translate, type Locale } from '#lib/i18n.ts';
import { readConfig } from '#lib/server/config.ts';
import { startDatabase } from '#lib/server/db/start.ts';
import { closeR } from '#lib/server/results/r-check/engine.ts';
import { analyse } from './grunnlag/analyse.ts';
import { Refused, UsageError, type Deps, type Options } from './grunnlag/context.ts';
import { plan } from './grunnlag/plan.ts';
import { report } from './grunnlag/report.ts';
import { exportData, snapshot, snapshots } from './grunnlag/snapshot.ts';

const USAGE = `Usage: npm run -s grunnlag -- COMMAND ...
  analyse SPEC.json [--snapshot ID] [--part KEY[,KEY]] [--beside ID[,ID]] [--r | --spss | --check-r] [--format json|text] [--language nb|nn|en]
          one spec, or an entry of a plan ({"data": [...], "spec": {...}}); "-" reads standard input
  plan PLAN.json|KEY [--snapshot ID] [--r | --spss | --check-r] [--format json|text]
  report REPORT|PLAN [--plan PLAN] [--snapshot ID] [--check-r] --out FILE.docx|.xlsx|.html|.zip
          REPORT: key or number of a stored report, or a file, whose plan --plan names; PLAN: a file or a key
  snapshots [--format text|json]
  snapshot --wave ID [--survey KEY ...] [--link SURVEY:ID ...] [--weight SURVEY:ID ...] [--derived FILE.json] [--partial]
  export --part KEY[,KEY] [--snapshot ID] [--beside ID[,ID]] [--format csv|xlsx|sav|dta|r|parquet|ddi|archive] [--labels] [--texts] --confirm --out FILE
Without --snapshot: the newest. --beside: snapshots of the same evaluation whose parts are laid below its own; "runde" then says which wave a row is of.
--r and --spss print the code that makes the same numbers from exported data; --check-r runs the R code in real R and compares.`;

const OPTIONS = {
	snapshot: { type: 'string' }, part: { type: 'string' }, beside: { type: 'string' }, out: { type: 'string' }, plan: { type: 'string' }, wave: { type: 'string' }, derived: { type: 'string' },
	survey: { type: 'string', multiple: true, default: [] as string[] }, link: { type: 'string', multiple: true, default: [] as string[] }, weight: { type: 'string', multiple: true, default: [] as string[] },
	format: { type: 'string' }, language: { type: 'string', default: 'nb' },
	r: { type: 'boolean', default: false }, spss: { type: 'boolean', default: false }, 'check-r': { type: 'boolean', default: false }, partial: { type: 'boolean', default: false },
	labels: { type: 'boolean', default: false }, texts: { type: 'boolean', default: false }, confirm: { type: 'boolean', default: false }, help: { type: 'boolean', default: false }
} as const;

interface Command { subject: boolean; formats: readonly string[] | null; run: (deps: Deps, subject: string, options: Options) => Promise<number> }
const COMMANDS: Readonly<Record<string, Command>> = {
	analyse: { subject: true, formats: ['json', 'text'], run: analyse },
	plan: { subject: true, formats: ['json', 'text'], run: plan },
	report: { subject: true, formats: [], run: report },
	snapshots: { subject: false, formats: ['text', 'json'], run: (deps, _, options) => snapshots(deps, options) },
	snapshot: { subject: false, formats: [], run: (deps, _, options) => snapshot(deps, options) },
	export: { subject: false, formats: null, run: (deps, _, options) => exportData(deps, options) }
};

interface Asked { command: Command; subject: string; options: Options }

/** Null when help was asked for. @throws UsageError */
function understood(args: string[]): Asked | null {
	const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
	const [name = '', subject = '', ...more] = positionals;
	if (values.help || name === 'help') return null;
	const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
	if (!command) throw new UsageError(name === '' ? USAGE : `There is no command "${name}".\n${USAGE}`);
	if (command.subject !== (subject !== '') || more.length > 0) throw new UsageError(`"${name}" takes ${command.subject ? 'one file or name' : 'options only'}.\n${USAGE}`);
	const { language, format, help: _, ...rest } = values;
	if (!isLocale(language)) throw new UsageError(`--language is one of ${LOCALES.join(', ')}.`);
	if (format !== undefined && command.formats && !command.formats.includes(format)) throw new UsageError(command.formats.length > 0 ? `--format is one of ${command.formats.join(', ')}.` : `"${name}" has no --format.`);
	if ([rest.r, rest.spss, rest['check-r']].filter(Boolean).length > 1) throw new UsageError('One of --r, --spss and --check-r at a time.');
	return { command, subject, options: { ...rest, language, ...(format !== undefined && { format }) } };
}

function told(error: unknown, language: Locale): { text: string; code: number } {
	if (error instanceof Problem) return { text: translate(error.code, error.params, language), code: 1 };
	if (error instanceof Refused) return { text: error.message, code: 1 };
	if (error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) return { text: (error as Error).message, code: 2 };
	throw error;
}

let started: Awaited<ReturnType<typeof startDatabase>> | undefined;
let language: Locale = 'nb';
try {
	const asked = understood(process.argv.slice(2));
	if (asked) {
		language = asked.options.language;
		started = await startDatabase(readConfig());
		process.exitCode = await asked.command.run(started, asked.subject, asked.options);
	} else console.log(USAGE);
} catch (error) {
	const { text, code } = told(error, language);
	console.error(text);
	process.exitCode = code;
} finally {
	closeR();
	await started?.stop();
}
