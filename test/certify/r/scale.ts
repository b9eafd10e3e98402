import type { Table } from '../../../analysis/table/table.ts';
import type { Specs } from './harness.ts';
import type { Roles } from './tables.ts';

/** Items of different kinds: those of one scale, or numbers where a table has no items. */
function itemsOf(table: Table, roles: Roles): string[] {
	return (roles.items.length >= 3 ? roles.items : roles.numeric).slice(0, 8);
}

export const specs: Specs = (table, roles, seed) => {
	const items = itemsOf(table, roles);
	if (items.length < 3) return [];
	const reversed = items.filter((_, i) => (i + seed) % 4 === 0);
	// two factors want three items each; with fewer every solution is near a bound
	const factors = items.length >= 6 ? 1 + (seed % 2) : 1;
	const ends = { scale_min: 1, scale_max: roles.points || 100 };
	const extractions = ['pca', 'pa', 'ml'] as const;
	const rotations = ['varimax', 'oblimin', 'none'] as const;
	// every combination on the first tables, one a table afterwards: each takes R up to a second
	const factorings = seed < 8 ? extractions.map((e, i) => [e, rotations[(seed + i) % 3]!] as const) : [[extractions[seed % 3]!, rotations[Math.floor(seed / 3) % 3]!] as const];
	return [
		{ method: 'mean_index', items, reversed, min_valid: 1 + (seed % items.length), ...ends },
		{ method: 'alpha', items, reversed: [] },
		{ method: 'alpha', items: items.slice(0, 2), level: 0.9 },
		{ method: 'alpha', items, reversed, missing: 'pairwise', ...ends },
		{ method: 'factor_adequacy', items },
		...(seed % 3 === 0 ? [{ method: 'omega', items, reversed }] : []),
		...factorings.map(([extraction, rotation]) => ({ method: 'factor_analysis', items, reversed, factors, extraction, rotation, scores: seed % 5 === 0 })),
		...(seed % 8 === 0 ? [{ method: 'parallel_analysis', items, replicates: 500 }] : [])
	] as ReturnType<Specs>;
};
