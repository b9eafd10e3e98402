import { mailboxMessage } from '#lib/server/fieldwork/mail/index.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const deps = await startRuntime();
	const { html: _, date, ...message } = await mailboxMessage(deps, params.folder, params.file);
	return { server: Boolean(deps.config.smtpUrl), folder: params.folder, message: { ...message, date: date ? new Date(date) : null } };
};
