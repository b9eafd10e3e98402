import { AREAS } from './areas.ts';
import { toCsv } from '../../../src/lib/server/results/r-check/csv.ts';
import type { R } from '../../../src/lib/server/results/r-check/webr.ts';
import { agree, type Agreement } from './harness.ts';
import type { Sample } from './tables.ts';

export interface Gathered extends Agreement {
	sample: string;
	method: string;
}

/** Every spec of every area (or one) on the samples, one after another; `index` is the first sample's number, which varies what areas choose. */
export async function gather(r: R, samples: readonly Sample[], options: { area?: string; only?: RegExp; index?: number } = {}): Promise<Gathered[]> {
	const { area = '', only = /./, index = 0 } = options;
	const out: Gathered[] = [];
	for (const [i, { name, table, roles }] of samples.entries()) {
		const csv = toCsv(table);
		for (const [key, specs] of Object.entries(AREAS)) {
			if (area && key !== area) continue;
			for (const spec of specs(table, roles, index + i)) {
				if (only.test(spec.method)) out.push({ ...(await agree(r, spec, table, csv)), sample: name, method: spec.method });
			}
		}
	}
	return out;
}
