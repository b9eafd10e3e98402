import { describe, expect, it } from 'vitest';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import { specFaults } from '#lib/server/results/plan/spec-check.ts';
import { asWritten, faultText, titleAndName } from '#lib/server/results/workbench/words.ts';
import { buildDataset } from '../../../support/dataset/build.ts';

const dataset = buildDataset([
	{ name: 'a', type: 'categorical', cells: ['1', '2'], categories: [['1', 'Ja'], ['2', 'Nei']] }, { name: 'words', type: 'text', label: 'Er det noe mer?', cells: ['x', 'y'] }
]);
const first = (spec: AnySpec, ...title: [] | [typeof titleAndName]) => { const [fault] = specFaults(spec, dataset); if (!fault) throw new Error('no fault'); return faultText(fault, dataset, 'nb', ...title); };

describe('a fault of a spec', () => {
	it('names its field by the title that the form has', () => {
		expect(first({ method: 'crosstab', rows: 'a' })).toBe('Kolonner: Feltet Kolonner mangler eller er feil. Det skal være: navnet på en variabel.');
	});
	it('names it as the JSON needs it where a spec is written as JSON', () => {
		expect(first({ method: 'crosstab', rows: 'a' }, asWritten)).toBe('columns: Feltet columns mangler eller er feil. Det skal være: navnet på en variabel.');
		expect(first({ method: 'crosstab', rows: 'a' }, titleAndName)).toMatch(/^Kolonner \(columns\): /);
	});
	it('quotes a variable’s own words, so that a question is not read as the fault', () => {
		expect(first({ method: 't_test', y: 'words', group: 'a' })).toContain('«Er det noe mer?» er tekst');
		expect(first({ method: 't_test', y: 'nowhere', group: 'a' })).toContain('ingen variabel som heter nowhere');
	});
});
