/** The standard bivariate normal distribution. */
import { gaussLegendre } from '../numeric/gauss-legendre.ts';
import { normalLower } from './normal.ts';

const TWO_PI = 2 * Math.PI;
const RULES = [gaussLegendre(6), gaussLegendre(12), gaussLegendre(20)] as const;
const phi = (z: number): number => (z === -Infinity ? 0 : normalLower(z).p);

/** The integral over the correlation from 0 to r, for |r| < 0.925 (Plackett's identity, the angle as variable). */
function byAngle(h: number, k: number, r: number): number {
	const { nodes, weights } = Math.abs(r) < 0.3 ? RULES[0] : Math.abs(r) < 0.75 ? RULES[1] : RULES[2];
	const half = Math.asin(r) / 2;
	const hs = (h * h + k * k) / 2;
	const hk = h * k;
	let sum = 0;
	for (let i = 0; i < nodes.length; i++) {
		const sn = Math.sin(half * (1 + nodes[i]!));
		sum += weights[i]! * Math.exp((sn * hk - hs) / (1 - sn * sn));
	}
	return (sum * half) / TWO_PI;
}

/** What is subtracted from the limit at r = 1 for 0.925 ≤ |r| < 1; k has the sign of r turned already. */
function nearOne(h: number, k: number, r: number): number {
	const { nodes, weights } = RULES[2];
	const hk = h * k;
	const as = (1 - r) * (1 + r);
	const a = Math.sqrt(as);
	const bs = (h - k) ** 2;
	const c = (4 - hk) / 8;
	const d = (12 - hk) / 80;
	let sum = 0;
	const lead = -(bs / as + hk) / 2;
	if (lead > -100) sum = a * Math.exp(lead) * (1 - (c * (bs - as) * (1 - d * bs)) / 3 + c * d * as * as);
	if (hk > -100) {
		const b = Math.sqrt(bs);
		sum -= Math.exp(-hk / 2) * Math.sqrt(TWO_PI) * phi(-b / a) * b * (1 - (c * bs * (1 - d * bs)) / 3);
	}
	let integral = 0;
	for (let i = 0; i < nodes.length; i++) {
		const xs = ((a / 2) * (1 + nodes[i]!)) ** 2;
		const exponent = -(bs / xs + hk) / 2;
		if (exponent <= -100) continue;
		const rs = Math.sqrt(1 - xs);
		const series = 1 + c * xs * (1 + 5 * d * xs);
		integral += weights[i]! * Math.exp(exponent) * (series - Math.exp(-((hk / 2) * xs) / (1 + rs) ** 2) / rs);
	}
	return ((a / 2) * integral - sum) / TWO_PI;
}

/** P(X ≥ h, Y ≥ k). */
function upper(h: number, k: number, r: number): number {
	if (h === Infinity || k === Infinity) return 0;
	if (h === -Infinity) return phi(-k);
	if (k === -Infinity) return phi(-h);
	if (r === 0) return phi(-h) * phi(-k);
	if (Math.abs(r) < 0.925) return byAngle(h, k, r) + phi(-h) * phi(-k);
	const turned = r < 0 ? -k : k;
	const part = Math.abs(r) < 1 ? nearOne(h, turned, r) : 0;
	if (r > 0) return part + phi(-Math.max(h, turned));
	if (h >= turned) return -part;
	return (h < 0 ? phi(turned) - phi(h) : phi(-h) - phi(-turned)) - part;
}

/**
 * P(X ≤ h, Y ≤ k) for standard normal X and Y with correlation rho, absolute error below 1e-14; differences of it give rectangles.
 * Source: Genz (2004), Numerical computation of rectangular bivariate and trivariate normal and t probabilities, Stat. Comput. 14, 251–260.
 * @param rho from −1 to 1
 */
export function bivariateNormalLower(h: number, k: number, rho: number): number {
	return Math.min(1, Math.max(0, upper(-h, -k, rho)));
}

/** Density at (x, y), |rho| < 1. */
export function bivariateNormalDensity(x: number, y: number, rho: number): number {
	const s = (1 - rho) * (1 + rho);
	return Math.exp(-(x * x - 2 * rho * x * y + y * y) / (2 * s)) / (TWO_PI * Math.sqrt(s));
}
