/** Saying no by the link. */
import { optOutSeat } from '#lib/server/db/respond.ts';
import { LinkProblem } from './link-problem.ts';
import { linkKey, type Services } from './open.ts';

/**
 * The seat becomes a refusal, and gets no more mail; once, however often it is asked for. A form sent in stays as it is. The link goes on working,
 * and an answer takes the refusal back.
 * @returns false when the form is sent in already
 * @throws LinkProblem when the link is unknown or revoked
 */
export async function optOut(services: Services, token: string): Promise<boolean> {
	const status = await optOutSeat(services.database.respond.sql, linkKey(services, token));
	if (status === 'unknown' || status === 'revoked') throw new LinkProblem(status);
	return status === 'ok';
}
