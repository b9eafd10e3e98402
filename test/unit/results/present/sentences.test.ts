import { describe, expect, it } from 'vitest';
import { isViolation } from '#analysis/assumptions.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf } from '#analysis/table/build.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Locale } from '#lib/i18n.ts';
import { present } from '#lib/server/results/present/present.ts';
import { runOnDataset } from '#lib/server/results/present/run.ts';
import { evaluationDatasets } from '../../../support/evaluation-dataset.ts';
import { buildDataset } from '../../../support/dataset/build.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const said = (spec: object, table = tableOf({}), locale: Locale = 'nb') => {
	const result = run(spec as BaseSpec, table);
	if (isViolation(result)) throw new Error(JSON.stringify(result));
	return present(result, null, locale);
};
const sentence = (spec: object, table = tableOf({}), locale: Locale = 'nb') => plain(said(spec, table, locale).sentences[0] ?? '');

const MEANS = { method: 't_test_summary', labels: ['Samarbeidsforum', 'Nettverk'], n: [91, 155], mean: [3.56, 4.16], sd: [0.8, 0.82], variances: 'unequal' };

describe('a difference between two groups', () => {
	it('is told with the higher first, and its test and effect are from that side', () => {
		expect(sentence(MEANS)).toBe('Nettverk skårer 0,60 høyere enn Samarbeidsforum (4,16 mot 3,56; Welch t(192,5) = 5,63; p < 0,001; d = 0,74 [0,47; 1,00]).');
	});
	it('is told alike whichever of the groups comes first', () => {
		expect(sentence({ ...MEANS, labels: ['Nettverk', 'Samarbeidsforum'], n: [155, 91], mean: [4.16, 3.56], sd: [0.82, 0.8] })).toBe(sentence(MEANS));
	});
	it('is told in nynorsk and English, with the numbers as they are written there', () => {
		expect(sentence(MEANS, tableOf({}), 'nn')).toContain('Nettverk skårar 0,60 høgare enn Samarbeidsforum (4,16 mot 3,56;');
		expect(sentence(MEANS, tableOf({}), 'en')).toContain('Nettverk scores 0.60 higher than Samarbeidsforum (4.16 against 3.56; Welch t(192.5) = 5.63; p < 0.001; d = 0.74 [0.47, 1.00]).');
	});
	it('that the data do not show is not said to be none: the interval stands there', () => {
		const alike = { ...MEANS, mean: [3.56, 3.6] };
		expect(sentence(alike)).toMatch(/^Det er ingen påvist forskjell mellom .+ \(3,56 mot 3,60; differanse −0,04 \[−0,25; 0,17\]; Welch t/);
		expect(sentence(alike, tableOf({}), 'nn')).toContain('ingen påvist skilnad');
		expect(sentence(alike, tableOf({}), 'en')).toMatch(/^No difference is shown between/);
	});
	it('of pairs, and by ranks, names who is higher', () => {
		const table = tableOf({ before: numericColumn([1, 2, 3, 4, 5, 6, 7, 8]), after: numericColumn([3, 4, 6, 6, 7, 9, 9, 10]), x: numericColumn([1, 2, 3, 4, 11, 12, 13, 14]), g: categoricalColumn(['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b']) });
		expect(sentence({ method: 't_paired', x: 'before', y: 'after' }, table)).toMatch(/^after skårer 2,25 høyere enn before \(6,75 mot 4,50; t\(7\) = 13,/);
		expect(sentence({ method: 'mann_whitney', y: 'x', group: 'g' }, table)).toMatch(/^b ligger jevnt over høyere enn a på x \(median 12,50 mot 2,50; U = 0; p /);
		expect(sentence({ method: 'mann_whitney', y: 'before', group: 'g' }, tableOf({ before: numericColumn([1, 2, 3, 4, 4, 5, 6, 7]), g: categoricalColumn(['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b']) }))).toContain('U = 0,5; p');
	});
});

describe('a cross table', () => {
	const counts = (cells: number[][]) => ({ method: 'crosstab_counts', counts: cells, row_labels: ['Ja', 'Nei'], column_labels: ['A', 'B'] });
	it('with an association says which cells stand out', () => {
		const { sentences } = said(counts([[40, 10], [10, 40]]));
		expect(plain(sentences[0]!)).toBe('Fordelingen på radene er ulik etter kolonnene (χ²(1) = 36,00; p < 0,001; V = 0,60 [0,40; 0,80]).');
		expect(plain(sentences[1]!)).toBe('Flere enn ventet har «Ja» i A (80,0 % mot 50,0 % i alt); «Nei» i B (80,0 % mot 50,0 % i alt).');
	});
	it('without one says that none is shown, never that there is none', () => {
		expect(sentence(counts([[20, 21], [22, 20]]))).toMatch(/^Det er ingen påvist sammenheng mellom radene og kolonnene \(χ²\(1\) = 0,/);
	});
	it('whose exact p cannot be had in time goes by the simulated one, and says so', () => {
		const table = tableOf({ r: categoricalColumn(Array.from({ length: 200 }, (_, i) => String((i * i) % 13))), c: categoricalColumn(Array.from({ length: 200 }, (_, i) => String((i * 7) % 11))) });
		const presented = said({ method: 'crosstab', rows: 'r', columns: 'c' }, table);
		expect(plain(presented.sentences[0]!)).toContain('simulert p');
		expect(presented.warnings).toContain('Bruk den simulerte p-verdien, eller slå sammen kategorier.');
	});
	it('of numbers as categories writes them short, and warns of what would fit', () => {
		const table = tableOf({ r: numericColumn(Array.from({ length: 60 }, (_, i) => (i % 30) / 11)), c: categoricalColumn(Array.from({ length: 60 }, (_, i) => (i % 2 ? 'a' : 'b'))) });
		const presented = said({ method: 'crosstab', rows: 'r', columns: 'c', exact: 'none' }, table);
		expect(presented.tables[0]!.table.rows.slice(0, 3).map((r) => r.label)).toEqual(['0', '0,09', '0,18']);
		expect(presented.warnings).toContain('r har 30 ulike verdier. Del den i bånd, eller bruk korrelasjon i stedet.');
	});
	it('with an estimate outside its interval is told without the interval, with a warning why', () => {
		const presented = said({ method: 'crosstab_counts', counts: [[3, 4, 3, 4, 3], [4, 3, 4, 3, 4], [4, 4, 3, 3, 4], [3, 4, 4, 4, 3]], exact: 'none' });
		const v = /V = (\S+?)(\)| \[)/.exec(plain(presented.sentences[0]!));
		expect(v?.[2]).toBe(')');
		expect(presented.warnings.join()).toContain('Cramérs V er større enn hele intervallet sitt');
	});
	it('with few expected goes by the exact p, and the warning says what to use instead', () => {
		const presented = said(counts([[1, 6], [5, 2]]));
		expect(plain(presented.sentences[0]!)).toContain('eksakt p = 0,103');
		expect(presented.warnings.join(' ')).toContain('Bruk den eksakte p-verdien, eller slå sammen kategorier.');
	});
});

describe('other results in a sentence', () => {
	const table = tableOf({ x: numericColumn([1, 2, 3, 4, 5, 6, 7, 8]), y: numericColumn([2, 1, 4, 3, 6, 5, 8, 7]), z: numericColumn([3, 1, 2, 5, 4, 1, 3, 2]) });
	it('tell a correlation with its interval, or that none is shown', () => {
		expect(sentence({ method: 'correlation', vars: ['x', 'y'] }, table)).toMatch(/^Det er positiv sammenheng mellom x og y \(r = 0,90 \[0,55; 0,98\]; p = 0,002; n = 8\)\.$/);
		expect(sentence({ method: 'correlation', vars: ['x', 'z'] }, table)).toMatch(/^Det er ingen påvist sammenheng mellom x og z \(r = −0,02 \[/);
	});
	it('tell how much a model explains and which terms matter', () => {
		const { sentences } = said({ method: 'ols', y: 'y', x: ['x', 'z'] }, table);
		expect(plain(sentences[0]!)).toMatch(/^Modellen forklarer 83,4 % av variasjonen i y \(F\(2; 5\) = /);
		expect(plain(sentences[1]!)).toMatch(/^Påvist betydning har x \(b = 0,9/);
	});
	it('tell how reliable a scale is', () => {
		const items = tableOf(Object.fromEntries(['a', 'b', 'c'].map((name, k) => [name, numericColumn([1, 2, 3, 4, 5, 5, 4, 2].map((v, i) => v + ((i + k) % 3 === 0 ? 1 : 0)))])));
		expect(sentence({ method: 'alpha', items: ['a', 'b', 'c'] }, items)).toMatch(/^Skalaen av 3 spørsmål har svært høy reliabilitet \(α = 0,9\d \[/);
	});
	it('tell of a variable its mean, spread and median, and of several on one scale the highest and the lowest', () => {
		expect(sentence({ method: 'describe', x: ['x'] }, table)).toBe('x: gjennomsnittet er 4,50 [2,45; 6,55], standardavviket 2,45 og medianen 4,50 (n = 8).');
		expect(said({ method: 'describe', x: ['x', 'y', 'z'] }, table).sentences).toEqual([]);
		const { presented } = runOnDataset(evaluationDatasets()(['nettverk']), { method: 'describe', x: ['goals_clear', 'shared_mission', 'discuss_right_competence'] }, 'nb');
		expect(presented.sentences.map(plain)).toEqual(['Høyest gjennomsnitt har «Målene for samarbeidet er tydelige» (4,27), lavest har «Vi diskuterer om vi har den riktige kompetansen med» (3,44).']);
	});
	it('tell of a battery where the top of the scale is commonest, of factors what loads on them, and of groups how large they are', () => {
		const dataset = evaluationDatasets()(['nettverk']);
		const items = ['goals_clear', 'shared_mission', 'discuss_right_competence'];
		const told = (spec: AnySpec) => runOnDataset(dataset, spec, 'nb').presented.sentences.map(plain);
		expect(told({ method: 'battery_table', columns: items })).toEqual(['«Helt enig» er vanligst på «Målene for samarbeidet er tydelige» (44,2 %) og minst vanlig på «Vi diskuterer om vi har den riktige kompetansen med» (13,6 %).']);
		expect(told({ method: 'factor_analysis', items, factors: 1, extraction: 'pca' })[0]).toMatch(/^Én faktor står for \d\d,\d % av variasjonen i de 3 spørsmålene\.$/);
		expect(told({ method: 'factor_analysis', items, factors: 1, extraction: 'pca' })[1]).toMatch(/^Sterkest lader «.+» på faktor 1 \(0,\d\d\)\.$/);
		expect(told({ method: 'natural_breaks', x: 'samarbeid', k: 3 })).toEqual(['155 svar er delt i 3 grupper; den minste har 29 og den største 70.', 'Grensene gjør rede for 86,8 % av variasjonen.']);
	});
	it('tell nothing of the smallest group, or of who is lowest, where one is hidden', () => {
		const few = evaluationDatasets({ suppressBelow: 40 })(['nettverk']);
		expect(runOnDataset(few, { method: 'natural_breaks', x: 'samarbeid', k: 3 }, 'nb').presented.sentences.join()).not.toMatch(/den minste/);
	});
	it('tell omega as the table beside it does', () => {
		const { presented } = runOnDataset(evaluationDatasets()(['nettverk']), { method: 'omega', items: ['goals_clear', 'shared_mission', 'discuss_improvement', 'evaluate_regularly'] }, 'nb');
		const cell = presented.tables[0]!.table.rows[0]!.cells[1]!;
		const shown = cell.kind === 'number' ? cell.value.toFixed(2).replace('.', ',') : '';
		expect(plain(presented.sentences[0]!)).toContain(`(ω = ${shown};`);
	});
	it('write bands that the library has named in words', () => {
		const { presented } = runOnDataset(evaluationDatasets()(['nettverk']), { method: 'quantile_groups', x: 'samarbeid', groups: 3 }, 'nn');
		expect(presented.tables[0]!.table.rows.map((r) => r.label).join('; ')).toMatch(/^Til og med \d,?\d*; Over \S+ til og med \S+; Over \S+$/);
	});
	it('tell of a refused spec what it needed', () => {
		const presented = present(run({ method: 't_test', y: 'x', group: 'nobody' } as BaseSpec, table), null, 'nb');
		expect(presented).toMatchObject({ sentences: ['Datasettet har ingen variabel som heter nobody.'], tables: [], figures: [], missing: null });
	});
});

describe('a result on a snapshot', () => {
	const of = evaluationDatasets();
	it('has labels of variables and categories in place of names', () => {
		const { presented } = runOnDataset(of(['samarbeidsforum', 'nettverk']), { method: 't_test', y: 'samarbeid', group: 'del' }, 'nb');
		expect(plain(presented.sentences[0]!)).toMatch(/ skårer 0,75 høyere enn .+ på «Samarbeidet i nettverket» \(4,34 mot 3,59; Welch t\(179,7\) = 11,09; p < 0,001; d = 1,49 \[1,20; 1,78\]\)\.$/);
		expect(presented.n).toBe('n = 246');
		expect(presented.missing?.rows.map((r) => r.cells.map((c) => ('value' in c ? c.value : null)))).toEqual([[369, 246, 41, 82, 0], [369, 369, 0, 0, 123]]);
	});
	it('keeps the names of a list as they stand, and puts answers in quotation marks', () => {
		const dataset = buildDataset([
			{ name: 'score', type: 'numeric', cells: [1, 2, 1, 2, 8, 9, 8, 9] },
			{ name: 'fylke', type: 'categorical', cells: ['M', 'M', 'M', 'M', 'A', 'A', 'A', 'A'], categories: [['A', 'Agder'], ['M', 'Møre og Romsdal']], origin: { kind: 'frame', survey: 's', variable: 'fylke' } },
			{ name: 'rolle', type: 'categorical', cells: ['M', 'M', 'M', 'M', 'A', 'A', 'A', 'A'], categories: [['A', 'Rektor'], ['M', 'Lærer']] }
		]);
		expect(runOnDataset(dataset, { method: 't_test', y: 'score', group: 'fylke' }, 'nb').presented.sentences[0]).toMatch(/^Agder skårer 7,00 høyere enn Møre og Romsdal på score/);
		expect(runOnDataset(dataset, { method: 't_test', y: 'score', group: 'rolle' }, 'nb').presented.sentences[0]).toMatch(/^«Rektor» skårer 7,00 høyere enn «Lærer» på score/);
	});
	it('names a group of those who ticked a box by the box', () => {
		const ticked = buildDataset([{ name: 'y', type: 'numeric', label: 'Poeng', cells: [1, 2, 1, 2, 8, 9, 8, 9] }, { name: 'rolle_1', type: 'categorical', label: 'Statsforvalter', cells: ['0', '0', '0', '0', '1', '1', '1', '1'], categories: [['0', 'Ikke krysset av'], ['1', 'Krysset av']], origin: { kind: 'tick', survey: 's', item: 'rolle', block: 'b', code: 1 } }]);
		expect(runOnDataset(ticked, { method: 't_test', y: 'y', group: 'rolle_1' }, 'nb').presented.sentences[0]).toMatch(/^Statsforvalter \(krysset av\) skårer 7,00 høyere enn statsforvalter \(ikke krysset av\) på poeng/);
	});
	it('names the filter and the weight where the table comes from', () => {
		const dataset = of(['nettverk']);
		const spec = { method: 'frequencies', x: 'samarbeid_band', filter: [{ column: 'population_2020_band', in: ['1', '2'] }] };
		const { table } = runOnDataset(dataset, spec, 'nb').presented.tables[0]!;
		expect(table.notes.join()).toContain('3 000 eller færre, 3 001–8 000');
		expect(table.provenance.map((p) => p.label)).toEqual(['Datauttrekk', 'Datauttrekkets kode', 'Utvalg', 'Analysebibliotek']);
	});
	it('that cannot be made says what is wrong and what would fit, in the reader’s words', () => {
		const dataset = buildDataset([
			{ name: 'score', type: 'numeric', label: 'Poeng', cells: [1, 2, 1, 2, 8, 9, 8, 9] }, { name: 'one', type: 'categorical', label: 'Alle like', cells: Array.from({ length: 8 }, () => 'a'), categories: [['a', 'A']] },
			{ name: 'words', type: 'text', label: 'Kommentar', cells: Array.from({ length: 8 }, () => 'fint') }, { name: 'g', type: 'categorical', cells: ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b'], categories: [['a', 'A'], ['b', 'B'], ['c', 'C']] }
		]);
		const told = (spec: AnySpec) => runOnDataset(dataset, spec, 'nb').presented.sentences.join();
		expect(told({ method: 't_test', y: 'words', group: 'g' })).toBe('Kommentar er ikke av riktig slag. Metoden trenger: en variabel med tall.');
		expect(told({ method: 'frequencies', x: 'words' })).toBe('Kommentar er ikke av riktig slag. Metoden trenger: en variabel med kategorier.');
		expect(told({ method: 't_test', y: 'score', group: 'one' })).toBe('Metoden skal ha 2 grupper. Antall grupper eller ulike verdier her: 1.');
		expect(told({ method: 't_test', y: 'score', group: 'nowhere' })).toBe('Datasettet har ingen variabel som heter nowhere.');
		expect(told({ method: 'describe', x: ['score'], filter: [{ column: 'g', in: ['c'] }] })).toMatch(/^Ingen rader har gyldige verdier på alt metoden bruker/);
		expect(told({ method: 'no_such' })).toBe('Det finnes ingen metode som heter no_such.');
	});
});
