/** What is wrong, or odd, in a population list: by row and column of the file, with a message that says the mend. */
import { Problem } from '#lib/domain/problem.ts';

export interface Issue {
	/** An error stops the import; a warning is for the evaluator to judge. */
	level: 'error' | 'warning';
	/** Message key (`frame_issue_...`). */
	code: string;
	/** Line (CSV) or row (spreadsheet) of the file, from 1; null when it concerns a whole column or the file. */
	row: number | null;
	/** The column's header; null when it concerns the whole row. */
	column: string | null;
	/** What stands in the cell; shown on the population page only. */
	value: string | null;
	/** True when `value` may tell who somebody is: it is then left out of every download, log and terminal. */
	contact: boolean;
	params: Record<string, string | number>;
}

export function issue(level: Issue['level'], code: string, row: number | null, column: string | null, more: Partial<Issue> = {}): Issue {
	return { level, code, row, column, value: null, contact: false, params: {}, ...more };
}

/** A list that cannot be taken in, with every reason found. Nothing has been stored. */
export class FrameRefused extends Problem {
	readonly issues: Issue[];
	/** Which of several files it is about. */
	readonly file: string | null;

	/** @param issues by row and column; empty when `code` says it all */
	constructor(code: string, status: number, params: Record<string, string | number> = {}, issues: Issue[] = [], file: string | null = null) {
		super(code, status, params);
		this.issues = issues;
		this.file = file;
	}
}

/** The refusal that a list of issues amounts to. */
export function refusedRows(issues: Issue[]): FrameRefused {
	return new FrameRefused('frame_problem_rows', 422, { count: issues.filter((i) => i.level === 'error').length }, issues);
}

/** As `issue` may leave the population page: without what stands in a contact column. */
export function withoutContact(found: Issue): Issue {
	return found.contact ? { ...found, value: null } : found;
}
