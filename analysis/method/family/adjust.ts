import { benjaminiHochberg, holm } from '../../plan/adjust.ts';

export const ADJUSTMENTS = ['Holm', 'Benjamini-Hochberg'] as const;

/** Corrected p-values in the given order; null where there is no p. The family is the tests that have one. */
export function adjustAll(p: readonly (number | null)[]): { p_holm: (number | null)[]; p_bh: (number | null)[] } {
	const present = p.filter((x) => x !== null);
	const spread = (corrected: readonly number[]): (number | null)[] => {
		let next = 0;
		return p.map((x) => (x === null ? null : corrected[next++]!));
	};
	return { p_holm: spread(holm(present)), p_bh: spread(benjaminiHochberg(present)) };
}
