import { mailboxPage } from '#lib/server/fieldwork/mail/index.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const deps = await startRuntime();
	const search = (url.searchParams.get('ref') ?? '').trim().slice(0, 200);
	const page = Number.parseInt(url.searchParams.get('side') ?? '1', 10);
	return { server: Boolean(deps.config.smtpUrl), folder: params.folder, search, ...(await mailboxPage(deps, params.folder, search, Number.isFinite(page) ? page : 1)) };
};
