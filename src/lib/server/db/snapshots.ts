/**
 * Snapshots as they are stored. Invariants: a snapshot is what its manifest says (checked at commit) and never changes; the same manifest of a wave is the snapshot
 * that is there; each new one leaves one audit row.
 */
import { and, asc, desc, eq, inArray, sql } from './drizzle.ts';
import type { SnapshotDefinition } from '../../domain/dataset/definition.ts';
import type { DatasetVariable, PartKind } from '../../domain/dataset/types.ts';
import type { Text } from '../../domain/questionnaire/schema.ts';
import type { Tx } from './connection.ts';
import { evaluation, snapshot, snapshotColumn, snapshotPart, snapshotVariable, wave, type Encoding } from './schema.ts';
import { record } from './surveys.ts';

export interface NewSnapshot {
	waveId: number;
	format: string;
	hash: string;
	manifest: string;
	definition: SnapshotDefinition;
	engine: string;
	parts: readonly { key: string; kind: PartKind; title: Text; rows: number; variables: readonly DatasetVariable[]; encoded: readonly { encoding: Encoding; bytes: Uint8Array; sha256: string }[] }[];
}

/** Rows a statement, where none is large. */
const CHUNK = 2_000;

/** @param tx a transaction */
export async function insertSnapshot(tx: Tx, { parts, ...head }: NewSnapshot, actor: string): Promise<{ id: number; created: boolean }> {
	const [made] = await tx.insert(snapshot).values({ ...head, madeBy: actor }).onConflictDoNothing({ target: [snapshot.waveId, snapshot.hash] }).returning({ id: snapshot.id });
	if (!made) {
		const [there] = await tx.select({ id: snapshot.id }).from(snapshot).where(and(eq(snapshot.waveId, head.waveId), eq(snapshot.hash, head.hash)));
		if (!there) throw new Error('the snapshot neither was made nor is there');
		return { id: there.id, created: false };
	}
	const snapshotId = made.id;
	for (const [position, { key, kind, title, rows, variables, encoded }] of parts.entries()) {
		await tx.insert(snapshotPart).values({ snapshotId, key, position, kind, title, rows });
		for (let i = 0; i < variables.length; i += CHUNK) {
			await tx.insert(snapshotVariable).values(variables.slice(i, i + CHUNK).map((entry, j) => ({ snapshotId, part: key, name: entry.name, position: i + j, entry })));
		}
		for (const [i, { name }] of variables.entries()) {
			const column = encoded[i];
			if (!column) throw new Error(`the variable ${name} has no column`);
			await tx.insert(snapshotColumn).values({ snapshotId, part: key, name, encoding: column.encoding, bytes: column.bytes, sha256: column.sha256 });
		}
	}
	await record(tx, { actor, action: 'snapshot.make', subject: { snapshot: snapshotId, hash: head.hash, rows: Object.fromEntries(parts.map((p) => [p.key, p.rows])) } });
	return { id: snapshotId, created: true };
}

export interface SnapshotPartHead { key: string; kind: PartKind; title: Text; rows: number }
export interface SnapshotHead {
	id: number;
	hash: string;
	format: string;
	engine: string;
	definition: SnapshotDefinition;
	madeAt: Date;
	madeBy: string;
	waveId: number;
	waveKey: string;
	wave: string;
	evaluationId: number;
	evaluation: string;
	/** The evaluation's limit as it is now. */
	suppressBelow: number;
	parts: SnapshotPartHead[];
}

const heads = (tx: Tx) => tx.select({
	id: snapshot.id, hash: snapshot.hash, format: snapshot.format, engine: snapshot.engine, definition: snapshot.definition, madeAt: snapshot.madeAt, madeBy: snapshot.madeBy,
	waveId: wave.id, waveKey: wave.key, wave: wave.name, evaluationId: evaluation.id, evaluation: evaluation.name, suppressBelow: evaluation.suppressBelow
}).from(snapshot).innerJoin(wave, eq(wave.id, snapshot.waveId)).innerJoin(evaluation, eq(evaluation.id, wave.evaluationId));

async function withParts(tx: Tx, found: Omit<SnapshotHead, 'parts'>[]): Promise<SnapshotHead[]> {
	if (found.length === 0) return [];
	const parts = await tx.select().from(snapshotPart).where(inArray(snapshotPart.snapshotId, found.map((f) => f.id))).orderBy(asc(snapshotPart.position));
	const of = Map.groupBy(parts, (p) => p.snapshotId);
	return found.map((head) => ({ ...head, parts: (of.get(head.id) ?? []).map(({ key, kind, title, rows }) => ({ key, kind, title, rows })) }));
}

