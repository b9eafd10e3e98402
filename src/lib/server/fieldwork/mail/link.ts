/** A personal link without a mail: for someone who has lost theirs, and for a simulation that goes on where it was cut off. */
import { hashToken, newToken } from '../../access/token.ts';
import { insertLinks, seatsToAnswer } from '../../db/mail-link.ts';
import type { MailDeps } from './mailing.ts';

/**
 * New links for seats that were invited and have not sent their form in, by the seat's key in the population list; other refs get none.
 * The links are in the answer and nowhere else: only their hashes are stored. Links sent before go on working.
 */
export async function issueLinks(deps: MailDeps, input: { surveyId: number; refs: string[]; actor: string }): Promise<Map<string, string>> {
	const { sql } = deps.database.fieldwork;
	const made = (await seatsToAnswer(sql, input.surveyId, input.refs)).map((seat) => ({ ...seat, token: newToken(input.surveyId) }));
	await insertLinks(sql, input.surveyId, made.map(({ id, token }) => ({ seatId: id, hash: hashToken(token, deps.secret) })), input.actor);
	return new Map(made.map(({ ref, token }) => [ref, `${deps.config.origin}/svar/${token}`]));
}
