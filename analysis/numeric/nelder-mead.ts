/** Search for a minimum without derivatives, step for step as Nash describes it, so that the same start and limits stop at the same point as in R. */

export interface SimplexOptions {
	/** Evaluations after which no new round begins; R's default. */
	most?: number;
	/** The search ends when the simplex' values lie this close, relative to the first value; R's default. */
	relative?: number;
}

interface Corner {
	at: number[];
	value: number;
}

const BIG = 1e35;
const [REFLECT, CONTRACT, EXTEND] = [1, 0.5, 2];

function firstSimplex(start: readonly number[], f: (x: number[]) => number): Corner[] {
	const step = start.reduce((s, x) => Math.max(s, 0.1 * Math.abs(x)), 0) || 0.1;
	const moved = start.map((x, k) => ({ at: start.with(k, x + step), value: 0 }));
	return [{ at: [...start], value: f([...start]) }, ...moved];
}

/**
 * Nelder and Mead (1965), Computer Journal 7, 308–313, in the form of Nash (1990), Compact Numerical Methods for Computers, algorithm 19, that
 * R's `optim` uses: start simplex of a tenth of the largest coordinate, at most 500 evaluations. It often stops short of the minimum; it is here to
 * reproduce what was found with it, not to find minima.
 * @returns the best corner met
 */
export function nelderMead(f: (x: number[]) => number, start: readonly number[], { most = 500, relative = Math.sqrt(Number.EPSILON) }: SimplexOptions = {}): { at: number[]; value: number; evaluations: number } {
	let evaluations = 0;
	const value = (x: number[]): number => {
		evaluations++;
		const y = f(x);
		return Number.isFinite(y) ? y : BIG;
	};
	const corners = firstSimplex(start, value);
	const size = start.length;
	const close = relative * (Math.abs(corners[0]!.value) + relative);
	let oldSize = corners.slice(1).reduce((s, c, k) => s + 10 * Math.abs(c.at[k]! - start[k]!), 0);
	let low = 0;
	let evaluate = true;
	do {
		if (evaluate) corners.forEach((c, k) => k !== low && (c.value = value(c.at)));
		evaluate = false;
		let high = low;
		corners.forEach((c, k) => {
			if (c.value < corners[low]!.value) low = k;
			if (c.value > corners[high]!.value) high = k;
		});
		const [best, worst] = [corners[low]!.value, corners[high]!];
		if (worst.value <= best + close) break;
		const centre = start.map((_, i) => corners.reduce((s, c) => s + c.at[i]!, -worst.at[i]!) / size);
		const reflected = centre.map((c, i) => (1 + REFLECT) * c - REFLECT * worst.at[i]!);
		const there = value(reflected);
		if (there < best) {
			const further = reflected.map((x, i) => EXTEND * x + (1 - EXTEND) * centre[i]!);
			const beyond = value(further);
			corners[high] = beyond < there ? { at: further, value: beyond } : { at: reflected, value: there };
			continue;
		}
		const before = worst.value;
		if (there < before) corners[high] = { at: reflected, value: there };
		const from = corners[high]!;
		const between = from.at.map((x, i) => (1 - CONTRACT) * x + CONTRACT * centre[i]!);
		const inside = value(between);
		if (inside < from.value) corners[high] = { at: between, value: inside };
		else if (there >= before) {
			const lowest = corners[low]!.at;
			let newSize = 0;
			for (const [k, c] of corners.entries()) {
				if (k === low) continue;
				c.at = c.at.map((x, i) => CONTRACT * (x - lowest[i]!) + lowest[i]!);
				newSize += c.at.reduce((s, x, i) => s + Math.abs(x - lowest[i]!), 0);
			}
			if (newSize >= oldSize) break;
			oldSize = newSize;
			evaluate = true;
		}
	} while (evaluations <= most);
	return { ...corners[low]!, evaluations };
}
