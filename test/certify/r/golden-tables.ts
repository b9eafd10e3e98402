/** The golden tables with the roles their columns can play. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { goldenData, readGolden } from '../golden.ts';
import type { Column } from '../../../analysis/table/table.ts';
import type { Sample } from './tables.ts';

const FOLDER = join(import.meta.dirname, '../../reference/golden');

/** Roles by what a column holds, so that a new golden table is used as it comes. */
export function goldenSamples(): Sample[] {
	return readdirSync(FOLDER)
		.map((f) => readGolden(join(FOLDER, f)))
		.map((file) => ({ file, table: goldenData(file).table }))
		.filter(({ table }) => table.rows > 25)
		.map(({ file, table }) => {
			const names = Object.keys(table.columns);
			const by = (test: (c: Column, name: string) => boolean): string[] => names.filter((n) => test(table.columns[n]!, n));
			const scored = (c: Column) => c.kind === 'categorical' && c.categories.every((x) => x.score !== undefined);
			const levels = (c: Column) => (c.kind === 'categorical' ? c.categories.length : Infinity);
			const items = by((c) => scored(c) && levels(c) >= 4 && levels(c) <= 7);
			const numeric = by((c) => c.kind === 'numeric');
			return {
				name: file.name,
				table,
				roles: {
					items,
					points: Math.max(0, ...items.map((n) => levels(table.columns[n]!))),
					numeric,
					pairs: numeric.length > 1 ? ([[numeric[0]!, numeric[1]!]] as [string, string][]) : [],
					two: by((c) => levels(c) === 2),
					groups: by((c) => levels(c) >= 3 && levels(c) <= 9 && !items.includes(c.label)),
					clusters: by((c) => levels(c) >= 10 && levels(c) < table.rows / 2),
					binary: by((c) => c.kind === 'categorical' && c.categories.map((x) => x.value).join() === '0,1'),
					weight: null
				}
			};
		});
}
