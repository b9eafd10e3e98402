/** Imports of uploads that pages ask for: a long list is taken in while its page says how it goes, and can be stopped. */
import { FrameRefused } from './issues.ts';
import type { ImportProgress } from './import.ts';
import type { FrameDeps } from './preview.ts';
import { importUpload, openUpload } from './uploads.ts';

export interface ImportJob {
	state: 'running' | 'done' | 'stopped' | 'failed';
	fileName: string;
	progress: ImportProgress;
	/** Of the import that was made; null while there is none, and where the population already was as the list says. */
	importId: number | null;
	/** What it failed on: a FrameRefused, or something nobody could foresee. */
	error: unknown;
}
interface Kept extends ImportJob { stop: AbortController; ended: Promise<void> }

const MOST_KEPT = 50;
const jobs = new Map<string, Kept>();
const keyOf = (surveyId: number, upload: string): string => `${surveyId} ${upload}`;

async function carryOut(job: Kept, work: () => ReturnType<typeof importUpload>): Promise<void> {
	try {
		const { importId } = await work();
		Object.assign(job, { state: 'done', importId });
	} catch (error) {
		if (job.stop.signal.aborted && !(error instanceof FrameRefused)) job.state = 'stopped';
		else Object.assign(job, { state: 'failed', error });
	}
}

/** Null for one that was not asked for, or before the server was started anew. */
export const importJob = (surveyId: number, upload: string): ImportJob | null => jobs.get(keyOf(surveyId, upload)) ?? null;

/**
 * Begins to import an upload; one that is under way goes on, and one that is done stays done.
 * @throws FrameRefused frame_problem_no_upload (404)
 */
export async function startImport(deps: FrameDeps, surveyId: number, upload: string, actor: string): Promise<ImportJob> {
	const key = keyOf(surveyId, upload);
	const begun = (): Kept | undefined => {
		const job = jobs.get(key);
		return job?.state === 'running' || job?.state === 'done' ? job : undefined;
	};
	const before = begun();
	if (before) return before;
	const { fileName } = await openUpload(deps, surveyId, upload);
	const meanwhile = begun();
	if (meanwhile) return meanwhile;
	const stop = new AbortController();
	const job: Kept = { state: 'running', fileName, progress: { step: 'checking', done: 0, total: 0 }, importId: null, error: null, stop, ended: Promise.resolve() };
	jobs.delete(key);
	jobs.set(key, job);
	for (const [old, { state }] of jobs) {
		if (jobs.size <= MOST_KEPT) break;
		if (state !== 'running') jobs.delete(old);
	}
	job.ended = carryOut(job, () => importUpload(deps, surveyId, upload, actor, { signal: stop.signal, progress: (progress) => { job.progress = progress; } }));
	return job;
}

/** Waits until an import has ended, at most so long. @returns the job as it is then */
export async function importSettled(job: ImportJob, milliseconds: number): Promise<ImportJob> {
	let timer: NodeJS.Timeout | undefined;
	await Promise.race([(job as Kept).ended, new Promise<void>((wake) => { timer = setTimeout(wake, milliseconds); })]);
	clearTimeout(timer);
	return job;
}

/** Asks one that runs to end: nothing of it is kept. What has been written whole by then stays, and is told of as done. */
export function stopImport(surveyId: number, upload: string): void {
	const job = jobs.get(keyOf(surveyId, upload));
	if (job?.state === 'running') job.stop.abort();
}
