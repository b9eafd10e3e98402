import { describe, expect, test } from 'vitest';
import published from '../../../src/demo/evaluation-2021/published.json' with { type: 'json' };
import { compare, type Cell, type ComparedTable, type Comparison, type Ours } from '../../../src/demo/compare/compare.ts';
import { oursFromLists } from '../../support/demo-lists.ts';

const comparison = compare(oursFromLists());

function table(number: number, of: Comparison = comparison): ComparedTable {
	const found = of.tables.find((one) => one.definition.number === number);
	if (!found) throw new Error(`no table ${number}`);
	return found;
}
function cell(number: number, row: string, column: string, of: Comparison = comparison): Cell {
	const { rows, columns, cells } = table(number, of);
	const found = cells[rows.indexOf(row)]?.[columns.indexOf(column)];
	if (!found) throw new Error(`table ${number} has no ${row} ${column}`);
	return found;
}
/** Cells that differ, as `row column: printed → ours (reason)`. */
const differences = (number: number, of: Comparison = comparison): string[] => {
	const { rows, columns, cells } = table(number, of);
	return rows.flatMap((row, r) => columns.flatMap((column, c) => {
		const one = cells[r]?.[c];
		return one && (one.verdict === 'different' || one.verdict === 'unexplained') ? [`${row} ${column}: ${one.printed} → ${one.ours} (${one.reason?.key ?? '?'})`] : [];
	}));
};

/** A deep copy of ours with one number changed. */
function changed(number: number, r: number, c: number, by: number): Map<number, Ours> {
	const ours = oursFromLists();
	const row = ours.get(number)?.grid.cells[r];
	if (!row) throw new Error('no such row');
	row[c] = (row[c] ?? 0) + by;
	return ours;
}
/** A deep copy of what is printed, changed by `edit`. */
function reprinted(edit: (source: typeof published) => void): Record<string, unknown> {
	const copy = structuredClone(published);
	edit(copy);
	return copy;
}

