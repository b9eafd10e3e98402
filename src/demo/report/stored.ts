/** The demo's report as it is stored. */
import { readReports } from '#lib/server/db/reports.ts';
import type { PlanDeps } from '#lib/server/results/plan/store.ts';
import { openReport, printReport } from '#lib/server/results/report-document/store.ts';
import { compareReport } from './compare.ts';

/** Key of the plan and of its report. */
export const REPORT_KEY = 'kvantitativ-del';

/** The report of the demo; null before it is made. */
export async function findReport(deps: PlanDeps): Promise<number | null> {
	const found = (await readReports(deps.database.evaluate.db)).find((one) => one.key === REPORT_KEY && one.planKey === REPORT_KEY);
	return found?.id ?? null;
}

/** What the page shows of a report that is there. @throws Error when a binding of it is broken */
export async function compareStored(deps: PlanDeps, id: number) {
	const printed = await printReport(deps, await openReport(deps, id));
	if (printed.faults.length > 0) throw new Error(`Faults in the report, ${printed.faults.length}: ${printed.faults.slice(0, 3).map((one) => `block ${one.block}: ${one.code} ${JSON.stringify(one.params)}`).join('; ')}`);
	return { printed, comparison: compareReport(printed.resolved, printed.ran) };
}
