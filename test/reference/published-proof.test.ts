import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isViolation } from '../../analysis/assumptions.ts';
import { countsFromPercentages } from '../../analysis/proof/percentages.ts';
import type { Finding, PrintedCrosstab, PrintedTable } from '../../analysis/proof/printed.ts';
import { checkPrinted } from '../../analysis/proof/report.ts';
import { run } from '../../analysis/run.ts';
import type { BaseSpec } from '../../analysis/spec/fields.ts';
import { tableOf } from '../../analysis/table/build.ts';
import { printedTables } from '../../src/demo/report/printed-tables.ts';

const tables = printedTables(join(import.meta.dirname, '../../src/demo/evaluation-2021/published.json'));
/** Those of the report: crosstabs with margins and a mark of significance. */
const crosstabs = tables.filter((t) => t.kind === 'crosstab').filter((t) => t.flag);

function report(of: readonly PrintedTable[]) {
	const made = checkPrinted(of);
	if (isViolation(made)) throw new Error(JSON.stringify(made));
	return made;
}
const { findings, checks } = report(tables);
const found = (table: string, check: string): Finding[] => findings.filter((f) => f.table === table && f.check === check);

describe('the checks on the printed tables of the 2021 evaluation', () => {
	it('are made on every table: 19 crosstabs, 76 column means, 18 correlations, the percentages of the yearly report', () => {
		expect(checks).toMatchObject({ percentages: 20, counts: 1, flag: 19, total: 19, grim: 76, band: 76, hundred: 76, correlation: 18 });
	});
	it('find these figures that cannot be right, and no others', () => {
		expect(findings.filter((f) => f.verdict === 'inconsistent').map((f) => `${f.table} ${f.check} ${f.cell}`)).toEqual([
			'26 percentages > 30000, Noe krevende',
			'26 total ',
			'28 percentages Middels, Noe krevende',
			'31 percentages <= 30000, Moderat',
			'42 grim Svært lav',
			'42 band Svært lav',
			'42 total ',
			'49 percentages Lave, Ganske store',
			'50 correlation population_2020, samarbeid',
			'50 correlation population_2020, innretning',
			'50 correlation school_age_share, samarbeid',
			'50 twice population_2020, innretning',
			'yearly report 2022 percentages level_owner, no'
		]);
	});

	it('a total mean that is not the weighted mean of its groups: table 42 prints 4.32', () => {
		// (7·4.46 + 35·4.29 + 18·4.15 + 17·4.37) / 77 = 330.36 / 77 = 4.290
		expect(found('42', 'total')[0]).toMatchObject({ printed: '4.32', sure: 'proof_sure_total_and_group' });
		expect(found('42', 'total')[0]!.params.weighted).toBeCloseTo(330.36 / 77, 12);
	});
	it('a mean that cannot arise from 7 people on 3 items: 4.46 in table 42', () => {
		// 21 answers: 93/21 = 4.429 and 94/21 = 4.476; nothing between prints as 4.46
		expect(found('42', 'grim')[0]).toMatchObject({ printed: '4.46', params: { n: 7, items: 3 } });
	});
	it('the same mean against its bands: 3 of the 7 in the middle band and 4 in the top one', () => {
		// on three five-point items the middle band is 4 to 14/3 and the top one 5: (3·4 + 4·5)/7 = 4.571 to (3·14/3 + 4·5)/7 = 4.857
		const [low, high] = found('42', 'band')[0]!.instead.values;
		expect(low).toBeCloseTo(32 / 7, 12);
		expect(high).toBeCloseTo(34 / 7, 12);
	});
	it('what the group must have been for the total to be right: 4.76, 4.81 or 4.86, of which 4.46 is one digit away', () => {
		// 4.32 of 231 answers is a sum of 997 to 999; the others print as 450 of 105, 224 of 54 and 223 of 51; that leaves 100 to 102 of 21
		expect([997, 998, 999].map((s) => Number(((s - 450 - 224 - 223) / 21).toFixed(2)))).toEqual([4.76, 4.81, 4.86]);
		expect(found('42', 'total')[1]).toMatchObject({ cell: 'Svært lav', verdict: 'undecidable', instead: { kind: 'one_of', values: [4.76, 4.81, 4.86] } });
	});
	it('a total that whole answers rule out: table 26 prints 2.38', () => {
		// 2.23 of 90 answers is 201, 2.21 of 100 is 221, 2.66 of 110 is 293, 2.39 of 115 is 275: 990 / 415 = 2.3855
		expect(found('26', 'total')[0]).toMatchObject({ printed: '2.38', sure: 'proof_sure_total_items' });
		expect(found('26', 'total')[0]!.instead.values[0]).toBeCloseTo(990 / 415, 10);
	});
	it.each([
		['26', '44', 10, 23],
		['28', '46', 10, 22],
		['31', '44', 10, 23],
		['49', '39', 5, 13]
	])('a percentage rounded twice: table %s prints %s for %i of %i', (table, printed, count, base) => {
		const [finding] = found(table, 'percentages');
		expect(finding).toMatchObject({ printed, sure: 'proof_sure_cell_twice', params: { count, base } });
		const percent = (100 * count) / base;
		expect(Math.round(percent)).toBe(Number(printed) - 1);
		expect(Math.round(Math.round(percent * 10) / 10)).toBe(Number(printed));
	});
	it('a correlation and its p printed in two places, where only one of them agrees with its n', () => {
		// r = -0.18 has p = 0.192 with 54 people, as many as betydning has; innretning has 77 at least, where p is at most 0.118
		expect(found('50', 'twice')[0]).toMatchObject({ cell: 'population_2020, innretning', printed: '-0.18 (0.192)', params: { other: 'school_age_share, betydning' } });
		expect(found('50', 'correlation').find((f) => f.cell === 'population_2020, innretning')!.params).toMatchObject({ n: 77, n_low: 54, n_high: 54 });
	});
	it('a row whose p belongs to another n: both p of samarbeid are those of 82 people, where the crosstabs have 80', () => {
		const row = found('50', 'correlation').filter((f) => f.cell.endsWith('samarbeid'));
		expect(row.map((f) => f.params)).toMatchObject([{ n: 80, n_low: 81, n_high: 82 }, { n: 80, n_low: 82, n_high: 82 }]);
	});
	it('percentages of different bases: of the union representatives 2,677 of 4,394 were asked', () => {
		expect(found('1', 'base')).toMatchObject([{ cell: 'tillitsvalgte', verdict: 'undecidable', instead: { kind: 'one_of' } }]);
		expect(found('1', 'base')[0]!.instead.values).toEqual([(100 * 713) / 2677, (100 * 713) / 4394]);
	});
	it('both marks of significance among these tables are borne out, and no unmarked table is significant', () => {
		expect(findings.filter((f) => f.check === 'flag')).toEqual([]);
		expect(crosstabs.filter((t) => t.flag?.flagged).map((t) => t.table)).toEqual(['33', '49']);
	});
	it('neither mark holds when it is taken into account that 19 tests were made', () => {
		const { family } = report(tables);
		expect(family.tables).toHaveLength(19);
		// the smallest of 19, times 19: 0.0123 · 19 = 0.23
		expect(family.holm[family.tables.indexOf('33')]).toBeCloseTo(19 * Math.min(...family.p), 12);
		expect(family.holm.every((p) => p > 0.2)).toBe(true);
	});
	it('parts that do not come to their total, none of which the print can decide', () => {
		expect(findings.filter((f) => f.check === 'parts').map((f) => [f.table, f.cell, f.params.gap, f.verdict])).toEqual([
			['8', 'invited', -9, 'undecidable'],
			['9', 'invited', -9, 'undecidable'],
			['9', 'answered', 4, 'undecidable'],
			['10', 'answered', -2, 'undecidable'],
			['13', 'answered', -1, 'undecidable'],
			['14', 'invited', -1, 'undecidable'],
			['14', 'answered', -2, 'undecidable'],
			['15', 'answered', 21, 'undecidable']
		]);
	});
	it('the counts behind each table follow from its percentages and margins, once what is rounded twice is set right', () => {
		for (const t of crosstabs) {
			const twice = findings.filter((f) => f.table === t.table && f.check === 'percentages');
			const percent = t.percent!.map((row, i) => row.map((x, j) => twice.find((f) => f.cell === `${t.column_labels[j]}, ${t.row_labels[i]}`)?.instead.values[0] ?? x));
			const counts = countsFromPercentages({ percent, decimals: 0, of: 'column', nColumns: t.n_columns, nRows: t.n_rows });
			expect(counts, t.table).toMatchObject({ verdict: 'consistent', solutions: 1 });
		}
	});
});

