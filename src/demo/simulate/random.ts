/**
 * Random numbers that depend on what they are for and on nothing else: each question to each seat has a stream of its own, so
 * the order in which seats answer, and how many at a time, change no answer.
 */
import { createHash } from 'node:crypto';

/** Change it and the demo's invented answers all change. */
const SEED = 'grunnlag-2021';

/** Draws from [0, 1), 32 bits each. */
export type Random = () => number;

/**
 * A stream named by `parts`. The generator is sfc32 (Chris Doty-Humphrey's PractRand, "small fast chaotic", 128 bits of state, here
 * started from SHA-256 of the name with the counter at 1 and twelve rounds thrown away, as the author prescribes).
 */
export function randomFor(...parts: string[]): Random {
	const bytes = createHash('sha256').update([SEED, ...parts].join('\0')).digest();
	let [a, b, c, counter] = [bytes.readInt32LE(0), bytes.readInt32LE(4), bytes.readInt32LE(8), 1];
	const next = (): number => {
		const t = (((a + b) | 0) + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (((c << 21) | (c >>> 11)) + t) | 0;
		return (t >>> 0) / 2 ** 32;
	};
	for (let i = 0; i < 12; i++) next();
	return next;
}

/** A standard normal draw by the Box-Muller transform; takes two numbers from the stream. */
export const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** One of `entries` with the given weights, which need not sum to 1. Throws on an empty list. */
export function pick<T>(random: Random, entries: readonly (readonly [T, number])[]): T {
	const last = entries.at(-1);
	if (!last) throw new Error('There is nothing to pick from');
	let at = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
	for (const [value, weight] of entries) {
		at -= weight;
		if (at < 0) return value;
	}
	return last[0];
}

/** `list` in an order of its own: a Fisher-Yates shuffle of a copy. */
export function shuffled<T>(random: Random, list: readonly T[]): T[] {
	const copy = [...list];
	for (let i = copy.length - 1; i > 0; i--) {
		const j = Math.floor(random() * (i + 1));
		[copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
	}
	return copy;
}
