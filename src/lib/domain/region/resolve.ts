/** Reads what a file or a person calls a municipality: a code of four figures, one that lost its leading zero, or a name. */
import { aggregateKind, type AggregateKind } from './aggregates.ts';
import { carry } from './carry.ts';
import { countiesNamed } from './county.ts';
import { dayBefore } from './dates.ts';
import { codesAt, codeAt, covers, epochOf, periodsOf } from './index-of.ts';
import { keyOfTyped, keysOfName, LEVELS, qualified, typedName, type NameLevel } from './names.ts';
import type { CodePeriod, History } from './types.ts';

export type Resolved =
	| { kind: 'matched'; code: string }
	/** `301` for `0301`: what a spreadsheet makes of it. */
	| { kind: 'padded'; code: string }
	/** `formerly`: other municipalities of the same name that had ended by then and became something else, worth a thought when the day is uncertain. */
	| { kind: 'name'; code: string; level: NameLevel; formerly: string[] }
	/** A name that several have, or a code and a name that do not belong together. */
	| { kind: 'ambiguous'; codes: string[] }
	/** Known, but not on that day: when it was. `replaced` are the days it ended and what came then, where only the changes remember it. */
	| { kind: 'not_valid'; periods: CodePeriod[]; replaced: { date: string; codes: string[] } | null }
	| { kind: 'aggregate'; of: AggregateKind }
	| { kind: 'outside'; from: string; to: string | null }
	| { kind: 'empty' }
	| { kind: 'unknown' };

type Names = Record<NameLevel, Map<string, Set<string>>>;
const cache = new WeakMap<History, Map<string, Names>>();

/** Names of the codes valid on `day`; with null, of every code ever. The index of a day serves every day until the next change. */
function namesOf(history: History, day: string | null): Names {
	const known = cache.get(history) ?? new Map<string, Names>();
	cache.set(history, known);
	const key = day === null ? '' : epochOf(history, day);
	const found = known.get(key);
	if (found) return found;
	const periods = day === null ? history.periods : codesAt(history, day);
	const names: Names = { whole: new Map(), part: new Map(), folded: new Map(), loose: new Map() };
	for (const { code, name } of periods) {
		if (aggregateKind(code)) continue;
		const keys = keysOfName(name);
		for (const level of LEVELS) for (const one of keys[level]) names[level].set(one, (names[level].get(one) ?? new Set()).add(code));
	}
	known.set(key, names);
	return names;
}

function lookUp(names: Names, typed: string): { codes: string[]; level: NameLevel } | null {
	for (const level of LEVELS) {
		const codes = names[level].get(keyOfTyped(typed, level));
		if (codes) return { codes: [...codes].sort(), level };
	}
	return null;
}

function byName(history: History, counties: History | null, typed: string, day: string): Resolved {
	const found = lookUp(namesOf(history, day), typed);
	if (found) {
		const [code, ...more] = found.codes;
		if (code === undefined || more.length > 0) return { kind: 'ambiguous', codes: found.codes };
		return { kind: 'name', code, level: found.level, formerly: namesakes(history, typed, code, day) };
	}
	const placed = qualified(typed);
	if (placed && counties) {
		const within = countiesNamed(counties, placed.county, day);
		const named = lookUp(namesOf(history, day), placed.name);
		const codes = (named?.codes ?? []).filter((code) => within.includes(code.slice(0, 2)));
		if (named && codes.length === 1 && codes[0] !== undefined) return { kind: 'name', code: codes[0], level: named.level, formerly: [] };
		if (codes.length > 1) return { kind: 'ambiguous', codes };
	}
	const ever = lookUp(namesOf(history, null), typed);
	if (!ever) return { kind: 'unknown' };
	const key = keyOfTyped(typed, ever.level);
	return { kind: 'not_valid', periods: ever.codes.flatMap((c) => periodsOf(history, c)).filter((p) => keysOfName(p.name)[ever.level].includes(key)), replaced: null };
}

/** Municipalities that had the name, had ended by `day`, and are not simply what `code` was before. */
function namesakes(history: History, typed: string, code: string, day: string): string[] {
	const ever = namesOf(history, null);
	const codes = new Set(LEVELS.slice(0, 3).flatMap((level) => [...(ever[level].get(keyOfTyped(typed, level)) ?? [])]));
	return [...codes].sort().filter((other) => {
		const end = periodsOf(history, other).at(-1)?.to ?? null;
		if (end === null || end > day) return false;
		const carried = carry(history, other, dayBefore(end), day);
		return !('code' in carried && carried.code === code);
	});
}

function byCode(history: History, code: string, day: string, padded: boolean): Resolved {
	if (codeAt(history, code, day)) return padded ? { kind: 'padded', code } : { kind: 'matched', code };
	const periods = periodsOf(history, code);
	const last = history.changes.findLast((c) => c.oldCode === code && c.newCode !== code);
	const codes = last ? history.changes.flatMap((c) => (c.oldCode === code && c.date === last.date && c.newCode !== null ? [c.newCode] : [])) : [];
	if (periods.length === 0 && !last) return { kind: 'unknown' };
	return { kind: 'not_valid', periods: [...periods], replaced: last ? { date: last.date, codes } : null };
}

/**
 * The municipality that `value` means on `day`.
 * @param value as it stands in a cell: text, or the number that a spreadsheet has made of a code
 * @param counties to read "Våler (Østfold)" with; null when none are held
 * @returns a code valid on `day`, or why there is none; never a guess between several
 */
export function resolve(history: History, counties: History | null, value: string | number, day: string): Resolved {
	const text = String(value).normalize('NFC').trim().replace(/\s+/g, ' ');
	if (text === '') return { kind: 'empty' };
	if (text.length > 200) return { kind: 'unknown' };
	const of = aggregateKind(text);
	if (of) return { kind: 'aggregate', of };
	if (!covers(history, day)) return { kind: 'outside', from: history.from, to: history.to };
	const [, figures, rest = ''] = /^(\d{3,4})(?:\.0+)?(?:[ -]+(\D.*))?$/.exec(text) ?? [];
	if (figures === undefined) return byName(history, counties, typedName(text), day);
	const code = figures.padStart(4, '0');
	const padded = figures.length === 3;
	const kind = aggregateKind(code);
	if (kind) return { kind: 'aggregate', of: kind };
	const found = byCode(history, code, day, padded);
	if (rest === '' || !('code' in found)) return found;
	// "0301 Oslo": both are read, and must be the same
	const named = byName(history, counties, typedName(rest), day);
	if ('code' in named && named.code !== code) return { kind: 'ambiguous', codes: [code, named.code].sort() };
	return found;
}