describe('the response tables beside the printed ones', () => {
	test('every cell is the same or different with a reason', () => {
		expect(comparison.summary.unexplained).toBe(0);
		expect(comparison.summary.same + comparison.summary.different).toBe(comparison.summary.compared);
	});

	test('466 cells are compared, and the two tables without a reference stand alone', () => {
		const printedCells = 15 + 15 * 13 + 9 * 13 + 30 + 26 + 20 + 10 + 6 + 6;
		// the seats without particulars: one cell in Table 2, a row of two in Tables 8 and 9
		expect(comparison.summary.compared).toBe(printedCells + 1 + 2 + 2 + 2 * 18);
		expect(comparison.tables.filter((one) => one.cells.flat().every((c) => c.verdict === 'alone')).map((one) => one.definition.number)).toEqual([11, 12]);
	});

	test('Tables 3 and 13 agree in every cell', () => {
		expect([3, 13].flatMap((number) => differences(number))).toEqual([]);
	});

	test('Table 1 prints one school leader more than Table 13 of the same report adds up to', () => {
		expect(differences(1)).toEqual(['skoleledere answered: 258 → 257 (table_1_misprint)']);
		expect(cell(1, 'skoleledere', 'answered').reason?.evidence).toEqual({ table1: 258, table: 13, printedSum: 257 });
	});

	test('Tables 2, 8 and 9 leave out the nine seats without particulars', () => {
		expect(differences(2)).toEqual([' : null → 9 (no_particulars)']);
		expect(differences(8)).toEqual([' invited: null → 9 (no_particulars)', ' answered: null → 0 (no_particulars_none)']);
		expect(cell(8, '', 'invited').reason?.evidence).toEqual({ printedSum: 295, ours: 9, table1: 304 });
		expect(cell(9, '', 'invited').reason?.key).toBe('no_particulars');
	});

	test('Table 9 counts ticked roles: 157 of 153 respondents', () => {
		expect(differences(9).filter((line) => line.includes('ticked'))).toEqual([
			'UH answered: 19 → 21 (ticked)', 'Lærerorganisasjon answered: 18 → 17 (ticked)', 'Statsforvalter answered: 14 → 15 (ticked)',
			'Privat-/friskoleeier answered: 10 → 9 (ticked)', 'Fylkeskommunal skoleeier answered: 12 → 11 (ticked)', 'Annet answered: 12 → 8 (ticked)'
		]);
		expect(cell(9, 'UH', 'answered').reason?.evidence).toEqual({ printedSum: 157, table1: 153, excess: 4 });
	});

	test('Table 10 leaves out two of the 216 of Table 1', () => {
		expect(differences(10)).toEqual(['Innlandet answered: 30 → 31 (left_out)', 'Agder answered: 16 → 17 (left_out)']);
		expect(cell(10, 'Agder', 'answered').reason?.evidence).toEqual({ printedSum: 214, reference: 216, table: 1, short: 2 });
	});

	test('Table 14 leaves out one of 1,362, and one answer of the 257 of Table 13', () => {
		expect(differences(14)).toEqual(['Grunnskole invited: 1110 → 1111 (left_out)', 'Annet/ukjent answered: 27 → 28 (left_out)']);
		expect(cell(14, 'Grunnskole', 'invited').reason?.evidence).toEqual({ printedSum: 1361, reference: 1362, table: 1, short: 1 });
		expect(cell(14, 'Annet/ukjent', 'answered').reason?.evidence).toEqual({ printedSum: 256, reference: 257, table: 13, short: 1 });
	});

	test('Table 15 counts ticked offices: 734 of 713 respondents', () => {
		expect(differences(15)).toEqual(['Arbeidsplasstillitsvalgt answered: 514 → 502 (ticked)', 'Hovedtillitsvalgt answered: 220 → 211 (ticked)']);
		expect(cell(15, 'Hovedtillitsvalgt', 'answered').reason?.evidence).toEqual({ printedSum: 734, table1: 713, excess: 21 });
	});

	test('Table 3 adds Oslo and Viken up', () => {
		expect(table(3).rows).toContain('Oslo og Viken');
		expect(table(3).rows).not.toContain('Oslo');
		expect(cell(3, 'Oslo og Viken', 'Kommunal skoleeier').ours).toBe(23);
	});

	test('the yearly reports of both extractions agree in every level and answer', () => {
		expect([2020, 2022].flatMap((number) => differences(number))).toEqual([]);
		expect(table(2020).cells.map((row) => row.map((one) => one.ours))).toEqual([[19, 31, 34, 14, 17, 16], [16, 4, 0, 21, 18, 18], [0, 0, 1, 0, 0, 1]]);
		expect(table(2022).cells.map((row) => row.map((one) => one.ours))).toEqual([[20, 31, 35, 15, 15, 24], [14, 4, 1, 21, 19, 12], [2, 1, 0, 0, 2, 0]]);
		expect([2020, 2022].map((number) => table(number).answered)).toEqual([35, 36]);
	});

	test('rows and columns stand in the printed order', () => {
		expect(table(13).rows).toEqual(Object.keys(published.T13_school_leaders_by_county));
		expect(table(2).columns.slice(0, 13)).toEqual(published.T2_membership_fora.roles);
	});

	test('each of our tables sums to what our Table 1 has of the survey', () => {
		expect(comparison.inconsistent).toEqual([]);
	});
});

