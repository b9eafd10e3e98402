/** Integrals over the line of what falls away on both sides. */

const NEGLIGIBLE = 42;

/** A point near the top of a function that rises and then falls, searched from `guess` in steps that double. */
function nearTop(f: (x: number) => number, guess: number, step: number): number {
	let x = guess;
	let fx = f(x);
	let dx = step;
	const right = f(x + dx);
	let next = right;
	if (!(right > fx)) {
		dx = -dx;
		next = f(x + dx);
	}
	while (next > fx) {
		x += dx;
		fx = next;
		dx *= 2;
		next = f(x + dx);
	}
	// the top lies within a step of x: two parabolic or halving tries bring it near enough
	for (let width = Math.abs(dx) / 2; width > step / 4; width /= 2) {
		for (const side of [x - width, x + width]) {
			const value = f(side);
			if (value > fx) [x, fx] = [side, value];
		}
	}
	return x;
}

/** Where f has fallen NEGLIGIBLE below `top`, going from x in the direction of `step`. */
function end(f: (x: number) => number, x: number, top: number, step: number): number {
	let inside = x;
	let dx = step;
	while (f(inside + dx) > top - NEGLIGIBLE) {
		inside += dx;
		dx *= 2;
	}
	let outside = inside + dx;
	for (let i = 0; i < 4; i++) {
		const middle = (inside + outside) / 2;
		if (f(middle) > top - NEGLIGIBLE) inside = middle;
		else outside = middle;
	}
	return outside;
}

/**
 * log ∫ e^f(x) dx over the line, for a smooth f that rises and then falls, at least linearly. The trapezoidal rule, whose error
 * falls exponentially with the step for such functions, halved until two sums agree.
 * Source: Trefethen and Weideman (2014), The exponentially convergent trapezoidal rule, SIAM Review 56, 385–458.
 * @param guess a point near the top
 * @param step a first step, about the width of the top
 */
export function logIntegral(f: (x: number) => number, guess: number, step: number): number {
	const middle = nearTop(f, guess, step);
	const top = f(middle);
	if (top === -Infinity) return -Infinity;
	const low = end(f, middle, top, -step);
	const high = end(f, middle, top, step);
	let points = 24;
	let h = (high - low) / points;
	let sum = 0;
	for (let i = 0; i <= points; i++) sum += Math.exp(f(low + i * h) - top);
	for (let round = 0; round < 14; round++) {
		let between = 0;
		for (let i = 0; i < points; i++) between += Math.exp(f(low + (i + 0.5) * h) - top);
		const gap = Math.abs(between - sum);
		sum += between;
		points *= 2;
		h /= 2;
		// where f is large its own rounding is all that is left of the gap
		if (gap < Math.max(1e-9, 1e-15 * Math.abs(top)) * sum) break;
	}
	return top + Math.log(sum * h);
}

/** log Σ e^f(j) over whole numbers j ≥ 0, for a sequence that rises and then falls. */
export function logSeries(f: (j: number) => number, guess: number): number {
	let at = Math.max(0, Math.round(guess));
	let top = f(at);
	for (let step = 2 ** Math.floor(Math.log2(Math.max(1, at / 4))); step >= 1; step /= 2) {
		for (const direction of [step, -step]) {
			for (let next = f(at + direction); at + direction >= 0 && next > top; next = at + direction >= 0 ? f(at + direction) : -Infinity) {
				at += direction;
				top = next;
			}
		}
	}
	if (top === -Infinity) return -Infinity;
	let sum = 1;
	for (const direction of [1, -1]) {
		for (let j = at + direction; j >= 0; j += direction) {
			const term = Math.exp(f(j) - top);
			sum += term;
			if (term < 1e-18 * sum) break;
		}
	}
	return top + Math.log(sum);
}
