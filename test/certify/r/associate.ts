import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Specs } from './harness.ts';

export const specs: Specs = (_table, { items, numeric }, seed) => {
	const vars = [...numeric, ...items.slice(0, 3)];
	if (vars.length < 2) return [];
	return [
		{ method: 'correlation', vars },
		{ method: 'correlation', vars, missing: 'listwise', level: 0.9 },
		{ method: 'correlation', vars: vars.slice(0, 2), coefficients: ['kendall'] },
		...(items.length > 1 ? [{ method: 'polychoric', vars: items.slice(0, 2) }, { method: 'polychoric_counts', counts: [[12, 7, 3], [5, 14, 9 + (seed % 5)], [1, 8, 20]], level: 0.9 }] : [])
	] as unknown as BaseSpec[];
};
