/** How many to draw in each stratum. */
import { violation, type Violation } from '../assumptions.ts';
import { apportion } from './apportion.ts';

export const ALLOCATIONS = ['proportional', 'equal', 'neyman', 'fixed'] as const;
export type Allocation =
	| { kind: 'proportional'; n: number; least?: number }
	| { kind: 'equal'; n: number }
	/** `deviations`: the standard deviation expected in each stratum, 0 or more. */
	| { kind: 'neyman'; n: number; deviations: Readonly<Record<string, number>>; least?: number }
	/** `numbers`: for every stratum how many. */
	| { kind: 'fixed'; numbers: Readonly<Record<string, number>> };

const isCount = (x: unknown): x is number => Number.isSafeInteger(x) && (x as number) >= 0;

function fixed(numbers: Readonly<Record<string, number>>, strata: readonly [string, number][]): Map<string, number> | Violation {
	const names = new Set(strata.map(([name]) => name));
	const unknown = Object.keys(numbers).find((name) => !names.has(name));
	if (unknown !== undefined) return violation('unknown_level', { column: 'numbers', level: unknown });
	for (const [name, size] of strata) {
		const n = Object.hasOwn(numbers, name) ? numbers[name] : undefined;
		if (!isCount(n) || n > size) return violation('bad_field', { field: `numbers.${name}`, needed: `0 to ${size}` });
	}
	return new Map(strata.map(([name]) => [name, numbers[name]!]));
}

/**
 * How many to draw in each stratum, none more than it has:
 * proportional n·N_h/N; equal n/H, what a small stratum cannot give being shared by the others; Neyman n·N_h·S_h/ΣN_i·S_i, likewise; fixed as given.
 * Shares are rounded by largest remainder, ties going to the larger stratum and then in the order of the names' code units, so the sum is n and the order the strata come in has no say.
 * `least` is drawn of every stratum, or the whole of it where it is smaller. Where all deviations are 0 Neyman's is proportional.
 * Source: Neyman (1934), J. R. Stat. Soc. 97, 558-625; Cochran (1977), Sampling Techniques, 5.5 and 5.8; Balinski and Young (2001), Fair Representation.
 * @param sizes how many each stratum has to draw from, whole numbers
 * @returns a number for each stratum, in the order of `sizes`; `bad_field` or `unknown_level` where figures are not what they must be (n is more than there are, or less than `least` asks for)
 */
export function allocate(sizes: Readonly<Record<string, number>>, allocation: Allocation): Record<string, number> | Violation {
	const strata = Object.entries(sizes);
	const total = strata.reduce((sum, [, size]) => sum + size, 0);
	if (allocation.kind === 'fixed') {
		const given = fixed(allocation.numbers, strata);
		return given instanceof Map ? Object.fromEntries(given) : given;
	}
	const { n } = allocation;
	if (!isCount(n) || n > total) return violation('bad_field', { field: 'n', needed: `0 to ${total}` });
	const least = allocation.kind === 'equal' ? 0 : (allocation.least ?? 0);
	if (!isCount(least)) return violation('bad_field', { field: 'least', needed: 'integer >= 0' });
	const weights: number[] = [];
	for (const [name, size] of strata) {
		const deviation = allocation.kind !== 'neyman' ? 1 : Object.hasOwn(allocation.deviations, name) ? allocation.deviations[name]! : NaN;
		if (!(deviation >= 0 && deviation <= 1e9)) return violation('bad_field', { field: `deviations.${name}`, needed: 'number >= 0' });
		weights.push(allocation.kind === 'equal' ? 1 : size * deviation);
	}
	const parts = strata.map(([name, size], i) => ({ name, size, weight: weights[i]!, least: Math.min(least, size) }));
	const floor = parts.reduce((sum, p) => sum + p.least, 0);
	if (n < floor) return violation('bad_field', { field: 'n', needed: `${floor} to ${total}` });
	const shares = apportion(n, parts);
	return Object.fromEntries(strata.map(([name]) => [name, shares.get(name)!]));
}
