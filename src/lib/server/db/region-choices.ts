/**
 * What people chose where one municipality became several. Invariants: of one row, and of one rule, at most one choice stands for a code and the
 * change that divided it; a choice is withdrawn, never changed; making and withdrawing leave an audit row in the same transaction.
 */
import { and, asc, eq, inArray, isNull, or, sql } from './drizzle.ts';
import type { Choice, Direction } from '../../domain/region/types.ts';
import type { Db, Tx } from './connection.ts';
import { audit, regionChoice } from './schema.ts';

export interface NewChoice {
	/** Null: a rule for every survey. */
	surveyId: number | null;
	/** Null: a rule for every row of the survey. */
	rowKey: string | null;
	code: string;
	splitAt: string;
	direction: Direction;
	target: string;
	targetDate: string;
	reason: string;
}
export type ChoiceRow = typeof regionChoice.$inferSelect;

const isNullOr = <T extends number | string>(column: typeof regionChoice.surveyId | typeof regionChoice.rowKey, value: T | null) => (value === null ? isNull(column) : eq(column, value));

/** Makes a choice. One that stands in the same place with another target is withdrawn by it. @returns the id of what stands */
export async function insertChoice(db: Db, choice: NewChoice, actor: string): Promise<{ id: number; created: boolean }> {
	return db.transaction(async (tx) => {
		await tx.execute(sql`select pg_advisory_xact_lock(hashtext('region_choice'), hashtext(${choice.code}))`);
		const [before] = await tx.select().from(regionChoice).where(and(
			isNullOr(regionChoice.surveyId, choice.surveyId), isNullOr(regionChoice.rowKey, choice.rowKey), eq(regionChoice.code, choice.code),
			eq(regionChoice.splitAt, choice.splitAt), eq(regionChoice.direction, choice.direction), isNull(regionChoice.withdrawnAt)
		));
		if (before && before.target === choice.target && before.targetDate === choice.targetDate && before.reason === choice.reason) return { id: before.id, created: false };
		if (before) await withdraw(tx, before.id, actor);
		const [made] = await tx.insert(regionChoice).values({ ...choice, madeBy: actor }).returning({ id: regionChoice.id });
		if (!made) throw new Error('the choice was not made');
		await tx.insert(audit).values({ actor, action: 'region.choose', surveyId: choice.surveyId, subject: { choice: made.id, code: choice.code, splitAt: choice.splitAt, target: choice.target, rule: choice.rowKey === null } });
		return { id: made.id, created: true };
	});
}

async function withdraw(tx: Tx, id: number, actor: string): Promise<boolean> {
	const [gone] = await tx.update(regionChoice).set({ withdrawnAt: sql`now()`, withdrawnBy: actor }).where(and(eq(regionChoice.id, id), isNull(regionChoice.withdrawnAt))).returning();
	if (gone) await tx.insert(audit).values({ actor, action: 'region.withdraw', surveyId: gone.surveyId, subject: { choice: id } });
	return gone !== undefined;
}

/** @returns whether there was such a choice that stood */
export const withdrawChoice = (db: Db, id: number, actor: string): Promise<boolean> => db.transaction((tx) => withdraw(tx, id, actor));

/** The rules that stand for every survey, in order of code. */
export async function readRules(tx: Tx): Promise<ChoiceRow[]> {
	return tx.select().from(regionChoice).where(and(isNull(regionChoice.surveyId), isNull(regionChoice.withdrawnAt))).orderBy(asc(regionChoice.code), asc(regionChoice.splitAt), asc(regionChoice.direction));
}

export interface SurveyChoices {
	/** By row key. */
	rows: Map<string, Choice[]>;
	/** For every row of the survey: its own rules where it has any for the code and change, else those for all surveys. */
	rules: Choice[];
}

/** The choices that stand for a survey; `ids` instead gives those of an earlier time, also such as have been withdrawn. */
export async function readChoices(tx: Tx, surveyId: number, ids?: readonly number[]): Promise<SurveyChoices> {
	const rows = await tx.select().from(regionChoice).where(and(or(eq(regionChoice.surveyId, surveyId), isNull(regionChoice.surveyId)), ids ? inArray(regionChoice.id, [...ids]) : isNull(regionChoice.withdrawnAt))).orderBy(asc(regionChoice.id));
	const own = (a: ChoiceRow) => rows.some((b) => b.rowKey === null && b.surveyId !== null && b.code === a.code && b.splitAt === a.splitAt && b.direction === a.direction);
	const of = rows.filter((r) => r.rowKey !== null);
	return { rows: Map.groupBy(of, (r) => r.rowKey ?? ''), rules: rows.filter((r) => r.rowKey === null && (r.surveyId !== null || !own(r))) };
}
