/** What can be chosen: snapshots, parts, variables by block, and values to filter by. */
import type { SnapshotHead } from '../../db/snapshots.ts';
import type { Dataset, DatasetVariable, Origin } from '#lib/domain/dataset/types.ts';
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';
import { formatNumber, formatTime } from '#lib/ui/format.ts';
import { rowsKept, countKept } from './facts.ts';
import type { Asked } from './query.ts';
import { variableLabel } from './words.ts';

export interface Option { value: string; label: string; chosen: boolean }
export interface PartOption extends Option { rows: string; kind: string }
export interface VariableOption { name: string; label: string; question: string | null; kind: string; chosen: boolean }
export interface Block { key: string; label: string; open: boolean; variables: VariableOption[] }
export interface FilterView {
	conditions: { column: string; label: string; levels: Option[] }[];
	by: Option[];
	rows: number;
	kept: number;
}

export function snapshotOptions(heads: readonly SnapshotHead[], chosen: number | null, locale: Locale): Option[] {
	return heads.map((h) => ({ value: String(h.id), label: m.workbench_snapshot_option({ id: h.id, wave: h.wave, evaluation: h.evaluation, time: formatTime(h.madeAt, locale) }, { locale }), chosen: h.id === chosen }));
}

/** Other snapshots of the evaluation, the newest first. */
export function besideOptions(heads: readonly SnapshotHead[], head: SnapshotHead, chosen: readonly number[], locale: Locale): Option[] {
	return heads.filter((h) => h.evaluationId === head.evaluationId && h.id !== head.id)
		.map((h) => ({ value: String(h.id), label: m.workbench_snapshot_short({ id: h.id, wave: h.wave, time: formatTime(h.madeAt, locale) }, { locale }), chosen: chosen.includes(h.id) }));
}

export function partOptions(head: SnapshotHead, chosen: readonly string[], locale: Locale): PartOption[] {
	return head.parts.map((p) => ({
		value: p.key, label: inLocale(p.title, locale) || p.key, chosen: chosen.includes(p.key), rows: formatNumber(p.rows, locale), kind: translate(`workbench_kind_${p.kind}`, {}, locale)
	}));
}

/** Blocks of the questionnaire go by their titles; what nobody was asked stands under where it comes from. */
function blockOf(origin: Origin, locale: Locale): { key: string; params: Record<string, string> } {
	return origin.kind === 'item' || origin.kind === 'tick' ? { key: `item ${origin.block}`, params: { block: inLocale(origin.blockTitle, locale) || origin.block } } : { key: origin.kind, params: {} };
}

function kindOf(v: DatasetVariable, locale: Locale): string {
	const kind = v.type === 'categorical' ? m.workbench_type_categorical({ count: v.categories.length }, { locale }) : translate(`workbench_type_${v.type}`, {}, locale);
	return v.reversed ? `${kind}, ${m.workbench_reversed({}, { locale })}` : kind;
}

const plain = (text: string): string => text.toLocaleLowerCase('nb');

function matches(v: DatasetVariable, search: string, locale: Locale): boolean {
	const words = plain(search).split(/\s+/).filter((w) => w !== '');
	const text = plain([v.name, inLocale(v.label, locale), v.question ? inLocale(v.question, locale) : ''].join(' '));
	return words.every((w) => text.includes(w));
}

/** Variables that meet the search, by block in the order of the codebook; `hidden` are chosen ones that do not. */
export function blocks(dataset: Dataset, asked: Asked, locale: Locale): { blocks: Block[]; hidden: string[]; found: number } {
	const found = dataset.variables.filter((v) => matches(v, asked.search, locale));
	const grouped = Map.groupBy(found, (v) => blockOf(v.origin, locale).key);
	const made = [...grouped].map(([key, variables]): Block => {
		const { params } = blockOf(variables[0]!.origin, locale);
		const options = variables.map((v): VariableOption => {
			const label = inLocale(v.label, locale) || v.name;
			const question = v.question ? inLocale(v.question, locale) : '';
			return { name: v.name, label, question: question && question !== label ? question : null, kind: kindOf(v, locale), chosen: asked.variables.includes(v.name) };
		});
		return { key, label: translate(`workbench_block_${key.split(' ')[0]}`, params, locale), open: asked.search !== '' || options.some((o) => o.chosen), variables: options };
	});
	const names = new Set(found.map((v) => v.name));
	return { blocks: made, hidden: asked.variables.filter((name) => !names.has(name)), found: found.length };
}

/** More values than this are not ticked off one by one. */
const MOST_LEVELS = 400;

export function filterView(dataset: Dataset, asked: Asked, locale: Locale): FilterView {
	const columns = [...asked.filter.map((c) => c.column), ...(asked.filterBy && !asked.filter.some((c) => c.column === asked.filterBy) ? [asked.filterBy] : [])];
	const conditions = columns.flatMap((column) => {
		const variable = dataset.variables.find((v) => v.name === column);
		const ticked = asked.filter.find((c) => c.column === column)?.in ?? [];
		if (!variable) return [{ column, label: column, levels: ticked.map((value) => ({ value, label: value, chosen: true })) }];
		const known = variable.categories.slice(0, MOST_LEVELS).map((c) => ({ value: c.value, label: inLocale(c.label, locale) || c.value, chosen: ticked.includes(c.value) }));
		const others = ticked.filter((value) => !known.some((k) => k.value === value)).map((value) => ({ value, label: value, chosen: true }));
		return [{ column, label: variableLabel(column, dataset, locale), levels: [...known, ...others] }];
	});
	const by = dataset.variables.filter((v) => v.type === 'categorical' && v.categories.length <= MOST_LEVELS && !columns.includes(v.name))
		.map((v) => ({ value: v.name, label: variableLabel(v.name, dataset, locale), chosen: false }));
	return { conditions, by, rows: dataset.rows, kept: countKept(dataset.rows, rowsKept(dataset, asked.filter)) };
}
