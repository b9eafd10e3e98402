/** Small register tables for tests of linking. */
import { columnOf, type Cell, type Measure, type RegisterTable, type RegisterVariable } from '../../../src/lib/domain/register/table.ts';

export const variable = (key: string, measure: Measure, denominator: string | null = null, sha256 = 'a'.repeat(64)): RegisterVariable => ({
	key, label: key, unit: '', measure, denominator, decimals: 1, definition: key,
	source: { table: '07459', title: 'Folketall', updated: '2020-02-27T07:00:00Z', retrievedAt: '2021-05-01T10:00:00Z', query: null, licence: 'CC BY 4.0', sha256 }
});

/** @param cells by variable, region and year, in the tables' order; a text is a mark */
export function tableOf(variables: RegisterVariable[], regions: string[], years: number[], cells: (variable: number, region: number, year: number) => Cell | undefined): RegisterTable {
	return { variables, regions, years, columns: variables.map((_, v) => columnOf(regions.flatMap((_r, r) => years.map((_y, y) => cells(v, r, y))))) };
}
