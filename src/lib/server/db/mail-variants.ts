/**
 * Other texts of a mailing, for seats that fit a condition.
 * Invariants: the lowest position that fits is the one a seat gets; nothing changes once a mail of the mailing is on its way (a trigger holds this); every change leaves
 * one audit row in its transaction. Runs under the fieldwork role.
 */
import { and, asc, eq, sql } from './drizzle.ts';
import type postgres from 'postgres';
import type { MailAudience } from '../../domain/mail-audience.ts';
import type { Text } from '../../domain/questionnaire/schema.ts';
import type { Tx } from './connection.ts';
import { mailing, mailVariant, type MailingState } from './schema.ts';
import { record } from './surveys.ts';

export interface VariantRow { id: number; position: number; condition: MailAudience; subject: Text; body: Text }
export interface MailingHead { id: number; kind: 'invitation' | 'reminder'; number: number; audience: MailAudience | null; subject: Text; body: Text; state: MailingState }

/** Null: the survey has no such mailing. */
export async function readMailingById(tx: Tx, surveyId: number, id: number): Promise<MailingHead | null> {
	const [row] = await tx.select({ id: mailing.id, kind: mailing.kind, number: mailing.number, audience: mailing.audience, subject: mailing.subject, body: mailing.body, state: mailing.state })
		.from(mailing).where(and(eq(mailing.surveyId, surveyId), eq(mailing.id, id)));
	return row ?? null;
}

/** Holds the mailing until the transaction ends, so that two who change its variants wait for each other. */
export async function lockMailing(tx: Tx, surveyId: number, id: number): Promise<void> {
	await tx.execute(sql`select from mailing where survey_id = ${surveyId} and id = ${id} for update`);
}

/** In the order in which they are tried. */
export async function readVariants(tx: Tx, surveyId: number, mailingId: number): Promise<VariantRow[]> {
	const v = mailVariant;
	return tx.select({ id: v.id, position: v.position, condition: v.condition, subject: v.subject, body: v.body }).from(v)
		.where(and(eq(v.surveyId, surveyId), eq(v.mailingId, mailingId))).orderBy(asc(v.position));
}

const one = (surveyId: number, mailingId: number, id: number) => and(eq(mailVariant.surveyId, surveyId), eq(mailVariant.mailingId, mailingId), eq(mailVariant.id, id));
type Place = { surveyId: number; mailingId: number };

export async function insertVariant(tx: Tx, place: Place, value: Omit<VariantRow, 'id'>, actor: string): Promise<number> {
	const [made] = await tx.insert(mailVariant).values({ ...place, ...value }).returning({ id: mailVariant.id });
	if (!made) throw new Error('the variant was not stored');
	await record(tx, { actor, action: 'variant.create', surveyId: place.surveyId, subject: { mailing: place.mailingId, variant: made.id, condition: value.condition } });
	return made.id;
}

export async function updateVariant(tx: Tx, place: Place, id: number, value: Partial<Pick<VariantRow, 'condition' | 'subject' | 'body'>>, actor: string): Promise<void> {
	await tx.update(mailVariant).set(value).where(one(place.surveyId, place.mailingId, id));
	await record(tx, { actor, action: 'variant.edit', surveyId: place.surveyId, subject: { mailing: place.mailingId, variant: id } });
}

export async function deleteVariant(tx: Tx, place: Place, id: number, actor: string): Promise<void> {
	await tx.delete(mailVariant).where(one(place.surveyId, place.mailingId, id));
	await record(tx, { actor, action: 'variant.remove', surveyId: place.surveyId, subject: { mailing: place.mailingId, variant: id } });
}

/** Two variants change places. */
export async function swapVariants(tx: Tx, place: Place, a: Pick<VariantRow, 'id' | 'position'>, b: Pick<VariantRow, 'id' | 'position'>, actor: string): Promise<void> {
	await tx.update(mailVariant).set({ position: b.position }).where(one(place.surveyId, place.mailingId, a.id));
	await tx.update(mailVariant).set({ position: a.position }).where(one(place.surveyId, place.mailingId, b.id));
	await record(tx, { actor, action: 'variant.order', surveyId: place.surveyId, subject: { mailing: place.mailingId, variants: [a.id, b.id] } });
}

/** How many seats of the sample and the mailing's audience get each variant; those that fit none are under 0. */
export async function countVariants(sqlClient: postgres.Sql, surveyId: number, mailingId: number): Promise<Map<number, number>> {
	const rows = await sqlClient<{ variant: number; n: number }[]>`
		with here as (select survey_id, id, audience from mailing where survey_id = ${surveyId} and id = ${mailingId}),
			asked as (select s.id from seat s where s.survey_id = ${surveyId} and s.sampled and s.contact_key is not null and (
				(select audience from here) is null or s.id in (select audience_seats(${surveyId}, (select audience from here))))),
			fits as (select distinct on (x) x as seat, v.id as variant from mail_variant v cross join lateral audience_seats(v.survey_id, v.condition) x
				where v.survey_id = ${surveyId} and v.mailing_id = ${mailingId} order by x, v.position)
		select coalesce(f.variant, 0) as variant, count(*)::int as n from asked a left join fits f on f.seat = a.id group by 1`;
	return new Map(rows.map((row) => [row.variant, row.n]));
}
