import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFrafall } from '#lib/server/results/frafall/data.ts';
import { weightCsv } from '#lib/server/results/frafall/files.ts';
import { asked, frafallPage } from '#lib/server/results/frafall/page.ts';
import { saveWeights, weightChoice } from '#lib/server/results/frafall/weights.ts';
import { surveyHead } from '#lib/server/results/surveys.ts';
import type { SurveyIds } from '../../../src/demo/job/context.ts';
import { drawSample, sampleSpecOf } from '#lib/server/fieldwork/samples/index.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { addSeats, openedSurvey } from '../../support/fieldwork.ts';
import { loadEvaluation } from '../../support/frafall.ts';

let db: TestDatabase;
let ids: SurveyIds;
beforeAll(async () => {
	db = await createDatabase();
	ids = await loadEvaluation(db);
});
afterAll(() => db.drop());

const form = (entries: [string, string][]) => {
	const data = new FormData();
	for (const [name, value] of entries) data.append(name, value);
	return data;
};
const RAKE: [string, string][] = [['metode', 'rake'], ['vektstratum', 'fylke'], ['vektstratum', 'liste']];
const save = (survey: keyof SurveyIds, name: string, entries: [string, string][]) =>
	saveWeights({ database: db }, ids[survey], { name, choice: (data) => weightChoice(form(entries), data.strata), actor: 'evaluator', words: { locale: 'nb' } });
const page = async (survey: keyof SurveyIds, query: [string, string][]) => {
	const deps = { database: db };
	return frafallPage(deps, await surveyHead(deps, ids[survey]), 'nb', asked(new URLSearchParams(query)));
};
const total = (rows: { value: number }[]) => rows.reduce((sum, r) => sum + r.value, 0);
const weightsBy = (id: number, variable: string) => db.admin<{ code: string; value: number; n: number }[]>`
	select t.code, sum(v.value)::float8 as value, count(*)::int as n from survey_weight_value v join seat_stratum t on (t.survey_id, t.seat_id) = (v.survey_id, v.seat_id) and t.variable = ${variable}
	where v.weight_id = ${id} group by 1`;
const listBy = (survey: number, variable: string) => db.admin<{ code: string; n: number }[]>`select code, count(*)::int as n from seat_stratum where survey_id = ${survey} and variable = ${variable} group by 1`;

describe('weights tried on the page', () => {
	it('tell what they cost and how the margins are met', async () => {
		const { weight } = await page('skoleledere', RAKE);
		expect(weight).toMatchObject({ possible: true, violation: null });
		expect(weight?.sentence).toMatch(/^257 svar er med vektene verdt som 24\d,\d \(designeffekt 1,\d\d\)/);
		expect(weight?.notes.map((n) => n.text).join(' ')).toContain('Vektene falt til ro etter');
	});
	it('say so when combinations without answers keep the margins from being met together', async () => {
		const { weight } = await page('skoleledere', [['metode', 'rake'], ['vektstratum', 'fylke'], ['vektstratum', 'skoletype']]);
		expect(weight).toMatchObject({ possible: false, violation: expect.stringContaining('falt ikke til ro') as string });
	});
	it('say which group has nobody who answered, by its label', async () => {
		const { weight } = await page('uh', [['metode', 'rake'], ['vektstratum', 'institusjon']]);
		expect(weight).toMatchObject({ possible: false, violation: 'Ingen vekter kan treffe Samisk høgskole i universitet eller høgskole: ingen har svart der. Slå kategorien sammen med en annen.' });
	});
	it('keep within the limits, and say that the margins are missed for it', async () => {
		const { weight } = await page('skoleledere', [...RAKE, ['lavest', '0,9'], ['hoyest', '1,05']]);
		expect(weight?.notes.map((n) => n.key)).toEqual(expect.arrayContaining(['rake_trimmed', 'rake_margins_missed']));
	});
	it('are not asked for without a stratum, nor with limits that are none', async () => {
		expect((await page('skoleledere', [['metode', 'rake'], ['vektstratum', 'tull']])).weightProblem).toMatchObject({ code: 'frafall_problem_strata' });
		for (const wrong of ['1,2', '0', '-1', 'x']) expect((await page('skoleledere', [...RAKE, ['lavest', wrong]])).weightProblem, wrong).toMatchObject({ code: 'frafall_problem_limits' });
	});
});

