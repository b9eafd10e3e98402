/**
 * The identity of a published version.
 */

/**
 * JSON with the keys of every object in the order of their UTF-16 code units and no white space (the ordering and number
 * format of RFC 8785), so that two documents with the same content give the same bytes. Properties that are undefined
 * are left out. Throws TypeError on what JSON cannot hold: undefined, functions, numbers that are not finite.
 */
export function canonical(value: unknown): string {
	if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('a number in the document is not finite');
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (typeof value === 'object' && value !== null) {
		const parts = Object.entries(value).filter(([, x]) => x !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, x]) => `${JSON.stringify(key)}:${canonical(x)}`);
		return `{${parts.join(',')}}`;
	}
	const text: string | undefined = JSON.stringify(value);
	if (text === undefined) throw new TypeError('the document holds a value that JSON cannot');
	return text;
}

/** SHA-256 of the canonical document in UTF-8, 64 hexadecimal digits. */
export async function versionHash(q: unknown): Promise<string> {
	const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical(q)));
	return [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join('');
}
