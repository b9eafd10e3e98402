/** Can this printed standard deviation stand beside this printed mean? */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { checkAnswers, grim, type Answers } from './grim.ts';
import { interval, units, type Judged, type Printed } from './rounding.ts';

export interface Grimmer extends Judged {
	/** Standard deviations that can be printed beside this mean, nearest first from below and from above; null when there is none. */
	below: number | null;
	above: number | null;
}

/** Work bound: people times pairs of sums. */
const MOST_STEPS = 2e8;

/**
 * Which sums of squares n whole numbers from 0 to `top` with the sum `sum` can have: `true` at index Q. Exact, by adding one person after the other to the set of reachable
 * (sum, sum of squares) pairs, kept as one row of squares for each sum.
 */
function reachableSquares(n: number, top: number, sum: number): Uint8Array {
	const most = sum * top;
	let rows = new Map<number, Uint8Array>([[0, new Uint8Array(most + 1)]]);
	rows.get(0)![0] = 1;
	for (let person = 1; person <= n; person++) {
		const next = new Map<number, Uint8Array>();
		for (const [s, squares] of rows) {
			for (let x = 0; x <= top; x++) {
				const to = s + x;
				// what is left must be possible for those who are left
				if (to > sum || to + (n - person) * top < sum) continue;
				const row = next.get(to) ?? new Uint8Array(most + 1);
				next.set(to, row);
				for (let q = 0; q + x * x <= most; q++) if (squares[q] === 1) row[q + x * x] = 1;
			}
		}
		rows = next;
	}
	return rows.get(sum) ?? new Uint8Array(most + 1);
}

/**
 * GRIMMER: n people whose values are means of k whole-number items. With Y = k·value whole, from k·least to k·greatest, sd² = (ΣY² - (ΣY)²/n) / (k²(n - 1)): for each sum that prints as the mean,
 * the sums of squares that whole numbers within the scale can have are found by exhaustion, not by parity alone.
 * Sources: Anaya (2016), PeerJ Preprints 4:e2400v1; Allard (2018), Analytic-GRIMMER.
 * @returns `too_large` when exhaustion would take too long
 */
export function grimmer(mean: Printed, sd: Printed, answers: Answers): Grimmer | Violation {
	const wrong = checkAnswers(answers);
	if (wrong) return wrong;
	const whole = units(sd, 'sd');
	if (isViolation(whole)) return whole;
	const possible = grim(mean, answers);
	if (isViolation(possible)) return possible;
	const { n, items, scale } = answers;
	if (n < 2) return violation('too_few', { n, needed: 2 });
	if (!possible.sums) return { verdict: 'inconsistent', sure: possible.sure, below: null, above: null };
	const top = items * (scale[1] - scale[0]);
	const shift = n * items * scale[0];
	const sums = Array.from({ length: possible.sums.last - possible.sums.first + 1 }, (_, i) => possible.sums!.first + i - shift);
	if (sums.reduce((work, s) => work + n * (s + 1) * (top + 1) * s * top, 0) > MOST_STEPS) return violation('too_large', { instead: 'proof_mean' });
	const printed = interval(sd);
	let [below, above]: [number | null, number | null] = [null, null];
	for (const sum of sums) {
		const reachable = reachableSquares(n, top, sum);
		for (let q = 0; q < reachable.length; q++) {
			if (reachable[q] === 0) continue;
			const variance = (n * q - sum * sum) / (n * (n - 1) * items * items);
			// compared by squares, with room for the last bits of the ends
			if (variance >= Math.max(0, printed.low) ** 2 * (1 - 1e-12) && variance <= printed.high ** 2 * (1 + 1e-12) && printed.high > 0) return { verdict: 'consistent', sure: 'proof_sure_grimmer_possible', below: null, above: null };
			const s = Math.sqrt(Math.max(0, variance));
			if (s < sd.value) below = Math.max(below ?? -1, s);
			else above = Math.min(above ?? Infinity, s);
		}
	}
	const round = (x: number | null): number | null => (x === null ? null : Number(x.toFixed(sd.decimals)));
	return { verdict: 'inconsistent', sure: 'proof_sure_grimmer', below: round(below), above: round(above) };
}
