import { mailboxMessage } from '#lib/server/fieldwork/mail/index.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** The HTML part as a document of its own in a frame: no script, nothing fetched, only its own styles; links open beside it. */
export const GET: RequestHandler = async ({ params }) => {
	const { html } = await mailboxMessage(await startRuntime(), params.folder, params.file);
	return new Response(html.replace('<head>', '<head><base target="_blank">'), {
		headers: {
			'content-type': 'text/html; charset=utf-8', 'x-frame-options': 'SAMEORIGIN',
			'content-security-policy': "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'"
		}
	});
};
