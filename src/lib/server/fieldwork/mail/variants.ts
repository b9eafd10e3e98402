/** Other texts of a mailing for some: for given values in the population list, or for people with several seats. */
import type { MailAudience } from '../../../domain/mail-audience.ts';
import { Problem } from '../../../domain/problem.ts';
import { LOCALES, type Locale, type Text } from '../../../domain/questionnaire/schema.ts';
import type { Tx } from '../../db/connection.ts';
import { countVariants, deleteVariant, insertVariant, lockMailing, readMailingById, readVariants, swapVariants, updateVariant, type MailingHead, type VariantRow } from '../../db/mail-variants.ts';
import { readMailSource, type MailSource } from '../../db/mail-texts.ts';
import { checkedAudience } from './audience.ts';
import { audienceWords } from './audience-words.ts';
import { checkVariantTexts, normalise, type MailFault, type MailTexts } from './fields.ts';
import { knownFields, type MailDeps } from './mailing.ts';

type Deps = Pick<MailDeps, 'database'>;
interface Place { surveyId: number; mailingId: number }

export const MAX_VARIANTS = 20;

const sqlState = (error: unknown): unknown => (error as { code?: unknown }).code ?? (error as { cause?: { code?: unknown } }).cause?.code;

/** Only the languages that are written, so that the others can fall back on them. */
const written = (text: Text): Text => Object.fromEntries(LOCALES.flatMap((locale) => (normalise(text[locale]) ? [[locale, normalise(text[locale])]] : [])));

/** Works on the mailing's variants as the only one. @throws Problem mail_problem_no_mailing, mail_problem_on_its_way, and what `work` throws */
async function onMailing<T>(deps: Deps, place: Place, work: (tx: Tx, mailing: MailingHead, variants: VariantRow[], source: MailSource) => Promise<T>): Promise<T> {
	return deps.database.fieldwork.db.transaction(async (tx) => {
		await lockMailing(tx, place.surveyId, place.mailingId);
		const mailing = await readMailingById(tx, place.surveyId, place.mailingId);
		const source = await readMailSource(tx, place.surveyId);
		if (!mailing || !source) throw new Problem('mail_problem_no_mailing', 404);
		return work(tx, mailing, await readVariants(tx, place.surveyId, place.mailingId), source);
	}).catch((error: unknown) => {
		if (sqlState(error) === 'GR003') throw new Problem('mail_problem_on_its_way', 409);
		throw error;
	});
}

function found(variants: VariantRow[], id: number): VariantRow {
	const variant = variants.find((v) => v.id === id);
	if (!variant) throw new Problem('plan_problem_no_variant', 404);
	return variant;
}

/**
 * Adds a variant, tried after those there are, with the mailing's own texts to begin with.
 * @throws Problem mail_problem_no_mailing, mail_problem_on_its_way, plan_problem_variants_many, plan_problem_variant_twice, and as `checkedAudience`
 */
export function addVariant(deps: Deps, input: Place & { condition: MailAudience; actor: string }): Promise<number> {
	return onMailing(deps, input, async (tx, mailing, variants, source) => {
		if (variants.length >= MAX_VARIANTS) throw new Problem('plan_problem_variants_many', 409, { max: MAX_VARIANTS });
		const condition = checkedAudience(source.frame, input.condition);
		if (variants.some((v) => JSON.stringify(checkedAudience(source.frame, v.condition)) === JSON.stringify(condition))) throw new Problem('plan_problem_variant_twice', 409);
		const position = Math.max(0, ...variants.map((v) => v.position)) + 1;
		return insertVariant(tx, { surveyId: input.surveyId, mailingId: input.mailingId }, { position, condition, subject: mailing.subject, body: mailing.body }, input.actor);
	});
}

/** Keeps the variant's texts. @returns every fault; with faults nothing is stored @throws Problem mail_problem_no_mailing, mail_problem_on_its_way, plan_problem_no_variant */
export function saveVariant(deps: Deps, input: Place & MailTexts & { variantId: number; actor: string }): Promise<{ ok: true } | { ok: false; faults: MailFault[] }> {
	return onMailing(deps, input, async (tx, _mailing, variants, source) => {
		found(variants, input.variantId);
		const faults = checkVariantTexts(input, knownFields(source));
		if (faults.length > 0) return { ok: false as const, faults };
		await updateVariant(tx, { surveyId: input.surveyId, mailingId: input.mailingId }, input.variantId, { subject: written(input.subject), body: written(input.body) }, input.actor);
		return { ok: true as const };
	});
}

/** @throws Problem mail_problem_no_mailing, mail_problem_on_its_way, plan_problem_no_variant */
export function removeVariant(deps: Deps, input: Place & { variantId: number; actor: string }): Promise<void> {
	return onMailing(deps, input, async (tx, _mailing, variants) => deleteVariant(tx, { surveyId: input.surveyId, mailingId: input.mailingId }, found(variants, input.variantId).id, input.actor));
}

/** The variant is tried before the one above it; the first stays. @throws Problem mail_problem_no_mailing, mail_problem_on_its_way, plan_problem_no_variant */
export function raiseVariant(deps: Deps, input: Place & { variantId: number; actor: string }): Promise<void> {
	return onMailing(deps, input, async (tx, _mailing, variants) => {
		const variant = found(variants, input.variantId);
		const above = variants[variants.indexOf(variant) - 1];
		if (above) await swapVariants(tx, { surveyId: input.surveyId, mailingId: input.mailingId }, variant, above, input.actor);
	});
}

export interface VariantView { id: number; words: string; seats: number; languages: Locale[]; subject: Text; body: Text }
export interface MailingView {
	id: number; kind: 'invitation' | 'reminder'; number: number;
	/** Whom the mailing is for, in words; null: everyone. */
	audience: string | null;
	/** In the order in which they are tried, with the seats of the sample that get each. */
	variants: VariantView[];
	/** Seats that get the mailing's own text. */
	mainSeats: number;
	/** What audiences can be made of. */
	strata: { name: string; label: string; categories: { code: string; label: string }[] }[];
}

/** The strata of the survey's list, for choosing an audience. */
export const strataOf = (source: Pick<MailSource, 'frame'>, locale: Locale): MailingView['strata'] => source.frame.filter((f) => f.stratum && f.categories.size > 0).map((f) => ({
	name: f.name, label: f.label[locale] || f.label.nb || f.name, categories: [...f.categories].map(([code, label]) => ({ code, label: label[locale] || label.nb || code }))
}));

/** A mailing with its variants, for its page. @throws Problem mail_problem_no_mailing */
export async function mailingView(deps: Deps, place: Place, locale: Locale): Promise<MailingView> {
	const { db, sql } = deps.database.fieldwork;
	const [mailing, source] = await Promise.all([readMailingById(db, place.surveyId, place.mailingId), readMailSource(db, place.surveyId)]);
	if (!mailing || !source) throw new Problem('mail_problem_no_mailing', 404);
	const [variants, counts] = await Promise.all([readVariants(db, place.surveyId, place.mailingId), countVariants(sql, place.surveyId, place.mailingId)]);
	return {
		id: mailing.id, kind: mailing.kind, number: mailing.number, audience: mailing.audience ? audienceWords(mailing.audience, source.frame, locale) : null,
		variants: variants.map((v) => ({
			id: v.id, words: audienceWords(v.condition, source.frame, locale), seats: counts.get(v.id) ?? 0, languages: LOCALES.filter((l) => v.subject[l] && v.body[l]), subject: v.subject, body: v.body
		})),
		mainSeats: counts.get(0) ?? 0, strata: strataOf(source, locale)
	};
}

