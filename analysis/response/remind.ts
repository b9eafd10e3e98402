/** Who to remind next: the groups whose further answers would make the response most like the list. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { exactSum } from '../numeric/sum.ts';
import { answeredCells, cellPropensity, type AnsweredCells, type StratumFactor } from './propensity.ts';

/** What the propensities come to: see `RIndicator`. */
export interface Representativity {
	mean: number;
	S: number;
	R: number;
	maxAbsBias: number;
}

export interface RemindGroup extends Representativity {
	/** One level of a stratum, or one of each of two. */
	of: { stratum: string; level: string }[];
	seats: number;
	answered: number;
	/** Seats that have not answered and can be reminded. */
	reachable: number;
	/** Further answers reckoned with: as many as asked for, or all who can be reminded where they are fewer. */
	answers: number;
	/** R with these answers less R now. */
	gain: number;
}

export interface WhoToRemind {
	now: Representativity;
	/** The same number of answers from everyone who can be reminded, whatever their strata. */
	even: { answers: number; gain: number } & Representativity;
	/** The largest gain first; groups of equal gain in the order of the strata. */
	groups: RemindGroup[];
	/** Groups that gave no estimate with the further answers. */
	unfitted: number;
}

function measure({ seats, of }: AnsweredCells, rho: Float64Array): Representativity {
	const N = of.length;
	const terms = new Float64Array(rho.length);
	for (let c = 0; c < terms.length; c++) terms[c] = seats[c]! * rho[c]!;
	const mean = exactSum(terms) / N;
	for (let c = 0; c < terms.length; c++) terms[c] = seats[c]! * (rho[c]! - mean) ** 2;
	const S = Math.sqrt(exactSum(terms) / (N - 1));
	return { mean, S, R: 1 - 2 * S, maxAbsBias: S / mean };
}

/** Level of each group on one factor, or -1 for any. */
type Group = { factor: StratumFactor; code: number }[];

function groupsOf(factors: readonly StratumFactor[], depth: 1 | 2): Group[] {
	const single = factors.flatMap((factor) => factor.levels.map((_, code): Group => [{ factor, code }]));
	if (depth === 1) return single;
	const pairs = single.flatMap((a) => single.filter((b) => factors.indexOf(b[0]!.factor) > factors.indexOf(a[0]!.factor)).map((b): Group => [...a, ...b]));
	return [...single, ...pairs];
}

/**
 * For each group (each level of each stratum, and with `depth` 2 each pair of levels of two strata): `answers` further answers are spread evenly over those
 * of the group who have not answered and can be reminded, so that each of them has answered with probability answers/reachable; the propensities are fitted anew to these
 * expected counts and R = 1 - 2S is reckoned from them. The gain is R then less R now. R is not adjusted for chance on either side: with the same list
 * and the same model the adjustment is about the same and would hide small gains at R = 1.
 * After: Schouten, Shlomo and Skinner (2011), J. Off. Stat. 27, 231-253 (indicators for monitoring and improving response during data collection).
 * @param answered 1 for a seat that has answered, else 0
 * @param reachable 1 for a seat that can be reminded; those who have answered are not reminded whatever stands here
 * @param answers whole number, at least 1
 * @returns the violations of `cellPropensity`; `no_data` when nobody can be reminded
 */
export function whoToRemind(answered: Float64Array, factors: readonly StratumFactor[], reachable: Float64Array, answers: number, depth: 1 | 2 = 1): WhoToRemind | Violation {
	if (answered.length === 0) return violation('no_data', { columns: factors.map((f) => f.name).join(', ') });
	const cells = answeredCells(answered, factors);
	const fitted = cellPropensity(cells.seats, cells.answered, cells.cells);
	if (isViolation(fitted)) return fitted;
	const free = new Float64Array(cells.seats.length);
	for (let i = 0; i < answered.length; i++) if (answered[i] === 0 && reachable[i] === 1) free[cells.of[i]!]! += 1;
	if (free.every((n) => n === 0)) return violation('no_data', { columns: 'reachable' });
	const now = measure(cells, fitted.rho);
	const count = (of: Float64Array, member: Uint8Array): number => {
		let sum = 0;
		for (let c = 0; c < of.length; c++) if (member[c] === 1) sum += of[c]!;
		return sum;
	};
	const with_ = (member: Uint8Array): ({ answers: number; gain: number } & Representativity) | Violation => {
		const able = count(free, member);
		const given = Math.min(answers, able);
		// all of them is a whole number, also where the share of them is not
		const raised = cells.answered.map((n, c) => (member[c] === 1 ? n + (given === able ? free[c]! : (given * free[c]!) / able) : n));
		const then = cellPropensity(cells.seats, raised, cells.cells, { near: fitted });
		// everyone has answered: nothing is skewed any more
		const rho = isViolation(then) ? (raised.every((n, c) => n === cells.seats[c]) ? raised.map(() => 1) : then) : then.rho;
		if (isViolation(rho)) return rho;
		const found = measure(cells, rho);
		return { ...found, answers: given, gain: found.R - now.R };
	};
	const even = with_(new Uint8Array(free.length).fill(1));
	if (isViolation(even)) return even;
	const groups: RemindGroup[] = [];
	let unfitted = 0;
	for (const group of groupsOf(cells.cells, depth)) {
		const member = new Uint8Array(free.length).fill(1);
		for (const { factor: { codes }, code } of group) for (let c = 0; c < member.length; c++) if (codes[c] !== code) member[c] = 0;
		const able = count(free, member);
		if (able === 0) continue;
		const found = with_(member);
		if (isViolation(found)) unfitted += 1;
		else groups.push({ of: group.map(({ factor, code }) => ({ stratum: factor.name, level: factor.levels[code]! })), seats: count(cells.seats, member), answered: count(cells.answered, member), reachable: able, ...found });
	}
	return { now, even, groups: groups.sort((a, b) => b.gain - a.gain), unfitted };
}
