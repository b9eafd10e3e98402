import { optOut } from '#lib/server/respond/opt-out.ts';
import { services, tell } from '../../respondent.ts';
import type { RequestHandler } from './$types';

/** One click in a mail reader (RFC 8058): posted by its server, without a page, and answered without a redirect. */
export const POST: RequestHandler = async (event) => {
	await optOut(await services(), event.params.token).catch((error) => tell(event, error));
	return new Response(null, { status: 204 });
};
