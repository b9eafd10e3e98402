/** Numbers as results hold them. */
import type { Tail } from '../../distribution/tail.ts';
import { tTwoSided } from '../../distribution/t.ts';
import type { Value, Values } from '../../result.ts';

/** A number; "Inf" and "-Inf" for infinities; null where it is not defined. */
export function value(x: number | null): Value {
	if (x === null || Number.isNaN(x)) return null;
	return x === Infinity ? 'Inf' : x === -Infinity ? '-Inf' : x;
}

export const list = (x: ArrayLike<number | null>): Value[] => Array.from(x, value);

/** p and log p of several tests; null for null. */
export function tails(all: readonly (Tail | null)[]): { p: Value[]; log_p: Value[] } {
	return { p: all.map((t) => (t ? value(t.p) : null)), log_p: all.map((t) => (t ? value(t.logP) : null)) };
}

/** Two-sided t test of an estimate; null when the standard error is 0 or missing. */
export function tTest(b: number, se: number | null, df: number | null): Tail | null {
	return se === null || df === null || !(se > 0) || !(df > 0) ? null : tTwoSided(b / se, df);
}

/** b -+ quantile se, a row for each estimate. */
export function intervals(b: ArrayLike<number>, se: ArrayLike<number | null>, quantile: (j: number) => number | null): Value[][] {
	return Array.from(b, (x, j) => {
		const s = se[j] ?? null;
		const q = quantile(j);
		return s === null || q === null ? [null, null] : [value(x - q * s), value(x + q * s)];
	});
}

/** Values with every number as `value` writes it, however deep: numbers near the ends of what a double holds may overflow on the way. */
export function clean(values: Readonly<Record<string, Value>>): Values {
	const tidy = (v: Value): Value => (typeof v === 'number' ? value(v) : Array.isArray(v) ? (v as Value[]).map(tidy) : v !== null && typeof v === 'object' ? clean(v as Values) : v);
	return Object.fromEntries(Object.entries(values).map(([name, v]) => [name, tidy(v)]));
}
