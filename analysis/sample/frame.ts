/** The list that a sample is drawn from, in an order that does not depend on how it came. */
import { violation, type Violation } from '../assumptions.ts';
import { below } from './select.ts';

export interface FrameUnit {
	/** The unit's key in the list; no two have the same. */
	ref: string;
	/** What it is drawn within, sorted by and reported under. */
	stratum: string;
	/** The cluster it is part of; null: it is one of its own. */
	cluster?: string | null;
	/** Who holds it; null: someone who holds no other. */
	person?: string | null;
	/** On the list, but not to be drawn. */
	excluded?: boolean;
}

/** A unit that can be drawn; `share` is the probability that it, and not another of the same person, can. */
export interface Candidate extends FrameUnit { share: number }

/** By UTF-16 code units: the same on every machine, whatever its language. */
export const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The groups in order of their names, each with its items in the order they came. */
export function grouped<T>(items: readonly T[], name: (item: T) => string): [string, T[]][] {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const there = groups.get(name(item));
		if (there) there.push(item);
		else groups.set(name(item), [item]);
	}
	return [...groups].sort(([a], [b]) => inOrder(a, b));
}

/** The units in order of their refs. @returns `inconsistent` when two have the same */
export function canonical(frame: readonly FrameUnit[]): FrameUnit[] | Violation {
	const sorted = [...frame].sort((a, b) => inOrder(a.ref, b.ref));
	return sorted.some((unit, i) => i > 0 && unit.ref === sorted[i - 1]!.ref) ? violation('inconsistent', { field: 'ref' }) : sorted;
}

/**
 * The units that can be drawn, in order of their refs. With `one`, one of each person's units, each as likely, chosen in the order of the persons' first refs.
 * @param units in order of their refs
 */
export function candidates(units: readonly FrameUnit[], one: boolean, random: () => number): Candidate[] {
	const open = units.filter((unit) => !unit.excluded);
	if (!one) return open.map((unit) => ({ ...unit, share: 1 }));
	const held = new Map<string, FrameUnit[]>();
	for (const unit of open) if (unit.person !== null && unit.person !== undefined) held.set(unit.person, [...(held.get(unit.person) ?? []), unit]);
	const chosen = new Map<FrameUnit, number>();
	for (const of of held.values()) chosen.set(of.length === 1 ? of[0]! : of[below(of.length, random)]!, 1 / of.length);
	return open.flatMap((unit) => {
		const share = unit.person === null || unit.person === undefined ? 1 : chosen.get(unit);
		return share === undefined ? [] : [{ ...unit, share }];
	});
}

/** The cluster a unit is part of, by a name that no other cluster has. */
export const clusterOf = (unit: FrameUnit): string => (unit.cluster === null || unit.cluster === undefined ? `unit ${unit.ref}` : `cluster ${unit.cluster}`);

/**
 * The clusters of each stratum, in order of their names, each with its units in order of their refs.
 * @param units in order of their refs
 * @returns `inconsistent` when a cluster has units in two strata: it could not be drawn whole
 */
export function clustersWithin<T extends FrameUnit>(units: readonly T[]): Map<string, T[][]> | Violation {
	const strata = new Map<string, T[][]>();
	for (const [, of] of grouped(units, clusterOf)) {
		const first = of[0]!;
		if (of.some((unit) => unit.stratum !== first.stratum)) return violation('inconsistent', { field: 'cluster', level: first.cluster ?? first.ref });
		const there = strata.get(first.stratum);
		if (there) there.push(of);
		else strata.set(first.stratum, [of]);
	}
	return strata;
}