describe('weights kept as a named variable', () => {
	it('sum to the list on every level of the strata, one for each respondent', async () => {
		const { id, version, created } = await save('skoleledere', 'vekt_fylke', RAKE);
		expect({ version, created }).toEqual({ version: 1, created: true });
		for (const variable of ['fylke', 'liste']) {
			const list = new Map((await listBy(ids.skoleledere, variable)).map((r) => [r.code, r.n]));
			for (const { code, value } of await weightsBy(id, variable)) expect(value, code).toBeCloseTo(list.get(code) ?? 0, 6);
		}
		const [row] = await db.admin<[{ n: number; spec: { method: string; order: string[] }; engine: string; data_hash: string; made_by: string }]>`select n, spec, engine, data_hash, made_by from survey_weight where id = ${id}`;
		expect(row).toMatchObject({ n: 257, engine: '1.0.0', made_by: 'evaluator', spec: { method: 'rake', order: ['fylke', 'liste'] }, data_hash: (await readFrafall({ database: db }, ids.skoleledere)).hash });
		const [audit] = await db.admin`select actor, action, subject from audit where survey_id = ${ids.skoleledere} and action = 'weight.save'`;
		expect(audit).toEqual({ actor: 'evaluator', action: 'weight.save', subject: { name: 'vekt_fylke', version: 1, n: 257 } });
	});
	it('stand for the whole list where only some were drawn', async () => {
		const { id } = await save('tillitsvalgte', 'vekt', [['metode', 'poststratify'], ['vektstratum', 'forbund']]);
		const rows = await weightsBy(id, 'forbund');
		expect(total(rows)).toBeCloseTo(4394, 6);
		expect(rows.reduce((sum, r) => sum + r.n, 0)).toBe(713);
	});
	it('saved again on the same answers are the version that is there, and on others the next', async () => {
		expect(await save('skoleledere', 'vekt_fylke', RAKE)).toMatchObject({ version: 1, created: false });
		const [gone] = await db.admin<[{ id: number }]>`select min(id) as id from seat where survey_id = ${ids.skoleledere} and disposition = 'non_contact'`;
		await db.admin`update seat set disposition = 'refusal' where survey_id = ${ids.skoleledere} and id = ${gone.id}`;
		expect(await save('skoleledere', 'vekt_fylke', RAKE)).toMatchObject({ version: 2, created: true });
		expect(await save('skoleledere', 'vekt_fylke', [...RAKE, ['hoyest', '2']])).toMatchObject({ version: 3, created: true });
		const { weights } = await page('skoleledere', []);
		expect(weights.map((w) => [w.name, w.version, w.strata])).toEqual([['vekt_fylke', 3, 'Fylke, Liste'], ['vekt_fylke', 2, 'Fylke, Liste'], ['vekt_fylke', 1, 'Fylke, Liste']]);
	});
	it('asked for by two at once become two versions that follow each other, or one', async () => {
		const both = await Promise.all([save('nettverk', 'v', [['metode', 'rake'], ['vektstratum', 'fylke']]), save('nettverk', 'v', [['metode', 'poststratify'], ['vektstratum', 'fylke']])]);
		expect(both.map((w) => w.version).sort()).toEqual([1, 2]);
	});
	it('come as a file by the keys of the list, with all their digits', async () => {
		const [weight] = (await page('tillitsvalgte', [])).weights;
		const { name, version, text } = await weightCsv({ database: db }, ids.tillitsvalgte, String(weight?.id), 'nb');
		expect([name, version]).toEqual(['vekt', 1]);
		const lines = text.trim().split('\r\n').slice(1);
		expect(lines).toHaveLength(713);
		expect(lines.reduce((sum, line) => sum + Number(line.split(';')[1]?.replace(',', '.')), 0)).toBeCloseTo(4394, 6);
		for (const id of ['999', 'x', `${weight?.id} or 1=1`]) await expect(weightCsv({ database: db }, ids.tillitsvalgte, id, 'nb')).rejects.toMatchObject({ code: 'frafall_problem_no_weight' });
		// nor by way of another survey
		await expect(weightCsv({ database: db }, ids.skoleledere, String(weight?.id), 'nb')).rejects.toMatchObject({ code: 'frafall_problem_no_weight' });
	});
	it('are refused with a name that is none or is a stratum\'s, and when they cannot be made', async () => {
		for (const name of ['', 'Vekt', '1vekt', 'vekt-a', 'v'.repeat(64), "x'; drop"]) await expect(save('skoleledere', name, RAKE), name).rejects.toMatchObject({ code: 'frafall_problem_weight_name', status: 422 });
		await expect(save('skoleledere', 'fylke', RAKE)).rejects.toMatchObject({ code: 'frafall_problem_weight_taken' });
		await expect(save('uh', 'v', [['metode', 'rake'], ['vektstratum', 'institusjon']])).rejects.toMatchObject({ code: 'frafall_problem_weights', params: { reason: expect.stringContaining('Samisk høgskole') as string } });
		expect(await db.admin`select from survey_weight where survey_id = ${ids.uh}`).toHaveLength(0);
	});
});

