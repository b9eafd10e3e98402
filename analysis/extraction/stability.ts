import { normalFrom, seededRandom } from '../numeric/random.ts';
import { draw, type Drawn } from './draw.ts';
import type { IndicatorRule, Level, Observed, Options, Slot } from './types.ts';

/** The list made again without one indicator or one year. */
export interface Without {
	left: 'indicator' | 'year';
	/** Number of the indicator or year. */
	index: number;
	/** Municipalities that come on the list, and that fall out of it. */
	into: number[];
	out: number[];
	kept: number;
}

export const listed = (drawn: Drawn): number[] => [...drawn.average, ...drawn.spread];

/** The whole list, both extractions, made again leaving out each indicator and each year in turn; nothing where there is only one of them. */
export function leaveOneOut(observed: Observed, options: Options, now: readonly number[]): Without[] {
	const found: Without[] = [];
	for (const left of ['indicator', 'year'] as const) {
		const all = [...new Set(observed.slots.map((s) => s[left]))];
		if (all.length < 2) continue;
		for (const index of all) {
			const active = Uint8Array.from(observed.slots, (s) => (s[left] === index ? 0 : 1));
			const then = new Set(listed(draw(observed, options, active)));
			const into = [...then].filter((m) => !now.includes(m)).sort((a, b) => a - b);
			const out = now.filter((m) => !then.has(m));
			found.push({ left, index, into, out, kept: now.length - out.length });
		}
	}
	return found;
}

/** Over this variance the count is drawn from the normal distribution, rounded. */
const MANY = 100;

/** A number of successes in n trials: by searching the distribution from 0 (Kachitvichyanukul and Schmeiser 1988, CACM 31, 216: BINV), or the normal one where the variance is large. */
export function binomial(n: number, p: number, random: () => number, normal: () => number): number {
	if (p <= 0 || n === 0) return 0;
	if (p > 0.5) return n - binomial(n, 1 - p, random, normal);
	const variance = n * p * (1 - p);
	if (variance > MANY) return Math.min(n, Math.max(0, Math.round(n * p + Math.sqrt(variance) * normal())));
	const odds = p / (1 - p);
	let density = (1 - p) ** n;
	let u = random();
	let x = 0;
	while (u > density && x < n) {
		u -= density;
		x += 1;
		density *= (odds * (n - x + 1)) / x;
	}
	return x;
}

/** A value drawn anew from what chance does to `n` pupils. */
function redrawn(rule: IndicatorRule, value: number, n: number, random: () => number, normal: () => number): number {
	if (rule.kind === 'mean') return value + ((rule.sd ?? 0) / Math.sqrt(n)) * normal();
	const scale = rule.kind === 'percent' ? 100 : 1;
	return (scale * binomial(Math.round(n), value / scale, random, normal)) / Math.round(n);
}

function redraw(level: Level, slots: readonly Slot[], rules: readonly IndicatorRule[], below: number, random: () => number, normal: () => number): Level {
	const values = level.values.slice();
	for (let at = 0; at < values.length; at++) {
		const n = level.n[at]!;
		if (level.present[at] === 1 && n > 0 && n < below) values[at] = redrawn(rules[slots[at % slots.length]!.indicator]!, values[at]!, n, random, normal);
	}
	return { ...level, values };
}

/** In how many of the replicates each municipality is drawn. */
export interface Replicated {
	average: Int32Array;
	spread: Int32Array;
}

/**
 * A parametric bootstrap: every value of a cohort smaller than `below` is drawn anew around itself, shares from the binomial and means from the
 * normal distribution, each value on its own; limits that are percentiles, ranking and both extractions are made again each time.
 */
export function bootstrap(observed: Observed, options: Options, replicates: number, below: number, seed: number): Replicated {
	const random = seededRandom(seed);
	const normal = normalFrom(random);
	const { slots, municipalities, schools } = observed;
	const average = new Int32Array(municipalities.units);
	const spread = new Int32Array(municipalities.units);
	for (let r = 0; r < replicates; r++) {
		const drawn = draw({
			slots,
			municipalities: redraw(municipalities, slots, options.rules, below, random, normal),
			schools: redraw(schools, slots, options.rules, below, random, normal)
		}, options);
		for (const m of drawn.average) average[m]! += 1;
		for (const m of drawn.spread) spread[m]! += 1;
	}
	return { average, spread };
}
