import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gather, type Gathered } from '../certify/r/gather.ts';
import type { Sample } from '../certify/r/tables.ts';
import { startR } from '#lib/server/results/r-check/webr.ts';

/** One test file's share of the tables: R is started once, and each table is a test. */
export function agreementOn(title: string, samples: readonly Sample[], index = 0): void {
	describe(title, () => {
		let r: Awaited<ReturnType<typeof startR>>;
		const all: Gathered[] = [];
		beforeAll(async () => {
			r = await startR();
		});
		afterAll(() => r.close());
		it.each(samples.map((s, i) => [s.name, s, i] as const))('%s: every spec gives in R what it gives in the engine', async (_, sample, i) => {
			const found = await gather(r, [sample], { index: index + i });
			all.push(...found);
			expect(found.filter((a) => a.outcome === 'differs').map((a) => [JSON.stringify(a.spec), ...a.faults])).toEqual([]);
		});
		it('and most specs were answered, so that the agreement is about numbers', () => {
			const agreed = all.filter((a) => a.outcome === 'agrees');
			expect(agreed.length).toBeGreaterThan(all.length * 0.8);
			expect(agreed.reduce((n, a) => n + a.compared, 0)).toBeGreaterThan(500 * samples.length);
		});
	});
}
