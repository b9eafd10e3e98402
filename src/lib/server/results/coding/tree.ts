/** A question's codes as a tree laid out in order, and the key of a new one. */
import type { CodeRow } from '#lib/server/db/codings.ts';

export interface CodeNode { id: number; key: string; label: string; definition: string; parentId: number | null; retired: boolean; /** 0 at the top. */ depth: number; /** Those above it, the topmost first, and itself. */ path: number[] }

/** Each code followed by those below it, siblings in the order of their labels. */
export function treeOf(rows: readonly CodeRow[], locale: string): CodeNode[] {
	const below = Map.groupBy(rows, (r) => r.parentId);
	const walk = (parent: number | null, above: number[]): CodeNode[] => [...(below.get(parent) ?? [])]
		.sort((a, b) => a.label.localeCompare(b.label, locale) || a.id - b.id)
		.flatMap((r) => {
			const path = [...above, r.id];
			return [{ id: r.id, key: r.key, label: r.label, definition: r.definition, parentId: r.parentId, retired: r.retiredAt !== null, depth: above.length, path }, ...walk(r.id, path)];
		});
	return walk(null, []);
}

/** A key from a label, `Tid og rom` to `tid_og_rom`; numbered where it is taken. */
export function keyFrom(label: string, taken: ReadonlySet<string>): string {
	const letters: Record<string, string> = { æ: 'ae', ø: 'o', å: 'a' };
	const plain = label.toLowerCase().replace(/[æøå]/g, (c) => letters[c] ?? c).normalize('NFD').replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '_').replace(/^[_0-9]+|_+$/g, '').slice(0, 36) || 'kode';
	for (let n = 1; ; n++) {
		const key = n === 1 ? plain : `${plain}_${n}`;
		if (!taken.has(key)) return key;
	}
}
