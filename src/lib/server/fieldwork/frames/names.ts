/** From what a column is called in a list to the name of a variable. */

const LETTERS: Record<string, string> = { æ: 'ae', ø: 'o', ð: 'd', þ: 'th', đ: 'd', ŋ: 'n', ß: 'ss', ł: 'l' };

/**
 * A variable name for `header`: a-z, 0-9 and _, starting with a letter, at most 63 characters. æ becomes ae, ø o, and other
 * letters lose their marks (å becomes a, č c).
 */
export function variableName(header: string): string {
	const plain = header.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[æøðþđŋßł]/g, (letter) => LETTERS[letter] ?? '');
	const name = plain.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
	return (/^[a-z]/.test(name) ? name : `v_${name}`.replace(/_+$/, '')).slice(0, 63).replace(/_+$/, '');
}

/** Names for all headers, made different with _2, _3 where two would be the same. */
export function variableNames(headers: string[]): string[] {
	const taken = new Set<string>();
	return headers.map((header) => {
		const base = variableName(header);
		let name = base;
		for (let n = 2; taken.has(name); n++) name = `${base.slice(0, 58)}_${n}`;
		taken.add(name);
		return name;
	});
}
