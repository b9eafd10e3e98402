/**
 * One thing wrong with a document, and where.
 */
export interface Fault {
	/** JSON pointer (RFC 6901) into the document as written. */
	path: string;
	/** A message key, `problem_q_...`. */
	code: string;
	params: Record<string, string | number>;
}

export type Report = (path: string, code: string, params?: Fault['params']) => void;

/** A property name or index as a step of a JSON pointer. */
export const step = (key: unknown): string => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** A value from the document, short enough to put in a message. */
export function shown(value: unknown): string {
	const text = typeof value === 'string' ? value : typeof value === 'object' && value !== null ? (Array.isArray(value) ? '[…]' : '{…}') : String(value);
	return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
