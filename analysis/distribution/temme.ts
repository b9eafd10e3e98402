/** Temme's uniform asymptotic expansion of the incomplete gamma function, for shapes of 20 and more with x near the shape. */
import { normalLower, normalUpper } from './normal.ts';
import { log1pDeficit } from './series.ts';
import { complement, tailFromLog, type Tail } from './tail.ts';

const ORDERS = 13;
const POWERS = 28;

/** λ − 1 as a power series in η, where η²/2 = λ − 1 − log λ. */
function inverseSeries(length: number): number[] {
	const a = [0, 1, 1 / 3];
	for (let n = 3; n <= length; n++) {
		let sum = a[n - 1]!;
		for (let k = 2; k < n; k++) sum -= k * a[k]! * a[n - k + 1]!;
		a.push(sum / (n + 1));
	}
	return a;
}

/** Coefficients of Γ(a)·√(a/2π)·(e/a)ᵃ in 1/a. */
function stirlingCoefficients(length: number): number[] {
	const exponent = [0, 1 / 12, 0, -1 / 360, 0, 1 / 1260, 0, -1 / 1680, 0, 1 / 1188, 0, -691 / 360360, 0, 1 / 156];
	const g = [1];
	for (let k = 1; k < length; k++) {
		let sum = 0;
		for (let j = 1; j <= k; j++) sum += j * exponent[j]! * g[k - j]!;
		g.push(sum / k);
	}
	return g;
}

/** d[k][n]: coefficients of ηⁿ in the k-th function of the expansion (DLMF 8.12.11 and 8.12.12). */
function coefficients(): number[][] {
	const length = POWERS + 2 * ORDERS;
	const alpha = inverseSeries(length + 2);
	const g = stirlingCoefficients(ORDERS);
	const first = Array.from({ length }, (_, n) => (n === 0 ? -1 / 3 : (n + 2) * alpha[n + 2]!));
	const rows = [first];
	for (let k = 1; k < ORDERS; k++) {
		const before = rows[k - 1]!;
		rows.push(Array.from({ length: length - 2 * k }, (_, n) => (k % 2 === 0 ? 1 : -1) * g[k]! * first[n]! + (n + 2) * before[n + 2]!));
	}
	return rows.map((row) => row.slice(0, POWERS));
}

const D = coefficients();

/** The normal deviate η·√a of the expansion, and the correction R = e^(−aη²/2)/√(2πa)·Σ cₖ(η)·a⁻ᵏ without its exponential. */
function parts(a: number, x: number): { z: number; correction: number } {
	const u = (x - a) / a;
	const eta = Math.sign(u) * Math.sqrt(2 * log1pDeficit(u, x / a));
	let sum = 0;
	for (let k = ORDERS - 1; k >= 0; k--) {
		let c = 0;
		for (let n = POWERS - 1; n >= 0; n--) c = c * eta + D[k]![n]!;
		sum = sum / a + c;
	}
	return { z: eta * Math.sqrt(a), correction: sum / Math.sqrt(2 * Math.PI * a) };
}

/** log(p + e^(−z²/2)·c), in a way that holds where both underflow. */
function sum(tail: Tail, z: number, c: number): Tail {
	return tailFromLog(tail.logP + Math.log1p(c * Math.exp(-0.5 * z * z - tail.logP)));
}

/** Q(a, x) = Φ(−η√a) + R. Accurate relative to Q where x ≥ a. */
export function temmeUpper(a: number, x: number): Tail {
	if (x < a) return complement(temmeLower(a, x));
	const { z, correction } = parts(a, x);
	return sum(normalUpper(z), z, correction);
}

/** P(a, x) = Φ(η√a) − R. Accurate relative to P where x ≤ a. */
export function temmeLower(a: number, x: number): Tail {
	if (x > a) return complement(temmeUpper(a, x));
	const { z, correction } = parts(a, x);
	return sum(normalLower(z), z, -correction);
}
