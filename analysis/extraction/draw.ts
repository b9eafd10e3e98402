import { comparable, score, type Scored } from './points.ts';
import type { Observed, Options } from './types.ts';

/** A municipality's schools: how far apart they are, and whether one is among the highest of all. */
export interface Spread {
	municipality: number;
	schools: number;
	/** Standard deviation (with n - 1) or range of the schools' shares. */
	spread: number;
	highest: number;
	/** How many of its schools are among the highest of all schools. */
	high: number;
}

export interface Drawn {
	scored: Scored;
	schools: Scored;
	/** 1 for the highest share, equal shares equal ranks; 0 for those not ranked. */
	rank: Int32Array;
	average: number[];
	spread: number[];
	/** Municipalities with at least two schools, widest first. */
	spreads: Spread[];
	/** How many stood equal across the limit of each list; 0 when the list ended between two. */
	tied: { average: number; spread: number };
}

/**
 * The first `count` by falling key. Those who stand equal across the limit are all taken or all left.
 * @param candidates in falling order of key
 */
function take<T>(candidates: readonly T[], key: (c: T) => number, count: number, ties: 'all' | 'none'): { taken: T[]; tied: number } {
	const [last, next] = [candidates[count - 1], candidates[count]];
	if (last === undefined || next === undefined || key(last) !== key(next)) return { taken: candidates.slice(0, count), tied: 0 };
	const cut = key(last);
	const tied = candidates.filter((c) => key(c) === cut).length;
	return { taken: candidates.filter((c) => (ties === 'all' ? key(c) >= cut : key(c) > cut)), tied };
}

/** Falling by key, equal ones in the order of their numbers. */
const falling = <T>(key: (x: T) => number, number: (x: T) => number) => (a: T, b: T): number => key(b) - key(a) || number(a) - number(b);

function ranks(scored: Scored): Int32Array {
	const order = Array.from(scored.key.keys()).filter((u) => scored.ranked[u] === 1).sort(falling((u) => scored.key[u]!, (u) => u));
	const rank = new Int32Array(scored.key.length);
	order.forEach((u, i) => {
		const before = order[i - 1];
		rank[u] = before !== undefined && scored.key[before] === scored.key[u] ? rank[before]! : i + 1;
	});
	return rank;
}

/** Schools with points of which fewer than `highest` of all ranked schools have a higher share. */
function amongHighest(schools: Scored, highest: number): Uint8Array {
	const keys = schools.key.filter((_, s) => schools.ranked[s] === 1).sort();
	const higher = (key: number): number => {
		let [low, high] = [0, keys.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (keys[middle]! > key) high = middle;
			else low = middle + 1;
		}
		return keys.length - low;
	};
	return Uint8Array.from(schools.key, (key, s) => (schools.ranked[s] === 1 && key > 0 && higher(key) < highest * keys.length ? 1 : 0));
}

function spreadOf(shares: readonly number[], measure: 'sd' | 'range'): number {
	if (measure === 'range') return comparable(Math.max(...shares) - Math.min(...shares));
	const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
	return comparable(Math.sqrt(shares.reduce((a, b) => a + (b - mean) ** 2, 0) / (shares.length - 1)));
}

function spreadsOf(observed: Observed, schools: Scored, options: Options): Spread[] {
	const high = amongHighest(schools, options.highest);
	const of: number[][] = Array.from({ length: observed.municipalities.units }, () => []);
	observed.schools.parent.forEach((m, s) => { if (schools.ranked[s] === 1) of[m]!.push(s); });
	return of
		.flatMap((own, municipality): Spread[] => {
			if (own.length < 2) return [];
			// in order of size, so that the order of the rows has no say in the last digit
			const shares = own.map((s) => schools.key[s]!).sort((a, b) => a - b);
			return [{ municipality, schools: own.length, spread: spreadOf(shares, options.measure), highest: shares.at(-1)!, high: own.filter((s) => high[s] === 1).length }];
		})
		.sort(falling((s) => s.spread, (s) => s.municipality));
}

/**
 * Both extractions. Average: the `average` ranked municipalities with the highest share of possible points, none without points. Spread: among
 * the others, those with at least two schools whose shares are apart, at least one of them among the highest of all schools, widest first.
 * @param active 1 for the slots that take part; all when absent
 */
export function draw(observed: Observed, options: Options, active?: Uint8Array): Drawn {
	const { slots } = observed;
	const used = active ?? new Uint8Array(slots.length).fill(1);
	const scored = score(observed.municipalities, slots, options.rules, used, options.minPresent);
	const schools = score(observed.schools, slots, options.rules, used, options.schoolMinPresent);
	const rank = ranks(scored);
	const eligible = Array.from(rank.keys()).filter((u) => rank[u]! > 0 && scored.key[u]! > 0).sort(falling((u) => scored.key[u]!, (u) => u));
	const average = take(eligible, (u) => scored.key[u]!, options.average, options.ties);
	const drawn = new Set(average.taken);
	const spreads = spreadsOf(observed, schools, options);
	const wide = spreads.filter((s) => s.high > 0 && s.spread > 0 && !drawn.has(s.municipality));
	const spread = take(wide, (s) => s.spread, options.spread, options.ties);
	return { scored, schools, rank, average: average.taken, spread: spread.taken.map((s) => s.municipality), spreads, tied: { average: average.tied, spread: spread.tied } };
}
