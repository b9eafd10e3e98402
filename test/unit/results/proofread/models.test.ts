import { describe, expect, it } from 'vitest';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import type { Table } from '#analysis/report/table.ts';
import { LOCALES, type Locale } from '#lib/domain/questionnaire/schema.ts';
import { drawReport, toDocx } from '#lib/server/export/report/index.ts';
import type { ResolvedReport } from '#lib/server/export/report/resolved.ts';
import { present } from '#lib/server/results/present/present.ts';
import { proofread, proofReadView, readPasted, readWord } from '#lib/server/results/proofread/index.ts';
import { engineTable } from '#lib/server/results/snapshot/engine-table.ts';
import { PLAN } from '../../../../src/demo/report/plan.ts';
import { evaluationDatasets } from '../../../support/evaluation-dataset.ts';
import { evaluationReport } from '../../../support/report-run.ts';

/** Rows of cells apart by bars, as they are copied from Word. */
const pasted = (caption: string, rows: string, notes = '') => proofread(readPasted(`Tabell 1. ${caption}\n${rows.trim().split('\n').map((row) => row.split('|').map((cell) => cell.trim()).join('\t')).join('\n')}\n${notes}`));
const found = (caption: string, rows: string, notes = '') => pasted(caption, rows, notes).findings.map(({ cell, check, printed }) => [check, cell, printed]);

const WELCH = `Mål | Differanse | 95 % KI | t | df | p | Standardfeil
Tydelige mål | −0,80 | [−0,99; −0,61] | −8,40 | 277,3 | < 0,001 | 0,10
Felles forståelse | 0,12 | [−0,09; 0,33] | 1,13 | 290,1 | 0,259 | 0,11
Avklarte roller | 0,25 | [0,05; 0,45] | 2,50 | 288,0 | 0,013 | 0,10`;
const OLS = `Variabel | b | Standardfeil | t | p | 95 % KI | β
Konstant | 2,145 | 0,219 | 9,79 | < 0,001 | [1,714; 2,575] |
Forståelse | 0,282 | 0,053 | 5,35 | < 0,001 | [0,178; 0,386] | 0,28
Roller | 0,104 | 0,049 | 2,14 | 0,033 | [0,008; 0,199] | 0,11`;
const FIT = `Modell | n | R² | Justert R² | F | df | p
Modell 1 | 333 | 0,263 | 0,257 | 39,19 | 3; 329 | < 0,001
Modell 2 | 333 | 0,280 | 0,271 | 31,89 | 4; 328 | < 0,001`;
const EIGEN = `Komponent | Egenverdi | % av varians | Kumulativ %
1 | 3,21 | 40,1 | 40,1
2 | 1,52 | 19,0 | 59,1
3 | 0,97 | 12,1 | 71,3
4 | 0,80 | 10,0 | 81,3`;
const LOADINGS = `Spørsmål | Faktor 1 | Faktor 2 | Kommunalitet | Unik varians
Mål | 0,81 | 0,12 | 0,67 | 0,33
Roller | 0,72 | −0,20 | 0,56 | 0,44
Tid | 0,10 | 0,66 | 0,45 | 0,55
Tillit | 0,31 | 0,58 | 0,43 | 0,57`;

describe('tables of tests and models without misprints', () => {
	it.each([['Forskjeller', WELCH, 'tests'], ['Regresjon', OLS, 'tests'], ['Tilpasning', FIT, 'tests'], ['Egenverdier', EIGEN, 'factors'], ['Faktorladninger, varimax', LOADINGS, 'factors']])('are read and found right: %s', (caption, rows, as) => {
		const made = pasted(caption, rows);
		expect(made.tables.map((table) => table.as)).toEqual([as]);
		expect(made.checks).toBeGreaterThanOrEqual(6);
		expect(made.findings).toEqual([]);
	});
});

describe('a misprint in a table of tests or models', () => {
	it.each([
		['t of the wrong size', WELCH, '| 1,13 |', '| 1,31 |', [['ratio', 'Felles forståelse, t', '1.31'], ['test_p', 'Felles forståelse, p', '0.259']]],
		['p of another row', WELCH, '| 0,259 |', '| 0,013 |', [['test_p', 'Felles forståelse, p', '0.013']]],
		['an end of the interval', WELCH, '[0,05; 0,45]', '[0,05; 0,54]', [['interval', 'Avklarte roller, 0.54', '0.54']]],
		['the ends turned', WELCH, '[0,05; 0,45]', '[0,45; 0,05]', [['interval', 'Avklarte roller', '0.45 0.05']]],
		['a standard error', OLS, '| 0,053 |', '| 0,035 |', [['ratio', 'Forståelse, t', '5.35'], ['interval', 'Forståelse, 0.178', '0.178'], ['interval', 'Forståelse, 0.386', '0.386']]],
		['p that no degrees of freedom give', OLS, '| 0,033 |', '| 0,330 |', [['test_p', 'Roller, p', '0.330']]],
		['R² of another model', FIT, '| 0,280 |', '| 0,208 |', [['r_squared', 'Modell 2, F', '31.89'], ['r_squared', 'Modell 2, R²', '0.271']]],
		['n', FIT, 'Modell 1 | 333', 'Modell 1 | 323', [['r_squared', 'Modell 1, n', '323']]],
		['what an eigenvalue explains', EIGEN, '| 12,1 | 71,3', '| 21,1 | 71,3', [['eigenvalue', '3, % av varians', '21.1'], ['eigenvalue', '3, Kumulativ %', '71.3']]],
		['a running per cent', EIGEN, '81,3', '83,1', [['eigenvalue', '4, Kumulativ %', '83.1']]],
		['a loading', LOADINGS, '| 0,81 |', '| 1,81 |', [['loading', 'Mål, Faktor 1', '1.81']]],
		['a communality', LOADINGS, '| 0,45 | 0,55', '| 0,54 | 0,55', [['communality', 'Tid, Kommunalitet', '0.54'], ['communality', 'Tid, Kommunalitet', '0.54']]],
		['both parts of the variance', LOADINGS, '| 0,45 | 0,55', '| 0,54 | 0,46', [['communality', 'Tid, Kommunalitet', '0.54']]]
	])('is found: %s', (_, rows, right, wrong, expected) => {
		expect(rows).toContain(right);
		const caption = rows === EIGEN ? 'Egenverdier' : rows === LOADINGS ? 'Faktorladninger, varimax' : 'Resultater';
		expect(found(caption, rows.replace(right, wrong)).toSorted()).toEqual(expected.toSorted());
	});
	it('is told with what would fit, and how sure it is, without a raw key in any language', () => {
		const made = pasted('Resultater', WELCH.replace('| 1,13 |', '| 1,31 |').replace('[0,05; 0,45]', '[0,45; 0,05]'));
		for (const locale of LOCALES) {
			const view = proofReadView(made, locale);
			expect(JSON.stringify(view)).not.toMatch(/proofread_|proof_sure|analysis_note|undefined|NaN/);
			expect(view.groups.map(({ sureness }) => sureness)).toEqual(['certain', 'given']);
		}
		expect(proofReadView(made, 'nb').groups[1]!.findings[0]).toMatchObject({ where: 'Tabell 1: Felles forståelse, t', printed: '1,31', fits: '1,00 til 1,19', why: expect.stringContaining('delt på standardfeilen') });
	});
});

