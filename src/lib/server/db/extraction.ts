/**
 * Extractions for the follow-up scheme. Invariants: a run and a change by hand are never changed; a change adds who is outside or removes who is
 * inside, as the list stands; a row of the register of participation is withdrawn, never changed; every write leaves an audit row in the same transaction.
 */
import { and, asc, desc, eq, inArray, isNull, sql } from './drizzle.ts';
import type { PhaseRow } from '../../domain/extraction/participation.ts';
import { Problem } from '../../domain/problem.ts';
import type { Db } from './connection.ts';
import { audit, extractionChange, extractionParticipation, extractionRun } from './schema.ts';

export type RunRow = typeof extractionRun.$inferSelect;
export type ChangeRow = typeof extractionChange.$inferSelect;
export type ParticipationRow = typeof extractionParticipation.$inferSelect;
export type NewRun = Omit<RunRow, 'id' | 'madeAt' | 'madeBy'>;
export interface NewChange { runId: number; municipality: string; kind: 'add' | 'remove'; decidedBy: string; reason: string }

export async function insertRun(db: Db, run: NewRun, actor: string): Promise<number> {
	return db.transaction(async (tx) => {
		const [made] = await tx.insert(extractionRun).values({ ...run, madeBy: actor }).returning({ id: extractionRun.id });
		if (!made) throw new Error('the extraction was not stored');
		await tx.insert(audit).values({ actor, action: 'extraction.run', subject: { run: made.id, hash: run.hash, file: run.fileHash, listed: run.listed.length } });
		return made.id;
	});
}

/** Every run, newest first, without its file and result. */
export async function readRuns(db: Db): Promise<{ id: number; title: string; listed: string[]; known: number; hash: string; madeAt: Date }[]> {
	const { id, title, listed, hash, madeAt } = extractionRun;
	return db.select({ id, title, listed, hash, madeAt, known: sql<number>`cardinality(${extractionRun.known})` }).from(extractionRun).orderBy(desc(id));
}

export async function readRun(db: Db, id: number): Promise<RunRow | undefined> {
	const [found] = await db.select().from(extractionRun).where(eq(extractionRun.id, id));
	return found;
}

/** Changes by hand in the order in which they were made. */
export async function readChanges(db: Db, runId: number): Promise<ChangeRow[]> {
	return db.select().from(extractionChange).where(eq(extractionChange.runId, runId)).orderBy(asc(extractionChange.id));
}

/** Names of the checks that the database answers with, and what they mean to a person. */
const REFUSED: Record<string, string> = { extraction_change_known: 'extraction_problem_unknown_municipality', extraction_change_state: 'extraction_problem_stands_so' };

/** @throws Problem for a municipality that the run does not know, or that stands so already */
export async function insertChange(db: Db, change: NewChange, actor: string): Promise<number> {
	try {
		return await db.transaction(async (tx) => {
			const [made] = await tx.insert(extractionChange).values({ ...change, madeBy: actor }).returning({ id: extractionChange.id });
			if (!made) throw new Error('the change was not stored');
			await tx.insert(audit).values({ actor, action: `extraction.${change.kind}`, subject: { run: change.runId, change: made.id, municipality: change.municipality } });
			return made.id;
		});
	} catch (error) {
		const name = (error as { cause?: { constraint_name?: string } }).cause?.constraint_name ?? '';
		throw REFUSED[name] ? new Problem(REFUSED[name], 409, { municipality: change.municipality }) : error;
	}
}

/** The rows that stand, by extraction and first day. */
export async function readParticipation(db: Db): Promise<ParticipationRow[]> {
	const { withdrawnAt, extraction, fromDay, code } = extractionParticipation;
	return db.select().from(extractionParticipation).where(isNull(withdrawnAt)).orderBy(asc(extraction), asc(fromDay), asc(code));
}

const LOCK = 7_205_318;

/**
 * Adds rows to the register, all or none.
 * @param check is given those that stand, while nobody else can write, and throws when the new ones do not go with them
 */
export async function insertParticipation(db: Db, rows: readonly PhaseRow[], actor: string, check: (standing: ParticipationRow[]) => void): Promise<void> {
	await db.transaction(async (tx) => {
		await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
		check(await tx.select().from(extractionParticipation).where(isNull(extractionParticipation.withdrawnAt)));
		await tx.insert(extractionParticipation).values(rows.map((r) => ({ code: r.code, extraction: r.extraction, phase: r.phase, fromDay: r.from, toDay: r.to, madeBy: actor })));
		await tx.insert(audit).values({ actor, action: 'extraction.participation', subject: { rows: rows.length } });
	});
}

/** @returns how many of them stood */
export async function withdrawParticipation(db: Db, ids: readonly number[], actor: string): Promise<number> {
	return db.transaction(async (tx) => {
		const gone = await tx.update(extractionParticipation).set({ withdrawnAt: sql`now()`, withdrawnBy: actor })
			.where(and(inArray(extractionParticipation.id, [...ids]), isNull(extractionParticipation.withdrawnAt))).returning({ id: extractionParticipation.id });
		if (gone.length > 0) await tx.insert(audit).values({ actor, action: 'extraction.withdraw', subject: { rows: gone.map((g) => g.id) } });
		return gone.length;
	});
}
