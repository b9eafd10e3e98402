import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eligibleOrUnknown } from '#analysis/response/rates.ts';
import { followSurvey, responseTable, responseTotals, type ResponseTable } from '#lib/server/results/response.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { ANSWERS, makeSurvey } from './survey.ts';

let db: TestDatabase;
const deps = () => ({ database: db });
beforeAll(async () => {
	db = await createDatabase();
	await makeSurvey(db);
});
afterAll(() => db.drop());

const byCode = (table: ResponseTable) => Object.fromEntries(table.rows.categories.map((c, i) => [c.code ?? 'none', table.rowTotals[i]]));

describe('response by stratum', () => {
	it('counts population, sample, invited and answered in every category, in the order of the list', async () => {
		const table = await responseTable(deps(), 1, { rows: 'county' });
		expect(table.rows.categories.map((c) => c.code)).toEqual(['Rogaland', 'Agder', 'Oslo', null]);
		expect(byCode(table)).toMatchObject({
			Rogaland: { population: 4, sampled: 4, invited: 3, answered: 2 },
			Agder: { population: 3, sampled: 2, invited: 2, answered: 1 },
			Oslo: { population: 0, sampled: 0, invited: 0, answered: 0 },
			none: { population: 2, sampled: 1, invited: 1, answered: 0 }
		});
	});
	it('keeps a row for seats whose list says nothing, so that rows sum to the total', async () => {
		const table = await responseTable(deps(), 1, { rows: 'county' });
		expect(table.rows.categories.at(-1)).toEqual({ code: null, label: null });
		for (const name of ['population', 'sampled', 'invited', 'answered'] as const) {
			expect(table.rowTotals.reduce((all, c) => all + c[name], 0)).toBe(table.total[name]);
		}
		expect(table.total.population).toBe(9);
	});
	it('has no such row where the list is complete', async () => {
		const table = await responseTable(deps(), 1, { rows: 'role' });
		expect(table.rows.categories.map((c) => c.code)).toEqual(['leader', 'teacher']);
	});
	it('crosses two strata so that cells sum to the rows, the columns and the total', async () => {
		const table = await responseTable(deps(), 1, { rows: 'county', columns: 'role' });
		expect(table.columns?.categories.map((c) => c.code)).toEqual(['leader', 'teacher']);
		expect(table.cells.map((row) => row.map((c) => c.population))).toEqual([[2, 2], [1, 2], [0, 0], [0, 2]]);
		expect(table.rowTotals.map((c) => c.population)).toEqual([4, 3, 0, 2]);
		expect(table.columnTotals.map((c) => c.population)).toEqual([3, 6]);
		expect(table.total.population).toBe(9);
	});
	it('lets dispositions sum to the list, and those of the sample to the sample', async () => {
		const { total } = await responseTable(deps(), 1, { rows: 'role' });
		expect(Object.values(total.dispositions).reduce((a, b) => a + b)).toBe(total.population);
		expect(Object.values(total.sample).reduce((a, b) => a + b)).toBe(total.sampled);
		expect(total.dispositions).toEqual(ANSWERS);
		expect(eligibleOrUnknown(total.sample)).toBe(5);
	});
	it('counts a seat that turned out ineligible as invited only if it was', async () => {
		// two seats are ineligible: one was invited first, one was struck before that
		expect(await responseTotals(deps(), 1)).toMatchObject({ sampled: 7, invited: 6, dispositions: { ineligible: 2 } });
	});
	it('narrows to the seats with a code, or to those without one', async () => {
		const leaders = await responseTable(deps(), 1, { rows: 'county', where: { role: 'leader' } });
		expect(leaders.rowTotals.map((c) => c.population)).toEqual([2, 1, 0]);
		expect(await responseTotals(deps(), 1, { county: null })).toMatchObject({ population: 2 });
	});
	it('refuses a variable that is not a stratum, and a stratum crossed with itself', async () => {
		await expect(responseTable(deps(), 1, { rows: 'position' })).rejects.toMatchObject({ code: 'evaluate_problem_unknown_stratum', status: 404 });
		await expect(responseTable(deps(), 1, { rows: 'county', columns: "x' or 1=1" })).rejects.toMatchObject({ status: 404 });
		await expect(responseTable(deps(), 1, { rows: 'county', where: { position: 'x' } })).rejects.toMatchObject({ status: 404 });
		await expect(responseTable(deps(), 1, { rows: 'county', columns: 'county' })).rejects.toMatchObject({ status: 400 });
	});
	it('gives zeros for a survey without seats', async () => {
		expect(await responseTotals(deps(), 2)).toMatchObject({ population: 0, sampled: 0, invited: 0, answered: 0 });
	});
	it('keeps surveys apart', async () => {
		await db.admin`insert into seat (survey_id, ref) values (2, 'r1')`;
		expect((await responseTotals(deps(), 1)).population).toBe(9);
	});
	it('reads all tables of the follow page in one snapshot', async () => {
		const follow = await followSurvey(deps(), 1, { rows: 'role', columns: 'county' });
		expect(follow.tables.map((t) => t.rows.name)).toEqual(['county', 'role']);
		for (const table of [...follow.tables, follow.crossed]) expect(table?.total).toEqual(follow.totals);
	});
});
