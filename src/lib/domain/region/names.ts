/**
 * The spellings that a municipality's name answers to, from the exact to the loose. A looser one is tried only where every stricter found
 * nothing, and one that fits several municipalities asks instead of choosing.
 */
import { fold, tidy } from '../questionnaire/municipality.ts';

/** As told apart: the name as it stands; one part of a double name; without accents; and letters that some keyboards lack, hyphens left out. */
export const LEVELS = ['whole', 'part', 'folded', 'loose'] as const;
export type NameLevel = (typeof LEVELS)[number];

/** "kommune" in Norwegian, North Sámi, Lule Sámi, South Sámi and Kven. */
const SUFFIX = / (kommune|kommunen|herred|suohkan|suohkkan|gielda|gjelda|tjïelte|tjielte|komuuni)$/;

/** What was typed, fit to be looked up: lower case, one kind of hyphen, without "kommune". */
export const typedName = (typed: string): string => tidy(typed).replaceAll('&', 'og').replace(SUFFIX, '').replace(/^kommunen? /, '').trim();

/** æ, ø and å as they are written without: "Alesund", "Aalesund" and "Ålesund" are one. */
const plain = (name: string): string =>
	fold(name).replace(/æ|ae/g, 'a').replace(/ø|oe|ö/g, 'o').replace(/å|aa/g, 'a').replace(/ä/g, 'a').replace(/[-–]/g, ' ').replace(/[^\p{L}\d ]/gu, '').replace(/\s+/g, ' ').trim();

/** Every order of at most three parts: people write the double names in any. */
function orders(parts: string[]): string[][] {
	if (parts.length < 2 || parts.length > 3) return [parts];
	return parts.flatMap((first, i) => orders(parts.filter((_, j) => j !== i)).map((rest) => [first, ...rest]));
}

/**
 * The keys of an official name, by level. "Os (Hordaland)" answers to "Os" as fully as one that is called that and no more: only then do the two
 * of them ask.
 */
export function keysOfName(name: string): Record<NameLevel, string[]> {
	const whole = tidy(name);
	const bare = whole.replace(/\s*\([^)]*\)$/, '');
	const parts = bare.split(' - ').filter((part) => part !== '');
	const part = [...new Set([bare, ...parts, ...orders(parts).map((order) => order.join(' - '))])];
	const loose = [whole, ...part, ...orders(parts).map((order) => order.join(' '))].map(plain);
	return { whole: [...new Set([whole, bare])], part, folded: part.map(fold), loose: [...new Set(loose)].filter((key) => key !== '') };
}

/** The key that `typed` is looked up by at each level. */
export function keyOfTyped(typed: string, level: NameLevel): string {
	if (level === 'loose') return plain(typed);
	return level === 'folded' ? fold(typed) : typed;
}

/** "Våler (Østfold)", "Våler, Østfold" and "Våler i Østfold": the name, and the county it is said to be in. */
export function qualified(typed: string): { name: string; county: string } | null {
	const found = /^(.+?)\s*(?:\(([^()]+)\)|,\s*(.+)| i (.+))$/.exec(typed);
	const county = found?.[2] ?? found?.[3] ?? found?.[4];
	return found?.[1] && county ? { name: found[1], county: county.replace(/ fylke(skommune)?$/, '').trim() } : null;
}
