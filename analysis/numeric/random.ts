/** Random numbers that are the same for the same seed, on every machine. */

/**
 * Uniform numbers in the open interval (0, 1), 53 bits each, by xoshiro128** (Blackman and Vigna 2021, ACM TOMS 47, 36); the state is
 * filled from the seed by SplitMix32.
 * @param seed any finite number; its whole part and sign count
 */
export function seededRandom(seed: number): () => number {
	let mixed = (Math.trunc(seed) % 4294967296) >>> 0;
	// seeds beyond 32 bits differ in their high part
	mixed = (mixed + Math.imul(Math.floor(Math.trunc(seed) / 4294967296) | 0, 0x85ebca6b)) | 0;
	const fill = (): number => {
		mixed = (mixed + 0x9e3779b9) | 0;
		let z = mixed;
		z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
		z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
		return z ^ (z >>> 16);
	};
	let [a, b, c, d] = [fill(), fill(), fill(), fill()];
	const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k));
	const next = (): number => {
		const result = Math.imul(rotate(Math.imul(b, 5), 7), 9);
		const t = b << 9;
		c ^= a;
		d ^= b;
		b ^= c;
		a ^= d;
		c ^= t;
		d = rotate(d, 11);
		return result >>> 0;
	};
	return () => {
		const high = next() >>> 5;
		const low = next() >>> 6;
		return (high * 67108864 + low + 0.5) / 9007199254740992;
	};
}

/**
 * A source of standard normal deviates from a source of uniform ones, by Marsaglia's polar method:
 * `const normal = normalFrom(seededRandom(1)); normal(); normal()`.
 */
export function normalFrom(random: () => number): () => number {
	let spare: number | null = null;
	return () => {
		if (spare !== null) {
			const kept = spare;
			spare = null;
			return kept;
		}
		for (;;) {
			const u = 2 * random() - 1;
			const v = 2 * random() - 1;
			const s = u * u + v * v;
			if (s >= 1 || s === 0) continue;
			const factor = Math.sqrt((-2 * Math.log(s)) / s);
			spare = v * factor;
			return u * factor;
		}
	};
}
