/**
 * Two snapshots beside each other. Rows have no keys, so it is distributions that are compared: of each variable at least so many values differ. Where results on few people
 * are not shown, nor are differences of as few: the one could be found by taking the other away.
 */
import { distributionOf, missingAt, type Distribution } from '#lib/domain/dataset/column.ts';
import { canonical } from '#lib/domain/questionnaire/hash.ts';
import type { Dataset, DatasetColumn, DatasetVariable } from '#lib/domain/dataset/types.ts';
import { MISSING } from '#lib/domain/dataset/types.ts';
import type { SnapshotHead } from '../../db/snapshots.ts';
import { datasetOf, type SnapshotDeps } from './read.ts';

export type Change = 'label' | 'question' | 'type' | 'measure' | 'categories' | 'scores' | 'reversed' | 'rule' | 'origin';
export interface VariableChange {
	name: string;
	/** As it is in the later one. */
	variable: DatasetVariable;
	changes: Change[];
	/** Values of categories that came, and that went. */
	added: string[];
	gone: string[];
	before: Distribution;
	after: Distribution;
	/** At least so many values are others; 0 where the distributions are the same. */
	differing: number;
}
export interface PartChange {
	key: string;
	rows: { before: number | null; after: number | null };
	added: DatasetVariable[];
	gone: DatasetVariable[];
	/** Variables of both whose meaning or values are others. */
	changed: VariableChange[];
	/** Variables of both that are the same. */
	same: number;
}

const same = (a: unknown, b: unknown): boolean => canonical({ of: a }) === canonical({ of: b });

/** How often each value, and each kind of missing, occurs. */
function counted(variable: DatasetVariable, column: DatasetColumn, rows: number): Map<string, number> {
	const counts = new Map<string, number>();
	for (let i = 0; i < rows; i++) {
		const kind = missingAt(column, i);
		const value = kind > 0 ? `missing ${MISSING[kind - 1] ?? ''}` : column.kind === 'categorical' ? `value ${variable.categories[column.codes[i] ?? 0]?.value ?? ''}` : `value ${String(column.values[i])}`;
		counts.set(value, (counts.get(value) ?? 0) + 1);
	}
	return counts;
}

/** The larger of how many values came and how many went. */
function differing(a: Map<string, number>, b: Map<string, number>): number {
	let [came, went] = [0, 0];
	for (const value of new Set([...a.keys(), ...b.keys()])) {
		const step = (b.get(value) ?? 0) - (a.get(value) ?? 0);
		if (step > 0) came += step;
		else went -= step;
	}
	return Math.max(came, went);
}

function meaning(a: DatasetVariable, b: DatasetVariable): Change[] {
	const changes: Change[] = (['label', 'question', 'type', 'measure', 'reversed'] as const).filter((field) => !same(a[field], b[field]));
	const bare = (v: DatasetVariable) => v.categories.map(({ value, label }) => ({ value, label }));
	if (!same(bare(a), bare(b))) changes.push('categories');
	if (!same(a.categories.map((c) => c.score ?? null), b.categories.map((c) => c.score ?? null)) && a.categories.length === b.categories.length) changes.push('scores');
	// numbers that only this database gives, and hashes of what the values say anyway, are no change of meaning
	const origin = ({ origin: o }: DatasetVariable) => (o.kind === 'link' ? { ...o, link: 0, hash: '' } : o.kind === 'weight' ? { ...o, weight: 0 } : { ...o, blockTitle: undefined });
	if (!same(origin(a), origin(b))) changes.push(a.origin.kind === 'derived' && b.origin.kind === 'derived' ? 'rule' : 'origin');
	return changes;
}

function variableChange(a: { data: Dataset; variable: DatasetVariable }, b: { data: Dataset; variable: DatasetVariable }): VariableChange | null {
	const { name } = b.variable;
	const [before, after] = [a.data.columns[name], b.data.columns[name]];
	if (!before || !after) return null;
	const changes = meaning(a.variable, b.variable);
	const values = differing(counted(a.variable, before, a.data.rows), counted(b.variable, after, b.data.rows));
	if (changes.length === 0 && values === 0) return null;
	const [old, now] = [a, b].map(({ variable }) => new Set(variable.categories.map((c) => c.value)));
	return {
		name, variable: b.variable, changes, differing: values,
		added: [...now ?? []].filter((value) => !old?.has(value)), gone: [...old ?? []].filter((value) => !now?.has(value)),
		before: distributionOf(before, a.variable.categories.length), after: distributionOf(after, b.variable.categories.length)
	};
}

/** What changed from `a` to `b` in one part, of which at least one must be there. */
export function comparePart(key: string, a: Dataset | null, b: Dataset | null): PartChange {
	const [old, now] = [a, b].map((data) => new Map((data?.variables ?? []).map((v) => [v.name, v])));
	const shared = [...now ?? []].flatMap(([name, variable]) => {
		const earlier = old?.get(name);
		return a && b && earlier ? [{ a: { data: a, variable: earlier }, b: { data: b, variable } }] : [];
	});
	const changed = shared.flatMap((one) => variableChange(one.a, one.b) ?? []);
	return {
		key, rows: { before: a?.rows ?? null, after: b?.rows ?? null }, changed, same: shared.length - changed.length,
		added: [...now ?? []].filter(([name]) => !old?.has(name)).map(([, v]) => v), gone: [...old ?? []].filter(([name]) => !now?.has(name)).map(([, v]) => v)
	};
}

/** What changed from one snapshot to another, part by part in the order of the later. */
export async function compareSnapshots(deps: SnapshotDeps, before: SnapshotHead, after: SnapshotHead): Promise<PartChange[]> {
	const keys = [...new Set([...after.parts, ...before.parts].map((p) => p.key))];
	const changes: PartChange[] = [];
	for (const key of keys) {
		const read = async (head: SnapshotHead) => (head.parts.some((p) => p.key === key) ? datasetOf(deps, head, [key]) : null);
		changes.push(comparePart(key, await read(before), await read(after)));
	}
	return changes;
}