/** The newest first. */
export const readSnapshots = async (tx: Tx): Promise<SnapshotHead[]> => withParts(tx, await heads(tx).orderBy(desc(snapshot.id)));

/** Null when there is none such. */
export async function readSnapshot(tx: Tx, id: number): Promise<SnapshotHead | null> {
	return (await withParts(tx, await heads(tx).where(eq(snapshot.id, id))))[0] ?? null;
}

/** Null when the wave has none such. */
export async function findSnapshot(tx: Tx, hash: string): Promise<SnapshotHead | null> {
	return (await withParts(tx, await heads(tx).where(eq(snapshot.hash, hash)).orderBy(asc(snapshot.id)).limit(1)))[0] ?? null;
}

/** The codebook of a part, in order. */
export async function readEntries(tx: Tx, snapshotId: number, part: string): Promise<DatasetVariable[]> {
	const rows = await tx.select({ entry: snapshotVariable.entry }).from(snapshotVariable)
		.where(and(eq(snapshotVariable.snapshotId, snapshotId), eq(snapshotVariable.part, part))).orderBy(asc(snapshotVariable.position));
	return rows.map((r) => r.entry);
}

export interface StoredColumn { name: string; encoding: Encoding; bytes: Uint8Array; sha256: string }

/** The columns of a part, in the codebook's order. */
export async function readColumns(tx: Tx, snapshotId: number, part: string): Promise<StoredColumn[]> {
	return tx.select({ name: snapshotColumn.name, encoding: snapshotColumn.encoding, bytes: snapshotColumn.bytes, sha256: snapshotColumn.sha256 }).from(snapshotColumn)
		.innerJoin(snapshotVariable, and(eq(snapshotVariable.snapshotId, snapshotColumn.snapshotId), eq(snapshotVariable.part, snapshotColumn.part), eq(snapshotVariable.name, snapshotColumn.name)))
		.where(and(eq(snapshotColumn.snapshotId, snapshotId), eq(snapshotColumn.part, part))).orderBy(asc(snapshotVariable.position));
}

/** @returns whether there is such an evaluation */
export async function setSuppression(tx: Tx, evaluationId: number, below: number, actor: string): Promise<boolean> {
	const [before] = await tx.select({ below: evaluation.suppressBelow }).from(evaluation).where(eq(evaluation.id, evaluationId)).for('update');
	if (!before) return false;
	if (before.below === below) return true;
	await tx.update(evaluation).set({ suppressBelow: below }).where(eq(evaluation.id, evaluationId));
	await record(tx, { actor, action: 'evaluation.suppression', subject: { evaluation: evaluationId, from: before.below, to: below } });
	return true;
}

export interface WaveHead { id: number; key: string; wave: string; evaluationId: number; evaluation: string; suppressBelow: number; surveys: { id: number; key: string; title: Text | null; submitted: number; open: number }[] }

/** Waves with a published survey, the newest first, and how many responses each survey has. */
export async function readWaves(tx: Tx): Promise<WaveHead[]> {
	const rows = await tx.execute<Omit<WaveHead, 'surveys'> & Record<string, unknown>>(sql`
		select w.id, w.key, w.name as wave, e.id as "evaluationId", e.name as evaluation, e.suppress_below as "suppressBelow"
		from wave w join evaluation e on e.id = w.evaluation_id where exists (select from survey s where s.wave_id = w.id and s.version_id is not null) order by w.id desc`);
	const surveys = await tx.execute<{ waveId: number; id: number; key: string; title: Text | null; submitted: number; open: number }>(sql`
		select s.wave_id as "waveId", s.id, s.key, v.document -> 'title' as title,
			(select count(*) filter (where r.state = 'submitted')::int from response r where r.survey_id = s.id) as submitted,
			(select count(*) filter (where r.state = 'open')::int from response r where r.survey_id = s.id) as open
		from survey s join questionnaire_version v on (v.survey_id, v.id) = (s.id, s.version_id) order by s.id`);
	return rows.map((row) => ({ ...row, surveys: surveys.filter((s) => s.waveId === row.id).map(({ waveId: _, ...rest }) => rest) }));
}
