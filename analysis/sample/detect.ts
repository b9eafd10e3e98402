/** What a planned sample can tell: how precise a share will be, and how large a difference between two groups must be to be found. */
import { isViolation, type Violation } from '../assumptions.ts';
import { designEffect } from '../plan/effective.ts';
import type { MarginOfErrorSpec } from '../method/plan/margin.ts';
import type { PowerTwoSharesSpec } from '../method/plan/shares.ts';
import type { PowerTTestSpec } from '../method/plan/t-test.ts';
import type { Result } from '../result.ts';
import { run } from '../run.ts';
import type { PlannedDraw } from './draw.ts';

/** Kish's n·Σw²/(Σw)² with w = 1/π of each unit drawn. */
function unequal(planned: PlannedDraw): number {
	const drawn = planned.strata.filter((s) => s.expected > 0);
	const n = drawn.reduce((sum, s) => sum + s.expected, 0);
	const weight = drawn.reduce((sum, s) => sum + s.expected / s.probability!, 0);
	const squares = drawn.reduce((sum, s) => sum + s.expected / s.probability! ** 2, 0);
	return (n * squares) / (weight * weight);
}

/**
 * Variance of the design over that of simple random sampling. From unequal probabilities of strata n·Σw²/(Σw)² with w = 1/π of each unit drawn; for whole clusters
 * that times 1 + (b - 1)·icc, b = Σ(Σw)²/Σw² the answers of a cluster as the weights see them, outer sums over the clusters drawn: Σm²/Σm where all have one
 * probability. Not below 1. What stratifying gains is not counted: the sample is at least this good.
 * Source: Kish (1965), Survey Sampling, 5.4 and 11.7; Gabler, Häder and Lahiri (1999), Survey Methodology 25, 105-106.
 * @param rate share of those drawn who answer, above 0, the same everywhere
 * @param icc intraclass correlation within clusters, from 0 to 1
 */
export function plannedDesignEffect(planned: PlannedDraw, rate: number, icc: number): number {
	if (!planned.clusters) return unequal(planned);
	const drawn = planned.clusters.filter((c) => c.probability > 0);
	const answers = drawn.reduce((sum, c) => sum + (c.size * rate) / c.probability, 0);
	const squares = drawn.reduce((sum, c) => sum + (c.size * rate) ** 2 / c.probability, 0);
	return Math.max(1, unequal(planned) * Math.max(1, designEffect(squares / answers, icc)));
}

export interface Detectable {
	/** Answers expected: those drawn times the rate, rounded down. */
	answers: number;
	/** Units that can be drawn. */
	population: number;
	design_effect: number;
	/** `margin_of_error` of a share of 50 %, with `population`. */
	margin: Result | Violation;
	/** `power_two_proportions` from 50 % and `power_t_test`, two groups of half the answers and half the population each, power 0.8, two-sided at 0.05. */
	shares: Result | Violation;
	means: Result | Violation;
	/** For each stratum the margin of error within it; null where nobody is drawn, or the plan is of clusters. */
	strata: { stratum: string; answers: number; margin: Result | Violation | null }[];
}

/**
 * @param rate expected response rate, above 0 and at most 1
 * @param icc intraclass correlation, for clusters
 */
export function detectable(planned: PlannedDraw, rate: number, icc: number): Detectable {
	// answers come whole; what is a whole number but for rounding stays
	const answersOf = (expected: number): number => Math.floor(expected * rate * (1 + 1e-12));
	const answers = answersOf(planned.expected);
	const population = planned.available;
	const design_effect = Math.max(1, plannedDesignEffect(planned, rate, icc));
	const groups = { n1: Math.floor(answers / 2), n2: Math.floor(answers / 2), power: 0.8, design_effect, ...(population > 3 && { population: population / 2 }) };
	const margin = (n: number, N: number, deff: number): Result | Violation => run({ method: 'margin_of_error', n, population: N, design_effect: deff } as MarginOfErrorSpec);
	return {
		answers, population, design_effect,
		margin: margin(answers, population, design_effect),
		shares: run({ method: 'power_two_proportions', p1: 0.5, ...groups } as PowerTwoSharesSpec),
		means: run({ method: 'power_t_test', ...groups } as PowerTTestSpec),
		strata: planned.strata.map((s) => {
			const n = answersOf(s.expected);
			return { stratum: s.stratum, answers: n, margin: n === 0 || planned.clusters ? null : margin(n, s.available, 1) };
		})
	};
}

/** The number of that name in a result, null where there is none. */
export function figure(result: Result | Violation | null, name: string): number | null {
	const value = result === null || isViolation(result) ? null : result.values[name];
	return typeof value === 'number' ? value : null;
}