describe('the checks on the yearly report of the follow-up scheme', () => {
	const yearly = tables.filter((t) => t.table.startsWith('yearly report'));

	it('find the one percentage that is known and wrong: 41 % for 14 of 36, which is 38.9', () => {
		const { findings: here, checks: made } = report(yearly);
		expect(here).toHaveLength(1);
		expect(here[0]).toMatchObject({
			table: 'yearly report 2022', cell: 'level_owner, no', check: 'percentages', verdict: 'inconsistent', printed: '41', sure: 'proof_sure_counts',
			instead: { kind: 'value', values: [39] }, params: { count: 14, base: 36 }
		});
		expect(made).toMatchObject({ parts: 12, percentages: 1, counts: 1 });
	});

	const other = yearly.filter((t) => t.kind === 'crosstab').map((t): PrintedCrosstab => ({ ...t, percent: t.counts!.map((row) => row.map((count, j) => Math.round((100 * count) / t.n_columns[j]!))) }));
	const at = (row: number, column: number, value: number | null): PrintedTable[] => other.map((t) => ({ ...t, percent: t.percent!.map((r, i) => r.map((x, j) => (i === row && j === column ? value : x))) }));

	it('find nothing when every percentage is that of its count, rounded', () => {
		expect(report(other).findings).toEqual([]);
	});
	it('find a percentage that another count gives, though the column could be so', () => {
		// 42 is 15 of 36
		expect(report(at(1, 0, 42)).findings.filter((f) => f.check !== 'hundred').map((f) => [f.check, f.cell, f.printed, f.instead.values])).toEqual([['percentages', 'level_owner', '56 + 42 + 6', []], ['counts', 'level_owner, no', '42', [39]]]);
	});
	it('are made by the method too, which takes a percentage that is not known', () => {
		expect(run({ method: 'proof_tables', tables: yearly } as BaseSpec, tableOf({}))).toMatchObject({ values: { verdict: 'inconsistent', findings: { cell: ['level_owner, no'], printed: ['41'] } } });
	});
	it('pass over what is not known', () => {
		expect(report(at(1, 0, null)).findings).toEqual([]);
	});
});