describe('the database', () => {
	it('changes no weight that is kept, and adds nothing to one', async () => {
		const [w] = await db.admin<[{ survey_id: number; id: number }]>`select survey_id, id from survey_weight limit 1`;
		await expect(db.admin`update survey_weight set name = 'x' where id = ${w.id}`).rejects.toMatchObject({ code: 'GR001' });
		await expect(db.admin`update survey_weight_value set value = 1 where weight_id = ${w.id}`).rejects.toMatchObject({ code: 'GR001' });
		await expect(db.admin`delete from survey_weight_value where weight_id = ${w.id}`).rejects.toMatchObject({ code: 'GR001' });
		await expect(db.admin`insert into survey_weight_value (survey_id, weight_id, seat_id, value) select survey_id, ${w.id}, id, 1 from seat s where survey_id = ${w.survey_id}
			and not exists (select from survey_weight_value v where (v.survey_id, v.weight_id, v.seat_id) = (s.survey_id, ${w.id}, s.id)) limit 1`).rejects.toMatchObject({ code: '23514' });
	});
	it('takes no weight without the values it says it has, and no value that is none', async () => {
		const insert = (n: number) => db.admin`insert into survey_weight (survey_id, name, version, spec, engine, data_hash, result, n, made_by)
			values (${ids.uh}, 'w', 1, '{}', '1', ${'0'.repeat(64)}, '{}', ${n}, 'a')`;
		await expect(insert(3)).rejects.toMatchObject({ code: '23514' });
		const [seat] = await db.admin<[{ id: number }]>`select min(id) as id from seat where survey_id = ${ids.uh}`;
		for (const value of ['0', '-1', 'NaN', 'Infinity']) {
			await expect(db.admin.begin(async (tx) => {
				const [w] = await tx<[{ id: number }]>`insert into survey_weight (survey_id, name, version, spec, engine, data_hash, result, n, made_by) values (${ids.uh}, 'w', 1, '{}', '1', ${'0'.repeat(64)}, '{}', 1, 'a') returning id`;
				await tx`insert into survey_weight_value (survey_id, weight_id, seat_id, value) values (${ids.uh}, ${w.id}, ${seat.id}, ${value}::float8)`;
			}), value).rejects.toMatchObject({ code: '23514' });
		}
	});
	it('lets no respondent read a weight', async () => {
		await expect(db.respond.sql`select * from survey_weight`).rejects.toMatchObject({ code: '42501' });
	});
});

