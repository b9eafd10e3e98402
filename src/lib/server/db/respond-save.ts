/**
 * Saving. Saves of one survey that come while others are on their way to the database go together in the next statement, so that under load
 * many share one round trip, one transaction and one flush to disk; a save that comes alone goes at once, alone. Each is answered when its
 * transaction is committed. If a statement fails, its saves are tried one by one, and if one takes long the next does not wait for it, so
 * that one person's trouble is no one else's.
 */
import type { Locale } from '../../domain/questionnaire/schema.ts';
import type { Driver, LinkKey, LinkStatus, PatchEntry, RawAnswers } from './respond.ts';

export type SaveStatus = LinkStatus | 'ok' | 'stale' | 'version' | 'late';

export interface Save {
	versionId: number;
	patch: PatchEntry[];
	/** Where to continue: the block, and whether the person went on from it (1), back (-1) or stayed (0). */
	block: string | null;
	onward: -1 | 0 | 1 | null;
	locale: Locale | null;
	/** Save only if nothing has been saved since this revision. */
	revision: number | null;
	/** Ask for frame and answers as they are after the save. */
	read: boolean;
}

export interface SaveRow {
	status: SaveStatus;
	revision: number | null;
	locale: Locale | null;
	frame: Record<string, unknown> | null;
	answers: RawAnswers | null;
}

/** Statements of one survey under way at once, at most: one, and more only while they take longer than `SLOW` milliseconds. */
const UNDER_WAY = 4;
const SLOW = 25;
/** Saves in one statement. */
const TOGETHER = 50;

interface Waiting {
	link: string;
	save: Save;
	done: (row: SaveRow) => void;
	fail: (error: unknown) => void;
}
interface Line {
	surveyId: number;
	waiting: Waiting[];
	underWay: number;
	sentAt: number;
	timer?: NodeJS.Timeout | undefined;
	/** Links with a save under way: two saves of one person are never in the database at once, so they cannot overtake each other. */
	links: Set<string>;
}

const lines = new WeakMap<Driver, Map<number, Line>>();

function lineOf(sql: Driver, surveyId: number): Line {
	let ofPool = lines.get(sql);
	if (!ofPool) lines.set(sql, (ofPool = new Map()));
	let line = ofPool.get(surveyId);
	if (!line) ofPool.set(surveyId, (line = { surveyId, waiting: [], underWay: 0, sentAt: 0, links: new Set() }));
	return line;
}

async function send(sql: Driver, surveyId: number, batch: Waiting[]): Promise<void> {
	const saves = JSON.stringify(batch.map(({ link, save }, n) => ({ n, hash: link, version: save.versionId, ...save })));
	try {
		const rows = await sql<(SaveRow & { n: number })[]>`select n, status, revision, locale, frame, answers from respond_save(${surveyId}, ${saves}::text::jsonb)`;
		for (const { n, ...row } of rows) {
			const one = batch[n];
			// two links to one seat in one statement: only one of them was taken
			if (one && row.status === 'stale' && one.save.revision === null) await send(sql, surveyId, [one]);
			else one?.done(row);
		}
	} catch (error) {
		if (batch.length === 1) batch[0]?.fail(error);
		else for (const one of batch) await send(sql, surveyId, [one]);
	}
}

/** Those that may go now: the first in line, one of each link. */
function nextBatch(line: Line): Waiting[] {
	const batch: Waiting[] = [];
	const rest: Waiting[] = [];
	for (const one of line.waiting) {
		if (batch.length < TOGETHER && !line.links.has(one.link)) {
			line.links.add(one.link);
			batch.push(one);
		} else rest.push(one);
	}
	line.waiting = rest;
	return batch;
}

function pump(sql: Driver, line: Line): void {
	if (line.waiting.length === 0 || line.underWay >= UNDER_WAY) return;
	const patience = line.underWay === 0 ? 0 : line.sentAt + SLOW - performance.now();
	if (patience > 0) {
		line.timer ??= setTimeout(() => {
			line.timer = undefined;
			pump(sql, line);
		}, patience);
		return;
	}
	const batch = nextBatch(line);
	if (batch.length === 0) return;
	line.underWay++;
	line.sentAt = performance.now();
	void send(sql, line.surveyId, batch).finally(() => {
		line.underWay--;
		for (const { link } of batch) line.links.delete(link);
		pump(sql, line);
	});
}

/** Saves a patch. What it answers 'ok' to is committed and on disk. */
export function saveAnswers(sql: Driver, key: LinkKey, save: Save): Promise<SaveRow> {
	return new Promise((done, fail) => {
		const line = lineOf(sql, key.surveyId);
		line.waiting.push({ link: Buffer.from(key.hash).toString('hex'), save, done, fail });
		pump(sql, line);
	});
}
