import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Specs } from './harness.ts';

interface Named extends BaseSpec {
	[field: string]: unknown;
}

/** Models of every kind that the table's columns allow. */
export const specs: Specs = (table, roles, seed) => {
	const { numeric, two, groups, clusters, binary, items } = roles;
	const all: Named[] = [];
	const [y, x1, x2] = numeric;
	const cluster = clusters[0] ?? null;
	const factor = groups[0] ?? two[0];
	if (y && x1) {
		const x = [x1, ...(factor ? [factor] : [])];
		all.push({ method: 'ols', y, x, cluster: null, level: 0.9 });
		if (cluster) all.push({ method: 'ols', y, x, cluster });
		if (two[0]) all.push({ method: 'ols', y, x: [x1, two[0], `${two[0]}:${x1}`], cluster });
		if (x2 && seed % 2 === 0) all.push({ method: 'ols', y, x: [x1, x2], intercept: false });
		if (factor && items[0] && seed % 2 === 1) all.push({ method: 'ols', y, x: [factor, items[0]], factors: [items[0]], intercept: seed % 3 > 0 });
		all.push({ method: 'ols', y, x: null });
		if (cluster) all.push({ method: 'mixed', y, group: cluster, x: seed % 3 === 0 ? null : x, REML: seed % 2 === 0 });
		if (factor && factor !== cluster) all.push({ method: 'mixed', y, group: factor, x: [x1], REML: seed % 2 === 1 });
	}
	for (const b of binary) if (y) all.push({ method: 'logistic', y: b, x: [y, ...two, ...groups.slice(0, 1)].filter((n) => n !== b) });
	if (binary[0] && y && x1 && seed % 5 === 0) {
		all.push({ method: 'logistic', y: binary[0], x: [y, ...(two[0] ? [two[0]] : [])], intercept: false });
		if (cluster) all.push({ method: 'mixed', y, group: cluster, x: [x1, ...(two[0] ? [two[0]] : [])], intercept: false, REML: seed % 2 === 0 });
	}
	if (binary[0] && table.rows > 60) all.push({ method: 'logistic', y: binary[0], x: null, event: '0' });
	return all;
};
