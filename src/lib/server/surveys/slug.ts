/** Keys made from names. */

const LETTERS: Record<string, string> = { æ: 'ae', ø: 'o', å: 'a', đ: 'd', ŋ: 'n', ŧ: 't', ß: 'ss' };

/** `Evaluering av læring 2021` gives `evaluering-av-laering-2021`: a-z, 0-9 and hyphens, at most 50 characters; empty when nothing of the name is left. */
export function slug(name: string): string {
	const plain = name.normalize('NFC').toLowerCase().replace(/[æøåđŋŧß]/g, (c) => LETTERS[c] ?? c).normalize('NFD').replace(/\p{M}/gu, '');
	return plain.replace(/[^a-z0-9]+/g, '-').slice(0, 50).replace(/^-+|-+$/g, '');
}

/** The slug of `name`, with a number where it is taken by another name. `n` where nothing is left of the name. */
export function freeKey(name: string, taken: { key: string; name: string }[]): string {
	const base = slug(name) || 'n';
	for (let i = 1; ; i++) {
		const key = i === 1 ? base : `${base}-${i}`;
		if (!taken.some((t) => t.key === key && t.name !== name)) return key;
	}
}
