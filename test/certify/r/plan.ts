import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Specs } from './harness.ts';

/** Designs of the table's own size, so that every table tries others. */
export const specs: Specs = (table, _roles, seed) => {
	const n = Math.max(8, table.rows);
	const share = 0.05 + ((seed * 37) % 90) / 100;
	const effect = 0.1 + ((seed * 13) % 70) / 100;
	const half = Math.floor(n / 2);
	const finite = { population: 3 * n, design_effect: 1 + (seed % 5) / 4 };
	const list: unknown[] = [
		{ method: 'power_t_test', n_per_group: half, d: effect },
		{ method: 'power_t_test', n1: half, n2: n - half + 3, d: effect, alpha: 0.01, alternative: 'one_sided' },
		{ method: 'power_t_test', n1: half, n2: n, power: 0.8, ...finite },
		{ method: 'power_t_test', d: effect, power: 0.9 },
		{ method: 'power_t_test', d: effect, power: 0.8, ...finite, population: 20 * n },
		{ method: 'power_t_test_paired', n: half, d: effect },
		{ method: 'power_t_test_paired', n: half, power: 0.8, alternative: 'one_sided' },
		{ method: 'power_t_test_paired', d: effect, power: 0.95, alpha: 0.1 },
		{ method: 'power_two_proportions', p1: share, p2: 0.5, n_per_group: half },
		{ method: 'power_two_proportions', p1: share, n1: half, n2: n, power: 0.8, ...finite },
		{ method: 'power_two_proportions', p1: share, p2: share + 0.04, power: 0.8 },
		{ method: 'power_anova', k: 2 + (seed % 5), n_per_group: half, f: effect / 2 },
		{ method: 'power_anova', k: 2 + (seed % 5), n_per_group: half, power: 0.8 },
		{ method: 'power_anova', k: 3, f: effect, power: 0.9, ...finite },
		{ method: 'power_chisq', df: 1 + (seed % 9), n, w: effect / 2 },
		{ method: 'power_chisq', df: 1 + (seed % 9), n, power: 0.8 },
		{ method: 'power_chisq', df: 4, w: effect, power: 0.9 },
		{ method: 'power_correlation', n, r: -effect / 2 },
		{ method: 'power_correlation', n, power: 0.8, alternative: 'one_sided', ...finite },
		{ method: 'power_correlation', r: effect, power: 0.8 },
		{ method: 'margin_of_error', n, p: share, population: 3 * n },
		{ method: 'margin_of_error', n, design_effect: 1.7, level: 0.9 },
		{ method: 'margin_of_error', margin: 0.03, p: share, population: 20 * n },
		{ method: 'margin_of_error', margin: 0.05, design_effect: 2 },
		{ method: 'p_adjust', p: Array.from({ length: 3 + (seed % 20) }, (_, i) => ((((i + 1) * (seed + 7)) % 97) / 97) ** 3) }
	];
	return list as BaseSpec[];
};
