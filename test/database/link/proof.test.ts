import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isViolation } from '#analysis/assumptions.ts';
import { run } from '#analysis/run.ts';
import { bandColumn } from '#analysis/recode/columns.ts';
import { meanIndex } from '#analysis/scale/mean-index.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import { categoricalColumn, tableOf, type Cell } from '#analysis/table/build.ts';
import type { Column, Table } from '#analysis/table/table.ts';
import { rowOutcome } from '#lib/domain/link/link.ts';
import { readAnswers } from '#lib/server/db/demo.ts';
import { engineTable } from '#lib/server/register/link/table.ts';
import { keptLink, makeLink, specOf } from '#lib/server/register/link/links.ts';
import { VARIABLES, YEAR } from '../../../src/demo/job/link.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { answeredNetworks } from '../../support/link/representatives.ts';

interface Crosstab { table: number; index: string; by: string; counts: number[][]; n_columns: number[]; n_rows: number[] }
const folder = 'src/demo/evaluation-2021';
const published = JSON.parse(readFileSync(`${folder}/published.json`, 'utf8')) as {
	crosstabs: Crosstab[]; recodes: Record<string, { upper: number[] }>; index_bands: Record<string, { cut: number[] }>;
	correlations: { columns: string[]; r_and_p: Record<string, [number, number][]> };
};
const inventory = JSON.parse(readFileSync(`${folder}/items.json`, 'utf8')) as { indexes: { id: string; items: string[] }[]; blocks: { items: { key: string; reversed?: boolean }[] }[] };
const reversed = new Set(inventory.blocks.flatMap((b) => b.items.flatMap((i) => (i.reversed ? [i.key] : []))));

let db: TestDatabase;
let table: Table;
let linkId: number;
let surveyId: number;
const of = <T>(value: T): Exclude<T, { violation: unknown }> => {
	if (isViolation(value)) throw new Error(JSON.stringify(value));
	return value as Exclude<T, { violation: unknown }>;
};

beforeAll(async () => {
	db = await createDatabase();
	const loaded = await answeredNetworks(db);
	surveyId = loaded.surveyId;
	const spec = await specOf({ database: db }, { source: { kind: 'item', item: 'municipality' }, rows: 'respondents', codeYear: 2021, figureYear: YEAR, variables: VARIABLES.map((v) => v.key) });
	const made = await makeLink({ database: db }, { surveyId, spec, actor: 'test' });
	linkId = made.id;
	// the register's columns from the kept link; the items from the answers as they were given
	const kept = engineTable((await keptLink({ database: db }, surveyId, linkId)).linked);
	const stored = new Map((await readAnswers(db.evaluate.db, surveyId)).map((a) => [`${a.ref} ${a.item}`, a]));
	const items = [...new Set(inventory.indexes.flatMap((i) => i.items))];
	const answerOf = (ref: string, item: string): Cell => {
		const found = stored.get(`${ref} ${item}`);
		return found?.state === 'answered' ? found.value : { missing: (found?.state ?? 'not_asked') as 'not_asked' };
	};
	const five = [1, 2, 3, 4, 5].map((score) => ({ value: String(score), label: String(score), score }));
	const answers = Object.fromEntries(items.map((item) => [item, categoricalColumn(made.linked.rows.map((row) => answerOf(row.key, item)), item, five)]));
	// the report is of municipal representatives: those who named one municipality
	const all = tableOf({ ...kept.columns, ...answers });
	const indexes = Object.fromEntries(inventory.indexes.map(({ id, items: own }) => [id, of(meanIndex(all, { items: own, reversed: own.filter((i) => reversed.has(i)) })).column]));
	const withIndexes = tableOf({ ...all.columns, ...indexes });
	const bands: Record<string, Column> = {};
	for (const { id } of inventory.indexes) bands[`${id}_band`] = of(bandColumn(withIndexes, { x: id, limits: published.index_bands[id]!.cut, closed: 'left' }));
	for (const { key } of VARIABLES) bands[`${key}_band`] = of(bandColumn(withIndexes, { x: key, limits: published.recodes[key]!.upper }));
	table = tableOf({ ...withIndexes.columns, ...bands });
});
afterAll(() => db.drop());

describe('the 86 municipal representatives of 2021, linked through the app', () => {
	it('are found among 216 respondents; the rest were not asked, speak for several or did not answer', async () => {
		const { linked, head } = await keptLink({ database: db }, surveyId, linkId);
		expect(linked.rows).toHaveLength(216);
		expect(linked.audit).toMatchObject({ matched: 86, recoded: 0, chosen: 0, split: 0 });
		expect(linked.audit.several + linked.audit.not_applicable + linked.audit.unmatched).toBe(130);
		expect(linked.rows.flatMap((row, i) => (rowOutcome(linked, i).ending === 'unmatched' ? [row.state] : [])).every((state) => state === 'not_answered')).toBe(true);
		expect(head.n).toBe(216);
	});
	it('give every count of the nineteen crosstabs, from raw answers and linked values', () => {
		expect(published.crosstabs).toHaveLength(19);
		for (const printed of published.crosstabs) {
			const result = of(run({ method: 'crosstab', rows: `${printed.index}_band`, columns: `${printed.by}_band` } as BaseSpec, table));
			const { table: counts } = result.values as unknown as { table: number[][] };
			expect(counts, `table ${printed.table}`).toEqual(printed.counts);
			expect(counts[0]!.map((_, c) => counts.reduce((sum, row) => sum + row[c]!, 0)), `table ${printed.table}`).toEqual(printed.n_columns);
		}
	});
	it('give each correlation of table 50 to the printed digits but one, which the print has twice, and p as near as three digits of r can tell', () => {
		const [r, p]: string[][] = [[], []];
		for (const [key, row] of Object.entries(published.correlations.r_and_p)) {
			row.forEach(([printed, printedP], i) => {
				const index = published.correlations.columns[i]!;
				const result = of(run({ method: 'correlation', vars: [key, index], coefficients: ['pearson'], missing: 'pairwise' } as BaseSpec, table));
				const { r: [ours = NaN], r_p: [ourP = NaN] } = result.values as unknown as { r: number[]; r_p: number[] };
				if (ours.toFixed(3) !== printed.toFixed(3)) r!.push(`${key} ${index}: ${printed} printed, ${ours.toFixed(3)} from the answers`);
				// the answers are made to r alone: a unit of its third digit moves p by at most 0.0008 √n
				if (Math.abs(ourP - printedP) > 0.0008 * Math.sqrt(86) + 0.0005) p!.push(`${key} ${index}`);
			});
		}
		// -0.18 with p 0.192 stands for school_age_share and betydning too, where it is right
		expect(r).toEqual(['population_2020 innretning: -0.18 printed, 0.013 from the answers']);
		expect(p).toEqual(['population_2020 innretning']);
	});
});
