import { expect, it } from 'vitest';
import { simulate } from './fieldwork/simulate.ts';
import { SMALL } from './fieldwork/world.ts';

it('A fieldwork of 300 seats keeps its promises while senders, server and database are killed', async () => {
	const report = await simulate(SMALL);
	expect(report.verdicts.filter((v) => v.broken.length > 0)).toEqual([]);
	expect(report.kills.map((k) => k.target)).toEqual(expect.arrayContaining(['database', 'server']));
	expect(report.kills).toHaveLength(SMALL.kills);
	// the kills were felt, and there was something to judge
	expect(report.totals.tried_again).toBeGreaterThan(0);
	for (const { rule, checked } of report.verdicts) expect(checked, rule).toBeGreaterThan(0);
});
