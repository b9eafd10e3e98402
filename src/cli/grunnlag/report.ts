/** `report`: a stored report, a report file beside its plan, or a plan as it is, as Word, Excel, HTML or an archive. */
import { writeFile } from 'node:fs/promises';
import type { Plan } from '#lib/domain/analysis/types.ts';
import { REPORT_FORMAT, type Block, type Report } from '#lib/domain/report/types.ts';
import { inLocale, m, translate } from '#lib/i18n.ts';
import { readReports } from '#lib/server/db/reports.ts';
import { drawReport, toArchive, toDocx, toHtml, toXlsx, type DrawnReport, type ResolvedReport } from '#lib/server/export/report/index.ts';
import { checkReport } from '#lib/server/results/report-document/check.ts';
import { parseReport } from '#lib/server/results/report-document/parse.ts';
import { ranOf } from '#lib/server/results/report-document/ran.ts';
import { resolve } from '#lib/server/results/report-document/resolve.ts';
import { openReport, printReport } from '#lib/server/results/report-document/store.ts';
import type { Fault, Warning } from '#lib/server/results/report-document/types.ts';
import { datasetsFor } from '#lib/server/results/plan/store.ts';
import { planTitles } from '#lib/server/results/r-check/families.ts';
import { checkedBlock } from '#lib/server/results/r-check/words.ts';
import { snapshotHead } from '#lib/server/results/snapshot/read.ts';
import { readInput, Refused, UsageError, type Deps, type Options } from './context.ts';
import { checkPlanInR, planNamed, ranPlan, type RanPlan } from './plan.ts';

const WRITERS: Readonly<Record<string, (drawn: DrawnReport) => Promise<Uint8Array | string>>> = {
	docx: toDocx, xlsx: toXlsx, zip: toArchive, html: (drawn) => Promise.resolve(toHtml(drawn))
};

interface Made { resolved: ResolvedReport; warnings: readonly Warning[]; faults: readonly Fault[]; ran: RanPlan | null }

/** A list of tables, and a table for every entry, in the plan's order. */
export function reportOfPlan(plan: Plan, locale: Options['language']): Report {
	const blocks = plan.entries.map((e): Block => ({ kind: 'table', entry: e.key, caption: inLocale(e.title, locale) || e.key }));
	return { format: REPORT_FORMAT, title: inLocale(plan.title, locale), style: 'plain', locale, blocks: [{ kind: 'list_of_tables' }, ...blocks] };
}

function filled(report: Report, made: RanPlan): Made {
	const { plan, run, datasetFor, snapshot } = made;
	const ran = ranOf(run, datasetFor, snapshot.suppressBelow, report.locale);
	const provenance = [
		...new Map([snapshot, ...plan.entries.flatMap((e) => (e.data.length > 0 ? (datasetFor(e.data).laid?.snapshots ?? []) : []))].map((one) => [one.id, one])).values().map(({ id, hash }) => ({ label: m.report_provenance_snapshot({}, { locale: report.locale }), value: `${id}, SHA-256 ${hash}` })),
		{ label: m.report_provenance_engine({}, { locale: report.locale }), value: run.engine }
	];
	const { resolved, warnings } = resolve(report, { ran, subtitle: `${snapshot.evaluation}, ${snapshot.wave}`, date: snapshot.madeAt.toISOString().slice(0, 10), provenance });
	return { resolved, warnings, faults: checkReport(report, plan, ran), ran: made };
}

/** A stored report by its key or number; null when there is none such. */
async function stored(deps: Deps, name: string): Promise<Made | null> {
	const found = (await readReports(deps.database.evaluate.db)).filter((r) => r.key === name || String(r.id) === name);
	if (found.length > 1) throw new Refused(`Several plans have a report "${name}". Name one by its number: ${found.map((r) => `${r.id} (${r.evaluation}, ${r.planKey})`).join(', ')}.`);
	if (!found[0]) return null;
	const open = await openReport(deps, found[0].id);
	if (!open.run) throw new Refused(`The report "${name}" has no run to take its numbers from. Run its plan, and bind the report to the run on its page.`);
	const { run } = open;
	const printed = await printReport(deps, open);
	return { ...printed, ran: { plan: run.plan, run: run.run, datasetFor: await datasetsFor(deps, run.snapshotId, run.plan), snapshot: await snapshotHead(deps, run.snapshotId) } };
}

/** @throws Refused with a line for each fault */
async function fromFile(deps: Deps, name: string, options: Options): Promise<Made> {
	const given = await readInput(name);
	if (!given.includes(REPORT_FORMAT)) {
		const plan = await planNamed(deps, name, options);
		return filled(reportOfPlan(plan, options.language), await ranPlan(deps, plan, options));
	}
	const { value, faults } = parseReport(given);
	if (!value) throw new Refused(faultLines(faults, options));
	if (!options.plan) throw new UsageError(`${name} is a report: name its plan too, with --plan PLAN.json or the key of a stored plan.`);
	return filled(value, await ranPlan(deps, await planNamed(deps, options.plan, options), options));
}

const lines = (prefix: string, of: readonly (Fault | Warning)[], { language }: Options): string =>
	of.map(({ block, code, params }) => `${block === 0 ? '' : `${block}: `}${translate(`${prefix}_${code}`, params, language)}`).join('\n');
const faultLines = (faults: readonly Fault[], options: Options): string => lines('report_fault', faults, options);

/**
 * Writes the file. Numbers that could not be filled in stand as marked gaps in it and are named on standard error.
 * @returns the exit code: 1 where the report has faults, or R does not agree
 */
export async function report(deps: Deps, name: string, options: Options): Promise<number> {
	const ending = /\.([a-z]+)$/.exec(options.out ?? '')?.[1] ?? '';
	const write = WRITERS[ending];
	if (!options.out || !write) throw new UsageError(`Where to, with --out FILE that ends in ${Object.keys(WRITERS).map((e) => `.${e}`).join(', ')}.`);
	const isName = /^([a-z][a-z0-9-]{0,62}|\d{1,9})$/.test(name);
	const made = (isName ? await stored(deps, name) : null) ?? (await fromFile(deps, name, options));
	let { resolved } = made;
	let agrees = true;
	if (options['check-r'] && made.ran) {
		const block = checkedBlock(await checkPlanInR(made.ran), resolved.locale, planTitles(made.ran.plan, resolved.locale));
		agrees = block.agrees;
		resolved = { ...resolved, blocks: [...resolved.blocks, block] };
		console.error(block.sentence);
	}
	await writeFile(options.out, await write(drawReport(resolved)), { mode: 0o600 });
	if (made.faults.length > 0) console.error(faultLines(made.faults, options));
	if (made.warnings.length > 0) console.error(lines('report_warning', made.warnings, options));
	const count = (kind: 'table' | 'figure'): number => resolved.blocks.filter((b) => b.kind === kind).length;
	console.error(`${options.out}: ${count('table')} tables, ${count('figure')} figures.`);
	return made.faults.length > 0 || !agrees ? 1 : 0;
}
