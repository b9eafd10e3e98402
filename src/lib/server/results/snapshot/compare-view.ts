/** A comparison of two snapshots for a reader: sentences, a table, and the distributions. */
import type { Cell, Table } from '#analysis/report/table.ts';
import { MISSING, type DatasetVariable } from '#lib/domain/dataset/types.ts';
import type { Distribution } from '#lib/domain/dataset/column.ts';
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import { protectParts } from '../present/suppress/parts.ts';
import type { PartChange, VariableChange } from './compare.ts';

export interface PartView {
	key: string;
	/** Rows and variables are the same. */
	unchanged: boolean;
	sentences: string[];
	table: Table | null;
	distributions: Table[];
}

const count = (value: number | null): Cell => (value === null ? { kind: 'missing', reason: 'suppressed' } : { kind: 'count', value });
const MOST_NAMES = 40;
const MOST_DISTRIBUTIONS = 40;
const named = (variables: readonly DatasetVariable[]): string => variables.slice(0, MOST_NAMES).map((v) => v.name).join(', ') + (variables.length > MOST_NAMES ? ' …' : '');

function meaning({ changes, added, gone, differing }: VariableChange, locale: Locale): string {
	const said = [...changes.map((change) => translate(`snapshot_change_${change}`, {}, locale)), ...(differing > 0 ? [m.snapshot_change_values({}, { locale })] : [])];
	if (added.length > 0) said.push(m.snapshot_change_added({ values: added.slice(0, MOST_NAMES).join(', ') }, { locale }));
	if (gone.length > 0) said.push(m.snapshot_change_gone({ values: gone.slice(0, MOST_NAMES).join(', ') }, { locale }));
	return said.join('; ');
}

/** Counts of one before and one now; both are hidden where the difference is of few people, since each could be found from the other. */
function pairs(before: readonly number[], after: readonly number[], below: number): [Cell, Cell][] {
	const few = before.map((n, i) => Math.abs(n - (after[i] ?? 0)) > 0 && Math.abs(n - (after[i] ?? 0)) < below);
	const [old, now] = [protectParts(before, below).parts, protectParts(after, below).parts];
	return before.map((n, i): [Cell, Cell] => {
		const hide = old[i] === true || now[i] === true || few[i] === true;
		return [count(hide ? null : n), count(hide ? null : after[i] ?? 0)];
	});
}

/** The distribution of a categorical variable before and now, by the later one's categories; null where they are not the same. */
function distribution({ name, variable, before, after, added, gone }: VariableChange, below: number, locale: Locale): Table | null {
	if (!before.counts || !after.counts || added.length > 0 || gone.length > 0) return null;
	const kinds = MISSING.filter((kind) => before.missing[kind] + after.missing[kind] > 0);
	const of = (d: Distribution): number[] => [...(d.counts ?? []), ...kinds.map((kind) => d.missing[kind])];
	const cells = pairs(of(before), of(after), below);
	const labels = [...variable.categories.map((c) => `${c.value} ${inLocale(c.label, locale)}`), ...kinds.map((kind) => translate(`common_missing_${kind}`, {}, locale))];
	return {
		title: `${name}: ${inLocale(variable.label, locale)}`, rowHeading: m.snapshot_value({}, { locale }), notes: [], provenance: [],
		columns: [{ key: 'before', label: m.snapshot_compare_before({}, { locale }) }, { key: 'after', label: m.snapshot_compare_after({}, { locale }) }],
		rows: labels.map((label, i) => ({ key: String(i), label, cells: cells[i] ?? [] })).filter((_, i) => (of(before)[i] ?? 0) + (of(after)[i] ?? 0) > 0)
	};
}

function changeTable(changed: readonly VariableChange[], below: number, locale: Locale): Table {
	const l = { locale };
	const means = changed.some((c) => c.before.numbers !== null || c.after.numbers !== null);
	const mean = ({ numbers, valid }: Distribution): Cell => (numbers === null ? { kind: 'missing', reason: 'not_applicable' } : below > 0 && valid < below ? { kind: 'missing', reason: 'suppressed' } : { kind: 'number', value: numbers.mean, decimals: 2 });
	return {
		title: m.snapshot_compare_table({}, l), rowHeading: m.snapshot_compare_variable({}, l), notes: [], provenance: [],
		columns: [
			{ key: 'meaning', label: m.snapshot_compare_meaning({}, l) }, { key: 'values', label: m.snapshot_compare_values({}, l) }, { key: 'before', label: m.snapshot_compare_valid_before({}, l) },
			{ key: 'after', label: m.snapshot_compare_valid_after({}, l) }, ...(means ? [{ key: 'mean_before', label: m.snapshot_compare_mean_before({}, l) }, { key: 'mean_after', label: m.snapshot_compare_mean_after({}, l) }] : [])
		],
		rows: changed.map((change) => {
			const few = change.differing > 0 && change.differing < below;
			const [valid] = pairs([change.before.valid], [change.after.valid], below);
			// a mean of both would give away the few by whom they differ
			const cells: Cell[] = means ? [mean(change.before), few ? { kind: 'missing', reason: 'suppressed' } : mean(change.after)] : [];
			return {
				key: change.name, label: change.name,
				cells: [{ kind: 'text', value: meaning(change, locale) }, few ? { kind: 'text', value: m.snapshot_compare_few({ n: below }, l) } : { kind: 'count', value: change.differing }, ...(valid ?? []), ...cells]
			};
		})
	};
}

/** @param below results on fewer people than this are not shown */
export function partView(change: PartChange, below: number, locale: Locale): PartView {
	const l = { locale };
	const n = (value: number) => formatNumber(value, locale);
	const { key, rows, added, gone, changed, same } = change;
	if (rows.before === null || rows.after === null) return { key, unchanged: false, sentences: [rows.before === null ? m.snapshot_compare_part_new({}, l) : m.snapshot_compare_part_gone({}, l)], table: null, distributions: [] };
	const sentences = [m.snapshot_compare_rows({ before: n(rows.before), after: n(rows.after) }, l)];
	if (added.length > 0) sentences.push(m.snapshot_compare_added({ names: named(added) }, l));
	if (gone.length > 0) sentences.push(m.snapshot_compare_gone({ names: named(gone) }, l));
	if (changed.length === 0) return { key, unchanged: rows.before === rows.after && added.length + gone.length === 0, sentences: [...sentences, m.snapshot_compare_part_same({ n: n(same) }, l)], table: null, distributions: [] };
	const said = m.snapshot_compare_count({ n: n(changed.length), same: n(same) }, l);
	return {
		key, unchanged: false, sentences: [...sentences, said], table: changeTable(changed, below, locale),
		distributions: changed.filter((c) => c.differing > 0).slice(0, MOST_DISTRIBUTIONS).flatMap((c) => distribution(c, below, locale) ?? [])
	};
}
