/** What must be so before a mailing is sent. */
import { Problem } from '../../../domain/problem.ts';
import { clockOf } from '../../clock.ts';
import { readMailing, readMailSource } from '../../db/mail-texts.ts';
import { readSample } from '../../db/samples.ts';
import { checkTexts, checkVariantTexts } from './fields.ts';
import { knownFields, mailingNumber, type MailDeps } from './mailing.ts';
import type { MailingKind } from './templates.ts';

export const mailboxName = (surveyKey: string, surveyId: number): string => `${surveyKey}-${surveyId}`;

/**
 * The mailing of this kind and number with what its messages are made from, found fit to be sent now.
 * @throws Problem survey_problem_no_survey, mail_problem_number, mail_problem_no_mailing, mail_problem_texts, mail_problem_not_open, sample_problem_drawn
 */
export async function readyMailing(deps: MailDeps, input: { surveyId: number; kind?: MailingKind | undefined; number?: number | undefined; filter?: 'sampled' | 'all' | undefined }) {
	const kind = input.kind ?? 'invitation';
	const { db, sql } = deps.database.fieldwork;
	const source = await readMailSource(db, input.surveyId);
	if (!source) throw new Problem('survey_problem_no_survey', 404);
	const mailing = await readMailing(db, { surveyId: input.surveyId, kind, number: mailingNumber(kind, input.number) });
	if (!mailing) throw new Problem('mail_problem_no_mailing', 409);
	const known = knownFields(source);
	if (checkTexts(mailing, known).length > 0 || mailing.variants.some((variant) => checkVariantTexts(variant, known).length > 0)) throw new Problem('mail_problem_texts', 409);
	const now = clockOf(deps).now().getTime();
	const open = source.state === 'open' && (source.opensAt?.getTime() ?? 0) <= now && (source.closesAt?.getTime() ?? Infinity) > now;
	if (!open) throw new Problem('mail_problem_not_open', 409);
	// to invite those who were not drawn would leave them without a probability
	if (input.filter === 'all' && (await readSample(sql, input.surveyId))) throw new Problem('sample_problem_drawn', 409);
	return { kind, source, mailing };
}
