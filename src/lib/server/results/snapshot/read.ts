/** Snapshots read back: their values are looked up by hash and kept in memory, so that a page that shows ten analyses reads the database once. */
import { createHash } from 'node:crypto';
import type { Dataset, DatasetColumn, Laid } from '#lib/domain/dataset/types.ts';
import { rowsOf } from '#lib/domain/dataset/column.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { Database } from '../../db/connection.ts';
import { countSharedSeats } from '../../db/shared-seats.ts';
import { readColumns, readEntries, readSnapshot, readSnapshots, type SnapshotHead, type SnapshotPartHead } from '../../db/snapshots.ts';
import { decodeColumn } from './encode.ts';
import { laidSnapshots } from './laid.ts';
import { pool, type PooledDataset } from './pooled.ts';
import { parseReference, refersElsewhere, snapshotMeant } from './reference.ts';

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
 * The parts of a snapshot as one dataset: one part as it is stored, several laid below one another (`pool`), with what was left out and why. Parts of other snapshots of
 * the evaluation are named by `part@hash` (reference.ts). The limit for showing results is the evaluation's, as it is now. Shared and kept in memory: not to be changed.
 * @param parts keys, at least one: `nettverk`, `nettverk.liste`, `nettverk@0123456789abcdef`
 * @throws Problem snapshot_problem_none (404), snapshot_problem_no_part, snapshot_problem_no_other (404), snapshot_problem_no_parts, snapshot_problem_kinds,
 * snapshot_problem_reference (400), snapshot_problem_itself, snapshot_problem_ambiguous (409)
 */
export async function readDataset(deps: SnapshotDeps, snapshotId: number, parts: readonly string[]): Promise<PooledDataset> {
	return datasetOf(deps, await snapshotHead(deps, snapshotId), parts);
}

interface Source { head: SnapshotHead; key: string }

/** Where each part is. @throws Problem snapshot_problem_itself (409) when a snapshot would be laid below itself */
async function sources(deps: SnapshotDeps, base: SnapshotHead, parts: readonly string[]): Promise<Source[]> {
	if (!refersElsewhere(parts)) return parts.map((key) => ({ head: base, key }));
	const known = await readSnapshots(deps.database.evaluate.db);
	const found = parts.map((text): Source => {
		const reference = parseReference(text);
		return { head: snapshotMeant(reference, base, known, text), key: reference.part };
	});
	const again = found.find((one, i) => found.some((other, j) => j < i && other.head.id === one.head.id && other.key === one.key));
	if (again) throw new Problem('snapshot_problem_itself', 409, { snapshot: again.head.id, part: again.key });
	return found;
}

/** The other snapshots that parts are named of, each once, by number. @throws Problem as `readDataset` */
export async function besideOf(deps: SnapshotDeps, base: SnapshotHead, parts: readonly string[]): Promise<SnapshotHead[]> {
	const named = [...new Set(parts.filter((p) => refersElsewhere([p])))];
	if (named.length === 0) return [];
	const known = await readSnapshots(deps.database.evaluate.db);
	const heads = named.map((text) => snapshotMeant(parseReference(text), base, known, text));
	return [...new Map(heads.filter((h) => h.id !== base.id).map((h) => [h.id, h])).values()].sort((a, b) => a.id - b.id);
}

/** The same, of a head that has been read. */
export async function datasetOf(deps: SnapshotDeps, head: SnapshotHead, parts: readonly string[]): Promise<PooledDataset> {
	const keys = [...new Set(parts)];
	if (keys.length === 0) throw new Problem('snapshot_problem_no_parts', 400);
	const from = await sources(deps, head, keys);
	const one = ({ head: own, key }: Source): Promise<Part> => {
		const part = own.parts.find((p) => p.key === key);
		if (!part && own.id !== head.id) throw new Problem('snapshot_problem_other_part', 404, { part: key.slice(0, 80), snapshot: own.id, wave: own.wave, has: own.parts.map((p) => p.key).join(', ') });
		if (!part) throw new Problem('snapshot_problem_no_part', 404, { part: key.slice(0, 80), has: own.parts.map((p) => p.key).join(', ') });
		return cached(`${own.hash} ${key}`, () => readPart(deps, own, part));
	};
	const { suppressBelow } = head;
	const [only, ...others] = from;
	if (only !== undefined && others.length === 0) return { ...(await one(only)), suppressBelow, leftOut: [], reworded: [] };
	const heads = [...new Map(from.map((source) => [source.head.id, source.head])).values()];
	const snapshots = laidSnapshots(heads);
	const laid = heads.length > 1 ? { snapshots, of: from.map((source) => heads.indexOf(source.head)) } : null;
	const pooled = await cached(JSON.stringify(['pooled', laid && snapshots, from.map((source) => [source.head.hash, source.key])]), async () => {
		const all: Dataset[] = [];
		for (const source of from) all.push({ ...(await one(source)), suppressBelow: 1 });
		return pool(all, laid);
	});
	// made with 1, the limit of what is laid below one another is how many times as strict it is
	const limited = { ...pooled, suppressBelow: pooled.suppressBelow * Math.max(...heads.map((h) => h.suppressBelow)) };
	return laid && pooled.laid ? { ...limited, laid: { ...pooled.laid, shared: await sharedSeats(deps, heads, from) } } : limited;
}

/** As the lists are now; of one wave it is known that all are the same. */
async function sharedSeats(deps: SnapshotDeps, heads: readonly SnapshotHead[], from: readonly Source[]): Promise<Laid['shared']> {
	const waves = [...new Set(heads.map((h) => h.waveId))];
	if (waves.length < 2) return { seats: 0, answered: 0 };
	return countSharedSeats(deps.database.evaluate.db, waves, [...new Set(from.map(({ key }) => key.replace(/\.liste$/, '')))]);
}
