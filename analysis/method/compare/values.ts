/** Numbers of the tests as results carry them. */
import type { Tail } from '../../distribution/tail.ts';
import type { Interval } from '../../effect/standardised.ts';
import type { Effect, Value } from '../../result.ts';
import type { Clustering } from '../../test/cluster.ts';
import type { Moments } from '../../test/moments.ts';

/** Infinities by name, what is not defined as null. */
export function finite(x: number | null): Value {
	if (x === null || Number.isNaN(x)) return null;
	return Number.isFinite(x) ? x : x > 0 ? 'Inf' : '-Inf';
}

export const ends = (i: Interval | null): Value => (i ? [finite(i.low), finite(i.high)] : null);

export const pOf = (t: Tail): { p: number; log_p: Value } => ({ p: t.p, log_p: finite(t.logP) });

/** n, mean and SD of each group; a group of one has no SD. */
export function groupValues(levels: readonly string[], m: readonly Moments[]): Record<string, Value> {
	return { levels: [...levels], n: m.map((g) => g.n), means: m.map((g) => g.mean), sds: m.map((g) => (g.n > 1 ? Math.sqrt(g.variance) : null)) };
}

export function clusterValues(c: Clustering | null): Record<string, Value> {
	return c ? { clustering: { clusters: c.clusters, icc: c.icc, design_effect: c.design_effect } } : {};
}

export function effect(name: string, value: number, interval: Interval | null, level: number, of?: readonly string[]): Effect {
	const end = (x: number | undefined): number | null => (x !== undefined && Number.isFinite(x) ? x : null);
	const base = { name, value, low: end(interval?.low), high: end(interval?.high), level: interval ? level : null };
	return of ? { ...base, of } : base;
}
