import { describe, expect, it } from 'vitest';
import { isViolation } from '#analysis/assumptions.ts';
import { battery, type Battery } from '#lib/server/results/present/battery.ts';
import { evaluationDatasets } from '../../../support/evaluation-dataset.ts';

const ITEMS = ['goals_clear', 'shared_mission', 'discuss_right_competence'];
const made = (found: ReturnType<typeof battery>): Battery => {
	if (isViolation(found)) throw new Error(JSON.stringify(found));
	return found;
};

describe('a battery of items by group', () => {
	const both = evaluationDatasets()(['samarbeidsforum', 'nettverk']);
	const found = made(battery(both, ITEMS, 'del', 'nb'));
	it('has means, spread, test, p and corrected p of each item in one table', () => {
		expect(found.table.rows.map((r) => r.key)).toEqual(ITEMS);
		expect(found.table.columns.map((c) => c.label).slice(-4)).toEqual(['Test', 'p', 'p (korrigert, Holm)', 'Effekt']);
		for (const row of found.table.rows) expect(row.cells).toHaveLength(found.table.columns.length);
		expect(found.table.rows[0]?.cells.slice(0, 4)).toMatchObject([{ value: expect.closeTo(3.47, 2) }, { value: expect.closeTo(0.94, 2) }, { value: expect.closeTo(4.27, 2) }, { value: expect.closeTo(0.8, 2) }]);
	});
	it('corrects over the items that were tested, by the method asked for', () => {
		const p = (all: Battery, key: string): number[] => all.table.rows.map((r) => { const cell = r.cells[all.table.columns.findIndex((c) => c.key === key)]; return cell?.kind === 'p' ? cell.value : NaN; });
		const bonferroni = made(battery(both, ITEMS, 'del', 'nb', { correction: 'bonferroni' }));
		p(bonferroni, 'p_corrected').forEach((corrected, i) => expect(corrected).toBeCloseTo(Math.min(1, 3 * p(bonferroni, 'p')[i]!), 14));
	});
	it('says which items differ after correction, and has the report’s figure', () => {
		expect(found.sentences[0]).toMatch(/^3 av 3 spørsmål skiller gruppene etter korreksjon: «Målene for samarbeidet er tydelige», /);
		expect(found.figure).toMatchObject({ kind: 'bars', interval: 'sd', labels: expect.arrayContaining(['Målene for samarbeidet er tydelige']) });
		expect(found.figure.kind === 'bars' && found.figure.series).toHaveLength(2);
		expect(made(battery(both, ITEMS, 'del', 'nb', { interval: 'ci' })).figure).toMatchObject({ kind: 'dots', interval: 'ci' });
	});
	it('tests more than two groups together, and by ranks when asked', () => {
		const network = evaluationDatasets()(['nettverk']);
		expect(made(battery(network, ITEMS, 'population_2020_band', 'en')).specs.tests.map((s) => s.method)).toEqual(['anova_welch', 'anova_welch', 'anova_welch']);
		expect(made(battery(network, ITEMS, 'population_2020_band', 'en', { test: 'ranks' })).specs.tests[0]?.method).toBe('kruskal_wallis');
		expect(made(battery(both, ITEMS, 'del', 'nn', { test: 'ranks' })).specs.tests[0]?.method).toBe('mann_whitney');
	});
	it('is refused for an item that is not there, and suppressed as the dataset asks', () => {
		expect(battery(both, ['nobody'], 'del', 'nb')).toMatchObject({ violation: 'unknown_column' });
		const limited = evaluationDatasets({ suppressBelow: 1000 })(['samarbeidsforum', 'nettverk']);
		expect(battery(limited, ITEMS, 'del', 'nb')).toMatchObject({ violation: 'suppressed' });
	});
});
