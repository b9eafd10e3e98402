import { categoricalColumn, numericColumn, tableOf, type Cell } from '../../../analysis/table/build.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import { seededRandom } from '../../../analysis/numeric/random.ts';
import type { Specs } from './harness.ts';
import type { Sample } from './tables.ts';

const COLUMNS = { municipality: 'kommune', school: 'skole', indicator: 'indikator', year: 'skoleår', value: 'verdi', n: 'elever' } as const;
const LIMITS = [{ value: 0.3 }, { value: 0.2, points: 2.5 }];

/** Values of municipalities and schools by indicator and year, with ties, gaps and small cohorts: an extraction is of no other table. */
export function extractionSample(seed: number): Sample {
	const random = seededRandom(seed);
	const rows: Record<keyof typeof COLUMNS, Cell>[] = [];
	for (let m = 0; m < 40; m++) {
		const municipality = `${1100 + 7 * m}`.padStart(4, '0');
		for (const school of [{ missing: 'not_asked' } as const, ...(m % 3 === 0 ? ['Øvre', 'Nedre, ny'] : [])]) {
			for (const indicator of ['karakterer', 'mobbing', 'lesing 5', 'annet']) for (const year of ['2018', '2019', '2020']) {
				if (random() < 0.1) continue;
				rows.push({ municipality, school, indicator, year, value: random() < 0.1 ? { missing: 'suppressed' } : Math.round(random() * (seed % 2 ? 20 : 1000)) / (seed % 2 ? 20 : 1000), n: random() < 0.05 ? null : 1 + Math.floor(random() * 80) });
			}
		}
	}
	const cells = (key: keyof typeof COLUMNS) => rows.map((r) => r[key]);
	const columns = Object.fromEntries((Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).map((k) => [COLUMNS[k], k === 'value' || k === 'n' ? numericColumn(cells(k)) : categoricalColumn(cells(k))]));
	return { name: `extraction ${seed}`, table: tableOf(columns), roles: { items: [], points: 0, numeric: [], pairs: [], two: [], groups: [], clusters: [], binary: [], weight: null } };
}

export const specs: Specs = (table) => {
	if (!Object.hasOwn(table.columns, COLUMNS.indicator)) return [];
	const base = { method: 'follow_up_extraction', ...COLUMNS };
	const low = { indicator: 'karakterer', worse: 'low' };
	const high = { indicator: 'mobbing', worse: 'high' };
	return [
		{ ...base, indicators: [{ ...low, limits: LIMITS }, { ...high, limits: [{ value: 0.8 }] }, { indicator: 'lesing 5', worse: 'high', limits: [{ percentile: 20 }], weight: 1.5 }] },
		{ ...base, indicators: [{ ...high, limits: [{ percentile: 30 }, { percentile: 7.5, points: 3 }] }, { ...low, limits: [{ percentile: 25 }], weight: 0.3 }], years: ['2020', '2018'], min_n: 10, min_present: 0.8 },
		{ ...base, indicators: [{ ...low, limits: [{ value: 0.4 }] }], min_present: 0, filter: [{ column: COLUMNS.year, in: ['2019', '2020'] }] }
	] as unknown as BaseSpec[];
};
