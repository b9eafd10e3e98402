/** Counts of seats by stratum: one statement, so that whatever it returns is of one moment. */
import type { SQL } from 'drizzle-orm';
import { alias, and, eq, sql } from './drizzle.ts';
import type { Db, Tx } from './connection.ts';
import { frameCategory, frameVariable, seat, seatStratum } from './schema.ts';

/**
 * Runs `read` on one unchanging view of the database, so that whatever is counted in it agrees. Every count here goes once through a survey's
 * seats; right after an import the planner believes there are hardly any, and would look each seat's strata up by going through all of them.
 */
export async function snapshot<T>(db: Db, read: (tx: Tx) => Promise<T>): Promise<T> {
	return db.transaction(async (tx) => {
		await tx.execute(sql`set local enable_nestloop = off`);
		return read(tx);
	}, { isolationLevel: 'repeatable read', accessMode: 'read only' });
}

/** A code of a stratum's variable; null: the population list says nothing. */
export type Code = string | null;

/** Whole numbers of seats. The seven `…` dispositions below sum to `population`, the same seven of the sample to `sampled`. */
export interface CountRow {
	row: Code;
	column: Code;
	population: number;
	sampled: number;
	/** Seats that have been sent an invitation, whatever became of it later. */
	invited: number;
	complete: number;
	partial: number;
	refusal: number;
	non_contact: number;
	undeliverable: number;
	not_invited: number;
	ineligible: number;
	/** Of `not_invited` and `ineligible`: those in the sample. */
	sampled_not_invited: number;
	sampled_ineligible: number;
}

export const CONTACTED = sql`('non_contact', 'partial', 'complete', 'refusal', 'undeliverable')`;
/** An ineligible seat was invited if it ever was something that only an invited seat can be. */
const INVITED = sql`${seat.disposition} in ${CONTACTED} or ${seat.disposition} = 'ineligible' and exists (
	select from disposition_history h where h.survey_id = ${seat.surveyId} and h.seat_id = ${seat.id} and h.disposition in ${CONTACTED})`;

const count = (condition?: SQL) => (condition ? sql<number>`(count(*) filter (where ${condition}))::int` : sql<number>`count(*)::int`);
const having = (disposition: string) => count(sql`${seat.disposition} = ${disposition}`);

function joined(name: string) {
	return alias(seatStratum, name);
}
function on(stratum: ReturnType<typeof joined>, variable: string | null) {
	return variable === null ? sql`false` : and(eq(stratum.surveyId, seat.surveyId), eq(stratum.seatId, seat.id), eq(stratum.variable, variable));
}

/**
 * Seats of a survey counted by up to two strata.
 * @param rows,columns variable names, or null for no division; a seat without a code is counted under null
 * @param where only seats that have these codes
 * @returns one row for each combination that occurs, in no order
 */
export async function countSeats(tx: Tx, surveyId: number, rows: string | null, columns: string | null, where: Record<string, Code> = {}): Promise<CountRow[]> {
	const r = joined('r');
	const c = joined('c');
	const only = Object.entries(where).map(([variable, code]) =>
		sql`(select w.code from seat_stratum w where w.survey_id = ${seat.surveyId} and w.seat_id = ${seat.id} and w.variable = ${variable}) is not distinct from ${code}::text`);
	return tx.select({
		row: r.code, column: c.code,
		population: count(), sampled: count(sql`${seat.sampled}`), invited: count(INVITED),
		complete: having('complete'), partial: having('partial'), refusal: having('refusal'), non_contact: having('non_contact'),
		undeliverable: having('undeliverable'), not_invited: having('not_invited'), ineligible: having('ineligible'),
		sampled_not_invited: count(sql`${seat.sampled} and ${seat.disposition} = 'not_invited'`),
		sampled_ineligible: count(sql`${seat.sampled} and ${seat.disposition} = 'ineligible'`)
	}).from(seat).leftJoin(r, on(r, rows)).leftJoin(c, on(c, columns))
		.where(and(eq(seat.surveyId, surveyId), ...only))
		.groupBy(r.code, c.code);
}

/** The strata of a survey with their categories, both in the order of the list. */
export async function readStrata(tx: Tx, surveyId: number) {
	const variables = await tx.select({ name: frameVariable.name, label: frameVariable.label }).from(frameVariable)
		.where(and(eq(frameVariable.surveyId, surveyId), eq(frameVariable.stratum, true))).orderBy(frameVariable.position);
	const categories = await tx.select({ variable: frameCategory.variable, code: frameCategory.code, label: frameCategory.label }).from(frameCategory)
		.where(eq(frameCategory.surveyId, surveyId)).orderBy(frameCategory.position, frameCategory.code);
	return variables.map((v) => ({
		...v, categories: categories.filter((c) => c.variable === v.name).map(({ code, label }) => ({ code, label }))
	}));
}
