/** Seeing a mail before it is sent: on the page, or in one's own inbox. Neither makes a link that works. */
import { Problem } from '../../../domain/problem.ts';
import type { Locale } from '../../../domain/questionnaire/schema.ts';
import { isOf } from '../../../domain/mail-audience.ts';
import { readRecipient } from '../../db/mail-read.ts';
import { readMailing, readMailSource } from '../../db/mail-texts.ts';
import { readMailingById, readVariants } from '../../db/mail-variants.ts';
import { audienceWords } from './audience-words.ts';
import { composer, type Message } from './compose.ts';
import { checkTexts, checkVariantTexts, type MailFault, type MailTexts } from './fields.ts';
import { configuredTransport, mailboxName } from './invite.ts';
import { knownFields, type MailDeps } from './mailing.ts';
import { isAddress } from './transport.ts';

export interface PreviewInput extends MailTexts {
	surveyId: number;
	/** Whose mail; empty: the sample's first. */
	ref: string;
	locale?: Locale | undefined;
	/** Which text is shown: a mailing's own, or one of its variants. Default: the invitation's own. */
	editing?: { mailingId: number; variantId: number | null } | undefined;
	/** The reader's language, for what a variant is for. */
	words?: Locale | undefined;
	actor: string;
}
/** `variant`: whom the text that the seat gets is for, in words; null for the mailing's own text, undefined where it has no variants. */
export type PreviewResult = { ok: true; ref: string; message: Message; variant: string | null | undefined } | { ok: false; faults: MailFault[] };

/** Where the personal link would be: of a token's form, so that the text has its length, and known to nobody. */
const exampleLink = (origin: string): string => `${origin}/svar/0-eksempel-eksempel-ekse`;

/** The mailing that is edited, the texts typed in their place. */
async function asEdited(deps: MailDeps, input: PreviewInput) {
	const { db } = deps.database.fieldwork;
	const { mailingId, variantId } = input.editing ?? { mailingId: null, variantId: null };
	const stored = mailingId === null ? await readMailing(db, { surveyId: input.surveyId, kind: 'invitation', number: 0 }) : await readMailingById(db, input.surveyId, mailingId);
	const variants = stored ? await readVariants(db, input.surveyId, stored.id) : [];
	const typed = { subject: input.subject, body: input.body };
	const edited = variants.find((v) => v.id === variantId);
	return {
		edited, main: variantId === null || !stored ? typed : { subject: stored.subject, body: stored.body },
		variants: variants.map((v) => (v === edited ? { ...v, ...typed } : v)), audience: edited?.condition ?? null
	};
}

/**
 * The mail that the seat would get with these texts, in its language or the one chosen: where the mailing has variants, the one that is for the seat, whichever text
 * is being edited. Reads the name, which is audited.
 * @throws Problem survey_problem_no_survey, mail_problem_no_seat
 */
export async function previewMail(deps: MailDeps, input: PreviewInput): Promise<PreviewResult> {
	const { db, sql } = deps.database.fieldwork;
	const source = await readMailSource(db, input.surveyId);
	if (!source) throw new Problem('survey_problem_no_survey', 404);
	const { edited, main, variants, audience } = await asEdited(deps, input);
	const faults = (edited ? checkVariantTexts : checkTexts)(input, knownFields(source));
	if (faults.length > 0) return { ok: false, faults };
	const person = await readRecipient(sql, input.surveyId, input.ref === '' ? null : input.ref, input.actor, audience);
	if (!person) throw new Problem('mail_problem_no_seat', 404, { ref: input.ref.slice(0, 60) });
	const message = composer(source, { ...main, variants })(person, exampleLink(deps.config.origin), input.locale);
	const own = variants.find((v) => isOf(v.condition, person));
	return { ok: true, ref: person.ref, message, variant: variants.length === 0 ? undefined : own ? audienceWords(own.condition, source.frame, input.words ?? 'nb') : null };
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
