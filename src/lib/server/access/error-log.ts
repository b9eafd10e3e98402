/**
 * What the log says of an unexpected error: enough to find the fault, nothing of whom it met. Never the address (it may be a personal
 * link), the body, or what PostgreSQL says of values (`detail`, `parameters`, `where`, the failing row).
 */
import { randomBytes } from 'node:crypto';

/** A name for one error, shown to the reader and written in the log. */
export function newErrorId(): string {
	return randomBytes(5).toString('hex');
}

/** Anything that looks like a personal link, an address of a page or of a person is taken out; quoted values as well. */
export function scrub(text: string): string {
	return text
		.replace(/[^\s"'<>()]+@[^\s"'<>()]+/g, '[e-mail]')
		.replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, '[url]')
		.replace(/\b[0-9a-z]{1,6}-[A-Za-z0-9_-]{22}\b/g, '[token]')
		.replace(/"[^"]*"|'[^']*'|`[^`]*`|«[^»]*»/g, '[value]')
		.slice(0, 300);
}

function codeOf(error: object): string | undefined {
	return 'code' in error && typeof error.code === 'string' && /^[A-Za-z0-9_]{1,40}$/.test(error.code) ? error.code : undefined;
}

/** Frames of a stack without the message lines before them. */
function frames(error: Error): string[] {
	return (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 8).map((line) => line.trim());
}

export interface LoggedError {
	id: string;
	/** Kit's route id: `/evaluering/[survey]`, never the address itself. */
	route: string | null;
	name: string;
	message: string;
	/** SQLSTATE or a system error's code. */
	code?: string;
	/** Name of the violated constraint. */
	constraint?: string;
	at: string[];
	cause?: { name: string; message: string; code?: string };
}

/** A database error's message may quote values of the row: only its code and constraint are kept. */
function messageOf(error: Error): string {
	const database = error.name === 'PostgresError' || 'severity' in error || 'query' in error || 'parameters' in error;
	return database ? '' : scrub(error.message);
}

/** The error as one line of JSON would hold it. */
export function describeError(error: unknown, id: string, route: string | null): LoggedError {
	if (!(error instanceof Error)) return { id, route, name: typeof error, message: '', at: [] };
	const described: LoggedError = { id, route, name: error.name, message: messageOf(error), at: frames(error) };
	const cause = error.cause instanceof Error ? error.cause : undefined;
	const code = codeOf(error) ?? (cause && codeOf(cause));
	const constraint = [error, cause].map((e) => e && 'constraint_name' in e && e.constraint_name).find((c) => typeof c === 'string');
	if (code) described.code = code;
	if (typeof constraint === 'string') described.constraint = constraint;
	if (cause) described.cause = { name: cause.name, message: messageOf(cause) };
	return described;
}
