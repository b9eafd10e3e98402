/** Where the response will end, from the answers day by day and the days on which invitations and reminders were sent. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { normalFrom, seededRandom } from '../numeric/random.ts';
import { countLogit } from './scoring.ts';

/** Fewer whole days than this say nothing of how fast answers cease. */
export const LEAST_DAYS = 4;
export const LEAST_ANSWERS = 20;
const SIMULATIONS = 2000;
/** With so many days the reminders, and with so many the weekends, have a coefficient of their own. */
const DAYS_FOR_REMINDERS = 6;
const DAYS_FOR_WEEKENDS = 10;

export interface ForecastInput {
	/** Answers on day 0, 1, …: whole days only. Day 0 is that of the first send. */
	answers: readonly number[];
	/** Days of sends, planned ones too; one of them is 0. */
	sends: readonly number[];
	/** Seats that can answer, N. */
	population: number;
	/** The last day on which it can be answered. */
	until: number;
	/** Day 0's day of the week, Monday 0; null: weekends are like other days. */
	firstWeekday?: number | null;
	seed?: number;
}

export interface Forecast {
	terms: string[];
	b: number[];
	se: number[];
	/** Pearson's chi-square over its degrees of freedom, at least 1. */
	dispersion: number;
	/** Fitted probability that a seat that has not answered does so on each whole day. */
	hazard: number[];
	/** From the first day after the whole ones to `until`: expected answers in all, and the simulated 95 % interval. */
	days: number[];
	expected: number[];
	low: number[];
	high: number[];
}

interface Design {
	terms: string[];
	row(day: number): number[];
}

/** Days since the last send, and how many sends there had been before that one. */
function lastSend(sends: readonly number[], day: number): { since: number; before: number } {
	const done = [...new Set(sends)].sort((a, b) => a - b).filter((s) => s <= day);
	return { since: day - done.at(-1)!, before: done.length - 1 };
}

function designOf({ sends, firstWeekday }: ForecastInput, whole: number): Design {
	const days = Array.from({ length: whole }, (_, t) => t);
	const before = days.map((t) => lastSend(sends, t).before);
	const most = Math.max(...before);
	const weekend = (t: number) => (firstWeekday !== undefined && firstWeekday !== null && (t + firstWeekday) % 7 >= 5 ? 1 : 0);
	const weekends = days.reduce((sum, t) => sum + weekend(t), 0);
	const columns: [string, (t: number) => number][] = [['(Intercept)', () => 1], ['log_days', (t) => Math.log1p(lastSend(sends, t).since)]];
	// a reminder that none like has been seen yet is taken to work as the last one did
	if (whole >= DAYS_FOR_REMINDERS && most > 0) columns.push(['reminders', (t) => Math.min(most, lastSend(sends, t).before)]);
	if (whole >= DAYS_FOR_WEEKENDS && weekends >= 2) columns.push(['weekend', weekend]);
	return { terms: columns.map(([name]) => name), row: (day) => columns.map(([, f]) => f(day)) };
}

/** L with LL' = V, V a covariance matrix. */
function cholesky(V: readonly (readonly number[])[]): number[][] {
	const L = V.map(() => V.map(() => 0));
	for (let i = 0; i < V.length; i++) for (let j = 0; j <= i; j++) {
		const rest = V[i]![j]! - L[i]!.slice(0, j).reduce((sum, l, k) => sum + l * L[j]![k]!, 0);
		L[i]![j] = i === j ? Math.sqrt(Math.max(0, rest)) : rest / L[j]![j]!;
	}
	return L;
}

/** A Poisson deviate: by multiplication (Knuth) below 30, by the normal distribution above. */
function poisson(mean: number, random: () => number, normal: () => number): number {
	if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
	const limit = Math.exp(-mean);
	let [k, p] = [0, random()];
	while (p > limit) {
		k += 1;
		p *= random();
	}
	return k;
}

const quantile = (sorted: readonly number[], p: number): number => {
	const h = (sorted.length - 1) * p;
	const [a, b] = [sorted[Math.floor(h)]!, sorted[Math.ceil(h)]!];
	return a + (h - Math.floor(h)) * (b - a);
};

