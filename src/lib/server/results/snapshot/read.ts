/** Snapshots read back: their values are looked up by hash and kept in memory, so that a page that shows ten analyses reads the database once. */
import { createHash } from 'node:crypto';
import type { Dataset, DatasetColumn } from '#lib/domain/dataset/types.ts';
import { rowsOf } from '#lib/domain/dataset/column.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { Database } from '../../db/connection.ts';
import { readColumns, readEntries, readSnapshot, type SnapshotHead, type SnapshotPartHead } from '../../db/snapshots.ts';
import { decodeColumn } from './encode.ts';
import { pool, type PooledDataset } from './pooled.ts';

export interface SnapshotDeps { database: Database }

/** The id in an address or a command. @throws Problem snapshot_problem_none (404) when it cannot be one */
export function snapshotParam(text: string): number {
	const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : NaN;
	if (!(id <= 0x7fffffff)) throw new Problem('snapshot_problem_none', 404);
	return id;
}

/** @throws Problem snapshot_problem_none (404) */
export async function snapshotHead(deps: SnapshotDeps, id: number): Promise<SnapshotHead> {
	const head = await readSnapshot(deps.database.evaluate.db, id);
	if (!head) throw new Problem('snapshot_problem_none', 404);
	return head;
}

type Part = Omit<Dataset, 'suppressBelow'>;

/** Bytes of values kept at most, beside what was read last. */
const MOST_KEPT = 256_000_000;
const kept = new Map<string, { part: Part | PooledDataset; bytes: number }>();

function bytesOf(columns: Iterable<DatasetColumn>): number {
	let bytes = 0;
	for (const column of columns) {
		if (column.kind === 'categorical') bytes += column.codes.byteLength;
		else if (column.kind === 'numeric') bytes += column.values.byteLength + (column.missing?.byteLength ?? 0);
		else for (const text of column.values) bytes += 16 + 2 * (text?.length ?? 0);
	}
	return bytes;
}

async function cached<T extends Part>(key: string, make: () => Promise<T>): Promise<T> {
	const there = kept.get(key);
	const part = there?.part as T | undefined ?? await make();
	// the one used last stands last
	kept.delete(key);
	kept.set(key, { part, bytes: there?.bytes ?? bytesOf(Object.values(part.columns)) });
	let bytes = [...kept.values()].reduce((sum, one) => sum + one.bytes, 0);
	for (const [old, one] of kept) {
		if (bytes <= MOST_KEPT || old === key) break;
		kept.delete(old);
		bytes -= one.bytes;
	}
	return part;
}

/** @throws Problem snapshot_problem_differs (500) when the database holds other bytes than were frozen */
async function readPart(deps: SnapshotDeps, head: SnapshotHead, { key, kind, title, rows }: SnapshotPartHead): Promise<Part> {
	const { db } = deps.database.evaluate;
	const variables = await readEntries(db, head.id, key);
	const columns: Record<string, DatasetColumn> = {};
	for (const { name, sha256, ...encoded } of await readColumns(db, head.id, key)) {
		if (createHash('sha256').update(encoded.bytes).digest('hex') !== sha256) throw new Problem('snapshot_problem_differs', 500, { part: key, variable: name });
		columns[name] = decodeColumn(encoded, rows);
	}
	for (const { name } of variables) {
		const column = columns[name];
		if (!column || rowsOf(column) !== rows) throw new Problem('snapshot_problem_differs', 500, { part: key, variable: name });
	}
	return { key, kind, title, hash: head.hash, rows, variables, columns };
}

/**
 * The parts of a snapshot as one dataset: one part as it is stored, several laid below one another (`pool`), with what was left out and why. The limit for showing
 * results is the evaluation's, as it is now. Shared and kept in memory: not to be changed.
 * @param parts keys, at least one: `nettverk`, `nettverk.liste`
 * @throws Problem snapshot_problem_none (404), snapshot_problem_no_part (404), snapshot_problem_no_parts, snapshot_problem_kinds (400)
 */
export async function readDataset(deps: SnapshotDeps, snapshotId: number, parts: readonly string[]): Promise<PooledDataset> {
	return datasetOf(deps, await snapshotHead(deps, snapshotId), parts);
}

/** The same, of a head that has been read. */
export async function datasetOf(deps: SnapshotDeps, head: SnapshotHead, parts: readonly string[]): Promise<PooledDataset> {
	const keys = [...new Set(parts)];
	if (keys.length === 0) throw new Problem('snapshot_problem_no_parts', 400);
	const one = (key: string): Promise<Part> => {
		const part = head.parts.find((p) => p.key === key);
		if (!part) throw new Problem('snapshot_problem_no_part', 404, { part: key.slice(0, 80), has: head.parts.map((p) => p.key).join(', ') });
		return cached(`${head.hash} ${key}`, () => readPart(deps, head, part));
	};
	const { suppressBelow } = head;
	const [only, ...others] = keys;
	if (only !== undefined && others.length === 0) return { ...(await one(only)), suppressBelow, leftOut: [] };
	const pooled = await cached(`${head.hash} ${keys.join('+')}`, async () => {
		const all: Dataset[] = [];
		for (const key of keys) all.push({ ...(await one(key)), suppressBelow });
		return pool(all);
	});
	return { ...pooled, suppressBelow };
}
