import { snapshot } from '#lib/server/db/response-counts.ts';
import { readSurveys } from '#lib/server/db/survey-list.ts';
import { totalsOf, type ResponseDeps } from './response.ts';
import { rateOf } from './measures.ts';
import { surveyOf } from './surveys.ts';

/** Every survey with its totals, response rate (RR2) and coverage of the population, read in one snapshot. */
export async function surveyOverview(deps: ResponseDeps) {
	return snapshot(deps.database.evaluate.db, async (tx) => {
		const rows = await readSurveys(tx);
		const surveys = [];
		for (const row of rows) {
			const totals = await totalsOf(tx, row.id);
			surveys.push({ ...surveyOf(row), evaluationKey: row.evaluationKey, totals, rr2: rateOf('rr2', totals), population: rateOf('share_population', totals) });
		}
		return surveys;
	});
}
