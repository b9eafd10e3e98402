/**
 * Storing a published questionnaire.
 * Invariants: a version with its items and categories is written whole or not at all and never changed; one hash is one version of a survey;
 * the frame variables that the document names exist before the version does. Runs under the evaluate role.
 */
import { and, eq, inArray, max, sql } from './drizzle.ts';
import { compile, type Field } from '../../domain/questionnaire/fields.ts';
import { MUNICIPALITY_MAX_LENGTH } from '../../domain/questionnaire/answers.ts';
import type { FrameVariable, Item, Questionnaire } from '../../domain/questionnaire/schema.ts';
import type { Tx } from './connection.ts';
import { frameCategory, frameVariable, questionnaireVersion, seat, survey, versionCategory, versionItem } from './schema.ts';
import { record } from './surveys.ts';

/** Rows a statement; PostgreSQL takes 65,535 parameters. */
const ROWS = 2000;

async function inParts<T>(rows: T[], insert: (part: T[]) => PromiseLike<unknown>): Promise<void> {
	for (let from = 0; from < rows.length; from += ROWS) await insert(rows.slice(from, from + ROWS));
}

export interface StoredVersion { versionId: number; number: number }

export async function versionByHash(tx: Tx, surveyId: number, hash: string): Promise<StoredVersion | null> {
	const v = questionnaireVersion;
	const [row] = await tx.select({ versionId: v.id, number: v.number }).from(v).where(and(eq(v.surveyId, surveyId), eq(v.hash, hash)));
	return row ?? null;
}

/** Longest text the item stores, null for what is not text. */
function maxLength(item: Item): number | null {
	switch (item.type) {
		case 'short_text': case 'long_text': return item.maxLength;
		case 'date': return 10;
		case 'municipality': return MUNICIPALITY_MAX_LENGTH;
		default: return null;
	}
}

function itemRow(surveyId: number, versionId: number, field: Field): typeof versionItem.$inferInsert {
	const { item } = field;
	const numeric = item.type === 'integer' || item.type === 'number';
	return {
		surveyId, versionId, item: field.key, kind: field.kind, type: item.type, position: field.order, dontKnow: field.dontKnow, maxLength: maxLength(item),
		min: numeric ? (item.min ?? null) : null, max: numeric ? (item.max ?? null) : null
	};
}

export async function insertVersion(tx: Tx, surveyId: number, q: Questionnaire, hash: string, actor: string): Promise<StoredVersion> {
	const v = questionnaireVersion;
	const [last] = await tx.select({ number: max(v.number) }).from(v).where(eq(v.surveyId, surveyId));
	const number = (last?.number ?? 0) + 1;
	const [made] = await tx.insert(v).values({ surveyId, number, hash, document: q, publishedBy: actor }).returning({ id: v.id });
	if (!made) throw new Error('the version was not stored');
	const { fields } = compile(q);
	const categories = fields.flatMap((f) => (f.categories ?? []).map((c, position) => ({ surveyId, versionId: made.id, item: f.key, code: c.code, position })));
	await inParts(fields.map((f) => itemRow(surveyId, made.id, f)), (part) => tx.insert(versionItem).values(part));
	await inParts(categories, (part) => tx.insert(versionCategory).values(part));
	await record(tx, { actor, action: 'questionnaire.publish', surveyId, subject: { number, hash } });
	return { versionId: made.id, number };
}

/** Makes the version the one that new responses start on. */
export async function useVersion(tx: Tx, surveyId: number, version: StoredVersion, actor: string): Promise<void> {
	await tx.update(survey).set({ versionId: version.versionId }).where(eq(survey.id, surveyId));
	await record(tx, { actor, action: 'questionnaire.use', surveyId, subject: { number: version.number } });
}

/** Names of the document's variables that the population list already has the other way: as stratum, or not. Only a survey with seats has any. */
export async function strataInUse(tx: Tx, surveyId: number, variables: FrameVariable[]): Promise<string[]> {
	const [anySeat] = await tx.select({ id: seat.id }).from(seat).where(eq(seat.surveyId, surveyId)).limit(1);
	if (!anySeat || variables.length === 0) return [];
	const f = frameVariable;
	const known = await tx.select({ name: f.name, stratum: f.stratum }).from(f).where(and(eq(f.surveyId, surveyId), inArray(f.name, variables.map((x) => x.name))));
	return variables.filter((x) => known.some((k) => k.name === x.name && k.stratum !== x.stratum)).map((x) => x.name);
}

/** Declares the variables and their categories with the document's labels; what the population list has beyond them stays. */
export async function declareFrame(tx: Tx, surveyId: number, variables: FrameVariable[]): Promise<void> {
	if (variables.length === 0) return;
	await tx.insert(frameVariable).values(variables.map((x, position) => ({ surveyId, name: x.name, label: x.label, stratum: x.stratum, position })))
		.onConflictDoUpdate({ target: [frameVariable.surveyId, frameVariable.name], set: { label: sql`excluded.label`, stratum: sql`excluded.stratum`, position: sql`excluded.position` } });
	const categories = variables.flatMap((x) => (x.categories ?? []).map((c, position) => ({ surveyId, variable: x.name, code: c.code, label: c.label, position })));
	await inParts(categories, (part) => tx.insert(frameCategory).values(part)
		.onConflictDoUpdate({ target: [frameCategory.surveyId, frameCategory.variable, frameCategory.code], set: { label: sql`excluded.label`, position: sql`excluded.position` } }));
}
