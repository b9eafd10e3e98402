import { SHOWN } from '#lib/evaluate/frame/refused.ts';
import { droppedRows } from '#lib/server/fieldwork/frames/describe.ts';
import { frameOverview, importDetails } from '#lib/server/fieldwork/frames/overview.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	const [deps, surveyId] = [await startRuntime(), surveyParam(params.survey)];
	const { id, fileName, fileHash, importedAt, report } = await importDetails(deps, surveyId, Number(params.import));
	const { strata, variables } = await frameOverview(deps, surveyId);
	const { merge, moved, absent, counts, changes } = report;
	return {
		import: { id, fileName, fileHash, importedAt }, counts, changes,
		labels: Object.fromEntries([...strata, ...variables].map((v) => [v.name, v.label])),
		moved: moved.slice(0, SHOWN), movedCount: moved.length, absent: absent.slice(0, SHOWN),
		merge: merge && { report: { ...merge, dropped: [] }, dropped: droppedRows(merge, locals.locale, SHOWN), count: merge.dropped.length }
	};
};
