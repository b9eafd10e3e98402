import { mailboxFolders } from '#lib/server/fieldwork/mail/index.ts';
import { surveyHead } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => {
	const deps = await startRuntime();
	const folders = await Promise.all((await mailboxFolders(deps)).map(async (folder) => ({
		...folder,
		// a folder may be older than the database
		title: await surveyHead(deps, folder.surveyId).then((survey) => survey.title, () => null)
	})));
	return { server: Boolean(deps.config.smtpUrl), folders };
};
