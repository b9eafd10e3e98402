import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readChanges, readRun, readRuns, withdrawParticipation, readParticipation } from '../../../src/lib/server/db/extraction.ts';
import { changeList } from '../../../src/lib/server/extraction/change.ts';
import { importParticipation, participationOn } from '../../../src/lib/server/extraction/participation.ts';
import { earlierParticipation } from '../../../src/lib/server/extraction/names.ts';
import { DEFAULTS, listOf, makeExtraction, resultOf, standing, storeExtraction, verifyRun, type Settings } from '../../../src/lib/server/extraction/run.ts';
import { listRows, rankedRows } from '../../../src/lib/server/extraction/view.ts';
import { klassClient } from '../../../src/lib/server/register/klass/client.ts';
import { refresh } from '../../../src/lib/server/register/klass/refresh.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { dataFile, LIMITS } from '../../support/extraction.ts';
import { FIXTURE } from '../../support/klass/fixture.ts';
import { startKlass } from '../../support/klass/server.ts';

let db: TestDatabase;
const settings: Settings = { ...DEFAULTS, title: 'Uttrekk 2025', averageCount: 2, spreadCount: 1 };
const deps = () => ({ database: db });
const make = (more: Partial<Settings> = {}, data = dataFile(), limits = LIMITS) => makeExtraction(deps(), { data, limits }, { ...settings, ...more });
const issues = async (work: Promise<unknown>) => {
	const error = await work.then(() => null, (e: unknown) => e as { code: string; issues?: { code: string; row: number | null; column: string | null }[] });
	return { code: error?.code, issues: (error?.issues ?? []).map((i) => [i.code.replace('extraction_issue_', ''), i.row, i.column]) };
};
const written = async () => (await db.admin<[{ n: number }]>`select ((select count(*) from extraction_run) + (select count(*) from extraction_change) + (select count(*) from extraction_participation))::int as n`)[0].n;

beforeAll(async () => {
	db = await createDatabase();
});
afterAll(() => db.drop());

describe('an extraction from files', () => {
	it('is made from decimal commas and old encodings, and stored with what makes it again, byte for byte', async () => {
		const made = await make({ replicates: 50, minN: 10 });
		expect(listOf(made.result)).toEqual({ average: ['3101', '3105'], spread: ['3107'] });
		const id = await storeExtraction(deps(), made, settings.title, 'eva');
		const row = (await readRun(db.evaluate.db, id))!;
		expect(row.listed).toEqual(['3101', '3105', '3107']);
		expect(await verifyRun(row)).toEqual({ same: true, sealed: true });
		expect(await verifyRun({ ...row, result: row.result.replace('3105', '3103') })).toEqual({ same: false, sealed: false });
		expect(resultOf(row).values).toEqual(JSON.parse(JSON.stringify(made.result.values)));
		await expect(db.admin`update extraction_run set title = 'x'`).rejects.toMatchObject({ code: 'GR001' });
		await expect(db.admin`delete from extraction_run`).rejects.toMatchObject({ code: 'GR001' });
	});
	it('is refused with every problem by row and column, and nothing is stored', async () => {
		const before = await written();
		const wrong = ['3199;;31;Mobbing;2020;1;30;1', '31;;31;Mobbing;2020;0,2;30;1', '3114;;31;;2020;30 %;2,5;x', '3101;;31;Mobbing;2020;0,1;30;1000'];
		expect(await issues(make({}, dataFile(wrong)))).toEqual({ code: 'extraction_problem_rows', issues: [
			['not_a_municipality', 30, 'Kommune'], ['not_a_municipality', 31, 'Kommune'], ['empty', 32, 'Indikator'], ['not_a_count', 32, 'Elever'], ['not_a_number', 32, 'Verdi'], ['not_a_number', 32, 'Kjennetegn: innbyggere'], ['twice', 33, 'Verdi']
		] });
		expect(await issues(make({}, Buffer.from('kommune;verdi;elver\n3101;1;2')))).toEqual({ code: 'extraction_problem_rows', issues: [['column_missing', null, null], ['column_missing', null, null]] });
		expect(await issues(make({}, dataFile(), Buffer.from('indikator;verst;grense;persentil;vekt\nMobbing;opp;;;0\nKarakterer;lav;3;20;x')))).toEqual({ code: 'extraction_problem_rows', issues: [
			['worse', 2, 'verst'], ['one_limit', 2, 'grense'], ['outside', 2, 'vekt'], ['one_limit', 3, 'grense'], ['not_a_number', 3, 'vekt']
		] });
		expect((await issues(make({}, dataFile(), Buffer.from('indikator;verst;grense\nTrivsel;lav;3')))).code).toBe('extraction_problem_indicator');
		expect((await issues(make({ title: ' ' }))).code).toBe('extraction_problem_title');
		expect((await issues(make({}, dataFile(['3101;Vest;31;Mobbing;2020;30;20;1000'])))).code).toBe('analysis_violation_inconsistent');
		expect(await written()).toBe(before);
	});
	it('takes StatBank\'s marks as missing, and a code that lost its zero', async () => {
		const made = await make({}, dataFile(['301;;03;Mobbing;2020;:;;.', '301;;03;Mobbing;2021;..;;.', '301;;03;Karakterer;2020;3,1;90;.', '301;;03;Karakterer;2021;;90;.']));
		expect(made.data.municipalities[0]).toBe('0301');
		expect(made.result.values).toMatchObject({ left_out: { missing: 3 }, not_ranked: ['0301'] });
	});
});

