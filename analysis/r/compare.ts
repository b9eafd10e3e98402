/** What R printed beside what the engine gave, value by value. One code for the tests that certify the R code and for the check of a reader's own results. */
import { findMethod } from '../registry.ts';
import type { Result, Value } from '../result.ts';

export type Plain = string | number | boolean | null;

export interface ComparedValue {
	/** `name[i,j]`, as the R code prints it. */
	name: string;
	/** What the engine gave; undefined when it has no value of that name. */
	engine: Plain | undefined;
	/** As R printed it, with up to 17 digits. */
	r: string;
	agrees: boolean;
	/** |engine - R| / |R|; 0 where they are the same or not numbers, Infinity where only one is a number. */
	error: number;
	/** Significant digits that agree, 15 at most; null where the value is no number. */
	digits: number | null;
	/** Made from random numbers, which are others in R: it agrees within chance, and its digits say nothing. */
	drawn: boolean;
}

export interface Comparison {
	values: ComparedValue[];
	/** Values of the engine that the R code does not print, or that the method says are not comparable. */
	unseen: string[];
}

/** A double has 15 decimal digits that are certain. */
const MOST_DIGITS = 15;
/** So wide a tolerance is one for chance. */
const CHANCE = 1e-3;

/** R prints a vector of length one as a single number. */
function severalAt(root: Value, path: string): boolean {
	let v: Value = root;
	for (const part of path.split('.')) v = (v as Record<string, Value>)[part] ?? null;
	return Array.isArray(v) && v.length > 1;
}

/** `name[i,j]` for every number, text and truth value, as the R helper `show` prints them. */
export function flattenValues(value: Value): Map<string, Plain> {
	const out = new Map<string, Plain>();
	const walk = (v: Value, at: string, index: number[]): void => {
		if (Array.isArray(v)) (v as Value[]).forEach((x, i) => walk(x, at, [...index, i + 1]));
		else if (v !== null && typeof v === 'object') for (const [k, x] of Object.entries(v)) walk(x, at + (index.length ? `[${index.join(',')}]` : '') + (at || index.length ? '.' : '') + k, []);
		else out.set(index.length === 0 || (index.length === 1 && index[0] === 1 && !severalAt(value, at)) ? at : `${at}[${index.join(',')}]`, v as Plain);
	};
	walk(value, '', []);
	return out;
}

/** Lines `name[i,j] = value`; others are left out. */
export function parsePrinted(lines: readonly string[]): Map<string, string> {
	const out = new Map<string, string>();
	for (const line of lines) {
		const at = line.indexOf(' = ');
		if (at > 0) out.set(line.slice(0, at).trim(), line.slice(at + 3));
	}
	return out;
}

const digitsOf = (error: number): number => (error === 0 ? MOST_DIGITS : Math.max(0, Math.min(MOST_DIGITS, Math.floor(-Math.log10(error)))));

interface Verdict {
	agrees: boolean;
	error: number;
	digits: number | null;
}

function verdict(ours: Plain, theirs: string, tolerance: number, isP: boolean, isLog: boolean): Verdict {
	if (ours === null) return { agrees: theirs === 'NA' || theirs === 'NaN', error: 0, digits: null };
	if (typeof ours !== 'number') return { agrees: String(ours) === theirs || (typeof ours === 'boolean' && String(ours).toUpperCase() === theirs), error: 0, digits: null };
	const r = theirs.trim() === '' ? NaN : Number(theirs.replace(/^(-?)Inf$/, '$1Infinity'));
	if (Number.isNaN(r)) return { agrees: false, error: Infinity, digits: 0 };
	const difference = Math.abs(ours - r);
	// so small a p-value has few digits or none: 0 in R, the smallest number there is in the engine; its logarithm is compared
	if (isP && r >= 0 && r < 1e-300 && ours > 0 && ours < 1e-300) return { agrees: true, error: 0, digits: MOST_DIGITS };
	// `log_p` near 0 is as good as p is near 1: an absolute difference there is a relative one of p
	if (difference === 0 || (!isP && difference <= 1e-12) || (isLog && difference <= tolerance)) return { agrees: true, error: 0, digits: digitsOf(Math.min(difference, difference / Math.abs(r) || 0)) };
	const error = difference / Math.abs(r);
	return { agrees: error <= tolerance, error, digits: digitsOf(error) };
}

/**
 * Compares a result with the lines that its R code printed.
 * @param lines as printed by `show`: `name[i,j] = value`
 * @returns one verdict for each line that the method holds comparable. A number agrees when its relative difference is within the method's `rTolerance` for it
 *   (1e-10 where nothing is said), or its absolute one within 1e-12; a text, truth value or undefined value (NA) when it is the same.
 */
export function compareWithR(result: Pick<Result, 'method' | 'values'>, lines: readonly string[]): Comparison {
	const allowed = findMethod(result.method)?.rTolerance;
	const theirs = parsePrinted(lines);
	const ours = flattenValues(result.values);
	const values: ComparedValue[] = [];
	for (const [name, r] of theirs) {
		const names = name.replace(/\[.*?\]/g, '').split('.');
		const tolerance = [name, names.join('.'), names.at(-1)!, names[0]!].map((n) => allowed?.[n]).find((t) => t !== undefined);
		if (tolerance === null) {
			theirs.delete(name);
			continue;
		}
		if (!ours.has(name)) {
			values.push({ name, engine: undefined, r, agrees: false, error: Infinity, digits: null, drawn: false });
			continue;
		}
		const engine = ours.get(name)!;
		const drawn = (tolerance ?? 0) >= CHANCE;
		values.push({ name, engine, r, drawn, ...verdict(engine, r, tolerance ?? 1e-10, names.some((n) => /(^|_)p($|_)/.test(n)), names.some((n) => /(^|_)log_p($|_)/.test(n))) });
	}
	return { values, unseen: [...ours.keys()].filter((name) => !theirs.has(name)) };
}
