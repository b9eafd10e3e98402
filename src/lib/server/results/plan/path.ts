/** Where in a result a number stands: `p`, `means.2`, `strata.fylke.p`. Text, tables and families name numbers by it. */
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import type { Outcome, Value } from '#analysis/result.ts';

/**
 * The value at a path of a result's `values`; parts are names, or places counted from 0 in a list. A name may itself hold dots: the longest that
 * exists is taken.
 * @returns undefined where there is no such place, or no result
 */
export function valueAt(outcome: Outcome | Violation, path: string): Value | undefined {
	if (isViolation(outcome)) return undefined;
	const inside = (at: Value | undefined, parts: readonly string[]): Value | undefined => {
		if (parts.length === 0 || at === undefined) return at;
		if (Array.isArray(at)) return /^\d+$/.test(parts[0]!) ? inside((at as readonly Value[])[Number(parts[0])], parts.slice(1)) : undefined;
		if (at === null || typeof at !== 'object') return undefined;
		const named = at as Readonly<Record<string, Value>>;
		for (let k = parts.length; k > 0; k--) {
			const name = parts.slice(0, k).join('.');
			const found = Object.hasOwn(named, name) ? inside(named[name], parts.slice(k)) : undefined;
			if (found !== undefined) return found;
		}
		return undefined;
	};
	return inside(outcome.values as Value, path.split('.'));
}

/** Every number under a value, with the path to each, in order; what is no number is left out. */
export function numbersUnder(value: Value | undefined, path: string): { path: string; value: number }[] {
	if (typeof value === 'number') return [{ path, value }];
	if (value === null || typeof value !== 'object') return [];
	return Object.entries(value).flatMap(([name, inner]) => numbersUnder(inner as Value, path === '' ? name : `${path}.${name}`));
}

/** The value with another number at a path, as `valueAt` and `numbersUnder` name it; the same value where there is no such place. */
export function withNumberAt(value: Value, path: string, number: number): Value {
	const inside = (at: Value, parts: readonly string[]): Value | undefined => {
		if (parts.length === 0) return number;
		if (Array.isArray(at)) {
			const place = Number(parts[0]);
			const found = /^\d+$/.test(parts[0]!) && place < at.length ? inside((at as readonly Value[])[place]!, parts.slice(1)) : undefined;
			return found === undefined ? undefined : (at as readonly Value[]).with(place, found);
		}
		if (at === null || typeof at !== 'object') return undefined;
		const named = at as Readonly<Record<string, Value>>;
		for (let k = parts.length; k > 0; k--) {
			const name = parts.slice(0, k).join('.');
			const found = Object.hasOwn(named, name) ? inside(named[name]!, parts.slice(k)) : undefined;
			if (found !== undefined) return { ...named, [name]: found };
		}
		return undefined;
	};
	return inside(value, path.split('.')) ?? value;
}