describe('what may be right in another way', () => {
	it('is let be: corrected p, intervals by drawing, p of another test in every row', () => {
		expect(found('Forskjeller', WELCH.replace('0,259', '0,777'), 'Merknad: p er korrigert etter Holm.')).toEqual([]);
		expect(found('Forskjeller, bootstrap', WELCH.replace('0,45]', '0,54]'))).toEqual([]);
		expect(found('Parvise', WELCH.replace('0,259', '0,495').replace('0,013', '0,045').replace('< 0,001', '0,200'))).toEqual([]);
	});
	it('cannot be decided: a loading above 1 of correlated factors', () => {
		const { findings } = pasted('Faktorladninger, oblimin', LOADINGS.replace('| 0,81 |', '| 1,03 |'));
		expect(findings.map(({ check, verdict }) => [check, verdict])).toEqual([['loading', 'undecidable']]);
	});
	it('is let be: communalities of factors that may be correlated', () => {
		expect(found('Faktorladninger', LOADINGS.replace('| 0,45 | 0,55', '| 0,54 | 0,46'))).toEqual([]);
	});
	it('is no table of models: labels that happen to be letters', () => {
		expect(pasted('Svar', 'Skole | A | B | C\nX | 1,2 | 3,4 | 5,6\nY | 2,2 | 3,1 | 1,6').tables[0]!.as).toBe('unknown');
	});
});

describe("the evaluation's own report, written as Word and read back", () => {
	it('has nothing that cannot be right', async () => {
		const { resolved } = evaluationReport();
		const made = proofread(await readWord(await toDocx(drawReport(resolved))));
		expect(made.tables.filter(({ as }) => as === 'factors').length).toBeGreaterThanOrEqual(3);
		expect(made.findings.filter(({ verdict }) => verdict === 'inconsistent')).toEqual([]);
	}, 180_000);
});

describe('our own tables of tests, models and factors, written as Word and read back', () => {
	const datasets = evaluationDatasets();
	const battery = PLAN.entries.find((entry) => entry.key.startsWith('battery-'))!;
	const dataset = datasets(battery.data);
	const y = battery.spec.y as string[];
	const specs: object[] = [
		...y.slice(0, 4).map((one) => ({ method: 't_test', y: one, group: 'del' })), ...y.slice(0, 2).map((one) => ({ method: 'anova_welch', y: one, group: 'del' })), { method: 'anova', y: y[0], group: 'del' }, { method: 't_paired', x: y[0], y: y[1] },
		{ method: 'ols', y: y[0], x: [y[1], y[2], 'del'] }, { method: 'factor_adequacy', items: y }, { method: 'omega', items: y }, { method: 'games_howell', y: y[0], group: 'del' },
		...[1, 2].map((factors) => ({ method: 'factor_analysis', items: y, factors })), { method: 'correlation', x: y }, { method: 'crosstab', rows: y[0], columns: 'del' }
	];
	const written = (locale: Locale): ResolvedReport => {
		const tables: Table[] = specs.flatMap((spec) => {
			const outcome = run(spec as BaseSpec, engineTable(dataset, locale));
			return 'violation' in outcome ? [] : present(outcome, dataset, locale).tables.map(({ table }) => table);
		});
		return { title: 'R', style: 'afi', locale, date: '2021-06-01', provenance: [], blocks: tables.map((table, i) => ({ kind: 'table', key: `t${i}`, number: i + 1, caption: table.title, table, notes: [] })) };
	};
	it.each(['nb', 'en'] as const)('give no false alarm in %s', async (locale) => {
		const report = written(locale);
		const made = proofread(await readWord(await toDocx(drawReport(report))));
		expect(made.findings.map((one) => [report.blocks[Number(one.table) - 1], one])).toEqual([]);
		const as = Map.groupBy(made.tables, (table) => table.as);
		expect(as.get('tests')!.length).toBeGreaterThanOrEqual(8);
		expect(as.get('factors')!.length).toBeGreaterThanOrEqual(1);
		expect(made.checks).toBeGreaterThan(40);
	}, 120_000);
});
