/** Seeing a mail before it is sent: on the page, or in one's own inbox. Neither makes a link that works. */
import { Problem } from '../../../domain/problem.ts';
import type { Locale } from '../../../domain/questionnaire/schema.ts';
import { readRecipient } from '../../db/mail-read.ts';
import { readMailSource } from '../../db/mail-texts.ts';
import { composer, type Message } from './compose.ts';
import { checkTexts, type MailFault, type MailTexts } from './fields.ts';
import { configuredTransport, mailboxName } from './invite.ts';
import { knownFields, type MailDeps } from './mailing.ts';
import { isAddress } from './transport.ts';

export interface PreviewInput extends MailTexts {
	surveyId: number;
	/** Whose mail; empty: the sample's first. */
	ref: string;
	locale?: Locale | undefined;
	actor: string;
}
export type PreviewResult = { ok: true; ref: string; message: Message } | { ok: false; faults: MailFault[] };

/** Where the personal link would be: of a token's form, so that the text has its length, and known to nobody. */
const exampleLink = (origin: string): string => `${origin}/svar/0-eksempel-eksempel-ekse`;

/**
 * The mail that the seat would get with these texts, in its language or the one chosen. Reads the name, which is audited.
 * @throws Problem survey_problem_no_survey, mail_problem_no_seat
 */
export async function previewMail(deps: MailDeps, input: PreviewInput): Promise<PreviewResult> {
	const { db, sql } = deps.database.fieldwork;
	const source = await readMailSource(db, input.surveyId);
	if (!source) throw new Problem('survey_problem_no_survey', 404);
	const faults = checkTexts(input, knownFields(source));
	if (faults.length > 0) return { ok: false, faults };
	const person = await readRecipient(sql, input.surveyId, input.ref === '' ? null : input.ref, input.actor);
	if (!person) throw new Problem('mail_problem_no_seat', 404, { ref: input.ref.slice(0, 60) });
	return { ok: true, ref: person.ref, message: composer(source, input)(person, exampleLink(deps.config.origin), input.locale) };
}

/**
 * Sends that mail to an address that is neither stored nor logged. Without a mail server it becomes a file in the mailbox, addressed to the sender.
 * @throws Problem as previewMail; mail_problem_address, mail_problem_refused, or what is wrong with the server
 */
export async function sendTest(deps: MailDeps, input: PreviewInput & { to: string }): Promise<PreviewResult> {
	const address = input.to.trim();
	if (deps.config.smtpUrl && !isAddress(address)) throw new Problem('mail_problem_address');
	const preview = await previewMail(deps, input);
	if (!preview.ok) return preview;
	const source = await readMailSource(deps.database.fieldwork.db, input.surveyId);
	const transport = configuredTransport(deps);
	try {
		const own = /<([^<>]+)>\s*$/.exec(deps.config.mailFrom)?.[1] ?? deps.config.mailFrom;
		const place = { survey: mailboxName(source?.key ?? '', input.surveyId), seatId: 0, ref: '', mailingId: 0 };
		const { name, ...message } = preview.message;
		const outcome = await transport.send({ ...message, to: { name, address: transport.kind === 'smtp' ? address : own }, place });
		if (outcome.state === 'not_begun') throw new Problem(outcome.problem, 502);
		if (outcome.state !== 'sent') throw new Problem('mail_problem_refused', 502);
		return preview;
	} finally {
		transport.close();
	}
}
