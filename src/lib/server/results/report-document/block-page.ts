/** What the page of one block shows, and what its form says. */
import { isViolation } from '#analysis/assumptions.ts';
import { inLocale, type Locale } from '#lib/i18n.ts';
import type { PlanDeps } from '../plan/store.ts';
import { piecesOf } from './binding.ts';
import { partsOf, type Parts } from './compose.ts';
import { correctedPaths } from './corrected.ts';
import { choicesOf } from './figures.ts';
import { blockOf, FIELDS, NOTHING_TYPED, typedOf, type PartsOf, type TypedBlock } from './form.ts';
import { faultText, shown, sourceOf } from './page.ts';
import { openReport, printReport, type OpenReport } from './store.ts';
import { viewsOf } from './tables.ts';
import { ranEntries } from './ran.ts';
import type { RanEntries } from './types.ts';

/** Entries of the plan with what a report can take from each. */
function entriesOf({ plan }: OpenReport, ran: RanEntries, locale: Locale) {
	return plan.plan.entries.map(({ key, title }) => {
		const found = ran(key);
		const result = found && !isViolation(found.result) ? found.result : null;
		return {
			key, title: inLocale(title, locale) || key, names: result ? Object.keys(result.values) : [], corrected: found && result ? correctedPaths(found) : [],
			views: found ? viewsOf(found) : [], figures: found ? choicesOf(found.presented) : []
		};
	});
}

/** The table that a block would have, if the report has numbers. */
const partsIn = ({ report }: OpenReport, ran: RanEntries): PartsOf => (block) => partsOf(block, ran, report.locale);

/** The parts of the table that is typed; null where none can be made of it. */
function partsTyped(typed: TypedBlock, parts: PartsOf): Parts | null {
	const { block } = blockOf(typed, parts);
	return block?.kind === 'table' ? parts(block) : null;
}

/** @param place of the block from 1; null for a new one */
export async function blockPage(deps: PlanDeps, id: number, place: number | null, newKind: string, locale: Locale) {
	const open = await openReport(deps, id);
	const { ran, faults } = await printReport(deps, open);
	const block = place === null ? null : (open.report.blocks[place - 1] ?? null);
	const parts = partsIn(open, ran);
	const typed: TypedBlock = block ? typedOf(block, parts) : { ...NOTHING_TYPED, kind: newKind };
	return {
		id, version: open.head.version, title: open.report.title, hasRun: open.run !== null, count: open.report.blocks.length, found: block !== null, place, typed, parts: partsTyped(typed, parts),
		faults: faults.filter((one) => one.block === place).map((one) => faultText(one, locale)),
		printed: block && piecesOf(sourceOf(block)).some((piece) => piece.kind !== 'words') ? shown(sourceOf(block), open, ran) : null,
		families: (open.plan.plan.families ?? []).map(({ key }) => key), entries: entriesOf(open, ran, locale)
	};
}

const all = (form: FormData, name: string): string[] => form.getAll(name).map((value) => (typeof value === 'string' ? value : ''));

/** A block's form as it was sent. Keys and places of rows and columns come in the same order; of the shown, their keys alone. */
export function typedFrom(form: FormData): TypedBlock {
	const picks = (of: 'row' | 'column') => {
		const [shownKeys, places] = [new Set(all(form, `${of}_shown`)), all(form, `${of}_place`)];
		return all(form, `${of}_key`).map((key, i) => ({ key, shown: shownKeys.has(key), place: places[i] ?? '' }));
	};
	const [views, directions, texts] = [all(form, 'join_view'), all(form, 'join_as'), all(form, 'label_text')];
	const fields = Object.fromEntries(FIELDS.map((name) => [name, all(form, name)[0] ?? ''])) as Record<(typeof FIELDS)[number], string>;
	return {
		...fields,
		composed: {
			joins: all(form, 'join_entry').map((entry, i) => ({ entry, view: views[i] ?? '', as: directions[i] ?? '' })), rows: picks('row'), columns: picks('column'),
			labels: all(form, 'label_key').map((key, i) => ({ key, text: texts[i] ?? '' }))
		}
	};
}

/** The form with what the choices made so far allow: the views of the analysis chosen, the rows of the table as it is joined now. */
export async function shownForm(deps: PlanDeps, id: number, typed: TypedBlock, locale: Locale): Promise<{ typed: TypedBlock; parts: Parts | null; problems: string[] }> {
	const parts = await partsFor(deps, id);
	const { block, faults } = blockOf(typed, parts);
	return { typed: block ? typedOf(block, parts) : typed, parts: partsTyped(typed, parts), problems: faults.map((fault) => faultText(fault, locale)) };
}

/** How tables of a report's run are composed, to make a block of what was typed. */
export async function partsFor(deps: PlanDeps, id: number): Promise<PartsOf> {
	const open = await openReport(deps, id);
	return open.run ? partsIn(open, await ranEntries(deps, open.run, open.report.locale)) : () => null;
}
