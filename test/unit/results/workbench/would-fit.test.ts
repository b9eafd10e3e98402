import { describe, expect, it } from 'vitest';
import type { Dataset, DatasetVariable } from '#lib/domain/dataset/types.ts';
import { wouldFit } from '#lib/server/results/workbench/would-fit.ts';

const text = (nb: string) => ({ nb, nn: nb, en: nb });
const variable = (name: string, type: DatasetVariable['type'], values: string[] = []): DatasetVariable => ({
	name, label: text(name), question: null, type, measure: type === 'numeric' ? 'scale' : 'nominal', categories: values.map((value) => ({ value, label: text(value) })), reversed: false, decimals: null, unit: null,
	origin: { kind: 'item', survey: 's', item: name, block: 'b' }
});
const ROWS = 30;
const every = (groups: number) => Uint8Array.from({ length: ROWS }, (_, i) => i % groups);
const DATA: Dataset = {
	key: 'p', kind: 'responses', title: text('P'), hash: 'h', rows: ROWS, suppressBelow: 0, variables: [variable('indeks', 'numeric'), variable('fylke', 'categorical', ['a', 'b', 'c']), variable('kjonn', 'categorical', ['1', '2'])],
	columns: { indeks: { kind: 'numeric', values: Float64Array.from({ length: ROWS }, (_, i) => i / 3), missing: null }, fylke: { kind: 'categorical', codes: every(3) }, kjonn: { kind: 'categorical', codes: every(2) } }
};

describe('what would fit instead', () => {
	it('is found for the variables of the spec: three groups in a test of two are an analysis of variance', () => {
		const found = wouldFit({ method: 't_test', y: 'indeks', group: 'fylke' }, DATA, []);
		expect(found[0]).toBe('anova_welch');
		expect(found).toHaveLength(3);
		expect(found).not.toContain('t_test');
	});
	it('goes by the rows that the filter keeps: a group that is alone is no group', () => {
		expect(wouldFit({ method: 'anova', y: 'indeks', group: 'kjonn' }, DATA, [])).toContain('t_test');
		expect(wouldFit({ method: 'anova', y: 'indeks', group: 'kjonn', filter: [{ column: 'kjonn', in: ['1'] }] }, DATA, [])).not.toContain('t_test');
	});
	it('goes by the variables that were picked, where some were', () => {
		expect(wouldFit({ method: 't_test', y: 'indeks', group: 'fylke' }, DATA, ['fylke'])).toContain('frequencies');
	});
	it('is nothing where no variable is known', () => {
		expect(wouldFit({ method: 't_test', y: 'finnes_ikke' }, DATA, ['heller_ikke'])).toEqual([]);
		expect(wouldFit({ method: 'magi', y: 'indeks' }, DATA, [])).toEqual([]);
	});
});
