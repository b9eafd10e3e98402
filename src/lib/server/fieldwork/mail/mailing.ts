/** The texts of a mailing: checked and kept. */
import { Problem } from '../../../domain/problem.ts';
import { canonical } from '../../../domain/questionnaire/hash.ts';
import { LOCALES, type Text } from '../../../domain/questionnaire/schema.ts';
import type { Clock } from '../../clock.ts';
import type { Config } from '../../config.ts';
import type { Database } from '../../db/connection.ts';
import { insertMailing, readMailing, readMailSource, updateMailing, type MailSource } from '../../db/mail-texts.ts';
import { checkTexts, normalise, type Known, type MailFault, type MailTexts } from './fields.ts';
import type { MailingKind } from './templates.ts';

export interface MailDeps {
	database: Pick<Database, 'fieldwork'>;
	/** Key of the stored link hashes. */
	secret: string;
	config: Pick<Config, 'origin' | 'dataDir' | 'smtpUrl' | 'mailFrom'> & Partial<Pick<Config, 'smtp' | 'dkim' | 'returnPath'>>;
	/** What decides what is due; the machine's own when absent. */
	clock?: Clock | undefined;
}

export interface MailingInput extends MailTexts {
	surveyId: number;
	kind: MailingKind;
	/** Reminders are numbered from 1; an invitation has none. */
	number?: number;
	actor: string;
}
export type MailingResult = { ok: true; mailingId: number; changed: boolean } | { ok: false; faults: MailFault[] };

/** The database's own code of a failed statement, also where the failure is wrapped. */
const sqlState = (error: unknown): unknown => (error as { code?: unknown }).code ?? (error as { cause?: { code?: unknown } }).cause?.code;

/** The mailing's number as stored: 0 for an invitation. @throws Problem mail_problem_number */
export function mailingNumber(kind: MailingKind, number: number | undefined): number {
	const value = number ?? (kind === 'invitation' ? 0 : 1);
	if (!Number.isInteger(value) || (kind === 'invitation' ? value !== 0 : value < 1 || value > 1000)) throw new Problem('mail_problem_number');
	return value;
}

export const knownFields = (source: MailSource): Known => ({ variables: new Set(source.frame.map((f) => f.name)), deadline: source.closesAt !== null });

const tidy = (text: Text): Text => Object.fromEntries(LOCALES.map((locale) => [locale, normalise(text[locale])]));

/**
 * Keeps the texts of the survey's mailing of this kind and number, which is made if it is not there. The same texts again change nothing.
 * @returns the mailing, or every fault of the texts; with faults nothing is stored
 * @throws Problem survey_problem_no_survey, mail_problem_number, mail_problem_on_its_way when mails with other texts have left
 */
export async function createMailing(deps: Pick<MailDeps, 'database'>, input: MailingInput): Promise<MailingResult> {
	const key = { surveyId: input.surveyId, kind: input.kind, number: mailingNumber(input.kind, input.number) };
	const saved = deps.database.fieldwork.db.transaction(async (tx): Promise<MailingResult> => {
		const source = await readMailSource(tx, input.surveyId);
		if (!source) throw new Problem('survey_problem_no_survey', 404);
		const faults = checkTexts(input, knownFields(source));
		if (faults.length > 0) return { ok: false, faults };
		const texts = { subject: tidy(input.subject), body: tidy(input.body) };
		const there = await readMailing(tx, key);
		if (!there) return { ok: true, mailingId: await insertMailing(tx, key, texts, input.actor), changed: true };
		if (canonical({ subject: there.subject, body: there.body }) === canonical(texts)) return { ok: true, mailingId: there.id, changed: false };
		if (!(await updateMailing(tx, input.surveyId, there.id, texts, input.actor))) throw new Problem('mail_problem_on_its_way', 409);
		return { ok: true, mailingId: there.id, changed: true };
	});
	return saved.catch((error: unknown) => {
		// a sender began between the check and the change: the trigger held
		if (sqlState(error) === 'GR003') throw new Problem('mail_problem_on_its_way', 409);
		throw error;
	});
}
