/** What the pages of reports show. */
import { m, translate, type Locale } from '#lib/i18n.ts';
import type { Block } from '#lib/domain/report/types.ts';
import { formatTime } from '#lib/ui/format.ts';
import { readRuns } from '../../db/analysis-plans.ts';
import { readBuilds } from '../../db/reports.ts';
import { readSnapshots } from '../../db/snapshots.ts';
import { openRun, type PlanDeps } from '../plan/store.ts';
import { printedChanges, type PrintedChange } from './changes.ts';
import { numberingOf } from './numbering.ts';
import { checkOf } from './checked.ts';
import { openReport, printReport, type OpenReport, type Printed } from './store.ts';
import { plainOf, type TextContext } from './text.ts';
import type { Fault, RanEntries, Warning } from './types.ts';

const SHORT = 160;
const MOST_CHANGES = 200;

/** A fault or warning as a sentence, without where it is. */
export const faultText = ({ code, params }: Fault, locale: Locale): string => translate(`report_fault_${code}`, params, locale);
export const warningText = ({ code, params }: Warning, locale: Locale): string => translate(`report_warning_${code}`, params, locale);
const placed = (block: number, text: string, locale: Locale): string => (block === 0 ? m.report_in_title({ text }, { locale }) : m.report_in_block({ block, text }, { locale }));

function labelOf(block: Block, number: number | null, locale: Locale): string {
	const l = { locale };
	switch (block.kind) {
		case 'heading': return m.report_block_heading({ level: block.level }, l);
		case 'text': return m.report_block_text({}, l);
		case 'table': return m.report_block_table({ number: number ?? 0 }, l);
		case 'figure': return m.report_block_figure({ number: number ?? 0 }, l);
		case 'list_of_tables': return m.report_block_list_of_tables({}, l);
		case 'page_break': return m.report_block_page_break({}, l);
	}
}
export const sourceOf = (block: Block): string => ('text' in block ? block.text : 'caption' in block ? block.caption : '');

/** A block's text with its numbers in place. */
export function shown(text: string, { report }: OpenReport, ran: RanEntries): string {
	const context: TextContext = { locale: report.locale, ran, numbering: numberingOf(report), gap: () => undefined };
	return plainOf(text, context);
}

export async function reportPage(deps: PlanDeps, id: number, locale: Locale, since: number | null) {
	const open = await openReport(deps, id);
	const printed = await printReport(deps, open);
	const { db } = deps.database.evaluate;
	const numbering = numberingOf(open.report);
	const runs = await readRuns(db, open.head.planId);
	const snapshots = (await readSnapshots(db)).filter((one) => one.evaluationId === open.head.evaluationId);
	const blocks = open.report.blocks.map((block, i) => {
		const text = shown(sourceOf(block), open, printed.ran).replaceAll(/\s+/g, ' ');
		return {
			place: i + 1, kind: block.kind, label: labelOf(block, numbering.ofBlock[i] ?? null, locale), text: text.length > SHORT ? `${text.slice(0, SHORT)} …` : text,
			faults: printed.faults.filter((one) => one.block === i + 1).map((one) => faultText(one, locale))
		};
	});
	return {
		id, key: open.head.key, evaluation: open.head.evaluation, version: open.head.version, title: open.report.title, style: open.report.style, reportLocale: open.report.locale, blocks,
		plan: { id: open.head.planId, key: open.head.planKey }, run: open.run && { id: open.run.id, snapshot: open.run.snapshotId, version: open.run.version, time: formatTime(open.run.madeAt, locale) },
		runs: runs.map((run) => ({ id: run.id, snapshot: run.snapshotId, version: run.version, time: formatTime(run.madeAt, locale) })),
		snapshots: snapshots.map((one) => ({ id: one.id, wave: one.wave, time: formatTime(one.madeAt, locale) })),
		faults: printed.faults.map((one) => placed(one.block, faultText(one, locale), locale)), warnings: printed.warnings.map((one) => placed(one.block, warningText(one, locale), locale)),
		builds: (await readBuilds(db, id)).slice(0, 20).map((one) => ({ id: one.id, file: one.file, hash: one.hash, version: one.version, time: formatTime(one.madeAt, locale) })),
		checked: (await checkOf(deps, open, locale))?.sentence ?? null,
		changes: since === null ? null : await changesSince(deps, open, printed, since, locale)
	};
}

function whereOf({ of }: PrintedChange, locale: Locale): string {
	if (of.kind === 'text') return m.report_changes_text({ block: of.block }, { locale });
	const table = m.report_block_table({ number: of.number }, { locale });
	return of.kind === 'note' ? table : `${table}: ${of.row}, ${of.column}`;
}

/** What the same document says with the run that it is bound to, against what it said with an earlier one of the plan; null where there is none such. */
async function changesSince(deps: PlanDeps, open: OpenReport, printed: Printed, since: number, locale: Locale) {
	const earlier = (await readRuns(deps.database.evaluate.db, open.head.planId)).find((one) => one.id === since);
	if (!earlier || !open.run || since === open.run.id) return null;
	const before = await printReport(deps, { ...open, run: await openRun(deps, since) });
	const all = printedChanges(before.resolved, printed.resolved);
	return { before: since, after: open.run.id, count: all.length, shown: all.slice(0, MOST_CHANGES).map((one) => ({ where: whereOf(one, locale), before: one.before ?? m.report_changes_new({}, { locale }), after: one.after ?? m.report_changes_gone({}, { locale }) })) };
}