function check({ answers, sends, population, until }: ForecastInput): Violation | null {
	const count = (x: number) => Number.isSafeInteger(x) && x >= 0;
	if (!answers.every(count)) return violation('not_a_count', { field: 'answers' });
	if (!sends.every(count) || !sends.includes(0)) return violation('bad_field', { field: 'sends', needed: '[integer >= 0], 0 among them' });
	const all = answers.reduce((a, b) => a + b, 0);
	if (!count(population)) return violation('not_a_count', { field: 'population' });
	if (all > population) return violation('numerator_above_denominator');
	if (answers.length < LEAST_DAYS) return violation('too_few', { n: answers.length, needed: LEAST_DAYS });
	if (all < LEAST_ANSWERS) return violation('too_few', { n: all, needed: LEAST_ANSWERS });
	if (!(Number.isSafeInteger(until) && until >= answers.length)) return violation('bad_field', { field: 'until', needed: `integer >= ${answers.length}` });
	return null;
}

/**
 * A discrete-time hazard: logit P(a seat that has not answered by day t answers on day t) = constant + a log(1 + days since the last send)
 * [+ b reminders before it, from 6 days] [+ c weekend, from 10 days with two of a weekend]. The forecast lets those who are left answer at these probabilities day by day. The
 * interval is from 2,000 seeded simulations: coefficients drawn from their normal distribution with covariance times the dispersion, each day's answers as
 * dispersion × Poisson(expected/dispersion), so that days as uneven as those seen are reckoned with; ends are the 2.5 and 97.5 percentiles.
 * Sources: Singer and Willett (1993), J. Educ. Stat. 18, 155-195 (discrete-time hazard); McCullagh and Nelder (1989), 4.5 (dispersion).
 * @returns `too_few` with under 4 whole days or 20 answers; the violations of `countLogit`
 */
export function forecast(input: ForecastInput): Forecast | Violation {
	const wrong = check(input);
	if (wrong) return wrong;
	const { answers, population, until, seed = 1 } = input;
	const whole = answers.length;
	const design = designOf(input, whole);
	let left = population;
	const atRisk = answers.map((y) => {
		const now = left;
		left -= y;
		return now;
	});
	const seen = answers.map((_, t) => t).filter((t) => atRisk[t]! > 0);
	const rows = seen.map((t) => design.row(t));
	const seats = Float64Array.from(seen, (t) => atRisk[t]!);
	const model = countLogit(design.terms.map((_, j) => Float64Array.from(rows, (r) => r[j]!)), seats, Float64Array.from(seen, (t) => answers[t]!), design.terms);
	if (isViolation(model)) return model;
	const pearson = seen.reduce((sum, t, i) => {
		const p = model.fitted[i]!;
		return sum + (answers[t]! - seats[i]! * p) ** 2 / (seats[i]! * p * (1 - p));
	}, 0);
	const dispersion = Math.max(1, pearson / Math.max(1, seen.length - design.terms.length));
	const days = Array.from({ length: until - whole + 1 }, (_, k) => whole + k);
	const future = days.map((t) => design.row(t));
	const hazardOf = (b: ArrayLike<number>, row: readonly number[]) => 1 / (1 + Math.exp(-row.reduce((sum, x, j) => sum + x * b[j]!, 0)));
	const path = (b: ArrayLike<number>, draw: (mean: number, most: number) => number): number[] => {
		let waiting = left;
		return future.map((row) => {
			waiting -= draw(waiting * hazardOf(b, row), waiting);
			return population - waiting;
		});
	};
	const random = seededRandom(seed);
	const normal = normalFrom(random);
	const root = cholesky(model.vcov.map((row) => row.map((v) => v * dispersion)));
	const simulated = Array.from({ length: SIMULATIONS }, () => {
		const z = design.terms.map(() => normal());
		const b = Array.from(model.b, (v, i) => v + root[i]!.reduce((sum, l, k) => sum + l * z[k]!, 0));
		return path(b, (mean, most) => Math.min(most, Math.round(dispersion * poisson(mean / dispersion, random, normal))));
	});
	const end = (p: number) => days.map((_, k) => quantile(simulated.map((s) => s[k]!).sort((a, b) => a - b), p));
	return {
		terms: design.terms, b: [...model.b], se: model.vcov.map((row, j) => Math.sqrt(row[j]! * dispersion)), dispersion,
		hazard: answers.map((_, t) => hazardOf(model.b, design.row(t))),
		days, expected: path(model.b, (mean) => mean), low: end(0.025), high: end(0.975)
	};
}
