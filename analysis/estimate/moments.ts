import { asDecimals } from '../numeric/decimal.ts';

/** Sums that everything about one variable starts from. `ss` = Σ(x − x̄)²; `variance` = ss/(n − 1), null for n < 2. */
export interface Moments {
	n: number;
	mean: number;
	ss: number;
	variance: number | null;
	sd: number | null;
}

