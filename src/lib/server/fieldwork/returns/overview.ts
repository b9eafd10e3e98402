/** The page of what has come back. */
import type { Config } from '../../config.ts';
import type { Database } from '../../db/connection.ts';
import { auditReplies, readBounced, readCheck, readIgnored, readReplies, readReturnDays, readReturnKinds, type ReturnKind } from '../../db/mail-returns-read.ts';
import { KEEP_REPLIES_DAYS } from './fetch.ts';

const PER_PAGE = 50;
const REPLIES_SHOWN = 30;
const DAYS_SHOWN = 31;
/** As the page groups them: what says that a mail is on its way is one. */
const COLUMNS = ['hard', 'soft', 'reply', 'auto', 'passing'] as const;
type ReturnColumn = (typeof COLUMNS)[number];
const columnOf = (kind: ReturnKind): ReturnColumn => (kind === 'delayed' || kind === 'delivered' ? 'passing' : kind);

interface Counts { key: string; counts: Record<ReturnColumn, number> }
function byDay(rows: { day: string; kind: ReturnKind; n: number }[]): Counts[] {
	const days = new Map<string, Counts>();
	for (const { day, kind, n } of rows) {
		const entry = days.get(day) ?? { key: day, counts: { hard: 0, soft: 0, reply: 0, auto: 0, passing: 0 } };
		entry.counts[columnOf(kind)] += n;
		days.set(day, entry);
	}
	return [...days.values()];
}

export interface OverviewDeps { database: Pick<Database, 'evaluate' | 'fieldwork'>; config: Pick<Config, 'returnPath' | 'imapUrl' | 'softBounces'> }

/** @param page from 1; beyond the last is the last */
export async function returnsOverview(deps: OverviewDeps, { surveyId, page, actor }: { surveyId: number; page: number; actor: string }) {
	const evaluate = deps.database.evaluate.sql;
	const fieldwork = deps.database.fieldwork.sql;
	const [kinds, days, ignored, strange, check, replies] = await Promise.all([
		readReturnKinds(evaluate, surveyId), readReturnDays(evaluate, surveyId, DAYS_SHOWN), readIgnored(evaluate, surveyId), readIgnored(evaluate, null), readCheck(evaluate),
		readReplies(fieldwork, surveyId, REPLIES_SHOWN)
	]);
	const totals: Record<ReturnColumn, number> = { hard: 0, soft: 0, reply: 0, auto: 0, passing: 0 };
	for (const { kind, n } of kinds) totals[columnOf(kind)] += n;
	const pages = Math.max(1, Math.ceil((totals.hard + totals.soft) / PER_PAGE));
	const current = Math.min(pages, page);
	const bounced = await readBounced(evaluate, surveyId, { offset: (current - 1) * PER_PAGE, limit: PER_PAGE });
	if (replies.rows.length > 0) await auditReplies(fieldwork, surveyId, actor);
	return {
		source: { returnPath: deps.config.returnPath !== undefined, mailbox: deps.config.imapUrl !== undefined, check },
		softBounces: deps.config.softBounces, keepDays: KEEP_REPLIES_DAYS, columns: [...COLUMNS], totals, days: byDay(days), ignored, strange, replies,
		bounced: { rows: bounced, page: current, pages }
	};
}
