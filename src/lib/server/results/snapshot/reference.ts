/**
 * What an analysis names as its data: a part of the snapshot that it is run on (`nettverk`), or of another of the same evaluation, by the first of its hash or by its number
 * (`nettverk@0123456789abcdef`, `nettverk@3`). A hash says the same in every database, a number only in this one.
 */
import { Problem } from '#lib/domain/problem.ts';
import type { SnapshotHead } from '../../db/snapshots.ts';

export interface Reference { part: string; snapshot: { id: number } | { hash: string } | null }

const FORM = /^([^@]*)@(?:([1-9]\d{0,8})|([0-9a-f]{12,64}))$/;
/** Of a hash, as references are written: enough that no two snapshots share it. */
const WRITTEN = 16;

/** @throws Problem snapshot_problem_reference (400) */
export function parseReference(text: string): Reference {
	if (!text.includes('@')) return { part: text, snapshot: null };
	const [, part, id, hash] = FORM.exec(text) ?? [];
	if (!part || (id === undefined && hash === undefined)) throw new Problem('snapshot_problem_reference', 400, { reference: text.slice(0, 140) });
	return { part, snapshot: id === undefined ? { hash: hash ?? '' } : { id: Number(id) } };
}

export const refersElsewhere = (references: readonly string[]): boolean => references.some((r) => r.includes('@'));

/** A part as an analysis that is run on `base` names it. */
export const referenceTo = (part: string, head: Pick<SnapshotHead, 'id' | 'hash'>, base: Pick<SnapshotHead, 'id'>): string => (head.id === base.id ? part : `${part}@${head.hash.slice(0, WRITTEN)}`);

/** The snapshot that a reference means. @param known snapshots of the evaluation. @throws Problem snapshot_problem_no_other (404), snapshot_problem_ambiguous (409) */
export function snapshotMeant({ snapshot }: Reference, base: SnapshotHead, known: readonly SnapshotHead[], text: string): SnapshotHead {
	if (snapshot === null) return base;
	const found = known.filter((head) => head.evaluationId === base.evaluationId && ('id' in snapshot ? head.id === snapshot.id : head.hash.startsWith(snapshot.hash)));
	const [first] = found.toSorted((a, b) => a.id - b.id);
	if (!first) throw new Problem('snapshot_problem_no_other', 404, { reference: text.slice(0, 140) });
	if (found.some((head) => head.hash !== first.hash)) throw new Problem('snapshot_problem_ambiguous', 409, { reference: text.slice(0, 140) });
	return first;
}

/**
 * The same parts of each snapshot, the earliest wave first and of one wave the earliest snapshot, as an analysis that is run on the base names them.
 * @param beside others of the same evaluation
 */
export function references(parts: readonly string[], base: SnapshotHead, beside: readonly SnapshotHead[]): string[] {
	const all = [...new Map([base, ...beside].map((head) => [head.id, head])).values()].sort((a, b) => a.waveId - b.waveId || a.id - b.id);
	return all.flatMap((head) => parts.map((part) => referenceTo(part, head, base)));
}
