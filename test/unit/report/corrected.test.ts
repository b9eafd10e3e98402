import { describe, expect, it } from 'vitest';
import type { Cell, Table } from '../../../analysis/report/table.ts';
import { PLAN_FORMAT, type Plan } from '#lib/domain/analysis/types.ts';
import { REPORT_FORMAT, type Block, type Report } from '#lib/domain/report/types.ts';
import { runPlan } from '#lib/server/results/plan/run.ts';
import { checkReport } from '#lib/server/results/report-document/check.ts';
import { correctedPaths, notedTable } from '#lib/server/results/report-document/corrected.ts';
import { ranOf } from '#lib/server/results/report-document/ran.ts';
import { resolve } from '#lib/server/results/report-document/resolve.ts';
import { tablesOf } from '#lib/server/export/report/resolved.ts';
import { PLAN } from '../../../src/demo/report/plan.ts';
import { evaluationDatasets } from '../../support/evaluation-dataset.ts';

const datasets = evaluationDatasets();
const crosstabs = PLAN.entries.filter((entry) => entry.spec.method === 'crosstab').slice(0, 3);
const correlation = PLAN.entries.find((entry) => entry.spec.method === 'correlation')!;
const [a, b, c] = crosstabs.map(({ key }) => key) as [string, string, string];
const plan: Plan = {
	format: PLAN_FORMAT, title: { nb: 'P' }, entries: [...crosstabs, correlation],
	families: [{ key: 'nytte', method: 'bonferroni', of: [a, b].map((entry) => ({ entry, path: 'p' })) }, { key: 'alle', method: 'bonferroni', of: [{ entry: correlation.key, path: 'r_p' }, { entry: b, path: 'p' }] }]
};
const run = runPlan(plan, datasets);
const ran = ranOf(run, datasets, 0, 'nb');
const report = (...blocks: Block[]): Report => ({ format: REPORT_FORMAT, title: 'R', style: 'afi', locale: 'nb', blocks });
const printed = (...blocks: Block[]) => resolve(report(...blocks), { ran, provenance: [], date: '2021-06-01' });
const text = (source: string, of = ran): string => {
	const [block] = resolve(report({ kind: 'text', text: source }), { ran: of, provenance: [], date: '2021-06-01' }).resolved.blocks;
	return block?.kind === 'paragraph' ? block.runs.map((one) => one.text).join('') : '';
};
const pOf = (key: string): number => {
	const result = ran(key)!.result;
	return 'values' in result ? (result.values.p as number) : NaN;
};
const tableOf = (block: Partial<Extract<Block, { kind: 'table' }>>): Table => tablesOf(printed({ kind: 'table', entry: a, caption: 'C', ...block }).resolved)[0]!.table;
const pCells = (table: Table): Extract<Cell, { kind: 'p' }>[] => table.rows.flatMap((row) => row.cells).filter((cell) => cell.kind === 'p');

describe('a corrected p in a text', () => {
	it('is that of the family that the binding names, beside the uncorrected', () => {
		const corrected = Math.min(1, 2 * pOf(a));
		expect(corrected).not.toBe(pOf(a));
		const said = (p: number) => (p < 0.001 ? '<\u00a00,001' : p.toFixed(3).replace('.', ','));
		expect(text(`{r:${a}.p|3} {r:${a}.corrected.nytte.p|3}`)).toBe(`${said(pOf(a))} ${said(corrected)}`);
		expect(checkReport(report({ kind: 'text', text: `{r:${a}.corrected.nytte.p}` }), plan, ran)).toEqual([]);
	});
	it('is offered family by family, and what is no member of the family is a fault that names what there is', () => {
		expect(correctedPaths(ran(b)!)).toEqual(['corrected.nytte.p', 'corrected.alle.p']);
		expect(correctedPaths(ran(correlation.key)!)[0]).toMatch(/^corrected\.alle\.r_p\.0/);
		expect(correctedPaths(ran(c)!)).toEqual([]);
		expect(checkReport(report({ kind: 'text', text: `{r:${a}.corrected.alle.p} {r:${c}.corrected.nytte.p}` }), plan, ran).map(({ code, params }) => [code, String(params.places).includes('corrected.nytte.p')])).toEqual([['no_place', true], ['no_place', false]]);
	});
	it('is hidden where the p itself is', () => {
		expect(text(`{r:${a}.corrected.nytte.p}`, ranOf(run, datasets, 1000, 'nb'))).toBe('[skjult: for få svar]');
	});
});

describe('a table with the p-values of a family', () => {
	it('has the corrected p, and a note that says by what and for how many', () => {
		const [own, made] = [tableOf({ view: 'test' }), tableOf({ view: 'test', family: 'nytte' })];
		expect(pCells(own).map((cell) => cell.value)).toEqual([pOf(a)]);
		expect(pCells(made)).toEqual([{ kind: 'p', value: Math.min(1, 2 * pOf(a)) }]);
		expect(made.notes.at(-1)).toBe('p er korrigert etter Bonferroni for 2 tester (familien «nytte»).');
		expect(own.notes.some((note) => note.includes('korrigert'))).toBe(false);
	});
	it('has a sign at the corrected p where others in it are not corrected', () => {
		const withP = (...p: number[]): Table => ({ title: 'T', rowHeading: 'R', notes: ['n'], provenance: [], columns: p.map((_, j) => ({ key: `${j}`, label: `${j}` })), rows: [{ key: 'r', label: 'r', cells: p.map((value) => ({ kind: 'p', value })) }] });
		const made = notedTable(withP(0.02, 0.03), withP(0.04, 0.03), [{ family: 'f', method: 'holm', tests: 2, path: 'p', adjusted: 0.04 }], 'nb');
		expect(pCells(made)).toEqual([{ kind: 'p', value: 0.04, mark: '†' }, { kind: 'p', value: 0.03 }]);
		expect(made.notes).toEqual(['n', '† p er korrigert etter Holm for 2 tester (familien «f»).']);
		expect(pCells(tableOf({ view: 'test', family: 'nytte', with: [{ entry: c, view: 'test', as: 'rows' }] })).map((cell) => cell.mark)).toEqual(['†', undefined]);
	});
	it('has the stars of the corrected p', () => {
		const stars = (table: Table) => table.rows.flatMap((row) => row.cells.map((cell) => cell.mark ?? '')).join('').length;
		const [own, made] = [tableOf({ entry: correlation.key }), tableOf({ entry: correlation.key, family: 'alle' })];
		expect(stars(made)).toBeLessThan(stars(own));
		expect(made.notes.at(-1)).toMatch(/^p er korrigert etter Bonferroni for \d+ tester \(familien «alle»\)\.$/);
	});
	it('is as it was, without a note, where it has no p; and a family that none of its analyses is in is a fault', () => {
		expect(tableOf({ view: 'print_percent', family: 'nytte' })).toEqual(tableOf({ view: 'print_percent' }));
		expect(checkReport(report({ kind: 'table', entry: c, caption: 'C', family: 'nytte' }, { kind: 'table', entry: a, caption: 'C', family: 'nytte' }), plan, ran).map(({ block, code }) => [block, code])).toEqual([[1, 'unknown_family']]);
	});
});
