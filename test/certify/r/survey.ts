import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import { groups } from '../../../analysis/table/view.ts';
import { isViolation } from '../../../analysis/assumptions.ts';
import type { Specs } from './harness.ts';

interface Named extends BaseSpec {
	[field: string]: unknown;
}

/** Designs of every kind that the table's columns allow. */
export const specs: Specs = (table, roles, seed) => {
	const { numeric, two, groups: many, clusters, items, binary } = roles;
	const weights = roles.weight ?? (Object.hasOwn(table.columns, 'pw') ? 'pw' : null);
	const fpc = Object.hasOwn(table.columns, 'fpc') ? 'fpc' : null;
	const y = numeric.find((v) => v !== weights && v !== fpc) ?? items[0];
	const x = numeric.find((v) => v !== y && v !== weights && v !== fpc);
	const factor = many[0] ?? two[0];
	const other = items[1] ?? two[0];
	const all: Named[] = [];
	const designs: Record<string, unknown>[] = [
		{ weights },
		{ weights, strata: factor ?? null },
		...(clusters[0] ? [{ weights, cluster: clusters[0] }, { weights: null, cluster: clusters[0], strata: many[0] ?? null }] : []),
		...(fpc ? [{ weights, strata: factor, fpc }] : []),
		{ population_N: table.rows * 3 }
	];
	for (const [i, design] of designs.entries()) {
		const by = i % 2 === 0 ? (two[0] ?? null) : null;
		if (y) all.push({ method: 'survey_mean', y, by, level: i === 1 ? 0.9 : 0.95, ...design });
		if (factor) all.push({ method: 'survey_frequencies', x: i % 2 ? factor : (other ?? factor), ...design });
		if (factor && other && other !== factor && i % 2 === seed % 2) all.push({ method: 'survey_crosstab', rows: binary[0] ?? other, columns: factor, ...design });
		if (y && x && factor) all.push({ method: 'survey_ols', y, x: [x, factor], intercept: !(i === 0 && seed % 4 === 0), ...design });
	}
	if (y && two[0] && factor && factor !== two[0]) {
		const [a, b] = [groups(table, two[0]), groups(table, factor)];
		if (!isViolation(a) && !isViolation(b)) {
			const cells = a.levels.flatMap((p) => b.levels.map((q) => [p.value, q.value]));
			all.push({ method: 'poststratified_mean', y, by: [two[0], factor], cells, population: cells.map((_, i) => 900 + 37 * i), finite: seed % 2 === 0 });
		}
	}
	return all;
};
