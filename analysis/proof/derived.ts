/**
 * Numbers that follow from others printed beside them, as ranges: each printed number is taken for all that rounds to it, so that only what no rounding explains is inconsistent.
 * A range is null where the numbers do not tell, such as a quotient by what may be 0.
 */
import { tQuantileUpper } from '../distribution/t.ts';
import { interval, type Printed } from './rounding.ts';

export interface Range { low: number; high: number }

const around = (values: readonly number[]): Range => ({ low: Math.min(...values), high: Math.max(...values) });
const hull = (a: Range, b: Range, of: (x: number, y: number) => number): Range => around([of(a.low, b.low), of(a.low, b.high), of(a.high, b.low), of(a.high, b.high)]);

/** a / b; null where b may be 0. */
export function quotient(a: Printed, b: Printed): Range | null {
	const [top, bottom] = [interval(a), interval(b)];
	return bottom.low <= 0 && bottom.high >= 0 ? null : hull(top, bottom, (x, y) => x / y);
}

/** Degrees of freedom that are not printed: the fewest that are taken to be possible, up to those of the normal distribution. */
export const UNKNOWN_DF: Range = { low: 10, high: Infinity };

/** The quantile that an interval at a level goes out to. Above a million degrees of freedom the t distribution is the normal one to all printed digits. */
export function critical(level: number, df: Range): Range {
	const of = (x: number): number => tQuantileUpper((1 - level) / 2, Math.min(x, 1e6));
	return { low: of(df.high), high: of(df.low) };
}

/** The ends of an interval: an estimate and its standard error by the t distribution. */
export function ends(estimate: Printed, se: Range, level: number, df: Range): { low: Range; high: Range } {
	const [mid, width] = [interval(estimate), hull(critical(level, df), { low: Math.max(0, se.low), high: se.high }, (x, y) => x * y)];
	return { low: { low: mid.low - width.high, high: mid.high - width.low }, high: { low: mid.low + width.low, high: mid.high + width.high } };
}

const share = ({ low, high }: Range): Range => ({ low: Math.min(Math.max(low, 0), 1), high: Math.min(Math.max(high, 0), 1) });

/** F of a model with a constant by its R²: (R²/df1) / ((1 - R²)/df2). Also by η² of one factor, or partial η². */
export function fOf(r2: Printed, df1: number, df2: number): Range {
	const { low, high } = share(interval(r2));
	const of = (x: number): number => (x >= 1 ? Infinity : x / df1 / ((1 - x) / df2));
	return { low: of(low), high: of(high) };
}

/** Adjusted R²: 1 - (1 - R²)(n - 1)/df2, with n - 1 = df1 + df2. */
export function adjustedOf(r2: Printed, df1: number, df2: number): Range {
	const { low, high } = share(interval(r2));
	const of = (x: number): number => 1 - ((1 - x) * (df1 + df2)) / df2;
	return { low: of(low), high: of(high) };
}

/** A communality: the sum of the squares of uncorrelated factors' loadings. */
export function sumOfSquares(loadings: readonly Printed[]): Range {
	return loadings.map(interval).reduce((sum, { low, high }) => {
		const most = Math.max(low ** 2, high ** 2);
		return { low: sum.low + (low <= 0 && high >= 0 ? 0 : Math.min(low ** 2, high ** 2)), high: sum.high + most };
	}, { low: 0, high: 0 });
}

/** Least share of the numbers that must agree on something that is not printed, before one that does not is held to be wrong. */
const MOST = 2 / 3;

/** The value that most ranges hold, null where fewer than two thirds of three or more do: what they have in common without saying it, such as how many items eigenvalues are of. */
export function common(ranges: readonly Range[]): number | null {
	const starts = ranges.map(({ low }) => low);
	const holding = (x: number): number => ranges.filter(({ low, high }) => low <= x && x <= high).length;
	const best = starts.toSorted((a, b) => holding(b) - holding(a))[0];
	return best === undefined || ranges.length < 3 || holding(best) < MOST * ranges.length ? null : best;
}

/** Whether most rows agree with what is held against them; of fewer than three nothing is told. */
export const mostAgree = (agree: readonly boolean[]): boolean => agree.length >= 3 && agree.filter(Boolean).length >= MOST * agree.length;
