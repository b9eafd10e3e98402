/** Who is on the list and who of them has answered, by stratum. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { proportion } from '../estimate/proportion.ts';

/** One stratum variable; a crossing of two is one variable with combined levels. */
export interface Strata {
	levels: readonly string[];
	/** N_k: everyone on the list. */
	population: readonly number[];
	/** n_k: those of them who have answered. */
	respondents: readonly number[];
}

export interface StratumRates {
	/** n_k / N_k with Wilson's 95 % interval; null on a level with nobody. */
	rate: (number | null)[];
	low: (number | null)[];
	high: (number | null)[];
	total: { population: number; respondents: number; rate: number; low: number; high: number };
}

/** Whole numbers, as many of both as there are levels, and nowhere more answers than people. */
export function checkStrata({ levels, population, respondents }: Strata): Violation | null {
	if (population.length !== levels.length) return violation('bad_field', { field: 'population', needed: `${levels.length} numbers` });
	if (respondents.length !== levels.length) return violation('bad_field', { field: 'respondents', needed: `${levels.length} numbers` });
	for (const [field, counts] of [['population', population], ['respondents', respondents]] as const) {
		if (!counts.every((x) => Number.isSafeInteger(x) && x >= 0)) return violation('not_a_count', { field });
	}
	if (respondents.some((n, k) => n > population[k]!)) return violation('numerator_above_denominator');
	return population.some((x) => x > 0) ? null : violation('zero_denominator');
}

/** Response rate of each stratum and in all, with Wilson's interval (see `proportion`). */
export function stratumRates(strata: Strata): StratumRates | Violation {
	const wrong = checkStrata(strata);
	if (wrong) return wrong;
	const each = strata.levels.map((_, k) => proportion(strata.respondents[k]!, strata.population[k]!));
	const part = (name: 'value' | 'low' | 'high') => each.map((p) => (isViolation(p) ? null : p[name]));
	const all = proportion(sum(strata.respondents), sum(strata.population));
	if (isViolation(all)) return all;
	return {
		rate: part('value'), low: part('low'), high: part('high'),
		total: { population: all.denominator, respondents: all.numerator, rate: all.value, low: all.low, high: all.high }
	};
}

/** The strata without levels that nobody is on. */
export function withPeople({ levels, population, respondents }: Strata): Strata {
	const keep = <T>(list: readonly T[]): T[] => list.filter((_, k) => population[k]! > 0);
	return { levels: keep(levels), population: keep(population), respondents: keep(respondents) };
}

export const sum = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);
