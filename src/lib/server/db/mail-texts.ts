/**
 * A mailing's texts, and what of the survey goes into them.
 * Invariants: one mailing of a kind and number in a survey; its texts change only until its first mail is on its way (a trigger holds this too).
 * Runs under the fieldwork role.
 */
import { and, asc, eq, sql } from './drizzle.ts';
import type { Locale, Text } from '../../domain/questionnaire/schema.ts';
import type { Tx } from './connection.ts';
import { readVariants, type VariantRow } from './mail-variants.ts';
import { frameCategory, frameVariable, mail, mailing, questionnaireVersion, survey, type SurveyState } from './schema.ts';
import { record } from './surveys.ts';

export type MailingKind = 'invitation' | 'reminder';
export interface MailingRow { id: number; subject: Text; body: Text; variants: VariantRow[] }
export interface MailingKey { surveyId: number; kind: MailingKind; number: number }

export async function readMailing(tx: Tx, key: MailingKey): Promise<MailingRow | null> {
	const [row] = await tx.select({ id: mailing.id, subject: mailing.subject, body: mailing.body }).from(mailing)
		.where(and(eq(mailing.surveyId, key.surveyId), eq(mailing.kind, key.kind), eq(mailing.number, key.number)));
	return row ? { ...row, variants: await readVariants(tx, key.surveyId, row.id) } : null;
}

export async function insertMailing(tx: Tx, key: MailingKey, texts: { subject: Text; body: Text }, actor: string): Promise<number> {
	const [made] = await tx.insert(mailing).values({ ...key, ...texts, createdBy: actor }).returning({ id: mailing.id });
	if (!made) throw new Error('the mailing was not stored');
	await record(tx, { actor, action: 'mailing.create', surveyId: key.surveyId, subject: { mailing: made.id, kind: key.kind, number: key.number } });
	return made.id;
}

/** False when a mail with the old texts is already on its way. */
export async function updateMailing(tx: Tx, surveyId: number, id: number, texts: { subject: Text; body: Text }, actor: string): Promise<boolean> {
	const [begun] = await tx.select({ seat: mail.seatId }).from(mail)
		.where(and(eq(mail.surveyId, surveyId), eq(mail.mailingId, id), sql`${mail.state} not in ('planned', 'skipped')`)).limit(1);
	if (begun) return false;
	await tx.update(mailing).set(texts).where(and(eq(mailing.surveyId, surveyId), eq(mailing.id, id)));
	await record(tx, { actor, action: 'mailing.edit', surveyId, subject: { mailing: id } });
	return true;
}

export interface FrameRow { name: string; label: Text; stratum: boolean; categories: Map<string, Text> }
export interface MailSource {
	key: string; state: SurveyState; opensAt: Date | null; closesAt: Date | null; defaultLocale: Locale;
	/** The published document, null before anything is published. */
	document: unknown;
	frame: FrameRow[];
}

/** What the texts of a survey's mails are made from; null when there is no such survey. */
export async function readMailSource(tx: Tx, surveyId: number): Promise<MailSource | null> {
	const v = questionnaireVersion;
	const [row] = await tx.select({ key: survey.key, state: survey.state, opensAt: survey.opensAt, closesAt: survey.closesAt, defaultLocale: survey.defaultLocale, document: v.document })
		.from(survey).leftJoin(v, and(eq(v.surveyId, survey.id), eq(v.id, survey.versionId))).where(eq(survey.id, surveyId));
	if (!row) return null;
	const variables = await tx.select().from(frameVariable).where(eq(frameVariable.surveyId, surveyId)).orderBy(asc(frameVariable.position), asc(frameVariable.name));
	const categories = await tx.select().from(frameCategory).where(eq(frameCategory.surveyId, surveyId));
	const frame = variables.map(({ name, label, stratum }) => ({
		name, label, stratum, categories: new Map(categories.filter((c) => c.variable === name).map((c) => [c.code, c.label]))
	}));
	return { ...row, document: row.document ?? null, frame };
}
