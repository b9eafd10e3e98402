import type { Specs } from './harness.ts';

export const specs: Specs = (_table, roles, seed) => {
	const [x] = roles.numeric;
	const [item] = roles.items;
	const all = [x, item].filter((v) => v !== undefined);
	return all.flatMap((v) => [
		{ method: 'bands', x: v, limits: v === item ? [1, 3] : [2, 12.5, 60], closed: seed % 2 ? 'left' : 'right' },
		{ method: 'quantile_groups', x: v, groups: 3 + (seed % 3), cuts: 'type7' },
		{ method: 'quantile_groups', x: v },
		{ method: 'natural_breaks', x: v, k: 2 + (seed % 3), k_min: 1, k_max: 4 }
	]) as ReturnType<Specs>;
};
