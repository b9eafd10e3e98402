/** Weights by whole-number key: adding to a key that is there adds to its weight. An open-addressed table in typed arrays, because millions are held. */
export class Pasts {
	size = 0;
	private keys = new Float64Array(8);
	private weights = new Float64Array(8);
	/** 1 + position in keys, 0 where free; twice as long as keys. */
	private slots = new Int32Array(16);

	add(key: number, weight: number): void {
		const mask = this.slots.length - 1;
		let at = this.slot(key, mask);
		while (this.slots[at] !== 0) {
			const k = this.slots[at]! - 1;
			if (this.keys[k] === key) {
				this.weights[k]! += weight;
				return;
			}
			at = (at + 1) & mask;
		}
		if (this.size === this.keys.length) {
			this.grow();
			this.add(key, weight);
			return;
		}
		this.keys[this.size] = key;
		this.weights[this.size] = weight;
		this.size += 1;
		this.slots[at] = this.size;
	}

	private slot(key: number, mask: number): number {
		const mixed = Math.imul((key >>> 0) ^ Math.imul((key / 4294967296) | 0, 0x9e3779b1), 0x85ebca6b);
		return (mixed ^ (mixed >>> 15)) & mask;
	}

	private grow(): void {
		const length = this.keys.length * 2;
		const [keys, weights] = [new Float64Array(length), new Float64Array(length)];
		keys.set(this.keys);
		weights.set(this.weights);
		[this.keys, this.weights, this.slots] = [keys, weights, new Int32Array(length * 2)];
		const mask = this.slots.length - 1;
		for (let k = 0; k < this.size; k++) {
			let at = this.slot(keys[k]!, mask);
			while (this.slots[at] !== 0) at = (at + 1) & mask;
			this.slots[at] = k + 1;
		}
	}

	/** Keys in rising order, their weights, and `from[k]` = the sum of the weights from position k on (one longer than the keys). */
	sorted(): { keys: Float64Array; weights: Float64Array; from: Float64Array } {
		const keys = this.keys.slice(0, this.size).sort();
		const weights = new Float64Array(this.size);
		const mask = this.slots.length - 1;
		for (let k = 0; k < this.size; k++) {
			let at = this.slot(keys[k]!, mask);
			while (this.keys[this.slots[at]! - 1] !== keys[k]) at = (at + 1) & mask;
			weights[k] = this.weights[this.slots[at]! - 1]!;
		}
		const from = new Float64Array(this.size + 1);
		for (let k = this.size - 1; k >= 0; k--) from[k] = from[k + 1]! + weights[k]!;
		return { keys, weights, from };
	}
}

/** The first position whose key is at least `key`, sought below `end`; `end` where none is. Keys in rising order. */
export function firstAtLeast(keys: Float64Array, key: number, end = keys.length): number {
	let lo = 0;
	let hi = end;
	while (lo < hi) {
		const middle = (lo + hi) >>> 1;
		if (keys[middle]! < key) lo = middle + 1;
		else hi = middle;
	}
	return lo;
}