describe('changes by hand', () => {
	const change = (runId: number, municipality: string, kind: string, more: object = {}) => changeList(deps(), { runId, municipality, kind, decidedBy: 'Statsforvalteren i Østfold', reason: 'Egen vurdering', ...more }, 'eva');
	it('add who is outside and remove who is inside, keep all that was done, and are told in the list', async () => {
		const runId = await storeExtraction(deps(), await make(), 'Med endringer', 'eva');
		await change(runId, '3112', 'add');
		await change(runId, '3101', 'remove');
		await change(runId, '3101', 'add', { reason: 'Ombestemt' });
		const row = (await readRun(db.evaluate.db, runId))!;
		const changes = await readChanges(db.evaluate.db, runId);
		expect(changes.map((c) => [c.municipality, c.kind, c.reason])).toEqual([['3112', 'add', 'Egen vurdering'], ['3101', 'remove', 'Egen vurdering'], ['3101', 'add', 'Ombestemt']]);
		expect(standing(row.listed, changes)).toEqual(['3101', '3105', '3107', '3112']);
		expect(rankedRows(resultOf(row), changes).map((r) => [r.municipality, r.place]).filter(([, p]) => p !== 'none')).toEqual([['3101', 'average'], ['3105', 'average'], ['3112', 'added'], ['3107', 'spread']]);
		const [head, first] = listRows(resultOf(row), changes, new Map([['3101', 'Halden']]), 'nb');
		expect(first?.slice(0, 3)).toEqual(['3101', 'Halden', 1]);
		expect(head?.length).toBe(first?.length);
		expect(first?.at(-1)).toContain('Mobbing 2020: 0,35 (0,32)');
		await expect(db.admin`update extraction_change set reason = 'x'`).rejects.toMatchObject({ code: 'GR001' });
		// a later extraction is compared with the list as it stands
		const later = await make({ earlier: [runId] });
		expect(later.result.values.overlap).toMatchObject({ 'Med endringer': { earlier: 4, both: 3 } });
	});
	it.each([['3105', 'add', 'stands_so'], ['3103', 'remove', 'stands_so'], ['1101', 'add', 'unknown_municipality'], ['31', 'add', 'municipality'], ['3103', 'bytt', 'kind']])('refuse %s %s', async (municipality, kind, why) => {
		const [{ id } = { id: 0 }] = await readRuns(db.evaluate.db);
		const before = await written();
		await expect(change(id, municipality, kind)).rejects.toMatchObject({ code: `extraction_problem_${why}` });
		expect(await written()).toBe(before);
	});
	it('refuse what has no reason, nobody who decided it, or no extraction', async () => {
		const [{ id } = { id: 0 }] = await readRuns(db.evaluate.db);
		await expect(change(id, '3103', 'add', { reason: ' ' })).rejects.toMatchObject({ code: 'extraction_problem_reason' });
		await expect(change(id, '3103', 'add', { decidedBy: '' })).rejects.toMatchObject({ code: 'extraction_problem_decided_by' });
		await expect(change(99999, '3103', 'add')).rejects.toMatchObject({ code: 'extraction_problem_no_run' });
	});
	it('made by two at once stand once', async () => {
		const id = await storeExtraction(deps(), await make(), 'To faner', 'eva');
		const done = await Promise.allSettled([change(id, '3103', 'add'), change(id, '3103', 'add'), change(id, '3103', 'add')]);
		expect(done.filter((d) => d.status === 'fulfilled')).toHaveLength(1);
		expect(await readChanges(db.evaluate.db, id)).toHaveLength(1);
	});
});

