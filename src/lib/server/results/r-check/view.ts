/** A check as its page shows it. */
import type { Table } from '#analysis/report/table.ts';
import type { Locale } from '#lib/i18n.ts';
import { checkJob, type CheckJob } from './jobs.ts';
import { checkRemarks, checkSentence, checkTable, differingTable, type Titles } from './words.ts';

export interface CheckView {
	/** `none`: nobody has asked for it. */
	state: CheckJob['state'] | 'none';
	done: number;
	total: number;
	sentence: string;
	/** Whether every number agrees, and none was left out because R stopped. */
	agrees: boolean;
	remarks: string[];
	table: Table | null;
	differing: Table | null;
}

export function checkView(name: string, locale: Locale, titles: Titles = {}): CheckView {
	const job = checkJob(name);
	const check = job?.check ?? null;
	const none = { state: job?.state ?? 'none', done: job?.done ?? 0, total: job?.total ?? 0 } as const;
	if (!check) return { ...none, sentence: '', agrees: false, remarks: [], table: null, differing: null };
	return {
		...none, sentence: checkSentence(check, locale), agrees: check.numbers > 0 && check.agreeing === check.numbers && check.byEntry.every((e) => e.outcome !== 'stopped'),
		remarks: checkRemarks(check, locale, titles), table: checkTable(check, locale, titles), differing: differingTable(check, locale, titles)
	};
}