describe('the checks on a table that is made from answers', () => {
	/** 40 people in three groups on an index of four five-point items, everything printed from their answers. */
	function honest(): PrintedCrosstab {
		const answers = Array.from({ length: 40 }, (_, i) => Array.from({ length: 4 }, (_, k) => 1 + ((i * 7 + k * 3 + (i % 5)) % 5)));
		const sums = answers.map((a) => a.reduce((x, y) => x + y, 0));
		const group = (i: number): number => (i % 7 === 0 ? 0 : i % 2 === 0 ? 1 : 2);
		const band = (s: number): number => (s / 4 <= 2.5 ? 0 : s / 4 <= 3.5 ? 1 : 2);
		const members = [0, 1, 2].map((g) => sums.filter((_, i) => group(i) === g));
		const counts = [0, 1, 2].map((b) => members.map((m) => m.filter((s) => band(s) === b).length));
		const n_columns = members.map((m) => m.length);
		const mean = (m: number[]): number => Number((m.reduce((a, b) => a + b, 0) / (4 * m.length)).toFixed(2));
		return {
			kind: 'crosstab', table: 'honest', row_labels: ['low', 'middle', 'high'], column_labels: ['a', 'b', 'c'],
			percent: counts.map((row) => row.map((x, j) => Math.round((100 * x) / n_columns[j]!))), percent_decimals: 0, n_columns, n_rows: counts.map((r) => r.reduce((a, b) => a + b, 0)),
			flag: { flagged: false, level: 0.05 }, means: members.map(mean), mean_total: mean(sums), mean_decimals: 2, items: 4, scale: [1, 5], cuts: [2.5, 3.5]
		};
	}
	const table = honest();

	it('find nothing', () => {
		expect(report([table]).findings).toEqual([]);
	});
	it('find one figure that is moved, wherever it is', () => {
		const change = (t: Partial<PrintedCrosstab>) => report([{ ...table, ...t }]).findings.map((f) => f.check);
		const plus = (m: readonly (readonly (number | null)[])[], by: number) => m.map((r, i) => r.map((x, j) => (i === 1 && j === 1 && x !== null ? x + by : x)));
		expect(change({ percent: plus(table.percent!, 3) })).toContain('percentages');
		expect(change({ percent: plus(table.percent!, table.percent![1]![1]! > 50 ? -30 : 30) })).toContain('hundred');
		expect(change({ n_rows: table.n_rows!.map((x, i) => (i === 0 ? x + 1 : x)) })).toEqual(['percentages']);
		expect(change({ mean_total: table.mean_total! + 0.05 })).toEqual(['total']);
		expect(change({ means: table.means!.map((x, j) => (j === 0 ? x + 0.03 : x)) })).toContain('grim');
		expect(change({ flag: { flagged: true, level: 0.001 } })).toEqual(['flag']);
		expect(change({ most_columns: table.n_columns.map((x) => x - 1) })).toEqual(['margin', 'margin', 'margin']);
	});
	it('say which table is not well formed', () => {
		expect(checkPrinted([{ ...table, n_columns: [1] }])).toMatchObject({ violation: 'bad_field', params: { field: 'n_columns', table: 'honest' } });
	});
});
