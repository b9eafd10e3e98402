import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Specs } from './harness.ts';

export const specs: Specs = (_table, { items, numeric }) => {
	const vars = [...numeric, ...items.slice(0, 3)];
	if (vars.length < 2) return [];
	return [
		{ method: 'correlation', vars },
		{ method: 'correlation', vars, missing: 'listwise', level: 0.9 },
		{ method: 'correlation', vars: vars.slice(0, 2), coefficients: ['kendall'] }
	] as BaseSpec[];
};
