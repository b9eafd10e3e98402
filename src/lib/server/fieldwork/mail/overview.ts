/** What the page of a mailing shows, and what can be decided there. */
import { Problem } from '../../../domain/problem.ts';
import { readAudience, readStates, readTroubles, type Audience, type MailStates, type Trouble } from '../../db/mail-read.ts';
import { asOnlySender } from '../../db/mail-lock.ts';
import { callSent, planAgain } from '../../db/mail-settle.ts';
import { readSample } from '../../db/samples.ts';
import { readMailing, readMailSource } from '../../db/mail-texts.ts';
import { MERGE_FIELDS, type MailTexts } from './fields.ts';
import { mailingNumber, type MailDeps } from './mailing.ts';
import { defaultTexts, type MailingKind } from './templates.ts';

export type { Audience, MailStates, Trouble };
export interface MailingId { surveyId: number; kind?: MailingKind; number?: number }

const TROUBLES = 500;

export interface MailingOverview {
	audience: Audience;
	/** A drawn sample stands: it alone can be invited. */
	drawn: boolean;
	/** As saved, or to begin with. */
	texts: MailTexts;
	saved: boolean;
	/** Texts can still be changed. */
	editable: boolean;
	states: MailStates;
	troubles: Trouble[];
	/** Every merge field the texts may use. */
	fields: string[];
	open: boolean;
	closesAt: Date | null;
	/** No mail server is set up. */
	mailbox: boolean;
}

const NONE: MailStates = { planned: 0, sending: 0, sent: 0, failed: 0, uncertain: 0, skipped: 0 };

/** @throws Problem survey_problem_no_survey */
export async function mailingOverview(deps: Pick<MailDeps, 'database' | 'config'>, id: MailingId): Promise<MailingOverview> {
	const kind = id.kind ?? 'invitation';
	const { db, sql } = deps.database.fieldwork;
	const source = await readMailSource(db, id.surveyId);
	if (!source) throw new Problem('survey_problem_no_survey', 404);
	const mailing = await readMailing(db, { surveyId: id.surveyId, kind, number: mailingNumber(kind, id.number) });
	const [audience, sample, states, troubles] = await Promise.all([
		readAudience(sql, id.surveyId), readSample(sql, id.surveyId), mailing ? readStates(sql, id.surveyId, mailing.id) : NONE, mailing ? readTroubles(sql, id.surveyId, mailing.id, TROUBLES) : []
	]);
	const now = Date.now();
	return {
		audience, drawn: sample !== null, states, troubles, saved: mailing !== null, texts: mailing ? { subject: mailing.subject, body: mailing.body } : defaultTexts(kind, { deadline: source.closesAt !== null }),
		editable: states.sending + states.sent + states.failed + states.uncertain === 0,
		fields: [...MERGE_FIELDS, ...source.frame.map((f) => `frame:${f.name}`)].map((f) => `{{${f}}}`),
		open: source.state === 'open' && (source.opensAt?.getTime() ?? 0) <= now && (source.closesAt?.getTime() ?? Infinity) > now,
		closesAt: source.closesAt, mailbox: !deps.config.smtpUrl
	};
}

/**
 * A person's decision about mails that are uncertain (call them sent, or send again) or have failed (send again). Sending itself is `invite`'s.
 * @returns how many mails it concerned
 * @throws Problem mail_problem_no_mailing, mail_problem_running
 */
export async function settleByHand(deps: Pick<MailDeps, 'database'>, input: MailingId & { refs: string[]; as: 'sent' | 'again'; actor: string }): Promise<number> {
	const kind = input.kind ?? 'invitation';
	const { db, sql } = deps.database.fieldwork;
	const mailing = await readMailing(db, { surveyId: input.surveyId, kind, number: mailingNumber(kind, input.number) });
	if (!mailing) throw new Problem('mail_problem_no_mailing', 409);
	const ref = { surveyId: input.surveyId, mailingId: mailing.id };
	const decide = input.as === 'sent' ? callSent : planAgain;
	const done = await asOnlySender(sql, ref, () => decide(sql, ref, input.refs, input.actor));
	if (!done) throw new Problem('mail_problem_running', 409);
	return done.result;
}
