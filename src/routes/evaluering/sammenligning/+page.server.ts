import { startRuntime } from '#lib/server/runtime.ts';
import { formatNumber } from '#lib/ui/format.ts';
import { compare } from '../../../demo/compare/compare.ts';
import { readOurs } from '../../../demo/compare/ours.ts';
import { comparisonView } from '../../../demo/compare/view.ts';
import { compareStored, findReport } from '../../../demo/report/stored.ts';
import { comparisonWords } from '../../../demo/report/words.ts';
import { FACTS } from '../../../demo/surveys.ts';
import type { PageServerLoad } from './$types';

const EXPECTED = Object.values(FACTS).reduce((sum, facts) => sum + facts.answered, 0);

export const load: PageServerLoad = async ({ locals }) => {
	const runtime = await startRuntime();
	const ours = await readOurs(runtime);
	if (!ours) return { comparison: null, collecting: null, report: null };
	const reportId = await findReport(runtime);
	const report = reportId === null ? null : { id: reportId, ...comparisonWords((await compareStored(runtime, reportId)).comparison, locals.locale) };
	const comparison = compare(ours);
	const answered = comparison.tables.reduce((sum, table) =>
		sum + (table.definition.layout === 'totals' ? table.cells.reduce((part, row) => part + (row.at(-1)?.ours ?? 0), 0) : table.answered ?? 0), 0);
	return {
		report, comparison: comparisonView(comparison, locals.locale),
		collecting: answered < EXPECTED ? { answered: formatNumber(answered, locals.locale), expected: formatNumber(EXPECTED, locals.locale) } : null
	};
};