describe('weights of a sample drawn with unequal probabilities', () => {
	let other: TestDatabase;
	let surveyId: number;
	beforeAll(async () => {
		other = await createDatabase();
		surveyId = await openedSurvey(other);
		await addSeats(other, surveyId, Array.from({ length: 60 }, (_, i) => ({ ref: `P${i}`, name: `Åse ${i}`, email: `p${i}@example.org`, sampled: false, rolle: i < 20 ? 'eier' : 'leder', stilling: 'x' })));
		// ten of the twenty, and all of the forty
		const spec = sampleSpecOf(new Map([['method', 'stratified'], ['by', 'rolle'], ['allocation', 'fixed'], ['number:["eier"]', '10'], ['number:["leder"]', '40']]));
		await drawSample({ database: other }, { surveyId, spec, seed: 1, actor: 'eva' });
		// a second stratum that goes across the first, and answers from most of those drawn
		await other.admin`insert into frame_variable (survey_id, name, label, stratum, position) select survey_id, 'fylke', '{"nb":"Fylke","nn":"Fylke","en":"County"}', true, 9 from frame_variable where survey_id = ${surveyId} and name = 'rolle'`;
		await other.admin`insert into frame_category (survey_id, variable, code, label, position) select ${surveyId}, 'fylke', c, jsonb_build_object('nb', c, 'nn', c, 'en', c), p from (values ('nord', 1), ('sor', 2)) v (c, p)`;
		await other.admin`insert into seat_stratum (survey_id, seat_id, variable, code) select survey_id, id, 'fylke', case when substr(ref, 2)::int % 3 = 0 then 'nord' else 'sor' end from seat where survey_id = ${surveyId}`;
		await other.admin`update seat set disposition = case when substr(ref, 2)::int % 4 = 1 then 'non_contact' else 'complete' end where survey_id = ${surveyId} and sampled`;
	});
	afterAll(() => other.drop());
	const view = async (query: [string, string][]) => frafallPage({ database: other }, await surveyHead({ database: other }, surveyId), 'nb', asked(new URLSearchParams(query)));
	const keep = (name: string, entries: [string, string][]) =>
		saveWeights({ database: other }, surveyId, { name, choice: (data) => weightChoice(form(entries), data.strata), actor: 'evaluator', words: { locale: 'nb' } });
	const COUNTY: [string, string][] = [['metode', 'rake'], ['vektstratum', 'fylke']];
	const ratios = async (id: number) => (await other.admin<{ ratio: number }[]>`
		with v as (select r.code as role, f.code as county, w.value from survey_weight_value w
			join seat_stratum r on (r.survey_id, r.seat_id, r.variable) = (w.survey_id, w.seat_id, 'rolle') join seat_stratum f on (f.survey_id, f.seat_id, f.variable) = (w.survey_id, w.seat_id, 'fylke') where w.weight_id = ${id})
		select avg(value) filter (where role = 'eier') / avg(value) filter (where role = 'leder') as ratio from v group by county`).map((r) => r.ratio);

	it('begin from one over the probability, which a stratum that was not chosen keeps, and the spec says so', async () => {
		const { id } = await keep('design', COUNTY);
		for (const ratio of await ratios(id)) expect(ratio).toBeCloseTo(2, 9);
		const [row] = await other.admin`select spec, data_hash from survey_weight where id = ${id}`;
		expect(row).toMatchObject({ spec: { base: '.design_weight' } });
		expect(row?.data_hash).not.toBe((await readFrafall({ database: other }, surveyId)).hash);
		expect(await keep('design', COUNTY)).toMatchObject({ version: 1, created: false });
	});
	it('begin alike when that is asked for', async () => {
		const { id } = await keep('like', [...COUNTY, ['start', 'like']]);
		for (const ratio of await ratios(id)) expect(ratio).toBeCloseTo(1, 9);
		expect((await other.admin`select spec from survey_weight where id = ${id}`)[0]?.spec).not.toHaveProperty('base');
	});
	it('say on the page what they begin from, and what that costs', async () => {
		const { weight, unequal, weights } = await view(COUNTY);
		expect(unequal).toBe(true);
		expect(weight?.design).toMatch(/^Vektene begynner fra designvektene, som for dem som har svart, går fra 1,00 til 2,00 \(designeffekt 1,\d\d alene\)\.$/);
		const alike = (await view([...COUNTY, ['start', 'like']])).weight;
		expect(alike?.design).toBeNull();
		const deff = (sentence: string | null | undefined) => Number(/designeffekt (\d,\d\d)/.exec(sentence ?? '')?.[1]?.replace(',', '.'));
		expect(deff(weight?.sentence)).toBeGreaterThan(deff(alike?.sentence));
		expect(weights.map((w) => [w.name, w.design])).toEqual([['design', true], ['like', false]]);
		const cells = (await view([['metode', 'poststratify'], ['vektstratum', 'fylke']])).weight;
		expect(cells?.table?.columns.map((c) => c.label)).toContain('Faktor på designvekten');
	});
	it('count a seat that came into the sample later as 1, and say how many there are', async () => {
		await addSeats(other, surveyId, [{ ref: 'sen', name: 'Sen', email: 'sen@example.org', sampled: true, disposition: 'complete' }]);
		await other.admin`insert into seat_stratum (survey_id, seat_id, variable, code) select survey_id, id, 'fylke', 'nord' from seat where ref = 'sen'`;
		expect((await view(COUNTY)).weight?.design).toMatch(/ 1 av dem kom i utvalget uten å være trukket og begynner med 1\.$/);
	});
	it('are not offered a start where all had the same probability', async () => {
		expect((await page('skoleledere', RAKE)).unequal).toBe(false);
		expect((await page('skoleledere', RAKE)).weight?.design).toBeNull();
	});
});
