/** How the comparing methods read a value column and the groups it is compared between. */
import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { crossCounts } from '../../kernel/counts.ts';
import type { MissingReport, Note } from '../../result.ts';
import { missingReport } from '../../table/report.ts';
import type { CategoricalColumn, Category, Column, Table } from '../../table/table.ts';
import { column, completeRows, groups, numbers, pick, type Groups } from '../../table/view.ts';
import { clustering, type Clustering } from '../../test/cluster.ts';
import { size, type Sample } from '../../test/sample.ts';
import { scaleNotes } from './notes.ts';

export interface Comparison {
	y: string;
	group: string;
	/** Groups to compare, in this order; every group with rows when absent. */
	levels?: readonly string[] | null;
	/** What the rows were drawn in, such as schools: tells how far the rows are from independent. */
	cluster?: string | null;
}

export interface Compared {
	levels: string[];
	samples: Sample[];
	n: number;
	missing: MissingReport[];
	/** Null when no cluster column was named, or it tells nothing. */
	clustering: Clustering | null;
	notes: Note[];
}

const scored = (c: CategoricalColumn): boolean => c.categories.every((x) => x.score !== undefined);

/** Points of a scale are counted, not copied: one pass over the codes, and no more memory than the cells. */
function countPoints(y: CategoricalColumn, by: Groups, raw: Column): Sample[] {
	const values = Float64Array.from(y.categories, (c) => c.score!);
	if (raw.kind === 'numeric') return crossCounts(by.codes, by.levels.length, y.codes, values.length).map((counts) => ({ values, counts }));
	const cells = crossCounts(raw.codes, raw.categories.length, y.codes, values.length);
	return by.levels.map((level) => ({ values, counts: cells[raw.categories.indexOf(level)]! }));
}

/** The groups in the order asked for. Row codes are left empty where the column's own will do. */
function groupsOf(table: Table, raw: Column, spec: Comparison, withCodes: boolean): Groups | Violation {
	if (withCodes || raw.kind === 'numeric') return groups(table, spec.group, spec.levels ?? undefined);
	const levels = spec.levels?.map((value) => raw.categories.find((c) => c.value === value)) ?? raw.categories;
	const unknown = levels.findIndex((l) => l === undefined);
	if (unknown >= 0) return violation('unknown_level', { column: spec.group, level: spec.levels![unknown]! });
	return { codes: new Int32Array(0), levels: levels as readonly Category[] };
}

function copyValues(values: Float64Array, codes: Int32Array, k: number): Sample[] {
	const n = new Int32Array(k);
	for (const code of codes) n[code]! += 1;
	const parts = Array.from(n, (rows) => new Float64Array(rows));
	n.fill(0);
	for (let i = 0; i < values.length; i++) parts[codes[i]!]![n[codes[i]!]!++] = values[i]!;
	return parts.map((own) => ({ values: own, counts: new Float64Array(own.length).fill(1) }));
}

/**
 * Reads the rows where y, group and cluster are all valid, by group. Groups without rows are left out with a note, unless they were asked for by name:
 * then they are a violation.
 * @param needed number of groups the method is for; null for two or more
 */
export function readComparison(table: Table, spec: Comparison, needed: number | null): Compared | Violation {
	const y = column(table, spec.y);
	if (isViolation(y)) return y;
	const raw = column(table, spec.group);
	if (isViolation(raw)) return raw;
	const points = y.kind === 'categorical' && scored(y) && !spec.cluster;
	const by = groupsOf(table, raw, spec, !points);
	if (isViolation(by)) return by;
	let samples: Sample[];
	let clusters: Clustering | null = null;
	if (points) samples = countPoints(y, by, raw);
	else {
		const view = numbers(table, spec.y);
		if (isViolation(view)) return view;
		const within = spec.cluster ? groups(table, spec.cluster) : null;
		if (isViolation(within)) return within;
		const rows = completeRows(table.rows, within ? [view, by, within] : [view, by]);
		const values = pick(view, rows);
		const codes = rows.map((i) => by.codes[i]!);
		samples = copyValues(values, codes, by.levels.length);
		if (within) clusters = clustering(values, codes, by.levels.length, rows.map((i) => within.codes[i]!), within.levels.length);
	}
	const columns = [spec.y, spec.group, ...(spec.cluster ? [spec.cluster] : [])];
	const sizes = samples.map(size);
	const n = sizes.reduce((a, b) => a + b, 0);
	if (n === 0) return violation('no_data', { columns: columns.join(', ') });
	const empty = sizes.filter((s) => s === 0).length;
	if (empty > 0 && spec.levels) return violation('too_few', { n: 0, needed: 1, level: by.levels[sizes.indexOf(0)]!.value });
	const present = sizes.flatMap((s, i) => (s > 0 ? [i] : []));
	if (needed === null ? present.length < 2 : present.length !== needed) return violation('groups', { groups: present.length, needed: needed ?? '2+' });
	const notes: Note[] = empty > 0 ? [{ key: 'compare_empty_groups', level: 'info', params: { empty } }] : [];
	samples = present.map((i) => samples[i]!);
	return { levels: present.map((i) => by.levels[i]!.value), samples, n, missing: missingReport(table, columns, n), clustering: clusters, notes: [...notes, ...scaleNotes(spec.y, y, samples)] };
}
