/**
 * Copies of classifications, as they were read. Invariants: one copy of a part stands, and earlier ones are kept; a copy never changes and has
 * every row it says it has; copies that belong together are stored together or not at all; each new copy leaves one audit row.
 */
import { and, asc, eq, inArray, isNull, sql } from './drizzle.ts';
import type { CodeChange, CodePeriod, HarmonisedGroup } from '../../domain/region/types.ts';
import type { Db, Tx } from './connection.ts';
import { audit, classificationChange, classificationCode, classificationCopy, classificationGroup, classificationMatch, type CopyPart } from './schema.ts';

export interface MatchRow { code: string; target: string; targetName: string }
export interface GroupRow extends HarmonisedGroup { name: string }
interface About { classification: number; heldFrom: string; heldTo: string | null; source: string; fromFile: boolean; hash: string; retrievedAt: Date }
export type NewCopy =
	| About & { part: 'codes'; target: null; rows: CodePeriod[] }
	| About & { part: 'changes'; target: null; rows: CodeChange[] }
	| About & { part: 'correspondence'; target: number; rows: MatchRow[] }
	| About & { part: 'groups'; target: null; rows: GroupRow[] };
export interface StoredCopy { id: number; classification: number; part: CopyPart; target: number | null; heldFrom: string; changed: boolean; rows: number }
export type CopyRow = typeof classificationCopy.$inferSelect;

/** Rows a statement: well under the 65,535 parameters that one may have. */
const CHUNK = 5000;
const LOCK = 7_205_314;

async function insertRows(tx: Tx, copyId: number, copy: NewCopy): Promise<void> {
	for (let i = 0; i < copy.rows.length; i += CHUNK) {
		const to = i + CHUNK;
		if (copy.part === 'codes') await tx.insert(classificationCode).values(copy.rows.slice(i, to).map((r) => ({ copyId, code: r.code, validFrom: r.from, validTo: r.to, name: r.name })));
		if (copy.part === 'changes') await tx.insert(classificationChange).values(copy.rows.slice(i, to).map((r, n) => ({ copyId, position: i + n, changedOn: r.date, oldCode: r.oldCode, newCode: r.newCode })));
		if (copy.part === 'correspondence') await tx.insert(classificationMatch).values(copy.rows.slice(i, to).map((r) => ({ copyId, ...r })));
		if (copy.part === 'groups') await tx.insert(classificationGroup).values(copy.rows.slice(i, to).map((r) => ({ copyId, code: r.code, groupCode: r.group, groupName: r.name })));
	}
}

async function storeOne(tx: Tx, copy: NewCopy, actor: string): Promise<StoredCopy> {
	const { classification, part, target, heldFrom, heldTo, source, fromFile, hash, retrievedAt, rows } = copy;
	const [before] = await tx.select().from(classificationCopy).where(and(
		eq(classificationCopy.classification, classification), eq(classificationCopy.part, part), isNull(classificationCopy.replacedAt),
		target === null ? isNull(classificationCopy.target) : eq(classificationCopy.target, target), part === 'correspondence' ? eq(classificationCopy.heldFrom, heldFrom) : undefined
	)).for('update');
	const about = { classification, part, target, heldFrom, rows: rows.length };
	if (before && before.hash === hash && before.heldFrom === heldFrom && before.heldTo === heldTo && before.source === source) {
		await tx.update(classificationCopy).set({ checkedAt: sql`greatest(checked_at, ${retrievedAt.toISOString()}::timestamptz)` }).where(eq(classificationCopy.id, before.id));
		return { id: before.id, changed: false, ...about };
	}
	if (before) await tx.update(classificationCopy).set({ replacedAt: sql`now()` }).where(eq(classificationCopy.id, before.id));
	const [made] = await tx.insert(classificationCopy).values({
		classification, part, target, heldFrom, heldTo, source, fromFile, hash, rowCount: rows.length, retrievedAt, checkedAt: retrievedAt, retrievedBy: actor
	}).returning({ id: classificationCopy.id });
	if (!made) throw new Error('the copy was not made');
	await insertRows(tx, made.id, copy);
	await tx.insert(audit).values({ actor, action: 'classification.store', subject: { copy: made.id, ...about, replaces: before?.id ?? null } });
	return { id: made.id, changed: true, ...about };
}

/** Stores the copies together, each in place of the one that stands. One that says what stands already is only noted as checked. */
export async function storeCopies(db: Db, copies: readonly NewCopy[], actor: string): Promise<StoredCopy[]> {
	return db.transaction(async (tx) => {
		await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
		const stored: StoredCopy[] = [];
		for (const copy of copies) stored.push(await storeOne(tx, copy, actor));
		return stored;
	});
}

/** The copies that stand, or of those named by id whichever there are, also such as have been replaced. */
export async function readCopies(tx: Tx, ids?: readonly number[]): Promise<CopyRow[]> {
	return tx.select().from(classificationCopy).where(ids ? inArray(classificationCopy.id, [...ids]) : isNull(classificationCopy.replacedAt))
		.orderBy(asc(classificationCopy.classification), asc(classificationCopy.part), asc(classificationCopy.target), asc(classificationCopy.heldFrom));
}

export async function readCodes(tx: Tx, copyId: number): Promise<CodePeriod[]> {
	const { code, name, validFrom, validTo } = classificationCode;
	return tx.select({ code, name, from: validFrom, to: validTo }).from(classificationCode).where(eq(classificationCode.copyId, copyId)).orderBy(asc(code), asc(validFrom));
}

export async function readChanges(tx: Tx, copyId: number): Promise<CodeChange[]> {
	const { changedOn, oldCode, newCode, position } = classificationChange;
	return tx.select({ date: changedOn, oldCode, newCode }).from(classificationChange).where(eq(classificationChange.copyId, copyId)).orderBy(asc(position));
}

export async function readGroups(tx: Tx, copyId: number): Promise<HarmonisedGroup[]> {
	const { code, groupCode } = classificationGroup;
	return tx.select({ code, group: groupCode }).from(classificationGroup).where(eq(classificationGroup.copyId, copyId)).orderBy(asc(code));
}

export async function readMatches(tx: Tx, copyIds: readonly number[]): Promise<(MatchRow & { copyId: number })[]> {
	if (copyIds.length === 0) return [];
	return tx.select().from(classificationMatch).where(inArray(classificationMatch.copyId, [...copyIds])).orderBy(asc(classificationMatch.copyId), asc(classificationMatch.code));
}
