/** What real R has said of the run that a report is bound to, for as long as the server remembers the check. */
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import type { CheckedBlock } from '../../export/report/resolved.ts';
import type { PlanDeps } from '../plan/store.ts';
import { planTitles } from '../r-check/families.ts';
import { checkJob, runCheckName } from '../r-check/jobs.ts';
import { checkedBlock } from '../r-check/words.ts';
import { snapshotHead } from '../snapshot/read.ts';
import type { OpenReport } from './store.ts';

/** The report's last block; null where no check of its run is done. */
export async function checkOf(deps: PlanDeps, { run }: OpenReport, locale: Locale): Promise<CheckedBlock | null> {
	if (!run) return null;
	const { suppressBelow } = await snapshotHead(deps, run.snapshotId);
	const job = checkJob(runCheckName(run.hash, suppressBelow));
	return job?.state === 'done' && job.check ? checkedBlock(job.check, locale, planTitles(run.plan, locale)) : null;
}
