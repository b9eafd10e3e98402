/** Units a natural logarithm is counted in: whole numbers up to 2^53 then hold ln n! to n = 10,000 and beyond. */
export const UNITS = 2 ** 36;

/**
 * ln k! for k = 0 … n in whole units of 2^-36, built from primes, so that two products of factorials that are equal as integers have
 * exactly equal sums: tables as probable as each other are recognised as such, and merged, whatever the order of the additions.
 * The rounding of a sum stays below 1e-7 up to n = 10,000 (half a unit a prime factor).
 */
export function unitLogFactorials(n: number): Float64Array {
	const logs = new Float64Array(n + 1);
	for (let p = 2; p <= n; p++) {
		if (logs[p]! > 0) continue;
		const unit = Math.round(Math.log(p) * UNITS);
		for (let power = p; power <= n; power *= p) for (let k = power; k <= n; k += power) logs[k]! += unit;
	}
	for (let k = 2; k <= n; k++) logs[k]! += logs[k - 1]!;
	return logs;
}

/** ln k! for k = 0 … n as ordinary numbers, by compensated addition: each within one rounding. */
export function logFactorials(n: number): Float64Array {
	const logs = new Float64Array(n + 1);
	let [sum, lost] = [0, 0];
	for (let k = 2; k <= n; k++) {
		const term = Math.log(k) - lost;
		const next = sum + term;
		lost = next - sum - term;
		sum = next;
		logs[k] = sum;
	}
	return logs;
}
