import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '#analysis/run.ts';
import type { Spec } from '#analysis/spec.ts';
import { missingAt } from '#lib/domain/dataset/column.ts';
import { SNAPSHOT_FORMAT } from '#lib/domain/dataset/definition.ts';
import type { Problem } from '#lib/domain/problem.ts';
import { readKept } from '#lib/server/db/snapshot-source.ts';
import { insertWeight } from '#lib/server/db/weights.ts';
import { engineTable } from '#lib/server/results/snapshot/engine-table.ts';
import { freeze } from '#lib/server/results/snapshot/freeze.ts';
import { readDataset } from '#lib/server/results/snapshot/read.ts';
import { linkRepresentatives } from '../../../src/demo/job/link.ts';
import { derivedVariables } from '../../../src/demo/derived.ts';
import published from '../../../src/demo/evaluation-2021/published.json' with { type: 'json' };
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { answeredNetworks } from '../../support/link/representatives.ts';

let db: TestDatabase;
let surveyId: number;
let waveId: number;
const derived = derivedVariables(new Map(), true).filter((d) => d.parts === undefined);
const freezeWith = (links: number[], weights: number[]) =>
	freeze({ database: db }, { waveId, actor: 'kari', definition: { format: SNAPSHOT_FORMAT, surveys: [{ survey: 's', links, weights }], responses: 'complete', frame: 'all', derived } });

beforeAll(async () => {
	db = await createDatabase();
	surveyId = (await answeredNetworks(db)).surveyId;
	waveId = (await db.admin<{ wave_id: number }[]>`select wave_id from survey where id = ${surveyId}`)[0]!.wave_id;
});
afterAll(() => db.drop());

describe('the network members of 2021, frozen with figures of their municipalities', () => {
	it('come to the printed counts of every crosstab', async () => {
		await linkRepresentatives({ database: db }, { nettverk: surveyId });
		const { links } = await readKept(db.evaluate.db, waveId);
		const made = await freezeWith([links[0]!.id], []);
		if (!made.ok) throw new Error(JSON.stringify(made.faults));
		const data = await readDataset({ database: db }, made.id, ['s']);
		const counts = published.crosstabs.map(({ index, by }) => {
			const result = run({ method: 'crosstab', rows: `${index}_band`, columns: `${by}_band` } as Spec, engineTable(data, 'nb'));
			return 'values' in result ? result.values.table : result;
		});
		expect(counts).toEqual(published.crosstabs.map((c) => c.counts));
		const population = data.variables.find((v) => v.name === 'population_2020')!;
		expect([population.origin, population.unit]).toMatchObject([{ kind: 'link', survey: 's', variable: 'population_2020', source: 'synthetic-2020.csv Folketall (2020)' }, { nb: 'personer' }]);
		const column = data.columns.population_2020!;
		// 86 represent one municipality; the others were not asked, speak for several, or did not say
		expect([0, 1, 2].map((kind) => Array.from({ length: data.rows }, (_, i) => missingAt(column, i)).filter((k) => k === kind).length)).toEqual([86, 118, expect.any(Number)]);
	});
	it('cannot be frozen with a link that is older than an answer', async () => {
		const [{ seat_id: seat } = { seat_id: 0 }] = await db.admin<{ seat_id: number }[]>`select seat_id from response where survey_id = ${surveyId} order by seat_id limit 1`;
		await db.admin`update response set state = 'open', submitted_at = null where seat_id = ${seat}`;
		await linkRepresentatives({ database: db }, { nettverk: surveyId });
		const { links } = await readKept(db.evaluate.db, waveId);
		await db.admin`update response set state = 'submitted', submitted_at = now() where seat_id = ${seat}`;
		await expect(freezeWith([links[0]!.id], [])).rejects.toThrow(expect.objectContaining({ code: 'snapshot_problem_link_old', params: { link: links[0]!.id, survey: 's', rows: 1 } }) as Problem);
	});
	it('carry a kept weight; who has none was not asked for it', async () => {
		const seats = await db.admin<{ seat_id: number }[]>`select seat_id from response where survey_id = ${surveyId} order by seat_id limit 3`;
		const values = seats.map(({ seat_id: seatId }, i) => ({ seatId, value: i + 0.5 }));
		const weight = await db.evaluate.db.transaction((tx) => insertWeight(tx, { surveyId, name: 'rolle', spec: {}, engine: '1', dataHash: '0'.repeat(64), result: {}, values }, 'kari'));
		const { links } = await readKept(db.evaluate.db, waveId);
		const made = await freezeWith([links.at(-1)!.id], [weight!.id]);
		if (!made.ok) throw new Error(JSON.stringify(made.faults));
		const data = await readDataset({ database: db }, made.id, ['s']);
		// the list has a column of this name already
		const variable = data.variables.find((v) => v.origin.kind === 'weight')!;
		const column = data.columns[variable.name]!;
		expect([variable.name, column.kind === 'numeric' && [...column.values].filter((v) => v > 0).sort()]).toEqual(['vekt_rolle', [0.5, 1.5, 2.5]]);
		expect(Array.from({ length: data.rows }, (_, i) => missingAt(column, i)).filter((kind) => kind === 1)).toHaveLength(213);
	});
});