describe('the register of participation', () => {
	const file = (...rows: string[]) => Buffer.from(['kommune;uttrekk;fase;fra;til', ...rows].join('\n'));
	it('cannot be read before municipalities are held', async () => {
		await expect(importParticipation(deps(), file('Tromsø;2018;forberedelse;2019-08-01;'), 'eva')).rejects.toMatchObject({ code: 'extraction_problem_no_register' });
		expect(await participationOn(deps(), '2024-06-01')).toBeNull();
	});
	it('takes names and numbers of the day, all rows or none, and counts by county', async () => {
		const klass = await startKlass(FIXTURE);
		await refresh(deps(), klassClient(klass), { today: '2024-06-01', actor: 'eva' });
		await klass.stop();
		expect(await issues(importParticipation(deps(), file('Tromsø;2018;forberedelse;2019-08-01;2020-08-01', 'Våler;2018;ferie;2019-08-01;', '5501;2018;forberedelse;2019-08-01;', '1902;18;forberedelse;i fjor;'), 'eva'))).toEqual({ code: 'extraction_problem_rows', issues: [
			['phase', 3, 'fase'], ['municipality_ambiguous', 3, 'kommune'], ['municipality_not_valid', 4, 'kommune'], ['year', 5, 'uttrekk'], ['day', 5, 'fra']
		] });
		expect(await readParticipation(db.evaluate.db)).toEqual([]);
		expect(await importParticipation(deps(), file('Tromsø;2018;forberedelse;2019-08-01;2020-08-01', '5401;2018;gjennomføring;2020-08-01;2022-08-01', '1551;2018;forberedelse;2019-08-01;', '1548;2018;forberedelse;2019-08-01;', '1507;2020;forberedelse;2021-08-01;'), 'eva')).toBe(5);
		expect(await issues(importParticipation(deps(), file('0301;2018;forberedelse;2019-08-01;', '5401;2018;forberedelse;2020-09-01;'), 'eva'))).toEqual({ code: 'extraction_problem_rows', issues: [['row_twice', 3, null]] });
		const found = (await participationOn(deps(), '2024-06-01'))!;
		expect(found.all).toMatchObject({ took: 3, different: 2, byExtraction: [3, 0] });
		expect(found.unplaced).toMatchObject([{ code: '1507', why: 'split' }]);
		await expect(participationOn(deps(), '1999-01-01')).rejects.toMatchObject({ code: 'extraction_problem_day' });
	});
	it('lets a row be withdrawn and never changed', async () => {
		const [first] = await readParticipation(db.evaluate.db);
		await expect(db.admin`update extraction_participation set code = '0301'`).rejects.toMatchObject({ code: 'GR001' });
		expect(await withdrawParticipation(db.evaluate.db, [first!.id], 'eva')).toBe(1);
		expect(await withdrawParticipation(db.evaluate.db, [first!.id], 'eva')).toBe(0);
		expect(await readParticipation(db.evaluate.db)).toHaveLength(4);
	});
	it('tells who on a list has taken part before, carried to the municipalities of the list', async () => {
		expect(await earlierParticipation(deps(), ['5501', '1579', '0301'], ['5501', '0301'])).toEqual([{ extraction: 2018, took: 2, onList: ['5501'] }, { extraction: 2020, took: 0, onList: [] }]);
		// 1902 was never there together with 5501
		expect(await earlierParticipation(deps(), ['5501', '1902'], ['5501'])).toBeNull();
	});
});