describe('an error in our numbers', () => {
	const places = [...oursFromLists()].flatMap(([number, { grid }]) =>
		grid.rows.flatMap((row, r) => grid.columns.map((column, c) => ({ number, row, column, r, c }))));

	test.each([1, -1])('of %i in any single cell is found', (by) => {
		const missed = places.filter(({ number, r, c }) => {
			const after = compare(changed(number, r, c, by));
			return after.summary.unexplained === 0 && after.inconsistent.length === 0;
		});
		expect(places.length).toBeGreaterThan(400);
		expect(missed.map(({ number, row, column }) => `${number} ${row} ${column}`)).toEqual([]);
	});

	test('two seats that have changed places are unexplained, though all sums hold', () => {
		const ours = changed(13, 0, 1, 1);
		const row = ours.get(13)?.grid.cells[1];
		if (row) row[1] = (row[1] ?? 0) - 1;
		expect(differences(13, compare(ours)).filter((line) => line.endsWith('(?)'))).toHaveLength(2);
	});

	test('a response lost in every table of a survey is unexplained', () => {
		const ours = changed(1, 0, 2, -1);
		for (const number of [8, 9]) {
			const row = ours.get(number)?.grid.cells[0];
			if (row) row[1] = (row[1] ?? 0) - 1;
		}
		expect(compare(ours).summary.unexplained).toBeGreaterThan(0);
	});

});

describe('another figure in print', () => {
	test('one too many is unexplained in a table by one stratum', () => {
		const after = compare(oursFromLists(), reprinted((source) => { source.T13_school_leaders_by_county.Rogaland = [301, 53]; }));
		expect(cell(13, 'Rogaland', 'answered', after).verdict).toBe('unexplained');
	});

	test('one too many in a column that leaves some out makes the whole column unexplained', () => {
		const after = compare(oursFromLists(), reprinted((source) => { source.T10_networks_by_county.Rogaland = [55, 26]; }));
		expect(['Rogaland', 'Agder', 'Innlandet'].map((row) => cell(10, row, 'answered', after).verdict)).toEqual(['unexplained', 'unexplained', 'unexplained']);
	});

	test('a column that is far short is not an oversight', () => {
		const after = compare(oursFromLists(), reprinted((source) => { source.T10_networks_by_county.Rogaland = [55, 15]; }));
		expect(cell(10, 'Rogaland', 'answered', after).verdict).toBe('unexplained');
	});

	test('a column of ticks that does not come to more than the respondents is unexplained', () => {
		const after = compare(oursFromLists(), reprinted((source) => { source.T9_fora_by_role_ticked.Annet = [17, 8]; }));
		expect(cell(9, 'UH', 'answered', after).verdict).toBe('unexplained');
	});

	test('a column of ticks that is far from the list is unexplained, though it comes to more', () => {
		const after = compare(oursFromLists(), reprinted((source) => { source.T15_union_representatives_by_office.Hovedtillitsvalgt = [613, 320]; }));
		expect(cell(15, 'Hovedtillitsvalgt', 'answered', after).verdict).toBe('unexplained');
	});

	test('one in a crossed table is unexplained', () => {
		const after = compare(oursFromLists(), reprinted((source) => { source.T2_membership_fora.rows.Agder[0] = 5; }));
		expect(cell(2, 'Agder', 'Statsforvalter', after).verdict).toBe('unexplained');
	});

	test('a wrong total in Table 1 that no other table speaks against is unexplained', () => {
		const after = compare(oursFromLists(), reprinted((source) => { source.T1_response.uh.answered = 243; }));
		expect(cell(1, 'uh', 'answered', after).verdict).toBe('unexplained');
	});

	test('one in the yearly reports is unexplained, whatever the column sums to', () => {
		const after = compare(oursFromLists(), reprinted((source) => { source.yearly_report.extractions['2022'].counts[1]![0] = 15; }));
		expect(cell(2022, 'no', 'level_owner', after)).toMatchObject({ ours: 14, printed: 15, verdict: 'unexplained' });
		expect(after.summary.unexplained).toBe(1);
	});

	test('an extraction that is not printed in full is refused', () => {
		expect(() => compare(oursFromLists(), reprinted((source) => { source.yearly_report.extractions['2020'].counts.pop(); }))).toThrow('extraction of 2020');
	});

	test('a table of another form is refused', () => {
		expect(() => compare(oursFromLists(), { ...published, T13_school_leaders_by_county: { Rogaland: [301] } })).toThrow();
	});
});
