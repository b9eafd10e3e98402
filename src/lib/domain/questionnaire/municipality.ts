/**
 * Recognising a municipality from what a respondent types: a number, a name, or one part of a double name.
 */
export interface Municipality { number: string; name: string }

type Names = Map<string, Set<string>>;
interface Index { numbers: Set<string>; /** Tried in this order. */ names: [whole: Names, parts: Names, folded: Names] }

/** Lists are a few hundred long and the same from answer to answer. */
const indexes = new WeakMap<readonly Municipality[], Index>();

export const tidy = (s: string): string =>
	s.normalize('NFC').toLocaleLowerCase('nb').replace(/[‐-―−]/g, '-').replace(/\s+/g, ' ').replace(/\s*\/\s*/g, ' - ').trim();

/** Without accents; å, ø and æ are letters of their own and stay. */
export const fold = (s: string): string =>
	[...s].map((c) => (c === 'å' ? c : c.normalize('NFD').replace(/\p{M}/gu, ''))).join('').replaceAll('đ', 'd').replaceAll('ŋ', 'n').replaceAll('ŧ', 't');

/** "Raarvihke - Røyrvik" also answers to either half, "Herøy (Nordland)" to "Herøy" if no other municipality does. */
function partsOf(whole: string): string[] {
	const bare = whole.replace(/\s*\([^)]*\)$/, '');
	return [...new Set([bare, ...bare.split(' - ')])].filter((s) => s !== '');
}

function add(names: Names, name: string, number: string): void {
	names.set(name, (names.get(name) ?? new Set()).add(number));
}

function indexOf(list: readonly Municipality[]): Index {
	const known = indexes.get(list);
	if (known) return known;
	const [whole, parts, folded]: Index['names'] = [new Map(), new Map(), new Map()];
	for (const { number, name } of list) {
		add(whole, tidy(name), number);
		for (const part of partsOf(tidy(name))) {
			add(parts, part, number);
			add(folded, fold(part), number);
		}
	}
	const index: Index = { numbers: new Set(list.map((m) => m.number)), names: [whole, parts, folded] };
	indexes.set(list, index);
	return index;
}

/**
 * The four-character number of the municipality meant by `typed`, or null if none or more than one fits.
 * Takes the number with or without its leading zero ('301'), the name in any letter case, one part of a double name, a
 * name without its accents, and any of these followed by "kommune". A whole name goes before a part of one, and that before a
 * name without accents. The list is read once and must not be changed afterwards.
 */
export function match(list: readonly Municipality[], typed: string): string | null {
	if (typed.length > 200) return null;
	const index = indexOf(list);
	const wanted = tidy(typed).replace(/ kommune$/, '');
	if (/^\d{3,4}$/.test(wanted)) {
		const number = wanted.padStart(4, '0');
		return index.numbers.has(number) ? number : null;
	}
	const [whole, parts, folded] = index.names;
	const found = whole.get(wanted) ?? parts.get(wanted) ?? folded.get(fold(wanted));
	return found?.size === 1 ? [...found][0] ?? null : null;
}
