/** Every pair of k groups in the order (0,1), (0,2) … (k-2,k-1). */
export function pairsOf(k: number): [number, number][] {
	return Array.from({ length: k }, (_, i) => Array.from({ length: k - i - 1 }, (_, j): [number, number] => [i, i + 1 + j])).flat();
}
