/**
 * Something a person can mend, with a stable code. The code is a message key (`problem_...`), so that every way out — page, JSON,
 * terminal — says the same, in the reader's language. Parameters never hold a token, a name or an address.
 */
export class Problem extends Error {
	readonly code: string;
	readonly status: number;
	readonly params: Record<string, string | number>;

	/**
	 * @param code message key
	 * @param status HTTP status that fits
	 * @param params what the message's placeholders take
	 */
	constructor(code: string, status = 400, params: Record<string, string | number> = {}) {
		super(code);
		this.name = 'Problem';
		this.code = code;
		this.status = status;
		this.params = params;
	}
}
